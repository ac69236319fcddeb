/*
 * A form that could not be taken goes back whole: after a session ended while
 * somebody was writing, nothing typed is lost.
 */
#include <string.h>

#include "admin.h"
#include "base/i18n.h"
#include "base/text.h"

#define PATH_FIELD "keep"
#define FIELD_PREFIX "keep."

static bool is_login(const struct http_request *req)
{
	return text_equal(req->path, "/admin/login");
}

void admin_keep(struct html *h, const struct http_request *req)
{
	bool again = is_login(req);

	if (req->method != HTTP_POST || (!again && !admin_is_local(req->path)))
		return;
	if (!again)
		html_hidden(h, PATH_FIELD, req->path);
	for (size_t i = 0; i < req->form.n; i++) {
		const struct http_param *p = &req->form.v[i];

		if (again && text_starts(p->name, PATH_FIELD))
			html_hidden(h, p->name, p->value);
		else if (!again && !text_equal(p->name, HTML_CSRF_FIELD))
			html_hidden(h,
			    arena_printf(req->arena, FIELD_PREFIX "%s", p->name),
			    p->value);
	}
}

const char *admin_kept_path(const struct http_request *req)
{
	const char *path = http_param(&req->form, PATH_FIELD);

	return admin_is_local(path) ? path : NULL;
}

static void write_button(struct html *h)
{
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Send again"), NULL);
	html_close(h);
	html_close(h); /* the form */
}

void admin_write_kept(
    struct worker *w, const struct http_request *req, struct http_response *res)
{
	struct admin_page page;
	struct html *h = admin_page_begin(
	    &page, w, req, res, ADMIN_TAB_NONE, _("You are logged in again"));

	html_element(h, "p",
	    _("What you had typed before the session ended has not been saved yet."),
	    NULL);
	admin_form(h, w, req, admin_kept_path(req));
	for (size_t i = 0; i < req->form.n; i++)
		if (text_starts(req->form.v[i].name, FIELD_PREFIX))
			html_hidden(h, req->form.v[i].name + strlen(FIELD_PREFIX),
			    req->form.v[i].value);
	write_button(h);
	admin_page_end(&page);
}

void admin_offer_again(
    struct html *h, const struct worker *w, const struct http_request *req)
{
	const char *posted = http_param(&req->form, HTML_CSRF_FIELD);

	/* With the database away the session is not known: the old token then. */
	html_form_post(
	    h, req->base_path, req->path, w->logged_in ? w->session.csrf : posted);
	for (size_t i = 0; i < req->form.n; i++)
		if (!text_equal(req->form.v[i].name, HTML_CSRF_FIELD))
			html_hidden(h, req->form.v[i].name, req->form.v[i].value);
	write_button(h);
}
