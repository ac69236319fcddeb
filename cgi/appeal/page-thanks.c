/* The end: the number to note, and what happens next. */
#include "appeal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "db/appeal.h"
#include "html/control.h"
#include "html/page.h"

static void write_repeat(
    struct html *h, const struct http_request *req, const struct db_agency *g)
{
	html_notice(h, "note",
	    _("This form had been accepted before; the changes of the repeated sending "
	      "are not saved."));
	html_open(h, "p", NULL);
	html_link(h, req->base_path,
	    arena_printf(req->arena, "/appeal?agency=%s", g->code),
	    _("Open an empty form"));
	html_close(h);
}

static void write_body(struct html *h, const struct http_request *req,
    const struct db_agency *g, const char *number)
{
	html_element(h, "h1", _("It is accepted"), NULL);
	html_open(h, "div", "class", "success", NULL);
	html_open(h, "p", NULL);
	html_text(h, _("Its number: "));
	html_element(h, "strong", number, NULL);
	html_close(h);
	html_element(
	    h, "p", _("Please note it: the agency finds your message by it."), NULL);
	html_close(h);
	if (http_param(&req->query, "repeat") != NULL)
		write_repeat(h, req, g);
	html_element(h, "p",
	    http_param(&req->query, "reply") != NULL
		? arena_printf(req->arena,
		      _("The reply is sent to the address you gave, within %d days of "
			"registration."),
		      DB_APPEAL_DAYS)
		: _("You gave no address, so no reply is sent. What you wrote is "
		    "considered."),
	    NULL);
	html_open(h, "p", NULL);
	html_link(h, req->base_path, "/", _("Feedback"));
	html_close(h);
}

enum err appeal_get_thanks(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	struct html_page page = {
	    .base_path = req->base_path, .title = _("It is accepted")};
	const char *code = http_param(&req->query, "agency");
	const char *number = http_param(&req->query, "number");
	struct db_agency agency;
	struct html *h;
	enum err e;

	if (code == NULL || number == NULL || !box_is_receipt(number))
		return ERR_NOT_FOUND;
	e = db_agency_by_code(w->db, req->arena, code, &agency);
	if (e != ERR_OK)
		return e;
	page.agency = agency.name;
	h = html_begin(req->arena, &res->body);
	html_page_begin(h, &page);
	write_body(h, req, &agency, number);
	html_page_end(h, &page);
	html_end(h);
	return ERR_OK;
}
