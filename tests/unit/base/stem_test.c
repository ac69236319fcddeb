#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/stem.h"

static struct arena *arena;
static struct stemmer *stemmer;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	stemmer = stem_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	stem_free(&stemmer);
	return 0;
}

struct seen {
	const char *text;
	const char *words; /* joined by a space */
};

static void note(void *ctx, const struct stem_word *w)
{
	struct seen *s = ctx;

	s->words = arena_printf(arena, "%s%s%s", s->words, *s->words ? " " : "", w->word);
	assert_true(w->at + w->n <= strlen(s->text));
}

static const char *words_of(const char *text)
{
	struct seen s = {text, ""};

	stem_words(stemmer, arena, text, note, &s);
	return s.words;
}

static void words_are_found(void **state)
{
	(void)state;
	assert_string_equal(words_of("Очередь — 3 часа, ЁЛКА; PDF-файл!"),
	    "очередь 3 часа елка pdf файл");
	assert_string_equal(words_of(""), "");
	assert_string_equal(words_of(" ?! …"), "");
}

static bool fits(const char *words, const char *text)
{
	return stem_search_fits(stem_search_new(stemmer, arena, words), arena, text);
}

static void a_word_is_found_in_all_its_forms(void **state)
{
	(void)state;
	assert_true(fits("очередь", "Стояли в длинных очередях."));
	assert_true(fits("Специалисты", "вежливого специалиста"));
	assert_true(fits("елка", "у ёлки"));
	assert_true(fits("forms", "no form there"));
	assert_false(fits("очередь", "Очень долго"));
}

static void every_word_must_be_there(void **state)
{
	(void)state;
	assert_true(fits("долгое ожидание", "ожидания очень долгие"));
	assert_false(fits("долгое ожидание", "ожидание у двери"));
	assert_true(fits("", "что угодно"));
}

static void found_words_can_be_marked(void **state)
{
	struct stem_search *q = stem_search_new(stemmer, arena, "сайт");

	(void)state;
	assert_true(stem_search_has(q, &(struct stem_word){.stem = "сайт"}));
	assert_false(stem_search_has(q, &(struct stem_word){.stem = "сад"}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(words_are_found, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_word_is_found_in_all_its_forms, setup, teardown),
	    cmocka_unit_test_setup_teardown(every_word_must_be_there, setup, teardown),
	    cmocka_unit_test_setup_teardown(found_words_can_be_marked, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
