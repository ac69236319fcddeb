/* Responses to blocks: what lies together shows no order but that of its own bytes. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "count.h"

int count_compare(const char *x, const char *y)
{
	if (x == NULL || y == NULL)
		return (x != NULL) - (y != NULL);
	return strcmp(x, y);
}

static int by_marks(const struct db_count_marks *x, const struct db_count_marks *y)
{
	int order = count_compare(x->channel, y->channel);

	if (x->version_id != y->version_id)
		return x->version_id < y->version_id ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return order != 0 ? order : count_compare(x->language, y->language);
}

/* Vectors of one version are of one length. */
static int by_content(const void *a, const void *b)
{
	const struct db_count_response *const *x = a, *const *y = b;
	int order = by_marks(&(*x)->marks, &(*y)->marks);

	return order != 0 ? order : memcmp((*x)->vector, (*y)->vector, (*x)->n_vector);
}

/* How many of those from v[0] on go into one block. */
static size_t block_length(
    const struct db_count_response *const *v, size_t n, size_t most)
{
	size_t length = 1;

	while (
	    length < n && length < most && by_marks(&v[0]->marks, &v[length]->marks) == 0)
		length++;
	return length;
}

static void fill(struct arena *a, const struct db_count_response *const *v, size_t n,
    struct db_count_block *b)
{
	uint8_t *p = arena_array(a, n, v[0]->n_vector);

	randombytes_buf(b->id, sizeof(b->id));
	b->marks = v[0]->marks;
	b->n = n;
	b->n_vector = v[0]->n_vector;
	b->vectors = p;
	for (size_t i = 0; i < n; i++, p += b->n_vector)
		memcpy(p, v[i]->vector, b->n_vector);
}

struct db_count_block *count_blocks(struct arena *a, const struct db_count_response *v,
    size_t n, size_t most, struct count_place *places, size_t *n_r)
{
	const struct db_count_response **sorted =
	    ARENA_ARRAY(a, n, const struct db_count_response *);
	struct db_count_block *blocks = ARENA_ARRAY(a, n, struct db_count_block);
	size_t n_blocks = 0, length;

	for (size_t i = 0; i < n; i++)
		sorted[i] = &v[i];
	qsort(sorted, n, sizeof(*sorted), by_content);
	for (size_t i = 0; i < n; i += length) {
		struct db_count_block *b = &blocks[n_blocks++];

		length = block_length(sorted + i, n - i, most);
		fill(a, sorted + i, length, b);
		for (size_t j = 0; j < length; j++)
			places[sorted[i + j] - v] =
			    (struct count_place){b->id, (uint16_t)j};
	}
	*n_r = n_blocks;
	return blocks;
}
