#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "http/dispatch-private.h"

static struct arena *arena;
static struct http_request req;
static struct http_response res;
static enum err gate_says, handler_says, failed_with;
static int handled, gated;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	gate_says = handler_says = failed_with = ERR_OK;
	handled = gated = 0;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	buf_free(&res.body);
	return 0;
}

static enum err handle(void *worker, struct http_request *r, struct http_response *s)
{
	assert_ptr_equal(worker, &handled);
	handled++;
	buf_printf(&s->body, "page %s", r->path);
	s->set_cookie[0] = "half=done";
	return handler_says;
}

static enum err gate(void *worker, const struct http_route *route, struct http_request *r,
    struct http_response *s)
{
	(void)r;
	assert_ptr_equal(worker, &handled);
	assert_non_null(route->handler);
	gated++;
	if (gate_says != ERR_OK)
		buf_puts(&s->body, "half a page");
	return gate_says;
}

static void fail_page(
    void *worker, enum err e, const struct http_request *r, struct http_response *s)
{
	assert_ptr_equal(worker, &handled);
	assert_string_equal(r->base_path, "/feedback");
	assert_int_equal(s->status, http_status(e));
	assert_int_equal(s->body.len, 0);
	failed_with = e;
	if (e == ERR_LOGIN)
		http_redirect(s, r->arena, r->base_path, "/admin/login");
	else if (e != ERR_INTERNAL)
		buf_printf(&s->body, "error %d", s->status);
}

static const struct http_route routes[] = {
    {HTTP_GET, "/page", 0, handle},
    {HTTP_POST, "/form", 0, handle},
    {0},
};

static const struct http_app app = {
    .routes = routes, .base_path = "/feedback", .gate = gate, .fail = fail_page};

static void dispatch(struct http_raw raw, const char *body)
{
	struct buf b = {0};

	if (body != NULL) {
		buf_puts(&b, body);
		raw.body_received += b.len;
	}
	raw.body = &b;
	buf_free(&res.body);
	http_dispatch(&app, &handled, &raw, arena, &req, &res);
	buf_free(&b);
}

static void failed(enum err e, int status)
{
	assert_int_equal(failed_with, e);
	assert_int_equal(res.status, status);
	assert_int_equal(handled, 0);
}

static void a_page(void **state)
{
	(void)state;
	dispatch((struct http_raw){.method = "GET",
		     .target = "/feedback/page?c=qr",
		     .cookie = "s=1",
		     .fetch_site = "same-origin",
		     .content_length = ""},
	    NULL);
	assert_string_equal(buf_str(&res.body), "page /page");
	assert_string_equal(http_param(&req.query, "c"), "qr");
	assert_string_equal(http_param(&req.cookies, "s"), "1");
	assert_string_equal(req.fetch_site, "same-origin");
	assert_false(req.head);
	dispatch((struct http_raw){.method = "HEAD", .target = "/feedback/page"}, NULL);
	assert_true(req.head);
	assert_int_equal(req.method, HTTP_GET);
	assert_null(req.fetch_site);
	assert_int_equal(handled, 2);
	assert_int_equal(failed_with, ERR_OK);
}

#define FORM "application/x-www-form-urlencoded"

static void a_form(void **state)
{
	static const char *const types[] = {FORM, FORM ";charset=UTF-8",
	    "Application/X-WWW-Form-UrlEncoded ; charset=utf-8"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		dispatch((struct http_raw){.method = "POST",
			     .target = "/feedback/form",
			     .content_type = types[i],
			     .content_length = "9"},
		    "q1=3&q2=4");
		assert_string_equal(http_param(&req.form, "q2"), "4");
	}
	/* Without a length (chunked), and empty. */
	dispatch(
	    (struct http_raw){
		.method = "POST", .target = "/feedback/form", .content_type = FORM},
	    "q1=3");
	assert_string_equal(http_param(&req.form, "q1"), "3");
	dispatch((struct http_raw){.method = "POST", .target = "/feedback/form"}, NULL);
	assert_int_equal(req.form.n, 0);
	assert_int_equal(handled, 5);
}

static void bodies_that_are_refused(void **state)
{
	struct http_raw raw = {
	    .method = "POST", .target = "/feedback/form", .content_type = FORM};
	static const char *const types[] = {
	    "text/plain", "multipart/form-data; boundary=x", FORM "x", "", NULL};

	(void)state;
	dispatch(raw, "a=%zz");
	failed(ERR_INVALID, 400);
	raw.content_length = "10";
	dispatch(raw, "q1=3");
	failed(ERR_INVALID, 400);
	raw.content_length = "2";
	dispatch(raw, "q1=3");
	failed(ERR_INVALID, 400);
	raw.content_length = "-4";
	dispatch(raw, "q1=3");
	failed(ERR_INVALID, 400);
	raw.content_length = NULL;
	raw.body_error = ERR_TOO_LARGE;
	dispatch(raw, "q1=3");
	failed(ERR_TOO_LARGE, 413);
	raw.body_error = ERR_OK;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		raw.content_type = types[i];
		dispatch(raw, "q1=3");
		failed(ERR_MEDIA_TYPE, 415);
	}
	assert_int_equal(gated, 0);
}

static void too_many_fields(void **state)
{
	char *body = arena_alloc(arena, 3 * HTTP_PARAMS_MAX + 4);

	(void)state;
	for (size_t i = 0; i <= HTTP_PARAMS_MAX; i++)
		memcpy(body + i * 2, "a&", 2);
	dispatch(
	    (struct http_raw){
		.method = "POST", .target = "/feedback/form", .content_type = FORM},
	    body);
	failed(ERR_TOO_LARGE, 413);
}

static void requests_that_are_refused(void **state)
{
	(void)state;
	dispatch((struct http_raw){.method = "GET", .target = "/feedback/x"}, NULL);
	failed(ERR_NOT_FOUND, 404);
	dispatch((struct http_raw){.method = "GET", .target = "/feedback/form"}, NULL);
	failed(ERR_METHOD, 405);
	assert_string_equal(res.allow, "POST");
	dispatch((struct http_raw){.method = "TRACE", .target = "/feedback/page"}, NULL);
	failed(ERR_METHOD, 405);
	dispatch((struct http_raw){.method = "get", .target = "/feedback/page"}, NULL);
	failed(ERR_METHOD, 405);
	dispatch((struct http_raw){.target = "/feedback/page"}, NULL);
	failed(ERR_METHOD, 405);
	dispatch((struct http_raw){.method = "GET"}, NULL);
	failed(ERR_INVALID, 400);
	assert_string_equal(req.path, "/");
	dispatch(
	    (struct http_raw){.method = "GET", .target = "/feedback/page?a=%"}, NULL);
	failed(ERR_INVALID, 400);
	dispatch(
	    (struct http_raw){.method = "GET", .target = "/feedback/%2e%2e/page"}, NULL);
	failed(ERR_INVALID, 400);
	assert_int_equal(gated, 0);
}

static void the_gate_closes(void **state)
{
	const struct http_raw raw = {.method = "GET", .target = "/feedback/page"};

	(void)state;
	gate_says = ERR_DENIED;
	dispatch(raw, NULL);
	failed(ERR_DENIED, 403);
	assert_string_equal(buf_str(&res.body), "error 403");
	gate_says = ERR_LOGIN;
	dispatch(raw, NULL);
	assert_int_equal(res.status, 303);
	assert_string_equal(res.location, "/feedback/admin/login");
	assert_int_equal(res.body.len, 0);
	assert_int_equal(handled, 0);
}

/* Nothing of a half-made response is left, its cookie included. */
static void an_error_replaces_the_page(void **state)
{
	const struct http_raw raw = {.method = "GET", .target = "/feedback/page"};

	(void)state;
	handler_says = ERR_UNAVAILABLE;
	dispatch(raw, NULL);
	assert_int_equal(res.status, 503);
	assert_int_equal(res.retry_after, 5);
	assert_null(res.set_cookie[0]);
	assert_string_equal(buf_str(&res.body), "error 503");
	/* A program that writes no page still answers something. */
	handler_says = ERR_INTERNAL;
	dispatch(raw, NULL);
	assert_int_equal(res.status, 500);
	assert_int_equal(res.retry_after, 0);
	assert_string_equal(buf_str(&res.body), "500 Internal Server Error\n");
	assert_string_equal(res.content_type, "text/plain; charset=utf-8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_page, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_form, setup, teardown),
	    cmocka_unit_test_setup_teardown(bodies_that_are_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(too_many_fields, setup, teardown),
	    cmocka_unit_test_setup_teardown(requests_that_are_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(the_gate_closes, setup, teardown),
	    cmocka_unit_test_setup_teardown(an_error_replaces_the_page, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
