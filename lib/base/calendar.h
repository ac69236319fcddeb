/*
 * Days of the agency: civil dates without time, and working days by the
 * production calendar (AMB-17, AMB-18; metrics.md "Working days").
 */
#ifndef OTKLIK_BASE_CALENDAR_H
#define OTKLIK_BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

typedef int32_t day_t; /* days since 1970-01-01; DAY_NONE = no day */
#define DAY_NONE INT32_MIN

day_t day_from_date(int year, int month, int mday);
void day_to_date(day_t d, int *year_r, int *month_r, int *mday_r);
/* "2026-11-22"; ERR_INVALID for anything else or an impossible date. */
ERR_CHECK enum err day_parse(const char *s, day_t *d_r);
char *day_iso(struct arena *a, day_t d);     /* 2026-11-22 */
char *day_russian(struct arena *a, day_t d); /* 22.11.2026 */
/* Today for an agency whose clock is utc_offset minutes from UTC. */
day_t day_today(int utc_offset);

struct calendar;

/*
 * Reads dir/<year>.txt (a date a line: "2026-01-09 off" or "… on"; a '#'
 * comment) for every year present.  Years without a file use the fixed dates
 * of Labour Code art. 112 and are provisional.  On ERR_CONFIG *fault_r says
 * which file and line, valid until this thread's next calendar_load().
 */
ERR_CHECK enum err calendar_load(
    const char *dir, struct calendar **c_r, const char **fault_r);
void calendar_free(struct calendar **c);

/* In all three: c may be NULL, then every year is provisional. */
bool calendar_is_working(const struct calendar *c, day_t d);
/*
 * The n-th working day counted from start; start itself is day 1 if it is a
 * working day, else the next working day is (AMB-18); n >= 1.  *provisional_r
 * is set true when a year without a calendar file was touched and is else left
 * alone; it may be NULL.
 */
day_t calendar_nth(const struct calendar *c, day_t start, int n, bool *provisional_r);
/* First working day after n full working days following end (AMB-17). */
day_t calendar_after(const struct calendar *c, day_t end, int n, bool *provisional_r);

#endif
