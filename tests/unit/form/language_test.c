/* A questionnaire in several languages: one form each, the same answers. */
#include <string.h>

#include "fixture.h"
#include "form/edit.h"

#define FILE_NAME TEST_UNIT "/../../support/polyglot/pg-1.xml"

static struct form *load_text(
    struct fixture *t, const char *xml, size_t len, const char *code)
{
	const struct form_fault *faults;
	struct form *f = NULL;
	size_t n;

	if (form_load_in(t->loader, t->arena, xml, len, NULL, code, &f, &faults, &n) !=
	    ERR_OK)
		fail_msg("line %d: %s", faults[0].line, faults[0].text);
	return f;
}

static struct form *load(struct fixture *t, const char *code)
{
	size_t len;
	const char *xml = fixture_file(t, FILE_NAME, &len);

	return load_text(t, xml, len, code);
}

static void the_first_is_the_original(void **state)
{
	struct fixture *t = *state;
	const char *const codes[] = {NULL, "ru", "de", ""};

	for (size_t i = 0; i < 4; i++) {
		struct form *f = load(t, codes[i]);

		assert_string_equal(f->title, "Опрос посетителей");
		assert_string_equal(f->language->code, "ru");
		assert_int_equal(f->n_languages, 3);
		assert_string_equal(f->languages[2].title, "العربية");
		assert_true(f->languages[2].rtl);
		form_free(&f);
	}
}

static void every_text_is_translated(void **state)
{
	struct form *f = load(*state, "en");

	assert_string_equal(f->language->code, "en");
	assert_string_equal(f->title, "Survey of visitors");
	assert_string_equal(f->heading, "Questions");
	assert_string_equal(f->anonymity, "Your answers are anonymous.");
	assert_string_equal(f->thanks, "Thank you!");
	assert_string_equal(f->sections[0].title, "Your visit");
	assert_string_equal(f->sections[0].intro, "About the last one.");
	assert_string_equal(f->questions[0].text, "Are you satisfied?");
	assert_string_equal(f->questions[0].options[1].text, "No");
	assert_int_equal(f->questions[0].options[1].side, FORM_SIDE_DISSATISFIED);
	assert_string_equal(f->questions[1].options[1].text, "Desk");
	assert_string_equal(f->questions[1].options[1].group, "Buildings");
	assert_string_equal(f->questions[1].options[2].text, "Other");
	assert_string_equal(f->questions[2].hint, "Two marks a row.");
	assert_string_equal(f->questions[2].min_label, "bad");
	assert_string_equal(f->questions[2].weight_max_label, "important");
	assert_string_equal(f->items[2].text, "Politeness");
	assert_string_equal(f->items[2].rating_min, "rude");
	assert_string_equal(f->questions[3].max_label, "yes");
	form_free(&f);
}

static void what_is_missing_falls_back(void **state)
{
	struct form *f = load(*state, "ar");

	assert_true(f->language->rtl);
	assert_string_equal(f->items[2].text, "اللباقة");
	assert_string_equal(f->questions[2].hint, "Две оценки в строке.");
	form_free(&f);
}

static void codes_are_the_same(void **state)
{
	struct form *ru = load(*state, NULL), *ar = load(*state, "ar");

	assert_int_equal(ru->vector, ar->vector);
	assert_int_equal(ru->n_items, ar->n_items);
	for (size_t i = 0; i < ru->n_items; i++) {
		assert_string_equal(ru->items[i].id, ar->items[i].id);
		assert_int_equal(ru->items[i].at, ar->items[i].at);
	}
	for (size_t i = 0; i < ru->n_questions; i++) {
		const struct form_question *a = &ru->questions[i], *b = &ar->questions[i];

		assert_int_equal(a->n_options, b->n_options);
		for (size_t j = 0; j < a->n_options; j++)
			assert_string_equal(a->options[j].code, b->options[j].code);
	}
	form_free(&ru);
	form_free(&ar);
}

static void freezing_keeps_every_language(void **state)
{
	struct fixture *t = *state;
	size_t len, n, again;
	const char *xml = fixture_file(t, FILE_NAME, &len), *frozen, *twice;
	struct procedure *p = fixture_procedure(t, "nenets");
	struct form *f;

	assert_int_equal(
	    form_freeze(t->loader, t->arena, xml, len, p, &frozen, &n), ERR_OK);
	f = load_text(t, frozen, n, "en");
	assert_string_equal(
	    f->notice, "Please answer the “Survey of visitors”. It takes 2 minutes.");
	form_free(&f);
	f = load_text(t, frozen, n, "ar");
	assert_string_equal(f->notice, "يرجى الإجابة عن «استبيان الزوار».");
	form_free(&f);
	f = load_text(t, frozen, n, NULL);
	assert_non_null(strstr(f->notice, "«Опрос посетителей»"));
	form_free(&f);
	assert_int_equal(
	    form_freeze(t->loader, t->arena, frozen, n, p, &twice, &again), ERR_OK);
	assert_int_equal(n, again);
	assert_memory_equal(frozen, twice, n);
	procedure_free(&p);
}

static void untranslated_parts_are_listed(void **state)
{
	struct fixture *t = *state;
	const struct form_fault *v;
	size_t len, n;
	const char *xml = fixture_file(t, FILE_NAME, &len);

	form_untranslated(t->arena, xml, len, NULL, &v, &n);
	assert_int_equal(n, 1);
	assert_non_null(strstr(v[0].text, "<hint> is not translated into ar"));
	xml = fixture_file(t, "nenets/ne-a2.xml", &len);
	form_untranslated(t->arena, xml, len, NULL, &v, &n);
	assert_int_equal(n, 0);
	form_untranslated(t->arena, "<", 1, NULL, &v, &n);
}

#define LANGUAGES "<language code='ru' title='Р'/><language code='en' title='E'/>"

/* A questionnaire with languages and an extra child behind its title. */
static const char *with(struct fixture *t, const char *languages, const char *extra)
{
	return arena_printf(t->arena,
	    "<questionnaire xmlns='urn:otklik:questionnaire:1' id='T-1' "
	    "audience='external' origin='proposed' minutes='5' serves='NE-15-1'>%s"
	    "<title>Т</title>\n%s<notice>Н</notice><anonymity>А</anonymity>"
	    "<thanks>С</thanks><section id='s'><question id='1' type='single' "
	    "serves='NE-15-1'><text>В</text><option code='1'>Д</option>"
	    "<option code='2'>Н</option></question></section></questionnaire>",
	    languages, extra);
}

static void faults_are_found(void **state)
{
	static const struct {
		const char *languages, *extra, *words;
	} cases[] = {
	    {"", "<title xml:lang='en'>T</title>", "expected a language"},
	    {LANGUAGES, "<title xml:lang='fr'>T</title>", "expected a language"},
	    {LANGUAGES, "<title xml:lang='ru'>T</title>", "expected a language"},
	    {LANGUAGES, "<heading xml:lang='en'>T</heading>", "translates nothing"},
	    {LANGUAGES, "<title xml:lang='en'>T</title><title xml:lang='en'>T</title>",
		"a second time"},
	    {LANGUAGES, "<title>T</title>", "already"},
	    {LANGUAGES, "<title xml:lang='E N'>T</title>", "lang"},
	};
	struct fixture *t = *state;
	struct form *f = NULL;

	assert_int_equal(fixture_try(t, with(t, LANGUAGES, ""), &f), ERR_OK);
	form_free(&f);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(
		    fixture_try(t, with(t, cases[i].languages, cases[i].extra), &f),
		    ERR_INVALID);
		if (!fixture_has_fault(t, 2, cases[i].words))
			fail_msg("case %zu: %s", i, t->faults[0].text);
	}
	assert_int_equal(
	    fixture_try(t, with(t, LANGUAGES "<language code='en' title='E'/>", ""), &f),
	    ERR_INVALID);
	assert_non_null(strstr(t->faults[0].text, "declared twice"));
}

/* --- lists of the procedure --- */

#define PROCEDURE TEST_UNIT "/../../support/polyglot"

/* A questionnaire in two languages that asks for an entry of a list. */
static const char *with_list(struct fixture *t, const char *code)
{
	return arena_printf(t->arena,
	    "<questionnaire xmlns='urn:otklik:questionnaire:1' id='T-1' "
	    "audience='external' origin='proposed' minutes='5' serves='NE-15-1'>"
	    "<language code='ru' title='Р'/><language code='%s' title='E'/>"
	    "<title>Т</title><title xml:lang='%s'>T</title>"
	    "<notice>Н</notice><anonymity>А</anonymity><thanks>С</thanks>"
	    "<section id='s'><question id='1' type='ref' serves='NE-15-1'>"
	    "<text>В</text>\n<list name='goals'><other>Другое</other></list>"
	    "</question></section></questionnaire>",
	    code, code);
}

static void check_goals(
    const struct form *f, const char *group, const char *first, const char *second)
{
	const struct form_question *q = &f->questions[0];

	assert_int_equal(q->n_options, 3);
	assert_string_equal(q->options[0].group, group);
	assert_string_equal(q->options[0].text, first);
	assert_string_equal(q->options[1].text, second);
	assert_string_equal(q->options[0].code, "paper");
}

static void entries_are_translated(void **state)
{
	struct fixture *t = *state;
	struct procedure *p = fixture_procedure(t, PROCEDURE);
	const char *xml = with_list(t, "en"), *frozen, *draft;
	const struct form_fault *faults;
	struct form *f = NULL;
	size_t n, len;

	assert_int_equal(
	    form_load_in(t->loader, t->arena, xml, strlen(xml), p, "en", &f, &faults, &n),
	    ERR_OK);
	check_goals(f, "Papers", "Get a certificate", "Get advice");
	form_free(&f);
	assert_int_equal(
	    form_freeze(t->loader, t->arena, xml, strlen(xml), p, &frozen, &len), ERR_OK);
	f = load_text(t, frozen, len, "en");
	check_goals(f, "Papers", "Get a certificate", "Get advice");
	form_free(&f);
	f = load_text(t, frozen, len, NULL);
	check_goals(f, "Документы", "Получить справку", "Получить консультацию");
	form_free(&f);
	/* Not a language of the questionnaire: it is not stored. */
	assert_null(strstr(frozen, "الحصول"));
	/* The next draft names the list again, without a trace of its entries. */
	assert_int_equal(form_edit_start(t->arena, frozen, len, p, &draft, &n), ERR_OK);
	assert_null(strstr(draft, "<entry"));
	procedure_free(&p);
}

static void entries_fall_back(void **state)
{
	struct fixture *t = *state;
	struct procedure *p = fixture_procedure(t, PROCEDURE);
	const char *xml = with_list(t, "ar"), *frozen;
	const struct form_fault *v;
	struct form *f;
	size_t n, len, said = 0;

	assert_int_equal(
	    form_freeze(t->loader, t->arena, xml, strlen(xml), p, &frozen, &len), ERR_OK);
	f = load_text(t, frozen, len, "ar");
	check_goals(f, "وثائق", "الحصول على شهادة", "Получить консультацию");
	form_free(&f);
	form_untranslated(t->arena, xml, strlen(xml), p, &v, &n);
	for (size_t i = 0; i < n; i++) {
		said += strstr(v[i].text, "list goals of the procedure 1 of 2 entries") &&
			v[i].line == 2;
		said += strstr(v[i].text, "<other>") != NULL;
	}
	assert_int_equal(said, 2);
	assert_int_equal(n, 6);
	procedure_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		the_first_is_the_original, fixture_setup, fixture_teardown),
	    cmocka_unit_test_setup_teardown(
		every_text_is_translated, fixture_setup, fixture_teardown),
	    cmocka_unit_test_setup_teardown(
		what_is_missing_falls_back, fixture_setup, fixture_teardown),
	    cmocka_unit_test_setup_teardown(
		codes_are_the_same, fixture_setup, fixture_teardown),
	    cmocka_unit_test_setup_teardown(
		freezing_keeps_every_language, fixture_setup, fixture_teardown),
	    cmocka_unit_test_setup_teardown(
		untranslated_parts_are_listed, fixture_setup, fixture_teardown),
	    cmocka_unit_test_setup_teardown(
		faults_are_found, fixture_setup, fixture_teardown),
	    cmocka_unit_test_setup_teardown(
		entries_are_translated, fixture_setup, fixture_teardown),
	    cmocka_unit_test_setup_teardown(
		entries_fall_back, fixture_setup, fixture_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
