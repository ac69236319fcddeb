/* The frame of the staff pages and the pages of what went wrong. */
#include <string.h>

#include "admin.h"
#include "base/i18n.h"

/* Results are not for operators (role), appeals are for everyone. */
static void fill_nav(struct admin_page *p, enum admin_tab tab, bool results)
{
	const struct html_link links[] = {
	    {"/admin", _("What to do"), tab == ADMIN_TAB_HOME},
	    {"/admin/appeals", _("Appeals"), tab == ADMIN_TAB_APPEALS},
	    {"/admin/campaign", _("Surveys"), tab == ADMIN_TAB_CAMPAIGNS},
	    {"/admin/form", _("Questionnaires"), tab == ADMIN_TAB_FORMS},
	    {"/admin/pain", _("Pain map"), tab == ADMIN_TAB_PAIN},
	    {"/admin/report", _("Analysis"), tab == ADMIN_TAB_REPORT}};

	memcpy(p->nav, links, sizeof(links));
	p->frame.n_nav = results ? 6 : 2;
}

struct html *admin_page_begin_titled(struct admin_page *p, struct worker *w,
    const struct http_request *req, struct http_response *res, enum admin_tab tab,
    const char *title, const char *heading)
{
	*p = (struct admin_page){0};
	p->h = html_begin(req->arena, &res->body);
	p->frame = (struct html_page){.base_path = req->base_path,
	    .title = title,
	    .section = "/admin",
	    .wide = w->logged_in,
	    .charts = w->logged_in,
	    .nav = p->nav};
	if (w->logged_in) {
		const struct db_staff *s = &w->session.staff;

		p->frame.agency = s->agency;
		p->frame.user = arena_printf(req->arena, "%s (%s)",
		    *s->name ? s->name : s->login, admin_role(s->role));
		p->frame.csrf = w->session.csrf;
		fill_nav(p, tab, s->role >= DB_ROLE_ANALYST);
	}
	html_page_begin(p->h, &p->frame);
	html_element(p->h, "h1", heading, NULL);
	return p->h;
}

struct html *admin_page_begin(struct admin_page *p, struct worker *w,
    const struct http_request *req, struct http_response *res, enum admin_tab tab,
    const char *title)
{
	return admin_page_begin_titled(p, w, req, res, tab, title, title);
}

void admin_page_end(struct admin_page *p)
{
	html_page_end(p->h, &p->frame);
	html_end(p->h);
}

void admin_form(struct html *h, const struct worker *w, const struct http_request *req,
    const char *path)
{
	html_form_post(h, req->base_path, path, w->session.csrf);
}

void admin_link_line(
    struct html *h, const struct http_request *req, const char *path, const char *text)
{
	html_open(h, "p", NULL);
	html_link(h, req->base_path, path, text);
	html_close(h);
}

void admin_fact(struct html *h, const char *name, const char *value)
{
	if (value == NULL)
		return;
	html_element(h, "dt", name, NULL);
	html_element(h, "dd", value, NULL);
}

static const struct message {
	enum err err;
	const char *title, *text;
} messages[] = {
    {ERR_NOT_FOUND, N_("There is no such page"),
	N_("Check the address. Pages of other agencies are not shown either.")},
    {ERR_METHOD, N_("This address cannot be used in this way"),
	N_("Go on from the menu above.")},
    {ERR_DENIED, N_("You may not do this"),
	N_("Your role does not allow it, or the request came from another site. "
	   "Ask the administrator if you need this right.")},
    {ERR_EXPIRED, N_("The form is out of date"),
	N_("It was opened in another session. Nothing has been saved yet.")},
    {ERR_CONFLICT, N_("Somebody else has saved meanwhile"),
	N_("Nothing of yours has been saved. Open the page again.")},
    {ERR_TOO_LARGE, N_("The request is too large"),
	N_("Nothing has been saved. Go back and shorten the texts.")},
    {ERR_INVALID, N_("The request cannot be read"),
	N_("Nothing has been saved. Go back and try again.")},
    {ERR_MEDIA_TYPE, N_("The request cannot be read"),
	N_("Nothing has been saved. Go back and try again.")},
    {ERR_LOGIN, N_("Please log in again"),
	N_("The session has ended. What you typed is kept on this page and is offered "
	   "for sending after the login.")},
    {ERR_UNAVAILABLE, N_("The service is not available for the moment"),
	N_("Please try again in a minute.")},
    {ERR_OK, N_("Something went wrong on our side"),
	N_("It has been written to the log. Please tell the administrator.")},
};

static const struct message *message_of(enum err e)
{
	const struct message *m = messages;

	while (m->err != e && m->err != ERR_OK)
		m++;
	return m;
}

/* May what was posted be offered for sending again? */
static bool can_repeat(enum err e, const struct http_request *req)
{
	return req->method == HTTP_POST && req->form.n > 0 && admin_is_local(req->path) &&
	       (http_status(e) >= 500 || e == ERR_EXPIRED);
}

static void write_fail(struct worker *w, enum err e, const struct http_request *req,
    struct http_response *res)
{
	const struct message *m = message_of(e);
	struct admin_page page;
	struct html *h =
	    admin_page_begin(&page, w, req, res, ADMIN_TAB_NONE, _(m->title));

	html_element(h, "p", _(m->text), NULL);
	if (can_repeat(e, req))
		admin_offer_again(h, w, req);
	else if (e == ERR_LOGIN)
		admin_write_login(h, req, NULL, NULL, NULL);
	else
		admin_link_line(h, req, "/admin", _("What to do"));
	admin_page_end(&page);
}

const char *admin_url_part(struct arena *a, const char *s)
{
	struct buf b = {0};
	const char *part;

	for (; *s; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
		    (*s >= '0' && *s <= '9') || strchr("-._", *s))
			buf_add(&b, s, 1);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*s);
	part = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return part;
}

/* The login page, with the path and query of the request to come back to. */
static const char *login_path(const struct http_request *req)
{
	struct arena *a = req->arena;
	const char *from = req->path;

	if (!admin_is_local(from))
		return "/admin/login";
	for (size_t i = 0; i < req->query.n; i++)
		from = arena_printf(a, "%s%c%s=%s", from, i ? '&' : '?',
		    admin_url_part(a, req->query.v[i].name),
		    admin_url_part(a, req->query.v[i].value));
	return arena_printf(a, "/admin/login?next=%s", admin_url_part(a, from));
}

void admin_fail(
    void *worker, enum err e, const struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;

	/* The error may have come before the gate: whose request is it? */
	if (admin_find_session(w, req) != ERR_OK)
		w->logged_in = false;
	if (e == ERR_LOGIN && req->method != HTTP_POST)
		http_redirect(res, req->arena, req->base_path, login_path(req));
	else
		write_fail(w, e, req, res);
}
