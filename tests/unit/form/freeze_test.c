/* A frozen version is complete in itself and gives the same form. */
#include <string.h>

#include "base/text.h"
#include "fixture.h"

static const char *freeze(
    struct fixture *t, const char *xml, size_t len, const struct procedure *p)
{
	const char *frozen = NULL;
	size_t n = 0;

	assert_int_equal(
	    form_freeze(t->loader, t->arena, xml, len, p, &frozen, &n), ERR_OK);
	assert_int_equal(strlen(frozen), n);
	return frozen;
}

static void same_text(const char *a, const char *b)
{
	assert_true(text_equal(a, b));
}

static void same_condition(const struct form_condition *a, const struct form_condition *b)
{
	assert_int_equal(a->n, b->n);
	if (a->n > 0)
		assert_memory_equal(a->v, b->v, a->n * sizeof *a->v);
}

static void same_question(const struct form_question *a, const struct form_question *b)
{
	size_t i;

	same_text(a->id, b->id);
	same_text(a->number, b->number);
	same_text(a->text, b->text);
	same_text(a->dimension, b->dimension);
	same_text(a->serves, b->serves);
	same_text(a->min_label, b->min_label);
	same_text(a->weight_max_label, b->weight_max_label);
	assert_int_equal(a->type, b->type);
	assert_int_equal(a->feeds, b->feeds);
	assert_int_equal(a->section, b->section);
	assert_int_equal(a->item, b->item);
	assert_int_equal(a->items, b->items);
	assert_int_equal(a->n_options, b->n_options);
	for (i = 0; i < a->n_options; i++) {
		same_text(a->options[i].code, b->options[i].code);
		same_text(a->options[i].text, b->options[i].text);
		same_text(a->options[i].group, b->options[i].group);
		same_text(a->options[i].jump, b->options[i].jump);
		assert_int_equal(a->options[i].other, b->options[i].other);
		assert_int_equal(a->options[i].side, b->options[i].side);
	}
	same_condition(&a->show_if, &b->show_if);
}

static void same_form(const struct form *a, const struct form *b)
{
	size_t i;

	same_text(a->id, b->id);
	same_text(a->title, b->title);
	same_text(a->heading, b->heading);
	same_text(a->notice, b->notice);
	same_text(a->anonymity, b->anonymity);
	same_text(a->thanks, b->thanks);
	assert_int_equal(a->n_sections, b->n_sections);
	assert_int_equal(a->n_questions, b->n_questions);
	assert_int_equal(a->n_items, b->n_items);
	assert_int_equal(a->vector, b->vector);
	for (i = 0; i < a->n_questions; i++)
		same_question(&a->questions[i], &b->questions[i]);
	for (i = 0; i < a->n_items; i++) {
		same_text(a->items[i].id, b->items[i].id);
		same_text(a->items[i].text, b->items[i].text);
		same_condition(&a->items[i].show_if, &b->items[i].show_if);
	}
}

static void frozen_forms_are_the_same(void **state)
{
	static const struct {
		const char *procedure, *file;
	} v[] = {{"nenets", "ne-a2.xml"}, {"nenets", "ne-a3.xml"},
	    {"rosarchiv", "ra-p1.xml"}, {"rosarchiv", "ra-p2.xml"},
	    {"rosarchiv", "ra-p3.xml"}, {"rosarchiv", "ra-p4.xml"},
	    {"altai", "al-gen.xml"}, {"altai", "al-srv.xml"}, {"altai", "al-fun.xml"},
	    {"altai", "al-staff.xml"}, {"altai", "../common/al-deep.xml"},
	    {"urus-martan", "um-int.xml"}, {"urus-martan", "../common/uni-ext.xml"},
	    {"urus-martan", "../common/int-box.xml"}, {"arkhangelsk", "ar-int.xml"},
	    {"arkhangelsk", "../common/uni-ext.xml"}};
	struct fixture *t = *state;
	size_t i, len;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		struct procedure *p = fixture_procedure(t, v[i].procedure);
		const char *xml = fixture_file(
		    t, arena_printf(t->arena, "%s/%s", v[i].procedure, v[i].file), &len);
		const char *frozen = freeze(t, xml, len, p);
		struct form *a = fixture_form(t, v[i].procedure, v[i].file);
		struct form *b = fixture_load(t, frozen);

		same_form(a, b);
		/* Freezing again changes nothing: the digest stays. */
		assert_string_equal(freeze(t, frozen, strlen(frozen), p), frozen);
		form_free(&a);
		form_free(&b);
		procedure_free(&p);
	}
}

static void notices_name_the_agency(void **state)
{
	struct form *ne = fixture_form(*state, "nenets", "ne-a2.xml");
	struct form *ra = fixture_form(*state, "rosarchiv", "ra-p4.xml");

	assert_true(strstr(ne->notice,
	    "в опросе Управления государственного заказа Ненецкого автономного округа."));
	assert_true(strstr(ne->notice, "займёт около 5\xc2\xa0минут."));
	assert_true(strstr(ra->notice, "организацию работы в Росархиве."));
	assert_true(strstr(ra->notice, "займёт около 8\xc2\xa0минут."));
	assert_null(strchr(ne->notice, '{'));
	form_free(&ne);
	form_free(&ra);
}

static void minutes_agree_with_their_number(void **state)
{
	static const struct {
		int minutes;
		const char *words;
	} v[] = {{1, "1\xc2\xa0минуты."}, {2, "2\xc2\xa0минут."}, {5, "5\xc2\xa0минут."},
	    {11, "11\xc2\xa0минут."}, {21, "21\xc2\xa0минуты."},
	    {111, "111\xc2\xa0минут."}};
	struct fixture *t = *state;
	struct procedure *p = fixture_procedure(t, "nenets");
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		const char *xml = arena_printf(t->arena,
		    "<questionnaire xmlns='urn:otklik:questionnaire:1' id='T-1' "
		    "audience='external' origin='proposed' minutes='%d' serves='NE-15-1'>"
		    "<title>Имя</title><notice>{орган}, «{анкета}»: около {минут} минут."
		    "</notice><anonymity>А &amp; &lt;Б&gt;</anonymity><thanks>С</thanks>"
		    "<section id='s'><question id='1' type='text' serves='NE-1-1'>"
		    "<text>Т</text></question></section></questionnaire>",
		    v[i].minutes);
		const char *frozen = freeze(t, xml, strlen(xml), p);
		struct form *f = fixture_load(t, frozen);

		assert_string_equal(
		    f->notice, arena_printf(t->arena, "%s, «Имя»: около %s",
				   p->agency_short, v[i].words));
		assert_string_equal(f->anonymity, "А & <Б>");
		form_free(&f);
	}
	procedure_free(&p);
}

static void a_faulty_file_is_not_frozen(void **state)
{
	struct fixture *t = *state;
	const char *out = "untouched", *xml = fixture_section(t, "");
	size_t n = 7;

	assert_int_equal(
	    form_freeze(t->loader, t->arena, xml, strlen(xml), NULL, &out, &n),
	    ERR_INVALID);
	assert_string_equal(out, "untouched");
	assert_int_equal(n, 7);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(frozen_forms_are_the_same),
	    TEST(notices_name_the_agency),
	    TEST(minutes_agree_with_their_number),
	    TEST(a_faulty_file_is_not_frozen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
