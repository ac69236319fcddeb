/*
 * Readiness to recommend and ease, of scale items (system conventions, AMB-12):
 * NPS = share of 9…10 minus share of min…6; ease = mean and share of 8…10.
 */
#ifndef OTKLIK_STAT_RECOMMEND_H
#define OTKLIK_STAT_RECOMMEND_H

#include "stat/differ.h"
#include "stat/tabulate.h"

#define STAT_CRITIC_TO 6     /* marks up to here are critics' */
#define STAT_PROMOTER_FROM 9 /* and from here promoters'; between them passives' */

struct stat_nps {
	uint32_t promoters, passives, critics;
	struct stat_figure value; /* 1 digit, may be negative; unknown: no data */
};

/* The mean of the +1, 0, -1 of promoters, passives, critics, times 100: how sure it
   is, and to compare. */
struct stat_estimate stat_nps_estimate(const struct stat_row *r);
/* Requires a scale item. */
struct stat_nps stat_nps(const struct stat_row *r);
/* Share of marks 8…10 among n counts whose first is mark `min`. */
struct stat_estimate stat_high_estimate(const uint32_t *counts, size_t n, int min);
/* The same of a scale item. */
struct stat_figure stat_ease_share(const struct stat_row *r);
struct stat_estimate stat_ease_estimate(const struct stat_row *r);

#endif
