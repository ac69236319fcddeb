/* From what the web server handed over to a response, without any socket. */
#ifndef OTKLIK_HTTP_DISPATCH_PRIVATE_H
#define OTKLIK_HTTP_DISPATCH_PRIVATE_H

#include "http/server.h"

struct http_raw {
	const char *method, *target, *content_type, *content_length, *cookie,
	    *fetch_site; /* CGI variables; NULL if not given */
	const struct buf *body;
	enum err body_error;  /* ERR_TOO_LARGE: drained, but not kept */
	size_t body_received; /* bytes that came, kept or not */
};

/*
 * Parses, finds the route, passes the gate, calls the handler; on an error of
 * any of them lets the program write its page.  *req_r and *res_r are filled
 * in every case; what they point to lives in the arena, but res_r->body is on
 * the heap: buf_free() it.
 */
void http_dispatch(const struct http_app *app, void *worker, const struct http_raw *raw,
    struct arena *a, struct http_request *req_r, struct http_response *res_r);

#endif
