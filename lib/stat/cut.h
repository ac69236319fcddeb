/*
 * A cut of the responses of an external campaign: those of some days, of a
 * channel, of one answer to a question about the respondent.
 */
#ifndef OTKLIK_STAT_CUT_H
#define OTKLIK_STAT_CUT_H

#include "base/calendar.h"
#include "stat/tally.h"

struct stat_cut {
	day_t from, to;      /* both included; DAY_NONE: open */
	const char *channel; /* NULL: any */
	size_t item;         /* SIZE_MAX: any answers */
	size_t option;       /* index: the answer to the item */
};

/*
 * First and last day of "2026-11-22", "2026-11", "2026-Q4", "2026-H2", "2026".
 * ERR_INVALID for anything else.
 */
ERR_CHECK enum err stat_cut_period(const char *s, day_t *first_r, day_t *last_r);

/* May answers to the item be cut by?  A single choice about the respondent. */
bool stat_cut_by(const struct form *f, size_t item);

/*
 * Is a response of that day and channel inside?  A day of DAY_NONE is outside of
 * any days; a coarse one (the first of a month) is where its month begins.
 */
bool stat_cut_holds(const struct stat_cut *c, day_t day, const char *channel,
    const struct form_answers *ans);

#endif
