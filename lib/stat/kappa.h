/*
 * Agreement of two coders beyond chance: Cohen's kappa (J. Cohen, A Coefficient of
 * Agreement for Nominal Scales, 1960), topic by topic: a text is given the topic or
 * it is not.
 */
#ifndef OTKLIK_STAT_KAPPA_H
#define OTKLIK_STAT_KAPPA_H

#include <stdint.h>

#include "stat/figure.h"

/* Texts that both have read. */
struct stat_agreement {
	uint32_t both, first, second, neither; /* gave the topic */
};

/*
 * (p_o − p_e) / (1 − p_e), 2 digits, −1…1.  Unknown without texts, and where both
 * gave the topic to every text or to none: chance explains all of it.
 */
struct stat_figure stat_kappa(const struct stat_agreement *g);

/* The same over several topics: observed and expected agreement are summed first. */
struct stat_figure stat_kappa_pooled(const struct stat_agreement *v, size_t n);

#endif
