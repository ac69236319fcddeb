/* Surveys of a restricted circle: the closed link of a group, one-time links. */
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "db/ticket.h"
#include "html/page.h"
#include "survey.h"

const char *survey_pass_name(const struct db_campaign *c)
{
	switch (c->access) {
	case DB_ACCESS_OPEN:
		break;
	case DB_ACCESS_GROUP:
		return "g";
	case DB_ACCESS_TICKET:
		return "t";
	}
	return NULL;
}

static enum err check_ticket(
    struct worker *w, const struct db_campaign *c, const struct survey_pass *p)
{
	bool fits = false;
	enum err e = db_ticket_fits(w->db, c->id, p->hash, &fits);

	if (e == ERR_DENIED) /* our account, not this link */
		return ERR_CONFIG;
	return e == ERR_OK && !fits ? ERR_DENIED : e;
}

enum err survey_pass(struct worker *w, const struct db_campaign *c,
    const struct http_params *from, bool ask, struct survey_pass *p_r)
{
	const char *name = survey_pass_name(c);
	bool group = c->access == DB_ACCESS_GROUP;
	enum err e = ERR_OK;

	*p_r = (struct survey_pass){0};
	if (name == NULL)
		return ERR_OK;
	if (!w->survey->has_ticket_key) {
		log_error("the key of closed links could not be read at the start");
		return ERR_CONFIG;
	}
	p_r->secret = http_param(from, name);
	if (p_r->secret == NULL)
		p_r->secret = "";
	box_ticket_hash(&w->survey->ticket_key, group ? BOX_LINK_GROUP : BOX_LINK_TICKET,
	    c->id, p_r->secret, p_r->hash);
	if (group)
		e = c->has_link && box_ticket_equal(p_r->hash, c->link_hash) ? ERR_OK
									     : ERR_DENIED;
	else if (ask)
		e = check_ticket(w, c, p_r);
	return e;
}

const char *survey_pass_query(
    struct arena *a, const struct db_campaign *c, const char *secret, char first)
{
	const char *name = survey_pass_name(c);

	/* One that was posted and not asked for yet may be anything. */
	if (name == NULL || secret == NULL ||
	    secret[strspn(secret, "0123456789abcdefABCDEF")] != '\0')
		return "";
	return arena_printf(a, "%c%s=%s", first, name, secret);
}

/* One page for every link that does not open the form, used or never made. */
void survey_write_refused(const struct http_request *req, struct http_response *res,
    const struct db_campaign *c)
{
	struct html_page page = {.base_path = req->base_path,
	    .title = _("The link does not work"),
	    .agency = c->agency};
	struct html *h = html_begin(req->arena, &res->body);

	res->status = http_status(ERR_DENIED);
	html_page_begin(h, &page);
	html_element(h, "p", c->title, "class", "over", NULL);
	html_element(h, "h1", page.title, NULL);
	html_element(h, "p",
	    c->access == DB_ACCESS_TICKET
		? _("The link does not work or has been used already; if you have sent "
		    "the questionnaire by it, it is accepted.")
		: _("The survey is for those who have got its link. Please open the link "
		    "you were sent: perhaps a part of it was lost when it was copied."),
	    NULL);
	html_open(h, "p", NULL);
	html_link(h, req->base_path, "/", _("All surveys"));
	html_close(h);
	html_page_end(h, &page);
	html_end(h);
}
