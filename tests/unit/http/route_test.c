#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/route.h"

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

static enum err handle(void *worker, struct http_request *req, struct http_response *res)
{
	(void)worker;
	(void)req;
	(void)res;
	return ERR_OK;
}

static const struct http_route table[] = {
    {HTTP_GET, "/", 0, handle},
    {HTTP_GET, "/survey/new", 1, handle},
    {HTTP_GET, "/survey/:", 2, handle},
    {HTTP_POST, "/survey/:", 3, handle},
    {HTTP_POST, "/login", 4, handle},
    {HTTP_GET, "/map/:/row/:", 5, handle},
    {HTTP_GET | HTTP_POST, "/both", 6, handle},
    {HTTP_GET, "/:.json", 7, handle},
    {0},
};

static enum err find(enum http_method method, const char *path, struct http_request *req,
    int *role, const char **allow)
{
	const struct http_route *route = NULL;
	enum err e;

	*req = (struct http_request){.method = method, .path = path, .arena = arena};
	*allow = NULL;
	e = http_route_find(table, req, &route, allow);
	*role = route == NULL ? -1 : route->role;
	return e;
}

static void found(void **state)
{
	static const struct {
		enum http_method method;
		const char *path;
		int role;
		const char *first, *second;
	} v[] = {
	    {HTTP_GET, "/", 0, NULL, NULL},
	    {HTTP_GET, "/survey/new", 1, NULL, NULL},
	    {HTTP_GET, "/survey/ne-a2", 2, "ne-a2", NULL},
	    {HTTP_POST, "/survey/new", 3, "new", NULL},
	    {HTTP_GET, "/map/12/row/а:б", 5, "12", "а:б"},
	    {HTTP_POST, "/both", 6, NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		struct http_request req;
		const char *allow;
		int role;

		assert_int_equal(
		    find(v[i].method, v[i].path, &req, &role, &allow), ERR_OK);
		assert_int_equal(role, v[i].role);
		assert_null(allow);
		if (v[i].first == NULL)
			assert_null(req.segment[0]);
		else
			assert_string_equal(req.segment[0], v[i].first);
		if (v[i].second == NULL)
			assert_null(req.segment[1]);
		else
			assert_string_equal(req.segment[1], v[i].second);
	}
}

static void not_found(void **state)
{
	static const char *const paths[] = {"", "/survey", "/survey/", "/survey/a/",
	    "/survey/a/b", "//", "/map//row/1", "/map/1/row/", "/logi", "/login/", "/x"};
	struct http_request req;
	const char *allow;
	int role;

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_int_equal(
		    find(HTTP_GET, paths[i], &req, &role, &allow), ERR_NOT_FOUND);
		assert_int_equal(role, -1);
		assert_null(allow);
	}
}

static void wrong_method(void **state)
{
	struct http_request req;
	const char *allow;
	int role;

	(void)state;
	assert_int_equal(find(HTTP_GET, "/login", &req, &role, &allow), ERR_METHOD);
	assert_string_equal(allow, "POST");
	assert_null(req.segment[0]);
	assert_int_equal(find(HTTP_POST, "/", &req, &role, &allow), ERR_METHOD);
	assert_string_equal(allow, "GET, HEAD");
	assert_int_equal(find(HTTP_OTHER, "/survey/x", &req, &role, &allow), ERR_METHOD);
	assert_string_equal(allow, "GET, HEAD, POST");
	assert_int_equal(
	    find(HTTP_OTHER, "/nowhere", &req, &role, &allow), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(found),
	    cmocka_unit_test(not_found),
	    cmocka_unit_test(wrong_method),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
