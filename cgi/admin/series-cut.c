/* Groups of respondents beside each other: who answered a question how. */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/response.h"
#include "series.h"
#include "stat/listed.h"

#define GROUPS_MAX 100

/* --- which questions --- */

static enum err add_to_listed(void *ctx, const struct db_responses *r)
{
	struct stat_listed *l = ctx;

	for (size_t i = 0; i < r->n; i++)
		stat_listed_add(l, r->vectors + i * l->form->vector);
	return ERR_OK;
}

struct listing {
	const struct results *r;
	struct stat_listed *listed;
};

static enum err read_all(struct db *db, void *ctx)
{
	struct listing *l = ctx;

	buf_clear(&l->listed->vectors);
	return db_response_walk(db, l->r->campaign.id, l->r->campaign.version_id,
	    l->r->form->vector, add_to_listed, l->listed);
}

/*
 * NULL: the campaign is not closed, or never closes (its groups would change from
 * month to month by few), or its messages are read one by one.
 */
static enum err load_listed(
    struct worker *w, struct arena *a, const struct results *r, struct stat_listed **l_r)
{
	const struct stat_rules rules = {.internal = true,
	    .final = r->campaign.state == DB_CAMPAIGN_COUNTED,
	    .trial = r->trial,
	    .k = r->campaign.k};
	struct listing l = {.r = r};
	enum err e;

	if (results_are_messages(r) ||
	    (!rules.trial && (!rules.final || r->campaign.permanent))) {
		*l_r = NULL;
		return ERR_OK;
	}
	l.listed = stat_listed_new(a, r->form, &rules);
	e = db_transaction(w->db, read_all, &l);
	if (e == ERR_OK)
		e = stat_listed_decide(l.listed);
	if (e == ERR_OK)
		*l_r = l.listed;
	else
		stat_listed_free(&l.listed);
	return e;
}

enum err series_cuts(struct worker *w, struct arena *a, const struct results *r,
    const size_t **items_r, size_t *n_r)
{
	size_t *v = ARENA_ARRAY(a, r->form->n_items, size_t);
	struct stat_listed *l = NULL;
	size_t n = 0;
	enum err e = ERR_OK;

	if (r->campaign.audience == FORM_INTERNAL)
		e = load_listed(w, a, r, &l);
	for (size_t i = 0; l != NULL && i < l->n_cuts; i++)
		if (l->cuts[i].allowed)
			v[n++] = l->cuts[i].place.item;
	for (size_t i = 0; r->campaign.audience == FORM_EXTERNAL && i < r->form->n_items;
	     i++)
		if (stat_cut_by(r->form, i))
			v[n++] = i;
	stat_listed_free(&l);
	if (e != ERR_OK)
		return e;
	*items_r = v;
	*n_r = n;
	return ERR_OK;
}

/* --- the groups --- */

static const struct form_question *question_of(const struct series *s)
{
	return &s->results.form->questions[s->results.form->items[s->cut].question];
}

static struct series_point group_point(
    const struct http_request *req, const struct series *s, size_t answer)
{
	const struct db_campaign *c = &s->results.campaign;
	const struct form_question *q = question_of(s);
	struct series_point p = {.campaign = c->code,
	    .version = c->version,
	    .order = (long)answer,
	    .form = s->results.form,
	    .version_id = c->version_id};

	if (answer == q->n_options) {
		p.label = _("no answer");
		p.key = "";
		return p;
	}
	p.label = q->options[answer].text;
	p.key = q->options[answer].code;
	if (c->audience == FORM_EXTERNAL)
		p.path =
		    arena_printf(req->arena, "/admin/campaign/%s?is.%s=%s%s", c->code,
			admin_url_part(req->arena, s->results.form->items[s->cut].id),
			admin_url_part(req->arena, p.key), filter_more(req));
	return p;
}

static enum err internal_groups(
    struct worker *w, const struct http_request *req, struct series *s)
{
	struct stat_listed *l = NULL;
	struct stat_table **v;
	size_t n, cut = 0;
	enum err e = load_listed(w, req->arena, &s->results, &l);

	if (e != ERR_OK)
		return e;
	while (l != NULL && cut < l->n_cuts && l->cuts[cut].place.item != s->cut)
		cut++;
	if (l == NULL || cut == l->n_cuts || !l->cuts[cut].allowed) {
		stat_listed_free(&l);
		return ERR_DENIED;
	}
	e = stat_listed_tables(l, cut, &v, &n);
	if (e == ERR_OK) {
		s->points = ARENA_ARRAY(req->arena, n, struct series_point);
		for (size_t i = 0; i < n; i++) {
			if (v[i] == NULL)
				continue;
			s->points[s->n] = group_point(req, s, i);
			s->points[s->n++].table = v[i];
		}
	}
	stat_listed_free(&l);
	return e;
}

struct grouping {
	struct series *s;
	struct arena *arena;
	struct stat_place place;
	struct stat_cut cut;
	struct stat_tally **tallies; /* by answer, and of no answer; NULL: nobody */
};

static enum err add_to_group(struct grouping *g, size_t i, const uint8_t *vector)
{
	if (g->tallies[i] == NULL)
		g->tallies[i] = stat_tally_new(g->arena, g->s->results.form);
	return stat_tally_add_vector(g->tallies[i], vector);
}

/* A response is in the group of each answer it chose. */
static enum err add_to_groups(struct grouping *g, const uint8_t *vector)
{
	uint64_t v = stat_place_read(&g->place, vector);
	enum err e = ERR_OK;

	if (v == 0)
		return add_to_group(g, g->place.answers, vector);
	if (!g->place.set)
		return v <= g->place.answers ? add_to_group(g, v - 1, vector)
					     : ERR_FORGED;
	for (size_t i = 0; i < g->place.answers && e == ERR_OK; i++)
		if (v >> i & 1)
			e = add_to_group(g, i, vector);
	return e;
}

static enum err group_responses(void *ctx, const struct db_responses *r)
{
	struct grouping *g = ctx;
	const size_t width = g->s->results.form->vector;
	enum err e = ERR_OK;

	stat_cut_add_unsure(&g->cut, &g->s->results.unsure, r->day, r->channel,
	    r->language, r->vectors, width, r->n);
	if (!stat_cut_marks_hold(&g->cut, r->day, r->channel, r->language))
		return ERR_OK;
	for (size_t i = 0; i < r->n && e == ERR_OK; i++)
		if (stat_cut_terms_hold(&g->cut, r->vectors + i * width))
			e = add_to_groups(g, r->vectors + i * width);
	return e;
}

static enum err group_all(struct db *db, void *ctx)
{
	struct grouping *g = ctx;
	const struct db_campaign *c = &g->s->results.campaign;

	g->tallies = ARENA_ARRAY(g->arena, g->place.answers + 1, struct stat_tally *);
	return db_response_walk(
	    db, c->id, c->version_id, g->s->results.form->vector, group_responses, g);
}

static int larger_first(const void *x, const void *y)
{
	const struct series_point *a = x, *b = y;

	if (a->table->responses != b->table->responses)
		return a->table->responses > b->table->responses ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

static int in_order(const void *x, const void *y)
{
	const struct series_point *a = x, *b = y;

	return a->order < b->order ? -1 : a->order > b->order;
}

/* A list may have a thousand entries: nobody reads so many groups. */
static void keep_largest(struct arena *a, struct series *s)
{
	if (s->n <= GROUPS_MAX)
		return;
	qsort(s->points, s->n, sizeof(*s->points), larger_first);
	s->omitted = ARENA_ARRAY(a, 1, const char *);
	s->omitted[s->n_omitted++] =
	    arena_printf(a, _("the smallest groups, %zu of them"), s->n - GROUPS_MAX);
	s->n = GROUPS_MAX;
	qsort(s->points, s->n, sizeof(*s->points), in_order);
}

static enum err external_groups(
    struct worker *w, const struct http_request *req, struct series *s)
{
	struct grouping g = {.s = s, .arena = req->arena};
	const struct form *f = s->results.form;
	enum err e = filter_cut(req, f, &g.cut);

	if (e != ERR_OK || s->results.view != STAT_VIEW_RESULTS)
		return e;
	if (!stat_place_of(f, s->cut, false, &g.place))
		return ERR_INVALID;
	e = db_transaction(w->db, group_all, &g);
	if (e != ERR_OK)
		return e;
	s->points = ARENA_ARRAY(req->arena, g.place.answers + 1, struct series_point);
	for (size_t i = 0; i <= g.place.answers; i++) {
		if (g.tallies[i] == NULL)
			continue;
		s->points[s->n] = group_point(req, s, i);
		s->points[s->n++].table = stat_tabulate(req->arena, f, g.tallies[i]);
	}
	keep_largest(req->arena, s);
	return ERR_OK;
}

static void put_together(struct arena *a, struct series *s)
{
	struct stat_point *v = ARENA_ARRAY(a, s->n, struct stat_point);

	for (size_t i = 0; i < s->n; i++)
		v[i] = (struct stat_point){s->points[i].form, s->points[i].table};
	if (s->n > 0)
		s->trend = stat_trend(a, v, s->n, 0, STAT_AGAINST_NONE);
}

enum err series_load_cut(
    struct worker *w, const struct http_request *req, struct series *s_r)
{
	const char *by = http_param(&req->query, "by");
	struct filter_faults faults;
	struct series *s = s_r;
	enum err e;

	*s = (struct series){.by = SERIES_CUT, .cut = SIZE_MAX, .split = DAY_NONE};
	e = results_load(w, req, req->segment[0], &s->results);
	if (e != ERR_OK)
		return e;
	const bool internal = s->results.campaign.audience == FORM_INTERNAL;

	if (filter_is_set(req)) {
		if (internal)
			return ERR_DENIED;
		if (filter_find_faults(req, s->results.form, &faults))
			return ERR_INVALID;
		s->results.filter = filter_words(req, s->results.form);
	}
	if (by == NULL || *by == '\0')
		return ERR_OK;
	s->cut = form_item_find(s->results.form, by);
	if (internal ? !stat_listed_by(s->results.form, s->cut)
		     : !stat_cut_by(s->results.form, s->cut))
		return internal ? ERR_DENIED : ERR_INVALID;
	e = internal ? internal_groups(w, req, s) : external_groups(w, req, s);
	if (e == ERR_OK)
		put_together(req->arena, s);
	return e;
}
