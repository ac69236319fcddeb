/* Logging in and out. */
#include "admin.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "db/audit.h"
#include "db/device.h"

void admin_write_login(struct html *h, const struct http_request *req, const char *login,
    const char *next, const char *fault)
{
	html_form_post(h, req->base_path, "/admin/login", NULL);
	if (admin_is_local(next))
		html_hidden(h, "next", next);
	admin_keep(h, req);
	html_field(h, &(struct html_field){.type = "text",
			  .name = "login",
			  .label = _("Login"),
			  .value = login,
			  .fault = fault,
			  .autocomplete = "username",
			  .focus = fault == NULL});
	html_field(h, &(struct html_field){.type = "password",
			  .name = "password",
			  .label = _("Password"),
			  .autocomplete = "current-password"});
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Log in"), NULL);
	html_close(h);
	html_close(h);
}

static void write_page(struct worker *w, struct http_request *req,
    struct http_response *res, const char *login, const char *next, const char *fault)
{
	const char *heading = _("Staff login");
	struct admin_page page;
	struct html *h = admin_page_begin_titled(&page, w, req, res, ADMIN_TAB_NONE,
	    fault ? arena_printf(req->arena, _("Error: %s"), heading) : heading, heading);

	if (fault)
		html_fault_summary(h, &(struct html_fault_link){"login", fault}, 1);
	admin_write_login(h, req, login, next, fault);
	admin_page_end(&page);
}

enum err page_login_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	const char *next = http_param(&req->query, "next");

	if (w->logged_in)
		http_redirect(res, req->arena, req->base_path,
		    admin_is_local(next) ? next : "/admin");
	else
		write_page(w, req, res, NULL, next, NULL);
	return ERR_OK;
}

/* A new session whatever came with the request: no session can be fixed. */
static enum err start(struct worker *w, struct http_request *req,
    struct http_response *res, const struct db_staff *staff)
{
	const struct db_session_limits limits = {
	    w->config->session_idle, w->config->session_max};
	const char *old = admin_cookie_value(w, req), *device;
	enum err e = old ? db_session_end(w->db, old) : ERR_OK;

	if (e == ERR_OK)
		e = db_audit_add(w->db,
		    &(struct db_audit){.staff_id = staff->id,
			.action = "login",
			.object = arena_printf(req->arena, "staff %s", staff->login)});
	if (e == ERR_OK)
		e = db_device_keep(
		    w->db, req->arena, staff->id, admin_device_value(w, req), &device);
	if (e == ERR_OK)
		e = db_session_start(w->db, req->arena, staff, &limits, &w->session);
	if (e != ERR_OK)
		return e;
	w->logged_in = true;
	res->set_cookie[0] = admin_cookie(w, req->arena, w->session.cookie);
	res->set_cookie[1] = admin_device(w, req->arena, device);
	return ERR_OK;
}

static void refuse(struct worker *w, struct http_request *req, struct http_response *res,
    const char *login, int wait)
{
	const char *fault = _("The login or the password is wrong.");

	if (wait > 0) {
		fault = arena_printf(req->arena,
		    _("Too many attempts with this login. Try again in %d s."), wait);
		res->retry_after = wait;
	}
	log_warn("a login was refused");
	res->status = wait > 0 ? 429 : 422;
	w->logged_in = false;
	write_page(w, req, res, login, http_param(&req->form, "next"), fault);
}

enum err page_login_post(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	const char *login = http_param(&req->form, "login");
	const char *password = http_param(&req->form, "password");
	const char *next = http_param(&req->form, "next");
	struct db_staff staff;
	int wait;
	enum err e = db_staff_check(w->db, req->arena, login ? login : "",
	    password ? password : "", admin_device_value(w, req), &staff, &wait);

	if (e == ERR_LOGIN || (e == ERR_UNAVAILABLE && wait > 0)) {
		refuse(w, req, res, login, wait);
		return ERR_OK;
	}
	if (e == ERR_OK)
		e = start(w, req, res, &staff);
	if (e != ERR_OK)
		return e;
	if (admin_kept_path(req))
		admin_write_kept(w, req, res);
	else
		http_redirect(res, req->arena, req->base_path,
		    admin_is_local(next) ? next : "/admin");
	return ERR_OK;
}

enum err page_logout_post(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	const char *token = http_param(&req->form, HTML_CSRF_FIELD);
	enum err e = ERR_OK;

	if (w->logged_in && !text_equal(token, w->session.csrf))
		return ERR_DENIED;
	if (w->logged_in)
		e = db_session_end(w->db, admin_cookie_value(w, req));
	if (e == ERR_OK && w->logged_in)
		e = db_audit_add(
		    w->db, &(struct db_audit){.staff_id = w->session.staff.id,
			       .action = "logout",
			       .object = arena_printf(
				   req->arena, "staff %s", w->session.staff.login)});
	if (e != ERR_OK)
		return e;
	res->set_cookie[0] = admin_cookie(w, req->arena, "");
	http_redirect(res, req->arena, req->base_path, "/admin/login");
	return ERR_OK;
}
