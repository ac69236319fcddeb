#include "alerts.h"

#include "base/i18n.h"
#include "base/text.h"
#include "coding.h"
#include "results.h"
#include "stat/alert.h"

#define SHOWN 3 /* alarming rows of one survey */

static bool has_enough(const struct worker *w, const struct campaign_line *l)
{
	return l->responses >= (uint32_t)w->config->alert_base && !l->campaign.demo;
}

/* The newest survey of its questionnaire that has answers enough: one that has just
   begun does not silence the one before it. */
static bool is_newest(
    const struct worker *w, const struct campaign_line *v, size_t n, size_t i)
{
	const struct db_campaign *c = &v[i].campaign;

	for (size_t j = 0; j < n; j++) {
		const struct db_campaign *other = &v[j].campaign;

		if (j != i && has_enough(w, &v[j]) && other->agency_id == c->agency_id &&
		    text_equal(other->questionnaire, c->questionnaire) &&
		    other->opens_on > c->opens_on)
			return false;
	}
	return has_enough(w, &v[i]);
}

static void write_alert(struct html *h, const struct http_request *req,
    const struct results *r, const struct stat_alert *alert)
{
	struct arena *a = req->arena;
	const char *value = stat_figure_text(a, alert->value, ',');

	html_open(h, "li", NULL);
	if (alert->row == NULL) {
		html_textf(
		    h, _("The overall CSI is low: %s (n = %u)"), value, alert->base);
	} else {
		html_textf(h, _("Dissatisfied: %s %% (base %u): "), value, alert->base);
		html_link(h, req->base_path,
		    arena_printf(a, "/admin/campaign/%s#q%s", r->campaign.code,
			alert->row->question->id),
		    export_item_text(alert->row));
	}
	html_close(h);
}

static void write_campaign(struct html *h, const struct http_request *req,
    const struct results *r, const struct stat_alert *v, size_t n)
{
	struct arena *a = req->arena;

	html_open(h, "h3", NULL);
	html_link(h, req->base_path,
	    arena_printf(a, "/admin/campaign/%s", r->campaign.code), r->campaign.title);
	html_close(h);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < n && i < SHOWN; i++)
		write_alert(h, req, r, &v[i]);
	if (n > SHOWN)
		html_element(
		    h, "li", arena_printf(a, _("and %zu more"), n - SHOWN), NULL);
	html_close(h);
	admin_link_line(h, req,
	    arena_printf(a, "/admin/sample?campaign=%s", r->campaign.code),
	    _("Plan an additional survey: size of the sample, quotas"));
}

static enum err look(struct html *h, struct worker *w, const struct http_request *req,
    const struct db_campaign *c, bool *any)
{
	const struct stat_alert_rules rules = {
	    w->config->alert_dissatisfied, w->config->alert_base};
	const struct stat_alert *v;
	struct results r;
	size_t n;
	enum err e = results_load(w, req, c->code, &r);

	if (e != ERR_OK || r.view != STAT_VIEW_RESULTS)
		return e;
	v = stat_alerts(req->arena, &rules, r.table, r.csi, &n);
	if (n == 0)
		return ERR_OK;
	if (!*any)
		html_element(h, "h2", _("Results that ask for attention"), NULL);
	*any = true;
	write_campaign(h, req, &r, v, n);
	return ERR_OK;
}

enum err alerts_write(struct html *h, struct worker *w, const struct http_request *req,
    const struct campaign_line *v, size_t n)
{
	bool any = false;
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < n; i++)
		if (is_newest(w, v, n, i))
			e = look(h, w, req, &v[i].campaign, &any);
	return e;
}

/* --- texts --- */

struct unread {
	uint32_t texts, unread;
};

static void write_unread(struct html *h, const struct http_request *req,
    const struct db_campaign *c, const struct unread *u)
{
	struct arena *a = req->arena;

	html_row(h);
	html_open(h, "th", "scope", "row", NULL);
	html_link(h, req->base_path,
	    arena_printf(a, "/admin/campaign/%s/coding", c->code), c->title);
	html_close(h);
	html_cell_number(h, arena_printf(a, "%u", u->unread));
	html_cell_number(h, arena_printf(a, "%u", u->texts));
	html_row_end(h);
}

/* Items stand for something in one version only. */
static bool may_be_read(const struct results *r, size_t item)
{
	return r->n_versions == 1 && item < r->form->n_items &&
	       results_has_texts(r, &r->table->rows[item]);
}

/*
 * Texts of a campaign that may be read at all.  Of internal ones the number of those
 * written to a hidden item is hidden with it.
 */
static enum err count_texts(struct worker *w, const struct http_request *req,
    const struct campaign_line *line, const struct db_coding_state *v, size_t n,
    struct unread *u_r)
{
	const struct db_campaign *c = &line->campaign;
	const bool internal = c->audience == FORM_INTERNAL;
	struct unread u = {0};
	struct results r;
	enum err e = ERR_OK;

	/* Messages are read whole; of too few nothing is ever shown. */
	if (!c->daily && !c->demo && line->responses >= (uint32_t)c->k) {
		if (internal)
			e = results_load(w, req, c->code, &r);
		for (size_t i = 0; e == ERR_OK && i < n; i++) {
			if (v[i].campaign_id != c->id ||
			    (internal && !may_be_read(&r, v[i].item)))
				continue;
			u.texts += v[i].texts;
			u.unread += v[i].unread;
		}
	}
	if (e == ERR_OK)
		*u_r = u;
	return e;
}

static void begin_unread(struct html *h)
{
	const struct html_column columns[] = {{_("Survey"), NULL, false},
	    {_("Not read yet"), NULL, true}, {_("Texts"), NULL, true}};

	html_element(h, "h2", _("Texts to read"), NULL);
	html_table_begin(h, &(struct html_table){.caption = _("Texts to read"),
				.caption_hidden = true,
				.columns = columns,
				.n_columns = 3});
}

enum err alerts_write_unread(struct html *h, struct worker *w,
    const struct http_request *req, const struct campaign_line *v, size_t n)
{
	struct db_coding_state *states;
	size_t n_states, written = 0;
	enum err e = db_coding_states(
	    w->db, req->arena, w->session.staff.agency_id, &states, &n_states);

	for (size_t i = 0; e == ERR_OK && i < n; i++) {
		struct unread u = {0};

		e = count_texts(w, req, &v[i], states, n_states, &u);
		if (e != ERR_OK || u.unread == 0)
			continue;
		if (written++ == 0)
			begin_unread(h);
		write_unread(h, req, &v[i].campaign, &u);
	}
	if (written > 0)
		html_table_end(h);
	return e;
}
