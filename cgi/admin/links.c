#include "links.h"

#include "base/i18n.h"

const char *links_path(
    const struct http_request *req, const struct db_campaign *c, const char *channel)
{
	bool marked = channel != NULL && *channel != '\0';

	return arena_printf(req->arena, "%s/survey/%s%s%s", req->base_path, c->code,
	    marked ? "?c=" : "", marked ? channel : "");
}

const char *links_url(const struct worker *w, const struct http_request *req,
    const struct db_campaign *c, const char *channel)
{
	if (*w->config->public_url == '\0')
		return NULL;
	return arena_printf(
	    req->arena, "%s%s", w->config->public_url, links_path(req, c, channel));
}

enum err links_channels(struct worker *w, struct arena *a, const struct db_campaign *c,
    struct procedure **p_r, const struct procedure_list **channels_r)
{
	enum err e = worker_procedure(w, a, c->agency_code, p_r);

	if (e == ERR_OK)
		*channels_r = c->audience == FORM_EXTERNAL
				  ? procedure_list(*p_r, "channels-external")
				  : NULL;
	return e;
}

const char *links_secret_url(const struct worker *w, const struct http_request *req,
    const struct db_campaign *c, const char *name, const char *secret)
{
	return arena_printf(req->arena, "%s%s?%s=%s", w->config->public_url,
	    links_path(req, c, NULL), name, secret);
}

const char *links_ticket_note(const struct worker *w, const struct db_campaign *c)
{
	if (worker_is_trial(w, c))
		return _("This link takes one answer.");
	return _("This link takes one answer. It is not tied to your name, and the "
		 "answer is not tied to it.");
}

void links_write_unset(struct html *h)
{
	html_notice(h, "warning",
	    _("The address of the site is not set, so no links and QR codes can be "
	      "printed. Put it into the settings (public_url, scheme and host as people "
	      "type them) and start the programs again."));
}
