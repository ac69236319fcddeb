/* One HTTP request as the handlers see it: parsed, checked, drained. */
#ifndef OTKLIK_HTTP_REQUEST_H
#define OTKLIK_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "http/upload.h"

enum http_method { /* HEAD is GET */
	HTTP_GET = 1,
	HTTP_POST = 2,
	HTTP_OTHER = 4,
	HTTP_UPLOAD = 8 /* of a route, with HTTP_POST: takes a file instead of fields */
};

struct http_param {
	const char *name, *value; /* decoded, valid UTF-8, no NUL; never NULL */
};

#define HTTP_PARAMS_MAX 2000 /* of a form or a query; more is no form of ours */

struct http_params {
	const struct http_param *v;
	size_t n;
};

struct http_request {
	enum http_method method;
	bool head;                 /* HEAD: the body of the answer is not sent */
	const char *path;          /* below the base path, starts with '/' */
	const char *segment[4];    /* what the ':' parts of the route matched */
	struct http_params query;  /* of the URL */
	struct http_params form;   /* of an urlencoded body */
	struct http_upload upload; /* of a route with HTTP_UPLOAD */
	struct http_params cookies;
	const char *fetch_site; /* Sec-Fetch-Site, or NULL */
	const char *base_path;  /* "/feedback": prefix of every link */
	struct arena *arena;    /* of this request */
};

/* First value of that name, or NULL. */
const char *http_param(const struct http_params *p, const char *name);

/*
 * Parses application/x-www-form-urlencoded text (also a query string).
 * ERR_INVALID for a broken escape, broken UTF-8 or a NUL; ERR_TOO_LARGE above
 * max_params pairs.  Results live in the arena.
 */
ERR_CHECK enum err http_parse_urlencoded(
    struct arena *a, const char *s, size_t n, size_t max_params, struct http_params *p_r);

/*
 * Takes a request target (REQUEST_URI: what the client sent, so that the web
 * server's own decoding and splitting play no part) apart: *path_r is decoded
 * once and lies below base_path, which itself is "/"; *query_r is left as it
 * is, "" if there is none.  ERR_INVALID for a broken escape or UTF-8, control
 * characters, an encoded slash and segments "." and ".."; ERR_NOT_FOUND
 * outside base_path.  Both live in the arena.
 */
ERR_CHECK enum err http_parse_target(struct arena *a, const char *target,
    const char *base_path, const char **path_r, const char **query_r);

/* Parses a Cookie header (RFC 6265, 4.2.1); malformed pairs are skipped. */
void http_parse_cookies(struct arena *a, const char *header, struct http_params *p_r);

#endif
