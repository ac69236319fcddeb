/* Responses in blocks: together what is alike, in an order that tells nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../../cgi/count/count.h"

#define WIDTH 3
#define MOST 3000

struct batch {
	struct arena *a;
	struct db_count_response v[MOST];
	uint8_t vectors[MOST][WIDTH];
	struct count_place places[MOST];
	size_t n;
	struct db_count_block *blocks;
	size_t n_blocks;
};

static int setup(void **state)
{
	static struct batch b;

	memset(&b, 0, sizeof(b));
	b.a = arena_new();
	*state = &b;
	return 0;
}

static int teardown(void **state)
{
	struct batch *b = *state;

	arena_free(&b->a);
	return 0;
}

static void add(struct batch *b, const struct db_count_marks *marks, uint8_t answer)
{
	uint8_t *vector = b->vectors[b->n];

	memset(vector, answer, WIDTH);
	b->v[b->n++] = (struct db_count_response){*marks, vector, WIDTH};
}

static void put(struct batch *b)
{
	b->blocks = count_blocks(b->a, b->v, b->n, DB_BLOCK_MAX, b->places, &b->n_blocks);
}

static const struct db_count_block *block_of(const struct batch *b, size_t i)
{
	for (size_t j = 0; j < b->n_blocks; j++)
		if (b->places[i].block == b->blocks[j].id)
			return &b->blocks[j];
	return NULL;
}

/* Every response stands where its place says, beside its like. */
static void assert_all_there(const struct batch *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n_blocks; i++)
		n += b->blocks[i].n;
	assert_int_equal(n, b->n);
	for (size_t i = 0; i < b->n; i++) {
		const struct db_count_block *block = block_of(b, i);

		assert_non_null(block);
		assert_in_range(b->places[i].place, 0, block->n - 1);
		assert_memory_equal(
		    block->vectors + b->places[i].place * WIDTH, b->v[i].vector, WIDTH);
		assert_int_equal(block->marks.version_id, b->v[i].marks.version_id);
		assert_int_equal(block->marks.day, b->v[i].marks.day);
		assert_ptr_equal(block->marks.channel, b->v[i].marks.channel);
		assert_ptr_equal(block->marks.language, b->v[i].marks.language);
		for (size_t j = 0; j < i; j++) /* no place is given twice */
			assert_false(b->places[i].block == b->places[j].block &&
				     b->places[i].place == b->places[j].place);
	}
}

static void test_alike_go_together(void **state)
{
	const struct db_count_marks marks[] = {{1, 10, "site", "ru"},
	    {1, 10, "site", "en"}, {1, 10, "qr", "ru"}, {1, 10, NULL, "ru"},
	    {1, 11, "site", "ru"}, {2, 10, "site", "ru"}, {1, DAY_NONE, "site", NULL}};
	const size_t n = sizeof(marks) / sizeof(*marks);
	struct batch *b = *state;

	for (size_t i = 0; i < 5 * n; i++)
		add(b, &marks[i % n], (uint8_t)(7 * i % 5));
	put(b);
	assert_int_equal(b->n_blocks, n);
	assert_all_there(b);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(b->blocks[i].n, 5);
}

static void test_order_of_coming_leaves_no_trace(void **state)
{
	const struct db_count_marks marks[] = {
	    {1, 10, "site", NULL}, {1, 11, "qr", NULL}};
	struct batch *b = *state;
	const struct db_count_block *first;
	size_t n_first;

	for (size_t i = 0; i < 200; i++)
		add(b, &marks[i % 2], (uint8_t)(i * i % 50));
	put(b);
	first = b->blocks;
	n_first = b->n_blocks;
	for (size_t i = 0; i < 100; i++) { /* turned about */
		struct db_count_response other = b->v[i];

		b->v[i] = b->v[199 - i];
		b->v[199 - i] = other;
	}
	put(b);
	assert_all_there(b);
	assert_int_equal(b->n_blocks, n_first);
	for (size_t i = 0; i < n_first; i++) {
		assert_int_equal(b->blocks[i].n, first[i].n);
		assert_memory_equal(
		    b->blocks[i].vectors, first[i].vectors, first[i].n * WIDTH);
		assert_memory_not_equal(b->blocks[i].id, first[i].id, DB_RKEY_BYTES);
	}
}

static void test_many_are_parted(void **state)
{
	const struct db_count_marks marks = {1, 10, "site", NULL};
	struct batch *b = *state;

	for (size_t i = 0; i < 2 * DB_BLOCK_MAX + 1; i++)
		add(b, &marks, (uint8_t)(i % 250));
	put(b);
	assert_int_equal(b->n_blocks, 3);
	assert_int_equal(b->blocks[0].n, DB_BLOCK_MAX);
	assert_int_equal(b->blocks[2].n, 1);
	assert_all_there(b);
	for (size_t i = 0; i + 1 < b->n_blocks; i++) /* ascending across blocks too */
		assert_true(memcmp(b->blocks[i].vectors + (DB_BLOCK_MAX - 1) * WIDTH,
				b->blocks[i + 1].vectors, WIDTH) <= 0);
}

/* Internal ones: the table does not tell which were opened together. */
static void test_one_each(void **state)
{
	const struct db_count_marks marks = {1, DAY_NONE, NULL, NULL};
	struct batch *b = *state;

	for (size_t i = 0; i < 20; i++)
		add(b, &marks, (uint8_t)(i % 3));
	b->blocks = count_blocks(b->a, b->v, b->n, 1, b->places, &b->n_blocks);
	assert_int_equal(b->n_blocks, 20);
	assert_all_there(b);
}

static void test_none(void **state)
{
	struct batch *b = *state;

	put(b);
	assert_int_equal(b->n_blocks, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_alike_go_together, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_order_of_coming_leaves_no_trace, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_many_are_parted, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_one_each, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_none, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
