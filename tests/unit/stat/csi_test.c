#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sample.h"
#include "stat/csi.h"

/* Three respondents of the table in the domain notes. */
static void three_respondents(struct form_answer *v, size_t i)
{
	static const int one[3][2] = {{8, 9}, {6, 10}, {9, 8}};
	static const int two[3][2] = {{7, 8}, {10, 10}, {0, 0}};
	static const int four[3][2] = {{10, 9}, {9, 9}, {8, 10}};

	sample_csi(&v[SAMPLE_CSI_1], one[i][0], one[i][1]);
	sample_csi(&v[SAMPLE_CSI_2], two[i][0], two[i][1]);
	sample_csi(&v[SAMPLE_CSI_4], four[i][0], four[i][1]);
}

static void assert_index(struct stat_index got, int64_t hundredths, const char *level)
{
	assert_true(got.value.known);
	assert_int_equal(got.value.v, hundredths);
	assert_string_equal(stat_level_name(got.level), level);
}

static const struct stat_csi_group *group(
    const struct stat_csi_group *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].name, name) == 0)
			return &v[i];
	fail_msg("no group %s", name);
	return NULL;
}

static void reproduces_the_table(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 3, three_respondents));
	const struct stat_csi *csi = stat_csi(a, t);

	(void)state;
	assert_index(stat_csi_row(&t->rows[SAMPLE_CSI_1]), 6900, "low");
	assert_index(stat_csi_row(&t->rows[SAMPLE_CSI_2]), 7650, "high");
	assert_index(stat_csi_row(&t->rows[SAMPLE_CSI_4]), 8400, "high");
	assert_false(stat_csi_row(&t->rows[SAMPLE_CSI_3]).value.known);
	assert_null(stat_level_name(stat_csi_row(&t->rows[SAMPLE_CSI_3]).level));
	assert_int_equal(t->rows[SAMPLE_CSI_2].n, 2);
	assert_int_equal(t->rows[SAMPLE_CSI_1].rating_sum, 23);
	assert_int_equal(t->rows[SAMPLE_CSI_1].importance_sum, 27);
	assert_int_equal(stat_gap(&t->rows[SAMPLE_CSI_1]).v, 133);
	assert_false(stat_gap(&t->rows[SAMPLE_CSI_3]).known);
	assert_int_equal(
	    stat_share_high(t->rows[SAMPLE_CSI_1].ratings, STAT_MARKS, 1).v, 667);
	assert_int_equal(
	    stat_share_high(t->rows[SAMPLE_CSI_2].ratings, STAT_MARKS, 1).v, 500);
	assert_int_equal(
	    stat_share_high(t->rows[SAMPLE_CSI_4].ratings, STAT_MARKS, 1).v, 1000);
	assert_index(csi->overall, 7650, "high");
	assert_index(group(csi->blocks, csi->n_blocks, "Ф")->index, 7275, "high");
	assert_index(group(csi->blocks, csi->n_blocks, "О")->index, 8025, "high");
	assert_false(group(csi->blocks, csi->n_blocks, "И")->index.value.known);
	arena_free(&a);
}

static void composite(struct form_answer *v, size_t i)
{
	(void)i;
	sample_csi(&v[SAMPLE_CSI_1], 10, 10);   /* 100 */
	sample_csi(&v[SAMPLE_CSI_5_1], 5, 10);  /* 50 */
	sample_csi(&v[SAMPLE_CSI_5_2], 10, 10); /* 100: row 5 is 75 */
	sample_csi(&v[SAMPLE_CSI_OWN], 1, 10);  /* 10 */
	sample_csi(&v[SAMPLE_CSI_OUT], 1, 1);   /* 1 */
}

static void a_composite_row_weighs_as_one(void **state)
{
	struct arena *a = arena_new();
	const struct stat_csi *csi =
	    stat_csi(a, stat_tabulate(a, sample_form(), sample_tally(a, 4, composite)));

	(void)state;
	assert_index(group(csi->composites, csi->n_composites, "5")->index, 7500, "high");
	assert_index(csi->overall, 6167, "low"); /* (100 + 75 + 10) / 3 */
	assert_true(csi->has_own_scale);
	assert_index(csi->without_own_scale, 8750, "high"); /* (100 + 75) / 2 */
	assert_true(csi->has_excluded);
	assert_index(csi->with_excluded, 4650, "low"); /* (100 + 75 + 10 + 1) / 4 */
	assert_index(group(csi->blocks, csi->n_blocks, "И")->index, 4250, "low");
	arena_free(&a);
}

static void seven_and_eight(struct form_answer *v, size_t i)
{
	(void)i;
	sample_csi(&v[SAMPLE_CSI_1], 7, 8);
}

static void extremes(struct form_answer *v, size_t i)
{
	(void)i;
	sample_csi(&v[SAMPLE_CSI_1], 1, 1);
	sample_csi(&v[SAMPLE_CSI_2], 10, 10);
}

static void limits_are_one_and_a_hundred(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 7, extremes));

	(void)state;
	assert_index(stat_csi_row(&t->rows[SAMPLE_CSI_1]), 100, "low");
	assert_index(stat_csi_row(&t->rows[SAMPLE_CSI_2]), 10000, "high");
	t = stat_tabulate(a, sample_form(), sample_tally(a, 1, seven_and_eight));
	assert_index(stat_csi(a, t)->overall, 5600, "low");
	arena_free(&a);
}

static enum stat_level level_of(long double value)
{
	return stat_level(stat_mean(value, 1, 2));
}

static void levels_at_the_edges(void **state)
{
	(void)state;
	assert_int_equal(level_of(69.99L), STAT_LEVEL_LOW);
	assert_int_equal(level_of(70.00L), STAT_LEVEL_BOUNDARY);
	assert_int_equal(level_of(70.50L), STAT_LEVEL_BOUNDARY);
	assert_int_equal(level_of(71.00L), STAT_LEVEL_BOUNDARY);
	assert_int_equal(level_of(71.01L), STAT_LEVEL_HIGH);
	assert_int_equal(level_of(70.996L), STAT_LEVEL_BOUNDARY);
	assert_int_equal(level_of(69.995L), STAT_LEVEL_BOUNDARY);
	assert_int_equal(stat_mean(70.996L, 1, 2).v, 7100);
}

static void levels_as_set(void **state)
{
	const struct stat_levels usual = stat_levels();

	(void)state;
	assert_int_equal(usual.low, 70);
	assert_int_equal(usual.high, 71);
	stat_levels_set((struct stat_levels){60, 80});
	assert_int_equal(level_of(59.99L), STAT_LEVEL_LOW);
	assert_int_equal(level_of(60.00L), STAT_LEVEL_BOUNDARY);
	assert_int_equal(level_of(80.00L), STAT_LEVEL_BOUNDARY);
	assert_int_equal(level_of(80.01L), STAT_LEVEL_HIGH);
	stat_levels_set(usual);
}

static void nobody_answered(void **state)
{
	struct arena *a = arena_new();
	struct stat_tally *t = stat_tally_new(a, sample_form());
	const struct stat_csi *csi = stat_csi(a, stat_tabulate(a, sample_form(), t));

	(void)state;
	assert_true(csi->any);
	assert_false(csi->overall.value.known);
	assert_int_equal(csi->overall.level, STAT_LEVEL_NONE);
	assert_false(csi->composites[0].index.value.known);
	arena_free(&a);
}

static void hidden_rows_enter_no_index(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 3, three_respondents));

	(void)state;
	t->rows[SAMPLE_CSI_1].hidden = true;
	assert_false(stat_csi_row(&t->rows[SAMPLE_CSI_1]).value.known);
	assert_index(stat_csi(a, t)->overall, 8025, "high");
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reproduces_the_table),
	    cmocka_unit_test(a_composite_row_weighs_as_one),
	    cmocka_unit_test(limits_are_one_and_a_hundred),
	    cmocka_unit_test(levels_at_the_edges),
	    cmocka_unit_test(levels_as_set),
	    cmocka_unit_test(nobody_answered),
	    cmocka_unit_test(hidden_rows_enter_no_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
