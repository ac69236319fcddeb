#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "stat/words.h"

static struct arena *arena;
static struct stemmer *stemmer;
static struct stat_words *words;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	stemmer = stem_new();
	words = stat_words_new(stemmer);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	stat_words_free(&words);
	stem_free(&stemmer);
	arena_free(&arena);
	return 0;
}

static void forms_count_as_one_word(void **state)
{
	const struct stat_word *v;
	size_t n;

	(void)state;
	stat_words_add(words, "Большая очередь, очередь до двери");
	stat_words_add(words, "В очереди 2 часа");
	stat_words_add(words, "Нет очередей, и это хорошо");
	v = stat_words_top(words, arena, 10, &n);
	assert_true(n > 1);
	assert_string_equal(v[0].word, "очередь");
	assert_int_equal(v[0].texts, 3);
	assert_int_equal(v[1].texts, 1);
}

static void words_of_grammar_are_passed_over(void **state)
{
	size_t n;

	(void)state;
	stat_words_add(words, "И это все, что было: 15 на 2.");
	stat_words_top(words, arena, 10, &n);
	assert_int_equal(n, 0);
}

static void praise_and_blame_are_counted(void **state)
{
	size_t n;

	(void)state;
	stat_words_add(words, "Было хорошо, стало лучше");
	stat_words_top(words, arena, 10, &n);
	assert_int_equal(n, 3); /* and "стало" */
}

static void equals_stand_by_the_alphabet(void **state)
{
	const struct stat_word *v;
	size_t n;

	(void)state;
	stat_words_add(words, "сайт архив портал");
	v = stat_words_top(words, arena, 2, &n);
	assert_int_equal(n, 2);
	assert_string_equal(v[0].word, "архив");
	assert_string_equal(v[1].word, "портал");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(forms_count_as_one_word, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		words_of_grammar_are_passed_over, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		praise_and_blame_are_counted, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		equals_stand_by_the_alphabet, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
