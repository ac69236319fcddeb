/* Reading questionnaires: what is in forms/, and files that must be refused. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"

#define DEEP "../common/al-deep.xml"
#define UNI "../common/uni-ext.xml"
#define BOX "../common/int-box.xml"

static void load_every_questionnaire(void **state)
{
	static const struct {
		const char *procedure, *file, *id;
		enum form_audience audience;
		bool proposed;
		int minutes;
		size_t sections, questions, items;
	} v[] = {
	    {"nenets", "ne-a2.xml", "NE-A2", FORM_EXTERNAL, false, 5, 1, 1, 15},
	    {"nenets", "ne-a3.xml", "NE-A3", FORM_INTERNAL, false, 12, 5, 18, 48},
	    {"rosarchiv", "ra-p1.xml", "RA-P1", FORM_EXTERNAL, true, 7, 3, 15, 23},
	    {"rosarchiv", "ra-p2.xml", "RA-P2", FORM_EXTERNAL, true, 7, 4, 16, 24},
	    {"rosarchiv", "ra-p3.xml", "RA-P3", FORM_EXTERNAL, true, 6, 3, 13, 21},
	    {"rosarchiv", "ra-p4.xml", "RA-P4", FORM_INTERNAL, true, 8, 3, 14, 28},
	    {"altai", "al-gen.xml", "AL-GEN", FORM_EXTERNAL, true, 4, 3, 10, 15},
	    {"altai", "al-srv.xml", "AL-SRV", FORM_EXTERNAL, true, 4, 3, 10, 14},
	    {"altai", "al-fun.xml", "AL-FUN", FORM_EXTERNAL, true, 6, 3, 12, 16},
	    {"altai", "al-staff.xml", "AL-STAFF", FORM_INTERNAL, true, 10, 5, 17, 37},
	    {"altai", DEEP, "AL-DEEP", FORM_EXTERNAL, true, 6, 2, 10, 10},
	    {"urus-martan", DEEP, "AL-DEEP", FORM_EXTERNAL, true, 6, 2, 10, 10},
	    {"urus-martan", UNI, "UNI-EXT", FORM_EXTERNAL, true, 5, 3, 12, 18},
	    {"urus-martan", "um-int.xml", "UM-INT", FORM_INTERNAL, true, 8, 3, 12, 26},
	    {"urus-martan", BOX, "INT-BOX", FORM_INTERNAL, true, 3, 1, 4, 4},
	    {"arkhangelsk", UNI, "UNI-EXT", FORM_EXTERNAL, true, 5, 3, 12, 18},
	    {"arkhangelsk", "ar-int.xml", "AR-INT", FORM_INTERNAL, true, 5, 2, 8, 14},
	    {"arkhangelsk", BOX, "INT-BOX", FORM_INTERNAL, true, 3, 1, 4, 4},
	};
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		struct form *f = fixture_form(*state, v[i].procedure, v[i].file);

		assert_string_equal(f->id, v[i].id);
		assert_int_equal(f->audience, v[i].audience);
		assert_int_equal(f->proposed, v[i].proposed);
		assert_int_equal(f->minutes, v[i].minutes);
		assert_int_equal(f->n_sections, v[i].sections);
		assert_int_equal(f->n_questions, v[i].questions);
		assert_int_equal(f->n_items, v[i].items);
		form_free(&f);
		assert_null(f);
	}
}

/* A shared questionnaire asks what the agency keeps lists for, and offers what
   is for its audience. */
static void shared_forms_follow_the_agency(void **state)
{
	struct form *um = fixture_form(*state, "urus-martan", UNI);
	struct form *ar = fixture_form(*state, "arkhangelsk", UNI);
	struct form *box = fixture_form(*state, "urus-martan", BOX);
	const struct form_question *q = &um->questions[form_question_find(um, "3")];

	assert_int_not_equal(form_question_find(um, "organisation"), SIZE_MAX);
	assert_int_equal(form_question_find(um, "4"), SIZE_MAX);
	assert_int_equal(form_question_find(ar, "organisation"), SIZE_MAX);
	assert_int_not_equal(form_question_find(ar, "4"), SIZE_MAX);
	assert_int_equal(um->questions[1].n_options, 4);
	assert_int_equal(ar->questions[1].n_options, 7);
	assert_int_not_equal(form_option_find(q, "land"), SIZE_MAX);
	assert_int_equal(form_option_find(q, "accounting"), SIZE_MAX);
	q = &box->questions[form_question_find(box, "2")];
	assert_int_not_equal(form_option_find(q, "land"), SIZE_MAX);
	assert_int_not_equal(form_option_find(q, "accounting"), SIZE_MAX);
	form_free(&um);
	form_free(&ar);
	form_free(&box);
}

/* Only an optional list may be missing. */
static void a_missing_list_is_a_fault(void **state)
{
	struct form *f = NULL;
	const char *xml = fixture_section(*state,
	    "<question id='1' type='text' serves='NE-15-1'><text>Т</text></question>"
	    "\n<question id='2' type='ref' serves='NE-15-1'><text>Т</text>"
	    "<list name='none'/></question>");

	assert_int_equal(fixture_try(*state, xml, &f), ERR_INVALID);
	assert_true(fixture_has_fault(*state, 3, "The list none has no entries"));
}

/* The file says which requirements each question and row serves. */
static void every_part_serves_a_requirement(void **state)
{
	struct form *f = fixture_form(*state, "nenets", "ne-a3.xml");
	size_t i;

	for (i = 0; i < f->n_questions; i++)
		assert_true(*f->questions[i].serves);
	for (i = 0; i < f->n_items; i++)
		if (f->items[i].text != NULL)
			assert_true(*f->items[i].serves);
	form_free(&f);
}

static void refuse_doctype(void **state)
{
	static const char *const v[] = {
	    "<?xml version='1.0'?>\n<!DOCTYPE q [<!ENTITY a 'aaaa'>"
	    "<!ENTITY b '&a;&a;&a;&a;'>]>\n<q>&b;</q>",
	    "<?xml version='1.0'?>\n<!DOCTYPE q SYSTEM 'file:///etc/passwd'>\n<q/>",
	    "<?xml version='1.0'?>\n<!DOCTYPE q PUBLIC '-//x' "
	    "'http://127.0.0.1:1/x.dtd'>\n<q/>",
	    "<?xml version='1.0'?>\n<!DOCTYPE q>\n<q/>",
	};
	struct fixture *t = *state;
	struct form *f = NULL;
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		assert_int_equal(fixture_try(t, v[i], &f), ERR_INVALID);
		assert_true(fixture_has_fault(t, 2, "DOCTYPE"));
		assert_null(f);
	}
}

static void refuse_what_is_no_questionnaire(void **state)
{
	static const struct {
		const char *xml, *words;
		int line;
	} v[] = {
	    {"", "empty", 1},
	    {"\n\nhello", "", 3},
	    {"<a>\n<b>\n</a>", "", 3},
	    {"<a>&eacute;</a>", "eacute", 1},
	    {"<a>\n\xff</a>", "", 2},
	    {"<questionnaire/>", "root element", 1},
	    {"<questionnaire xmlns='urn:otklik:questionnaire:2'/>", "root element", 1},
	    {"<procedure xmlns='urn:otklik:procedure:1'/>", "root element", 1},
	    {"<questionnaire xmlns='urn:otklik:questionnaire:1'/>", "", 1},
	};
	struct fixture *t = *state;
	struct form *f = NULL;
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		assert_int_equal(fixture_try(t, v[i].xml, &f), ERR_INVALID);
		assert_true(t->n_faults > 0);
		assert_true(fixture_has_fault(t, v[i].line, v[i].words));
	}
}

static void refuse_a_large_file(void **state)
{
	struct fixture *t = *state;
	const char *xml = fixture_section(
	    t, "<question id='1' type='text' serves='NE-1-1'><text>Т</text></question>");
	size_t len = strlen(xml);
	char *large = arena_alloc(t->arena, FORM_FILE_MAX + 2);
	struct form *f = NULL;

	memset(large, ' ', FORM_FILE_MAX + 1);
	memcpy(large, xml, len);
	large[FORM_FILE_MAX] = '\0';
	f = fixture_load(t, large);
	form_free(&f);
	large[FORM_FILE_MAX] = ' ';
	large[FORM_FILE_MAX + 1] = '\0';
	assert_int_equal(fixture_try(t, large, &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 0, "expected at most 1048576"));
}

/* Only UTF-8, whatever the file declares; a byte order mark does no harm. */
static void only_utf8_is_read(void **state)
{
	static const char question[] =
	    "<question id='1' type='text' serves='NE-1-1'><text>Т</text></question>";
	struct fixture *t = *state;
	const char *xml = fixture_section(t, question);
	struct form *f = fixture_load(t, arena_printf(t->arena, "\xef\xbb\xbf%s", xml));

	form_free(&f);
	f = fixture_load(
	    t, arena_printf(t->arena, "<?xml version='1.0' encoding='utf-8'?>%s", xml));
	form_free(&f);
	xml = "<?xml version='1.0' encoding='windows-1251'?>\n<a>\xc0</a>";
	assert_int_equal(fixture_try(t, xml, &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 2, "UTF-8"));
}

static void a_crowd_of_attributes_is_refused(void **state)
{
	struct fixture *t = *state;
	struct form *f = NULL;
	struct buf b = {0};
	int i;

	buf_puts(&b, "<questionnaire");
	for (i = 0; i < 90000; i++)
		buf_printf(&b, " a%d=''", i);
	buf_puts(&b, "/>");
	assert_int_equal(fixture_try(t, buf_str(&b), &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 0, "too many attributes"));
	buf_free(&b);
}

static void xinclude_is_not_followed(void **state)
{
	struct fixture *t = *state;
	struct form *f = NULL;
	const char *xml = fixture_section(t,
	    "<question id='1' type='text' serves='NE-1-1'><text>"
	    "<include xmlns='http://www.w3.org/2001/XInclude' parse='text' "
	    "href='/etc/passwd'/></text></question>");

	assert_int_equal(fixture_try(t, xml, &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 2, "child elements"));
}

static void schema_faults_have_lines(void **state)
{
	struct fixture *t = *state;
	struct form *f = NULL;
	const char *xml = fixture_section(t,
	    "\n<question id='1' type='text' serves='NE-1-1' colour='red'>"
	    "<text>Т</text></question>"
	    "\n<question id='2' type='sum' serves='NE-1-1'><text>Т</text></question>");

	assert_int_equal(fixture_try(t, xml, &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 3, "colour"));
	assert_null(f);
}

/* Schema and rules speak up together. */
static void all_faults_at_once(void **state)
{
	struct fixture *t = *state;
	struct form *f = NULL;
	const char *xml = fixture_section(t,
	    "\n<question id='1' type='text' serves='NE-1-1' colour='red'>"
	    "<text>Т</text></question>"
	    "\n<question id='1' type='text' serves='NE-1-1'><text>Т</text></question>"
	    "\n<question id='3' type='scale' serves='NE-1-1'><text>Т</text></question>");
	size_t i;

	assert_int_equal(fixture_try(t, xml, &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 3, "colour"));
	assert_true(fixture_has_fault(t, 4, "The id 1 is used in line 3"));
	assert_true(fixture_has_fault(t, 5, "Question 3 has no <scale>"));
	for (i = 1; i < t->n_faults; i++)
		assert_true(t->faults[i - 1].line <= t->faults[i].line);
}

static void a_missing_schema_is_an_error(void **state)
{
	struct form_loader *l = NULL;

	(void)state;
	assert_int_equal(form_loader_new("/nonexistent", &l), ERR_CONFIG);
	assert_null(l);
}

/* libxml2 must not speak on stderr, whatever it reads. */
static void nothing_goes_to_stderr(void **state)
{
	char path[] = "/tmp/otklik-load-XXXXXX";
	int file = mkstemp(path), saved = dup(STDERR_FILENO);
	off_t written;

	assert_true(file >= 0 && saved >= 0);
	unlink(path);
	dup2(file, STDERR_FILENO);
	refuse_doctype(state);
	refuse_what_is_no_questionnaire(state);
	schema_faults_have_lines(state);
	xinclude_is_not_followed(state);
	written = lseek(file, 0, SEEK_END);
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(file);
	assert_int_equal(written, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(load_every_questionnaire),
	    TEST(shared_forms_follow_the_agency),
	    TEST(a_missing_list_is_a_fault),
	    TEST(every_part_serves_a_requirement),
	    TEST(refuse_doctype),
	    TEST(refuse_what_is_no_questionnaire),
	    TEST(refuse_a_large_file),
	    TEST(only_utf8_is_read),
	    TEST(a_crowd_of_attributes_is_refused),
	    TEST(xinclude_is_not_followed),
	    TEST(schema_faults_have_lines),
	    TEST(all_faults_at_once),
	    TEST(a_missing_schema_is_an_error),
	    TEST(nothing_goes_to_stderr),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
