/* Answers from controls: what is taken, what is a problem, what is kept. */
#include <string.h>

#include "fixture.h"

/* One question of each type. */
static struct form *every_type(struct fixture *t)
{
	return fixture_load(
	    t, fixture_section(t,
		   "<question id='1' type='single' required='yes' serves='NE-1-1'>"
		   "<text>Т</text><option code='1'>А</option>"
		   "<option code='2' other='yes'>Другое</option></question>"
		   "<question id='2' type='multi' max-answers='2' serves='NE-1-1'>"
		   "<text>Т</text><option code='1'>А</option><option code='2'>Б</option>"
		   "<option code='3' other='yes'>В</option>"
		   "<option code='4' exclusive='yes'>Г</option></question>"
		   "<question id='3' type='matrix' required='yes' serves='NE-1-1'>"
		   "<text>Т</text><option code='1'>А</option><option code='2'>Б</option>"
		   "<row id='3.1' serves='NE-1-1'><text>Р</text></row>"
		   "<row id='3.2' serves='NE-1-1'><text>Р</text></row></question>"
		   "<question id='4' type='matrix-text' serves='NE-1-1'><text>Т</text>"
		   "<text-heading>З</text-heading><option code='1'>Нет</option>"
		   "<row id='4.1' serves='NE-1-1'><text>Р</text></row></question>"
		   "<question id='5' type='csi' serves='NE-1-1'><text>Т</text>"
		   "<rating><min-label>м</min-label><max-label>б</max-label></rating>"
		   "<importance><min-label>м</min-label><max-label>б</max-label></"
		   "importance>"
		   "<row id='5.1' serves='NE-1-1'><text>Р</text></row></question>"
		   "<question id='6' type='scale' serves='NE-1-1'><text>Т</text>"
		   "<scale min='0' max='10'/></question>"
		   "<question id='7' type='ref' serves='NE-1-1'><text>Т</text><list "
		   "name='l'>"
		   "<entry id='x'>Икс</entry><other>Другое</other></list></question>"
		   "<question id='8' type='text' "
		   "serves='NE-1-1'><text>Т</text></question>"));
}

static void all_is_taken(void **state)
{
	static const struct fixture_control controls[] = {{"q1", "2"},
	    {"q1.other", "  своё\r\nслово "}, {"q2", ""}, {"q2", "1"}, {"q2", "3"},
	    {"q2.other", "прочее"}, {"q3.1", "1"}, {"q3.2", ""}, {"q4.1", ""},
	    {"q4.1.none", "1"}, {"q5.1.rating", "10"}, {"q5.1.importance", "1"},
	    {"q6", "0"}, {"q7", "other"}, {"q7.other", "иное"}, {"q8", "текст"},
	    {"unknown", "1"}, {NULL, NULL}};
	struct fixture *t = *state;
	struct form *f = every_type(t);
	struct form_answers *ans = fixture_answers(t, f, controls);

	assert_int_equal(ans->v[0].choice, 2);
	assert_string_equal(ans->v[0].text, "своё\nслово");
	assert_int_equal(ans->v[1].set, 1 | 1 << 2);
	assert_string_equal(ans->v[1].text, "прочее");
	assert_int_equal(ans->v[2].choice, 1);
	assert_int_equal(ans->v[3].choice, 0);
	assert_int_equal(ans->v[4].choice, 1);
	assert_null(ans->v[4].text);
	assert_int_equal(ans->v[5].rating, 10);
	assert_int_equal(ans->v[5].importance, 1);
	assert_int_equal(ans->v[6].choice, 1);
	assert_int_equal(ans->v[7].choice, 2);
	assert_string_equal(ans->v[7].text, "иное");
	assert_string_equal(ans->v[8].text, "текст");
	form_free(&f);
}

static void faults(void **state)
{
	static const struct {
		struct fixture_control c[6];
		size_t item;
		enum form_problem problem;
	} v[] = {
	    {{{"q1", "3"}}, 0, FORM_PROBLEM_UNKNOWN},
	    {{{"q1", "01"}}, 0, FORM_PROBLEM_UNKNOWN},
	    {{{"q1", "1"}, {"q1", "2"}}, 0, FORM_PROBLEM_TOO_MANY},
	    {{{"q2", "5"}}, 1, FORM_PROBLEM_UNKNOWN},
	    {{{"q2", "1"}, {"q2", "4"}}, 1, FORM_PROBLEM_EXCLUSIVE},
	    {{{"q2", "1"}, {"q2", "2"}, {"q2", "3"}}, 1, FORM_PROBLEM_TOO_MANY},
	    {{{"q3.1", "x"}}, 2, FORM_PROBLEM_UNKNOWN},
	    {{{"q4.1", "беда"}, {"q4.1.none", "1"}}, 4, FORM_PROBLEM_BOTH},
	    {{{"q4.1.none", "2"}}, 4, FORM_PROBLEM_UNKNOWN},
	    {{{"q5.1.rating", "7"}}, 5, FORM_PROBLEM_PAIR},
	    {{{"q5.1.importance", "7"}, {"q5.1.rating", ""}}, 5, FORM_PROBLEM_PAIR},
	    {{{"q5.1.rating", "0"}, {"q5.1.importance", "7"}}, 5, FORM_PROBLEM_UNKNOWN},
	    {{{"q5.1.rating", "11"}, {"q5.1.importance", "7"}}, 5, FORM_PROBLEM_UNKNOWN},
	    {{{"q6", "11"}}, 6, FORM_PROBLEM_UNKNOWN},
	    {{{"q6", "-1"}}, 6, FORM_PROBLEM_UNKNOWN},
	    {{{"q6", "5.0"}}, 6, FORM_PROBLEM_UNKNOWN},
	    {{{"q7", "y"}}, 7, FORM_PROBLEM_UNKNOWN},
	    {{{"q8", "\xd0"}}, 8, FORM_PROBLEM_ENCODING},
	    {{{"q7", "other"}, {"q7.other", "a\xff"}}, 7, FORM_PROBLEM_ENCODING},
	};
	struct fixture *t = *state;
	struct form *f = every_type(t);
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		const struct form_problem_at *p;
		size_t n;

		fixture_read(t, f, v[i].c, &p, &n);
		assert_int_equal(n, 1);
		assert_int_equal(p[0].item, v[i].item);
		assert_int_equal(p[0].problem, v[i].problem);
	}
	form_free(&f);
}

/* What was typed is there to be shown again. */
static void faulty_answers_are_kept(void **state)
{
	static const struct fixture_control controls[] = {{"q2", "1"}, {"q2", "4"},
	    {"q4.1", "беда"}, {"q4.1.none", "1"}, {"q5.1.rating", "7"},
	    {"q8", "до\xff\xfeпосле"}, {NULL, NULL}};
	struct fixture *t = *state;
	struct form *f = every_type(t);
	const struct form_problem_at *p;
	size_t n;
	struct form_answers *ans = fixture_read(t, f, controls, &p, &n);

	assert_int_equal(n, 4);
	assert_int_equal(ans->v[1].set, 1 | 1 << 3);
	assert_string_equal(ans->v[4].text, "беда");
	assert_int_equal(ans->v[4].choice, 1);
	assert_int_equal(ans->v[5].rating, 7);
	assert_string_equal(ans->v[8].text, "до\xef\xbf\xbd\xef\xbf\xbdпосле");
	form_free(&f);
}

static const char *letters(struct fixture *t, size_t n)
{
	struct buf b = {0};
	const char *s;

	while (n-- > 0)
		buf_puts(&b, "ё");
	s = arena_strdup(t->arena, buf_str(&b));
	buf_free(&b);
	return s;
}

/* Limits are in characters: a Russian letter is two bytes. */
static void limits_are_in_characters(void **state)
{
	struct fixture *t = *state;
	struct form *f = every_type(t);
	const struct form_problem_at *p;
	struct form_answers *ans;
	size_t n;

	ans = fixture_answers(t, f,
	    (const struct fixture_control[]){{"q8", letters(t, FORM_TEXT_CHARS)},
		{"q1", "2"}, {"q1.other", letters(t, FORM_OTHER_CHARS)}, {NULL, NULL}});
	assert_int_equal(strlen(ans->v[8].text), 2 * FORM_TEXT_CHARS);
	ans = fixture_read(t, f,
	    (const struct fixture_control[]){{"q8", letters(t, FORM_TEXT_CHARS + 1)},
		{"q1", "2"}, {"q1.other", letters(t, FORM_OTHER_CHARS + 1)},
		{NULL, NULL}},
	    &p, &n);
	assert_int_equal(n, 2);
	assert_int_equal(p[0].item, 0);
	assert_int_equal(p[0].problem, FORM_PROBLEM_TOO_LONG);
	assert_int_equal(p[1].item, 8);
	assert_int_equal(p[1].problem, FORM_PROBLEM_TOO_LONG);
	assert_int_equal(strlen(ans->v[8].text), 2 * (FORM_TEXT_CHARS + 1));
	form_free(&f);
}

/* «Другое» counts only when it is chosen; until then it is no fault either. */
static void other_counts_when_chosen(void **state)
{
	struct fixture *t = *state;
	struct form *f = every_type(t);
	struct form_answers *ans = fixture_answers(t, f,
	    (const struct fixture_control[]){{"q1", "1"}, {"q1.other", "лишнее"},
		{"q2.other", letters(t, FORM_OTHER_CHARS + 1)}, {NULL, NULL}});

	assert_string_equal(ans->v[0].text, "лишнее");
	form_drop_hidden(ans);
	assert_null(ans->v[0].text);
	assert_null(ans->v[1].text);
	assert_int_equal(ans->v[0].choice, 1);
	form_free(&f);
}

/* A page replaces its own items and leaves those of other pages. */
static void a_section_is_read_alone(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "rosarchiv", "ra-p2.xml");
	struct form_answers *ans = form_answers_new(t->arena, f);
	struct fixture_control first[] = {{"q1", "1"}, {"q2", "3"}, {NULL, NULL}};
	struct fixture_control second[] = {{"q1", "2"}, {"q2", "4"}, {NULL, NULL}};
	const struct form_problem_at *p;
	size_t n;

	form_read(ans, 0, fixture_source, first, &p, &n);
	assert_int_equal(ans->v[0].choice, 1);
	assert_int_equal(ans->v[1].choice, 0);
	form_read(ans, 1, fixture_source, second, &p, &n);
	assert_int_equal(ans->v[0].choice, 1);
	assert_int_equal(ans->v[1].choice, 4);
	form_free(&f);
}

static void hidden_items_have_no_problems(void **state)
{
	static const struct fixture_control controls[] = {
	    {"q1", "2"}, {"q9.1.rating", "5"}, {"q11", "99"}, {NULL, NULL}};
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "rosarchiv", "ra-p2.xml");
	struct form_answers *ans = fixture_answers(t, f, controls);
	const struct form_problem_at *p;
	size_t n;

	form_drop_hidden(ans);
	form_check_complete(ans, SIZE_MAX, &p, &n);
	assert_int_equal(n, 0);
	assert_int_equal(ans->v[form_item_find(f, "9.1")].rating, 0);
	form_free(&f);
}

static void required_and_empty(void **state)
{
	struct fixture *t = *state;
	struct form *f = every_type(t);
	const struct form_problem_at *p;
	struct form_answers *ans;
	size_t n;

	ans = fixture_answers(t, f, (const struct fixture_control[]){{NULL, NULL}});
	form_check_complete(ans, SIZE_MAX, &p, &n);
	assert_int_equal(n, 4);
	assert_int_equal(p[0].item, 0);
	assert_int_equal(p[0].problem, FORM_PROBLEM_REQUIRED);
	assert_int_equal(p[1].item, 2);
	assert_int_equal(p[2].item, 3);
	assert_int_equal(p[3].item, SIZE_MAX);
	assert_int_equal(p[3].problem, FORM_PROBLEM_EMPTY);
	/* A page alone may be empty. */
	form_check_complete(ans, 0, &p, &n);
	assert_int_equal(n, 3);
	ans = fixture_answers(t, f,
	    (const struct fixture_control[]){
		{"q1", "1"}, {"q3.1", "1"}, {"q3.2", "2"}, {NULL, NULL}});
	form_check_complete(ans, SIZE_MAX, &p, &n);
	assert_int_equal(n, 0);
	form_free(&f);
}

/* Misread and missing in one list: an entry an item, in form order. */
static void all_that_is_wrong(void **state)
{
	static const struct form_problem_at read[] = {
	    {0, FORM_PROBLEM_UNKNOWN}, {5, FORM_PROBLEM_PAIR}};
	static const struct form_problem_at wrong[] = {{0, FORM_PROBLEM_UNKNOWN},
	    {2, FORM_PROBLEM_REQUIRED}, {3, FORM_PROBLEM_REQUIRED},
	    {5, FORM_PROBLEM_PAIR}};
	struct fixture *t = *state;
	struct form *f = every_type(t);
	struct form_answers *ans = form_answers_new(t->arena, f);
	const struct form_problem_at *p;
	size_t n;

	form_check_answers(ans, SIZE_MAX, read, 2, &p, &n);
	assert_int_equal(n, 4); /* and not that the form is empty */
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(p[i].item, wrong[i].item);
		assert_int_equal(p[i].problem, wrong[i].problem);
	}
	ans->v[0].choice = ans->v[2].choice = ans->v[3].choice = 1;
	form_check_answers(ans, SIZE_MAX, NULL, 0, &p, &n);
	assert_int_equal(n, 0);
	form_free(&f);
}

/* Nor is what would be dropped: the text of an option that is not chosen. */
static void text_of_another_option_is_no_answer(void **state)
{
	static const struct fixture_control controls[] = {
	    {"q1.other", "x"}, {NULL, NULL}};
	struct fixture *t = *state;
	struct form *f = fixture_load(
	    t, fixture_section(t,
		   "<question id='1' type='single' required='yes' serves='NE-15-1'>"
		   "<text>q</text><option code='1'>a</option>"
		   "<option code='2' other='yes'>b</option></question>"));
	struct form_answers *ans = fixture_answers(t, f, controls);
	const struct form_problem_at *p;
	size_t n;

	form_check_complete(ans, SIZE_MAX, &p, &n);
	assert_int_equal(n, 2);
	assert_int_equal(p[0].problem, FORM_PROBLEM_REQUIRED);
	assert_int_equal(p[1].problem, FORM_PROBLEM_EMPTY);
	assert_string_equal(ans->v[0].text, "x"); /* still shown */
	ans->v[0].choice = 2;
	form_check_complete(ans, SIZE_MAX, &p, &n);
	assert_int_equal(n, 0);
	form_free(&f);
}

/* White space alone is no answer. */
static void blank_text_is_no_answer(void **state)
{
	static const struct fixture_control controls[] = {
	    {"q8", " \r\n\t "}, {"q4.1", "  "}, {NULL, NULL}};
	struct fixture *t = *state;
	struct form *f = every_type(t);
	struct form_answers *ans = fixture_answers(t, f, controls);

	assert_null(ans->v[8].text);
	assert_null(ans->v[4].text);
	form_free(&f);
}

/* A source that never ends must not hold the reader. */
static const char *endless(void *ctx, const char *name, size_t nth)
{
	(void)name;
	(void)nth;
	++*(size_t *)ctx;
	return "1";
}

static void repeated_controls_are_bounded(void **state)
{
	struct fixture *t = *state;
	struct form *f = every_type(t);
	struct form_answers *ans = form_answers_new(t->arena, f);
	const struct form_problem_at *p;
	size_t n, calls = 0;

	form_read(ans, SIZE_MAX, endless, &calls, &p, &n);
	assert_true(n > 0);
	assert_true(calls < 100);
	form_free(&f);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(all_is_taken),
	    TEST(faults),
	    TEST(faulty_answers_are_kept),
	    TEST(limits_are_in_characters),
	    TEST(other_counts_when_chosen),
	    TEST(a_section_is_read_alone),
	    TEST(hidden_items_have_no_problems),
	    TEST(required_and_empty),
	    TEST(all_that_is_wrong),
	    TEST(text_of_another_option_is_no_answer),
	    TEST(blank_text_is_no_answer),
	    TEST(repeated_controls_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
