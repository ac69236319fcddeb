/*
 * The paper form of every questionnaire: all that the form asks is printed, in
 * its order, with a box or a number for each possible answer; and what a program
 * would decide is said in words.
 */
#include <ctype.h>
#include <string.h>

#include <libxml/HTMLparser.h>

#include "../form/fixture.h"
#include "render/paper.h"

static const char *const procedures[] = {
    "altai", "arkhangelsk", "nenets", "rosarchiv", "urus-martan"};
#define PROCEDURES (sizeof(procedures) / sizeof(*procedures))

struct sheet {
	const char *html;  /* of the whole sheet */
	const char *words; /* its text, an element's a line */
	const char *at;    /* read up to here */
};

static void add_words(struct buf *b, const xmlNode *node)
{
	for (; node != NULL; node = node->next) {
		if (node->type == XML_TEXT_NODE) {
			buf_puts(b, (const char *)node->content);
			buf_puts(b, "\n");
		}
		add_words(b, node->children);
	}
}

static struct sheet print(
    struct fixture *t, const struct form *f, const struct render_paper *paper)
{
	struct buf out = {0}, words = {0};
	struct html *h = html_begin(t->arena, &out);
	struct sheet s;
	htmlDocPtr doc;

	html_open(h, "main", NULL);
	render_paper(t->arena, h, f, paper);
	html_end(h);
	doc = htmlReadMemory(buf_str(&out), (int)out.len, NULL, "UTF-8",
	    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	assert_non_null(doc);
	add_words(&words, xmlDocGetRootElement(doc));
	xmlFreeDoc(doc);
	s.html = arena_strdup(t->arena, buf_str(&out));
	s.at = s.words = arena_strdup(t->arena, buf_str(&words));
	buf_free(&out);
	buf_free(&words);
	return s;
}

static struct sheet print_plain(struct fixture *t, const struct form *f)
{
	static const struct render_paper paper = {
	    .agency = "Агентство", .code = "t-1", .version = 1};

	return print(t, f, &paper);
}

/* The words must come next, whatever else stands before them. */
static void expect(struct sheet *s, const char *words)
{
	const char *found = strstr(s->at, words);

	if (found == NULL)
		fail_msg("“%s” is not printed, or not here:\n%.300s", words, s->at);
	s->at = found + strlen(words);
}

static size_t count(const char *s, const char *words)
{
	size_t n = 0;

	for (; (s = strstr(s, words)) != NULL; s += strlen(words))
		n++;
	return n;
}

/* Spans that hold nothing but a number. */
static size_t count_marks(const char *html)
{
	size_t n = 0;

	for (const char *s = html; (s = strstr(s, "<span>")) != NULL;) {
		s += strlen("<span>");
		if (isdigit((unsigned char)*s))
			n++;
	}
	return n;
}

struct answers {
	size_t boxes, marks;
};

static void expect_options(struct sheet *s, const struct form_question *q)
{
	const char *group = "";

	for (size_t i = 0; i < q->n_options; i++) {
		const char *next = q->options[i].group;

		if (next != NULL && strcmp(next, group) != 0)
			expect(s, group = next);
		expect(s, q->options[i].text);
	}
}

static void expect_row(struct sheet *s, const struct form_item *i)
{
	expect(s, i->number);
	expect(s, i->text);
	if (i->rating_min != NULL) {
		expect(s, i->rating_min);
		expect(s, i->rating_max);
	}
}

/* Everything one question says; adds up the answers it offers. */
static void expect_question(struct sheet *s, const struct form *f,
    const struct form_question *q, struct answers *n)
{
	const char *composite = "";

	expect(s, q->number);
	expect(s, q->text);
	if (q->hint != NULL)
		expect(s, q->hint);
	if (q->type == FORM_MATRIX_TEXT && q->text_heading != NULL)
		expect(s, q->text_heading);
	if (q->type == FORM_SCALE) {
		expect(s, q->min_label);
		expect(s, q->max_label);
		n->marks += (size_t)(q->max - q->min + 1);
	}
	if (q->type == FORM_CSI) {
		expect(s, q->min_label);
		expect(s, q->max_label);
		expect(s, q->weight_min_label);
		expect(s, q->weight_max_label);
		n->marks += 20 * q->items;
	}
	expect_options(s, q);
	n->boxes += q->n_options * q->items;
	for (size_t i = q->item; i < q->item + q->items; i++) {
		const struct form_item *item = &f->items[i];

		if (item->composite != NULL && strcmp(item->composite, composite) != 0)
			expect(s, item->composite_text);
		composite = item->composite != NULL ? item->composite : "";
		if (item->text != NULL)
			expect_row(s, item);
	}
}

static void check_form(struct fixture *t, const struct form *f)
{
	struct sheet s = print_plain(t, f);
	struct answers n = {0};
	const char *body;

	expect(&s, f->title);
	expect(&s, f->notice);
	expect(&s, f->anonymity);
	if (f->heading != NULL)
		expect(&s, f->heading);
	for (size_t i = 0; i < f->n_sections; i++) {
		const struct form_section *section = &f->sections[i];

		if (section->title != NULL)
			expect(&s, section->title);
		if (section->intro != NULL)
			expect(&s, section->intro);
		for (size_t q = 0; q < section->questions; q++)
			expect_question(&s, f, &f->questions[section->question + q], &n);
	}
	/* The boxes of the instructions above the first question do not count. */
	body = strstr(s.html, "<div class=\"question");
	assert_non_null(body);
	assert_int_equal(count(body, "<span class=\"box"), n.boxes);
	assert_int_equal(count_marks(body), n.marks);
	assert_int_equal(count(body, "<div class=\"question"), f->n_questions);
	assert_int_equal(count(s.html, "<h1>"), 1);
}

static void test_all_of_every_questionnaire(void **state)
{
	struct fixture *t = *state;
	size_t n = 0;

	for (size_t i = 0; i < PROCEDURES; i++) {
		struct procedure *p = fixture_procedure(t, procedures[i]);

		for (size_t q = 0; q < p->n_questionnaires; q++, n++) {
			struct form *f =
			    fixture_form(t, procedures[i], p->questionnaires[q]);

			check_form(t, f);
			form_free(&f);
		}
		procedure_free(&p);
	}
	assert_true(n >= 15);
}

/* --- instructions --- */

static const char *when(struct fixture *t, const struct form *f, const char *id)
{
	size_t i = form_question_find(f, id);

	assert_true(i < f->n_questions);
	return render_paper_when(t->arena, f, &f->questions[i].show_if);
}

static void test_condition_of_one_question(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "rosarchiv", "ra-p2.xml");
	struct sheet s = print_plain(t, f);

	assert_null(when(t, f, "1"));
	assert_string_equal(when(t, f, "12"),
	    "Answer only if in question 11 you have chosen the answer "
	    "“Скорее не удовлетворен(а)” or “Полностью не удовлетворен(а)”.");
	expect(&s, "Что именно Вас не устроило?");
	expect(&s, "Answer only if in question 11");
	form_free(&f);
}

static void test_condition_of_a_row(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "nenets", "ne-a3.xml");
	struct sheet s = print_plain(t, f);
	size_t row = form_item_find(f, "5.4");

	assert_string_equal(render_paper_when(t->arena, f, &f->items[row].show_if),
	    "Answer only if in question 4.4 you have chosen the answer “Скорее не "
	    "удовлетворен”.");
	expect(&s, "5.3.");
	expect(&s, "question 4.3 ");
	expect(&s, "5.4.");
	expect(&s, "question 4.4 ");
	form_free(&f);
}

static void test_condition_of_many_questions(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "altai", "al-staff.xml");

	/* Question 1 and every row of the matrices 2 to 10. */
	assert_string_equal(when(t, f, "11"),
	    "Answer only if in at least one of the questions 1–10 you have chosen the "
	    "answer “Скорее не удовлетворен(а)” or “Полностью не удовлетворен(а)”.");
	form_free(&f);
}

static void test_condition_by_what_is_left_out(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "altai", "al-srv.xml");

	assert_string_equal(when(t, f, "9"),
	    "Answer only if in question 4 you have chosen the answer “Скорее не "
	    "удовлетворен(а)” or “Полностью не удовлетворен(а)”, or in question 8 you "
	    "have chosen any answer but “Трудностей не было”.");
	form_free(&f);
}

static const char made_up[] =
    "<question id='1' type='single' serves='NE-1-2'><text>A</text>"
    "<option code='1'>a</option><option code='2'>b</option>"
    "<option code='3'>c</option><option code='4'>d</option>"
    "<option code='5'>e</option><option code='6'>f</option>"
    "<option code='7' jump='4'>g</option><option code='8' jump='end'>h</option>"
    "<option code='9' jump='2'>i</option></question>"
    "<question id='2' type='scale' serves='NE-1-2'><text>B</text>"
    "<scale min='0' max='10'><min-label>x</min-label><max-label>y</max-label></scale>"
    "<show-if><when items='1' codes='1 2 3 5'/></show-if></question>"
    "<question id='3' type='text' number='' serves='NE-1-2'><text>C</text>"
    "<show-if><when items='2' codes='0 1 2 3 4 5 6'/></show-if></question>"
    "<question id='4' type='multi' number='4.' required='yes' max-answers='2' "
    "serves='NE-1-2'><text>D</text><option code='1'>k</option>"
    "<option code='2' exclusive='yes'>l</option>"
    "<option code='3' other='yes'>m</option></question>";

static void test_condition_by_numbers(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(t, fixture_section(t, made_up));

	assert_string_equal(when(t, f, "2"),
	    "Answer only if in question 1 you have chosen the answer 1–3 or 5.");
	assert_string_equal(when(t, f, "3"),
	    "Answer only if in question 2 you have chosen the answer 0–6.");
	form_free(&f);
}

static void test_jumps(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(t, fixture_section(t, made_up));
	struct sheet s = print_plain(t, f);

	expect(&s, "7)\u00a0g");
	expect(&s, "→ go on with question 4\n");
	expect(&s, "8)\u00a0h");
	expect(&s, "→ end of the questionnaire\n");
	expect(&s, "9)\u00a0i");
	/* The next question is where everybody goes. */
	assert_int_equal(count(s.words, "→"), 2);
	form_free(&f);
}

static void test_rules_of_a_multi(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(t, fixture_section(t, made_up));
	struct sheet s = print_plain(t, f);

	expect(&s, "4.\u00a0D");
	expect(&s, "required");
	expect(&s, "Choose at most: 2.");
	expect(&s, "2)\u00a0l");
	expect(&s, "(no other answer beside it)");
	assert_int_equal(count(s.words, "(no other"), 1);
	/* One line to write on behind «другое», two in the foot. */
	assert_int_equal(count(s.html, "class=\"blank\""), 3);
	/* Squares for several answers, circles for one. */
	assert_int_equal(count(s.html, "class=\"box\""), 3 + 1);
	assert_int_equal(count(s.html, "class=\"box round\""), 9 + 1);
	form_free(&f);
}

/* --- head --- */

static void test_head(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(t, fixture_section(t, made_up));
	const struct render_paper paper = {.agency = "Управление <1>",
	    .code = "ne-a2",
	    .version = 3,
	    .closes = "25.11.2026",
	    .link = "https://a.example/feedback/survey/ne-a2",
	    .warning = "Пробная установка"};
	struct sheet s = print(t, f, &paper);

	expect(&s, "Управление <1>");
	expect(&s, "Questionnaire “ne-a2”, version 3");
	expect(&s, " · until 25.11.2026 inclusive");
	expect(&s, "ne-a2\n"); /* the last part of the address */
	expect(&s, "Пробная установка");
	assert_int_equal(count(s.html, "<svg"), 1);
	s = print_plain(t, f);
	assert_int_equal(count(s.html, "<svg"), 0);
	assert_int_equal(count(s.words, "until"), 0);
	form_free(&f);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_all_of_every_questionnaire),
	    TEST(test_condition_of_one_question),
	    TEST(test_condition_of_a_row),
	    TEST(test_condition_of_many_questions),
	    TEST(test_condition_by_what_is_left_out),
	    TEST(test_condition_by_numbers),
	    TEST(test_jumps),
	    TEST(test_rules_of_a_multi),
	    TEST(test_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
