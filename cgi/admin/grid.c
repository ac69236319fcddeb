#include "grid.h"
#include "filter.h"

#include <string.h>

#include "base/i18n.h"

static void write_cell(struct html *h, struct arena *a, const struct export_cell *c,
    const struct export_column *column)
{
	switch (c->kind) {
	case EXPORT_EMPTY:
		if (column->number)
			html_cell_number(h, NULL);
		else
			html_cell(h, "");
		break;
	case EXPORT_TEXT:
		html_cell_open(h, column->number);
		html_lines(h, c->text);
		html_close(h);
		break;
	case EXPORT_NUMBER:
		html_cell_number(h, arena_printf(a, "%lld", (long long)c->number));
		break;
	case EXPORT_FIGURE:
		html_cell_number(h, stat_figure_text(a, c->figure, ','));
		break;
	}
}

void grid_write(struct html *h, struct arena *a, const struct export_grid *g)
{
	struct html_column *columns = ARENA_ARRAY(a, g->n_columns, struct html_column);

	for (size_t i = 0; i < g->n_columns; i++)
		columns[i] = (struct html_column){
		    g->columns[i].heading, NULL, g->columns[i].number};
	html_table_begin(
	    h, &(struct html_table){
		   .caption = g->caption, .columns = columns, .n_columns = g->n_columns});
	for (size_t i = 0; i < export_grid_rows(g); i++) {
		html_row(h);
		html_open(h, "th", "scope", "row", NULL);
		html_lines(h, export_grid_at(g, i, 0)->text);
		html_close(h);
		for (size_t j = 1; j < g->n_columns; j++)
			write_cell(h, a, export_grid_at(g, i, j), &g->columns[j]);
		html_row_end(h);
	}
	html_table_end(h);
	if (g->note)
		html_element(h, "p", g->note, "class", "hint", NULL);
}

#define LEAST_P 0.0001L /* a smaller one would be shown as 0 */

const char *grid_p(struct arena *a, long double p)
{
	return p < LEAST_P ? "<0,0001" : stat_figure_text(a, stat_mean(p, 1, 4), ',');
}

void grid_put_p(struct export_grid *g, long double p)
{
	if (p < LEAST_P)
		export_grid_text(g, grid_p(g->arena, p));
	else
		export_grid_figure(g, stat_mean(p, 1, 4));
}

static bool ends(const struct http_request *req, const char *ending)
{
	size_t n = strlen(req->path), m = strlen(ending);

	return n > m && strcmp(req->path + n - m, ending) == 0;
}

bool grid_is_json(const struct http_request *req)
{
	return ends(req, ".json");
}

bool grid_is_file(const struct http_request *req)
{
	return ends(req, ".csv") || ends(req, ".xlsx");
}

enum err grid_file(const struct http_request *req, struct http_response *res,
    const struct export_grids *g, const char *name)
{
	if (ends(req, ".csv")) {
		res->content_type = "text/csv; charset=utf-8";
		res->filename = arena_printf(req->arena, "%s.csv", name);
		export_grids_csv(req->arena, g, &res->body);
		return ERR_OK;
	}
	res->content_type =
	    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	res->filename = arena_printf(req->arena, "%s.xlsx", name);
	return export_grids_xlsx(req->arena, g, &res->body);
}

static void write_downloads(struct html *h, const struct http_request *req,
    const char *path, const char *query, size_t n)
{
	const struct {
		const char *ending, *text;
	} v[] = {{"csv", _("Table for a spreadsheet (CSV)")},
	    {"xlsx", _("Workbook (XLSX)")}, {"json", _("Data for programs (JSON)")}};

	html_open(h, "p", NULL);
	for (size_t i = 0; i < n; i++) {
		html_text(h, i ? " · " : "");
		html_link(h, req->base_path,
		    arena_printf(req->arena, "%s.%s%s", path, v[i].ending, query),
		    v[i].text);
	}
	html_close(h);
}

void grid_downloads(
    struct html *h, const struct http_request *req, const char *path, const char *query)
{
	write_downloads(h, req, path, query, 3);
}

void grid_tables(
    struct html *h, const struct http_request *req, const char *path, const char *query)
{
	write_downloads(h, req, path, query, 2);
}

size_t grid_facts(
    struct arena *a, const struct results *r, struct export_fact v[GRID_FACTS])
{
	const struct db_campaign *c = &r->campaign;
	size_t n = 0;

	v[n++] = (struct export_fact){.name = _("Campaign"), .text = c->title};
	if (c->demo)
		v[n++] = (struct export_fact){
		    .name = _("Data"), .text = _("Demonstration data")};
	v[n++] = (struct export_fact){.name = _("Questionnaire"),
	    .text = arena_printf(a, _("%s, version %d"), c->questionnaire, c->version)};
	v[n++] = (struct export_fact){
	    .name = _("Audience"), .text = admin_audience(c->audience)};
	v[n++] = (struct export_fact){.name = _("Dates"), .text = admin_period(a, c)};
	v[n++] =
	    (struct export_fact){.name = _("As of"), .text = day_russian(a, r->today)};
	if (r->filter)
		v[n++] = (struct export_fact){.name = _("Filter"), .text = r->filter};
	if (filter_unsure_words(a, &r->unsure))
		v[n++] =
		    (struct export_fact){.name = _("Not inside because of their day"),
			.text = filter_unsure_words(a, &r->unsure)};
	return n;
}
