/* Rows and questions that follow earlier answers; jumps; the way by pages. */
#include "fixture.h"

static struct form_answers *with(
    struct fixture *t, const struct form *f, const struct fixture_control *controls)
{
	return fixture_answers(t, f, controls);
}

#define WITH(...) with(t, f, (const struct fixture_control[]){__VA_ARGS__, {NULL, NULL}})

static bool applies(const struct form_answers *ans, const char *question)
{
	return form_question_applies(ans, form_question_find(ans->form, question));
}

static bool row_applies(const struct form_answers *ans, const char *item)
{
	return form_item_applies(ans, form_item_find(ans->form, item));
}

/* AMB-08: row 5.k follows «Скорее не удовлетворен» in row 4.k. */
static void rows_of_ne_a3_question_5(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "nenets", "ne-a3.xml");
	size_t s5 = f->questions[form_question_find(f, "5")].section;
	struct form_answers *ans = WITH({"q4.1", "1"}, {"q4.2", "2"}, {"q4.3", "3"});

	assert_true(applies(ans, "5"));
	assert_false(row_applies(ans, "5.1"));
	assert_true(row_applies(ans, "5.2"));
	assert_false(row_applies(ans, "5.3"));
	assert_false(row_applies(ans, "5.5"));
	assert_int_equal(form_section_next(ans, s5 - 1), s5);
	/* Nobody dissatisfied: the question and its page are gone. */
	ans = WITH({"q4.1", "1"}, {"q4.2", "4"});
	assert_false(applies(ans, "5"));
	assert_int_equal(form_section_next(ans, s5 - 1), s5 + 1);
	assert_int_equal(form_section_before(ans, s5 + 1), s5 - 1);
	form_free(&f);
}

/* AMB-09: «переход к вопросу N 10» leads to the next question. */
static void jump_to_the_next_question(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "nenets", "ne-a3.xml");
	struct form_answers *ans = WITH({"q9", "4"});

	assert_true(applies(ans, "10"));
	assert_true(applies(ans, "11"));
	form_free(&f);
}

static void jump_to_the_end(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "rosarchiv", "ra-p2.xml");
	struct form_answers *ans = WITH({"q1", "2"}, {"q11", "4"}, {"q12", "текст"});
	size_t i;

	assert_true(applies(ans, "1"));
	for (i = 1; i < f->n_questions; i++)
		assert_false(form_question_applies(ans, i));
	assert_int_equal(form_section_next(ans, SIZE_MAX), 0);
	assert_int_equal(form_section_next(ans, 0), f->n_sections);
	assert_int_equal(form_section_before(ans, 0), SIZE_MAX);
	form_drop_hidden(ans);
	assert_int_equal(ans->v[0].choice, 2);
	for (i = 1; i < f->n_items; i++) {
		assert_int_equal(ans->v[i].choice, 0);
		assert_null(ans->v[i].text);
	}
	ans = WITH({"q1", "1"});
	assert_int_equal(form_section_next(ans, 0), 1);
	form_free(&f);
}

static void either_of_two_conditions(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "rosarchiv", "ra-p3.xml");

	assert_true(applies(WITH({"q9", "3"}), "10"));
	assert_true(applies(WITH({"q9", "1"}, {"q5", "3"}), "10"));
	assert_false(applies(WITH({"q9", "1"}, {"q5", "1"}), "10"));
	form_free(&f);
}

static void any_row_of_a_question(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "rosarchiv", "ra-p4.xml");

	assert_true(applies(WITH({"q9.2", "4"}), "10"));
	assert_true(applies(WITH({"q1", "3"}), "10"));
	assert_false(applies(WITH({"q1", "5"}, {"q9.2", "6"}), "10"));
	form_free(&f);
}

/* 2 follows 1, 3 follows 2, 4 jumps over 5: an answer that is hidden is none. */
static struct form *chain(struct fixture *t)
{
#define YES_NO "<option code='1'>Да</option><option code='2'>Нет</option>"
#define Q(id, more) \
	"<question id='" id "' type='single' serves='NE-1-1'><text>Т</text>" more
	return fixture_load(t,
	    fixture_section(t,
		Q("1", YES_NO "</question>") Q("2", YES_NO
		    "<show-if><when items='1' codes='1'/></show-if></question>") Q("3",
		    YES_NO "<show-if><when items='2' codes='1'/></show-if></question>")
		    Q("4",
			"<option code='1' jump='6'>А</option><option code='2'>Б</option>"
			"<show-if><when items='3' codes='1'/></show-if></question>")
			Q("5", YES_NO "</question>") Q("6", YES_NO "</question>")));
}

static void chains(void **state)
{
	struct fixture *t = *state;
	struct form *f = chain(t);
	struct form_answers *ans =
	    WITH({"q1", "1"}, {"q2", "1"}, {"q3", "1"}, {"q4", "1"}, {"q5", "1"});

	assert_true(applies(ans, "4"));
	assert_false(applies(ans, "5"));
	assert_true(applies(ans, "6"));
	/* The first link breaks: all behind it falls, the jump too. */
	ans->v[0].choice = 2;
	assert_false(applies(ans, "2"));
	assert_false(applies(ans, "3"));
	assert_false(applies(ans, "4"));
	assert_true(applies(ans, "5"));
	form_drop_hidden(ans);
	assert_int_equal(ans->v[1].choice, 0);
	assert_int_equal(ans->v[3].choice, 0);
	assert_int_equal(ans->v[4].choice, 1);
	form_free(&f);
}

static void scale_and_multi_conditions(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(
	    t, fixture_section(t,
		   "<question id='1' type='scale' serves='NE-1-1'><text>Т</text>"
		   "<scale min='0' max='10'/></question>"
		   "<question id='2' type='multi' serves='NE-1-1'><text>Т</text>" YES_NO
		   "<option code='3'>В</option></question>"
		   "<question id='3' type='text' serves='NE-1-1'><text>Т</text><show-if>"
		   "<when items='1' codes='0 1'/><when items='2' codes='3'/></show-if>"
		   "</question>"));

	assert_true(applies(WITH({"q1", "0"}), "3"));
	assert_true(applies(WITH({"q1", "1"}), "3"));
	assert_false(applies(WITH({"q1", "2"}), "3"));
	assert_true(applies(WITH({"q2", "1"}, {"q2", "3"}), "3"));
	assert_false(applies(WITH({"q2", "1"}), "3"));
	form_free(&f);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(rows_of_ne_a3_question_5),
	    TEST(jump_to_the_next_question),
	    TEST(jump_to_the_end),
	    TEST(either_of_two_conditions),
	    TEST(any_row_of_a_question),
	    TEST(chains),
	    TEST(scale_and_multi_conditions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
