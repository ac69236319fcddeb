/* What the questions on the results page share among their files. */
#ifndef OTKLIK_ADMIN_SHEET_PRIVATE_H
#define OTKLIK_ADMIN_SHEET_PRIVATE_H

#include "sheet.h"

/* A cell with the link «Создать боль» of the row. */
void sheet_pain_cell(const struct sheet *s, const struct stat_row *r);
/* A cell that says that the figures of its row are hidden. */
void sheet_hidden_cell(const struct sheet *s);
/* A folded table of intervals, open for its rows. */
void sheet_intervals_begin(
    const struct sheet *s, const struct html_column *columns, size_t n);
void sheet_intervals_end(const struct sheet *s);
/* The tables of a csi question. */
void sheet_csi(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows);

#endif
