/* The static route table of a program. */
#ifndef OTKLIK_HTTP_ROUTE_H
#define OTKLIK_HTTP_ROUTE_H

#include "http/request.h"
#include "http/response.h"

typedef enum err http_handler(
    void *worker, struct http_request *req, struct http_response *res);

struct http_route {
	enum http_method method;
	const char *path;      /* "/survey/:"; ':' matches one segment */
	int role;              /* least role; the program's own scale, 0 = public */
	http_handler *handler; /* NULL ends the table */
};

/*
 * Finds the route of req and fills req->segment.  ERR_NOT_FOUND, or
 * ERR_METHOD when only the method does not fit (*allow_r then lists the
 * methods that do, for the Allow header).
 */
ERR_CHECK enum err http_route_find(const struct http_route *table,
    struct http_request *req, const struct http_route **route_r, const char **allow_r);

#endif
