/*
 * Small groups (SECURITY; AMB-33): which results of a campaign staff may see.
 */
#ifndef OTKLIK_STAT_SUPPRESS_H
#define OTKLIK_STAT_SUPPRESS_H

#include "stat/tabulate.h"

struct stat_rules {
	bool internal;
	bool final;    /* counted for the last time, or a permanent campaign */
	bool messages; /* messages to the agency, read one by one: opened daily, whole;
			  nothing of them is hidden in tables */
	bool trial;    /* the installation opens the box answer by answer: nothing is
			  anonymous beyond that, and every page says so */
	int k;         /* smallest group, frozen at opening */
};

enum stat_view {
	STAT_VIEW_RESULTS,    /* tables may be shown */
	STAT_VIEW_NOT_CLOSED, /* internal: nothing before closing */
	STAT_VIEW_TOO_FEW     /* fewer than k answers: only their number */
};

/* What may be shown of a campaign with that many responses. */
enum stat_view stat_view(const struct stat_rules *rules, uint32_t responses);

/*
 * Hides what the rules forbid: the whole table when the view is not RESULTS;
 * of an internal one the items fewer than k answered and those all answered
 * alike.  Call before any index is computed.
 */
enum stat_view stat_suppress(const struct stat_rules *rules, struct stat_table *t);

#endif
