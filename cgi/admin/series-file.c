/* Rounds, periods and groups as CSV, XLSX and JSON. */
#include "base/i18n.h"
#include "json.h"
#include "series-write.h"

static void value_row(struct export_grid *g, const struct series *s,
    const struct stat_line *l, const char *name, size_t point)
{
	const struct stat_value *v = &l->v[point];
	const bool shown = !v->absent && !v->hidden;

	export_grid_text(g, name);
	export_grid_text(g, s->points[point].label);
	export_grid_figure(g, shown ? v->estimate.value : (struct stat_figure){0});
	if (shown)
		export_grid_number(g, v->estimate.base);
	else
		export_grid_text(g, NULL);
	if (s->by != SERIES_CUT) {
		export_grid_figure(g, v->difference.by);
		export_grid_text(g, series_change_words(v->difference.change));
	}
	export_grid_text(g, series_remark(v));
	export_grid_row_end(g);
}

static struct export_grid *values(struct arena *a, const struct series *s)
{
	struct export_grid *g = export_grid_new(a, _("Figures"));

	export_grid_column(g, _("Figure"), false);
	export_grid_column(
	    g, s->by == SERIES_CUT ? _("Group") : _("Round or period"), false);
	export_grid_column(g, _("Value"), true);
	export_grid_column(g, _("Base"), true);
	if (s->by != SERIES_CUT) {
		export_grid_column(g, _("Change"), true);
		export_grid_column(g, _("Is it chance? (5 %)"), false);
	}
	export_grid_column(g, _("Remark"), false);
	for (size_t i = 0; i < s->trend->n_lines; i++) {
		const struct stat_line *l = &s->trend->lines[i];
		const char *name = series_line_name(a, s, l);

		for (size_t j = 0; j < s->n; j++)
			value_row(g, s, l, name, j);
	}
	return g;
}

static struct export_grid *points(struct arena *a, const struct series *s)
{
	struct export_grid *g = export_grid_new(
	    a, s->by == SERIES_CUT ? _("Groups") : _("Rounds and periods"));

	export_grid_column(
	    g, s->by == SERIES_CUT ? _("Group") : _("Round or period"), false);
	export_grid_column(g, _("Campaign"), false);
	export_grid_column(g, _("Version"), true);
	export_grid_column(g, _("Responses"), true);
	for (size_t i = 0; i < s->n; i++) {
		export_grid_text(g, s->points[i].label);
		export_grid_text(g, s->points[i].campaign);
		export_grid_number(g, s->points[i].version);
		export_grid_number(g, s->points[i].table->responses);
	}
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
		json_array_append_new(v, value(&l->v[i], s->by != SERIES_CUT));
	json_object_set_new(o, "values", v);
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
	if (s->by == SERIES_CUT && s->cut != SIZE_MAX)
		json_object_set_new(
		    o, "item", json_string(s->results.form->items[s->cut].id));
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
