/* Two questions of an external campaign against each other. */
#ifndef OTKLIK_ADMIN_CROSSING_H
#define OTKLIK_ADMIN_CROSSING_H

#include "filter.h"
#include "stat/cross.h"

struct crossing {
	struct results results;
	const char *rows, *columns; /* asked for, as in stat_place_name(), or NULL */
	bool bands, base;           /* marks put together; only answers of the base */
	struct stat_cross *cross;   /* NULL: not both asked for, or not to be shown */
};

/*
 * Counts what rows= and columns= of the query name, of the responses inside the
 * filter; bands=1 and base=1 as in stat_axis().  ERR_INVALID: no such items; ERR_DENIED:
 * internal clients (results is filled, for filter_fail()).
 */
ERR_CHECK enum err crossing_load(
    struct worker *w, const struct http_request *req, struct crossing *c_r);

/* "7.1. Доступность (оценка)". */
const char *crossing_name(
    struct arena *a, const struct results *r, const struct stat_place *p);
/* An answer: the text of an option, or the mark. */
const char *crossing_answer(
    struct arena *a, const struct form *f, const struct stat_place *p, size_t i);

/* The same of a row or column: of marks put together "1–7". */
const char *crossing_row(
    struct arena *a, const struct form *f, const struct stat_axis *x, size_t i);
/* "&bands=1&base=1" of the query; "" for neither. */
const char *crossing_more(struct arena *a, const struct crossing *c);

/*
 * The same as a file: counts, shares of rows and of columns, what is expected, the
 * residuals, the tests.
 */
ERR_CHECK enum err crossing_file(
    const struct http_request *req, struct http_response *res, const struct crossing *c);
void crossing_json(
    const struct http_request *req, struct http_response *res, const struct crossing *c);

#endif
