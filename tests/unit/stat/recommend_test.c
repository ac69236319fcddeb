#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"
#include "stat/recommend.h"

static void ten_marks(struct form_answer *v, size_t i)
{
	static const int marks[] = {9, 10, 8, 7, 6, 3, 10, 9, 5, 8};

	v[SAMPLE_SCALE_0].choice = (uint16_t)(marks[i] + 1);
	v[SAMPLE_SCALE_1].choice = (uint16_t)marks[i];
}

static void reproduces_the_example(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 10, ten_marks));

	(void)state;
	for (size_t i = SAMPLE_SCALE_0; i <= SAMPLE_SCALE_1; i++) {
		struct stat_nps nps = stat_nps(&t->rows[i]);

		assert_int_equal(nps.promoters, 4);
		assert_int_equal(nps.passives, 3);
		assert_int_equal(nps.critics, 3);
		assert_int_equal(nps.value.v, 100);
		assert_int_equal(stat_scale_mean(&t->rows[i]).v, 750);
		assert_int_equal(stat_ease_share(&t->rows[i]).v, 600);
	}
	arena_free(&a);
}

static void all_zero(struct form_answer *v, size_t i)
{
	(void)i;
	v[SAMPLE_SCALE_0].choice = 1;
}

static void zero_is_a_mark_and_nothing_is_no_data(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 3, all_zero));

	(void)state;
	assert_int_equal(stat_nps(&t->rows[SAMPLE_SCALE_0]).value.v, -1000);
	assert_true(stat_scale_mean(&t->rows[SAMPLE_SCALE_0]).known);
	assert_int_equal(stat_scale_mean(&t->rows[SAMPLE_SCALE_0]).v, 0);
	assert_false(stat_nps(&t->rows[SAMPLE_SCALE_1]).value.known);
	assert_false(stat_scale_mean(&t->rows[SAMPLE_SCALE_1]).known);
	assert_false(stat_ease_share(&t->rows[SAMPLE_SCALE_1]).known);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reproduces_the_example),
	    cmocka_unit_test(zero_is_a_mark_and_nothing_is_no_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
