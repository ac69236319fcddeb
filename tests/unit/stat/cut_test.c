#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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
	    "2026-Q", "2026-H0", "2026-H3", "2026-02-30", "2026x", "-026", "2026-Q10",
	    "1969-12-31", "9999-12-31", "9999", "0026-01-01"};
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

static const uint8_t *vector(uint8_t one, uint8_t set, uint8_t entry, uint8_t mark)
{
	static uint8_t v[6];

	memcpy(v, (const uint8_t[6]){one, set, 0, entry, 0, mark}, sizeof(v));
	return v;
}

/* Is one of the answers, NULL behind the last, in the vector? */
static bool holds(const char *name, const char *const *answers, const uint8_t *v)
{
	struct arena *a = arena_new();
	struct stat_cut_term t;
	struct stat_cut c = all;
	size_t n = 0;
	bool in;

	while (answers[n] != NULL)
		n++;
	assert_true(stat_cut_term(a, &form, name, answers, n, &t));
	c.terms = &t;
	c.n_terms = 1;
	in = stat_cut_terms_hold(&c, v);
	arena_free(&a);
	return in;
}

#define ANSWERS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void answers(void **state)
{
	const uint8_t *v = vector(2, 5, 2, 7); /* "b"; "a" and "c"; "y"; 7 */

	(void)state;
	assert_false(holds("1", ANSWERS("a"), v));
	assert_true(holds("1", ANSWERS("b"), v));
	assert_true(holds("2", ANSWERS("a"), v));
	assert_false(holds("2", ANSWERS("b"), v));
	assert_true(holds("2", ANSWERS("c"), v));
	assert_false(holds("3", ANSWERS("x"), v));
	assert_true(holds("3", ANSWERS("y"), v));
	assert_true(holds("3", ANSWERS("@One"), v));
	assert_false(holds("3", ANSWERS("@Two"), v));
	assert_true(holds("5", ANSWERS("7"), v));
	assert_false(holds("5", ANSWERS("8"), v));
	assert_false(holds("3", ANSWERS("x"), (const uint8_t[6]){0}));
	assert_false(holds("5", ANSWERS("1"), (const uint8_t[6]){0}));
}

static void any_of_several_answers(void **state)
{
	const uint8_t *v = vector(2, 5, 3, 10);

	(void)state;
	assert_true(holds("1", ANSWERS("a", "b"), v));
	assert_false(holds("1", ANSWERS("a", "c"), v));
	assert_true(holds("2", ANSWERS("b", "c"), v));
	assert_true(holds("3", ANSWERS("@One", "z"), v));
	assert_false(holds("3", ANSWERS("@One", "y"), v));
	assert_true(holds("5", ANSWERS("9", "10"), v));
}

static void no_answers(void **state)
{
	static const struct {
		const char *name, *answer;
	} v[] = {{"1", "d"}, {"1", ""}, {"3", "@Three"}, {"3", "@"}, {"5", "0"},
	    {"5", "11"}, {"5", "x"}, {"6", "a"}, {"", "a"}};
	struct arena *a = arena_new();
	struct stat_cut_term t;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++)
		assert_false(stat_cut_term(a, &form, v[i].name, &v[i].answer, 1, &t));
	/* One that there is not spoils the others. */
	assert_false(stat_cut_term(a, &form, "1", ANSWERS("a", "d"), 2, &t));
	assert_false(stat_cut_term(a, &form, "1", ANSWERS("a"), 0, &t));
	arena_free(&a);
}

static void every_term_must_hold(void **state)
{
	struct arena *a = arena_new();
	struct stat_cut_term t[2];
	struct stat_cut c = all;

	(void)state;
	assert_true(stat_cut_term(a, &form, "1", ANSWERS("b"), 1, &t[0]));
	assert_true(stat_cut_term(a, &form, "3", ANSWERS("@One"), 1, &t[1]));
	c.terms = t;
	c.n_terms = 2;
	assert_true(stat_cut_terms_hold(&c, vector(2, 0, 1, 0)));
	assert_false(stat_cut_terms_hold(&c, vector(2, 0, 3, 0)));
	assert_false(stat_cut_terms_hold(&c, vector(1, 0, 1, 0)));
	arena_free(&a);
}

/* --- days known only by their month --- */

static day_t day(const char *s)
{
	day_t d = DAY_NONE;

	if (s != NULL)
		assert_int_equal(day_parse(s, &d), ERR_OK);
	return d;
}

static void where_a_day_lies(void **state)
{
	static const struct {
		const char *from, *to, *day;
		enum stat_cut_day where;
	} v[] = {
	    {NULL, NULL, NULL, STAT_CUT_INSIDE},
	    {NULL, NULL, "2026-03-01", STAT_CUT_INSIDE},
	    {"2026-03-10", NULL, NULL, STAT_CUT_UNDATED},
	    {NULL, "2026-03-10", NULL, STAT_CUT_UNDATED},
	    /* The first of a month stands for all of it. */
	    {"2026-03-01", NULL, "2026-03-01", STAT_CUT_INSIDE},
	    {"2026-03-02", NULL, "2026-03-01", STAT_CUT_COARSE},
	    {"2026-03-31", NULL, "2026-03-01", STAT_CUT_COARSE},
	    {"2026-04-01", NULL, "2026-03-01", STAT_CUT_OUTSIDE},
	    {"2026-02-15", NULL, "2026-03-01", STAT_CUT_INSIDE},
	    {NULL, "2026-03-31", "2026-03-01", STAT_CUT_INSIDE},
	    {NULL, "2026-03-30", "2026-03-01", STAT_CUT_COARSE},
	    {NULL, "2026-03-01", "2026-03-01", STAT_CUT_COARSE},
	    {NULL, "2026-02-28", "2026-03-01", STAT_CUT_OUTSIDE},
	    {NULL, "2024-02-28", "2024-02-01", STAT_CUT_COARSE}, /* a leap year */
	    {NULL, "2026-02-28", "2026-02-01", STAT_CUT_INSIDE},
	    {"2026-03-01", "2026-03-31", "2026-03-01", STAT_CUT_INSIDE},
	    {"2026-03-05", "2026-03-20", "2026-03-01", STAT_CUT_COARSE},
	    /* Asked for alone it is what is stored as that day. */
	    {"2026-03-01", "2026-03-01", "2026-03-01", STAT_CUT_INSIDE},
	    {"2026-03-01", "2026-03-01", "2026-03-02", STAT_CUT_OUTSIDE},
	    {"2026-03-02", "2026-03-02", "2026-03-01", STAT_CUT_COARSE},
	    /* Any other day is itself. */
	    {"2026-03-05", "2026-03-20", "2026-03-05", STAT_CUT_INSIDE},
	    {"2026-03-05", "2026-03-20", "2026-03-20", STAT_CUT_INSIDE},
	    {"2026-03-05", "2026-03-20", "2026-03-21", STAT_CUT_OUTSIDE},
	    {"2026-03-05", "2026-03-20", "2026-03-04", STAT_CUT_OUTSIDE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++) {
		const struct stat_cut c = {.from = day(v[i].from), .to = day(v[i].to)};

		assert_int_equal(stat_cut_day(&c, day(v[i].day)), v[i].where);
		assert_int_equal(stat_cut_marks_hold(&c, day(v[i].day), NULL, NULL),
		    v[i].where == STAT_CUT_INSIDE);
	}
}

/* Only those are unsure that would be inside but for their day. */
static void who_is_unsure(void **state)
{
	static const uint8_t vectors[2][6] = {{1}, {2}};
	struct arena *a = arena_new();
	struct stat_cut_unsure u = {0};
	struct stat_cut_term t;
	struct stat_cut c = {
	    .from = day("2026-03-15"), .to = DAY_NONE, .channel = "site"};

	(void)state;
	assert_true(stat_cut_term(a, &form, "1", ANSWERS("b"), 1, &t));
	stat_cut_add_unsure(
	    &c, &u, day("2026-03-01"), "site", NULL, vectors[0], sizeof(*vectors), 2);
	assert_int_equal(u.coarse, 2);
	c.terms = &t;
	c.n_terms = 1;
	stat_cut_add_unsure(
	    &c, &u, day("2026-03-01"), "site", NULL, vectors[0], sizeof(*vectors), 2);
	assert_int_equal(u.coarse, 3);
	stat_cut_add_unsure(
	    &c, &u, day("2026-03-01"), "mail", NULL, vectors[0], sizeof(*vectors), 2);
	stat_cut_add_unsure(
	    &c, &u, day("2026-03-02"), "site", NULL, vectors[0], sizeof(*vectors), 2);
	stat_cut_add_unsure(
	    &c, &u, day("2026-03-20"), "site", NULL, vectors[0], sizeof(*vectors), 2);
	assert_int_equal(u.coarse, 3);
	assert_int_equal(u.undated, 0);
	stat_cut_add_unsure(
	    &c, &u, DAY_NONE, "site", NULL, vectors[0], sizeof(*vectors), 2);
	assert_int_equal(u.undated, 1);
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
	    cmocka_unit_test(any_of_several_answers),
	    cmocka_unit_test(every_term_must_hold),
	    cmocka_unit_test(where_a_day_lies),
	    cmocka_unit_test(who_is_unsure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
