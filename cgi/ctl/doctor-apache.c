/* What Apache writes down of a public request, by its configuration. */
#include <string.h>

#include "base/text.h"
#include "doctor.h"
#include "web-tree.h"

/* What the programs must not be told; cookies of the site in a section of their own. */
static const char *const secrets[] = {"REMOTE_ADDR", "REMOTE_PORT", "REMOTE_USER",
    "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP",
    "HTTP_FORWARDED", "HTTP_COOKIE"};

static bool is_called(const struct web_node *node, const char *name)
{
	return strcmp(web_word(node, 0), name) == 0;
}

static const struct web_node *host_of(const struct web_node *node)
{
	while (node != NULL && !is_called(node, "virtualhost"))
		node = node->parent;
	return node;
}

/* The place where requests are handed over. */
static struct web_node *find_proxy(struct doctor *d, struct web_node *root)
{
	const char *base = d->ctl->config.base_path;

	for (struct web_node *n = root; n != NULL; n = web_next(root, n))
		if (is_called(n, "proxypass") && strstr(web_word(n, 2), "fcgi://") &&
		    strcmp(web_word(n, 1), base[0] == '\0' ? "/" : base) == 0)
			return n;
	return NULL;
}

/* ---- logs */

/* Is "env=!NAME" set for all below the base path? */
static bool leaves_out(struct doctor *d, struct web_node *root, const char *condition)
{
	const char *base = d->ctl->config.base_path;

	if (!text_starts(condition, "env=!"))
		return false;
	for (struct web_node *n = root; n != NULL; n = web_next(root, n)) {
		const char *pattern = web_word(n, 2);

		if ((is_called(n, "setenvif") || is_called(n, "setenvifnocase")) &&
		    strcmp(web_word(n, 1), "Request_URI") == 0 && pattern[0] == '^' &&
		    text_starts(pattern + 1, base) &&
		    (pattern[1 + strlen(base)] == '\0' ||
			strcmp(pattern + 1 + strlen(base), "(/|$)") == 0) &&
		    strcmp(web_word(n, 3), condition + strlen("env=!")) == 0)
			return true;
	}
	return false;
}

static bool is_log(const struct web_node *n)
{
	return is_called(n, "customlog") || is_called(n, "transferlog") ||
	       is_called(n, "globallog");
}

static void check_log(struct doctor *d, struct web_node *root, struct web_node *log)
{
	bool harmless = strcmp(web_word(log, 1), "/dev/null") == 0 ||
			leaves_out(d, root, web_word(log, log->n - 1));

	doctor_say(d, "web.access-log", harmless ? DOCTOR_OK : DOCTOR_FAULT, "%s %s",
	    web_word(log, 0), web_word(log, 1));
}

/* A host without a log of its own writes into those of the server. */
static void check_logs(
    struct doctor *d, struct web_node *root, const struct web_node *host)
{
	bool own = false, any = false;

	for (struct web_node *n = root; n != NULL; n = web_next(root, n))
		own = own || (is_log(n) && host_of(n) == host);
	for (struct web_node *n = root; n != NULL; n = web_next(root, n)) {
		if (is_called(n, "forensiclog"))
			doctor_say(d, "web.access-log", DOCTOR_FAULT, "ForensicLog %s",
			    web_word(n, 1));
		if (!is_log(n) ||
		    (host_of(n) != (own ? host : NULL) && !is_called(n, "globallog")))
			continue;
		any = true;
		check_log(d, root, n);
	}
	if (!any)
		doctor_say(d, "web.access-log", DOCTOR_OK, "-");
}

static bool shares_name(const struct web_node *a, const struct web_node *b)
{
	const char *x = web_word(web_child(a, "servername"), 1),
		   *y = web_word(web_child(b, "servername"), 1);

	return *x != '\0' && strcasecmp(x, y) == 0;
}

static void check_redirects(
    struct doctor *d, struct web_node *root, const struct web_node *host)
{
	for (struct web_node *n = root; n != NULL && host != NULL;
	     n = web_next(root, n)) {
		struct web_node *log;

		if (!is_called(n, "virtualhost") || n == host || !shares_name(n, host))
			continue;
		log = web_child(n, "customlog");
		doctor_say(d, "web.redirect",
		    log != NULL && leaves_out(d, root, web_word(log, log->n - 1))
			? DOCTOR_OK
			: DOCTOR_FAULT,
		    "VirtualHost %s", web_word(n, 1));
	}
}

/* ---- sections of the base path */

static bool is_section(struct doctor *d, const struct web_node *n)
{
	const char *base = d->ctl->config.base_path, *path = web_word(n, 1);

	if (is_called(n, "location"))
		return strcmp(path, base[0] == '\0' ? "/" : base) == 0;
	return is_called(n, "locationmatch") && path[0] == '^' &&
	       text_starts(path + 1, base);
}

/* Does a section of the base path have that directive with these words? */
static bool has_in_section(struct doctor *d, struct web_node *root, const char *name,
    const char *first, const char *second)
{
	for (struct web_node *n = root; n != NULL; n = web_next(root, n))
		if (n->parent != NULL && is_section(d, n->parent) && is_called(n, name) &&
		    strcasecmp(web_word(n, 1), first) == 0 &&
		    (second == NULL || strcmp(web_word(n, 2), second) == 0))
			return true;
	return false;
}

static void check_told(struct doctor *d, struct web_node *root)
{
	const char *missing = "";

	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		if (!has_in_section(d, root, "proxyfcgisetenvif", "true",
			arena_printf(d->arena, "!%s", secrets[i])))
			missing = arena_printf(d->arena, "%s %s", missing, secrets[i]);
	doctor_say(d, "web.told", missing[0] == '\0' ? DOCTOR_OK : DOCTOR_FAULT, "%s",
	    missing[0] == '\0' ? d->ctl->config.base_path : missing + 1);
}

/* Directives anywhere that write bodies down or hold them on disk. */
static void check_bodies(struct doctor *d, struct web_node *root)
{
	const char *found = "";

	for (struct web_node *n = root; n != NULL; n = web_next(root, n)) {
		if (is_called(n, "dumpioinput") && strcasecmp(web_word(n, 1), "on") == 0)
			found = "DumpIOInput";
		if ((is_called(n, "setenv") || is_called(n, "setenvif")) &&
		    strstr(web_word(n, n->n - 1), "proxy-sendcl") != NULL)
			found = "proxy-sendcl";
		if (is_called(n, "setenv") && strcmp(web_word(n, 1), "proxy-sendcl") == 0)
			found = "proxy-sendcl";
	}
	doctor_say(
	    d, "web.body", found[0] == '\0' ? DOCTOR_OK : DOCTOR_FAULT, "%s", found);
}

static bool has(struct web_node *root, const char *name)
{
	for (struct web_node *n = root; n != NULL; n = web_next(root, n))
		if (is_called(n, name))
			return true;
	return false;
}

/* Without one Apache adds the address to what is logged outside of all sections. */
static void check_error_format(
    struct doctor *d, struct web_node *root, const struct web_node *host)
{
	const char *format = "ErrorLogFormat (default)";
	bool tells = true;

	for (struct web_node *n = root; n != NULL; n = web_next(root, n)) {
		if (!is_called(n, "errorlogformat") || n->n != 2 ||
		    (host_of(n) != host && host_of(n) != NULL))
			continue;
		format = web_word(n, 1);
		tells = strstr(format, "%a") != NULL || strstr(format, "}i") != NULL ||
			strstr(format, "}a") != NULL;
	}
	doctor_say(d, "web.error-log", tells ? DOCTOR_FAULT : DOCTOR_OK, "%s", format);
}

void doctor_apache(struct doctor *d, const char *file)
{
	const char *fault = "";
	struct web_node *root = web_apache_read(d->arena, file, &fault);
	struct web_node *proxy = root == NULL ? NULL : find_proxy(d, root);

	if (proxy == NULL) {
		doctor_say(d, "web.config", DOCTOR_FAULT, "%s",
		    root == NULL && fault[0] != '\0' ? fault : file);
		return;
	}
	doctor_say(d, "web.config", DOCTOR_OK, "Apache: %s", file);
	doctor_loaded(d, "apache2", root->changed);
	check_logs(d, root, host_of(proxy));
	check_redirects(d, root, host_of(proxy));
	doctor_say(d, "web.error-log",
	    has_in_section(d, root, "loglevel", "emerg", NULL) ? DOCTOR_OK : DOCTOR_FAULT,
	    "LogLevel");
	check_error_format(d, root, host_of(proxy));
	check_bodies(d, root);
	check_told(d, root);
	doctor_say(d, "web.limit",
	    has(root, "requestreadtimeout") ? DOCTOR_OK : DOCTOR_WARNING,
	    "RequestReadTimeout");
}
