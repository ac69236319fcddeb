/*
 * A figure as it is shown: decided once, as a whole number of its last digit,
 * so that a page, a file and a level can never disagree about the rounding.
 * Halves are rounded away from zero, on the exact fraction.
 */
#ifndef OTKLIK_STAT_FIGURE_H
#define OTKLIK_STAT_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct stat_figure {
	bool known; /* false = no data, never to be shown as 0 */
	int64_t v;  /* in units of 10^-digits */
	int digits;
};

/* num/den with that many digits; unknown for den 0. */
struct stat_figure stat_figure(int64_t num, int64_t den, int digits);

/* part of whole in per cent, 1 digit; unknown for whole 0. */
struct stat_figure stat_percent(int64_t part, int64_t whole);

/*
 * The mean of n values that are themselves fractions of different denominators
 * (no common one fits 64 bits): given as their sum in long double, whose error
 * is far below the 1e-9 of a last digit within which a value is taken for a
 * half.  Unknown for n 0.
 */
struct stat_figure stat_mean(long double sum, size_t n, int digits);

/* "66.7" with the given point; NULL when unknown. */
const char *stat_figure_text(struct arena *a, struct stat_figure f, char point);

/* For JSON: the double nearest to the rounded decimal.  f must be known. */
double stat_figure_double(struct stat_figure f);

#endif
