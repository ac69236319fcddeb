/*
 * GET /admin/beside — a survey of external and one of internal clients side by side
 * (NE-11, AMB-34): a column each, nothing added up.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "filter.h"
#include "grid.h"
#include "json.h"
#include "stat/recommend.h"

#define FACTS 12
#define SIDE_COLUMNS 4 /* of a survey: figure, base, ends of the interval */

/* A figure of a survey; a name stands in one row for both. */
struct figure {
	const char *name;
	struct stat_estimate estimate;
};

struct side {
	struct results results;
	bool chosen;
	struct figure *v;
	size_t n;
};

struct beside {
	struct side external, internal;
	bool mixed;         /* made-up answers and real ones: not shown */
	bool unfiltered;    /* the filter cannot be of the external survey: not shown */
	const char **names; /* of the rows */
	size_t n;
};

/* --- reading --- */

static void add(struct side *s, const char *name, struct stat_estimate e)
{
	s->v[s->n++] = (struct figure){name, e};
}

static void add_csi(struct arena *a, struct side *s)
{
	const struct stat_csi *csi = s->results.csi;

	if (!csi->any)
		return;
	add(s, "CSI", stat_index_estimate(&csi->overall));
	for (size_t i = 0; i < csi->n_blocks; i++)
		add(s,
		    arena_printf(a, "CSI %s", export_block_name(a, csi->blocks[i].name)),
		    stat_index_estimate(&csi->blocks[i].index));
}

static void add_satisfaction(struct arena *a, struct side *s)
{
	const struct stat_satisfaction *v = s->results.satisfaction;

	if (!v->any)
		return;
	if (v->has_overall)
		add(s, _("Satisfaction overall, %"), v->overall_estimate);
	if (v->n_dimensions > 0)
		add(s, _("Satisfaction index, %"), v->index_estimate);
	for (size_t i = 0; i < v->n_dimensions; i++)
		add(s,
		    arena_printf(
			a, "%s: %s", _("Dimension, satisfied, %"), v->dimensions[i].name),
		    v->dimensions[i].estimate);
}

static const char *ease_name(struct arena *a, const struct form_question *q)
{
	return arena_printf(a, _("Ease, mean mark (scale %d–%d)"), q->min, q->max);
}

/* Has the survey another item of the same figure on the same scale? */
static bool has_twin(
    const struct stat_table *t, const struct stat_row *r, enum form_feed feed)
{
	for (size_t i = 0; i < t->n_rows; i++) {
		const struct form_question *q = t->rows[i].question;

		if (q != r->question && q->type == FORM_SCALE && (q->feeds & feed) &&
		    q->min == r->question->min && q->max == r->question->max)
			return true;
	}
	return false;
}

/* Figures of two such items are told apart by their questions. */
static const char *of_item(struct arena *a, const struct stat_table *t,
    const struct stat_row *r, enum form_feed feed, const char *name)
{
	return has_twin(t, r, feed) ? arena_printf(a, "%s: %s", name, r->question->text)
				    : name;
}

static void add_scales(struct arena *a, struct side *s)
{
	const struct stat_table *t = s->results.table;

	for (size_t i = 0; i < t->n_rows; i++) {
		const struct stat_row *r = &t->rows[i];

		if (r->hidden || r->question->type != FORM_SCALE)
			continue;
		if (r->question->feeds & FORM_FEED_NPS)
			add(s,
			    of_item(
				a, t, r, FORM_FEED_NPS, export_nps_name(a, r->question)),
			    stat_nps_estimate(r));
		if (r->question->feeds & FORM_FEED_CES)
			add(s, of_item(a, t, r, FORM_FEED_CES, ease_name(a, r->question)),
			    stat_estimate_mean(
				r->counts, r->n_counts, r->question->min, 1, 2));
	}
}

/* The filter of the query is of the external side; the internal one stays whole. */
static enum err filter_side(
    struct worker *w, const struct http_request *req, struct side *s)
{
	return s->results.campaign.audience == FORM_EXTERNAL
		   ? filter_apply(w, req, &s->results)
		   : ERR_OK;
}

static enum err load_side(struct worker *w, const struct http_request *req,
    const char *name, enum form_audience audience, struct side *s)
{
	const char *code = http_param(&req->query, name);
	enum err e;

	if (code == NULL || *code == '\0')
		return ERR_OK;
	e = results_load(w, req, code, &s->results);
	if (e == ERR_OK && s->results.campaign.audience != audience)
		e = ERR_INVALID;
	if (e != ERR_OK)
		return e;
	s->chosen = true;
	e = filter_side(w, req, s);
	if (e != ERR_OK)
		return e;
	s->v = ARENA_ARRAY(req->arena,
	    2 * s->results.table->n_rows + s->results.csi->n_blocks + 4, struct figure);
	if (s->results.view != STAT_VIEW_RESULTS)
		return ERR_OK;
	add_csi(req->arena, s);
	add_satisfaction(req->arena, s);
	add_scales(req->arena, s);
	return ERR_OK;
}

static const struct figure *find(const struct side *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (text_equal(s->v[i].name, name))
			return &s->v[i];
	return NULL;
}

static enum err load(struct worker *w, const struct http_request *req, struct beside *b)
{
	enum err e = load_side(w, req, "external", FORM_EXTERNAL, &b->external);

	if (e == ERR_INVALID && b->external.chosen) {
		b->unfiltered = true;
		e = ERR_OK;
	}

	if (e == ERR_OK)
		e = load_side(w, req, "internal", FORM_INTERNAL, &b->internal);
	if (e != ERR_OK)
		return e;
	b->mixed = b->external.chosen && b->internal.chosen &&
		   b->external.results.campaign.demo != b->internal.results.campaign.demo;
	if (b->mixed || b->unfiltered)
		return ERR_OK;
	b->names =
	    ARENA_ARRAY(req->arena, b->external.n + b->internal.n + 1, const char *);
	for (size_t i = 0; i < b->external.n; i++)
		b->names[b->n++] = b->external.v[i].name;
	for (size_t i = 0; i < b->internal.n; i++)
		if (!find(&b->external, b->internal.v[i].name))
			b->names[b->n++] = b->internal.v[i].name;
	return ERR_OK;
}

/* --- the table --- */

static void put_side(struct export_grid *g, const struct side *s, const char *name)
{
	const struct figure *f = find(s, name);

	if (f == NULL) {
		for (int i = 0; i < SIDE_COLUMNS; i++)
			export_grid_text(g, NULL);
		return;
	}
	if (f->estimate.value.known)
		export_grid_figure(g, f->estimate.value);
	else
		export_grid_text(g, _("no data"));
	export_grid_number(g, f->estimate.base);
	export_grid_interval(g, stat_interval_of(&f->estimate));
}

static struct export_grid *table(struct arena *a, const struct beside *b)
{
	struct export_grid *g =
	    export_grid_new(a, _("External and internal clients side by side"));

	export_grid_column(g, _("Figure"), false);
	export_grid_column(g, _("External clients"), true);
	export_grid_column(g, _("External clients: base"), true);
	export_grid_column(g, _("External clients, 95 %: from"), true);
	export_grid_column(g, _("External clients, 95 %: to"), true);
	export_grid_column(g, _("Internal clients"), true);
	export_grid_column(g, _("Internal clients: base"), true);
	export_grid_column(g, _("Internal clients, 95 %: from"), true);
	export_grid_column(g, _("Internal clients, 95 %: to"), true);
	for (size_t i = 0; i < b->n; i++) {
		export_grid_text(g, b->names[i]);
		put_side(g, &b->external, b->names[i]);
		put_side(g, &b->internal, b->names[i]);
	}
	g->note = arena_printf(a,
	    _("External and internal clients are monitored separately: there is no total "
	      "of both. A dash: not asked of them. A base below %d is rough."),
	    STAT_USABLE_BASE);
	return g;
}

static void put_facts(struct arena *a, const struct side *s, const char *who,
    struct export_fact *v, size_t *n)
{
	const struct db_campaign *c = &s->results.campaign;

	if (!s->chosen)
		return;
	v[(*n)++] = (struct export_fact){.name = who,
	    .text = arena_printf(a, "%s (%s)", c->title, admin_period(a, c))};
	if (s->results.filter)
		v[(*n)++] =
		    (struct export_fact){.name = arena_printf(a, _("%s: filter"), who),
			.text = s->results.filter};
	if (filter_unsure_words(a, &s->results.unsure))
		v[(*n)++] =
		    (struct export_fact){.name = _("Not inside because of their day"),
			.text = filter_unsure_words(a, &s->results.unsure)};
	v[(*n)++] = (struct export_fact){.name = arena_printf(a, _("%s: responses"), who),
	    .number = s->results.table->responses};
	v[(*n)++] = (struct export_fact){
	    .name = _("As of"), .text = day_russian(a, s->results.today)};
	if (c->demo)
		v[(*n)++] = (struct export_fact){
		    .name = _("Data"), .text = _("Demonstration data")};
}

static size_t facts(struct arena *a, const struct beside *b, struct export_fact v[FACTS])
{
	size_t n = 0;

	put_facts(a, &b->external, _("External clients"), v, &n);
	put_facts(a, &b->internal, _("Internal clients"), v, &n);
	return n;
}

static json_t *figure_json(const struct stat_estimate *e)
{
	const struct stat_interval v = stat_interval_of(e);
	json_t *o = json_object();

	json_object_set_new(o, "value", admin_json_figure(e->value));
	json_object_set_new(o, "base", json_integer(e->base));
	json_object_set_new(o, "low", admin_json_figure(v.low));
	json_object_set_new(o, "high", admin_json_figure(v.high));
	return o;
}

static json_t *side_json(struct arena *a, const struct side *s)
{
	json_t *o = json_object(), *v = json_object();

	if (!s->chosen)
		return json_null();
	for (size_t i = 0; i < s->n; i++)
		json_object_set_new(v, s->v[i].name, figure_json(&s->v[i].estimate));
	json_object_set_new(o, "campaign", json_string(s->results.campaign.code));
	json_object_set_new(o, "demo", json_boolean(s->results.campaign.demo));
	json_object_set_new(o, "as_of", json_string(day_iso(a, s->results.today)));
	json_object_set_new(o, "responses", json_integer(s->results.table->responses));
	if (s->results.filter) {
		json_object_set_new(o, "filter", json_string(s->results.filter));
		admin_json_unsure(o, &s->results.unsure);
	}
	json_object_set_new(o, "figures", v);
	return o;
}

static void json(struct arena *a, struct http_response *res, const struct beside *b)
{
	json_t *o = json_object();

	json_object_set_new(o, "external", side_json(a, &b->external));
	json_object_set_new(o, "internal", side_json(a, &b->internal));
	admin_json_send(res, o);
}

/* --- the page --- */

static enum err write_choice(struct html *h, struct worker *w,
    const struct http_request *req, const char *name, const char *label,
    enum form_audience audience)
{
	struct db_campaign *c;
	struct html_option *v;
	size_t n, n_options = 0;
	enum err e =
	    db_campaign_list(w->db, req->arena, w->session.staff.agency_id, &c, &n);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(req->arena, n + 1, struct html_option);
	v[n_options++] = (struct html_option){"", _("choose"), NULL};
	for (size_t i = 0; i < n; i++)
		if (c[i].audience == audience && !c[i].daily)
			v[n_options++] = (struct html_option){c[i].code,
			    arena_printf(req->arena, "%s (%s)", c[i].title,
				admin_period(req->arena, &c[i])),
			    c[i].agency};
	html_field(h, &(struct html_field){.type = "select",
			  .name = name,
			  .label = label,
			  .value = http_param(&req->query, name),
			  .options = v,
			  .n_options = n_options});
	return ERR_OK;
}

static enum err write_form(struct html *h, struct worker *w,
    const struct http_request *req, const struct beside *b)
{
	enum err e;

	html_open(h, "form", "method", "get", "action",
	    html_path(h, req->base_path, "/admin/beside"), NULL);
	e = write_choice(
	    h, w, req, "external", _("Survey of external clients"), FORM_EXTERNAL);
	if (e == ERR_OK)
		e = write_choice(h, w, req, "internal", _("Survey of internal clients"),
		    FORM_INTERNAL);
	if (!b->unfiltered)
		filter_hidden(h, req);
	html_button(h, NULL, NULL, _("Put side by side"), NULL);
	html_close(h);
	return e;
}

static void write_side(
    struct html *h, const struct http_request *req, const struct side *s, const char *who)
{
	const struct db_campaign *c = &s->results.campaign;
	const char *unsure;

	if (!s->chosen)
		return;
	unsure = filter_unsure_words(req->arena, &s->results.unsure);
	html_element(h, "dt", who, NULL);
	html_open(h, "dd", NULL);
	html_link(h, req->base_path,
	    arena_printf(req->arena, "/admin/campaign/%s%s", c->code,
		s->results.filter ? filter_query(req) : ""),
	    c->title);
	html_textf(h, ", %s. ", admin_period(req->arena, c));
	html_textf(h, _("Answered: %u."), s->results.table->responses);
	if (s->results.filter) {
		html_text(h, " ");
		html_textf(h, _("Filter: %s."), s->results.filter);
	}
	if (unsure) {
		html_text(h, " ");
		html_textf(h, _("Not inside because of their day — %s."), unsure);
	}
	if (s->results.view == STAT_VIEW_NOT_CLOSED) {
		html_text(h, " ");
		html_text(h, _("Not closed yet: no results can be shown."));
	}
	if (s->results.view == STAT_VIEW_TOO_FEW) {
		html_text(h, " ");
		html_textf(
		    h, _("Fewer than %d answers: only their number is shown."), c->k);
	}
	html_close(h);
}

static enum err write_page(struct html *h, struct worker *w,
    const struct http_request *req, const struct beside *b)
{
	enum err e;

	if (b->mixed)
		html_notice(h, "warning",
		    _("One of these surveys has made-up answers and the other real "
		      "ones: they are never put side by side. Choose two of a kind."));
	if (b->unfiltered)
		html_notice(h, "warning",
		    _("The filter cannot be applied to the survey of external clients "
		      "chosen here. Put them side by side without it, or set it on the "
		      "page of the survey."));
	e = write_form(h, w, req, b);
	if (e != ERR_OK || b->mixed || b->unfiltered ||
	    (!b->external.chosen && !b->internal.chosen))
		return e;
	html_open(h, "dl", "class", "facts", NULL);
	write_side(h, req, &b->external, _("External clients"));
	write_side(h, req, &b->internal, _("Internal clients"));
	html_close(h);
	if (b->external.results.trial || b->internal.results.trial)
		html_notice(h, "warning",
		    _("This installation is set up for trying out: the ballot box is "
		      "opened one or a few answers at a time, and results are shown "
		      "before closing. Answers are not anonymous in this mode."));
	if (b->n == 0)
		return ERR_OK;
	grid_downloads(h, req, "/admin/beside",
	    arena_printf(req->arena, "?external=%s&internal=%s%s",
		b->external.chosen ? b->external.results.campaign.code : "",
		b->internal.chosen ? b->internal.results.campaign.code : "",
		filter_more(req)));
	grid_write(h, req->arena, table(req->arena, b));
	return ERR_OK;
}

enum err page_beside_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct beside b = {.n = 0};
	struct admin_page page;
	struct html *h;
	enum err e = load(worker, req, &b);

	if (e != ERR_OK)
		return e;
	if ((b.mixed || b.unfiltered) && (grid_is_file(req) || grid_is_json(req)))
		return ERR_INVALID;
	if (grid_is_file(req)) {
		struct export_fact v[FACTS];
		struct export_grid *grid = table(req->arena, &b);

		return grid_file(req, res,
		    &(struct export_grids){.facts = v,
			.n_facts = facts(req->arena, &b, v),
			.v = &grid,
			.n = 1},
		    "beside");
	}
	if (grid_is_json(req)) {
		json(req->arena, res, &b);
		return ERR_OK;
	}
	if (b.mixed || b.unfiltered)
		res->status = 422;
	h = admin_page_begin(&page, worker, req, res, ADMIN_TAB_CAMPAIGNS,
	    _("External and internal clients side by side"));
	e = write_page(h, worker, req, &b);
	admin_page_end(&page);
	return e;
}
