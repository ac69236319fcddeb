/*
 * A FastCGI program made of lib/http alone, for tests of the loop itself.
 *
 * usage: echo-app [SOCKET [THREADS]]    without SOCKET: the one handed over
 *
 * GET  /echo         method, path and query, a line each
 * POST /echo         the fields of the form
 * GET  /slow?ms=N    answers after N milliseconds
 * GET  /big?bytes=N  that many bytes
 * GET  /file?bytes=N  the same from a file, behind the word "head"; with e=N it
 *                    fails after the file is written
 * GET  /fail?e=N     error number N
 * POST /mark         counts; only a test of forged requests comes here
 * GET  /marks        how often /mark was called
 * GET  /served       how many requests were handled, this one included
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/text.h"
#include "http/server.h"

static atomic_int marks, served;

static long number(const struct http_request *req, const char *name, long max)
{
	const char *s = http_param(&req->query, name);
	long v = 0;

	if (s != NULL && text_int(s, 0, max, &v) != ERR_OK)
		v = 0;
	return v;
}

static void write_params(struct buf *out, const char *kind, const struct http_params *p)
{
	for (size_t i = 0; i < p->n; i++)
		buf_printf(out, "%s %s=%s\n", kind, p->v[i].name, p->v[i].value);
}

static enum err echo(void *worker, struct http_request *req, struct http_response *res)
{
	(void)worker;
	res->content_type = "text/plain; charset=utf-8";
	buf_printf(&res->body, "method %d\npath %s\n", (int)req->method, req->path);
	write_params(&res->body, "query", &req->query);
	write_params(&res->body, "form", &req->form);
	write_params(&res->body, "cookie", &req->cookies);
	return ERR_OK;
}

static enum err slow(void *worker, struct http_request *req, struct http_response *res)
{
	long ms = number(req, "ms", 10000);
	const struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	nanosleep(&t, NULL);
	return echo(worker, req, res);
}

static enum err big(void *worker, struct http_request *req, struct http_response *res)
{
	long n = number(req, "bytes", 100 * 1024 * 1024);

	(void)worker;
	for (long i = 0; i < n; i++)
		buf_add_u8(&res->body, (uint8_t)('a' + i % 26));
	return ERR_OK;
}

static enum err file(void *worker, struct http_request *req, struct http_response *res)
{
	long n = number(req, "bytes", 100 * 1024 * 1024);

	(void)worker;
	buf_puts(&res->body, "head");
	res->file = tmpfile();
	if (res->file == NULL)
		return ERR_IO;
	for (long i = 0; i < n; i++)
		putc((int)('a' + i % 26), res->file);
	return (enum err)number(req, "e", ERR_INTERNAL);
}

static enum err fail(void *worker, struct http_request *req, struct http_response *res)
{
	(void)worker;
	(void)res;
	return (enum err)number(req, "e", ERR_INTERNAL);
}

static enum err mark(void *worker, struct http_request *req, struct http_response *res)
{
	atomic_fetch_add(&marks, 1);
	return echo(worker, req, res);
}

static enum err write_marks(
    void *worker, struct http_request *req, struct http_response *res)
{
	(void)worker;
	(void)req;
	buf_printf(&res->body, "%d", atomic_load(&marks));
	return ERR_OK;
}

static enum err write_served(
    void *worker, struct http_request *req, struct http_response *res)
{
	(void)worker;
	(void)req;
	buf_printf(&res->body, "%d", atomic_load(&served));
	return ERR_OK;
}

static enum err count(void *worker, const struct http_route *route,
    struct http_request *req, struct http_response *res)
{
	(void)worker;
	(void)route;
	(void)req;
	(void)res;
	atomic_fetch_add(&served, 1);
	return ERR_OK;
}

static enum err worker_new(void *shared, int slot, void **worker_r)
{
	(void)slot;
	*worker_r = shared;
	return ERR_OK;
}

static void worker_free(void **worker)
{
	*worker = NULL;
}

static const struct http_route routes[] = {
    {HTTP_GET | HTTP_POST, "/echo", 0, echo},
    {HTTP_GET, "/slow", 0, slow},
    {HTTP_GET, "/big", 0, big},
    {HTTP_GET, "/file", 0, file},
    {HTTP_GET, "/fail", 0, fail},
    {HTTP_POST, "/mark", 0, mark},
    {HTTP_GET, "/marks", 0, write_marks},
    {HTTP_GET, "/served", 0, write_served},
    {0},
};

int main(int argc, char **argv)
{
	struct http_app app = {.routes = routes,
	    .base_path = "/feedback",
	    .threads = argc > 2 ? atoi(argv[2]) : 4,
	    .worker_new = worker_new,
	    .worker_free = worker_free,
	    .gate = count};
	enum err e;
	int fd;

	log_init("echo-app");
	e = http_listen(argc > 1 ? argv[1] : NULL, &fd);
	if (e == ERR_OK)
		e = http_serve(&app, fd);
	return e == ERR_OK ? 0 : 1;
}
