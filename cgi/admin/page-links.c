/* GET /admin/campaign/:code/links — where each channel leads (UM-3.7-1, NE-10.1-4). */
#include "base/i18n.h"
#include "html/qr.h"
#include "links.h"
#include "results.h"

/* One page in hand. */
struct view {
	struct worker *worker;
	const struct http_request *req;
	struct html *h;
	const struct db_campaign *campaign;
};

static void write_poster(
    const struct view *v, const char *channel, const char *size, const char *text)
{
	admin_link_line(v->h, v->req,
	    arena_printf(v->req->arena, "/admin/campaign/%s/poster?size=%s%s%s",
		v->campaign->code, size, channel != NULL ? "&c=" : "",
		channel != NULL ? channel : ""),
	    text);
}

static void write_paper(const struct view *v, const char *channel)
{
	admin_link_line(v->h, v->req,
	    arena_printf(v->req->arena, "/survey/%s/paper%s%s", v->campaign->code,
		channel != NULL ? "?c=" : "", channel != NULL ? channel : ""),
	    _("Paper form"));
}

static void write_address(const struct view *v, const char *channel)
{
	const char *url = links_url(v->worker, v->req, v->campaign, channel);

	html_cell_open(v->h, false);
	if (url != NULL)
		html_qr_address(v->h, url, _("QR code of the address of this survey"));
	else
		html_text(v->h, links_path(v->req, v->campaign, channel));
	html_close(v->h);
}

static void write_line(
    const struct view *v, const char *name, const char *group, const char *channel)
{
	html_row(v->h);
	html_open(v->h, "th", "scope", "row", NULL);
	html_text(v->h, name);
	if (group != NULL) {
		html_open(v->h, "br", NULL);
		html_element(v->h, "span", group, "class", "hint", NULL);
	}
	html_close(v->h);
	html_cell(v->h, channel != NULL ? channel : "—");
	write_address(v, channel);
	html_cell_open(v->h, false);
	write_poster(v, channel, "a4", _("Poster A4"));
	write_poster(v, channel, "a5", _("Poster A5"));
	write_paper(v, channel);
	html_close(v->h);
	html_row_end(v->h);
}

static void write_table(const struct view *v, const struct procedure_list *channels)
{
	const struct html_column columns[] = {{_("Channel"), NULL, false},
	    {_("Channel mark"), NULL, false}, {_("Link and QR code"), NULL, false},
	    {_("To print"), NULL, false}};

	html_table_begin(v->h, &(struct html_table){.caption = _("Links by channel"),
				   .caption_hidden = true,
				   .columns = columns,
				   .n_columns = 4});
	write_line(v, _("Without a channel mark"), NULL, NULL);
	for (size_t i = 0; channels != NULL && i < channels->n; i++)
		write_line(
		    v, channels->v[i].text, channels->v[i].group, channels->v[i].id);
	html_table_end(v->h);
}

static void write_hints(const struct view *v)
{
	html_open(v->h, "p", NULL);
	html_text(v->h,
	    v->campaign->audience == FORM_INTERNAL
		? _("Answers of internal clients keep no channel, so there is one link "
		    "for all of them.")
		: _("Each channel has a link of its own: the mark in it is kept with the "
		    "answer, so that answers can be counted by channel. Answers with an "
		    "unknown mark are counted as “other”."));
	html_close(v->h);
	if (v->campaign->state != DB_CAMPAIGN_OPEN)
		html_notice(v->h, "note",
		    _("The survey is closed: its links lead to a page that says so."));
	if (*v->worker->config->public_url == '\0')
		links_write_unset(v->h);
}

/* A restricted circle has links of its own; the address alone opens nothing. */
static void write_restricted(const struct view *v)
{
	html_element(v->h, "p",
	    v->campaign->access == DB_ACCESS_GROUP
		? _("The survey is for those who have got its closed link.")
		: _("The survey is for those who have got a one-time link."),
	    NULL);
	if (v->worker->session.staff.role >= DB_ROLE_ANALYST)
		admin_link_line(v->h, v->req,
		    arena_printf(
			v->req->arena, "/admin/campaign/%s/tickets", v->campaign->code),
		    v->campaign->access == DB_ACCESS_GROUP ? _("Closed link")
							   : _("One-time links"));
	html_open(v->h, "p", NULL);
	write_paper(v, NULL);
	html_close(v->h);
}

enum err page_links_get(void *worker, struct http_request *req, struct http_response *res)
{
	const struct procedure_list *channels;
	struct db_campaign c;
	struct procedure *p;
	struct view v = {.worker = worker, .req = req, .campaign = &c};
	struct admin_page page;
	enum err e = results_campaign(worker, req->arena, req->segment[0], &c);

	if (e == ERR_OK)
		e = links_channels(worker, req->arena, &c, &p, &channels);
	if (e != ERR_OK)
		return e;
	v.h = admin_page_begin_titled(&page, worker, req, res, ADMIN_TAB_CAMPAIGNS,
	    arena_printf(req->arena, _("Links and QR codes: %s"), c.code),
	    arena_printf(req->arena, _("Links and QR codes: %s"), c.title));
	if (http_param(&req->query, "opened") != NULL)
		html_notice(v.h, "success",
		    _("The survey is set up. Answers are taken from its first day on, as "
		      "soon as the counting program has made its key, which takes a few "
		      "minutes."));
	if (c.access == DB_ACCESS_OPEN) {
		write_hints(&v);
		write_table(&v, channels);
	} else {
		write_restricted(&v);
	}
	admin_page_end(&page);
	procedure_free(&p);
	return ERR_OK;
}
