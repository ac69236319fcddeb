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

void links_write_unset(struct html *h)
{
	html_notice(h, "warning",
	    _("The address of the site is not set, so no links and QR codes can be "
	      "printed. Put it into the settings (public_url, scheme and host as people "
	      "type them) and start the programs again."));
}
