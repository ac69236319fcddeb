/*
 * Customer satisfaction index (NE-15; AMB-01…07): per aspect
 * CSI = W/n/10 * R/n/10 * 100 = W*R/n², R and W the sums of ratings and
 * importances over the n respondents who gave both; sub-rows of a composite row
 * first average to one aspect; an index is the plain mean of its aspects with
 * data.  Hidden rows enter nothing.
 */
#ifndef OTKLIK_STAT_CSI_H
#define OTKLIK_STAT_CSI_H

#include "stat/differ.h"
#include "stat/tabulate.h"

enum stat_level { STAT_LEVEL_NONE, STAT_LEVEL_LOW, STAT_LEVEL_BOUNDARY, STAT_LEVEL_HIGH };

struct stat_index {
	struct stat_figure value; /* 2 digits */
	enum stat_level level;    /* of the rounded value; NONE without data */
	/*
	 * How sure it is.  Tallies do not know how the marks of one person go together
	 * (rating and importance, one row and another), so the widest error is taken
	 * that any way of going together makes: of a row W e(R) + R e(W), R and W the
	 * means and e() their adjusted errors (differ.h); of an index the mean of its
	 * rows' errors.
	 */
	uint32_t n, most; /* answers of its least and of its largest row with data */
	long double mean, error;
};

struct stat_csi_group {
	const char *name; /* of the block: "Ф"; of a composite row: its id, "13" */
	const char *text; /* of a composite row, as printed; else NULL */
	struct stat_index index;
};

struct stat_csi {
	bool any;                  /* the questionnaire has csi rows */
	struct stat_index overall; /* over the rows that count */
	bool has_own_scale;        /* some counting rows are rated on a scale of their own
				      (frequency of use, AMB-05) */
	struct stat_index without_own_scale;
	bool has_excluded; /* some rows are set not to count */
	struct stat_index with_excluded;
	const struct stat_csi_group *blocks; /* in order of appearance */
	size_t n_blocks;
	const struct stat_csi_group *composites;
	size_t n_composites;
};

/*
 * From where on a CSI is high and low (AMB-02), in whole per cent, low <= high: 71 and
 * 70 unless set.  They are the installation's: a program sets them once, before its
 * threads start.
 */
struct stat_levels {
	int low, high;
};
void stat_levels_set(struct stat_levels v);
struct stat_levels stat_levels(void);
/* Level of a rounded value: above `high` high, below `low` low, else boundary. */
enum stat_level stat_level(struct stat_figure value);
/* "high", "boundary", "low"; NULL without data. */
const char *stat_level_name(enum stat_level l);

/* The same to compare with another. */
struct stat_estimate stat_index_estimate(const struct stat_index *i);

/* Is the block ("Ф") among those a row names ("Ф О")? */
bool stat_csi_in_block(const char *blocks, const char *block);
/* The composite row the item is a part of, or NULL. */
const struct stat_csi_group *stat_csi_composite(
    const struct stat_csi *csi, const struct form_item *item);
/* Is one of the n rows, of a question, a part of the composite row? */
bool stat_csi_has_parts(
    const struct stat_csi_group *composite, const struct stat_row *rows, size_t n);
/* CSI of one csi row. */
struct stat_index stat_csi_row(const struct stat_row *r);
/* Mean importance minus mean rating, 2 digits, on the exact fraction: what is wanted
   and not given, when it is above 0.  Unknown without data. */
struct stat_figure stat_gap(const struct stat_row *r);
/* All indices of the questionnaire; lives in the arena. */
const struct stat_csi *stat_csi(struct arena *a, const struct stat_table *t);

#endif
