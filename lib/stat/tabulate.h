/*
 * From tallies to one row of results per item: counts, who answered, who is
 * inside the base.  Indices are computed from these rows (csi.h,
 * satisfaction.h, recommend.h), after suppress.h has hidden what may not show.
 */
#ifndef OTKLIK_STAT_TABULATE_H
#define OTKLIK_STAT_TABULATE_H

#include "stat/figure.h"
#include "stat/tally.h"

#define STAT_MARKS 10 /* csi marks run from 1 to 10 */
#define STAT_HIGH_FROM 8 /* marks 8…10 are «удовлетворены», «важно» (NE-15) */

struct stat_row {
	const struct form_item *item;
	const struct form_question *question;
	bool hidden;   /* figures below may not be shown (suppress.h) */
	uint32_t n;    /* respondents who answered */
	uint32_t base; /* of n: inside the base (satisfaction: without
			  «затрудняюсь», «не участвую»; else all) */
	uint32_t satisfied, dissatisfied; /* of options with a side */
	bool sided;                       /* measures satisfaction at all */
	const uint32_t *counts; /* by option index, or by mark - min; NULL: none */
	size_t n_counts;
	const uint32_t *ratings, *importances; /* csi: STAT_MARKS each */
	uint64_t rating_sum, importance_sum;
	uint32_t texts; /* text, matrix-text: texts given */
};

struct stat_table {
	const struct form *form;
	uint32_t responses;
	bool hidden;           /* only the number of responses may be shown */
	struct stat_row *rows; /* form->n_items, in its order */
	size_t n_rows;
};

/* All of it lives in the arena; the form is borrowed. */
struct stat_table *stat_tabulate(
    struct arena *a, const struct form *f, const struct stat_tally *t);

/* Means to 2 digits; unknown when nobody answered. */
struct stat_figure stat_rating_mean(const struct stat_row *r);
struct stat_figure stat_importance_mean(const struct stat_row *r);
/* Of a scale. */
struct stat_figure stat_scale_mean(const struct stat_row *r);
/* Share of marks 8…10 among n counts whose first is mark `min`. */
struct stat_figure stat_share_high(const uint32_t *counts, size_t n, int min);

#endif
