/* Periods a series is parted into, numbered in their order. */
#ifndef OTKLIK_ADMIN_SERIES_PERIOD_H
#define OTKLIK_ADMIN_SERIES_PERIOD_H

#include "series.h"

/* The number of the period a day is in; of a split 0 before, 1 from the day on. */
long series_period_of(enum series_by by, day_t day, day_t split);
/* As in the filter of the query: "2026-Q3"; of a split "before", "after". */
const char *series_period_key(struct arena *a, enum series_by by, long order);
/* In words: "quarter 3 of 2026", and where there is little room: "III.2026". */
const char *series_period_label(struct arena *a, const struct series *s, long order);
const char *series_period_mark(struct arena *a, const struct series *s, long order);

#endif
