/* What nginx writes down of a public request, by its configuration. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "doctor.h"
#include "http/server.h"
#include "web-tree.h"

#define BODY_BUFFER_DEFAULT "16k"
#define BODY_MAX_DEFAULT "1m"

/* What tells who it was, or opens a form of a restricted circle. */
static const char *const telling[] = {"remote_addr", "remote_port", "remote_user",
    "realip_remote", "proxy_protocol", "http_x_forwarded", "http_x_real_ip",
    "http_forwarded", "http_user_agent", "http_referer", "http_cookie", "cookie_",
    "proxy_add_x_forwarded_for", "ssl_client", "ssl_session", "request_body"};
static const char *const telling_links[] = {
    "$request_uri", "$request ", "$request\"", "$args", "$query_string", "$arg_"};

static bool has_any(const char *text, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(text, v[i]) != NULL)
			return true;
	return false;
}

static bool tells_who(const char *text)
{
	return strchr(text, '$') != NULL &&
	       has_any(text, telling, sizeof(telling) / sizeof(telling[0]));
}

/* "2m", "16k", "512": bytes. */
static long long size_of(const char *text)
{
	char *end;
	long long n = strtoll(text, &end, 10);

	switch (tolower((unsigned char)*end)) {
	case 'k':
		return n * 1024;
	case 'm':
		return n * 1024 * 1024;
	case 'g':
		return n * 1024 * 1024 * 1024;
	}
	return n;
}

static const char *path_of(const struct web_node *location)
{
	return web_word(location, location->n - 1);
}

static bool is_regex(const struct web_node *location)
{
	return location->n > 2 && web_word(location, 1)[0] == '~';
}

/* Does it serve public pages below the base path? */
static bool is_public(const struct doctor *d, const struct web_node *node)
{
	const char *base = d->ctl->config.base_path, *path, *rest;

	if (strcmp(web_word(node, 0), "location") != 0 || node->n < 2 || is_regex(node))
		return false;
	path = path_of(node);
	if (!text_starts(path, base))
		return false;
	rest = path + strlen(base);
	return (*rest == '\0' || *rest == '/') && !text_starts(rest, "/admin");
}

/* ---- one location */

/* The block around the location whose directives of that name are in force. */
static const struct web_node *level_of(const struct web_node *location, const char *name)
{
	const struct web_node *node = web_inherited(location, name);

	return node == NULL ? NULL : node->parent;
}

/* Words of a log format put together; "" if there is none of the name. */
static const char *format_text(struct doctor *d, struct web_node *root, const char *name)
{
	const char *text = "";

	for (struct web_node *n = root; n != NULL; n = web_next(root, n)) {
		if (strcmp(web_word(n, 0), "log_format") != 0 ||
		    strcmp(web_word(n, 1), name) != 0)
			continue;
		for (size_t i = 2; i < n->n; i++)
			text = arena_printf(d->arena, "%s%s ", text, n->word[i]);
	}
	return text;
}

static bool is_harmless_log(
    struct doctor *d, struct web_node *root, const struct web_node *log)
{
	const char *file = web_word(log, 1), *format;

	if (strcmp(file, "off") == 0 || strcmp(file, "/dev/null") == 0)
		return true;
	format = format_text(d, root, log->n > 2 ? web_word(log, 2) : "combined");
	return format[0] != '\0' && !tells_who(format) &&
	       !has_any(format, telling_links,
		   sizeof(telling_links) / sizeof(telling_links[0]));
}

static void check_access_log(
    struct doctor *d, struct web_node *root, const struct web_node *location)
{
	const struct web_node *level = level_of(location, "access_log");
	const char *found = level == NULL ? "access_log combined (default)" : NULL;

	for (struct web_node *n = level == NULL ? NULL : level->first; n != NULL;
	     n = n->next)
		if (strcmp(web_word(n, 0), "access_log") == 0 &&
		    !is_harmless_log(d, root, n))
			found = arena_printf(d->arena, "access_log %s", web_word(n, 1));
	doctor_say(d, "web.access-log", found == NULL ? DOCTOR_OK : DOCTOR_FAULT,
	    "%s%s%s", path_of(location), found == NULL ? "" : ": ",
	    found == NULL ? "" : found);
}

static void check_error_log(struct doctor *d, const struct web_node *location)
{
	const struct web_node *level = level_of(location, "error_log");
	const char *found = level == NULL ? "error_log (default)" : NULL;

	for (struct web_node *n = level == NULL ? NULL : level->first; n != NULL;
	     n = n->next)
		if (strcmp(web_word(n, 0), "error_log") == 0 &&
		    strcmp(web_word(n, 1), "/dev/null") != 0)
			found = arena_printf(d->arena, "error_log %s", web_word(n, 1));
	doctor_say(d, "web.error-log", found == NULL ? DOCTOR_OK : DOCTOR_FAULT, "%s%s%s",
	    path_of(location), found == NULL ? "" : ": ", found == NULL ? "" : found);
}

static const char *value(
    const struct web_node *location, const char *name, const char *otherwise)
{
	const struct web_node *node = web_inherited(location, name);

	return node == NULL ? otherwise : web_word(node, 1);
}

static void check_body(struct doctor *d, const struct web_node *location)
{
	const char *buffer =
	    value(location, "client_body_buffer_size", BODY_BUFFER_DEFAULT);
	const char *max = value(location, "client_max_body_size", BODY_MAX_DEFAULT);
	const char *file = value(location, "client_body_in_file_only", "off");
	const char *temp = value(location, "fastcgi_max_temp_file_size", "1024m");
	bool fits = size_of(max) > 0 && size_of(buffer) >= size_of(max) &&
		    strcmp(file, "off") == 0 && size_of(temp) == 0;

	doctor_say(d, "web.body", fits ? DOCTOR_OK : DOCTOR_FAULT,
	    "%s: client_body_buffer_size %s, client_max_body_size %s, "
	    "fastcgi_max_temp_file_size %s",
	    path_of(location), buffer, max, temp);
}

static void check_told(struct doctor *d, const struct web_node *location)
{
	const struct web_node *level = level_of(location, "fastcgi_param");
	bool headers =
	    strcmp(value(location, "fastcgi_pass_request_headers", "on"), "off") != 0;
	const char *found = headers ? " fastcgi_pass_request_headers on" : "";

	for (struct web_node *n = level == NULL ? NULL : level->first; n != NULL;
	     n = n->next)
		if (strcmp(web_word(n, 0), "fastcgi_param") == 0 &&
		    tells_who(web_word(n, 2)))
			found = arena_printf(d->arena, "%s %s", found, web_word(n, 1));
	doctor_say(d, "web.told", found[0] == '\0' ? DOCTOR_OK : DOCTOR_FAULT, "%s%s%s",
	    path_of(location), found[0] == '\0' ? "" : ":", found);
}

/* Error pages of the site around it, copies of requests. */
static void check_away(struct doctor *d, const struct web_node *location)
{
	static const char *const names[] = {
	    "mirror", "fastcgi_cache", "fastcgi_store", "auth_request", "post_action"};
	const struct web_node *level = level_of(location, "error_page");
	const char *found = "";

	for (struct web_node *n = level == NULL ? NULL : level->first; n != NULL;
	     n = n->next)
		if (strcmp(web_word(n, 0), "error_page") == 0 &&
		    !text_starts(web_word(n, n->n - 1), d->ctl->config.base_path))
			found = arena_printf(
			    d->arena, "%s error_page %s", found, web_word(n, n->n - 1));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(value(location, names[i], "off"), "off") != 0)
			found = arena_printf(d->arena, "%s %s", found, names[i]);
	doctor_say(d, "web.away", found[0] == '\0' ? DOCTOR_OK : DOCTOR_FAULT, "%s%s%s",
	    path_of(location), found[0] == '\0' ? "" : ":", found);
}

static void check_location(
    struct doctor *d, struct web_node *root, const struct web_node *location)
{
	check_access_log(d, root, location);
	check_error_log(d, location);
	check_away(d, location);
	if (web_child(location, "fastcgi_pass") == NULL)
		return;
	check_body(d, location);
	check_told(d, location);
	doctor_say(d, "web.limit",
	    web_inherited(location, "limit_req") != NULL ? DOCTOR_OK : DOCTOR_WARNING,
	    "%s", path_of(location));
}

/* ---- the servers around */

static struct web_node *server_of(struct web_node *node)
{
	while (node != NULL && strcmp(web_word(node, 0), "server") != 0)
		node = node->parent;
	return node;
}

static bool shares_name(const struct web_node *a, const struct web_node *b)
{
	const struct web_node *x = web_child(a, "server_name"),
			      *y = web_child(b, "server_name");

	for (size_t i = 1; x != NULL && i < x->n; i++)
		for (size_t j = 1; y != NULL && j < y->n; j++)
			if (strcasecmp(x->word[i], y->word[j]) == 0)
				return true;
	return false;
}

static bool serves(struct doctor *d, struct web_node *server)
{
	for (struct web_node *n = server->first; n != NULL; n = n->next)
		if (is_public(d, n))
			return true;
	return false;
}

/* The one of port 80 that leads to https is asked for the pages, too. */
static void check_redirects(
    struct doctor *d, struct web_node *root, const struct web_node *ours)
{
	for (struct web_node *n = root; n != NULL; n = web_next(root, n)) {
		struct web_node *log;

		if (strcmp(web_word(n, 0), "server") != 0 || n->first == NULL ||
		    n == ours || !shares_name(n, ours) || serves(d, n))
			continue;
		log = web_inherited(n, "access_log");
		doctor_say(d, "web.redirect",
		    log != NULL && is_harmless_log(d, root, log) ? DOCTOR_OK
								 : DOCTOR_FAULT,
		    "%s", web_word(web_child(n, "listen"), 1));
	}
}

/* A location by a regular expression goes before one without ^~. */
static void check_order(
    struct doctor *d, struct web_node *root, const struct web_node *location)
{
	const char *sign = location->n > 2 ? web_word(location, 1) : "";

	if (strcmp(sign, "=") == 0 || strcmp(sign, "^~") == 0)
		return;
	for (struct web_node *n = root; n != NULL; n = web_next(root, n))
		if (strcmp(web_word(n, 0), "location") == 0 && is_regex(n) &&
		    server_of(n) == server_of((struct web_node *)location))
			doctor_say(
			    d, "web.away", DOCTOR_WARNING, "location %s", path_of(n));
}

void doctor_nginx(struct doctor *d, const char *file)
{
	const char *fault = "";
	struct web_node *root = web_nginx_read(d->arena, file, &fault);
	const struct web_node *ours = NULL;
	bool passes = false;

	if (root == NULL) {
		doctor_say(
		    d, "web.config", DOCTOR_FAULT, "%s", fault[0] == '\0' ? file : fault);
		return;
	}
	for (struct web_node *n = root; n != NULL; n = web_next(root, n)) {
		if (!is_public(d, n))
			continue;
		passes = passes || web_child(n, "fastcgi_pass") != NULL;
		check_location(d, root, n);
		check_order(d, root, n);
		if (server_of(n) != ours && server_of(n) != NULL) {
			ours = server_of(n);
			check_redirects(d, root, ours);
		}
	}
	doctor_loaded(d, "nginx", root->changed);
	doctor_say(d, "web.config", passes ? DOCTOR_OK : DOCTOR_FAULT, "nginx: %s", file);
}
