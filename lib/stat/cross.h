/*
 * Cross-tabulation of two items that take one answer each: counts and Pearson's
 * chi-square test of independence with Cramér's V.
 */
#ifndef OTKLIK_STAT_CROSS_H
#define OTKLIK_STAT_CROSS_H

#include "form/answer.h"
#include "stat/figure.h"

#define STAT_CROSS_EXPECTED 5 /* a cell that expects fewer is thin (Cochran) */

struct stat_cross {
	const struct form *form;
	size_t row_item, column_item;
	size_t n_rows, n_columns; /* answers each can take */
	uint32_t *counts;         /* row by row */
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

/* May the item be crossed?  Single choice, row of a matrix, scale. */
bool stat_cross_by(const struct form *f, size_t item);

/* An empty table; both items pass stat_cross_by().  Lives in the arena. */
struct stat_cross *stat_cross_new(
    struct arena *a, const struct form *f, size_t row_item, size_t column_item);
/* Counts one response, if it answered both. */
void stat_cross_add(struct stat_cross *c, const struct form_answers *ans);
struct stat_cross_test stat_cross_test(const struct stat_cross *c);

/*
 * Upper tail of the chi-square distribution: the regularised incomplete gamma
 * function Q(df/2, x/2), by its series or its continued fraction, to 1e-12.
 */
long double stat_cross_tail(long double x, long df);

#endif
