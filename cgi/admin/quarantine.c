#include "quarantine.h"

#include "base/i18n.h"

const char *quarantine_rule_name(unsigned rule)
{
	static const char *const names[DB_SPAM_RULES] = {"trap", "links", "same"};

	return rule < DB_SPAM_RULES ? names[rule] : "";
}

const char *quarantine_rule_words(struct arena *a, unsigned rule)
{
	switch (DB_SPAM_BIT(rule)) {
	case DB_SPAM_TRAP:
		return _("The field that people do not see is filled in");
	case DB_SPAM_LINKS:
		return arena_printf(a, _("Addresses of sites in the texts: %d or more"),
		    DB_SPAM_LEAST_LINKS);
	case DB_SPAM_SAME:
		return arena_printf(a,
		    _("The same text of %d characters or more in %d or more of the "
		      "answers "
		      "opened together"),
		    DB_SPAM_CHARS, DB_SPAM_LEAST_SAME);
	default:
		return "";
	}
}

enum err quarantine_number(struct worker *w, uint32_t campaign_id, uint32_t *n_r)
{
	struct db_quarantine_count counts[DB_SPAM_RULES];
	uint32_t n = 0;
	enum err e = db_quarantine_counts(w->db, campaign_id, counts);

	if (e != ERR_OK)
		return e;
	for (unsigned i = 0; i < DB_SPAM_RULES; i++)
		n += counts[i].n - counts[i].released;
	*n_r = n;
	return ERR_OK;
}

void quarantine_write_fact(struct html *h, const struct http_request *req,
    const struct db_campaign *c, uint32_t n)
{
	html_element(h, "dt", _("In quarantine"), NULL);
	html_open(h, "dd", NULL);
	html_link(h, req->base_path,
	    arena_printf(req->arena, "/admin/campaign/%s/quarantine", c->code),
	    arena_printf(req->arena, "%u", n));
	html_close(h);
}
