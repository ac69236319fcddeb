#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../../cgi/survey/saved.h"

static struct arena *arena;
static const struct box_token_key key = {.sign = {1}, .seal = {2}};

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static const char *file(size_t n_answers, size_t *n_r)
{
	static const uint8_t answers[2000] = {2, 7, 0, 9};
	const struct saved s = {300, 4, "site", "ar", answers, n_answers};
	struct buf b = {0};
	const char *text;

	buf_puts(&b, "# заголовок\r\n");
	saved_write(arena, &key, 12, &s, &b);
	text = arena_strndup(arena, buf_str(&b), b.len);
	*n_r = b.len;
	buf_free(&b);
	return text;
}

static void what_is_written_is_read(void **state)
{
	struct saved s;
	size_t n;
	const char *text = file(2000, &n);

	(void)state;
	assert_int_equal(saved_read(arena, &key, 12, text, n, &s), ERR_OK);
	assert_int_equal(s.version, 300);
	assert_int_equal(s.section, 4);
	assert_string_equal(s.channel, "site");
	assert_string_equal(s.language, "ar");
	assert_int_equal(s.n_answers, 2000);
	assert_int_equal(s.answers[1], 7);
}

static void lines_are_short(void **state)
{
	size_t n;
	const char *text = file(2000, &n);

	(void)state;
	while (*text != '\0') {
		assert_in_range(strcspn(text, "\r"), 0, 64);
		text += strcspn(text, "\n") + 1;
	}
}

static void no_two_files_are_alike(void **state)
{
	size_t n, m;

	(void)state;
	assert_string_not_equal(file(10, &n), file(10, &m));
}

static void others_do_not_open(void **state)
{
	struct box_token_key other = key;
	struct saved s = {.version = 5};
	size_t n;
	const char *text = file(100, &n);
	char *changed = arena_strdup(arena, text);

	(void)state;
	other.seal[31] = 1;
	assert_int_equal(saved_read(arena, &key, 13, text, n, &s), ERR_FORGED);
	assert_int_equal(saved_read(arena, &other, 12, text, n, &s), ERR_FORGED);
	assert_int_equal(saved_read(arena, &key, 12, "", 0, &s), ERR_FORGED);
	for (size_t i = 0; i < n - 2; i++)
		assert_int_equal(saved_read(arena, &key, 12, text, i, &s), ERR_FORGED);
	changed[n - 6] = changed[n - 6] == 'A' ? 'B' : 'A';
	assert_int_equal(saved_read(arena, &key, 12, changed, n, &s), ERR_FORGED);
	assert_int_equal(s.version, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(what_is_written_is_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(lines_are_short, setup, teardown),
	    cmocka_unit_test_setup_teardown(no_two_files_are_alike, setup, teardown),
	    cmocka_unit_test_setup_teardown(others_do_not_open, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
