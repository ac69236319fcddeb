#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static struct arena *arena;

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

static void utf8(void **state)
{
	static const char *const bad[] = {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xd0",
	    "a\xf5\x80\x80\x80", "\xe2\x28\xa1", "\x80"};

	(void)state;
	assert_true(text_is_utf8("Отклик «№ 1»", strlen("Отклик «№ 1»")));
	assert_true(text_is_utf8("", 0));
	assert_true(text_is_utf8(NULL, 0));
	assert_false(text_is_utf8("a\0b", 3));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(text_is_utf8(bad[i], strlen(bad[i])));
}

static const char *clean(const char *s)
{
	const char *out = NULL;

	assert_int_equal(text_clean(arena, s, 1000, &out), ERR_OK);
	return out;
}

static void cleans(void **state)
{
	(void)state;
	assert_string_equal(clean("  Да \xc2\xa0\n\t"), "Да");
	assert_string_equal(clean("\xef\xbb\xbfтекст"), "текст");
	assert_string_equal(clean("a\r\nb\rc\nd"), "a\nb\nc\nd");
	assert_string_equal(clean("a\tb"), "a b");
	assert_string_equal(clean("a\x01\x7f\xc2\x85z"), "az");
	assert_string_equal(clean("a\xef\xbf\xbf\xef\xbf\xbez"), "az");
	assert_string_equal(clean("и\xcc\x86"), "й");
	assert_string_equal(clean("и\x01\xcc\x86"), "й");
	assert_string_equal(clean(""), "");
	assert_string_equal(clean(" \n "), "");
	assert_string_equal(clean("\r"), "");
}

static void cleaning_refuses(void **state)
{
	const char *out = "untouched";

	(void)state;
	assert_int_equal(text_clean(arena, "\xd0", 10, &out), ERR_INVALID);
	assert_int_equal(text_clean(arena, "абвгд", 4, &out), ERR_TOO_LARGE);
	assert_string_equal(out, "untouched");
	/* The limit is of characters as stored: composed and trimmed. */
	assert_int_equal(text_clean(arena, " и\xcc\x86 ", 1, &out), ERR_OK);
	assert_string_equal(out, "й");
	assert_int_equal(text_clean(arena, "абвгд", 5, &out), ERR_OK);
}

static void lengths(void **state)
{
	(void)state;
	assert_int_equal(text_chars(""), 0);
	assert_int_equal(text_chars("Отклик"), 6);
	assert_int_equal(text_chars("и\xcc\x86"), 1);
	assert_int_equal(text_chars("\xf0\x9f\x98\x80"), 1);
}

static void hexadecimal(void **state)
{
	(void)state;
	assert_string_equal(text_hex(arena, "\x00\x0f\xff", 3), "000fff");
	assert_string_equal(text_hex(arena, NULL, 0), "");
}

static void base64url(void **state)
{
	static const struct {
		const char *plain, *coded;
	} v[] = {{"", ""}, {"f", "Zg"}, {"fo", "Zm8"}, {"foo", "Zm9v"},
	    {"foob", "Zm9vYg"}, {"\xfb\xff\xfe", "-__-"}};
	static const char *const bad[] = {
	    "Zg==", "Zh", "Zm9", "Zm9v\n", "Zm9v ", "abc\xd0", "+/+/", "Z", "Zm9vй"};
	uint8_t *p = NULL;
	size_t n = 77;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
		    text_base64url_decode(arena, bad[i], &p, &n), ERR_INVALID);
	assert_null(p);
	assert_int_equal(n, 77);
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		assert_string_equal(
		    text_base64url(arena, v[i].plain, strlen(v[i].plain)), v[i].coded);
		assert_int_equal(
		    text_base64url_decode(arena, v[i].coded, &p, &n), ERR_OK);
		assert_int_equal(n, strlen(v[i].plain));
		assert_memory_equal(p, v[i].plain, n);
	}
}

static void whole_numbers(void **state)
{
	static const char *const bad[] = {"", "-", "+1", " 1", "1 ", "1.0", "0x1", "11",
	    "-11", "9999999999999999999", "-9999999999999999999", "1a", "--1"};
	long v = 77;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(text_int(bad[i], -10, 10, &v), ERR_INVALID);
	assert_int_equal(v, 77);
	assert_int_equal(text_int("-10", -10, 10, &v), ERR_OK);
	assert_int_equal(v, -10);
	assert_int_equal(text_int("10", -10, 10, &v), ERR_OK);
	assert_int_equal(v, 10);
	assert_int_equal(
	    text_int("-9223372036854775808", LONG_MIN, LONG_MAX, &v), ERR_OK);
	assert_true(v == LONG_MIN);
	assert_int_equal(text_int("9223372036854775807", LONG_MIN, LONG_MAX, &v), ERR_OK);
	assert_true(v == LONG_MAX);
	assert_int_equal(
	    text_int("9223372036854775808", LONG_MIN, LONG_MAX, &v), ERR_INVALID);
	assert_int_equal(
	    text_int("-9223372036854775809", LONG_MIN, LONG_MAX, &v), ERR_INVALID);
}

static void comparisons(void **state)
{
	(void)state;
	assert_true(text_equal("a", "a"));
	assert_false(text_equal("a", "b"));
	assert_true(text_equal(NULL, NULL));
	assert_false(text_equal(NULL, ""));
	assert_false(text_equal("", NULL));
	assert_true(text_starts("abc", "ab"));
	assert_true(text_starts("abc", ""));
	assert_false(text_starts("ab", "abc"));
}

static void ratios(void **state)
{
	static const struct {
		int64_t num, den;
		int digits;
		const char *text;
	} v[] = {
	    {200, 3, 1, "66.7"},
	    {6900, 100, 2, "69.00"},
	    {0, 7, 1, "0.0"},
	    {1, 2, 0, "1"},
	    {1, 3, 0, "0"},
	    {5, 10, 0, "1"},
	    {-1, 2, 0, "-1"},
	    {-1, 3, 0, "0"},
	    {-1, 100, 1, "0.0"},
	    {-5, 100, 1, "-0.1"},
	    {5, 100, 1, "0.1"},
	    {-50, 1, 1, "-50.0"},
	    /* Decimals that a double would round the wrong way. */
	    {1005, 1000, 2, "1.01"},
	    {8345, 1000, 2, "8.35"},
	    {2675, 1000, 2, "2.68"},
	    /* 70.996 becomes 71.00, the boundary of the levels. */
	    {70996, 1000, 2, "71.00"},
	    {71005, 1000, 2, "71.01"},
	    {71004, 1000, 2, "71.00"},
	    {INT64_MAX, 1, 0, "9223372036854775807"},
	    {INT64_MIN, 1, 9, "-9223372036854775808.000000000"},
	    {INT64_MAX, INT64_MAX, 9, "1.000000000"},
	    {1, INT64_MAX, 9, "0.000000000"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		assert_string_equal(
		    text_ratio(arena, v[i].num, v[i].den, v[i].digits, '.'), v[i].text);
	assert_string_equal(text_ratio(arena, 200, 3, 1, ','), "66,7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(utf8),
	    cmocka_unit_test(cleans),
	    cmocka_unit_test(cleaning_refuses),
	    cmocka_unit_test(lengths),
	    cmocka_unit_test(hexadecimal),
	    cmocka_unit_test(base64url),
	    cmocka_unit_test(whole_numbers),
	    cmocka_unit_test(comparisons),
	    cmocka_unit_test(ratios),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
