#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"

static void answer_everything(struct form_answer *v, size_t i)
{
	(void)i;
	sample_csi(&v[SAMPLE_CSI_1], 10, 1);
	v[SAMPLE_SINGLE].choice = 6;
	v[SAMPLE_MULTI].set = 1 | 2;
	v[SAMPLE_SCALE_0].choice = 1; /* the mark 0 */
	v[SAMPLE_MATRIX_TEXT].text = "трудно";
	v[SAMPLE_TEXT].text = "ещё";
}

static void cells_are_as_documented(void **state)
{
	struct arena *a = arena_new();
	struct stat_tally *t = sample_tally(a, 2, answer_everything);

	(void)state;
	assert_int_equal(stat_tally_get(t, STAT_WHOLE, 0), 2);
	assert_int_equal(stat_tally_get(t, SAMPLE_CSI_1, 10), 2);
	assert_int_equal(stat_tally_get(t, SAMPLE_CSI_1, STAT_CELL_IMPORTANCE + 1), 2);
	assert_int_equal(stat_tally_get(t, SAMPLE_SINGLE, 6), 2);
	assert_int_equal(stat_tally_get(t, SAMPLE_MULTI, 0), 2);
	assert_int_equal(stat_tally_get(t, SAMPLE_MULTI, 1), 2);
	assert_int_equal(stat_tally_get(t, SAMPLE_MULTI, 2), 2);
	assert_int_equal(stat_tally_get(t, SAMPLE_MULTI, 3), 0);
	assert_int_equal(stat_tally_get(t, SAMPLE_SCALE_0, 1), 2);
	assert_int_equal(stat_tally_get(t, SAMPLE_MATRIX_TEXT, 0), 2);
	assert_int_equal(stat_tally_get(t, SAMPLE_MATRIX_TEXT, 1), 0);
	assert_int_equal(stat_tally_get(t, SAMPLE_TEXT, 0), 2);
	arena_free(&a);
}

static void answer_nothing(struct form_answer *v, size_t i)
{
	(void)v;
	(void)i;
}

static void an_empty_response_counts_only_as_a_response(void **state)
{
	struct arena *a = arena_new();
	struct stat_tally *t = sample_tally(a, 1, answer_nothing);
	const struct stat_cell *v;
	size_t n;

	(void)state;
	v = stat_tally_cells(t, a, &n);
	assert_int_equal(n, 1);
	assert_int_equal(v[0].item, STAT_WHOLE);
	assert_int_equal(v[0].n, 1);
	arena_free(&a);
}

static void cells_read_back_are_the_same_tally(void **state)
{
	struct arena *a = arena_new();
	struct stat_tally *t = sample_tally(a, 3, answer_everything);
	struct stat_tally *copy = stat_tally_new(a, sample_form());
	const struct stat_cell *v, *w;
	size_t n, m;

	(void)state;
	v = stat_tally_cells(t, a, &n);
	for (size_t i = 0; i < n; i++)
		stat_tally_put(copy, v[i].item, v[i].cell, v[i].n);
	w = stat_tally_cells(copy, a, &m);
	assert_int_equal(n, m);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(v[i].item, w[i].item);
		assert_int_equal(v[i].cell, w[i].cell);
		assert_int_equal(v[i].n, w[i].n);
		if (i > 0)
			assert_true(
			    v[i - 1].item < v[i].item ||
			    (v[i - 1].item == v[i].item && v[i - 1].cell < v[i].cell));
	}
	arena_free(&a);
}

static void unknown_cells_are_ignored(void **state)
{
	struct arena *a = arena_new();
	struct stat_tally *t = stat_tally_new(a, sample_form());
	size_t n;

	(void)state;
	stat_tally_put(t, SAMPLE_ITEMS, 1, 5);
	stat_tally_put(t, SAMPLE_SINGLE, 0, 5);
	stat_tally_put(t, SAMPLE_SINGLE, 7, 5);
	stat_tally_put(t, SAMPLE_CSI_1, 11, 5);
	stat_tally_put(t, SAMPLE_CSI_1, STAT_CELL_IMPORTANCE, 5);
	stat_tally_put(t, SAMPLE_CSI_1, STAT_CELL_IMPORTANCE + 11, 5);
	stat_tally_put(t, SAMPLE_TEXT, 1, 5);
	stat_tally_put(t, STAT_WHOLE, 1, 5);
	(void)stat_tally_cells(t, a, &n);
	assert_int_equal(n, 0);
	assert_int_equal(stat_tally_get(t, SAMPLE_ITEMS, 1), 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cells_are_as_documented),
	    cmocka_unit_test(an_empty_response_counts_only_as_a_response),
	    cmocka_unit_test(cells_read_back_are_the_same_tally),
	    cmocka_unit_test(unknown_cells_are_ignored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
