/* Rounds, periods and groups as CSV, XLSX and JSON. */
#include "base/i18n.h"
#include "json.h"
#include "series-write.h"

static bool is_shown(const struct stat_value *v)
{
	return !v->absent && !v->hidden;
}

/* Value and base, empty where they are not shown. */
static void put_value(struct export_grid *g, const struct stat_value *v)
{
	export_grid_figure(g, is_shown(v) ? v->estimate.value : (struct stat_figure){0});
	if (is_shown(v))
		export_grid_number(g, v->estimate.base);
	else
		export_grid_text(g, NULL);
}

static void put_change(struct export_grid *g, const struct stat_difference *d)
{
	export_grid_figure(g, d->by);
	export_grid_text(g, series_change_words(d->change));
}

static void put_p(struct export_grid *g, const struct stat_difference *d)
{
	if (d->change >= STAT_CHANGE_CHANCE)
		grid_put_p(g, d->p);
	else
		export_grid_text(g, NULL);
}

static void value_row(struct export_grid *g, const struct series *s,
    const struct stat_value *v, const char *name, const char *label)
{
	export_grid_text(g, name);
	export_grid_text(g, label);
	put_value(g, v);
	if (s->by != SERIES_CUT) {
		put_change(g, &v->difference);
		export_grid_text(g, series_remark(v));
		put_p(g, &v->difference);
	} else {
		export_grid_text(g, series_remark(v) ? series_remark(v)
				    : series_has_small_base(v)
					? export_rough_words(g->arena)
					: NULL);
		export_grid_interval(g, series_interval(v));
	}
	if (s->total != NULL) {
		put_change(g, &v->difference);
		put_p(g, &v->difference);
	}
	export_grid_row_end(g);
}

static void add_columns(struct export_grid *g, const struct series *s)
{
	const bool cut = s->by == SERIES_CUT;

	export_grid_column(g, _("Figure"), false);
	export_grid_column(g, cut ? _("Group") : _("Round or period"), false);
	export_grid_column(g, _("Value"), true);
	export_grid_column(g, _("Base"), true);
	if (!cut) {
		export_grid_column(g, _("Change"), true);
		export_grid_column(g, _("Is it chance? (5 %)"), false);
	}
	export_grid_column(g, _("Remark"), false);
	if (cut) {
		export_grid_column(g, _("95 %: from"), true);
		export_grid_column(g, _("95 %: to"), true);
	}
	if (s->total != NULL) {
		export_grid_column(g, _("Against the rest"), true);
		export_grid_column(g, _("Is it chance? (5 %)"), false);
	}
	if (s->total != NULL)
		export_grid_column(g, _("p, corrected by Holm's method"), true);
	else if (!cut)
		export_grid_column(g, "p", true);
}

static struct export_grid *values(struct arena *a, const struct series *s)
{
	struct export_grid *g = export_grid_new(a, _("Figures"));

	add_columns(g, s);
	for (size_t i = 0; i < s->trend->n_lines; i++) {
		const struct stat_line *l = &s->trend->lines[i];
		const char *name = series_line_name(a, s, l);

		if (s->total != NULL)
			value_row(g, s, &l->v[s->n], name, _("All"));
		for (size_t j = 0; j < s->n; j++)
			value_row(g, s, &l->v[j], name, s->points[j].label);
	}
	return g;
}

static void point_row(struct export_grid *g, const char *label, const char *campaign,
    int version, const struct stat_table *t)
{
	export_grid_text(g, label);
	export_grid_text(g, campaign);
	export_grid_number(g, version);
	export_grid_number(g, t->responses);
}

static struct export_grid *points(struct arena *a, const struct series *s)
{
	const struct db_campaign *c = &s->results.campaign;
	struct export_grid *g = export_grid_new(
	    a, s->by == SERIES_CUT ? _("Groups") : _("Rounds and periods"));

	export_grid_column(
	    g, s->by == SERIES_CUT ? _("Group") : _("Round or period"), false);
	export_grid_column(g, _("Campaign"), false);
	export_grid_column(g, _("Version"), true);
	export_grid_column(g, _("Responses"), true);
	if (s->total != NULL)
		point_row(g, _("All"), c->code, c->version, s->total);
	for (size_t i = 0; i < s->n; i++)
		point_row(g, s->points[i].label, s->points[i].campaign,
		    s->points[i].version, s->points[i].table);
	return g;
}

static struct export_grid *left_out(struct arena *a, const struct series *s)
{
	struct export_grid *g = export_grid_new(a, _("What is left out"));

	export_grid_column(g, _("What is left out"), false);
	for (size_t i = 0; i < s->n_omitted; i++)
		export_grid_text(g, s->omitted[i]);
	for (size_t i = 0; s->trend && i < s->trend->n_left; i++)
		export_grid_text(g, series_left_out(a, s, &s->trend->left[i]));
	if (filter_unsure_words(a, &s->results.unsure))
		export_grid_text(g, filter_unsure_words(a, &s->results.unsure));
	return g;
}

enum err series_file(const struct http_request *req, struct http_response *res,
    const struct series *s, const char *name)
{
	struct export_fact facts[GRID_FACTS];
	struct export_grid *v[3];
	size_t n = 0;

	if (s->trend != NULL) {
		v[n++] = points(req->arena, s);
		v[n++] = values(req->arena, s);
	}
	v[n++] = left_out(req->arena, s);
	return grid_file(req, res,
	    &(struct export_grids){.facts = facts,
		.n_facts = grid_facts(req->arena, &s->results, facts),
		.v = v,
		.n = n},
	    name);
}

/* --- JSON --- */

static json_t *point(const struct series_point *p)
{
	json_t *o = json_object();

	json_object_set_new(o, "key", json_string(p->key));
	json_object_set_new(o, "text", json_string(p->label));
	json_object_set_new(
	    o, "campaign", p->campaign ? json_string(p->campaign) : json_null());
	json_object_set_new(o, "version", json_integer(p->version));
	json_object_set_new(o, "responses", json_integer(p->table->responses));
	return o;
}

static json_t *value(const struct stat_value *v, bool compared)
{
	json_t *o = json_object();

	if (v->absent || v->hidden) {
		json_object_set_new(o, v->absent ? "absent" : "hidden", json_true());
		json_object_set_new(o, "value", json_null());
		return o;
	}
	json_object_set_new(o, "value", admin_json_figure(v->estimate.value));
	json_object_set_new(o, "base", json_integer(v->estimate.base));
	json_object_set_new(o, "small_base", json_boolean(series_has_small_base(v)));
	if (series_interval(v).low.known) {
		json_object_set_new(o, "low", admin_json_figure(series_interval(v).low));
		json_object_set_new(
		    o, "high", admin_json_figure(series_interval(v).high));
	}
	if (v->wording)
		json_object_set_new(o, "wording_changed", json_true());
	if (v->rows)
		json_object_set_new(o, "rows_differ", json_true());
	if (!compared)
		return o;
	json_object_set_new(o, "difference", admin_json_figure(v->difference.by));
	json_object_set_new(
	    o, "change", json_string(stat_change_name(v->difference.change)));
	if (v->difference.change >= STAT_CHANGE_CHANCE)
		json_object_set_new(o, "p", json_real((double)v->difference.p));
	return o;
}

static json_t *line(struct arena *a, const struct series *s, const struct stat_line *l)
{
	json_t *o = json_object(), *v = json_array();

	json_object_set_new(o, "kind", json_string(stat_line_name(l->kind)));
	if (l->name)
		json_object_set_new(o, "name", json_string(l->name));
	if (l->item != SIZE_MAX)
		json_object_set_new(
		    o, "item", json_string(s->trend->form->items[l->item].id));
	if (l->kind == STAT_LINE_OPTION) {
		const struct form *f = s->trend->form;
		const struct form_question *q = &f->questions[f->items[l->item].question];

		json_object_set_new(o, "option", json_string(q->options[l->option].code));
	}
	json_object_set_new(o, "text", json_string(series_line_name(a, s, l)));
	for (size_t i = 0; i < s->n; i++)
		json_array_append_new(v, value(&l->v[i], series_is_compared(s)));
	json_object_set_new(o, "values", v);
	if (s->total != NULL)
		json_object_set_new(o, "total", value(&l->v[s->n], false));
	return o;
}

static json_t *texts_left_out(struct arena *a, const struct series *s)
{
	json_t *v = json_array();

	for (size_t i = 0; i < s->n_omitted; i++)
		json_array_append_new(v, json_string(s->omitted[i]));
	for (size_t i = 0; s->trend && i < s->trend->n_left; i++)
		json_array_append_new(
		    v, json_string(series_left_out(a, s, &s->trend->left[i])));
	return v;
}

static void put_cut(json_t *o, const struct series *s)
{
	if (s->by != SERIES_CUT || s->cut == SIZE_MAX)
		return;
	json_object_set_new(o, "item", json_string(s->results.form->items[s->cut].id));
	json_object_set_new(o, "groups", json_boolean(s->by_headings));
	if (s->total != NULL)
		json_object_set_new(o, "total",
		    json_pack("{s:I}", "responses", (json_int_t)s->total->responses));
}

void series_json(
    const struct http_request *req, struct http_response *res, const struct series *s)
{
	const struct db_campaign *c = &s->results.campaign;
	json_t *o = json_object(), *points = json_array(), *lines = json_array();

	for (size_t i = 0; i < s->n; i++)
		json_array_append_new(points, point(&s->points[i]));
	for (size_t i = 0; s->trend && i < s->trend->n_lines; i++)
		json_array_append_new(lines, line(req->arena, s, &s->trend->lines[i]));
	json_object_set_new(o, "campaign", json_string(c->code));
	json_object_set_new(o, "questionnaire", json_string(c->questionnaire));
	json_object_set_new(o, "audience",
	    json_string(c->audience == FORM_INTERNAL ? "internal" : "external"));
	json_object_set_new(o, "by", json_string(series_by_name(s->by)));
	put_cut(o, s);
	if (s->results.filter)
		json_object_set_new(o, "filter", json_string(s->results.filter));
	json_object_set_new(
	    o, "as_of", json_string(day_iso(req->arena, s->results.today)));
	json_object_set_new(o, "demo", json_boolean(c->demo));
	admin_json_unsure(o, &s->results.unsure);
	json_object_set_new(o, "points", points);
	json_object_set_new(o, "lines", lines);
	json_object_set_new(o, "left_out", texts_left_out(req->arena, s));
	admin_json_send(res, o);
}
