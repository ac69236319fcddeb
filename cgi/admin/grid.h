/* Tables of figures on pages and in files (export/grid.h). */
#ifndef OTKLIK_ADMIN_GRID_H
#define OTKLIK_ADMIN_GRID_H

#include "export/grid.h"
#include "sheet.h"

/* The table, its note below. */
void grid_write(struct html *h, struct arena *a, const struct export_grid *g);

/*
 * Answers with the file that the path asks for: "….csv" or "….xlsx", under that
 * name.  ERR_IO.
 */
ERR_CHECK enum err grid_file(const struct http_request *req, struct http_response *res,
    const struct export_grids *g, const char *name);
/* A value of p: "<0,0001", "0,0312"; the same as a cell of a file, a number if it can. */
const char *grid_p(struct arena *a, long double p);
void grid_put_p(struct export_grid *g, long double p);

/* Does the path ask for ".json"? */
bool grid_is_json(const struct http_request *req);
/* Does the path ask for ".csv" or ".xlsx"? */
bool grid_is_file(const struct http_request *req);

/* Links to <path>.csv, .xlsx, .json with the query ("?…" or ""). */
void grid_downloads(
    struct html *h, const struct http_request *req, const char *path, const char *query);
/* To .csv and .xlsx alone. */
void grid_tables(
    struct html *h, const struct http_request *req, const char *path, const char *query);

/* What every file says first: the survey, whom it asks, the filter, as of. */
#define GRID_FACTS 8
size_t grid_facts(
    struct arena *a, const struct results *r, struct export_fact v[GRID_FACTS]);

#endif
