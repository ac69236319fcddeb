/* One response, kept whole until the handler is done: an error replaces it. */
#ifndef OTKLIK_HTTP_RESPONSE_H
#define OTKLIK_HTTP_RESPONSE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#define HTTP_COOKIES_MAX 2 /* set by one response */

struct http_response {
	int status;               /* 200 unless set */
	const char *content_type; /* "text/html; charset=utf-8" unless set */
	const char *location;     /* of a redirect, below our own base path */
	const char *set_cookie[HTTP_COOKIES_MAX]; /* whole header values, or NULL */
	const char *filename;                     /* of a download, or NULL */
	const char *allow;                        /* of a 405 */
	int retry_after;                          /* seconds, of a 503; 0 = none */
	bool cacheable;                           /* else Cache-Control: no-store */
	struct buf body;
	/* Sent behind the body, whole, and closed: for what is too large to hold in
	   memory (tmpfile()); or NULL. */
	FILE *file;
};

/*
 * 303 to path (below the base path, starts with '/'; may carry a query).  What
 * may not stand in a URL is percent-encoded, and no path leads to another
 * host: "//host" becomes "/host".
 */
void http_redirect(
    struct http_response *res, struct arena *a, const char *base_path, const char *path);

/* The one place where an error becomes a status. */
int http_status(enum err e);

/* The reason phrase of a status (RFC 9110), never NULL. */
const char *http_reason(int status);

/* Bytes of the file; what is still in its buffer is written. */
size_t http_response_file_bytes(const struct http_response *res);

/*
 * The head of the response in CGI syntax, security headers and the length of
 * the body included: CSP without inline script or style, nosniff, no-referrer,
 * frame-ancestors.  Control characters inside a value are left out.
 */
void http_response_head(const struct http_response *res, struct buf *out);

#endif
