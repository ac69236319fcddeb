/*
 * How sure a figure of a sample is: intervals of 95 % confidence.  They tell
 * what chance alone does to a random sample, nothing about who did not answer.
 */
#ifndef OTKLIK_STAT_INTERVAL_H
#define OTKLIK_STAT_INTERVAL_H

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
 * Of the mean of marks min, min + 1 … given by their counts, with 2 digits: the
 * normal approximation mean ± 1.96 s/√n (s with n - 1; no t distribution: below
 * a usable base it is too narrow), cut off at the ends of the scale.  Unknown
 * for fewer than 2 answers.
 */
struct stat_interval stat_interval_mean(const uint32_t *counts, size_t n_counts, int min);

/* Has the row answers, but fewer than a usable base of them? */
bool stat_interval_is_rough(const struct stat_row *r);

#endif
