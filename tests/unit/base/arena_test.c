#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void zeroed_and_aligned(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t n = 0; n < 100; n++) {
		unsigned char *p = arena_alloc(a, n);

		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
	arena_free(&a);
	assert_null(a);
	arena_free(&a);
}

static void no_two_overlap(void **state)
{
	struct arena *a = arena_new();
	char *v[200];

	(void)state;
	for (int i = 0; i < 200; i++) {
		v[i] = arena_alloc(a, 1000);
		memset(v[i], i, 1000);
	}
	for (int i = 0; i < 200; i++)
		for (size_t j = 0; j < 1000; j++)
			assert_int_equal((unsigned char)v[i][j], i);
	arena_free(&a);
}

/* What was written before a reset must not be found after it. */
static void reset_wipes(void **state)
{
	struct arena *a = arena_new();
	char *p = arena_strdup(a, "an answer nobody else may read");

	(void)state;
	memset(arena_alloc(a, 100000), 'x', 100000);
	arena_reset(a);
	for (size_t i = 0; i < 30; i++)
		assert_int_equal(p[i], 0);
	for (size_t i = 0; i < 3000; i++)
		assert_int_equal(*(char *)arena_alloc(a, 1), 0);
	arena_free(&a);
}

static void larger_than_a_chunk(void **state)
{
	struct arena *a = arena_new();
	unsigned char *p = arena_array(a, 1 << 10, 1 << 10);

	(void)state;
	assert_int_equal(p[(1 << 20) - 1], 0);
	p[(1 << 20) - 1] = 1;
	assert_string_equal(arena_strdup(a, "after"), "after");
	arena_free(&a);
}

static void copies(void **state)
{
	struct arena *a = arena_new();
	const char *s = "questionnaire";

	(void)state;
	assert_string_equal(arena_strdup(a, s), s);
	assert_true(arena_strdup(a, s) != s);
	assert_string_equal(arena_strndup(a, s, 5), "quest");
	assert_string_equal(arena_strndup(a, s, 100), s);
	assert_string_equal(arena_strndup(a, "", 0), "");
	assert_memory_equal(arena_memdup(a, "a\0b", 3), "a\0b", 3);
	assert_non_null(arena_memdup(a, NULL, 0));
	assert_string_equal(arena_printf(a, "%d of %s", 5, "10"), "5 of 10");
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(zeroed_and_aligned),
	    cmocka_unit_test(no_two_overlap),
	    cmocka_unit_test(reset_wipes),
	    cmocka_unit_test(larger_than_a_chunk),
	    cmocka_unit_test(copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
