#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

static const struct stat_cut all = {.from = DAY_NONE, .to = DAY_NONE};

static void days_and_channel(void **state)
{
	struct stat_cut c = all;

	(void)state;
	assert_true(stat_cut_marks_hold(&all, DAY_NONE, NULL, NULL));
	c.from = 10;
	c.to = 12;
	assert_false(stat_cut_marks_hold(&c, 9, NULL, NULL));
	assert_true(stat_cut_marks_hold(&c, 10, NULL, NULL));
	assert_true(stat_cut_marks_hold(&c, 12, NULL, NULL));
	assert_false(stat_cut_marks_hold(&c, 13, NULL, NULL));
	assert_false(stat_cut_marks_hold(&c, DAY_NONE, NULL, NULL));
	c = all;
	c.channel = "site";
	assert_true(stat_cut_marks_hold(&c, 10, "site", NULL));
	assert_false(stat_cut_marks_hold(&c, 10, "mail", NULL));
	assert_false(stat_cut_marks_hold(&c, 10, NULL, NULL));
	c = all;
	c.language = "en";
	assert_true(stat_cut_marks_hold(&c, 10, NULL, "en"));
	assert_false(stat_cut_marks_hold(&c, 10, NULL, "ru"));
	assert_false(stat_cut_marks_hold(&c, 10, NULL, NULL));
	c.language = STAT_CUT_OTHER;
	assert_true(stat_cut_marks_hold(&c, 10, NULL, STAT_CUT_OTHER));
	assert_true(stat_cut_marks_hold(&c, 10, NULL, NULL));
	assert_false(stat_cut_marks_hold(&c, 10, NULL, "en"));
}

/* A form of a single choice about the respondent, a multi, and a list in groups. */
static const struct form_option who[] = {{.code = "a"}, {.code = "b"}, {.code = "c"}};
static const struct form_option list[] = {{.code = "x", .group = "One"},
    {.code = "y", .group = "One"}, {.code = "z", .group = "Two"}};
static const struct form_question questions[] = {
    {.id = "1",
	.type = FORM_SINGLE,
	.feeds = FORM_FEED_PROFILE,
	.options = who,
	.n_options = 3},
    {.id = "2",
	.type = FORM_MULTI,
	.feeds = FORM_FEED_REASON,
	.options = who,
	.n_options = 3},
    {.id = "3", .type = FORM_REF, .options = list, .n_options = 3},
    {.id = "4", .type = FORM_SINGLE, .options = who, .n_options = 3},
    {.id = "5", .type = FORM_SCALE, .feeds = FORM_FEED_PROFILE, .min = 1, .max = 10},
};
static const struct form_item items[] = {{.id = "1", .question = 0, .at = 0, .width = 1},
    {.id = "2", .question = 1, .at = 1, .width = 1},
    {.id = "3", .question = 2, .at = 2, .width = 2},
    {.id = "4", .question = 3, .at = 4, .width = 1},
    {.id = "5", .question = 4, .at = 5, .width = 1}};
static const struct form form = {
    .questions = questions, .n_questions = 5, .items = items, .n_items = 5, .vector = 6};

static void what_can_be_cut_by(void **state)
{
	static const bool by[] = {true, true, true, false, false, false};

	(void)state;
	for (size_t i = 0; i < sizeof(by); i++)
		assert_int_equal(stat_cut_by(&form, i), by[i]);
}

static bool holds(size_t item, const char *answer, const uint8_t *vector)
{
	struct arena *a = arena_new();
	struct stat_cut_term t;
	struct stat_cut c = all;
	bool in;

	assert_true(stat_cut_term(a, &form, item, answer, &t));
	c.terms = &t;
	c.n_terms = 1;
	in = stat_cut_terms_hold(&c, vector);
	arena_free(&a);
	return in;
}

static void answers(void **state)
{
	static const uint8_t b[6] = {2, 5, 0, 2}; /* "b"; "a" and "c"; "y" */

	(void)state;
	assert_false(holds(0, "a", b));
	assert_true(holds(0, "b", b));
	assert_true(holds(1, "a", b));
	assert_false(holds(1, "b", b));
	assert_true(holds(1, "c", b));
	assert_false(holds(2, "x", b));
	assert_true(holds(2, "y", b));
	assert_true(holds(2, "@One", b));
	assert_false(holds(2, "@Two", b));
	assert_false(holds(2, "x", (const uint8_t[6]){0}));
}

static void no_answers(void **state)
{
	struct arena *a = arena_new();
	struct stat_cut_term t;

	(void)state;
	assert_false(stat_cut_term(a, &form, 0, "d", &t));
	assert_false(stat_cut_term(a, &form, 0, "", &t));
	assert_false(stat_cut_term(a, &form, 2, "@Three", &t));
	assert_false(stat_cut_term(a, &form, 2, "@", &t));
	assert_false(stat_cut_term(a, &form, 3, "a", &t));
	assert_false(stat_cut_term(a, &form, SIZE_MAX, "a", &t));
	arena_free(&a);
}

static void every_term_must_hold(void **state)
{
	struct arena *a = arena_new();
	struct stat_cut_term t[2];
	struct stat_cut c = all;

	(void)state;
	assert_true(stat_cut_term(a, &form, 0, "b", &t[0]));
	assert_true(stat_cut_term(a, &form, 2, "@One", &t[1]));
	c.terms = t;
	c.n_terms = 2;
	assert_true(stat_cut_terms_hold(&c, (const uint8_t[6]){2, 0, 0, 1}));
	assert_false(stat_cut_terms_hold(&c, (const uint8_t[6]){2, 0, 0, 3}));
	assert_false(stat_cut_terms_hold(&c, (const uint8_t[6]){1, 0, 0, 1}));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(periods),
	    cmocka_unit_test(no_periods),
	    cmocka_unit_test(days_and_channel),
	    cmocka_unit_test(what_can_be_cut_by),
	    cmocka_unit_test(answers),
	    cmocka_unit_test(no_answers),
	    cmocka_unit_test(every_term_must_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
