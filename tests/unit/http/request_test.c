#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/request.h"

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

static enum err parse(const char *s, struct http_params *p)
{
	return http_parse_urlencoded(arena, s, strlen(s), 5, p);
}

static void pair(
    const struct http_params *p, size_t i, const char *name, const char *value)
{
	assert_true(i < p->n);
	assert_string_equal(p->v[i].name, name);
	assert_string_equal(p->v[i].value, value);
}

static void urlencoded(void **state)
{
	struct http_params p;

	(void)state;
	assert_int_equal(
	    parse("q1=3&q2=%D0%94%d0%b0&text=a+b%2Bc%26d&flag&=x", &p), ERR_OK);
	assert_int_equal(p.n, 5);
	pair(&p, 0, "q1", "3");
	pair(&p, 1, "q2", "Да");
	pair(&p, 2, "text", "a b+c&d");
	pair(&p, 3, "flag", "");
	pair(&p, 4, "", "x");
	assert_string_equal(http_param(&p, "q2"), "Да");
	assert_null(http_param(&p, "q3"));
	assert_int_equal(parse("&&a=1&&", &p), ERR_OK);
	assert_int_equal(p.n, 1);
	assert_int_equal(parse("a=1&a=2", &p), ERR_OK);
	assert_string_equal(http_param(&p, "a"), "1");
	assert_int_equal(parse("a==b", &p), ERR_OK);
	pair(&p, 0, "a", "=b");
	assert_int_equal(parse("", &p), ERR_OK);
	assert_int_equal(p.n, 0);
	assert_null(http_param(&p, "a"));
}

static void broken_urlencoded(void **state)
{
	static const char *const bad[] = {"a=%", "a=%4", "a=%4g", "a=%zz", "%=1", "a=%00",
	    "a=%FF", "a=\xff", "a=%D0", "a=%D0&b=%94", "a=%C0%AF", "a=%u0041"};
	struct http_params p = {NULL, 77};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(parse(bad[i], &p), ERR_INVALID);
	assert_int_equal(http_parse_urlencoded(arena, "a\0b", 3, 5, &p), ERR_INVALID);
	assert_int_equal(parse("a&b&c&d&e&f", &p), ERR_TOO_LARGE);
	assert_int_equal(p.n, 77);
	assert_int_equal(parse("a&b&c&d&e", &p), ERR_OK);
	assert_int_equal(p.n, 5);
}

/* A percent at the very end must not make the parser read what follows. */
static void stops_at_the_length(void **state)
{
	struct http_params p;

	(void)state;
	assert_int_equal(http_parse_urlencoded(arena, "a=%41", 4, 5, &p), ERR_INVALID);
	assert_int_equal(http_parse_urlencoded(arena, "a=1&b=2", 4, 5, &p), ERR_OK);
	assert_int_equal(p.n, 1);
}

static void target(const char *s, const char *base, const char *path, const char *query)
{
	const char *p = NULL, *q = NULL;
	enum err e = http_parse_target(arena, s, base, &p, &q);

	if (e != ERR_OK)
		fail_msg("%s: %s", s, err_name(e));
	assert_string_equal(p, path);
	assert_string_equal(q, query);
}

static void targets(void **state)
{
	(void)state;
	target("/feedback", "/feedback", "/", "");
	target("/feedback/", "/feedback", "/", "");
	target("/feedback?c=site", "/feedback", "/", "c=site");
	target("/feedback/survey/ne-a2?c=qr&x=%00", "/feedback", "/survey/ne-a2",
	    "c=qr&x=%00");
	target("/feedback/a%20b+c", "/feedback", "/a b+c", "");
	target("/feed%62ack/%D0%B0", "/feedback", "/а", "");
	target("/feedback/a%2541", "/feedback", "/a%41", "");
	target("/feedback/...", "/feedback", "/...", "");
	target("/feedback/.a", "/feedback", "/.a", "");
	target("/survey?", "", "/survey", "");
	target("/", "", "/", "");
	target("http://host/feedback/x?y", "/feedback", "/x", "y");
	target("HTTPS://host:1/feedback", "/feedback", "/", "");
}

static void refused_targets(void **state)
{
	static const char *const bad[] = {"", "*", "feedback", "host:443", "?a",
	    "http://host", "http://host?x", "/feedback/a%2fb", "/feedback/a%2Fb",
	    "/feedback/%00", "/feedback/%0a", "/feedback/%7f", "/feedback/%",
	    "/feedback/%f", "/feedback/%ff", "/feedback/.", "/feedback/..",
	    "/feedback/../x", "/feedback/%2e%2e/x", "/feedback/x/.%2e", "/../feedback",
	    "/feedback/\xff"};
	static const char *const foreign[] = {
	    "/", "/feedbackx", "/feed", "/other/feedback", "//feedback", "/FEEDBACK/x"};
	const char *p = NULL, *q = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (http_parse_target(arena, bad[i], "/feedback", &p, &q) != ERR_INVALID)
			fail_msg("%s is let through", bad[i]);
	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		if (http_parse_target(arena, foreign[i], "/feedback", &p, &q) !=
		    ERR_NOT_FOUND)
			fail_msg("%s is let through", foreign[i]);
	assert_null(p);
	assert_null(q);
}

static void cookies(void **state)
{
	struct http_params p;

	(void)state;
	http_parse_cookies(arena, NULL, &p);
	assert_int_equal(p.n, 0);
	http_parse_cookies(arena, "", &p);
	assert_int_equal(p.n, 0);
	http_parse_cookies(arena, "session=abc; b=\"q\";c=; d = e =;;; f", &p);
	assert_int_equal(p.n, 4);
	pair(&p, 0, "session", "abc");
	pair(&p, 1, "b", "q");
	pair(&p, 2, "c", "");
	pair(&p, 3, "d", "e =");
	http_parse_cookies(arena, "=x; bad=\xff; good=1; q=\"", &p);
	assert_int_equal(p.n, 2);
	pair(&p, 0, "good", "1");
	pair(&p, 1, "q", "\"");
}

static void a_flood_of_cookies(void **state)
{
	char *header = arena_alloc(arena, 100001);
	struct http_params p;

	(void)state;
	for (size_t i = 0; i < 100000; i += 4)
		memcpy(header + i, "a=b;", 4);
	http_parse_cookies(arena, header, &p);
	assert_int_equal(p.n, HTTP_PARAMS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(urlencoded),
	    cmocka_unit_test(broken_urlencoded),
	    cmocka_unit_test(stops_at_the_length),
	    cmocka_unit_test(targets),
	    cmocka_unit_test(refused_targets),
	    cmocka_unit_test(cookies),
	    cmocka_unit_test(a_flood_of_cookies),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
