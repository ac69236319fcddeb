/* GET /survey/:code/paper — the form to print (RA-2.4-1, UM-2.7-1, NE-10.1-4). */
#include <time.h>

#include "base/i18n.h"
#include "html/page.h"
#include "render/paper.h"
#include "survey.h"

/* The address of the form on screen as people type it, with the channel mark the
   sheet was asked for with; NULL when the settings name no host, and for a
   restricted circle: whoever finds the sheet is not of it. */
static const char *link_of(const struct worker *w, const struct http_request *req,
    const struct db_campaign *c, const char *channel)
{
	const struct config *config = &w->survey->config;

	if (*config->public_url == '\0' || c->access != DB_ACCESS_OPEN)
		return NULL;
	return arena_printf(req->arena, "%s%s/survey/%s%s%s", config->public_url,
	    config->base_path, c->code, *channel != '\0' ? "?c=" : "", channel);
}

/* On the screen only. */
static void write_tools(
    struct html *h, const struct http_request *req, const struct db_campaign *c)
{
	html_open(h, "p", "class", "tools", NULL);
	if (c->access == DB_ACCESS_OPEN) {
		html_link(h, req->base_path,
		    arena_printf(req->arena, "/survey/%s", c->code),
		    _("Answer on screen"));
		html_text(h, " · ");
	}
	html_text(h, _("To print this sheet press Ctrl + P."));
	html_close(h);
}

static void write_sheet(const struct worker *w, const struct http_request *req,
    struct http_response *res, const struct db_campaign *c, const struct form *f,
    const char *channel)
{
	struct html_page page = {.base_path = req->base_path, .sheet = "paper.css"};
	struct render_paper paper = {.agency = c->agency,
	    .code = c->code,
	    .version = c->version,
	    .link = link_of(w, req, c, channel)};
	struct html *h = html_begin(req->arena, &res->body);

	if (c->closes_on != DAY_NONE)
		paper.closes = day_russian(req->arena, c->closes_on);
	if (survey_is_trial(w, c))
		paper.warning = _(survey_trial_text);
	page.title = f->title;
	page.lang = f->language->code;
	page.rtl = f->language->rtl;
	html_page_begin(h, &page);
	write_tools(h, req, c);
	render_paper(req->arena, h, f, &paper);
	html_page_end(h, &page);
	html_end(h);
}

enum err survey_get_paper(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	enum db_campaign_phase phase;
	struct db_campaign c;
	const struct form *f;
	bool stale;
	enum err e = survey_campaign(w, req->arena, req->segment[0], &c, &stale);

	if (e != ERR_OK)
		return e;
	phase = db_campaign_phase(&c, time(NULL));
	if (phase != DB_PHASE_OPEN) {
		survey_write_shut(
		    req, res, &c, phase == DB_PHASE_EARLY ? ERR_NOT_OPEN : ERR_CLOSED);
		return ERR_OK;
	}
	e = survey_form(w, req->arena, c.version_id, http_param(&req->query, "lang"), &f);
	if (e == ERR_OK)
		write_sheet(w, req, res, &c, f,
		    survey_channel(w, req->arena, &c, http_param(&req->query, "c")));
	return e;
}
