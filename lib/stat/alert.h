/*
 * What in the results asks for attention (UM-4.3-1, AL-4.2-2, AMB-32): too many
 * dissatisfied, or a low CSI, with enough answers to say so.
 */
#ifndef OTKLIK_STAT_ALERT_H
#define OTKLIK_STAT_ALERT_H

#include "stat/csi.h"
#include "stat/tabulate.h"

struct stat_alert_rules {
	int dissatisfied; /* share in per cent from which on */
	int base;         /* least number of answers */
};

struct stat_alert {
	const struct stat_row *row; /* of the dissatisfied; NULL: the overall CSI */
	struct stat_figure value;   /* their share, or the index */
	/* Of the index: answers to the row most have answered, as near as tallies come
	   to those who answered any, and to the row fewest have. */
	uint32_t base, least;
};

/* The overall CSI first, then rows with the largest share first; in the arena.
   Hidden rows alert nobody. */
const struct stat_alert *stat_alerts(struct arena *a,
    const struct stat_alert_rules *rules, const struct stat_table *t,
    const struct stat_csi *csi, size_t *n_r);

#endif
