/*
 * The FastCGI loop: a thread per request slot, each with a worker of its own
 * (database connection, arena).  The request body is always drained to its
 * end, whatever the outcome: unread bytes on a kept connection would be parsed
 * as FastCGI records of a next request (request smuggling).
 */
#ifndef OTKLIK_HTTP_SERVER_H
#define OTKLIK_HTTP_SERVER_H

#include "http/route.h"

#define HTTP_BODY_MAX (512 * 1024) /* bytes; larger bodies are drained and get 413 */

struct http_app {
	const struct http_route *routes;
	const char *base_path;
	int threads;
	void *shared; /* handed to worker_new */
	enum err (*worker_new)(void *shared, int slot, void **worker_r);
	void (*worker_free)(void **worker);
	/* Before the handler: session, role, CSRF.  May be NULL. */
	enum err (*gate)(void *worker, const struct http_route *route,
	    struct http_request *req, struct http_response *res);
	/* Writes the page of an error; the status is set already. */
	void (*fail)(void *worker, enum err e, const struct http_request *req,
	    struct http_response *res);
};

/*
 * Opens the listening socket: a path (created with mode 0660, backlog 511, a
 * stale one replaced), or NULL for the one handed over on fd 0 (spawn-fcgi)
 * or fd 3 (systemd: LISTEN_PID, LISTEN_FDS).
 */
ERR_CHECK enum err http_listen(const char *path, int *fd_r);

/*
 * Serves until SIGTERM or SIGINT; requests in flight are finished.  Returns
 * ERR_OK after a graceful stop.
 */
ERR_CHECK enum err http_serve(const struct http_app *app, int fd);

#endif
