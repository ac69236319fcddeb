/*
 * GET and POST /admin/campaign/:code/tickets — the links of a restricted circle
 * (AR-8.1-1, NE-8.5-1).  What is made is in the answer to the POST and nowhere
 * else: the database keeps keyed hashes only.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/ticket.h"
#include "html/qr.h"
#include "links.h"
#include "results.h"

#define TICKETS_MAX 5000
#define SHEET_MAX 500 /* a page with more codes is too heavy to print */

struct view {
	struct worker *worker;
	const struct http_request *req;
	struct http_response *res;
	struct html *h;
	struct db_campaign campaign;
};

/* --- the page --- */

static bool can_make(const struct view *v)
{
	return worker_may_edit(v->worker) && v->campaign.state == DB_CAMPAIGN_OPEN &&
	       *v->worker->config->public_url != '\0';
}

static enum err write_counts(const struct view *v)
{
	struct arena *a = v->req->arena;
	uint32_t left;
	enum err e = db_ticket_left(v->worker->db, v->campaign.id, &left);

	if (e != ERR_OK)
		return e;
	html_open(v->h, "dl", "class", "facts", NULL);
	admin_fact(v->h, _("Links made"), arena_printf(a, "%u", v->campaign.tickets));
	admin_fact(v->h, _("Used"), arena_printf(a, "%u", v->campaign.tickets - left));
	admin_fact(v->h, _("Not used"), arena_printf(a, "%u", left));
	html_close(v->h);
	html_element(v->h, "p",
	    _("Who has used a link, when, and which answer came by it is not kept."),
	    "class", "hint", NULL);
	return ERR_OK;
}

static void write_ticket_form(const struct view *v, const char *number, const char *fault)
{
	html_element(v->h, "h2", _("Make links"), NULL);
	html_element(v->h, "p",
	    arena_printf(v->req->arena,
		_("Each link takes one answer. The links are shown once, now: only their "
		  "hashes are kept, and they cannot be shown again. At most %d at a "
		  "time, to print at most %d."),
		TICKETS_MAX, SHEET_MAX),
	    NULL);
	html_field(v->h, &(struct html_field){.type = "text",
			     .name = "number",
			     .label = _("How many links"),
			     .value = number,
			     .fault = fault,
			     .required = true,
			     .inputmode = "numeric"});
	html_open(v->h, "div", "class", "buttons", NULL);
	html_button(v->h, "as", "sheet", _("Make and show to print"), NULL);
	html_button(v->h, "as", "csv", _("Make and download as a table (CSV)"), "quiet");
	html_close(v->h);
}

static void write_group_form(const struct view *v)
{
	html_notice(v->h, "note",
	    v->campaign.has_link
		? _("The closed link has been made. It was shown once and cannot be "
		    "shown "
		    "again; a new one ends the old one.")
		: _("The closed link has not been made yet: nobody can answer."));
	if (!can_make(v))
		return;
	html_open(v->h, "div", "class", "buttons", NULL);
	html_button(v->h, NULL, NULL,
	    v->campaign.has_link ? _("Make a new link and end the old one")
				 : _("Make the link"),
	    v->campaign.has_link ? "danger" : NULL);
	html_close(v->h);
}

static const char *own_path(const struct view *v)
{
	return arena_printf(
	    v->req->arena, "/admin/campaign/%s/tickets", v->campaign.code);
}

static enum err write_content(const struct view *v, const char *number, const char *fault)
{
	bool group = v->campaign.access == DB_ACCESS_GROUP;
	enum err e = group ? ERR_OK : write_counts(v);

	if (e != ERR_OK)
		return e;
	if (*v->worker->config->public_url == '\0')
		links_write_unset(v->h);
	if (v->campaign.state != DB_CAMPAIGN_OPEN)
		html_notice(v->h, "note",
		    _("The survey is closed: its links lead to a page that says so."));
	if (!group && !can_make(v))
		return ERR_OK;
	admin_form(v->h, v->worker, v->req, own_path(v));
	if (group)
		write_group_form(v);
	else
		write_ticket_form(v, number, fault);
	html_close(v->h);
	return ERR_OK;
}

static const char *heading(const struct view *v, const char *name)
{
	return v->campaign.access == DB_ACCESS_GROUP
		   ? arena_printf(v->req->arena, _("Closed link: %s"), name)
		   : arena_printf(v->req->arena, _("One-time links: %s"), name);
}

static enum err write_page(struct view *v, const char *number, const char *fault)
{
	const char *title = heading(v, v->campaign.code);
	struct admin_page page;
	enum err e;

	if (fault != NULL)
		title = arena_printf(v->req->arena, _("Error: %s"), title);
	v->h = admin_page_begin_titled(&page, v->worker, v->req, v->res,
	    ADMIN_TAB_CAMPAIGNS, title, heading(v, v->campaign.title));
	if (fault != NULL) {
		v->res->status = 422;
		html_fault_summary(v->h, &(struct html_fault_link){"number", fault}, 1);
	}
	e = write_content(v, number, fault);
	if (v->campaign.access == DB_ACCESS_TICKET && can_make(v))
		admin_link_line(v->h, v->req,
		    arena_printf(
			v->req->arena, "/admin/campaign/%s/mail", v->campaign.code),
		    _("Send links by e-mail"));
	admin_link_line(v->h, v->req,
	    arena_printf(v->req->arena, "/admin/campaign/%s/links", v->campaign.code),
	    _("Links, QR codes and paper form"));
	admin_page_end(&page);
	return e;
}

static enum err open_view(struct view *v)
{
	enum err e =
	    results_campaign(v->worker, v->req->arena, v->req->segment[0], &v->campaign);

	if (e == ERR_OK && v->campaign.access == DB_ACCESS_OPEN)
		e = ERR_NOT_FOUND;
	return e;
}

enum err page_tickets_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res};
	enum err e = open_view(&v);

	return e == ERR_OK ? write_page(&v, NULL, NULL) : e;
}

/* --- what was made --- */

static const char *url_of(const struct view *v, const char *name, const char *secret)
{
	return links_secret_url(v->worker, v->req, &v->campaign, name, secret);
}

static const char *note_of(const struct view *v)
{
	if (v->campaign.access == DB_ACCESS_GROUP)
		return _("The link is for those it was given to: please do not pass it "
			 "on.");
	return links_ticket_note(v->worker, &v->campaign);
}

static void write_slip(const struct view *v, const char *url)
{
	const struct db_campaign *c = &v->campaign;

	html_open(v->h, "section", "class", "slip", NULL);
	html_element(v->h, "h2", c->title, NULL);
	html_qr_address(v->h, url, _("QR code of the address of this survey"));
	html_element(v->h, "p", note_of(v), NULL);
	if (c->closes_on != DAY_NONE)
		html_element(v->h, "p",
		    arena_printf(v->req->arena, _("Until %s inclusive."),
			day_russian(v->req->arena, c->closes_on)),
		    NULL);
	html_close(v->h);
}

static void write_sheet(struct view *v, const char *const *urls, size_t n)
{
	struct html_page page = {.base_path = v->req->base_path,
	    .title = heading(v, v->campaign.title),
	    .sheet = "paper.css"};

	v->h = html_begin(v->req->arena, &v->res->body);
	html_page_begin(v->h, &page);
	html_open(v->h, "p", "class", "tools", NULL);
	html_link(v->h, v->req->base_path, own_path(v), _("Back"));
	html_text(v->h, " · ");
	html_text(v->h, _("This page is shown once. To print it press Ctrl + P."));
	html_close(v->h);
	html_element(v->h, "h1", page.title, "class", "tools", NULL);
	html_open(v->h, "div", "class", "slips", NULL);
	for (size_t i = 0; i < n; i++)
		write_slip(v, urls[i]);
	html_close(v->h);
	html_page_end(v->h, &page);
	html_end(v->h);
}

static void write_csv(struct view *v, const char *const *urls, size_t n)
{
	struct buf *out = &v->res->body;

	v->res->content_type = "text/csv; charset=utf-8";
	v->res->filename = arena_printf(v->req->arena, "%s-links.csv", v->campaign.code);
	buf_puts(out, "\xEF\xBB\xBF");
	buf_printf(out, "%s\r\n", _("Link"));
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s\r\n", urls[i]);
}

static struct db_audit entry_of(const struct view *v, const char *action, size_t n)
{
	return (struct db_audit){.staff_id = v->worker->session.staff.id,
	    .action = action,
	    .object = arena_printf(v->req->arena, "campaign %s", v->campaign.code),
	    .after = arena_printf(v->req->arena, "{\"number\":%zu}", n)};
}

static enum err make_tickets(struct view *v, size_t n, bool csv)
{
	struct arena *a = v->req->arena;
	const char **urls = ARENA_ARRAY(a, n, const char *);
	uint8_t *hashes = arena_array(a, n, BOX_HASH_BYTES);
	struct db_audit entry = entry_of(v, "ticket.make", n);
	struct box_ticket_key key;
	enum err e = box_ticket_key_load(v->worker->config->ticket_key_file, &key);

	if (e != ERR_OK)
		return ERR_CONFIG;
	for (size_t i = 0; i < n; i++) {
		const char *secret = box_ticket_make(a);

		box_ticket_hash(&key, BOX_LINK_TICKET, v->campaign.id, secret,
		    hashes + i * BOX_HASH_BYTES);
		urls[i] = url_of(v, "t", secret);
	}
	explicit_bzero(&key, sizeof(key));
	e = db_ticket_add(v->worker->db, v->campaign.id, hashes, n, &entry);
	if (e != ERR_OK)
		return e;
	if (csv)
		write_csv(v, urls, n);
	else
		write_sheet(v, urls, n);
	return ERR_OK;
}

static enum err post_tickets(struct view *v)
{
	const char *number = http_param(&v->req->form, "number");
	bool csv = text_equal(http_param(&v->req->form, "as"), "csv");
	long n, most = csv ? TICKETS_MAX : SHEET_MAX;

	if (number == NULL || text_int(number, 1, most, &n) != ERR_OK)
		return write_page(v, number,
		    arena_printf(v->req->arena,
			_("How many links: a whole number from 1 to %ld"), most));
	return make_tickets(v, (size_t)n, csv);
}

static enum err post_group(struct view *v)
{
	const char *secret = box_ticket_make(v->req->arena);
	const char *url = url_of(v, "g", secret);
	struct db_audit entry = entry_of(v, "link.make", 1);
	uint8_t hash[BOX_HASH_BYTES];
	struct box_ticket_key key;
	enum err e = box_ticket_key_load(v->worker->config->ticket_key_file, &key);

	if (e != ERR_OK)
		return ERR_CONFIG;
	box_ticket_hash(&key, BOX_LINK_GROUP, v->campaign.id, secret, hash);
	explicit_bzero(&key, sizeof(key));
	e = db_link_set(v->worker->db, v->campaign.id, hash, &entry);
	if (e == ERR_OK)
		write_sheet(v, &url, 1);
	return e;
}

enum err page_tickets_post(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res};
	enum err e = open_view(&v);

	if (e == ERR_OK && !worker_may_edit(worker))
		e = ERR_DENIED;
	if (e != ERR_OK)
		return e;
	if (!can_make(&v))
		return write_page(&v, NULL, NULL);
	return v.campaign.access == DB_ACCESS_GROUP ? post_group(&v) : post_tickets(&v);
}
