/* GET /admin/campaign/:code/poster?c=CHANNEL&size=a4|a5 — a sheet to hang up. */
#include "base/i18n.h"
#include "base/text.h"
#include "html/qr.h"
#include "links.h"
#include "results.h"

struct poster {
	const struct db_campaign *campaign;
	const struct form *form;
	const struct procedure *procedure;
	const char *url; /* NULL: the settings name no host */
	bool trial;
};

static bool is_channel(const struct procedure_list *l, const char *mark)
{
	for (size_t i = 0; l != NULL && i < l->n; i++)
		if (text_equal(l->v[i].id, mark))
			return true;
	return false;
}

static void write_facts(struct html *h, const struct poster *p)
{
	const struct db_campaign *c = p->campaign;

	html_open(h, "p", "class", "facts", NULL);
	html_textf(h,
	    ngettext("About %d minute", "About %d minutes", (unsigned)p->form->minutes),
	    p->form->minutes);
	if (c->closes_on != DAY_NONE)
		html_textf(h, _(" · until %s inclusive"),
		    day_russian(html_arena(h), c->closes_on));
	html_close(h);
}

/* What is promised is what the settings in force keep. */
static void write_secrecy(struct html *h, const struct poster *p)
{
	if (p->trial)
		html_element(h, "p",
		    _("This is a trial installation: answers are opened one by one or a "
		      "few at a time, as they come, so it does not give full anonymity."),
		    "class", "warning", NULL);
	else
		html_element(h, "p",
		    _("Anonymous: neither name nor contacts are asked, and there is no "
		      "registration."),
		    "class", "promise", NULL);
}

static void write_poster(struct html *h, const struct poster *p, const char *size)
{
	html_open(
	    h, "article", "class", arena_printf(html_arena(h), "poster %s", size), NULL);
	html_element(h, "p", p->campaign->agency, "class", "agency", NULL);
	html_element(h, "h1",
	    p->campaign->audience == FORM_INTERNAL ? _("Colleagues, your opinion matters")
						   : _("Please rate our work"),
	    NULL);
	html_element(h, "p", p->campaign->title, "class", "title", NULL);
	html_element(h, "p",
	    _("Point the camera of your phone at the code or type the address:"), "class",
	    "call", NULL);
	html_qr_address(h, p->url, _("QR code of the address of this survey"));
	write_facts(h, p);
	write_secrecy(h, p);
	html_element(h, "p", p->procedure->order, "class", "basis", NULL);
	html_close(h);
}

static void write_page(const struct http_request *req, struct http_response *res,
    const struct poster *p, const char *size)
{
	struct html_page page = {.base_path = req->base_path,
	    .title = arena_printf(req->arena, _("Poster: %s"), p->campaign->title),
	    .sheet = "paper.css"};
	struct html *h = html_begin(req->arena, &res->body);

	html_page_begin(h, &page);
	html_open(h, "p", "class", "tools", NULL);
	html_link(h, req->base_path,
	    arena_printf(req->arena, "/admin/campaign/%s/links", p->campaign->code),
	    _("Links and QR codes"));
	html_text(h, " · ");
	html_text(h, _("To print this sheet press Ctrl + P."));
	html_close(h);
	if (p->url != NULL)
		write_poster(h, p, size);
	else
		links_write_unset(h);
	html_page_end(h, &page);
	html_end(h);
}

enum err page_poster_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	const char *channel = http_param(&req->query, "c");
	const char *size = http_param(&req->query, "size");
	const struct procedure_list *channels;
	struct db_campaign c;
	struct poster poster = {.campaign = &c};
	struct procedure *p = NULL;
	enum err e = results_campaign(worker, req->arena, req->segment[0], &c);

	/* The secret of a restricted circle is not for walls. */
	if (e == ERR_OK && c.access != DB_ACCESS_OPEN)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		e = links_channels(worker, req->arena, &c, &p, &channels);
	if (e == ERR_OK && channel != NULL && !is_channel(channels, channel))
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		e = worker_form(worker, req->arena, c.version_id, &poster.form);
	if (e == ERR_OK) {
		poster.procedure = p;
		poster.trial = worker_is_trial(worker, &c);
		poster.url = links_url(worker, req, &c, channel);
		write_page(req, res, &poster, text_equal(size, "a5") ? "a5" : "a4");
	}
	procedure_free(&p);
	return e;
}
