/* One response, kept whole until the handler is done: an error replaces it. */
#ifndef OTKLIK_HTTP_RESPONSE_H
#define OTKLIK_HTTP_RESPONSE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct http_response {
	int status;		  /* 200 unless set */
	const char *content_type; /* "text/html; charset=utf-8" unless set */
	const char *location;	  /* of a redirect, below our own base path */
	const char *set_cookie;	  /* whole header value, or NULL */
	const char *filename;	  /* of a download, or NULL */
	const char *allow;	  /* of a 405 */
	int retry_after;	  /* seconds, of a 503; 0 = none */
	bool cacheable;		  /* else Cache-Control: no-store */
	struct buf body;
};

/* 303 to path (below the base path, starts with '/'; may carry a query). */
void http_redirect(struct http_response *res, struct arena *a, const char *base_path,
    const char *path);

/* The one place where an error becomes a status. */
int http_status(enum err e);

/*
 * The head of the response in CGI syntax, security headers included: CSP
 * without inline script or style, nosniff, no-referrer, frame-ancestors.
 */
void http_response_head(const struct http_response *res, struct buf *out);

#endif
