/* Who may pass: session, role, origin of a POST. */
#include <sodium.h>
#include <string.h>

#include "admin.h"
#include "base/text.h"
#include "db/device.h"

/* The prefix makes browsers refuse the cookie from anything but TLS. */
static const char *cookie_name(const struct worker *w)
{
	return w->config->cookie_secure ? "__Secure-otklik" : "otklik";
}

const char *admin_cookie(const struct worker *w, struct arena *a, const char *value)
{
	return arena_printf(a, "%s=%s; Path=%s/admin; HttpOnly; SameSite=Lax%s%s",
	    cookie_name(w), value, w->config->base_path,
	    w->config->cookie_secure ? "; Secure" : "", *value ? "" : "; Max-Age=0");
}

static const char *device_name(const struct worker *w)
{
	return w->config->cookie_secure ? "__Secure-otklik-device" : "otklik-device";
}

const char *admin_device(const struct worker *w, struct arena *a, const char *value)
{
	return arena_printf(a,
	    "%s=%s; Path=%s/admin; Max-Age=%d; HttpOnly; SameSite=Strict%s",
	    device_name(w), value, w->config->base_path, DB_DEVICE_DAYS * 24 * 3600,
	    w->config->cookie_secure ? "; Secure" : "");
}

const char *admin_device_value(const struct worker *w, const struct http_request *req)
{
	return http_param(&req->cookies, device_name(w));
}

const char *admin_cookie_value(const struct worker *w, const struct http_request *req)
{
	return http_param(&req->cookies, cookie_name(w));
}

bool admin_is_local(const char *path)
{
	size_t n = strlen("/admin");

	if (path == NULL || !text_starts(path, "/admin") ||
	    strchr("/?", path[n]) == NULL || text_starts(path, "/admin/login"))
		return false;
	for (const char *p = path; *p; p++)
		if ((unsigned char)*p <= ' ' || *p == '\\' || *p == 0x7f)
			return false;
	return strstr(path, "//") == NULL;
}

/* A POST from another site never counts, whatever it carries. */
static bool is_foreign(const struct http_request *req)
{
	return req->fetch_site != NULL && !text_equal(req->fetch_site, "same-origin") &&
	       !text_equal(req->fetch_site, "none");
}

/* A form with a file has nothing else: its token is the name of the control. */
static bool has_token(const struct worker *w, const struct http_route *route,
    const struct http_request *req)
{
	const char *token = route->method & HTTP_UPLOAD
				? req->upload.field
				: http_param(&req->form, HTML_CSRF_FIELD);
	size_t n = strlen(w->session.csrf);

	return token != NULL && strlen(token) == n &&
	       sodium_memcmp(token, w->session.csrf, n) == 0;
}

enum err admin_find_session(struct worker *w, const struct http_request *req)
{
	const struct db_session_limits limits = {
	    w->config->session_idle, w->config->session_max};
	const char *cookie = admin_cookie_value(w, req);
	enum err e = ERR_LOGIN;

	if (cookie != NULL)
		e = db_session_find(w->db, req->arena, cookie, &limits, &w->session);
	w->logged_in = e == ERR_OK;
	return e;
}

enum err admin_gate(void *worker, const struct http_route *route,
    struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	enum err e = admin_find_session(w, req);

	(void)res;
	if (e != ERR_OK && e != ERR_LOGIN)
		return e;
	if (req->method == HTTP_POST && is_foreign(req))
		return ERR_DENIED;
	if (route->role == 0)
		return ERR_OK;
	if (e != ERR_OK)
		return e;
	if ((int)w->session.staff.role < route->role)
		return ERR_DENIED;
	if (req->method == HTTP_POST && !has_token(w, route, req))
		return ERR_EXPIRED;
	return ERR_OK;
}
