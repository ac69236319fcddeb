/* What is wrong stands in the summary and at the question, in the same words;
   conditions show, hide or explain. */
#include <string.h>

#include "page.h"

#define FORM_XML                                                                                    \
	"<question id='1' type='single' required='yes' serves='NE-15-1'>"                           \
	"<text>Один &lt;?</text><option code='1'>Да</option>"                                 \
	"<option code='2' other='yes'>Другое</option></question>"                             \
	"<question id='2' type='csi' serves='NE-15-1'><text>Пары</text>"                        \
	"<rating><min-label>плохо</min-label><max-label>идеально</max-label></rating>" \
	"<importance><min-label>нет</min-label><max-label>да</max-label></importance>"         \
	"<row id='2.1' serves='NE-15-1'><text>Первая</text></row>"                            \
	"<row id='2.2' number='' serves='NE-15-1'><text>Вторая</text></row></question>"       \
	"<question id='3' type='multi' max-answers='2' serves='NE-15-1'>"                           \
	"<text>Много</text><option code='a'>А</option><option code='b'>Б</option>"           \
	"<option code='c'>В</option></question>"                                                   \
	"<question id='4' type='text' serves='NE-15-1'><text>Почему</text>"                   \
	"<show-if><when items='1' codes='1'/></show-if></question>"

static struct form *load(struct fixture *t)
{
	return fixture_load(t, fixture_section(t, FORM_XML));
}

/* The fault of an item is in the summary with a link to a control that is there,
   and once more, word for word, at the question. */
static void expect_fault(struct fixture *t, struct form_answers *ans, size_t item,
    enum form_problem problem, const char *target)
{
	const struct form_problem_at at = {item, problem};
	struct page *p = page_render(t, ans, 0, &at, 1);
	const char *text = render_problem(t->arena, ans->form, &at);
	const char *first = strstr(p->html, text);
	const struct control *c = page_find(p, target, NULL);

	assert_non_null(first);
	assert_non_null(strstr(first + 1, text));
	assert_true(
	    page_has(p, arena_printf(t->arena, "<a href=\"#%s\">%s</a>", target, text)));
	assert_non_null(c);
	assert_string_equal(c->id, target);
	assert_true(page_has(p, "tabindex=\"-1\" autofocus=\"\""));
}

static void test_each_fault_leads_to_its_control(void **state)
{
	struct fixture *t = *state;
	struct form *f = load(t);
	struct form_answers *ans = form_answers_new(t->arena, f);

	expect_fault(t, ans, 0, FORM_PROBLEM_REQUIRED, "q1");
	expect_fault(t, ans, 0, FORM_PROBLEM_TOO_LONG, "q1.other");
	expect_fault(t, ans, 3, FORM_PROBLEM_TOO_MANY, "q3");
	expect_fault(t, ans, 4, FORM_PROBLEM_TOO_LONG, "q4");
	ans->v[1].rating = 5;
	expect_fault(t, ans, 1, FORM_PROBLEM_PAIR, "q2.1.importance");
	ans->v[1] = (struct form_answer){.importance = 5};
	expect_fault(t, ans, 1, FORM_PROBLEM_PAIR, "q2.1.rating");
	form_free(&f);
}

static void test_messages_name_the_question(void **state)
{
	struct fixture *t = *state;
	struct form *f = load(t);
	const struct form_problem_at numbered = {1, FORM_PROBLEM_PAIR};
	const struct form_problem_at nameless = {2, FORM_PROBLEM_PAIR};
	const struct form_problem_at many = {3, FORM_PROBLEM_TOO_MANY};

	assert_non_null(strstr(render_problem(t->arena, f, &numbered), "2.1: "));
	assert_non_null(strstr(render_problem(t->arena, f, &nameless), "Вторая"));
	assert_non_null(strstr(render_problem(t->arena, f, &many), "2."));
	form_free(&f);
}

static void test_an_empty_form_leads_to_its_first_control(void **state)
{
	struct fixture *t = *state;
	struct form *f = load(t);
	const struct form_problem_at at = {SIZE_MAX, FORM_PROBLEM_EMPTY};
	struct page *p = page_render(t, form_answers_new(t->arena, f), 0, &at, 1);

	assert_true(page_has(p, "<a href=\"#q1\">"));
	assert_string_equal(p->controls[0].id, "q1");
	form_free(&f);
}

static void test_no_fault_no_ids(void **state)
{
	struct fixture *t = *state;
	struct form *f = load(t);
	struct page *p = page_render(t, form_answers_new(t->arena, f), 0, NULL, 0);

	assert_false(page_has(p, "class=\"summary\""));
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->controls[i].tag, "input") == 0)
			assert_null(p->controls[i].id);
	form_free(&f);
}

static void test_required_is_said_in_words(void **state)
{
	struct fixture *t = *state;
	struct form *f = load(t);
	struct page *p = page_render(t, form_answers_new(t->arena, f), 0, NULL, 0);

	assert_true(page_has(p, "Один &lt;? <em>required</em></legend>"));
	assert_null(page_find(p, "q1", "")); /* no way back from a required one */
	assert_non_null(page_find(p, "q2.1.rating", "")); /* but from all others */
	form_free(&f);
}

static void test_a_condition_on_the_page_is_a_hint(void **state)
{
	struct fixture *t = *state;
	struct form *f = load(t);
	struct form_answers *ans = form_answers_new(t->arena, f);
	struct page *p = page_render(t, ans, 0, NULL, 0);

	assert_non_null(page_find(p, "q4", NULL));
	assert_true(page_has(p, "question 1: “Да”"));
	ans->v[0].choice = 2; /* does not apply now, but the choice can change */
	assert_non_null(page_find(page_render(t, ans, 0, NULL, 0), "q4", NULL));
	form_free(&f);
}

static void test_a_condition_on_an_earlier_page_hides(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(t,
	    fixture_xml(t,
		"<section id='s'><question id='1' type='matrix' serves='NE-15-1'>"
		"<text>М</text><option code='1'>Да</option><option code='2'>Нет</option>"
		"<row id='1.1' serves='NE-15-1'><text>А</text></row><row id='1.2' "
		"serves='NE-15-1'><text>Б</text></row>"
		"</question></section><section id='u'><question id='2' "
		"type='matrix-text' serves='NE-15-1'><text>Ч</text>"
		"<text-heading>П</text-heading><option code='0'>Н</option>"
		"<row id='2.1' serves='NE-15-1'><text>А</text><show-if><when items='1.1' "
		"codes='2'/>"
		"</show-if></row><row id='2.2' serves='NE-15-1'><text>Б</text><show-if>"
		"<when items='1.2' codes='2'/></show-if></row></question></section>"));
	struct form_answers *ans = form_answers_new(t->arena, f);
	struct page *p;

	ans->v[0].choice = 1;
	ans->v[1].choice = 2;
	p = page_render(t, ans, 1, NULL, 0);
	assert_null(page_find(p, "q2.1", NULL));
	assert_non_null(page_find(p, "q2.2", NULL));
	assert_non_null(page_find(p, "q2.2.none", "0"));
	assert_false(page_has(p, "Answer only"));
	/* The preview shows all of it. */
	p = page_render(t, form_answers_new(t->arena, f), RENDER_ALL, NULL, 0);
	assert_non_null(page_find(p, "q2.1", NULL));
	form_free(&f);
}

static void test_words_are_escaped(void **state)
{
	struct fixture *t = *state;
	struct form *f = load(t);
	struct form_answers *ans = form_answers_new(t->arena, f);
	struct page *p;

	ans->v[0] = (struct form_answer){.choice = 2, .text = "\"><script>x</script>"};
	p = page_render(t, ans, 0, NULL, 0);
	assert_false(page_has(p, "<script"));
	assert_string_equal(page_find(p, "q1.other", NULL)->value, ans->v[0].text);
	assert_true(page_find(p, "q1", "2")->checked);
	form_free(&f);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_each_fault_leads_to_its_control),
	    TEST(test_messages_name_the_question),
	    TEST(test_an_empty_form_leads_to_its_first_control),
	    TEST(test_no_fault_no_ids),
	    TEST(test_required_is_said_in_words),
	    TEST(test_a_condition_on_the_page_is_a_hint),
	    TEST(test_a_condition_on_an_earlier_page_hides),
	    TEST(test_words_are_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
