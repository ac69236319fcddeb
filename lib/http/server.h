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

/*
 * A program.  worker_new and worker_free run in the thread of their slot; an
 * error of worker_new ends http_serve() with it.  A handler or the gate that
 * returns an error has its response thrown away: fail() writes a new one (it
 * may also redirect, for ERR_LOGIN) with Allow and Retry-After set already.
 * Without fail, or when it writes nothing, the status line is the page.
 */
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
 * Serves until SIGTERM or SIGINT; requests in flight are finished, and of a
 * socket made by http_listen(path) those that wait in its queue too (the path
 * is removed first).  Returns ERR_OK after a graceful stop.  Both signals stay
 * blocked: call it from the main thread, with no other thread running, and end
 * the program after it.
 */
ERR_CHECK enum err http_serve(const struct http_app *app, int fd);

#endif
