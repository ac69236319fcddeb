/* Editing the languages of a questionnaire and its translations. */
#include <string.h>

#include "fixture.h"
#include "form/edit.h"

#define POLYGLOT TEST_UNIT "/../../support/polyglot/pg-1.xml"

static struct form_edit *open_file(struct fixture *t, const char *path)
{
	struct form_edit *e = NULL;
	size_t len, n = 0;
	const char *xml = fixture_file(t, path, &len);

	assert_int_equal(form_edit_open(t->arena, xml, len, &e, &t->faults, &n), ERR_OK);
	return e;
}

static struct form *load(struct fixture *t, struct form_edit *e, const char *code)
{
	const struct form_fault *faults;
	struct form *f = NULL;
	size_t len, n;
	const char *xml = form_edit_text(e, &len);

	if (form_load_in(t->loader, t->arena, xml, len, NULL, code, &f, &faults, &n) !=
	    ERR_OK)
		fail_msg("line %d: %s", faults[0].line, faults[0].text);
	return f;
}

static const struct form_edit_text *find(
    struct form_edit *e, const char *code, const char *key)
{
	size_t n;
	const struct form_edit_text *v = form_edit_texts(e, code, &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].key, key) == 0)
			return &v[i];
	fail_msg("no text %s", key);
	return NULL;
}

static size_t missing(struct form_edit *e, const char *code)
{
	size_t n, count = 0;
	const struct form_edit_text *v = form_edit_texts(e, code, &n);

	for (size_t i = 0; i < n; i++)
		count += *v[i].translation == '\0';
	return count;
}

static void texts_have_names(void **state)
{
	struct form_edit *e = open_file(*state, POLYGLOT);
	const struct form_edit_text *x;

	assert_string_equal(find(e, "en", "title")->translation, "Survey of visitors");
	assert_string_equal(find(e, "en", "section:visit/intro")->section, "visit");
	x = find(e, "ar", "options:yes-no/option:2");
	assert_string_equal(x->set, "yes-no");
	assert_string_equal(x->option, "2");
	assert_string_equal(x->text, "Нет");
	assert_string_equal(x->translation, "لا");
	x = find(e, "en", "question:2/list/entry:hall@group");
	assert_string_equal(x->kind, "group");
	assert_string_equal(x->text, "Здания");
	assert_string_equal(x->translation, "Buildings");
	x = find(e, "en", "row:3.1/text@rating-max");
	assert_string_equal(x->row, "3.1");
	assert_string_equal(x->question, "3");
	assert_string_equal(x->translation, "polite");
	assert_string_equal(find(e, "ar", "question:3/hint")->translation, "");
	assert_int_equal(missing(e, "ar"), 1);
	assert_int_equal(missing(e, "en"), 0);
	form_edit_free(&e);
}

static void texts_are_translated(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_file(t, POLYGLOT);
	const struct form_edit_translation v[] = {
	    {"question:3/hint", "علامتان < في السطر & كل"},
	    {"options:yes-no/option:1", "أجل"}, {"row:3.1/text@rating-min", "وقح"}};
	struct form *f;

	assert_int_equal(form_edit_translate(e, "ar", v, 3), ERR_OK);
	assert_int_equal(missing(e, "ar"), 0);
	f = load(t, e, "ar");
	assert_string_equal(f->questions[2].hint, v[0].text);
	assert_string_equal(f->questions[0].options[0].text, v[1].text);
	assert_int_equal(f->questions[0].options[0].side, FORM_SIDE_SATISFIED);
	assert_string_equal(f->items[2].rating_min, v[2].text);
	form_free(&f);
	f = load(t, e, "en");
	assert_string_equal(f->questions[2].hint, "Two marks a row.");
	form_free(&f);
	form_edit_free(&e);
}

static void an_empty_text_takes_the_translation_away(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_file(t, POLYGLOT);
	const struct form_edit_translation gone[] = {{"row:3.1/text", ""},
	    {"row:3.1/text@rating-min", ""}, {"row:3.1/text@rating-max", ""},
	    {"question:5/text", ""}};
	struct form *f;

	assert_int_equal(form_edit_translate(e, "en", gone, 4), ERR_OK);
	assert_int_equal(missing(e, "en"), 4);
	f = load(t, e, "en");
	assert_string_equal(f->items[2].text, "Вежливость");
	assert_string_equal(f->items[2].rating_min, "грубо");
	assert_string_equal(f->questions[4].text, "Что улучшить?");
	form_free(&f);
	form_edit_free(&e);
}

static void unknown_names_change_nothing(void **state)
{
	struct form_edit *e = open_file(*state, POLYGLOT);
	const struct form_edit_translation v[] = {
	    {"title", "X"}, {"question:77/text", "X"}};

	assert_int_equal(form_edit_translate(e, "en", v, 2), ERR_NOT_FOUND);
	assert_int_equal(form_edit_translate(e, "ru", v, 1), ERR_NOT_FOUND);
	assert_int_equal(form_edit_translate(e, "de", v, 1), ERR_NOT_FOUND);
	assert_string_equal(find(e, "en", "title")->translation, "Survey of visitors");
	form_edit_free(&e);
}

static void a_language_is_added_and_removed(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_file(t, "nenets/ne-a2.xml");
	const struct form_edit_language yrk = {"yrk", "Ненэцяʼ вада", false};
	const struct form_edit_translation v = {"title", "Ненэцяʼ"};
	size_t len, len_before;
	const char *before = form_edit_text(e, &len_before);

	assert_int_equal(form_edit_outline(e)->n_languages, 0);
	assert_int_equal(form_edit_language_add(e, &yrk), ERR_OK);
	assert_int_equal(form_edit_language_add(e, &yrk), ERR_INVALID);
	assert_int_equal(form_edit_outline(e)->n_languages, 2);
	assert_string_equal(form_edit_outline(e)->languages[0].code, "ru");
	assert_int_equal(form_edit_translate(e, "yrk", &v, 1), ERR_OK);
	assert_non_null(strstr(form_edit_text(e, &len), "<title xml:lang=\"yrk\">"));
	assert_int_equal(form_edit_language_remove(e, "ru"), ERR_NOT_FOUND);
	assert_int_equal(form_edit_language_remove(e, "en"), ERR_NOT_FOUND);
	assert_int_equal(form_edit_language_remove(e, "yrk"), ERR_OK);
	assert_int_equal(form_edit_outline(e)->n_languages, 0);
	assert_string_equal(form_edit_text(e, &len), before);
	form_edit_free(&e);
}

static void codes_of_languages(void **state)
{
	struct form_edit *e = open_file(*state, "nenets/ne-a2.xml");
	static const char *const bad[] = {
	    "", "r", "EN", "e1", "english", "en-", "en-x", "en us", "en--us", "ru"};
	static const char *const good[] = {"en", "alt", "zh-Hans", "sr-Latn-RS"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(form_edit_language_add(
				     e, &(struct form_edit_language){bad[i], "T", false}),
		    ERR_INVALID);
	assert_int_equal(
	    form_edit_language_add(e, &(struct form_edit_language){"en", "", false}),
	    ERR_INVALID);
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_int_equal(form_edit_language_add(
				     e, &(struct form_edit_language){good[i], "T", true}),
		    ERR_OK);
	assert_true(form_edit_outline(e)->languages[4].rtl);
	form_edit_free(&e);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(texts_have_names),
	    TEST(texts_are_translated),
	    TEST(an_empty_text_takes_the_translation_away),
	    TEST(unknown_names_change_nothing),
	    TEST(a_language_is_added_and_removed),
	    TEST(codes_of_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
