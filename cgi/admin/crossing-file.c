/* The table of two questions as CSV, XLSX and JSON. */
#include "base/i18n.h"
#include "crossing.h"
#include "grid.h"
#include "json.h"

struct writer {
	struct arena *arena;
	const struct results *r;
	const struct stat_cross *c;
};

static const char *row_name(const struct writer *w, size_t i)
{
	return crossing_row(w->arena, w->r->form, &w->c->rows, i);
}

static const char *column_name(const struct writer *w, size_t j)
{
	return crossing_row(w->arena, w->r->form, &w->c->columns, j);
}

enum cell { COUNTS, OF_ROW, OF_COLUMN };

/* whole 0: the share is of nothing. */
static void put(struct export_grid *g, enum cell what, uint32_t n, uint32_t whole)
{
	if (what == COUNTS)
		export_grid_number(g, n);
	else
		export_grid_figure(g, stat_percent(n, whole));
}

static void put_row(struct export_grid *g, const struct writer *w, enum cell what,
    const char *name, const uint32_t *v, uint32_t total)
{
	const size_t n = w->c->columns.n;

	export_grid_text(g, name);
	for (size_t j = 0; j < n; j++)
		put(g, what, v[j], what == OF_ROW ? total : w->c->column_totals[j]);
	put(g, what, total, what == OF_ROW ? total : w->c->n);
}

static struct export_grid *cells(
    const struct writer *w, enum cell what, const char *caption)
{
	struct export_grid *g = export_grid_new(w->arena, caption);
	const size_t n = w->c->columns.n;

	export_grid_column(g, crossing_name(w->arena, w->r, &w->c->rows.place), false);
	for (size_t j = 0; j < n; j++)
		export_grid_column(g, column_name(w, j), true);
	export_grid_column(g, _("Total"), true);
	for (size_t i = 0; i < w->c->rows.n; i++)
		put_row(g, w, what, row_name(w, i), w->c->counts + i * n,
		    w->c->row_totals[i]);
	put_row(g, w, what, _("Total"), w->c->column_totals, w->c->n);
	g->note = crossing_name(w->arena, w->r, &w->c->columns.place);
	return g;
}

static struct stat_figure rounded(long double v, int digits)
{
	return stat_mean(v, 1, digits);
}

/* Figures of the cells alone: what is expected, or the residuals. */
static struct export_grid *figures(
    const struct writer *w, bool residuals, const char *caption)
{
	struct export_grid *g = export_grid_new(w->arena, caption);
	long double z;

	export_grid_column(g, crossing_name(w->arena, w->r, &w->c->rows.place), false);
	for (size_t j = 0; j < w->c->columns.n; j++)
		export_grid_column(g, column_name(w, j), true);
	for (size_t i = 0; i < w->c->rows.n; i++) {
		export_grid_text(g, row_name(w, i));
		for (size_t j = 0; j < w->c->columns.n; j++)
			if (!residuals)
				export_grid_figure(
				    g, rounded(stat_cross_expected(w->c, i, j), 1));
			else if (stat_cross_residual(w->c, i, j, &z))
				export_grid_figure(g, rounded(z, 2));
			else
				export_grid_text(g, NULL);
	}
	g->note = crossing_name(w->arena, w->r, &w->c->columns.place);
	return g;
}

/* --- the tests --- */

typedef void test_each(void *ctx, const struct writer *w, size_t row, size_t column);

/* One test of the whole; where several answers may be chosen, one of each. */
static void each_test(const struct writer *w, test_each *f, void *ctx)
{
	const size_t rows = w->c->rows.place.set ? w->c->rows.n : 1;
	const size_t columns = w->c->columns.place.set ? w->c->columns.n : 1;

	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < columns; j++)
			f(ctx, w, w->c->rows.place.set ? i : STAT_CROSS_ALL,
			    w->c->columns.place.set ? j : STAT_CROSS_ALL);
}

static void test_row(void *ctx, const struct writer *w, size_t row, size_t column)
{
	struct stat_cross_test t = stat_cross_test(w->arena, w->c, row, column);
	struct export_grid *g = ctx;

	export_grid_text(g, row == STAT_CROSS_ALL ? _("all answers") : row_name(w, row));
	export_grid_text(
	    g, column == STAT_CROSS_ALL ? _("all answers") : column_name(w, column));
	if (t.known) {
		export_grid_figure(g, rounded(t.chi_square, 2));
		export_grid_number(g, t.df);
		grid_put_p(g, t.p);
		export_grid_figure(g, rounded(t.v, 3));
		export_grid_number(g, (int64_t)t.thin);
		export_grid_number(g, (int64_t)t.cells);
		export_grid_figure(g, rounded(t.least, 1));
		export_grid_text(g, stat_cross_is_reliable(&t)
					? _("reliable")
					: _("not reliable: few answers"));
	}
	export_grid_row_end(g);
}

static struct export_grid *tests(const struct writer *w)
{
	struct export_grid *g = export_grid_new(w->arena, _("Do the answers depend?"));

	export_grid_column(g, _("In the rows"), false);
	export_grid_column(g, _("In the columns"), false);
	export_grid_column(g, "χ²", true);
	export_grid_column(g, _("Degrees of freedom"), true);
	export_grid_column(g, "p", true);
	export_grid_column(g, _("Cramér's V"), true);
	export_grid_column(g, _("Cells that expect fewer than 5"), true);
	export_grid_column(g, _("Cells"), true);
	export_grid_column(g, _("Least that a cell expects"), true);
	export_grid_column(g, _("May the test be relied on? (Cochran)"), false);
	each_test(w, test_row, g);
	return g;
}

enum err crossing_file(
    const struct http_request *req, struct http_response *res, const struct crossing *c)
{
	const struct writer w = {req->arena, &c->results, c->cross};
	struct export_fact facts[GRID_FACTS];
	struct export_grid *v[6];
	size_t n = 0;

	if (c->cross != NULL) {
		v[n++] = cells(&w, COUNTS, _("Number of answers"));
		v[n++] = cells(&w, OF_ROW, _("Shares of the row, %"));
		v[n++] = cells(&w, OF_COLUMN, _("Shares of the column, %"));
		v[n++] = figures(&w, false, _("Expected if nothing depended"));
		v[n++] = figures(&w, true, _("Adjusted standardised residuals"));
		v[n++] = tests(&w);
	}
	return grid_file(req, res,
	    &(struct export_grids){.facts = facts,
		.n_facts = grid_facts(req->arena, &c->results, facts),
		.v = v,
		.n = n},
	    arena_printf(req->arena, "%s-cross", c->results.campaign.code));
}

/* --- JSON --- */

static json_t *numbers(const uint32_t *v, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, json_integer(v[i]));
	return array;
}

static json_t *side(const struct writer *w, const struct stat_axis *x, const char *name,
    const uint32_t *totals)
{
	json_t *o = json_object(), *answers = json_array();

	for (size_t i = 0; i < x->n; i++)
		json_array_append_new(
		    answers, json_string(crossing_row(w->arena, w->r->form, x, i)));
	json_object_set_new(o, "item", json_string(name));
	json_object_set_new(
	    o, "text", json_string(crossing_name(w->arena, w->r, &x->place)));
	json_object_set_new(o, "several", json_boolean(x->place.set));
	json_object_set_new(o, "answers", answers);
	json_object_set_new(o, "n", numbers(totals, x->n));
	return o;
}

static void put_test(void *ctx, const struct writer *w, size_t row, size_t column)
{
	struct stat_cross_test t = stat_cross_test(w->arena, w->c, row, column);
	json_t *o = json_object();

	if (row != STAT_CROSS_ALL)
		json_object_set_new(o, "row", json_integer((json_int_t)row));
	if (column != STAT_CROSS_ALL)
		json_object_set_new(o, "column", json_integer((json_int_t)column));
	json_object_set_new(
	    o, "chi_square", t.known ? json_real((double)t.chi_square) : json_null());
	json_object_set_new(o, "df", t.known ? json_integer(t.df) : json_null());
	json_object_set_new(o, "p", t.known ? json_real((double)t.p) : json_null());
	json_object_set_new(o, "v", t.known ? json_real((double)t.v) : json_null());
	json_object_set_new(o, "thin", json_integer((json_int_t)t.thin));
	json_object_set_new(o, "cells", json_integer((json_int_t)t.cells));
	json_object_set_new(
	    o, "least", t.known ? json_real((double)t.least) : json_null());
	json_object_set_new(
	    o, "reliable", json_boolean(t.known && stat_cross_is_reliable(&t)));
	json_array_append_new(ctx, o);
}

/* Row by row: what each cell expects, and its residual. */
static void put_cells(json_t *o, const struct writer *w)
{
	json_t *expected = json_array(), *residuals = json_array();
	long double z;

	for (size_t i = 0; i < w->c->rows.n; i++) {
		json_t *e = json_array(), *r = json_array();

		for (size_t j = 0; j < w->c->columns.n; j++) {
			json_array_append_new(
			    e, json_real((double)stat_cross_expected(w->c, i, j)));
			json_array_append_new(r, stat_cross_residual(w->c, i, j, &z)
						     ? json_real((double)z)
						     : json_null());
		}
		json_array_append_new(expected, e);
		json_array_append_new(residuals, r);
	}
	json_object_set_new(o, "expected", expected);
	json_object_set_new(o, "residuals", residuals);
}

static void put_facts(json_t *o, struct arena *a, const struct crossing *c)
{
	const struct results *r = &c->results;

	json_object_set_new(o, "campaign", json_string(r->campaign.code));
	json_object_set_new(o, "version", json_integer(r->campaign.version));
	json_object_set_new(o, "demo", json_boolean(r->campaign.demo));
	json_object_set_new(o, "as_of", json_string(day_iso(a, r->today)));
	if (r->filter)
		json_object_set_new(o, "filter", json_string(r->filter));
	admin_json_unsure(o, &r->unsure);
	json_object_set_new(o, "bands", json_boolean(c->bands));
	json_object_set_new(o, "base", json_boolean(c->base));
}

void crossing_json(
    const struct http_request *req, struct http_response *res, const struct crossing *c)
{
	const struct writer w = {req->arena, &c->results, c->cross};
	json_t *o = json_object(), *counts = json_array(), *all = json_array();

	put_facts(o, req->arena, c);
	if (c->cross != NULL) {
		const size_t n = c->cross->columns.n;

		json_object_set_new(o, "n", json_integer(c->cross->n));
		json_object_set_new(
		    o, "rows", side(&w, &c->cross->rows, c->rows, c->cross->row_totals));
		json_object_set_new(o, "columns",
		    side(&w, &c->cross->columns, c->columns, c->cross->column_totals));
		for (size_t i = 0; i < c->cross->rows.n; i++)
			json_array_append_new(
			    counts, numbers(c->cross->counts + i * n, n));
		put_cells(o, &w);
		each_test(&w, put_test, all);
	}
	json_object_set_new(o, "counts", counts);
	json_object_set_new(o, "tests", all);
	admin_json_send(res, o);
}
