/*
 * Answers to an item as a table shows them in its rows or columns: all of them, or
 * marks put together, or without those outside the base.
 */
#ifndef OTKLIK_STAT_AXIS_H
#define OTKLIK_STAT_AXIS_H

#include "base/arena.h"
#include "stat/place.h"

#define STAT_AXIS_OUT SIZE_MAX

struct stat_axis {
	struct stat_place place;
	size_t n;                   /* rows, or columns */
	const size_t *row;          /* of each answer; STAT_AXIS_OUT: left out */
	const size_t *first, *last; /* answers that a row stands for */
};

/*
 * bands: marks are put together into low ones and STAT_HIGH_FROM … 10, of an NPS
 * question into its detractors, neutrals, promoters.  base: answers outside the base
 * of satisfaction («затрудняюсь») are left out.  Neither touches other questions.
 */
struct stat_axis stat_axis(struct arena *a, const struct form *f,
    const struct stat_place *p, bool bands, bool base);

/* Only those rows of it that `keep` says; the answers of the others are left out. */
struct stat_axis stat_axis_of(
    struct arena *a, const struct stat_axis *x, const bool *keep);

/* Row + 1 of a response, 0 for none; of a set its bits. */
static inline uint64_t stat_axis_read(const struct stat_axis *x, const uint8_t *vector)
{
	uint64_t v = stat_place_read(&x->place, vector), rows = 0;

	if (!x->place.set)
		return v > 0 && v <= x->place.answers && x->row[v - 1] != STAT_AXIS_OUT
			   ? x->row[v - 1] + 1
			   : 0;
	for (size_t i = 0; i < x->place.answers; i++)
		if (v >> i & 1 && x->row[i] != STAT_AXIS_OUT)
			rows |= (uint64_t)1 << x->row[i];
	return rows;
}

#endif
