#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"
#include "stat/quadrant.h"

/* Means of ratings and importances: 9/9, 5/9, 5/5, 9/5; rows 5.1 … 7 without data.  The
   fields part at 7/7. */
static void four_rows(struct form_answer *v, size_t i)
{
	(void)i;
	sample_csi(&v[SAMPLE_CSI_1], 9, 9);
	sample_csi(&v[SAMPLE_CSI_2], 5, 9);
	sample_csi(&v[SAMPLE_CSI_3], 5, 5);
	sample_csi(&v[SAMPLE_CSI_4], 9, 5);
}

static void a_row_in_each_field(void **state)
{
	static const enum stat_quadrant wanted[] = {STAT_QUADRANT_KEEP,
	    STAT_QUADRANT_IMPROVE, STAT_QUADRANT_MINOR, STAT_QUADRANT_AMPLE,
	    STAT_QUADRANT_NONE};
	static const char *const names[] = {"keep", "improve", "minor", "ample"};
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 6, four_rows));
	const struct stat_split s = stat_split(t->rows, 8);

	(void)state;
	assert_int_equal(s.rating.v, 700);
	assert_int_equal(s.importance.v, 700);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(stat_quadrant_of(t, &t->rows[i]), wanted[i]);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(stat_quadrant_name(wanted[i]), names[i]);
	assert_null(stat_quadrant_name(STAT_QUADRANT_NONE));
	arena_free(&a);
}

static void a_hidden_row_parts_nothing(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 6, four_rows));

	(void)state;
	t->rows[SAMPLE_CSI_2].hidden = true;
	assert_int_equal(stat_split(t->rows, 8).rating.v, 767);
	assert_int_equal(stat_quadrant_of(t, &t->rows[SAMPLE_CSI_2]), STAT_QUADRANT_NONE);
	arena_free(&a);
}

/* What lies on the mean counts as above it: of one row it is all there is. */
static void one_row(struct form_answer *v, size_t i)
{
	(void)i;
	sample_csi(&v[SAMPLE_CSI_1], 2, 3);
}

static void a_single_row_is_kept(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 1, one_row));

	(void)state;
	assert_int_equal(stat_quadrant_of(t, &t->rows[SAMPLE_CSI_1]), STAT_QUADRANT_KEEP);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_row_in_each_field),
	    cmocka_unit_test(a_hidden_row_parts_nothing),
	    cmocka_unit_test(a_single_row_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
