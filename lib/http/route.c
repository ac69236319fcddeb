#include <assert.h>
#include <string.h>

#include "http/route.h"

#define SEGMENTS (sizeof(((struct http_request *)0)->segment) / sizeof(const char *))

/* Does path fit the pattern?  Puts what its ':' parts matched into segment. */
static bool fits(
    struct arena *a, const char *pattern, const char *path, const char *segment[SEGMENTS])
{
	size_t found = 0;

	for (; *pattern != '\0'; pattern++) {
		size_t n;

		if (*pattern != ':') {
			if (*pattern != *path++)
				return false;
			continue;
		}
		n = strcspn(path, "/");
		if (n == 0)
			return false;
		assert(found < SEGMENTS);
		segment[found++] = arena_strndup(a, path, n);
		path += n;
	}
	return *path == '\0';
}

static const char *allow(unsigned methods)
{
	static const char *const lists[] = {"", "GET, HEAD", "POST", "GET, HEAD, POST"};

	return lists[methods & (HTTP_GET | HTTP_POST)];
}

enum err http_route_find(const struct http_route *table, struct http_request *req,
    const struct http_route **route_r, const char **allow_r)
{
	unsigned methods = 0;

	for (const struct http_route *r = table; r->handler != NULL; r++) {
		const char *segment[SEGMENTS] = {NULL};

		if (!fits(req->arena, r->path, req->path, segment))
			continue;
		if (r->method & req->method) {
			memcpy(req->segment, segment, sizeof(segment));
			*route_r = r;
			return ERR_OK;
		}
		methods |= r->method;
	}
	if (methods == 0)
		return ERR_NOT_FOUND;
	*allow_r = allow(methods);
	return ERR_METHOD;
}
