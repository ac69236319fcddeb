/* Faults with their places, the form as far as it shows, the review. */
#include "form/check.h"

#include <string.h>

#include "fixture.h"
#include "form/review.h"

#define OK(id) \
	"<question id='" id "' type='text' serves='NE-15-1'><text>В</text></question>"

static void places_faults_in_questions(void **state)
{
	struct fixture *t = *state;
	const struct form_place *v;
	size_t n;
	const char *xml = fixture_section(t,
	    "\n" OK("1") "\n<question id='2' type='single' "
			 "serves='NE-15-1'>\n<text>В</text>\n"
			 "<option code='1' jump='9'>да</option>\n"
			 "<option code='2'>нет</option></question>\n" OK("3"));

	form_check_faults(t->loader, t->arena, xml, strlen(xml), NULL, &v, &n);
	assert_int_equal(n, 1);
	assert_int_equal(v[0].line, 6);
	assert_string_equal(v[0].question, "2");
	assert_string_equal(v[0].section, "s");
	assert_non_null(strstr(v[0].text, "9"));
}

static void no_faults_means_it_loads(void **state)
{
	struct fixture *t = *state;
	const struct form_place *v;
	size_t n = 1;
	const char *xml = fixture_section(t, OK("1"));

	form_check_faults(t->loader, t->arena, xml, strlen(xml), NULL, &v, &n);
	assert_int_equal(n, 0);
	form_check_faults(t->loader, t->arena, "<a", 2, NULL, &v, &n);
	assert_true(n > 0);
	assert_string_equal(v[0].question, "");
}

static void shows_what_can_be_shown(void **state)
{
	struct fixture *t = *state;
	struct form *f = NULL;
	size_t left_out;
	/* 2 has no options, 3 hangs on it, the second section is empty. */
	const char *xml =
	    fixture_xml(t, "<section id='s'>\n" OK(
			       "1") "\n"
				    "<question id='2' type='single' "
				    "serves='NE-15-1'><text>В</text></question>\n"
				    "<question id='3' type='text' "
				    "serves='NE-15-1'><text>В</text><show-if>\n"
				    "<when items='2' codes='1'/></show-if></question>\n"
				    "</section>\n<section id='z'/>");

	assert_int_equal(form_check_show(t->loader, t->arena, xml, strlen(xml), NULL,
			     NULL, &f, &left_out),
	    ERR_OK);
	assert_int_equal(left_out, 2);
	assert_int_equal(f->n_questions, 1);
	assert_string_equal(f->questions[0].id, "1");
	form_free(&f);
	xml = fixture_section(t,
	    "<question id='2' type='single' serves='NE-15-1'><text>В</text></question>");
	assert_int_equal(form_check_show(t->loader, t->arena, xml, strlen(xml), NULL,
			     NULL, &f, &left_out),
	    ERR_INVALID);
}

#define ASK(id, attributes, jumps)                                                   \
	"<question id='" id "' type='single' serves='NE-15-1' " attributes           \
	"><text>В</text><option code='1'" jumps ">да</option><option code='2'" jumps \
	">нет</option></question>"

static size_t count(const struct form_review *r, enum form_remark remark)
{
	size_t i, n = 0;

	for (i = 0; i < r->n; i++)
		n += r->v[i].remark == remark;
	return n;
}

static size_t unreachable(struct fixture *t, const char *questions)
{
	struct form *f = fixture_load(t, fixture_section(t, questions));
	size_t n = count(form_review(t->arena, f), FORM_REMARK_UNREACHABLE);

	form_free(&f);
	return n;
}

static void finds_what_no_answers_lead_to(void **state)
{
	struct fixture *t = *state;

	/* Every answer of a question that must be answered leads past 2. */
	assert_int_equal(
	    unreachable(t, ASK("1", "required='yes'", " jump='3'") OK("2") OK("3")), 1);
	/* It may be skipped, and then 2 is next. */
	assert_int_equal(unreachable(t, ASK("1", "", " jump='3'") OK("2") OK("3")), 0);
	/* The question that leads past may itself be jumped over. */
	assert_int_equal(
	    unreachable(t,
		"<question id='0' type='single' serves='NE-15-1'><text>В</text>"
		"<option code='1' jump='2'>а</option><option code='2'>б</option>"
		"</question>" ASK("1", "required='yes'", " jump='end'") OK("2")),
	    0);
	/* A condition on an answer that ends the questionnaire. */
	assert_int_equal(
	    unreachable(t,
		"<question id='0' type='single' serves='NE-15-1'><text>В</text>"
		"<option code='1' jump='end'>а</option><option code='2'>б</option>"
		"</question><question id='1' type='text' serves='NE-15-1'>"
		"<text>В</text><show-if><when items='0' codes='1'/></show-if>"
		"</question>"),
	    1);
}

static void warns_of_profiles_among_staff(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_form(t, "altai", "al-staff.xml");
	const struct form_review *r = form_review(t->arena, f);
	size_t i, n = 0;

	for (i = 0; i < f->n_questions; i++)
		n += (f->questions[i].feeds & FORM_FEED_PROFILE) &&
		     f->questions[i].type != FORM_TEXT;
	assert_int_equal(count(r, FORM_REMARK_PROFILE), n);
	assert_true(n == 0 ? r->profiles == 1 : r->profiles > 1);
	form_free(&f);
	f = fixture_form(t, "nenets", "ne-a2.xml");
	r = form_review(t->arena, f);
	assert_int_equal(count(r, FORM_REMARK_PROFILE), 0);
	assert_int_equal(r->profiles, 1);
	/* 15 pairs of marks: three to four minutes. */
	assert_int_equal(r->seconds, 12 * (int)f->n_items);
	form_free(&f);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(places_faults_in_questions),
	    TEST(no_faults_means_it_loads),
	    TEST(shows_what_can_be_shown),
	    TEST(finds_what_no_answers_lead_to),
	    TEST(warns_of_profiles_among_staff),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
