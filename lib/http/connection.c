#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "http/connection-private.h"
#include "http/dispatch-private.h"
#include "http/record-private.h"

#define RESPONDER 1        /* FCGI_RESPONDER */
#define FIRST_BYTE_MS 5000 /* from accept to the first byte of a request */
#define SOCKET_SECONDS 30  /* one read or write */
#define BODY_SECONDS 120   /* the whole body: a phone far from the mast */
#define READ_CHUNK 512     /* small, since FCGX_GetStr waits to fill it */

/* Waits until fd is readable or stop_fd is (-1: ignored) or time is over. */
static bool wait_readable(int fd, int stop_fd, int milliseconds)
{
	struct pollfd v[] = {
	    {.fd = fd, .events = POLLIN}, {.fd = stop_fd, .events = POLLIN}};
	int ready;

	do
		ready = poll(v, 2, milliseconds);
	while (ready < 0 && errno == EINTR);
	return ready > 0 && v[0].revents != 0;
}

static time_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/*
 * Reads the body to its end whatever its size: unread bytes of a kept
 * connection would be taken for FastCGI records of a next request.  False if
 * the end was not reached, then the connection is of no further use.
 */
static bool drain(FCGX_Stream *in, struct buf *body, struct http_raw *raw)
{
	time_t deadline = now() + BODY_SECONDS;
	char chunk[READ_CHUNK];
	int n;

	do {
		n = FCGX_GetStr(chunk, sizeof(chunk), in);
		if (FCGX_GetError(in) != 0)
			return false;
		raw->body_received += (size_t)n;
		if (raw->body_received <= HTTP_BODY_MAX)
			buf_add(body, chunk, (size_t)n);
		else
			raw->body_error = ERR_TOO_LARGE;
	} while (n == (int)sizeof(chunk) && now() <= deadline);
	return n < (int)sizeof(chunk);
}

/* A kept connection's answer ends with FCGX_Finish_r(), so that fcgi2 knows. */
static bool write_response(const FCGX_Request *fcgi, const struct http_request *req,
    const struct http_response *res)
{
	size_t n_file = req->head ? 0 : http_response_file_bytes(res);
	/* Pages of the file come and go as they are sent. */
	void *file = n_file > 0
			 ? mmap(NULL, n_file, PROT_READ, MAP_SHARED, fileno(res->file), 0)
			 : NULL;
	struct buf head = {0};
	struct http_piece v[3];
	bool written;

	if (file == MAP_FAILED)
		return false;
	http_response_head(res, &head);
	v[0] = (struct http_piece){head.data, head.len};
	v[1] = (struct http_piece){res->body.data, req->head ? 0 : res->body.len};
	v[2] = (struct http_piece){file, n_file};
	written =
	    http_record_send(fcgi->ipcFd, fcgi->requestId, v, 3, !fcgi->keepConnection);
	buf_free(&head);
	if (n_file > 0)
		munmap(file, n_file);
	return written;
}

/* Answers one request; false if the connection may not be used again. */
static bool exchange(struct http_slot *slot, FCGX_Request *fcgi)
{
	struct http_raw raw = {
	    .method = FCGX_GetParam("REQUEST_METHOD", fcgi->envp),
	    .target = FCGX_GetParam("REQUEST_URI", fcgi->envp),
	    .content_type = FCGX_GetParam("CONTENT_TYPE", fcgi->envp),
	    .content_length = FCGX_GetParam("CONTENT_LENGTH", fcgi->envp),
	    .cookie = FCGX_GetParam("HTTP_COOKIE", fcgi->envp),
	    .fetch_site = FCGX_GetParam("HTTP_SEC_FETCH_SITE", fcgi->envp),
	    .body = &slot->body,
	};
	struct http_request req;
	struct http_response res;
	bool written;

	/* Of the roles, only a responder's input ends where its body ends. */
	if (fcgi->role != RESPONDER || !drain(fcgi->in, &slot->body, &raw))
		return false;
	http_dispatch(slot->app, slot->worker, &raw, slot->arena, &req, &res);
	written = write_response(fcgi, &req, &res);
	buf_free(&res.body);
	if (res.file != NULL)
		fclose(res.file);
	return written;
}

/*
 * fcgi2 is given the connection as if it had just kept it: then accepting is
 * ours, and a stop needs no signal that could break into a request half read
 * or be lost before accept().  With listen socket -1 FCGX_Accept_r() gives up
 * where it would wait for another connection.
 */
static void adopt(FCGX_Request *fcgi, int fd)
{
	struct timeval limit = {.tv_sec = SOCKET_SECONDS};

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	FCGX_InitRequest(fcgi, -1, FCGI_FAIL_ACCEPT_ON_INTR);
	fcgi->ipcFd = fd;
	fcgi->keepConnection = 1;
}

/* Wipes what the request left. */
static void clear(struct http_slot *slot)
{
	buf_clear(&slot->body);
	arena_reset(slot->arena);
}

void http_connection_serve(struct http_slot *slot, int fd)
{
	FCGX_Request fcgi;
	bool waits = wait_readable(fd, -1, FIRST_BYTE_MS);

	adopt(&fcgi, fd);
	while (waits && FCGX_Accept_r(&fcgi) == 0) {
		bool good = exchange(slot, &fcgi), keep = good && fcgi.keepConnection;

		if (!good)
			FCGX_Detach(&fcgi);
		if (!good || keep)
			FCGX_Finish_r(&fcgi);
		clear(slot);
		waits = keep && fcgi.ipcFd >= 0 && wait_readable(fd, slot->stop_fd, -1);
	}
	/* Detached: fcgi2 closes at once, without waiting for the peer to. */
	FCGX_Detach(&fcgi);
	FCGX_Free(&fcgi, 1);
}
