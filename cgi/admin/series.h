/*
 * Results of one questionnaire beside each other: its rounds, the periods of a
 * campaign, agencies that ask the same, groups of those who answered.
 */
#ifndef OTKLIK_ADMIN_SERIES_H
#define OTKLIK_ADMIN_SERIES_H

#include "filter.h"
#include "stat/trend.h"

enum series_by {
	SERIES_ROUNDS, /* campaigns of the questionnaire, each version apart */
	SERIES_MONTHS, /* periods of one campaign */
	SERIES_QUARTERS,
	SERIES_HALVES,
	SERIES_YEARS,
	SERIES_SPLIT,    /* before and after a day */
	SERIES_AGENCIES, /* the last round of each agency that asks the same */
	SERIES_CUT       /* groups by the answer to a question */
};

struct series_point {
	const char *label; /* "3-й квартал 2026" */
	const char *mark;  /* the same where there is little room: "10.2026" */
	const char *key; /* for programs: "2026-Q3", code of campaign or agency, answer */
	const char *path;     /* of its results with the same filter, or NULL */
	const char *campaign; /* code; NULL: of several */
	int version;
	long order; /* of a period, of an answer */
	const struct form *form;
	uint32_t version_id;
	struct stat_tally *tally; /* while it is counted */
	struct stat_table *table;
};

struct series {
	struct results results; /* of the campaign asked for */
	enum series_by by;
	day_t split;
	size_t cut;       /* item of SERIES_CUT */
	bool by_headings; /* groups are headings of its list, not its entries */
	struct series_point *points;
	size_t n;
	const struct stat_trend *trend; /* NULL: no point has results */
	/* Of the groups all together, in the trend behind them (STAT_AGAINST_REST);
	   NULL: not to be shown, and nothing is compared with it. */
	const struct stat_table *total;
	const char **omitted; /* in words: what is not compared, and why */
	size_t n_omitted;
};

/*
 * What by= (round, month, quarter, half, year, agency) or split= (a day) of the
 * query asks for; internal clients: whole closed campaigns only.  ERR_INVALID: no
 * such; ERR_DENIED: internal answers by period or with a filter (filter_fail()).
 */
ERR_CHECK enum err series_load(
    struct worker *w, const struct http_request *req, struct series *s_r);

/*
 * Groups by the item that by= names, with groups=1 by the headings of its list (of a
 * list without any by its entries): of external campaigns inside the filter, of
 * internal ones the listed cuts (stat/listed.h) of a closed campaign, else ERR_DENIED.
 * Without by= no point.
 */
ERR_CHECK enum err series_load_cut(
    struct worker *w, const struct http_request *req, struct series *s_r);

/*
 * The questions results may be cut by, in the order of the form: of external
 * campaigns all of stat_cut_by(), of internal ones the allowed listed cuts.
 */
ERR_CHECK enum err series_cuts(struct worker *w, struct arena *a, const struct results *r,
    const size_t **items_r, size_t *n_r);

/* Has the item answers under headings? */
bool series_has_headings(const struct form *f, size_t item);
/* Are the values compared with each other, or with those of the rest? */
bool series_is_compared(const struct series *s);

/* "round", "month" … as in the query. */
const char *series_by_name(enum series_by by);

#endif
