/* Every rule that the schema cannot say, each with the line of its fault. */
#include <string.h>

#include "fixture.h"

/* Short ways to write a question. */
#define TEXT(id) \
	"<question id='" id "' type='text' serves='NE-1-1'><text>Т</text></question>"
#define HEAD(id, type, more) \
	"<question id='" id "' type='" type "' serves='NE-1-1' " more "><text>Т</text>"
#define OPTIONS "<option code='1'>А</option><option code='2'>Б</option>"
#define SIDES                                           \
	"<option code='1' side='satisfied'>А</option>" \
	"<option code='2' side='dissatisfied'>Б</option>"
#define ROW(id) "<row id='" id "' serves='NE-1-1'><text>Р</text></row>"
#define END "</question>"
#define MARKS                                                                 \
	"<rating><min-label>м</min-label><max-label>б</max-label></rating>" \
	"<importance><min-label>м</min-label><max-label>б</max-label></importance>"
#define SCALE(min, max) "<scale min='" min "' max='" max "'/>"

struct broken {
	const char *questions;
	int line;
	const char *words;
};

static void expect_all(void **state, const struct broken *v, size_t n)
{
	struct fixture *t = *state;
	struct form *f = NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		enum err e = fixture_try(t, fixture_section(t, v[i].questions), &f);

		if (e != ERR_INVALID || t->n_faults != 1 ||
		    !fixture_has_fault(t, v[i].line, v[i].words))
			fail_msg("%s\n%d: %zu faults, first %d: %s", v[i].questions,
			    v[i].line, t->n_faults, t->n_faults ? t->faults[0].line : 0,
			    t->n_faults ? t->faults[0].text : "");
		assert_null(f);
	}
}

#define EXPECT_ALL(v) expect_all(state, v, sizeof v / sizeof *v)

static void ids_are_unique(void **state)
{
	static const struct broken v[] = {
	    {TEXT("1") "\n" TEXT("1"), 3, "The id 1 is used in line 2 already"},
	    {TEXT("4.1") "\n" HEAD("4", "matrix", "") OPTIONS "\n" ROW("4.1") END, 4,
		"The id 4.1 is used in line 2"},
	    {HEAD("4", "matrix", "") OPTIONS ROW("4") END, 2, "The id 4 is used"},
	    {HEAD("c", "csi", "") MARKS
		"<row id='1' serves='NE-1-1'><text>Р</text>\n" ROW("1") "</row>" END,
		3, "The id 1 is used in line 2"},
	    {TEXT("1.rating"), 2, "ends in .rating"},
	    {TEXT("1.other"), 2, "ends in .other"},
	    {TEXT("end"), 2, "means the end"},
	};

	EXPECT_ALL(v);
}

static void codes_are_unique(void **state)
{
	static const struct broken v[] = {
	    {HEAD("1", "single", "") OPTIONS "\n<option code='2'>В</option>" END, 3,
		"The id 2 is used in line 2"},
	    {HEAD("1", "ref", "") "<list name='l'><entry id='a'>А</entry>\n"
				  "<entry id='a'>Б</entry></list>" END,
		3, "The id a is used in line 2"},
	};

	EXPECT_ALL(v);
}

static void each_type_holds_its_parts(void **state)
{
	static const struct broken v[] = {
	    {HEAD("1", "single", "") END, 2, "has no <option>"},
	    {HEAD("1", "multi", "") END, 2, "has no <option>"},
	    {HEAD("1", "matrix", "") OPTIONS END, 2, "has no <row>"},
	    {HEAD("1", "matrix", "") ROW("1.1") END, 2, "has no <option>"},
	    {HEAD("1", "matrix-text", "") "<option code='1'>А</option>" ROW("1.1") END, 2,
		"has no <text-heading>"},
	    {HEAD("1", "csi", "") ROW("1.1") END, 2, "has no <rating>"},
	    {HEAD("1", "scale", "") END, 2, "has no <scale>"},
	    {HEAD("1", "ref", "") END, 2, "has no <list>"},
	    {HEAD("1", "text", "") OPTIONS END, 2, "holds <option>"},
	    {HEAD("1", "single", "") OPTIONS ROW("1.1") END, 2, "holds <row>"},
	    {HEAD("1", "text", "") SCALE("1", "10") END, 2, "holds <scale>"},
	    {HEAD("1", "single", "") "<option code='1'>А</option>" END, 2,
		"has 1 options"},
	    {HEAD("1", "matrix-text", "") "<text-heading>З</text-heading>" OPTIONS ROW(
		 "1.1") END,
		2, "has 2 options; expected 1 to 1"},
	    {HEAD("1", "single", "options='none'") END, 2, "names a set of options"},
	};

	EXPECT_ALL(v);
}

static void options_do_what_their_type_can(void **state)
{
	static const struct broken v[] = {
	    {HEAD("1", "single", "") OPTIONS
		"\n<option code='3' exclusive='yes'>В</option>" END,
		3, "is exclusive"},
	    {HEAD("1", "matrix", "") OPTIONS
		"\n<option code='3' other='yes'>В</option>" ROW("1.1") END,
		3, "opens a text field"},
	    {HEAD("1", "single", "") OPTIONS
		"<option code='3' other='yes'>В</option>"
		"\n<option code='4' other='yes'>Г</option>" END,
		3, "opens a second text field"},
	    {HEAD("1", "multi", "") OPTIONS
		"\n<option code='3' jump='end'>В</option>" END,
		3, "jumps"},
	    {HEAD("1", "single", "") OPTIONS "\n<option code='3' jump='9'>В</option>" END,
		3, "jumps to 9; expected a later question"},
	    {TEXT("1") HEAD("2", "single", "") OPTIONS
		"\n<option code='3' jump='1'>В</option>" END,
		3, "jumps to 1; expected a later question"},
	    {HEAD("1", "single", "") OPTIONS "\n<option code='3' jump='1'>В</option>" END,
		3, "jumps to 1; expected a later question"},
	    {HEAD("1", "multi", "max-answers='2'") OPTIONS END, 2, "limits its answers"},
	    {HEAD("1", "multi", "max-answers='1'") OPTIONS
		"<option code='3'>В</option>" END,
		2, "limits its answers"},
	    {HEAD("1", "single", "max-answers='2'") OPTIONS
		"<option code='3'>В</option>" END,
		2, "limits its answers"},
	};

	EXPECT_ALL(v);
}

static void feeds_have_what_they_need(void **state)
{
	static const struct broken v[] = {
	    {HEAD("1", "single",
		 "feeds='SAT'") "<option code='1' side='satisfied'>А</option>"
				"\n<option code='2'>Б</option>" END,
		3, "Option 2 of question 1 has no side"},
	    {HEAD("1", "text", "feeds='SAT'") END, 2, "feeds SAT"},
	    {HEAD("1", "text", "feeds='CSI'") END, 2, "feeds CSI"},
	    {HEAD("1", "scale", "feeds='NPS'") SCALE("1", "5") END, 2, "feeds NPS"},
	    {HEAD("1", "scale", "feeds='CES'") SCALE("0", "10") END, 2, "feeds CES"},
	    {HEAD("1", "single", "overall='yes'") OPTIONS END, 2,
		"expected it to feed SAT"},
	    {HEAD("1", "single", "dimension='д'") OPTIONS END, 2,
		"expected it to feed SAT"},
	    {HEAD("1", "single", "feeds='SAT' overall='yes'") SIDES END
		"\n" HEAD("2", "single", "feeds='SAT' overall='yes'") SIDES END,
		3, "second overall"},
	    {HEAD("1", "scale", "") SCALE("5", "5") END, 2,
		"expected a lower mark first"},
	    {HEAD("1", "scale", "") SCALE("0", "64") END, 2, "at most 64 marks"},
	};

	EXPECT_ALL(v);
}

static void conditions_look_back(void **state)
{
	static const struct broken v[] = {
	    {HEAD("1", "text",
		 "") "<show-if>\n<when items='2' codes='1'/></show-if>" END HEAD("2",
		 "single", "") OPTIONS END,
		3, "names 2; expected a question or row that stands earlier"},
	    {HEAD("1", "single", "") OPTIONS
		"<show-if>\n<when items='1' codes='1'/></show-if>" END,
		3, "names 1; expected a question or row that stands earlier"},
	    {HEAD("1", "matrix", "") OPTIONS ROW(
		 "1.1") "<row id='1.2' serves='NE-1-1'><text>Р</text><show-if>\n"
			"<when items='1.1' codes='1'/></show-if></row>" END,
		3, "names 1.1; expected"},
	    {HEAD("1", "text", "") "<show-if>\n<when items='9' codes='1'/></show-if>" END,
		3, "names 9; expected"},
	    {TEXT("1") HEAD(
		 "2", "text", "") "<show-if>\n<when items='1' codes='1'/></show-if>" END,
		3, "expected a question of type single"},
	    {HEAD("1", "single", "") OPTIONS END HEAD(
		 "2", "text", "") "<show-if>\n<when items='1' codes='7'/></show-if>" END,
		3, "names answer 7; expected an answer of question 1"},
	    {HEAD("1", "scale", "") SCALE("1", "5") END HEAD(
		 "2", "text", "") "<show-if>\n<when items='1' codes='0'/></show-if>" END,
		3, "names answer 0"},
	};

	EXPECT_ALL(v);
}

static void marks_belong_to_csi(void **state)
{
	static const struct broken v[] = {
	    {HEAD("1", "matrix", "") OPTIONS
		"\n<row id='1.1' blocks='Ф' serves='NE-1-1'><text>Р</text></row>" END,
		3, "has the attribute blocks"},
	    {HEAD("1", "matrix", "") OPTIONS
		"\n<row id='1.1' counts='no' serves='NE-1-1'><text>Р</text></row>" END,
		3, "has the attribute counts"},
	    {HEAD("1", "matrix", "") OPTIONS
		"<row id='1.1' serves='NE-1-1'><text>Р</text>\n" ROW(
		    "1.1.1") "</row>" END,
		3, "stands in another row"},
	};

	EXPECT_ALL(v);
}

static void blocks_and_lists_are_known(void **state)
{
	static const struct broken v[] = {
	    {HEAD("1", "text", "block='b'") END, 2, "The block b is not declared"},
	    {HEAD("1", "ref", "") "\n<list name='services'/>" END, 3,
		"The list services has no entries"},
	    {HEAD("1", "ref", "") "\n<list name='services'><other>Д</other></list>" END,
		3, "The list services has no entries"},
	};

	EXPECT_ALL(v);
}

static void a_block_switched_off_hides_no_fault(void **state)
{
	struct fixture *t = *state;
	struct form *f = NULL;
	const char *block = "<block id='b' enabled='no' title='б'/>";
	const char *in_block = arena_printf(t->arena,
	    "%s<section id='s'>" TEXT("1") "\n" HEAD("2", "single",
		"block='b'") "<option code='1'>А</option>" END "</section>",
	    block);
	const char *needs_block = arena_printf(t->arena,
	    "%s<section id='s'>" HEAD("1", "single", "block='b'") OPTIONS END HEAD(
		"2", "text", "") "\n<show-if><when items='1' codes='1'/></show-if>" END
				 "</section>",
	    block);

	assert_int_equal(fixture_try(t, fixture_xml(t, in_block), &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 3, "has 1 options"));
	/* A condition on what is switched off is found as well. */
	assert_int_equal(fixture_try(t, fixture_xml(t, needs_block), &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 3, "names 1; expected"));
}

static void nothing_left_to_answer(void **state)
{
	struct fixture *t = *state;
	struct form *f = NULL;
	const char *xml =
	    fixture_xml(t, "<block id='b' enabled='no' title='б'/><section id='s'>" HEAD(
			       "1", "text", "block='b'") END "</section>");

	assert_int_equal(fixture_try(t, xml, &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 1, "no question to answer"));
}

static void placeholders_are_known(void **state)
{
	struct fixture *t = *state;
	struct form *f = NULL;
	const char *xml =
	    "<questionnaire xmlns='urn:otklik:questionnaire:1' id='T-1' "
	    "audience='external' origin='proposed' minutes='5' serves='NE-15-1'>"
	    "<title>Т</title>\n<notice>Опрос {ведомства}</notice><anonymity>А</anonymity>"
	    "<thanks>С</thanks><section id='s'>" TEXT("1") "</section></questionnaire>";

	assert_int_equal(fixture_try(t, xml, &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 2, "{ведомства} is unknown"));
}

static void too_many_are_refused(void **state)
{
	struct fixture *t = *state;
	struct buf b = {0};
	struct form *f = NULL;
	int i;

	for (i = 0; i < FORM_ITEMS_MAX + 1; i++)
		buf_printf(&b, TEXT("%d"), i + 1);
	assert_int_equal(
	    fixture_try(t, fixture_section(t, buf_str(&b)), &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 0, "There are 501 <question> elements"));
	buf_clear(&b);
	buf_puts(&b, HEAD("1", "multi", ""));
	for (i = 0; i < FORM_OPTIONS_MAX + 1; i++)
		buf_printf(&b, "<option code='%d'>О</option>", i);
	buf_puts(&b, END);
	assert_int_equal(
	    fixture_try(t, fixture_section(t, buf_str(&b)), &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 2, "expected at most 64"));
	buf_free(&b);
}

/* The head of a questionnaire of the fixture with an attribute more. */
static const char *with_opening(
    struct fixture *t, const char *xml, const char *from, const char *to)
{
	const char *at = strstr(xml, from);

	assert_non_null(at);
	return arena_printf(
	    t->arena, "%.*s%s%s", (int)(at - xml), xml, to, at + strlen(from));
}

static void daily_is_for_messages_of_staff(void **state)
{
	struct fixture *t = *state;
	const char *text = fixture_section(t, TEXT("1")), *daily;
	const char *rows =
	    fixture_section(t, HEAD("1", "matrix", "") OPTIONS ROW("1.1") END);
	struct form *f = NULL;

	daily = with_opening(
	    t, text, "audience='external'", "audience='internal' opening='daily'");
	assert_int_equal(fixture_try(t, daily, &f), ERR_OK);
	assert_true(f->daily);
	form_free(&f);
	f = fixture_load(t, text);
	assert_false(f->daily);
	form_free(&f);
	daily = with_opening(
	    t, text, "audience='external'", "audience='external' opening='daily'");
	assert_int_equal(fixture_try(t, daily, &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 1, "audience=\"internal\""));
	daily = with_opening(
	    t, rows, "audience='external'", "audience='internal' opening='daily'");
	assert_int_equal(fixture_try(t, daily, &f), ERR_INVALID);
	assert_true(fixture_has_fault(t, 2, "has rows"));
	daily = with_opening(
	    t, text, "audience='external'", "audience='internal' opening='weekly'");
	assert_int_equal(fixture_try(t, daily, &f), ERR_INVALID);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(ids_are_unique),
	    TEST(codes_are_unique),
	    TEST(each_type_holds_its_parts),
	    TEST(options_do_what_their_type_can),
	    TEST(feeds_have_what_they_need),
	    TEST(conditions_look_back),
	    TEST(marks_belong_to_csi),
	    TEST(blocks_and_lists_are_known),
	    TEST(a_block_switched_off_hides_no_fault),
	    TEST(nothing_left_to_answer),
	    TEST(placeholders_are_known),
	    TEST(too_many_are_refused),
	    TEST(daily_is_for_messages_of_staff),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
