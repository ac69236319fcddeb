/*
 * GET and POST /admin/campaign/:code/close — ends a survey before its day: what will
 * happen is said first, and nothing undoes it.
 */
#include <time.h>

#include "base/i18n.h"
#include "campaigns.h"
#include "results.h"

struct view {
	struct worker *worker;
	const struct http_request *req;
	struct http_response *res;
	struct results results;
};

static const char *path(const struct view *v, const char *part)
{
	return arena_printf(
	    v->req->arena, "/admin/campaign/%s%s", v->results.campaign.code, part);
}

static void write_question(const struct view *v, struct html *h)
{
	const struct results *r = &v->results;
	struct arena *a = v->req->arena;

	html_open(h, "dl", "class", "facts", NULL);
	admin_fact(h, _("Responses counted"), arena_printf(a, "%u", r->table->responses));
	admin_fact(h, _("Waiting in the ballot box"), arena_printf(a, "%u", r->waiting));
	admin_fact(h, _("Dates"), admin_period(a, &r->campaign));
	html_close(h);
	html_element(h, "p",
	    _("No form will be issued any more. Forms issued before are taken for one "
	      "hour; then what is in the ballot box is counted and its key is destroyed. "
	      "A closed survey cannot be opened again."),
	    NULL);
	admin_form(h, v->worker, v->req, path(v, "/close"));
	html_button(h, NULL, NULL, _("Close the survey"), "danger");
	html_close(h);
}

static void write_page(const struct view *v)
{
	struct admin_page page;
	struct html *h =
	    admin_page_begin(&page, v->worker, v->req, v->res, ADMIN_TAB_CAMPAIGNS,
		arena_printf(
		    v->req->arena, _("Close the survey %s?"), v->results.campaign.code));

	admin_link_line(h, v->req, path(v, ""), v->results.campaign.title);
	if (campaigns_is_open(&v->results.campaign))
		write_question(v, h);
	else
		html_notice(h, "note", _("The survey is closed."));
	admin_page_end(&page);
}

static enum err begin(struct view *v)
{
	enum err e = results_load(v->worker, v->req, v->req->segment[0], &v->results);

	return e == ERR_OK && !worker_may_edit(v->worker) ? ERR_DENIED : e;
}

enum err page_campaign_close_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res};
	enum err e = begin(&v);

	if (e == ERR_OK)
		write_page(&v);
	return e;
}

/* A second click finds it closed, which is what was wanted. */
enum err page_campaign_close(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res};
	enum err e = begin(&v);

	if (e == ERR_OK)
		e = db_campaign_close_by(v.worker->db, &v.results.campaign,
		    (int64_t)time(NULL), v.worker->session.staff.id);
	if (e == ERR_OK || e == ERR_CLOSED) {
		http_redirect(res, req->arena, req->base_path, path(&v, ""));
		e = ERR_OK;
	}
	return e;
}
