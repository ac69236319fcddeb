/* What the parts of the results page write with. */
#ifndef OTKLIK_ADMIN_SHEET_H
#define OTKLIK_ADMIN_SHEET_H

#include "results.h"
#include "stat/interval.h"

struct sheet {
	struct worker *worker;
	const struct http_request *req;
	struct html *h;
	struct arena *arena;
	const struct results *r;
	const char *ids; /* before the ids of charts; NULL: the only sheet of its page */
	const char *label; /* with ids: what no other sheet of the page is called */
};

/* "66,7"; NULL without data. */
const char *sheet_decimal(const struct sheet *s, struct stat_figure f);
/* "66,7 %"; a dash without data. */
const char *sheet_percent(const struct sheet *s, struct stat_figure f);
/* "25,5–36,6"; a dash without data. */
const char *sheet_interval(const struct sheet *s, struct stat_interval v);
/* How intervals are computed, and what they say. */
const char *sheet_interval_note(void);
/* "48"; "12–48" when its rows were answered by so many at least and at most. */
const char *sheet_base(const struct sheet *s, const struct stat_estimate *e);
const char *sheet_count(const struct sheet *s, uint32_t n);

/* One question: its table of figures, the first texts, links to the pain map. */
ERR_CHECK enum err sheet_question(const struct sheet *s, const struct form_question *q);

/* "4.1. Terms": a row with its number, as tables name it. */
const char *sheet_numbered(const struct sheet *s, const struct stat_row *r);

/* The chart of a question, as far as its rows may be shown: it repeats a table. */
void sheet_chart(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows);
/* Importance, rating, their gap and the field of the chart, of csi rows. */
void sheet_gaps(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows);
/* Shares of the satisfied by dimension. */
void sheet_chart_dimensions(const struct sheet *s);

#endif
