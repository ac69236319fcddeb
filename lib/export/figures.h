/*
 * Every figure of the results of a campaign, one after the other: what the CSV file,
 * the workbook, the indices of results.json and the head of the results page are
 * written from, so that none of them knows a figure the others do not.
 */
#ifndef OTKLIK_EXPORT_FIGURES_H
#define OTKLIK_EXPORT_FIGURES_H

#include "export/results.h"
#include "stat/interval.h"

struct export_figure {
	const char *key;            /* for programs: "csi", "csi-block", "csi-composite",
				       "csi-without-own-scale", "csi-with-excluded",
				       "satisfaction", "dimension", "satisfaction-index",
				       "nps", "share-8-10"; of other figures NULL */
	const struct stat_row *row; /* NULL: of the whole questionnaire */
	const char *name;           /* as printed */
	const char *answer;         /* the answer, mark or dimension it is of; or NULL */
	const char *of;             /* for programs: block, composite row, dimension */
	bool counted;               /* has a number of answers */
	uint32_t count;
	struct stat_figure value; /* may be unknown */
	struct stat_interval interval;
	uint32_t base, most;   /* answers it rests on: of its least and largest row; 0:
				  it has none of its own */
	enum stat_level level; /* of a CSI */
	const char *rough;     /* warning that there are too few of them, or NULL */
};

struct export_figures {
	struct arena *arena;
	struct export_figure *v;
	size_t n, room;
};

/* Indices of the questionnaire, then NPS and ease of its scales.  In the arena. */
const struct export_figures *export_figures_indices(
    struct arena *a, const struct export_results *r);
/* Indices of the questionnaire, then all figures of each row. */
const struct export_figures *export_figures_all(
    struct arena *a, const struct export_results *r);

/* Facts first if they are wanted, then the figures: a line each. */
struct export_grid *export_figures_grid(struct arena *a, const struct export_results *r,
    const struct export_fact *facts, size_t n_facts);

#endif
