#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/response.h"

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

static const char *head(const struct http_response *res)
{
	struct buf b = {0};
	const char *s;

	http_response_head(res, &b);
	s = arena_strdup(arena, buf_str(&b));
	buf_free(&b);
	return s;
}

static void has(const char *s, const char *line)
{
	if (strstr(s, line) == NULL)
		fail_msg("\"%s\" is missing in:\n%s", line, s);
}

static void lacks(const char *s, const char *line)
{
	if (strstr(s, line) != NULL)
		fail_msg("\"%s\" should not be in:\n%s", line, s);
}

static void an_ordinary_page(void **state)
{
	struct http_response res = {0};
	const char *s;

	(void)state;
	buf_puts(&res.body, "текст");
	s = head(&res);
	buf_free(&res.body);
	assert_memory_equal(s, "Status: 200 OK\r\n", 16);
	has(s, "\r\nContent-Type: text/html; charset=utf-8\r\n");
	has(s, "\r\nContent-Length: 10\r\n");
	has(s, "\r\nCache-Control: no-store\r\n");
	has(s, "\r\nX-Content-Type-Options: nosniff\r\n");
	has(s, "\r\nReferrer-Policy: no-referrer\r\n");
	has(s, "\r\nCross-Origin-Opener-Policy: same-origin\r\n");
	has(s, "\r\nContent-Security-Policy: default-src 'none'; ");
	has(s, "frame-ancestors 'self'\r\n");
	lacks(s, "unsafe");
	lacks(s, "Location");
	lacks(s, "Set-Cookie");
	assert_string_equal(s + strlen(s) - 4, "\r\n\r\n");
}

static void every_field(void **state)
{
	const struct http_response res = {.status = 503,
	    .content_type = "text/csv",
	    .set_cookie = {"s=1; HttpOnly", "d=2"},
	    .filename = "Итоги \"2026\".csv",
	    .allow = "GET, HEAD",
	    .retry_after = 7,
	    .cacheable = true};
	const char *s = head(&res);

	(void)state;
	has(s, "Status: 503 Service Unavailable\r\n");
	has(s, "\r\nContent-Type: text/csv\r\n");
	has(s, "\r\nSet-Cookie: s=1; HttpOnly\r\nSet-Cookie: d=2\r\n");
	has(s, "\r\nContent-Disposition: attachment; filename=\"_____ _2026_.csv\"; "
	       "filename*=UTF-8''%D0%98%D1%82%D0%BE%D0%B3%D0%B8%20%222026%22.csv\r\n");
	has(s, "\r\nAllow: GET, HEAD\r\n");
	has(s, "\r\nRetry-After: 7\r\n");
	has(s, "\r\nCache-Control: public, max-age=300\r\n");
	lacks(s, "no-store");
}

static void no_header_can_be_smuggled_in(void **state)
{
	const struct http_response res = {.location = "/a\r\nX: y",
	    .set_cookie = {"s=1\nX: y"},
	    .filename = "a\r\nX: y"};
	const char *s = head(&res);

	(void)state;
	lacks(s, "\nX: y");
}

static void redirects(void **state)
{
	static const struct {
		const char *base, *path, *location;
	} v[] = {
	    {"/feedback", "/survey/ne-a2/thanks", "/feedback/survey/ne-a2/thanks"},
	    {"/feedback", "/", "/feedback/"},
	    {"/feedback", "/a?b=c&d=%D0%B0#e", "/feedback/a?b=c&d=%D0%B0#e"},
	    {"/feedback", "/а b\"<\n", "/feedback/%D0%B0%20b%22%3C%0A"},
	    {"", "//evil.example/x", "/evil.example/x"},
	    {"", "/\\/evil.example", "/evil.example"},
	    {"", "\\\\evil.example", "/evil.example"},
	    {"", "https://evil.example", "/https://evil.example"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		struct http_response res = {0};

		http_redirect(&res, arena, v[i].base, v[i].path);
		assert_int_equal(res.status, 303);
		assert_string_equal(res.location, v[i].location);
	}
}

static void statuses(void **state)
{
	static const struct {
		enum err e;
		int status;
	} v[] = {{ERR_OK, 200}, {ERR_INVALID, 400}, {ERR_TOO_LARGE, 413},
	    {ERR_MEDIA_TYPE, 415}, {ERR_NOT_FOUND, 404}, {ERR_METHOD, 405},
	    {ERR_DENIED, 403}, {ERR_LOGIN, 401}, {ERR_DUPLICATE, 409},
	    {ERR_CONFLICT, 409}, {ERR_EXPIRED, 422}, {ERR_FORGED, 400},
	    {ERR_NOT_OPEN, 403}, {ERR_CLOSED, 410}, {ERR_UNAVAILABLE, 503}, {ERR_IO, 500},
	    {ERR_CONFIG, 500}, {ERR_INTERNAL, 500}};

	(void)state;
	assert_int_equal(sizeof(v) / sizeof(v[0]), ERR_INTERNAL + 1);
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		assert_int_equal(http_status(v[i].e), v[i].status);
		assert_string_not_equal(http_reason(v[i].status), "Unknown");
	}
	assert_string_equal(http_reason(299), "Unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_ordinary_page),
	    cmocka_unit_test(every_field),
	    cmocka_unit_test(no_header_can_be_smuggled_in),
	    cmocka_unit_test(redirects),
	    cmocka_unit_test(statuses),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
