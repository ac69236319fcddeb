/* What results are called, on pages and in files alike. */
#ifndef OTKLIK_EXPORT_WORDS_H
#define OTKLIK_EXPORT_WORDS_H

#include "stat/csi.h"

/* Text of an item: of its row, else of the question. */
const char *export_item_text(const struct stat_row *r);
/* Its number as printed; "" if none. */
const char *export_item_number(const struct stat_row *r);
/* Name of a CSI block: "Ф" is "Ф (function)". */
const char *export_block_name(struct arena *a, const char *block);
/* High, boundary, low in words; "—" for none. */
const char *export_level(enum stat_level level);
/*
 * A text for a cell of a spreadsheet: with an apostrophe before it when it
 * would be taken for a formula; else s itself.
 */
const char *export_cell_text(struct arena *a, const char *s);

#endif
