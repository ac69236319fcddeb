#include "alerts.h"

#include <time.h>

#include "base/i18n.h"
#include "base/text.h"
#include "coding.h"
#include "series-period.h"
#include "stat/alert.h"

#define SHOWN 3 /* alarming rows of one survey */
/* A survey that is over asks for attention for a quarter: then it is history. */
#define HEEDED (92 * 86400) /* seconds */

static bool has_enough(const struct worker *w, const struct campaign_line *l)
{
	return l->responses >= (uint32_t)w->config->alert_base && !l->campaign.demo;
}

/* A round adds to a permanent survey and takes nothing's place but an older round's. */
static bool takes_place_of(const struct db_campaign *c, const struct db_campaign *older)
{
	return c->agency_id == older->agency_id && c->permanent == older->permanent &&
	       text_equal(c->questionnaire, older->questionnaire) &&
	       c->opens_on > older->opens_on;
}

/*
 * The newest survey of its questionnaire and kind that has answers enough (one that has
 * just begun does not silence the one before it), unless it is long over.
 */
static bool is_heeded(
    const struct worker *w, const struct campaign_line *v, size_t n, size_t i)
{
	const struct db_campaign *c = &v[i].campaign;

	for (size_t j = 0; j < n; j++)
		if (has_enough(w, &v[j]) && takes_place_of(&v[j].campaign, c))
			return false;
	return has_enough(w, &v[i]) && db_campaign_end(c) > (int64_t)time(NULL) - HEEDED;
}

/* What is judged: the results of one version, of one period. */
struct judged {
	const struct results *results;
	const char *query;  /* of links to just that: "?period=2026-Q3", "" */
	const char *period; /* in words; NULL: all responses */
};

static void write_csi(
    struct html *h, const struct http_request *req, const struct stat_alert *alert)
{
	const char *value = stat_figure_text(req->arena, alert->value, ',');

	if (alert->least < alert->base)
		html_textf(h,
		    _("The overall CSI is low: %s (n = %u, of the row that fewest have "
		      "answered %u)"),
		    value, alert->base, alert->least);
	else
		html_textf(
		    h, _("The overall CSI is low: %s (n = %u)"), value, alert->base);
}

static void write_dissatisfied(struct html *h, const struct http_request *req,
    const struct judged *j, const struct stat_alert *alert)
{
	html_textf(h, _("Dissatisfied: %s %% (base %u): "),
	    stat_figure_text(req->arena, alert->value, ','), alert->base);
	html_link(h, req->base_path,
	    arena_printf(req->arena, "/admin/campaign/%s%s#q%s",
		j->results->campaign.code, j->query, alert->row->question->id),
	    export_item_text(alert->row));
}

static void write_alert(struct html *h, const struct http_request *req,
    const struct judged *j, const struct stat_alert *alert)
{
	html_open(h, "li", NULL);
	if (alert->row == NULL)
		write_csi(h, req, alert);
	else
		write_dissatisfied(h, req, j, alert);
	html_close(h);
}

static void write_campaign(struct html *h, const struct http_request *req,
    const struct judged *j, const struct stat_alert *v, size_t n)
{
	const struct db_campaign *c = &j->results->campaign;
	struct arena *a = req->arena;

	html_open(h, "h3", NULL);
	html_link(h, req->base_path,
	    arena_printf(a, "/admin/campaign/%s%s", c->code, j->query), c->title);
	html_close(h);
	if (j->period != NULL)
		html_element(h, "p",
		    arena_printf(a, _("The last full period: %s."), j->period), NULL);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < n && i < SHOWN; i++)
		write_alert(h, req, j, &v[i]);
	if (n > SHOWN)
		html_element(
		    h, "li", arena_printf(a, _("and %zu more"), n - SHOWN), NULL);
	html_close(h);
	admin_link_line(h, req, arena_printf(a, "/admin/sample?campaign=%s", c->code),
	    _("Plan an additional survey: size of the sample, quotas"));
}

static void judge(struct html *h, const struct worker *w, const struct http_request *req,
    const struct judged *j, bool *any)
{
	const struct stat_alert_rules rules = {
	    w->config->alert_dissatisfied, w->config->alert_base};
	const struct results *r = j->results;
	const struct stat_alert *v;
	size_t n;

	if (r->view != STAT_VIEW_RESULTS)
		return;
	v = stat_alerts(req->arena, &rules, r->table, r->csi, &n);
	if (n == 0)
		return;
	if (!*any)
		html_element(h, "h2", _("Results that ask for attention"), NULL);
	*any = true;
	write_campaign(h, req, j, v, n);
}

/* --- permanent surveys: the last full period --- */

/* How often the order wants an analysis; else by the quarter (UM-4.3-1). */
static enum err find_kind(
    struct worker *w, struct arena *a, const struct db_campaign *c, enum series_by *by_r)
{
	struct procedure *p;
	enum err e = worker_procedure(w, a, c->agency_code, &p);

	if (e != ERR_OK)
		return e;
	*by_r = p->analysis_per_year == 1   ? SERIES_YEARS
		: p->analysis_per_year == 2 ? SERIES_HALVES
					    : SERIES_QUARTERS;
	procedure_free(&p);
	return ERR_OK;
}

struct full_period {
	const char *key, *label; /* of the query; in words */
	struct stat_cut cut;
};

/* One version: the period may lie before its last change. */
static enum err look_at_version(struct html *h, struct worker *w,
    const struct http_request *req, const char *code, int version,
    const struct full_period *p, bool *any)
{
	struct results r;
	struct judged j = {.results = &r, .period = p->label};
	enum err e = results_load_version(w, req, code, version, &r);

	if (e == ERR_OK)
		e = filter_apply_tally(w, req->arena, &p->cut, &r);
	if (e != ERR_OK)
		return e;
	j.query = arena_printf(req->arena, "?period=%s%s", p->key, r.more);
	judge(h, w, req, &j, any);
	return ERR_OK;
}

static enum err look_at_period(struct html *h, struct worker *w,
    const struct http_request *req, const struct results *r, enum series_by by,
    long period, bool *any)
{
	struct arena *a = req->arena;
	struct full_period p = {.key = series_period_key(a, by, period),
	    .label = series_period_label(a, &(struct series){.by = by}, period)};
	enum err e = stat_cut_period(p.key, &p.cut.from, &p.cut.to);

	for (size_t i = 0; e == ERR_OK && i < r->n_versions; i++)
		if (r->versions[i].responses >= (uint32_t)w->config->alert_base)
			e = look_at_version(
			    h, w, req, r->campaign.code, r->versions[i].version, &p, any);
	return e;
}

/*
 * All that was ever answered would drown a bad quarter: a permanent survey is judged
 * by its last full period, unless it is younger.  Of internal clients no period is
 * shown.
 */
static enum err look(struct html *h, struct worker *w, const struct http_request *req,
    const struct db_campaign *c, bool *any)
{
	struct results r;
	struct judged j = {.results = &r, .query = ""};
	enum series_by by;
	long period;
	enum err e = results_load_version(w, req, c->code, 0, &r);

	if (e == ERR_OK)
		e = find_kind(w, req->arena, c, &by);
	if (e != ERR_OK)
		return e;
	period = series_period_of(by, r.today, DAY_NONE) - 1;
	if (c->permanent && c->audience == FORM_EXTERNAL &&
	    series_period_of(by, c->opens_on, DAY_NONE) <= period)
		return look_at_period(h, w, req, &r, by, period, any);
	judge(h, w, req, &j, any);
	return ERR_OK;
}

enum err alerts_write(struct html *h, struct worker *w, const struct http_request *req,
    const struct campaign_line *v, size_t n)
{
	bool any = false;
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < n; i++)
		if (is_heeded(w, v, n, i))
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
			e = results_load_version(w, req, c->code, 0, &r);
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
