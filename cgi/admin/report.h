/*
 * The analysis of a period for the working group (RA-3.2, RA-3.4-1): the surveys of
 * an agency and an audience that belong to it, by what their questions are asked
 * for, and the pains found.  Built as a document, written as a page or a file.
 */
#ifndef OTKLIK_ADMIN_REPORT_H
#define OTKLIK_ADMIN_REPORT_H

#include "db/agency.h"
#include "export/document.h"
#include "results.h"

#define REPORT_TEXTS 100 /* free answers read of an item */

/* What is asked for. */
struct report_choice {
	struct db_agency agency;
	enum form_audience audience;
	bool demo; /* demonstration data alone: never together with real ones */
	day_t from, to;
};

struct report_survey {
	struct results results; /* of the period, small groups hidden */
	bool cut;               /* it also has responses of other days */
};

struct report {
	struct worker *worker;
	const struct http_request *req;
	struct arena *arena;
	struct report_choice choice;
	struct procedure *procedure; /* report_free() */
	struct report_survey *v;
	size_t n;
	uint32_t responses; /* of them all */
	struct export_document *doc;
};

/* A chart of the document, for pages. */
struct report_chart {
	const struct report_survey *survey;
	const struct form_question *question; /* NULL: the dimensions */
};

/*
 * The surveys of the choice: external ones that were open in the period, cut to its
 * days where they reach beyond it; of internal ones those that closed in it, whole,
 * as soon as they may be shown, and permanent ones.
 */
ERR_CHECK enum err report_load(struct worker *w, const struct http_request *req,
    const struct report_choice *c, struct report *r_r);
void report_free(struct report *r);

/* Builds r->doc. */
ERR_CHECK enum err report_write(struct report *r);

/* --- report-parts.c --- */

/* A caption that no other table of the report has: with the survey's code. */
const char *report_caption(
    const struct report *r, const struct report_survey *s, const char *text);

/* Its table, its chart, its free answers below the heading of its survey. */
ERR_CHECK enum err report_question(
    struct report *r, const struct report_survey *s, const struct form_question *q);

/* Topics coders gave the free answers of an external survey, under a heading that
   comes once. */
ERR_CHECK enum err report_topics(
    struct report *r, const struct report_survey *s, bool *begun);

#endif
