/*
 * Several tests of one question: p corrected by Holm's step-down method (1979), so
 * that chance alone marks anything in no more than 5 % of such families, however the
 * tests depend on each other.
 */
#ifndef OTKLIK_STAT_HOLM_H
#define OTKLIK_STAT_HOLM_H

#include <stddef.h>

/* One of them. */
struct stat_holm {
	long double p;
	size_t at; /* the caller's: which one it is */
};

/* Sorts n tests by p, and corrects each p: at most 1. */
void stat_holm(struct stat_holm *v, size_t n);

#endif
