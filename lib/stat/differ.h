/*
 * Estimates from two samples, and whether chance alone explains that they differ.
 * A test is two-sided at 5 %, and only made where both bases are usable
 * (STAT_USABLE_BASE):
 *   shares   z test of two proportions with a pooled error, not where it would expect
 *            fewer than 5 answers of a kind in either sample;
 *   means    Welch's t test; where all of one sample gave the same mark its variance
 *            is not 0 but unknown, and Student's test with the pooled variance takes
 *            its place; not where that is so of both;
 *   indices  normal test.  The error of each row is adjusted (below) and never 0, and
 *            rows are added up as though they moved together (csi.h, satisfaction.h),
 *            which errs towards "chance".
 * All of them are approximations that take answers for a random sample; of many
 * comparisons made at once one in twenty is significant by chance alone.
 */
#ifndef OTKLIK_STAT_DIFFER_H
#define OTKLIK_STAT_DIFFER_H

#include "stat/figure.h"

#define STAT_SIGNIFICANT 0.05L

enum stat_estimate_kind { STAT_ESTIMATE_SHARE, STAT_ESTIMATE_MEAN, STAT_ESTIMATE_INDEX };

struct stat_estimate {
	enum stat_estimate_kind kind;
	struct stat_figure value; /* as shown; unknown: no data */
	uint32_t base;            /* answers it rests on; of an index: of its least row */
	uint32_t most;            /* of an index: of its largest row; else the base */
	uint32_t part;            /* share: of the base */
	long double mean, error;  /* unrounded, and its standard error; of shares and
				     indices the adjusted one */
	long double min, max;     /* ends of its scale */
};

/*
 * Standard error of the mean of marks min, min + 1 … given by their counts, adjusted
 * as Agresti and Coull (1998) do for a share: as though two more answers had been
 * given at each end of the scale.  So it is never 0.
 */
long double stat_adjusted_error(const uint32_t *counts, size_t n_counts, int min);

/* part of whole in per cent. */
struct stat_estimate stat_estimate_share(uint32_t part, uint32_t whole);
/*
 * Mean of values min, min + 1 … given by their counts, each times `scale`, shown
 * with that many digits.
 */
struct stat_estimate stat_estimate_mean(
    const uint32_t *counts, size_t n_counts, int min, int scale, int digits);

/* Mean, and deviation with n - 1 (0 for fewer than 2), of values given by counts. */
struct stat_moments {
	uint32_t n;
	long double mean, deviation;
};
struct stat_moments stat_moments(const uint32_t *counts, size_t n_counts, int min);

enum stat_change {
	STAT_CHANGE_NO_DATA, /* nothing to compare */
	STAT_CHANGE_FEW,     /* too few answers, or too much alike, for a test */
	STAT_CHANGE_CHANCE,  /* chance may explain it */
	STAT_CHANGE_UP,      /* significantly more, less */
	STAT_CHANGE_DOWN
};

struct stat_difference {
	enum stat_change change;
	struct stat_figure by; /* of the shown values; unknown: no data */
	long double p;         /* unless NO_DATA or FEW */
};

/* From the older to the newer of two estimates of one figure.  An index that is the
   share of one row alone is a share; against one of several rows, an index. */
struct stat_difference stat_differ(
    const struct stat_estimate *old, const struct stat_estimate *new);

/* "no-data", "few", "chance", "up", "down". */
const char *stat_change_name(enum stat_change c);

/* --- the tests themselves: two-sided p --- */

long double stat_differ_z(long double z);
/* Student's t with df degrees of freedom, by the incomplete beta function. */
long double stat_differ_t(long double t, long double df);
/* The t that |t| exceeds with probability 5 %; df >= 1. */
long double stat_differ_t_quantile(long double df);

struct stat_welch {
	long double t, df, p;
};
/* Means, squared standard errors s²/n (not both 0) and numbers of two samples. */
struct stat_welch stat_welch(long double m1, long double e1, uint32_t n1, long double m2,
    long double e2, uint32_t n2);

#endif
