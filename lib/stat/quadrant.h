/*
 * Importance against rating: the four fields into which the means of a csi question
 * divide its rows.  What matters more than the rows do on average, and is rated lower,
 * is to be improved first.
 */
#ifndef OTKLIK_STAT_QUADRANT_H
#define OTKLIK_STAT_QUADRANT_H

#include "stat/tabulate.h"

enum stat_quadrant {
	STAT_QUADRANT_IMPROVE, /* important, rated low */
	STAT_QUADRANT_KEEP,    /* important, rated high */
	STAT_QUADRANT_MINOR,   /* less important, rated low */
	STAT_QUADRANT_AMPLE,   /* less important, rated high */
	STAT_QUADRANTS,
	STAT_QUADRANT_NONE = STAT_QUADRANTS /* no data */
};

/* Means of the means of the n rows of a question that have data, 2 digits. */
struct stat_split {
	struct stat_figure rating, importance;
};
struct stat_split stat_split(const struct stat_row *rows, size_t n);

/* The field of one of them; what lies on a mean counts as above it. */
enum stat_quadrant stat_quadrant(const struct stat_split *s, const struct stat_row *r);
/* The same among the rows of its question. */
enum stat_quadrant stat_quadrant_of(const struct stat_table *t, const struct stat_row *r);
/* "improve", "keep", "minor", "ample"; NULL for none. */
const char *stat_quadrant_name(enum stat_quadrant q);

#endif
