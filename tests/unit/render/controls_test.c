/*
 * The controls of every questionnaire: their names are relied on from outside,
 * and what a page shows as answered is what it sends back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page.h"

static const char *const forms[][2] = {{"nenets", "ne-a2.xml"}, {"nenets", "ne-a3.xml"},
    {"rosarchiv", "ra-p1.xml"}, {"rosarchiv", "ra-p2.xml"}, {"rosarchiv", "ra-p3.xml"},
    {"rosarchiv", "ra-p4.xml"}};
#define FORMS (sizeof(forms) / sizeof(*forms))

static const char *name_of(
    struct fixture *t, const struct form_item *i, const char *suffix)
{
	return arena_printf(t->arena, "q%s%s", i->id, suffix);
}

static bool has_other(const struct form_question *q)
{
	for (size_t i = 0; i < q->n_options; i++)
		if (q->options[i].other)
			return true;
	return false;
}

/* Number of controls an item has by the contract, checking each name. */
static size_t expect_item(struct fixture *t, const struct page *p,
    const struct form_question *q, const struct form_item *i)
{
	size_t other = has_other(q) ? 1 : 0, back = q->required ? 0 : 1, n;
	const char *name = name_of(t, i, "");

	switch (q->type) {
	case FORM_CSI:
		assert_int_equal(page_count(p, name_of(t, i, ".rating")), 10 + back);
		assert_int_equal(page_count(p, name_of(t, i, ".importance")), 10 + back);
		return 2 * (10 + back);
	case FORM_SCALE:
		n = (size_t)(q->max - q->min + 1) + back;
		break;
	case FORM_MULTI:
		n = q->n_options;
		break;
	case FORM_TEXT:
		n = 1;
		break;
	case FORM_MATRIX_TEXT:
		assert_int_equal(page_count(p, name_of(t, i, ".none")), 1);
		assert_int_equal(page_count(p, name), 1);
		return 2;
	default:
		n = q->n_options + back;
	}
	assert_int_equal(page_count(p, name), n);
	assert_int_equal(page_count(p, name_of(t, i, ".other")), other);
	return n + other;
}

static void check_names(struct fixture *t, const struct form *f)
{
	struct page *p =
	    page_render(t, form_answers_new(t->arena, f), RENDER_ALL, NULL, 0);
	size_t n = 0;

	for (size_t i = 0; i < f->n_items; i++)
		n += expect_item(t, p, &f->questions[f->items[i].question], &f->items[i]);
	assert_int_equal(p->n, n);
	for (size_t i = 0; i < p->n; i++)
		assert_false(p->controls[i].checked); /* nothing is preselected */
}

static void test_names_of_every_form(void **state)
{
	struct fixture *t = *state;

	for (size_t i = 0; i < FORMS; i++) {
		struct form *f = fixture_form(t, forms[i][0], forms[i][1]);

		check_names(t, f);
		form_free(&f);
	}
}

static void answer(
    struct fixture *t, const struct form_question *q, struct form_answer *v)
{
	size_t pick = q->n_options == 0 ? 0 : (size_t)rand() % q->n_options;
	const char *text = "\nДва «слова» & <b>\n  ещё\n";

	switch (q->type) {
	case FORM_CSI:
		v->rating = (uint8_t)(1 + rand() % 10);
		v->importance = (uint8_t)(1 + rand() % 10);
		break;
	case FORM_SCALE:
		v->choice = (uint16_t)(1 + rand() % (q->max - q->min + 1));
		break;
	case FORM_MULTI:
		v->set = 1ull << pick;
		break;
	case FORM_TEXT:
		v->text = text + 1;
		break;
	case FORM_MATRIX_TEXT:
		if (rand() % 2 == 0)
			v->choice = 1;
		else
			v->text = text + 1;
		break;
	default:
		v->choice = (uint16_t)(pick + 1);
	}
	if (q->n_options > 0 && q->type != FORM_MATRIX_TEXT && q->options[pick].other)
		v->text = "свой \"ответ\" <script>";
	(void)t;
}

static struct form_answers *answers(struct fixture *t, const struct form *f)
{
	struct form_answers *ans = form_answers_new(t->arena, f);

	for (size_t i = 0; i < f->n_items; i++)
		if (rand() % 4 != 0)
			answer(t, &f->questions[f->items[i].question], &ans->v[i]);
	form_drop_hidden(ans);
	return ans;
}

/* Text as it is stored: white space at both ends goes (text_clean). */
static void assert_same_text(const char *sent, const char *back)
{
	if (sent == NULL) {
		assert_null(back);
		return;
	}
	assert_non_null(back);
	assert_memory_equal(sent, back, strlen(back));
	assert_int_equal(
	    strlen(back), strcspn(sent, "\0") - (sent[strlen(sent) - 1] == '\n' ? 1 : 0));
}

static void check_round(struct fixture *t, const struct form *f)
{
	const struct form_answers *sent = answers(t, f);
	struct form_answers *back = form_answers_new(t->arena, f);

	for (size_t s = 0; s < f->n_sections; s++) {
		struct page *p = page_render(t, sent, s, NULL, 0);
		const struct form_problem_at *problems;
		size_t n;

		form_read(back, s, page_source, p, &problems, &n);
		assert_int_equal(n, 0);
	}
	for (size_t i = 0; i < f->n_items; i++) {
		assert_int_equal(sent->v[i].choice, back->v[i].choice);
		assert_int_equal(sent->v[i].rating, back->v[i].rating);
		assert_int_equal(sent->v[i].importance, back->v[i].importance);
		assert_true(sent->v[i].set == back->v[i].set);
		assert_same_text(sent->v[i].text, back->v[i].text);
	}
}

static void test_a_page_sends_what_it_shows(void **state)
{
	struct fixture *t = *state;

	srand(1);
	for (size_t i = 0; i < FORMS; i++) {
		struct form *f = fixture_form(t, forms[i][0], forms[i][1]);

		for (int n = 0; n < 5; n++)
			check_round(t, f);
		form_free(&f);
	}
}

static void test_the_longest_page_stays_small(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "nenets", "ne-a2.xml");
	struct page *p = page_render(t, form_answers_new(t->arena, f), 0, NULL, 0);

	/* 30 KB in all; frame, notice and token take under 4. */
	if (p->bytes > 26000)
		fail_msg("%zu bytes", p->bytes);
	form_free(&f);
}

static void test_raw_text_comes_back_whole(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(
	    t, fixture_section(t, "<question id='1' type='text' serves='NE-15-1'>"
				  "<text>В</text></question>"));
	struct form_answers *ans = form_answers_new(t->arena, f);
	const char *raw = "\n\n</textarea><script>alert(1)</script> \" ' & ёЁ \n";

	ans->v[0].text = raw;
	assert_string_equal(
	    page_find(page_render(t, ans, 0, NULL, 0), "q1", NULL)->value, raw);
	form_free(&f);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_names_of_every_form),
	    TEST(test_a_page_sends_what_it_shows),
	    TEST(test_the_longest_page_stays_small),
	    TEST(test_raw_text_comes_back_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
