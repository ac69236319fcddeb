/* The end of a survey: thanks, and what becomes of the answers. */
#include "base/i18n.h"
#include "html/control.h"
#include "html/page.h"
#include "survey.h"

static void write_repeat(
    struct html *h, const struct http_request *req, const struct db_campaign *c)
{
	html_own_notice(h, "note",
	    _("The answer of this form had been accepted before; the changes of the "
	      "repeated sending are not saved."));
	if (c->access != DB_ACCESS_OPEN)
		return; /* the address alone opens nothing */
	html_open(h, "p", NULL);
	html_link(h, req->base_path, arena_printf(req->arena, "/survey/%s", c->code),
	    _("Open a fresh form"));
	html_close(h);
}

static void write_thanks(struct html *h, const struct worker *w,
    const struct http_request *req, const struct db_campaign *c, const struct form *f)
{
	html_element(h, "p", f->title, "class", "over", NULL);
	html_element(h, "h1", _("Your answer is accepted"), "lang", html_own(h), "dir",
	    html_own_dir(h), NULL);
	if (http_param(&req->query, "repeat") != NULL)
		write_repeat(h, req, c);
	else
		html_notice(h, "success", f->thanks);
	if (survey_is_trial(w, c))
		html_own_notice(h, "warning", _(survey_trial_text));
	html_open(h, "p", "lang", html_own(h), "dir", html_own_dir(h), NULL);
	html_link(h, req->base_path, "/", _("All surveys"));
	html_close(h);
}

enum err survey_get_thanks(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	struct html_page page = {.base_path = req->base_path};
	struct db_campaign c;
	const struct form *f;
	struct html *h;
	bool stale;
	enum err e = survey_campaign(w, req->arena, req->segment[0], &c, &stale);

	if (e == ERR_OK)
		e = survey_form(
		    w, req->arena, c.version_id, http_param(&req->query, "lang"), &f);
	if (e != ERR_OK)
		return e;
	page.agency = c.agency;
	page.lang = f->language->code;
	page.rtl = f->language->rtl;
	page.title = _("Your answer is accepted");
	h = html_begin(req->arena, &res->body);
	html_page_begin(h, &page);
	write_thanks(h, w, req, &c, f);
	html_page_end(h, &page);
	html_end(h);
	return ERR_OK;
}
