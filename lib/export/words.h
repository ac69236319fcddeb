/* What results are called, on pages and in files alike. */
#ifndef OTKLIK_EXPORT_WORDS_H
#define OTKLIK_EXPORT_WORDS_H

#include "stat/csi.h"
#include "stat/quadrant.h"

/* Text of an item: of its row, else of the question. */
const char *export_item_text(const struct stat_row *r);
/* Its number as printed; "" if none. */
const char *export_item_number(const struct stat_row *r);
/* Name of a CSI block: "Ф" is "Ф (function)". */
const char *export_block_name(struct arena *a, const char *block);
/* High, boundary, low in words; "—" for none. */
const char *export_level(enum stat_level level);
/* The field of the chart of importance and rating; NULL for none. */
const char *export_quadrant(enum stat_quadrant q);
/* "CSI, row 13: Employees": a composite row. */
const char *export_composite_name(struct arena *a, const struct stat_csi_group *g);
/* "13. Employees": the same as the head of a row. */
const char *export_composite_title(struct arena *a, const struct stat_csi_group *g);
/*
 * "NPS (scale 0–10, critics 0–6)", "Marks 8–10, % (scale 1–10)": figures of a scale
 * question name their scale, for those of two scales are not the same thing.
 */
const char *export_nps_name(struct arena *a, const struct form_question *q);
const char *export_ease_name(struct arena *a, const struct form_question *q);
/* "Fewer than 30 answers: rough"; NULL if it is not, or without data. */
const char *export_rough(struct arena *a, const struct stat_estimate *e);
/* The same words of any figure that is; of a whole row as a sentence. */
const char *export_rough_words(struct arena *a);
const char *export_rough_row(struct arena *a);
/*
 * A text for a cell of a spreadsheet: with an apostrophe before it when it
 * would be taken for a formula; else s itself.
 */
const char *export_cell_text(struct arena *a, const char *s);

#endif
