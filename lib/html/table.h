/*
 * Tables of staff and result pages: caption, heads with scope, sortable by
 * links that keep the rest of the query, figures to the right, a scroll box of
 * its own on narrow screens.
 */
#ifndef OTKLIK_HTML_TABLE_H
#define OTKLIK_HTML_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "html/html.h"

struct html_column {
	const char *heading;
	const char *sort; /* key of the column in the query, or NULL */
	bool number;      /* figures: aligned to the right */
};

struct html_table {
	const char *caption;
	bool caption_hidden; /* said by a heading on the page already */
	const struct html_column *columns;
	size_t n_columns;
	/* Sorting, when a column has a key: the page's URL without the sort. */
	const char *url;    /* "/feedback/admin/campaigns?agency=1" */
	const char *sorted; /* key in force, or NULL */
	bool descending;
};

/*
 * Opens <table> with its heads; rows follow: html_row(), cells, html_row_end();
 * html_table_end() closes.  A click on a head sorts by "sort=<key>", on the
 * sorted one again by "sort=-<key>".
 */
void html_table_begin(struct html *h, const struct html_table *t);
void html_table_end(struct html *h);

void html_row(struct html *h);
void html_row_end(struct html *h);
/* Head of a row (<th scope="row">), a text cell, a figure ("—" for NULL). */
void html_cell_head(struct html *h, const char *text);
void html_cell(struct html *h, const char *text);
void html_cell_number(struct html *h, const char *figure);
/* A cell whose content the caller writes; html_close() ends it. */
void html_cell_open(struct html *h, bool number);

#endif
