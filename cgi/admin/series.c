#include "series-period.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/response.h"

#define OMITTED_MAX 100
#define POINTS_MAX 200 /* more columns nobody reads */

static const char *const by_names[] = {[SERIES_ROUNDS] = "round",
    [SERIES_MONTHS] = "month",
    [SERIES_QUARTERS] = "quarter",
    [SERIES_HALVES] = "half",
    [SERIES_YEARS] = "year",
    [SERIES_SPLIT] = "split",
    [SERIES_AGENCIES] = "agency",
    [SERIES_CUT] = "cut"};

const char *series_by_name(enum series_by by)
{
	return by_names[by];
}

bool series_is_compared(const struct series *s)
{
	return s->by != SERIES_CUT || s->total != NULL;
}

struct loader {
	struct worker *worker;
	const struct http_request *req;
	struct arena *arena;
	struct series *s;
	struct db_campaign *campaigns;
	size_t n_campaigns;
	/* of the campaign and version that is walked over */
	const struct db_campaign *campaign;
	const struct form *form;
	uint32_t version_id;
	int version;
	struct stat_cut cut;
};

static void omit(struct loader *l, const char *what)
{
	struct series *s = l->s;

	if (s->omitted == NULL)
		s->omitted = ARENA_ARRAY(l->arena, OMITTED_MAX, const char *);
	if (s->n_omitted < OMITTED_MAX)
		s->omitted[s->n_omitted++] = what;
}

/* --- which campaigns --- */

static bool is_of_lineage(const struct loader *l, const struct db_campaign *c)
{
	const struct db_campaign *own = &l->s->results.campaign;

	if (!text_equal(c->questionnaire, own->questionnaire) ||
	    c->audience != own->audience || c->demo != own->demo)
		return false;
	return c->agency_id == own->agency_id || l->s->by == SERIES_AGENCIES;
}

static int by_dates(const void *x, const void *y)
{
	const struct db_campaign *a = x, *b = y;

	if (a->opens_on != b->opens_on)
		return a->opens_on < b->opens_on ? -1 : 1;
	return strcmp(a->code, b->code);
}

static enum err list_campaigns(struct loader *l)
{
	const struct db_campaign *own = &l->s->results.campaign;
	const uint16_t mine = l->worker->session.staff.agency_id;
	struct db_campaign *v;
	size_t n, kept = 0;
	enum err e = db_campaign_list(l->worker->db, l->arena,
	    l->s->by == SERIES_AGENCIES ? mine : own->agency_id, &v, &n);

	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (is_of_lineage(l, &v[i]))
			v[kept++] = v[i];
	qsort(v, kept, sizeof(*v), by_dates);
	l->campaigns = v;
	l->n_campaigns = kept;
	return ERR_OK;
}

/* --- points --- */

static struct stat_rules rules_of(const struct loader *l)
{
	return results_rules(
	    l->campaign, l->form, worker_is_trial(l->worker, l->campaign));
}

static struct series_point *add_point(struct loader *l, struct series_point p)
{
	struct series *s = l->s;

	if (s->points == NULL)
		s->points = ARENA_ARRAY(l->arena, POINTS_MAX, struct series_point);
	if (s->n == POINTS_MAX)
		return NULL;
	s->points[s->n] = p;
	return &s->points[s->n++];
}

static const char *round_label(struct loader *l)
{
	const char *label = admin_period(l->arena, l->campaign);

	return l->s->by == SERIES_AGENCIES
		   ? arena_printf(l->arena, "%s: %s", l->campaign->agency, label)
		   : label;
}

static const char *round_mark(struct loader *l)
{
	int year, month, mday;

	if (l->s->by == SERIES_AGENCIES)
		return l->campaign->agency_code;
	day_to_date(l->campaign->opens_on, &year, &month, &mday);
	return arena_printf(l->arena, "%02d.%04d", month, year);
}

/* days: of the point, in place of those of the filter; "" of a round. */
static const char *results_path(struct loader *l, const char *days)
{
	static const char *const own[] = {"period", "from", "to", NULL};
	const char *query = arena_printf(l->arena, "&version=%d%s%s", l->version, days,
	    filter_is_set(l->req) ? filter_more_but(l->req, *days ? own : NULL) : "");

	return arena_printf(
	    l->arena, "/admin/campaign/%s?%s", l->campaign->code, query + 1);
}

static struct series_point round_point(struct loader *l)
{
	return (struct series_point){.label = round_label(l),
	    .mark = round_mark(l),
	    .key = l->s->by == SERIES_AGENCIES ? l->campaign->agency_code
					       : l->campaign->code,
	    .path = results_path(l, ""),
	    .campaign = l->campaign->code,
	    .version = l->version,
	    .form = l->form,
	    .version_id = l->version_id};
}

/* --- a point a round --- */

static enum err read_tally(struct loader *l, struct stat_tally *t)
{
	struct db_cell *v;
	size_t n;
	enum err e = db_tally_read(
	    l->worker->db, l->arena, l->campaign->id, l->version_id, &v, &n);

	for (size_t i = 0; e == ERR_OK && i < n; i++)
		stat_tally_put(t, v[i].item, v[i].cell, v[i].n);
	return e;
}

static bool is_inside(const struct loader *l, const struct db_responses *r)
{
	return stat_cut_marks_hold(&l->cut, r->day, r->channel, r->language);
}

static void add_unsure(struct loader *l, const struct db_responses *r)
{
	stat_cut_add_unsure(&l->cut, &l->s->results.unsure, r->day, r->channel,
	    r->language, r->vectors, l->form->vector, r->n);
}

/* How many of them are inside. */
static size_t count_inside(const struct loader *l, const struct db_responses *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += stat_cut_terms_hold(&l->cut, r->vectors + i * l->form->vector);
	return n;
}

static enum err tally_inside(
    const struct loader *l, struct stat_tally *t, const struct db_responses *r)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < r->n && e == ERR_OK; i++) {
		const uint8_t *vector = r->vectors + i * l->form->vector;

		if (stat_cut_terms_hold(&l->cut, vector))
			e = stat_tally_add_vector(t, vector);
	}
	return e;
}

struct filtered {
	struct loader *loader;
	struct stat_tally *tally;
};

static enum err add_filtered(void *ctx, const struct db_responses *r)
{
	struct filtered *f = ctx;

	add_unsure(f->loader, r);
	return is_inside(f->loader, r) ? tally_inside(f->loader, f->tally, r) : ERR_OK;
}

/* Internal answers are compared by whole closed campaigns: this one goes on. */
static bool is_still_permanent(const struct loader *l, const struct stat_rules *rules)
{
	return rules->internal && l->campaign->permanent &&
	       l->campaign->state != DB_CAMPAIGN_COUNTED && !rules->trial &&
	       !rules->messages;
}

static const char *why_not(
    const struct loader *l, const struct series_point *p, enum stat_view view)
{
	switch (view) {
	case STAT_VIEW_NOT_CLOSED:
		return arena_printf(l->arena, _("%s: not closed yet"), p->label);
	case STAT_VIEW_TOO_FEW:
		return arena_printf(
		    l->arena, _("%s: fewer than %d answers"), p->label, l->campaign->k);
	default:
		return arena_printf(l->arena,
		    _("%s: a permanent survey of internal clients is not compared"),
		    p->label);
	}
}

static void suppress(struct loader *l, struct series_point *p)
{
	const struct stat_rules rules = rules_of(l);
	enum stat_view view = stat_suppress(&rules, p->table);

	if (view == STAT_VIEW_RESULTS && !is_still_permanent(l, &rules))
		return;
	omit(l, why_not(l, p, view));
	l->s->n--;
}

static enum err add_round(struct loader *l)
{
	struct series_point *p = add_point(l, round_point(l));
	struct filtered f = {l, stat_tally_new(l->arena, l->form)};
	enum err e;

	if (p == NULL)
		return ERR_OK;
	if (filter_is_set(l->req))
		e = db_response_walk(l->worker->db, l->campaign->id, l->version_id,
		    l->form->vector, add_filtered, &f);
	else
		e = read_tally(l, f.tally);
	if (e != ERR_OK)
		return e;
	p->table = stat_tabulate(l->arena, l->form, f.tally);
	suppress(l, p);
	return ERR_OK;
}

/* --- a point a period --- */

/* Days of a point that are inside the filter. */
static struct stat_cut days_of(const struct loader *l, long order)
{
	const char *key = series_period_key(l->arena, l->s->by, order);
	struct stat_cut c = {.from = DAY_NONE, .to = DAY_NONE};

	if (l->s->by == SERIES_SPLIT && order)
		c.from = l->s->split;
	else if (l->s->by == SERIES_SPLIT)
		c.to = l->s->split - 1;
	else if (stat_cut_period(key, &c.from, &c.to) != ERR_OK)
		return l->cut; /* never: the key is one */
	if (l->cut.from != DAY_NONE && l->cut.from > c.from)
		c.from = l->cut.from;
	if (l->cut.to != DAY_NONE && (c.to == DAY_NONE || l->cut.to < c.to))
		c.to = l->cut.to;
	return c;
}

static const char *period_path(struct loader *l, long order)
{
	const bool filtered = l->cut.from != DAY_NONE || l->cut.to != DAY_NONE;
	struct stat_cut c;
	const char *s = "";

	if (l->s->by != SERIES_SPLIT && !filtered)
		return results_path(l, arena_printf(l->arena, "&period=%s",
					   series_period_key(l->arena, l->s->by, order)));
	c = days_of(l, order);
	if (c.from != DAY_NONE)
		s = arena_printf(l->arena, "&from=%s", day_iso(l->arena, c.from));
	if (c.to != DAY_NONE)
		s = arena_printf(l->arena, "%s&to=%s", s, day_iso(l->arena, c.to));
	return results_path(l, s);
}

/* Of the same version, whatever the campaign: responses add up. */
static struct series_point *period_point(struct loader *l, long order)
{
	struct series *s = l->s;

	for (size_t i = 0; i < s->n; i++)
		if (s->points[i].order == order &&
		    s->points[i].version_id == l->version_id)
			return &s->points[i];
	return add_point(
	    l, (struct series_point){.label = series_period_label(l->arena, s, order),
		   .mark = series_period_mark(l->arena, s, order),
		   .key = series_period_key(l->arena, s->by, order),
		   .path = period_path(l, order),
		   .campaign = l->campaign->code,
		   .version = l->version,
		   .order = order,
		   .form = l->form,
		   .version_id = l->version_id,
		   .tally = stat_tally_new(l->arena, l->form)});
}

/* The first of the month that the split is in may be a day before it or behind it. */
static bool is_of_both_sides(const struct series *s, day_t day)
{
	const struct stat_cut behind = {.from = s->split, .to = DAY_NONE};

	return s->by == SERIES_SPLIT && stat_cut_day(&behind, day) == STAT_CUT_COARSE;
}

static enum err add_dated(void *ctx, const struct db_responses *r)
{
	struct loader *l = ctx;
	struct stat_cut_unsure *unsure = &l->s->results.unsure;
	struct series_point *p;
	size_t inside = is_inside(l, r) ? count_inside(l, r) : 0;

	add_unsure(l, r);
	if (inside == 0)
		return ERR_OK;
	if (r->day == DAY_NONE) {
		unsure->undated += (uint32_t)inside;
		return ERR_OK;
	}
	if (is_of_both_sides(l->s, r->day)) {
		unsure->coarse += (uint32_t)inside;
		return ERR_OK;
	}
	p = period_point(l, series_period_of(l->s->by, r->day, l->s->split));
	if (p == NULL)
		return ERR_TOO_LARGE;
	if (!text_equal(p->campaign, l->campaign->code))
		p->campaign = p->path = NULL;
	return tally_inside(l, p->tally, r);
}

static int by_order(const void *x, const void *y)
{
	const struct series_point *a = x, *b = y;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return a->version - b->version;
}

static void tabulate_points(struct loader *l)
{
	struct series *s = l->s;

	qsort(s->points, s->n, sizeof(*s->points), by_order);
	for (size_t i = 0; i < s->n; i++)
		s->points[i].table =
		    stat_tabulate(l->arena, s->points[i].form, s->points[i].tally);
}

/* --- walking over campaigns and their versions --- */

static bool is_by_period(enum series_by by)
{
	return by >= SERIES_MONTHS && by <= SERIES_SPLIT;
}

/* Internal answers are compared by whole closed campaigns: a day parts them. */
static bool is_astride(const struct loader *l, const struct db_campaign *c)
{
	return l->s->by == SERIES_SPLIT && c->opens_on < l->s->split &&
	       (c->closes_on == DAY_NONE || c->closes_on >= l->s->split);
}

/* Of fewer than k only their number is shown, and no part of it either. */
static bool is_parted_too_small(struct loader *l, uint32_t responses)
{
	const struct stat_rules rules = rules_of(l);

	if (!is_by_period(l->s->by) || rules.internal ||
	    stat_view(&rules, responses) == STAT_VIEW_RESULTS)
		return false;
	omit(l, arena_printf(l->arena, _("%s: fewer than %d answers"),
		    admin_period(l->arena, l->campaign), l->campaign->k));
	return true;
}

static enum err add_version(struct loader *l, uint32_t responses)
{
	enum err e = worker_form(l->worker, l->arena, l->version_id, &l->form);

	if (e == ERR_OK && is_parted_too_small(l, responses))
		return ERR_OK;
	if (e == ERR_OK)
		e = filter_cut(l->req, l->form, &l->cut);
	if (e == ERR_INVALID && l->form != l->s->results.form) {
		omit(l, arena_printf(l->arena,
			    _("%s: asks nothing that the filter could be applied to"),
			    round_label(l)));
		return ERR_OK;
	}
	if (e != ERR_OK)
		return e;
	if (is_by_period(l->s->by) && l->campaign->audience == FORM_EXTERNAL)
		return db_response_walk(l->worker->db, l->campaign->id, l->version_id,
		    l->form->vector, add_dated, l);
	return add_round(l);
}

static enum err add_campaign(struct loader *l, const struct db_campaign *c)
{
	struct db_counted *v;
	size_t n;
	enum err e = db_tally_versions(l->worker->db, l->arena, c->id, &v, &n);

	l->campaign = c;
	if (e != ERR_OK)
		return e;
	if (n == 0)
		omit(l, arena_printf(l->arena, _("%s: no responses yet"),
			    admin_period(l->arena, c)));
	if (c->audience == FORM_INTERNAL && is_astride(l, c)) {
		omit(l, arena_printf(l->arena, _("%s: before and after the day"),
			    admin_period(l->arena, c)));
		return ERR_OK;
	}
	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		l->version_id = v[i].version_id;
		l->version = v[i].version;
		e = add_version(l, v[i].responses);
	}
	return e;
}

/* Of each agency the newest point stays. */
static void keep_newest(struct series *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		bool later = false;

		for (size_t j = i + 1; j < s->n; j++)
			later |= text_equal(s->points[i].key, s->points[j].key);
		if (!later)
			s->points[n++] = s->points[i];
	}
	s->n = n;
}

static enum err add_all(struct db *db, void *ctx)
{
	struct loader *l = ctx;
	const bool one = l->s->by >= SERIES_MONTHS && l->s->by <= SERIES_YEARS;
	enum err e = ERR_OK;

	(void)db;
	l->s->n = l->s->n_omitted = 0;
	l->s->results.unsure = (struct stat_cut_unsure){0};
	for (size_t i = 0; i < l->n_campaigns && e == ERR_OK; i++)
		if (!one || l->campaigns[i].id == l->s->results.campaign.id)
			e = add_campaign(l, &l->campaigns[i]);
	return e;
}

/* --- what is asked for --- */

static enum err read_by(const struct http_request *req, struct series *s)
{
	const char *split = http_param(&req->query, "split");
	const char *by = http_param(&req->query, "by");

	s->by = SERIES_ROUNDS;
	if (split && *split) {
		s->by = SERIES_SPLIT;
		return day_parse(split, &s->split);
	}
	if (by == NULL || *by == '\0')
		return ERR_OK;
	for (size_t i = 0; i < SERIES_CUT; i++)
		if (i != SERIES_SPLIT && text_equal(by, by_names[i])) {
			s->by = (enum series_by)i;
			return ERR_OK;
		}
	return ERR_INVALID;
}

static bool is_refused(const struct http_request *req, const struct series *s)
{
	return s->results.campaign.audience == FORM_INTERNAL &&
	       (filter_is_set(req) || (is_by_period(s->by) && s->by != SERIES_SPLIT));
}

static size_t reference_of(const struct series *s)
{
	const struct db_campaign *own = &s->results.campaign;
	size_t at = s->n - 1;

	for (size_t i = 0; i < s->n; i++)
		if (s->by == SERIES_AGENCIES
			? text_equal(s->points[i].key, own->agency_code)
			: s->points[i].version > s->points[at].version)
			at = i;
	return at;
}

/* The version is told where it differs. */
static void tell_versions(struct arena *a, struct series *s)
{
	bool differ = false;

	for (size_t i = 1; i < s->n; i++)
		differ |= s->points[i].version != s->points[0].version;
	for (size_t i = 0; differ && i < s->n; i++)
		s->points[i].label = arena_printf(
		    a, _("%s, version %d"), s->points[i].label, s->points[i].version);
}

static void make_trend(
    struct arena *a, struct series *s, size_t reference, enum stat_against against)
{
	struct stat_point *v = ARENA_ARRAY(a, s->n, struct stat_point);

	for (size_t i = 0; i < s->n; i++)
		v[i] = (struct stat_point){s->points[i].form, s->points[i].table};
	s->trend = stat_trend(a, v, s->n, reference, against);
}

/* The own agency first: the others are compared with it. */
static void own_first(struct series *s)
{
	size_t own = reference_of(s);
	struct series_point p = s->points[own];

	memmove(&s->points[1], &s->points[0], own * sizeof(p));
	s->points[0] = p;
}

enum err series_load(struct worker *w, const struct http_request *req, struct series *s_r)
{
	struct loader l = {.worker = w, .req = req, .arena = req->arena, .s = s_r};
	struct series *s = s_r;
	enum err e;

	*s = (struct series){.split = DAY_NONE};
	e = results_load(w, req, req->segment[0], &s->results);
	if (e == ERR_OK)
		e = read_by(req, s);
	if (e == ERR_OK && is_refused(req, s))
		return ERR_DENIED;
	if (e == ERR_OK)
		e = list_campaigns(&l);
	if (e != ERR_OK)
		return e;
	if (filter_is_set(req))
		s->results.filter = filter_words(req, s->results.form);
	e = db_transaction(w->db, add_all, &l);
	if (e != ERR_OK || s->n == 0)
		return e;
	if (is_by_period(s->by) && s->results.campaign.audience == FORM_EXTERNAL)
		tabulate_points(&l);
	if (s->by == SERIES_AGENCIES) {
		keep_newest(s);
		own_first(s);
	}
	tell_versions(req->arena, s);
	make_trend(req->arena, s, reference_of(s),
	    s->by == SERIES_AGENCIES ? STAT_AGAINST_FIRST : STAT_AGAINST_PREVIOUS);
	return ERR_OK;
}
