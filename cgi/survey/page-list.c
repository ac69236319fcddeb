/* The section «Обратная связь»: the surveys one can answer now. */
#include <time.h>

#include "base/i18n.h"
#include "html/control.h"
#include "html/page.h"
#include "survey.h"

static bool is_listed(
    const struct config *config, const struct db_campaign *c, time_t now)
{
	return db_campaign_phase(c, now) == DB_PHASE_OPEN &&
	       c->access == DB_ACCESS_OPEN &&
	       (c->audience == FORM_EXTERNAL || config->list_internal);
}

static void write_survey(struct html *h, const struct http_request *req,
    const struct db_campaign *c, int minutes)
{
	struct arena *a = req->arena;

	html_open(h, "li", NULL);
	html_link(h, req->base_path, arena_printf(a, "/survey/%s", c->code), c->title);
	html_open(h, "p", "class", "facts", NULL);
	html_textf(h, ngettext("About %d minute", "About %d minutes", (unsigned)minutes),
	    minutes);
	if (c->closes_on != DAY_NONE)
		html_textf(h, _(" · until %s inclusive"), day_russian(a, c->closes_on));
	if (c->audience == FORM_INTERNAL)
		html_text(h, _(" · for the staff"));
	html_close(h);
	html_close(h);
}

/* v[0…n-1] are of one agency or of several, by agency. */
static enum err write_surveys(struct worker *w, struct html *h,
    const struct http_request *req, const struct db_campaign *v, size_t n)
{
	const struct form *f;
	enum err e = ERR_OK;

	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		bool first = i == 0 || v[i].agency_id != v[i - 1].agency_id;
		bool last = i + 1 == n || v[i].agency_id != v[i + 1].agency_id;

		if (first) {
			html_element(h, "h2", v[i].agency, NULL);
			html_open(h, "ul", "class", "surveys", NULL);
		}
		e = survey_form(w, req->arena, v[i].version_id, NULL, &f);
		if (e == ERR_OK)
			write_survey(h, req, &v[i], f->minutes);
		else if (e != ERR_UNAVAILABLE)
			e = ERR_OK; /* a form that does not load is in the log */
		if (last)
			html_close(h);
	}
	return e;
}

static size_t keep_listed(struct worker *w, struct db_campaign *v, size_t n)
{
	time_t now = time(NULL);
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (is_listed(&w->survey->config, &v[i], now))
			v[kept++] = v[i];
	return kept;
}

/* UM-3.11-2: the forms of otklik-appeal, for any agency. */
static void write_appeals(struct html *h, const struct http_request *req)
{
	html_open(h, "p", NULL);
	html_text(h, _("You can also send the agency "));
	html_link(h, req->base_path, "/appeal?kind=appeal", _("an appeal"));
	html_text(h, ", ");
	html_link(h, req->base_path, "/appeal?kind=complaint", _("a complaint"));
	html_text(h, _(" or "));
	html_link(h, req->base_path, "/appeal?kind=proposal", _("a proposal"));
	html_text(h, _(". They are kept apart from the surveys."));
	html_close(h);
}

enum err survey_get_list(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	struct html_page page = {.base_path = req->base_path, .title = _("Feedback")};
	struct db_campaign *v;
	struct html *h;
	size_t n;
	enum err e = db_campaign_list(w->db, req->arena, 0, &v, &n);

	if (e != ERR_OK)
		return e;
	n = keep_listed(w, v, n);
	h = html_begin(req->arena, &res->body);
	html_page_begin(h, &page);
	html_element(h, "h1", _("Feedback"), NULL);
	html_element(h, "p",
	    n > 0 ? _("Tell us how well the agency works. The surveys are anonymous, and "
		      "you need neither to register nor to log in.")
		  : _("No survey is open now."),
	    NULL);
	write_appeals(h, req);
	e = write_surveys(w, h, req, v, n);
	html_page_end(h, &page);
	html_end(h);
	return e;
}
