/* /admin/spam — the rules against spam: which new surveys open with, what they did. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "campaigns.h"
#include "db/agency.h"
#include "quarantine.h"

static bool may_change(const struct worker *w)
{
	return w->session.staff.role == DB_ROLE_ADMIN;
}

/* What needs no quarantine: the form comes back, nothing is acknowledged. */
static void write_others(struct html *h, const struct worker *w)
{
	html_element(h, "h2", _("Before an answer is taken"), NULL);
	html_open(h, "ul", NULL);
	html_element(h, "li",
	    w->config->form_age_min > 0
		? arena_printf(html_arena(h),
		      _("A form that comes back sooner than %d seconds after it was "
			"shown "
			"is sent back with all answers, to be sent again."),
		      w->config->form_age_min)
		: _("No least age of a form is set (form_age_min)."),
	    NULL);
	html_element(h, "li",
	    _("Too many requests at a time are held off by the web server, which bears a "
	      "whole office behind one address and writes no address down."),
	    NULL);
	html_close(h);
}

static void write_choices(struct html *h, const struct worker *w, unsigned rules)
{
	html_open(h, "fieldset", NULL);
	html_element(h, "legend", _("Into quarantine goes an answer in which"), NULL);
	for (unsigned i = 0; i < DB_SPAM_RULES; i++) {
		const char *words = quarantine_rule_words(html_arena(h), i);

		if (may_change(w))
			html_choice(h, &(struct html_choice){.type = "checkbox",
					   .name = "rule",
					   .value = quarantine_rule_name(i),
					   .label = words,
					   .checked = rules & DB_SPAM_BIT(i)});
		else
			html_element(h, "p",
			    arena_printf(html_arena(h), "%s: %s", words,
				rules & DB_SPAM_BIT(i) ? _("yes") : _("no")),
			    NULL);
	}
	html_close(h);
}

static enum err write_agency(struct html *h, const struct worker *w,
    const struct http_request *req, const struct db_agency *g)
{
	uint32_t rules;
	enum err e = db_quarantine_rules(w->db, g->id, &rules);

	if (e != ERR_OK)
		return e;
	html_element(h, "h3", g->name, NULL);
	if (!may_change(w)) {
		write_choices(h, w, rules);
		return ERR_OK;
	}
	admin_form(h, w, req, "/admin/spam");
	html_hidden(h, "agency", g->code);
	write_choices(h, w, rules);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Save for surveys opened from now on"), NULL);
	html_close(h);
	html_close(h);
	return ERR_OK;
}

static enum err write_agencies(
    struct html *h, const struct worker *w, const struct http_request *req)
{
	struct db_agency *v;
	size_t n;
	enum err e = db_agency_list(w->db, req->arena, &v, &n);

	html_element(h, "h2", _("Rules of new surveys"), NULL);
	html_element(h, "p",
	    _("A rule catches honest answers too: turn on the second and third only when "
	      "spam comes. In internal surveys only the first is used, and only the "
	      "number of what it caught is kept."),
	    NULL);
	for (size_t i = 0; e == ERR_OK && i < n; i++)
		if (worker_may_see(w, v[i].id))
			e = write_agency(h, w, req, &v[i]);
	return e;
}

static const char *rules_of(struct arena *a, unsigned rules)
{
	const char *s = "";

	for (unsigned i = 0; i < DB_SPAM_RULES; i++)
		if (rules & DB_SPAM_BIT(i))
			s = arena_printf(a, "%s%s%u", s, *s != '\0' ? ", " : "", i + 1);
	return *s != '\0' ? s : _("none");
}

static enum err write_line(struct html *h, struct worker *w,
    const struct http_request *req, const struct campaign_line *l)
{
	struct arena *a = req->arena;
	uint32_t n;
	enum err e = quarantine_number(w, l->campaign.id, &n);

	if (e != ERR_OK || (l->campaign.spam_rules == 0 && n == 0))
		return e;
	html_row(h);
	html_open(h, "th", "scope", "row", NULL);
	html_link(h, req->base_path,
	    arena_printf(a, "/admin/campaign/%s/quarantine", l->campaign.code),
	    l->campaign.code);
	html_close(h);
	html_cell(h, rules_of(a, l->campaign.spam_rules));
	html_cell_number(h, arena_printf(a, "%u", l->responses));
	html_cell_number(h, arena_printf(a, "%u", n));
	html_cell_number(h, arena_printf(a, "%u", l->waiting));
	html_row_end(h);
	return ERR_OK;
}

static enum err write_campaigns(
    struct html *h, struct worker *w, const struct http_request *req)
{
	const struct html_column columns[] = {{_("Code"), NULL, false},
	    {_("Rules, by number"), NULL, false}, {_("Responses"), NULL, true},
	    {_("In quarantine"), NULL, true}, {_("Waiting"), NULL, true}};
	struct campaign_line *v;
	size_t n;
	enum err e = campaigns_load(w, req->arena, &v, &n);

	if (e != ERR_OK)
		return e;
	html_table_begin(h,
	    &(struct html_table){
		.caption = _("What they have done"), .columns = columns, .n_columns = 5});
	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = write_line(h, w, req, &v[i]);
	html_table_end(h);
	return e;
}

enum err page_spam_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct admin_page page;
	struct html *h = admin_page_begin(
	    &page, worker, req, res, ADMIN_TAB_CAMPAIGNS, _("Protection against spam"));
	enum err e;

	if (http_param(&req->query, "saved") != NULL)
		html_notice(h, "success",
		    _("Saved. Surveys that are open keep the rules they opened with."));
	html_element(h, "p",
	    _("No address, no browser, no time of an answer is kept, against spam "
	      "neither. "
	      "What looks like it is judged by its content, and nothing is thrown away."),
	    NULL);
	write_others(h, worker);
	e = write_agencies(h, worker, req);
	if (e == ERR_OK)
		e = write_campaigns(h, worker, req);
	admin_page_end(&page);
	return e;
}

/* --- changing them --- */

static unsigned posted_rules(const struct http_request *req)
{
	unsigned rules = 0;

	for (size_t i = 0; i < req->form.n; i++)
		for (unsigned j = 0; j < DB_SPAM_RULES; j++)
			if (text_equal(req->form.v[i].name, "rule") &&
			    text_equal(req->form.v[i].value, quarantine_rule_name(j)))
				rules |= DB_SPAM_BIT(j);
	return rules;
}

static enum err change(
    struct worker *w, const struct http_request *req, const struct db_agency *g)
{
	struct arena *a = req->arena;
	unsigned after = posted_rules(req);
	uint32_t before;
	enum err e = db_quarantine_rules(w->db, g->id, &before);

	if (e != ERR_OK)
		return e;
	return db_quarantine_rules_set(w->db, g->id, after,
	    &(struct db_audit){.staff_id = w->session.staff.id,
		.action = "spam.rules",
		.object = arena_printf(a, "agency %s", g->code),
		.before = arena_printf(a, "{\"rules\":\"%s\"}", rules_of(a, before)),
		.after = arena_printf(a, "{\"rules\":\"%s\"}", rules_of(a, after))});
}

enum err page_spam_post(void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	const char *code = http_param(&req->form, "agency");
	struct db_agency g;
	enum err e =
	    code == NULL ? ERR_NOT_FOUND : db_agency_by_code(w->db, req->arena, code, &g);

	if (e == ERR_OK && !worker_may_see(w, g.id))
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		e = change(w, req, &g);
	if (e == ERR_OK)
		http_redirect(res, req->arena, req->base_path, "/admin/spam?saved=1");
	return e;
}
