/*
 * Cross-tabulation of two items: counts and Pearson's chi-square test of
 * independence with Cramér's V.
 */
#ifndef OTKLIK_STAT_CROSS_H
#define OTKLIK_STAT_CROSS_H

#include "stat/figure.h"
#include "stat/place.h"

#define STAT_CROSS_EXPECTED 5 /* a cell that expects fewer is thin (Cochran) */

/*
 * Where several answers may be chosen a response is in several rows (columns):
 * then the cells of a line add up to more than its total, which counts responses.
 */
struct stat_cross {
	struct stat_place rows, columns;
	uint32_t *counts; /* row by row */
	uint32_t *row_totals, *column_totals;
	uint32_t n; /* responses that answered both */
};

/* Of the rows and columns that anybody is in. */
struct stat_cross_test {
	bool known; /* at least two of each */
	long df;
	long double chi_square, p, v;
	size_t cells, thin; /* of the cells, those that expect too few */
};

/* An empty table.  Lives in the arena. */
struct stat_cross *stat_cross_new(
    struct arena *a, const struct stat_place *rows, const struct stat_place *columns);
/* Counts one response, if it answered both. */
void stat_cross_add(struct stat_cross *c, const uint8_t *vector);

#define STAT_CROSS_ALL SIZE_MAX
/*
 * Of all rows against all columns; or of one answer, chosen or not, against the
 * other question: what a question with several answers needs, whose answers do
 * not exclude each other.  STAT_CROSS_ALL for a question of several: not known.
 */
struct stat_cross_test stat_cross_test(
    struct arena *a, const struct stat_cross *c, size_t row, size_t column);

/*
 * Upper tail of the chi-square distribution: the regularised incomplete gamma
 * function Q(df/2, x/2), by its series or its continued fraction, to 1e-12.
 */
long double stat_cross_tail(long double x, long df);

#endif
