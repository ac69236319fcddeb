#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "stat/figure.h"

static void rounds_halves_away_from_zero(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(stat_figure_text(a, stat_figure(2, 3, 2), ','), "0,67");
	assert_string_equal(stat_figure_text(a, stat_figure(1, 8, 2), '.'), "0.13");
	assert_string_equal(stat_figure_text(a, stat_percent(-1, 16), '.'), "-6.3");
	assert_string_equal(stat_figure_text(a, stat_percent(2, 3), ','), "66,7");
	assert_string_equal(stat_figure_text(a, stat_percent(0, 3), ','), "0,0");
	arena_free(&a);
}

static void no_data_is_not_zero(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_false(stat_figure(0, 0, 2).known);
	assert_false(stat_percent(0, 0).known);
	assert_false(stat_mean(0, 0, 2).known);
	assert_null(stat_figure_text(a, stat_percent(0, 0), ','));
	arena_free(&a);
}

static void a_sum_of_thirds_reaches_its_half(void **state)
{
	long double third = 1.0L / 3.0L;

	(void)state;
	/* (1/3 + 1/3 + 1/3) / 200 = 0.005 exactly: a half of a hundredth. */
	assert_int_equal(stat_mean(third + third + third, 200, 2).v, 1);
	assert_int_equal(stat_mean(-(third + third + third), 200, 2).v, -1);
	/* (718 + 503 + 408) / 9 + 664 / 16 = 222.5, of 4: 55.625, summed just below. */
	assert_int_equal(
	    stat_mean(718 / 9.0L + 503 / 9.0L + 408 / 9.0L + 664 / 16.0L, 4, 2).v, 5563);
	assert_int_equal(stat_mean(70.99499999L, 1, 2).v, 7099);
	assert_int_equal(stat_mean(70.995L, 1, 2).v, 7100);
}

static void json_gets_the_rounded_decimal(void **state)
{
	(void)state;
	assert_true(stat_figure_double(stat_figure(23, 3, 2)) == 7.67);
	assert_true(stat_figure_double(stat_percent(2, 3)) == 66.7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rounds_halves_away_from_zero),
	    cmocka_unit_test(no_data_is_not_zero),
	    cmocka_unit_test(a_sum_of_thirds_reaches_its_half),
	    cmocka_unit_test(json_gets_the_rounded_decimal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
