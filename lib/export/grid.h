/*
 * Tables of figures that go to a page, a CSV file and a workbook alike: made
 * cell by cell, row after row.
 */
#ifndef OTKLIK_EXPORT_GRID_H
#define OTKLIK_EXPORT_GRID_H

#include "base/buf.h"
#include "base/err.h"
#include "export/book.h"
#include "export/results.h"
#include "stat/interval.h"

enum export_cell_kind { EXPORT_EMPTY, EXPORT_TEXT, EXPORT_NUMBER, EXPORT_FIGURE };

struct export_cell {
	enum export_cell_kind kind;
	const char *text;
	int64_t number;
	struct stat_figure figure;
};

struct export_column {
	const char *heading;
	bool number; /* figures: aligned to the right */
};

struct export_grid {
	struct arena *arena;
	const char *caption;
	const char *note; /* below the table, or NULL */
	struct export_column *columns;
	size_t n_columns, room_columns;
	struct export_cell *cells; /* row after row */
	size_t n_cells, room_cells;
};

/* Without columns; texts are borrowed.  Lives in the arena. */
struct export_grid *export_grid_new(struct arena *a, const char *caption);
/* The columns come first, from left to right. */
void export_grid_column(struct export_grid *g, const char *heading, bool number);
/* The next cell; NULL and unknown figures leave it empty. */
void export_grid_text(struct export_grid *g, const char *s);
void export_grid_number(struct export_grid *g, int64_t v);
void export_grid_figure(struct export_grid *g, struct stat_figure f);
/* Two cells: its low and its high end. */
void export_grid_interval(struct export_grid *g, struct stat_interval v);
/* Empty cells up to the end of the row. */
void export_grid_row_end(struct export_grid *g);
size_t export_grid_rows(const struct export_grid *g);
const struct export_cell *export_grid_at(
    const struct export_grid *g, size_t row, size_t column);

/* Headings and rows alone: as lines of CSV without a BOM, and on from the row where a
   sheet is. */
void export_grid_csv(struct arena *a, const struct export_grid *g, struct buf *out);
void export_grid_book(struct export_book *b, const struct export_grid *g);

/* Lines before the tables and the tables, one below the other. */
struct export_grids {
	const struct export_fact *facts;
	size_t n_facts;
	struct export_grid *const *v;
	size_t n;
};

/* UTF-8 with BOM, ';', decimal comma: what Russian spreadsheets open. */
void export_grids_csv(struct arena *a, const struct export_grids *g, struct buf *out);
/* A sheet with the facts, then a sheet a table.  ERR_IO. */
ERR_CHECK enum err export_grids_xlsx(
    struct arena *a, const struct export_grids *g, struct buf *out);

#endif
