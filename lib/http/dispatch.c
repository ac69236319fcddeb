#include <limits.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "http/dispatch-private.h"

#define FORM_TYPE "application/x-www-form-urlencoded"
#define RETRY_SECONDS 5

static void read_method(const struct http_raw *raw, struct http_request *req)
{
	req->head = text_equal(raw->method, "HEAD");
	if (req->head || text_equal(raw->method, "GET"))
		req->method = HTTP_GET;
	else if (text_equal(raw->method, "POST"))
		req->method = HTTP_POST;
	else
		req->method = HTTP_OTHER;
}

static enum err read_head(
    const struct http_app *app, const struct http_raw *raw, struct http_request *req)
{
	const char *query;
	enum err e;

	read_method(raw, req);
	http_parse_cookies(req->arena, raw->cookie, &req->cookies);
	if (raw->fetch_site != NULL &&
	    text_is_utf8(raw->fetch_site, strlen(raw->fetch_site)))
		req->fetch_site = arena_strdup(req->arena, raw->fetch_site);
	if (raw->target == NULL)
		return ERR_INVALID;
	e = http_parse_target(
	    req->arena, raw->target, app->base_path, &req->path, &query);
	if (e != ERR_OK)
		return e;
	return http_parse_urlencoded(
	    req->arena, query, strlen(query), HTTP_PARAMS_MAX, &req->query);
}

static bool is_form(const char *content_type)
{
	size_t n = strlen(FORM_TYPE);

	return content_type != NULL && strncasecmp(content_type, FORM_TYPE, n) == 0 &&
	       (content_type[n] == '\0' || strchr("; \t", content_type[n]) != NULL);
}

/* Has all come that was announced?  A body cut short must not count as whole. */
static bool is_whole(const struct http_raw *raw)
{
	long length;

	if (raw->content_length == NULL || *raw->content_length == '\0')
		return true;
	return text_int(raw->content_length, 0, LONG_MAX, &length) == ERR_OK &&
	       (size_t)length == raw->body_received;
}

static enum err read_body(
    const struct http_route *route, const struct http_raw *raw, struct http_request *req)
{
	if (raw->body_error != ERR_OK)
		return raw->body_error;
	if (!is_whole(raw))
		return ERR_INVALID;
	if (raw->body->len == 0)
		return ERR_OK;
	if (route->method & HTTP_UPLOAD)
		return http_upload_parse(req->arena, raw->content_type,
		    buf_str(raw->body), raw->body->len, &req->upload);
	if (!is_form(raw->content_type))
		return ERR_MEDIA_TYPE;
	return http_parse_urlencoded(
	    req->arena, buf_str(raw->body), raw->body->len, HTTP_PARAMS_MAX, &req->form);
}

static enum err answer(const struct http_app *app, void *worker,
    const struct http_raw *raw, struct http_request *req, struct http_response *res,
    const char **allow_r)
{
	const struct http_route *route;
	enum err e = read_head(app, raw, req);

	if (e == ERR_OK)
		e = http_route_find(app->routes, req, &route, allow_r);
	if (e == ERR_OK && req->method == HTTP_POST)
		e = read_body(route, raw, req);
	if (e == ERR_OK && app->gate != NULL)
		e = app->gate(worker, route, req, res);
	if (e == ERR_OK)
		e = route->handler(worker, req, res);
	return e;
}

void http_dispatch(const struct http_app *app, void *worker, const struct http_raw *raw,
    struct arena *a, struct http_request *req_r, struct http_response *res_r)
{
	const char *allow = NULL;
	enum err e;

	*req_r = (struct http_request){
	    .method = HTTP_OTHER, .path = "/", .base_path = app->base_path, .arena = a};
	*res_r = (struct http_response){0};
	e = answer(app, worker, raw, req_r, res_r, &allow);
	if (e == ERR_OK)
		return;
	buf_free(&res_r->body);
	if (res_r->file != NULL)
		fclose(res_r->file);
	*res_r = (struct http_response){.status = http_status(e),
	    .allow = allow,
	    .retry_after = e == ERR_UNAVAILABLE ? RETRY_SECONDS : 0};
	if (app->fail != NULL)
		app->fail(worker, e, req_r, res_r);
	if (res_r->body.len == 0 && res_r->location == NULL) {
		res_r->content_type = "text/plain; charset=utf-8";
		buf_printf(
		    &res_r->body, "%d %s\n", res_r->status, http_reason(res_r->status));
	}
}
