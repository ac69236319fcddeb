#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"
#include "stat/cut.h"

static void periods(void **state)
{
	static const struct {
		const char *s, *first, *last;
	} v[] = {
	    {"2026-11-22", "2026-11-22", "2026-11-22"},
	    {"2024-02", "2024-02-01", "2024-02-29"},
	    {"2026-12", "2026-12-01", "2026-12-31"},
	    {"2026-Q1", "2026-01-01", "2026-03-31"},
	    {"2026-Q4", "2026-10-01", "2026-12-31"},
	    {"2026-H1", "2026-01-01", "2026-06-30"},
	    {"2026-H2", "2026-07-01", "2026-12-31"},
	    {"2026", "2026-01-01", "2026-12-31"},
	};
	struct arena *a = arena_new();
	day_t first, last;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++) {
		assert_int_equal(stat_cut_period(v[i].s, &first, &last), ERR_OK);
		assert_string_equal(day_iso(a, first), v[i].first);
		assert_string_equal(day_iso(a, last), v[i].last);
	}
	arena_free(&a);
}

static void no_periods(void **state)
{
	static const char *const v[] = {"", "26", "2026-", "2026-13", "2026-1", "2026-Q5",
	    "2026-Q", "2026-H0", "2026-H3", "2026-02-30", "2026x", "-026", "2026-Q10"};
	day_t first = 7, last = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++)
		assert_int_equal(stat_cut_period(v[i], &first, &last), ERR_INVALID);
	assert_int_equal(first, 7);
	assert_int_equal(last, 7);
}

static const struct stat_cut all = {DAY_NONE, DAY_NONE, NULL, SIZE_MAX, 0};

static void what_is_inside(void **state)
{
	struct form_answer v[SAMPLE_ITEMS] = {[SAMPLE_SINGLE] = {.choice = 2}};
	const struct form_answers ans = {.form = sample_form(), .v = v};
	struct stat_cut c = all;

	(void)state;
	assert_true(stat_cut_holds(&all, DAY_NONE, NULL, &ans));
	c.from = 10;
	c.to = 12;
	assert_false(stat_cut_holds(&c, 9, NULL, &ans));
	assert_true(stat_cut_holds(&c, 10, NULL, &ans));
	assert_true(stat_cut_holds(&c, 12, NULL, &ans));
	assert_false(stat_cut_holds(&c, 13, NULL, &ans));
	assert_false(stat_cut_holds(&c, DAY_NONE, NULL, &ans));
	c = all;
	c.channel = "site";
	assert_true(stat_cut_holds(&c, 10, "site", &ans));
	assert_false(stat_cut_holds(&c, 10, "mail", &ans));
	assert_false(stat_cut_holds(&c, 10, NULL, &ans));
	c = all;
	c.item = SAMPLE_SINGLE;
	c.option = 1;
	assert_true(stat_cut_holds(&c, 10, NULL, &ans));
	c.option = 2;
	assert_false(stat_cut_holds(&c, 10, NULL, &ans));
}

static void only_choices_about_the_respondent(void **state)
{
	(void)state;
	for (size_t i = 0; i <= SAMPLE_ITEMS; i++)
		assert_false(
		    stat_cut_by(sample_form(), i)); /* the sample asks for none */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(periods),
	    cmocka_unit_test(no_periods),
	    cmocka_unit_test(what_is_inside),
	    cmocka_unit_test(only_choices_about_the_respondent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
