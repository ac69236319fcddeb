/*
 * A workbook written from top to bottom, sheet after sheet, in constant memory
 * (libxlsxwriter keeps the rows in a file): numbers are numbers, no text is
 * taken for a formula.
 */
#ifndef OTKLIK_EXPORT_BOOK_H
#define OTKLIK_EXPORT_BOOK_H

#include "base/buf.h"
#include "base/err.h"
#include "stat/figure.h"

struct export_book;

/* A workbook in a folder of its own below TMPDIR or /tmp; the arena lives as
   long.  ERR_IO. */
ERR_CHECK enum err export_book_new(struct arena *a, struct export_book **b_r);

/* Begins the next sheet; what a name may not hold is replaced.  widths (in
   characters) of the first n columns. */
void export_book_sheet(
    struct export_book *b, const char *name, const int *widths, size_t n);

/* The cells of a row, left to right; NULL and unknown figures leave one empty. */
void export_book_text(struct export_book *b, const char *s);
void export_book_head(struct export_book *b, const char *s);
void export_book_number(struct export_book *b, int64_t v);
void export_book_figure(struct export_book *b, struct stat_figure f);
void export_book_row_end(struct export_book *b);

/* Appends the finished file to out.  ERR_IO. */
ERR_CHECK enum err export_book_finish(struct export_book *b, struct buf *out);
/* Removes its folder, finished or not; sets *b to NULL, accepts NULL in it. */
void export_book_free(struct export_book **b);

#endif
