/*
 * Results of one questionnaire beside each other: rounds, periods, agencies.  Only
 * what compares (form/lineage.h) stands in a line; what does not is named.
 */
#ifndef OTKLIK_STAT_TREND_H
#define OTKLIK_STAT_TREND_H

#include "form/lineage.h"
#include "stat/csi.h"
#include "stat/satisfaction.h"

/* A round: its form version and its table, small groups hidden. */
struct stat_point {
	const struct form *form;
	const struct stat_table *table;
};

enum stat_line_kind {
	STAT_LINE_CSI, /* indices; the common ones over the rows that every point has */
	STAT_LINE_CSI_COMMON,
	STAT_LINE_CSI_BLOCK,
	STAT_LINE_SAT, /* the overall question */
	STAT_LINE_SAT_INDEX,
	STAT_LINE_SAT_INDEX_COMMON,
	STAT_LINE_DIMENSION,
	STAT_LINE_NPS, /* of an item */
	STAT_LINE_EASE,
	STAT_LINE_ROW_CSI,
	STAT_LINE_RATING,
	STAT_LINE_IMPORTANCE,
	STAT_LINE_MEAN,
	STAT_LINE_SATISFIED,
	STAT_LINE_OPTION
};

struct stat_value {
	struct stat_estimate estimate;
	bool absent;  /* not asked there, or not comparably */
	bool hidden;  /* small group */
	bool wording; /* asked in other words than in the reference */
	bool rows;    /* an index of other rows than in the reference */
	struct stat_difference difference; /* from the value it is compared with */
};

struct stat_line {
	enum stat_line_kind kind;
	const char *name;           /* of a block or dimension, else NULL */
	size_t item;                /* of the reference form, or SIZE_MAX */
	size_t option;              /* of STAT_LINE_OPTION */
	const struct stat_value *v; /* one a point */
};

/* What is left out of a point, and why. */
struct stat_left_out {
	size_t point;
	enum form_lineage_kind kind; /* OPTIONS, NEW: missing there, GONE: only there */
	const struct form *form;     /* the item is of this one */
	size_t item;
};

struct stat_trend {
	const struct form *form; /* the reference */
	const struct stat_point *points;
	size_t n_points;
	const struct stat_line *lines;
	size_t n_lines;
	const struct stat_left_out *left;
	size_t n_left;
};

enum stat_against {
	STAT_AGAINST_NONE,
	STAT_AGAINST_PREVIOUS,
	STAT_AGAINST_FIRST,
	STAT_AGAINST_REST
};

/*
 * Lines of indices, then of the items in their order: every figure of theirs, and
 * the share of each answer (of a reference list those that somebody chose).
 * n points (at least one) in their order; reference: the point whose form the items
 * are named by.  With PREVIOUS a value is compared with the last one before it that
 * has data.  With REST the points are g groups, then all respondents, then the rest of
 * each group: a group is compared with its rest, p corrected over the groups of a line
 * (stat/holm.h).  Lives in the arena; forms and tables are borrowed.
 */
const struct stat_trend *stat_trend(struct arena *a, const struct stat_point *points,
    size_t n, size_t reference, enum stat_against against);

/* "csi", "csi-common", "csi-block", "satisfied", …: of a kind, for programs. */
const char *stat_line_name(enum stat_line_kind kind);

#endif
