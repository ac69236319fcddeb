/*
 * Satisfaction shares (AMB-13, «расчёт системы»): satisfied of those inside the
 * base; a dimension is the mean of its rows with a base, the index the mean of
 * its dimensions.  Rows of no named dimension stand for themselves only.  Never
 * called CSI.
 */
#ifndef OTKLIK_STAT_SATISFACTION_H
#define OTKLIK_STAT_SATISFACTION_H

#include "stat/differ.h"
#include "stat/tabulate.h"

struct stat_share {
	struct stat_figure satisfied, dissatisfied, balance; /* 1 digit */
};

struct stat_dimension {
	const char *name;
	size_t rows; /* of them with a base */
	struct stat_figure satisfied, dissatisfied, balance;
	struct stat_estimate estimate; /* of the satisfied, to compare */
};

struct stat_satisfaction {
	bool any;                   /* the questionnaire measures satisfaction */
	bool has_overall;           /* an overall question is asked */
	struct stat_figure overall; /* of that */
	struct stat_figure overall_balance;
	struct stat_figure index, index_balance; /* means of the dimensions */
	/* To compare, and how sure they are: of one row alone the share; else the
	   error of a mean of rows, which the same people answered, is at most the
	   mean of their (adjusted) errors, and that is taken. */
	struct stat_estimate overall_estimate, index_estimate;
	const struct stat_dimension *dimensions;
	size_t n_dimensions;
};

/* Of one row with sides; balance = SAT - DSAT on the exact fraction. */
struct stat_share stat_share_row(const struct stat_row *r);
/* Of the questionnaire; hidden rows enter nothing.  Lives in the arena. */
const struct stat_satisfaction *stat_satisfaction(
    struct arena *a, const struct stat_table *t);

#endif
