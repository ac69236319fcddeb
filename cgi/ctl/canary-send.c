/* Marked requests through the web server: accepted ones, and every way to fail. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "canary.h"
#include "http/server.h"

#define SECONDS_MAX 60L
#define WEB_BODY (3u << 20) /* above what the snippets let through */

struct request {
	const char *method, *path, *body;
	size_t n_body; /* 0: none */
	long wanted, or ;
};

static size_t take(char *p, size_t size, size_t n, void *out)
{
	buf_add(out, p, size * n);
	return size * n;
}

static bool is_loopback(const char *url)
{
	const char *host = strstr(url, "://");

	return host != NULL &&
	       (text_starts(host, "://127.") || text_starts(host, "://localhost"));
}

static struct curl_slist *headers(const struct canary *c)
{
	struct arena *a = c->doctor->arena;
	const char *const lines[] = {
	    "Expect:", arena_printf(a, "X-Forwarded-For: %s", c->mark[CANARY_FORWARDED]),
	    arena_printf(a, "X-Real-IP: %s", c->mark[CANARY_FORWARDED]),
	    arena_printf(a, "Forwarded: for=\"[%s]\"", c->mark[CANARY_FORWARDED]),
	    arena_printf(a, "Cookie: site=%s", c->mark[CANARY_AGENT]),
	    arena_printf(a, "Referer: https://%s.example/", c->mark[CANARY_AGENT])};
	struct curl_slist *list = NULL;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		list = curl_slist_append(list, lines[i]);
	return list;
}

/* One request on a connection of its own; its status, 0: none came. */
static long ask(struct canary *c, const struct request *r, struct buf *page)
{
	struct curl_slist *list = headers(c);
	CURL *curl = curl_easy_init();
	long status = 0;

	if (curl == NULL)
		abort();
	curl_easy_setopt(curl, CURLOPT_URL,
	    arena_printf(c->doctor->arena, "%s%s", c->options->url, r->path));
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, r->method);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, SECONDS_MAX);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, c->mark[CANARY_AGENT]);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, page);
	if (c->mark[CANARY_SOURCE] != NULL)
		curl_easy_setopt(curl, CURLOPT_INTERFACE,
		    arena_printf(c->doctor->arena, "host!%s", c->mark[CANARY_SOURCE]));
	if (r->n_body > 0) {
		curl_easy_setopt(
		    curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->n_body);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, r->body);
	}
	/* A refusal may come before all of the body is sent. */
	curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(curl);
	curl_slist_free_all(list);
	return status;
}

static void send_one(struct canary *c, const struct request *r, struct buf *page)
{
	long status;

	buf_clear(page);
	status = ask(c, r, page);
	c->statuses = arena_printf(c->doctor->arena, "%s%s%s %ld", c->statuses,
	    c->statuses[0] == '\0' ? "" : ", ", r->method, status);
	c->sent = c->sent && (status == r->wanted || status == r->or);
}

/* The token of a form page, or "". */
static const char *token(struct canary *c, const struct buf *page)
{
	static const char before[] = "name=\"token\" value=\"";
	const char *at = strstr(buf_str(page), before);

	if (at == NULL)
		return "";
	at += strlen(before);
	return arena_strndup(c->doctor->arena, at, strcspn(at, "\""));
}

static void post(
    struct canary *c, const char *path, const char *body, long wanted, struct buf *page)
{
	send_one(
	    c, &(struct request){"POST", path, body, strlen(body), wanted, wanted}, page);
}

/* As a respondent does: the form, faulty, whole, and once more. */
static void fill(struct canary *c, const char *code, const char *pass, struct buf *page)
{
	struct arena *a = c->doctor->arena;
	const char *answer = c->mark[CANARY_ANSWER], *t;
	const char *path = arena_printf(a, "/survey/%s", code);

	send_one(c,
	    &(struct request){"GET",
		arena_printf(
		    a, "%s?c=%s%s%s", path, answer, *pass != '\0' ? "&" : "", pass),
		NULL, 0, 200, 200},
	    page);
	t = token(c, page);
	sleep((unsigned)c->doctor->ctl->config.form_age_min + 1);
	post(c, path, arena_printf(a, "token=%s&%s&q2=%s&next=1", t, pass, answer), 422,
	    page);
	post(c, path, arena_printf(a, "token=%s&%s&q1=1&q2=%s&next=1", t, pass, answer),
	    303, page);
	post(c, path, arena_printf(a, "token=%s&%s&q1=1&q2=%s&next=1", t, pass, answer),
	    303, page);
	post(c, path, arena_printf(a, "token=x&%s&q1=1&q2=%s&next=1", pass, answer),
	    *pass == '\0' ? 422 : 403, page);
}

/* A body of so many bytes, the mark over and over. */
static void send_large(struct canary *c, const char *path, size_t n, struct buf *page)
{
	struct buf body = {0};

	while (body.len < n)
		buf_printf(&body, "q2=%s&", c->mark[CANARY_ANSWER]);
	send_one(
	    c, &(struct request){"POST", path, buf_str(&body), body.len, 413, 0}, page);
	buf_free(&body);
}

static void fail(struct canary *c, const char *code, struct buf *page)
{
	struct arena *a = c->doctor->arena;
	const char *path = arena_printf(a, "/survey/%s", code);
	const char *mark = c->mark[CANARY_ANSWER];
	const struct request requests[] = {
	    {"GET", arena_printf(a, "/survey/%s", mark), NULL, 0, 404, 404},
	    {"GET", arena_printf(a, "/static/%s.css", mark), NULL, 0, 404, 404},
	    {"GET", arena_printf(a, "/%s?%s", mark, mark), NULL, 0, 404, 404},
	    {"PUT", path, mark, strlen(mark), 405, 405},
	    {"GET", arena_printf(a, "/survey/%%zz%s", mark), NULL, 0, 400, 404},
	};

	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		send_one(c, &requests[i], page);
	send_large(c, path, HTTP_BODY_MAX + 1000, page);
	send_large(c, path, WEB_BODY, page);
}

void canary_send(struct canary *c)
{
	struct buf page = {0};

	c->statuses = "";
	c->sent = true;
	if (c->mark[CANARY_SOURCE] == NULL && is_loopback(c->options->url))
		c->mark[CANARY_SOURCE] = arena_printf(c->doctor->arena, "127.83.%u.%u",
		    1 + (unsigned)(getpid() / 250 % 250), 1 + (unsigned)(getpid() % 250));
	curl_global_init(CURL_GLOBAL_DEFAULT);
	fill(c, c->open.code, "", &page);
	if (c->mark[CANARY_TICKET] != NULL)
		fill(c, c->circle.code,
		    arena_printf(c->doctor->arena, "t=%s", c->mark[CANARY_TICKET]),
		    &page);
	fail(c, c->open.code, &page);
	curl_global_cleanup();
	buf_free(&page);
}
