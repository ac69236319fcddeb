#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "count.h"

void count_shuffle(void *v, size_t n, size_t size)
{
	uint8_t *p = v, *tmp = malloc(size);

	if (tmp == NULL)
		abort();
	for (size_t i = n; i > 1; i--) {
		size_t j = randombytes_uniform((uint32_t)i);

		memcpy(tmp, p + (i - 1) * size, size);
		memcpy(p + (i - 1) * size, p + j * size, size);
		memcpy(p + j * size, tmp, size);
	}
	sodium_memzero(tmp, size);
	free(tmp);
}

static int by_key(const void *a, const void *b)
{
	const struct db_count_ballot *x = a, *y = b;

	return memcmp(x->key, y->key, sizeof(x->key));
}

void count_gather(struct db_count_ballot *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_key);
	count_shuffle(v, n / COUNT_RUN, COUNT_RUN * sizeof(*v));
}
