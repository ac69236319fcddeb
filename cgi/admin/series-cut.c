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
	const struct stat_rules rules = results_rules(&r->campaign, r->form, r->trial);
	struct listing l = {.r = r};
	enum err e;

	if (rules.messages || (!rules.trial && (!rules.final || r->campaign.permanent))) {
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
    const struct series *s, const char *label, const char *key, long order)
{
	const struct db_campaign *c = &s->results.campaign;

	return (struct series_point){.label = label,
	    .key = key,
	    .campaign = c->code,
	    .version = c->version,
	    .order = order,
	    .form = s->results.form,
	    .version_id = c->version_id};
}

/* The group of an answer; behind the last one that of no answer. */
static struct series_point answer_point(const struct series *s, size_t answer)
{
	const struct form_question *q = question_of(s);

	if (answer == q->n_options)
		return group_point(s, _("no answer"), "", (long)answer);
	return group_point(
	    s, q->options[answer].text, q->options[answer].code, (long)answer);
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
			s->points[s->n] = answer_point(s, i);
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
	const size_t *of;            /* group of each answer */
	size_t n;                    /* groups; one more of those who gave no answer */
	struct stat_tally **tallies; /* by group; NULL: nobody */
	struct stat_tally *all;
};

bool series_has_headings(const struct form *f, size_t item)
{
	const struct form_question *q = &f->questions[f->items[item].question];

	for (size_t i = 0; i < q->n_options; i++)
		if (q->options[i].group)
			return true;
	return false;
}

/* The first answer under the same heading, or under none, that answer i is under. */
static size_t first_of_heading(const struct form_question *q, size_t i)
{
	size_t j = 0;

	while (!text_equal(q->options[j].group, q->options[i].group))
		j++;
	return j;
}

/* A group an answer, or a heading: then that of the first answer under it. */
static void make_groups(struct grouping *g)
{
	size_t *of = ARENA_ARRAY(g->arena, g->place.answers + 1, size_t);

	for (size_t i = 0; i < g->place.answers; i++)
		of[i] = g->s->by_headings ? first_of_heading(question_of(g->s), i) : i;
	g->of = of;
	g->n = g->place.answers;
}

static enum err add_to_group(struct grouping *g, size_t i, const uint8_t *vector)
{
	if (g->tallies[i] == NULL)
		g->tallies[i] = stat_tally_new(g->arena, g->s->results.form);
	return stat_tally_add_vector(g->tallies[i], vector);
}

/* Of several answers: the group of each, once. */
static enum err add_to_several(struct grouping *g, uint64_t v, const uint8_t *vector)
{
	uint64_t groups = 0;
	enum err e = ERR_OK;

	for (size_t i = 0; i < g->place.answers; i++)
		if (v >> i & 1)
			groups |= (uint64_t)1 << g->of[i];
	for (size_t i = 0; groups != 0 && i < g->n && e == ERR_OK; i++)
		if (groups >> i & 1)
			e = add_to_group(g, i, vector);
	return e;
}

/* A response is in the group of each answer it chose. */
static enum err add_to_groups(struct grouping *g, const uint8_t *vector)
{
	uint64_t v = stat_place_read(&g->place, vector);
	enum err e = stat_tally_add_vector(g->all, vector);

	if (e != ERR_OK)
		return e;
	if (v == 0)
		return add_to_group(g, g->n, vector);
	if (g->place.set)
		return add_to_several(g, v, vector);
	return v <= g->place.answers ? add_to_group(g, g->of[v - 1], vector) : ERR_FORGED;
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

	g->tallies = ARENA_ARRAY(g->arena, g->n + 1, struct stat_tally *);
	g->all = stat_tally_new(g->arena, g->s->results.form);
	g->s->results.unsure = (struct stat_cut_unsure){0};
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

/* The groups, all together, the others of each (STAT_AGAINST_REST). */
static void compare_with_rest(
    struct arena *a, struct series *s, const struct stat_tally *all)
{
	const struct form *f = s->results.form;
	const size_t n = 2 * s->n + 1;
	struct stat_point *v = ARENA_ARRAY(a, n, struct stat_point);

	s->total = stat_tabulate(a, f, all);
	v[s->n] = (struct stat_point){f, s->total};
	for (size_t i = 0; i < s->n; i++) {
		const struct stat_tally *rest =
		    stat_tally_less(a, all, s->points[i].tally);

		v[i] = (struct stat_point){f, s->points[i].table};
		v[s->n + 1 + i] = (struct stat_point){f, stat_tabulate(a, f, rest)};
	}
	s->trend = stat_trend(a, v, n, 0, STAT_AGAINST_REST);
}

static const char *heading_label(const struct form_question *q, size_t answer)
{
	const char *heading = q->options[answer].group;

	return heading ? heading : _("under no heading");
}

/*
 * Results of the group alone: the filter on its own question is said anew.  Of several
 * answers that would be those of other groups, too.
 */
static const char *group_path(
    const struct http_request *req, const struct grouping *g, const char *key)
{
	struct arena *a = req->arena;
	const struct series *s = g->s;
	const char *id = s->results.form->items[s->cut].id;
	const char *const own[] = {arena_printf(a, "is.%s", id), NULL};
	const char *more = filter_more_but(req, own);

	if (*key == '\0' || text_equal(key, "@") ||
	    (g->place.set && !text_equal(more, filter_more(req))))
		return NULL;
	return arena_printf(a, "/admin/campaign/%s?is.%s=%s%s", s->results.campaign.code,
	    admin_url_part(a, id), admin_url_part(a, key), more);
}

static struct series_point point_of(
    const struct http_request *req, const struct grouping *g, size_t i)
{
	const struct form_question *q = question_of(g->s);
	struct series_point p = answer_point(g->s, i);

	if (g->s->by_headings && i < q->n_options) {
		p.label = heading_label(q, i);
		p.key = arena_printf(
		    req->arena, "@%s", q->options[i].group ? q->options[i].group : "");
	}
	p.path = group_path(req, g, p.key);
	p.tally = g->tallies[i];
	p.table = stat_tabulate(req->arena, p.form, p.tally);
	return p;
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
	make_groups(&g);
	e = db_transaction(w->db, group_all, &g);
	if (e != ERR_OK)
		return e;
	s->points = ARENA_ARRAY(req->arena, g.n + 1, struct series_point);
	for (size_t i = 0; i <= g.n; i++)
		if (g.tallies[i] != NULL)
			s->points[s->n++] = point_of(req, &g, i);
	keep_largest(req->arena, s);
	if (s->n > 0)
		compare_with_rest(req->arena, s, g.all);
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
	if (!internal) {
		s->by_headings = text_equal(http_param(&req->query, "groups"), "1") &&
				 series_has_headings(s->results.form, s->cut);
		return external_groups(w, req, s);
	}
	e = internal_groups(w, req, s);
	if (e == ERR_OK)
		put_together(req->arena, s);
	return e;
}
