/*
 * How sure a figure of a sample is: intervals of 95 % confidence.  They tell
 * what chance alone does to a random sample, nothing about who did not answer.
 */
#ifndef OTKLIK_STAT_INTERVAL_H
#define OTKLIK_STAT_INTERVAL_H

#include "stat/differ.h"
#include "stat/tabulate.h"

/* Fewer answers than this make no usable base: pages say so plainly. */
#define STAT_USABLE_BASE 30

struct stat_interval {
	struct stat_figure low, high; /* both known, or neither */
};

/*
 * Of a share, in per cent with 1 digit: Wilson's score interval without
 * continuity correction (Wilson 1927), which holds for few answers and for
 * shares near 0 and 100 too.  Unknown for whole 0; part <= whole.
 */
struct stat_interval stat_interval_share(uint32_t part, uint32_t whole);

/*
 * Of any estimate, with the digits of its value, cut off at the ends of its scale:
 *   share   Wilson's;
 *   mean    (NPS too) mean ± t s/√n, s with n - 1 and t the quantile of Student's
 *           distribution with n - 1 degrees of freedom;
 *   index   value ± 1.96 e, e the widest error of a mean of rows that the same people
 *           answered (csi.h, satisfaction.h): it rather covers too much.
 * Unknown without data; of a mean also for fewer than 2 answers, and where all gave the
 * same mark: how far they spread is then not known.
 */
struct stat_interval stat_interval_of(const struct stat_estimate *e);

/* Of the mean of marks min, min + 1 … given by their counts, with 2 digits. */
struct stat_interval stat_interval_mean(const uint32_t *counts, size_t n_counts, int min);

/* Has the row answers, but fewer than a usable base of them? */
bool stat_interval_is_rough(const struct stat_row *r);
/* The same of an estimate with data; of an index: of its least row. */
bool stat_estimate_is_rough(const struct stat_estimate *e);

#endif
