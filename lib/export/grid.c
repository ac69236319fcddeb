#include "export/grid.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "export/words.h"

#define ROOM 16

struct export_grid *export_grid_new(struct arena *a, const char *caption)
{
	struct export_grid *g = ARENA_NEW(a, struct export_grid);

	g->arena = a;
	g->caption = caption;
	return g;
}

void export_grid_column(struct export_grid *g, const char *heading, bool number)
{
	struct export_column *v;

	assert(g->n_cells == 0);
	if (g->n_columns == g->room_columns) {
		g->room_columns = 2 * g->room_columns + ROOM;
		v = ARENA_ARRAY(g->arena, g->room_columns, struct export_column);
		if (g->n_columns > 0)
			memcpy(v, g->columns, g->n_columns * sizeof(*v));
		g->columns = v;
	}
	g->columns[g->n_columns++] = (struct export_column){heading, number};
}

static void put(struct export_grid *g, struct export_cell cell)
{
	struct export_cell *v;

	if (g->n_cells == g->room_cells) {
		g->room_cells = 2 * g->room_cells + ROOM * g->n_columns;
		v = ARENA_ARRAY(g->arena, g->room_cells, struct export_cell);
		if (g->n_cells > 0)
			memcpy(v, g->cells, g->n_cells * sizeof(*v));
		g->cells = v;
	}
	g->cells[g->n_cells++] = cell;
}

void export_grid_text(struct export_grid *g, const char *s)
{
	put(g, (struct export_cell){.kind = s ? EXPORT_TEXT : EXPORT_EMPTY, .text = s});
}

void export_grid_number(struct export_grid *g, int64_t v)
{
	put(g, (struct export_cell){.kind = EXPORT_NUMBER, .number = v});
}

void export_grid_figure(struct export_grid *g, struct stat_figure f)
{
	put(g, (struct export_cell){
		   .kind = f.known ? EXPORT_FIGURE : EXPORT_EMPTY, .figure = f});
}

void export_grid_interval(struct export_grid *g, struct stat_interval v)
{
	export_grid_figure(g, v.low);
	export_grid_figure(g, v.high);
}

void export_grid_row_end(struct export_grid *g)
{
	while (g->n_cells % g->n_columns != 0)
		export_grid_text(g, NULL);
}

size_t export_grid_rows(const struct export_grid *g)
{
	return g->n_columns ? g->n_cells / g->n_columns : 0;
}

const struct export_cell *export_grid_at(
    const struct export_grid *g, size_t row, size_t column)
{
	return &g->cells[row * g->n_columns + column];
}

/* --- CSV --- */

/* A text that a spreadsheet would take for a formula is disarmed. */
static void csv_text(struct arena *a, struct buf *out, const char *s)
{
	buf_puts(out, "\"");
	for (s = export_cell_text(a, s); *s; s++) {
		if (*s == '"')
			buf_puts(out, "\"");
		buf_add(out, s, 1);
	}
	buf_puts(out, "\"");
}

static void csv_cell(struct arena *a, struct buf *out, const struct export_cell *c)
{
	switch (c->kind) {
	case EXPORT_EMPTY:
		break;
	case EXPORT_TEXT:
		csv_text(a, out, c->text);
		break;
	case EXPORT_NUMBER:
		buf_printf(out, "%lld", (long long)c->number);
		break;
	case EXPORT_FIGURE:
		buf_puts(out, stat_figure_text(a, c->figure, ','));
		break;
	}
}

void export_grid_csv(struct arena *a, const struct export_grid *g, struct buf *out)
{
	for (size_t i = 0; i < g->n_columns; i++) {
		buf_puts(out, i ? ";" : "");
		csv_text(a, out, g->columns[i].heading);
	}
	buf_puts(out, "\r\n");
	for (size_t i = 0; i < export_grid_rows(g); i++) {
		for (size_t j = 0; j < g->n_columns; j++) {
			buf_puts(out, j ? ";" : "");
			csv_cell(a, out, export_grid_at(g, i, j));
		}
		buf_puts(out, "\r\n");
	}
}

static void csv_grid(struct arena *a, struct buf *out, const struct export_grid *g)
{
	csv_text(a, out, g->caption);
	buf_puts(out, "\r\n");
	export_grid_csv(a, g, out);
	if (g->note) {
		csv_text(a, out, g->note);
		buf_puts(out, "\r\n");
	}
	buf_puts(out, "\r\n");
}

void export_grids_csv(struct arena *a, const struct export_grids *g, struct buf *out)
{
	buf_puts(out, "\xEF\xBB\xBF");
	for (size_t i = 0; i < g->n_facts; i++) {
		const struct export_fact *f = &g->facts[i];

		csv_text(a, out, f->name);
		buf_puts(out, ";");
		if (f->text)
			csv_text(a, out, f->text);
		else
			buf_printf(out, "%lld", (long long)f->number);
		buf_puts(out, "\r\n");
	}
	buf_puts(out, "\r\n");
	for (size_t i = 0; i < g->n; i++)
		csv_grid(a, out, g->v[i]);
}

/* --- workbook --- */

static void book_cell(struct export_book *b, const struct export_cell *c)
{
	switch (c->kind) {
	case EXPORT_EMPTY:
		export_book_text(b, NULL);
		break;
	case EXPORT_TEXT:
		export_book_text(b, c->text);
		break;
	case EXPORT_NUMBER:
		export_book_number(b, c->number);
		break;
	case EXPORT_FIGURE:
		export_book_figure(b, c->figure);
		break;
	}
}

void export_grid_book(struct export_book *b, const struct export_grid *g)
{
	for (size_t i = 0; i < g->n_columns; i++)
		export_book_head(b, g->columns[i].heading);
	export_book_row_end(b);
	for (size_t i = 0; i < export_grid_rows(g); i++) {
		for (size_t j = 0; j < g->n_columns; j++)
			book_cell(b, export_grid_at(g, i, j));
		export_book_row_end(b);
	}
}

static void book_grid(
    struct export_book *b, const struct export_grid *g, const char *name)
{
	static const int widths[] = {50, 16, 16, 16};

	export_book_sheet(b, name, widths, sizeof(widths) / sizeof(*widths));
	export_book_head(b, g->caption);
	export_book_row_end(b);
	export_book_row_end(b);
	export_grid_book(b, g);
	if (g->note) {
		export_book_row_end(b);
		export_book_text(b, g->note);
		export_book_row_end(b);
	}
}

static void book_facts(struct export_book *b, const struct export_grids *g)
{
	static const int widths[] = {40, 60};

	export_book_sheet(b, _("Summary"), widths, 2);
	for (size_t i = 0; i < g->n_facts; i++) {
		export_book_head(b, g->facts[i].name);
		if (g->facts[i].text)
			export_book_text(b, g->facts[i].text);
		else
			export_book_number(b, g->facts[i].number);
		export_book_row_end(b);
	}
}

enum err export_grids_xlsx(struct arena *a, const struct export_grids *g, struct buf *out)
{
	struct export_book *b;
	enum err e = export_book_new(a, &b);

	if (e != ERR_OK)
		return e;
	book_facts(b, g);
	for (size_t i = 0; i < g->n; i++)
		book_grid(b, g->v[i], arena_printf(a, _("Table %zu"), i + 1));
	e = export_book_finish(b, out);
	export_book_free(&b);
	return e;
}
