/*
 * Cross-tabulation of two items: counts, Pearson's chi-square test of independence
 * with Cramér's V, and adjusted standardised residuals of the cells.
 */
#ifndef OTKLIK_STAT_CROSS_H
#define OTKLIK_STAT_CROSS_H

#include "stat/axis.h"
#include "stat/figure.h"

#define STAT_CROSS_EXPECTED 5     /* a cell that expects fewer is thin (Cochran) */
#define STAT_CROSS_RESIDUAL 1.96L /* beyond it a cell stands out (5 %) */

/*
 * Where several answers may be chosen a response is in several rows (columns):
 * then the cells of a line add up to more than its total, which counts responses.
 */
struct stat_cross {
	struct stat_axis rows, columns;
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
	long double least;  /* that any cell expects */
};

/* An empty table.  Lives in the arena. */
struct stat_cross *stat_cross_new(
    struct arena *a, const struct stat_axis *rows, const struct stat_axis *columns);
/* Counts one response, if it is in a row and in a column. */
void stat_cross_add(struct stat_cross *c, const uint8_t *vector);

/*
 * The same table; of a list, which may have a thousand entries, without the rows and
 * columns nobody is in.  Nothing can be added any more.  Lives in the arena.
 */
struct stat_cross *stat_cross_used(struct arena *a, const struct stat_cross *c);

#define STAT_CROSS_ALL SIZE_MAX
/*
 * Of all rows against all columns; or of one answer, chosen or not, against the
 * other question: what a question with several answers needs, whose answers do
 * not exclude each other.  STAT_CROSS_ALL for a question of several: not known.
 */
struct stat_cross_test stat_cross_test(
    struct arena *a, const struct stat_cross *c, size_t row, size_t column);

/*
 * May p be relied on?  Cochran (1954): no cell expects fewer than 1, and no more than a
 * fifth of them fewer than 5.
 */
bool stat_cross_is_reliable(const struct stat_cross_test *t);

/* What the cell would hold if neither question told of the other; 0 for nobody. */
long double stat_cross_expected(const struct stat_cross *c, size_t row, size_t column);
/*
 * The cell against what it expects, as a standard normal value (Haberman 1973):
 * (n - e) / √(e (1 - row share) (1 - column share)).  It holds for answers that do not
 * exclude each other, too.  False: nobody, or everybody, is in the row or column.
 */
bool stat_cross_residual(
    const struct stat_cross *c, size_t row, size_t column, long double *z_r);

/*
 * Upper tail of the chi-square distribution: the regularised incomplete gamma
 * function Q(df/2, x/2), by its series or its continued fraction, to 1e-12.
 */
long double stat_cross_tail(long double x, long df);

#endif
