/*
 * A cut of the responses of a campaign: those of some days, of a channel, of a
 * language, of given answers to some questions.
 */
#ifndef OTKLIK_STAT_CUT_H
#define OTKLIK_STAT_CUT_H

#include "base/calendar.h"
#include "stat/place.h"

/* Any of some answers to an item. */
struct stat_cut_term {
	struct stat_place place;
	const bool *in; /* place.answers of them */
};

/* A channel or language that few shared, or a language that was not kept. */
#define STAT_CUT_OTHER "other"

struct stat_cut {
	day_t from, to;                    /* both included; DAY_NONE: open */
	const char *channel;               /* NULL: any */
	const char *language;              /* NULL: any; STAT_CUT_OTHER: not known */
	const struct stat_cut_term *terms; /* all of them must hold */
	size_t n_terms;
};

/*
 * First and last day of "2026-11-22", "2026-11", "2026-Q4", "2026-H2", "2026", of the
 * years 1970 to 9998.  ERR_INVALID for anything else.
 */
ERR_CHECK enum err stat_cut_period(const char *s, day_t *first_r, day_t *last_r);

/*
 * May responses be cut by answers to the item?  It says who answered, about what
 * (a list of services, processes, organisations), why, and through which channel.
 */
bool stat_cut_by(const struct form *f, size_t item);

/*
 * The term "any of these answers" to an item named as in stat_place_named(): option
 * codes, marks, or "@" and the heading some entries of a list stand under (a group of
 * processes).  False: no such item or answer.  Lives in the arena.
 */
bool stat_cut_term(struct arena *a, const struct form *f, const char *name,
    const char *const *answers, size_t n, struct stat_cut_term *t_r);

/*
 * Where a day lies.  The first of a month may be any day of it: the count keeps no more
 * of a day that too few share.  It is inside or outside with its whole month only, or
 * where that first day alone is asked for (stat_cut_is_first()).
 */
enum stat_cut_day {
	STAT_CUT_INSIDE,
	STAT_CUT_OUTSIDE,
	STAT_CUT_COARSE, /* first of a month that the cut parts */
	STAT_CUT_UNDATED /* DAY_NONE, of a cut by days */
};
enum stat_cut_day stat_cut_day(const struct stat_cut *c, day_t day);

/* Is it a cut by the first day of a month alone, which may stand for any of it? */
bool stat_cut_is_first(const struct stat_cut *c);

/* May responses of that day, channel and language be inside?  Only INSIDE days are. */
bool stat_cut_marks_hold(
    const struct stat_cut *c, day_t day, const char *channel, const char *language);
/* Of those, is the one with these answers? */
bool stat_cut_terms_hold(const struct stat_cut *c, const uint8_t *vector);

/* Responses that are not inside only because their day is not known exactly enough. */
struct stat_cut_unsure {
	uint32_t coarse, undated;
};
/* Adds those of n vectors, of `width` bytes each, that share these marks. */
void stat_cut_add_unsure(const struct stat_cut *c, struct stat_cut_unsure *u, day_t day,
    const char *channel, const char *language, const uint8_t *vectors, size_t width,
    size_t n);

#endif
