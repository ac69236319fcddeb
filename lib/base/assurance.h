/*
 * What `otklikctl doctor` has confirmed of this machine, and on which day: a small
 * file beside the settings that otklik-survey reads, because what respondents are
 * told rests on it.  A file a machine: each has logs of its own.
 */
#ifndef OTKLIK_BASE_ASSURANCE_H
#define OTKLIK_BASE_ASSURANCE_H

#include <stdbool.h>

#include "base/calendar.h"
#include "base/err.h"

enum assurance_point {
	ASSURANCE_ADDRESS, /* no log holds address or browser; programs are not told */
	ASSURANCE_TIME,   /* nor the moment of sending: no log of statements, no binlog */
	ASSURANCE_RIGHTS, /* programs apart from each other, accounts with their rights */
	ASSURANCE_POINTS
};

struct assurance {
	day_t confirmed[ASSURANCE_POINTS]; /* UTC; DAY_NONE: not confirmed */
};

/* A file that is not there or holds anything else confirms nothing. */
void assurance_read(const char *path, struct assurance *a_r);

/* Writes a file that everybody may read, whole or not at all; a missing folder is
   made.  ERR_IO. */
ERR_CHECK enum err assurance_write(const char *path, const struct assurance *a);

/* Was the point confirmed within the last so many days, and not in the future? */
bool assurance_holds(
    const struct assurance *a, enum assurance_point point, day_t today, int days);

#endif
