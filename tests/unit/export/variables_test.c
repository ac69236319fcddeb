/* Variables of a questionnaire, and the files of answers made of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "export/variables.h"
#include "form/answer.h"

/* A choice, several answers, a pair of marks, a scale, a list, a text. */
static const struct form_option choice[] = {
    {.code = "1", .text = "yes", .side = FORM_SIDE_SATISFIED},
    {.code = "5", .text = "it's hard", .side = FORM_SIDE_OUTSIDE}};
static const struct form_option list[] = {
    {.code = "site", .text = "=site"}, {.code = "=x", .text = "other"}};
static struct form_question questions[] = {{.id = "1",
					       .type = FORM_SINGLE,
					       .text = "Pleased?",
					       .item = 0,
					       .items = 1,
					       .options = choice,
					       .n_options = 2},
    {.id = "2",
	.type = FORM_MULTI,
	.text = "Which?",
	.item = 1,
	.items = 1,
	.options = list,
	.n_options = 2},
    {.id = "3", .type = FORM_CSI, .text = "How good?", .item = 2, .items = 1},
    {.id = "4",
	.type = FORM_SCALE,
	.text = "Recommend?",
	.item = 3,
	.items = 1,
	.min = 0,
	.max = 10,
	.min_label = "never",
	.max_label = "surely"},
    {.id = "5",
	.type = FORM_REF,
	.text = "Where?",
	.item = 4,
	.items = 1,
	.options = list,
	.n_options = 2},
    {.id = "6", .type = FORM_TEXT, .text = "Words", .item = 5, .items = 1}};
static struct form_item items[] = {{.id = "1", .question = 0, .at = 0, .width = 1},
    {.id = "2", .question = 1, .at = 1, .width = 1},
    {.id = "3.1", .text = "speed", .question = 2, .at = 2, .width = 2},
    {.id = "4", .question = 3, .at = 4, .width = 1},
    {.id = "5", .question = 4, .at = 5, .width = 2},
    {.id = "6", .question = 5, .at = 7, .width = 0}};
static const struct form form = {
    .questions = questions, .n_questions = 6, .items = items, .n_items = 6, .vector = 7};

static const uint8_t all[] = {2, 0x2, 8, 10, 1, 0, 2}, none[7];

struct test {
	struct arena *a;
	const struct export_variables *x;
	struct buf out;
};

static int setup(void **state)
{
	static struct test t;

	t = (struct test){.a = arena_new()};
	t.x = export_variables_new(t.a, &form);
	*state = &t;
	return 0;
}

static int teardown(void **state)
{
	struct test *t = *state;

	buf_free(&t->out);
	arena_free(&t->a);
	return 0;
}

static void test_each_answer_is_a_variable(void **state)
{
	static const char *const names[] = {
	    "q1", "q2_a1", "q2_a2", "q3_1_r", "q3_1_i", "q4", "q5"};
	const struct test *t = *state;

	assert_int_equal(t->x->n, 7);
	for (size_t i = 0; i < t->x->n; i++)
		assert_string_equal(t->x->v[i].name, names[i]);
	assert_string_equal(t->x->v[1].label, "2. =site — Which?");
	assert_string_equal(t->x->v[3].label, "3.1. speed — rating — How good?");
}

/* Codes that are whole numbers stay; others are numbered by their place. */
static void test_options_have_numbers(void **state)
{
	(void)state;
	assert_int_equal(export_option_number(&questions[0], 1), 5);
	assert_int_equal(export_option_number(&questions[4], 1), 2);
}

static void test_lines(void **state)
{
	const struct export_marks no_marks = {DAY_NONE, NULL, NULL};
	struct test *t = *state;

	export_answers_head(t->a, t->x, &t->out);
	assert_string_equal(buf_str(&t->out),
	    "\xEF\xBB\xBF\"day\";\"channel\";\"q1\";\"q2_a1\";\"q2_a2\";\"q3_1_r\";"
	    "\"q3_1_i\";\"q4\";\"q5\"\r\n");
	buf_clear(&t->out);
	export_answers_line(t->a, t->x, EXPORT_CODES,
	    &(struct export_marks){day_from_date(2026, 8, 3), "site", NULL}, all,
	    &t->out);
	/* The scale begins at 0; no cell starts a formula. */
	assert_string_equal(
	    buf_str(&t->out), "2026-08-03;\"site\";\"5\";0;1;8;10;0;\"'=x\"\r\n");
	buf_clear(&t->out);
	export_answers_line(t->a, t->x, EXPORT_NUMBERS, &no_marks, all, &t->out);
	assert_string_equal(buf_str(&t->out), ";;5;0;1;8;10;0;2\r\n");
	buf_clear(&t->out);
	export_answers_line(t->a, t->x, EXPORT_NUMBERS, &no_marks, none, &t->out);
	assert_string_equal(buf_str(&t->out), ";;;;;;;;\r\n");
}

static void test_syntax(void **state)
{
	struct test *t = *state;
	const char *s;

	export_answers_syntax(t->a, t->x, "it's.csv", &t->out);
	s = buf_str(&t->out);
	assert_non_null(strstr(s, "/FILE='it''s.csv'"));
	assert_non_null(strstr(s, "  day SDATE10\n  channel A32\n  q1 F4.0\n"));
	assert_non_null(strstr(s, "VARIABLE LABELS q1 '1. Pleased?'.\n"));
	assert_non_null(strstr(s, "VALUE LABELS q1\n  1 'yes'\n  5 'it''s hard'\n .\n"));
	/* Outside the base is outside the shares of a statistical program, too. */
	assert_non_null(strstr(s, "MISSING VALUES q1 (5).\n"));
	assert_null(strstr(s, "MISSING VALUES q5"));
	assert_non_null(strstr(s, "VARIABLE LABELS day '"));
	assert_non_null(strstr(s, "VARIABLE LABELS channel '"));
	assert_non_null(
	    strstr(s, "VALUE LABELS q2_a1\n  0 'not chosen'\n  1 'chosen'\n .\n"));
	assert_non_null(strstr(s, "VALUE LABELS q4\n  0 'never'\n  10 'surely'\n .\n"));
	assert_null(strstr(s, "VALUE LABELS q3_1_r"));
	assert_non_null(
	    strstr(s, "VARIABLE LEVEL q1\n  q2_a1\n  q2_a2\n  q5 (NOMINAL).\n"));
	assert_non_null(strstr(s, "VARIABLE LEVEL q3_1_r\n  q3_1_i\n  q4 (SCALE).\n"));
	assert_non_null(strstr(s,
	    "MRSETS /MDGROUP NAME=$q2 LABEL='2. Which?' CATEGORYLABELS=VARLABELS\n"
	    "  VARIABLES=q2_a1\n  q2_a2 VALUE=1.\n"));
	assert_null(strstr(s, "q6"));
}

/* Of two bytes a letter: the limit in bytes falls into the middle of one. */
static void test_long_labels_are_cut_at_whole_characters(void **state)
{
	static const char letter[] = "ж";
	static char text[2 * 300 + 2] = "!";
	struct test *t = *state;
	const char *whole = questions[3].text, *end = questions[3].min_label, *s;

	for (size_t i = 0; i < 300; i++)
		memcpy(text + 1 + 2 * i, letter, 2);
	questions[3].text = questions[3].min_label = text;
	export_answers_syntax(t->a, export_variables_new(t->a, &form), "x.csv", &t->out);
	questions[3].text = whole;
	questions[3].min_label = end;
	s = strstr(buf_str(&t->out), "VARIABLE LABELS q4 '4. !");
	assert_non_null(s);
	s = strchr(s, '\'') + 1;
	assert_int_equal(strcspn(s, "'"), 250); /* "4. !" and 123 letters */
	s = strstr(s, "  0 '!");
	assert_non_null(s);
	s = strchr(s, '\'') + 1;
	assert_int_equal(strcspn(s, "'"), 117); /* 118 would split one */
	assert_memory_equal(s + 115, letter, 2);
}

static void test_two_ids_never_share_a_name(void **state)
{
	struct test *t = *state;
	const char *id = items[4].id;
	const struct export_variables *x;

	items[4].id = "3_1_r";
	x = export_variables_new(t->a, &form);
	items[4].id = id;
	assert_string_equal(x->v[6].name, "q3_1_r_2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_each_answer_is_a_variable, setup, teardown),
	    cmocka_unit_test(test_options_have_numbers),
	    cmocka_unit_test_setup_teardown(test_lines, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_syntax, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_long_labels_are_cut_at_whole_characters, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_two_ids_never_share_a_name, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
