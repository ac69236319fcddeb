#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"
#include "stat/tabulate.h"

static void four(struct form_answer *v, size_t i)
{
	v[SAMPLE_MULTI].set = i < 2 ? 3 : i == 2 ? 4 : 0;
	if (i < 3)
		v[SAMPLE_MATRIX_TEXT].text = "трудно";
	else
		v[SAMPLE_MATRIX_TEXT].choice = 1;
	if (i == 0)
		v[SAMPLE_TEXT].text = "ещё";
	sample_csi(&v[SAMPLE_CSI_1], 8, i < 2 ? 5 : 0); /* a lone mark is no pair */
}

static void multi_counts_people_not_marks(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t = stat_tabulate(a, sample_form(), sample_tally(a, 4, four));
	const struct stat_row *r = &t->rows[SAMPLE_MULTI];

	(void)state;
	assert_int_equal(t->responses, 4);
	assert_int_equal(r->n, 3);
	assert_int_equal(r->base, 3);
	assert_int_equal(r->counts[0], 2);
	assert_int_equal(r->counts[1], 2);
	assert_int_equal(r->counts[2], 1);
	arena_free(&a);
}

static void texts_and_the_exclusive_check(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t = stat_tabulate(a, sample_form(), sample_tally(a, 4, four));

	(void)state;
	assert_int_equal(t->rows[SAMPLE_MATRIX_TEXT].n, 4);
	assert_int_equal(t->rows[SAMPLE_MATRIX_TEXT].texts, 3);
	assert_int_equal(t->rows[SAMPLE_MATRIX_TEXT].n_counts, 1);
	assert_int_equal(t->rows[SAMPLE_MATRIX_TEXT].counts[0], 1);
	assert_int_equal(t->rows[SAMPLE_TEXT].n, 1);
	arena_free(&a);
}

static void means_of_csi_pairs(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t = stat_tabulate(a, sample_form(), sample_tally(a, 4, four));
	const struct stat_row *r = &t->rows[SAMPLE_CSI_1];

	(void)state;
	assert_int_equal(r->n, 2);
	assert_int_equal(stat_rating_mean(r).v, 800);
	assert_int_equal(stat_importance_mean(r).v, 500);
	assert_false(stat_rating_mean(&t->rows[SAMPLE_CSI_2]).known);
	assert_false(stat_share_high(t->rows[SAMPLE_CSI_2].ratings, STAT_MARKS, 1).known);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(multi_counts_people_not_marks),
	    cmocka_unit_test(texts_and_the_exclusive_check),
	    cmocka_unit_test(means_of_csi_pairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
