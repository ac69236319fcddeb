/*
 * The analysis of a period for the working group (RA-3.2, RA-3.4-1): the surveys of
 * an agency and an audience that belong to it, first what matters most, then by what
 * their questions are asked for, and the pains found.  Built as a document, written
 * as a page or a file.
 */
#ifndef OTKLIK_ADMIN_REPORT_H
#define OTKLIK_ADMIN_REPORT_H

#include "db/agency.h"
#include "db/coding.h"
#include "db/pain.h"
#include "export/document.h"
#include "results.h"
#include "stat/trend.h"

#define REPORT_TEXTS 100 /* free answers read of an item */

/* What is asked for. */
struct report_choice {
	struct db_agency agency;
	enum form_audience audience;
	bool demo; /* demonstration data alone: never together with real ones */
	day_t from, to;
};

/* One version of a survey: each asks other questions. */
struct report_survey {
	struct results results; /* of the period, small groups hidden */
	bool cut;               /* it also has responses of other days */
	const char *name;       /* its title, with the version if there are several */
	const char *label;      /* the same, short: its code */
	/* What went before and the survey, or the survey alone; NULL: no results. */
	const struct stat_trend *trend;
	const char *before; /* what went before, in words; NULL: nothing */
	/* What coders made of its free answers: of those in the period that may be read
	   (results_has_texts()), of internal clients too. */
	const struct db_coding *coded; /* by text */
	size_t n_coded;
	size_t texts, texts_read;
};

struct report {
	struct worker *worker;
	const struct http_request *req;
	struct arena *arena;
	struct report_choice choice;
	struct procedure *procedure;         /* report_free() */
	const struct db_campaign *campaigns; /* of the agency, all of them */
	size_t n_campaigns;
	struct report_survey *v;
	size_t n;
	size_t surveys;        /* their number, whatever the versions */
	uint32_t responses;    /* of them all */
	day_t today;           /* of the agency */
	struct db_pain *pains; /* the map of the audience */
	size_t n_pains;
	uint32_t appeals, appeals_waiting, appeals_overdue; /* external clients */
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

/* --- report-main.c: what a head of department reads first --- */

void report_main(struct report *r);

/* --- report-index.c --- */

/* The table of the surveys, a line each with its indices. */
void report_surveys(struct report *r);
/* CSI overall, by block and without what may be left out of it. */
void report_csi(struct report *r, const struct report_survey *s);
/* Satisfaction by dimension, those not asked too. */
void report_dimensions(struct report *r, const struct report_survey *s);

/* --- report-parts.c --- */

/* A caption that no other table of the report has: with the survey's code. */
const char *report_caption(
    const struct report *r, const struct report_survey *s, const char *text);
/* "4.1. Terms": a row with its number. */
const char *report_row_title(const struct report *r, const struct stat_row *row);
void report_chart(
    struct report *r, const struct report_survey *s, const struct form_question *q);

/* Its table, its chart, its free answers below the heading of its survey. */
ERR_CHECK enum err report_question(
    struct report *r, const struct report_survey *s, const struct form_question *q);

/* --- report-texts.c --- */

/* What is coded and read of its texts; called by report_load(). */
ERR_CHECK enum err report_read_coding(struct report *r, struct report_survey *s);
/* Is there a topic to be told of, and a text read?  Both of texts that may be read. */
bool report_has_topics(const struct report *r, const struct report_survey *s);
/* Topics coders gave the free answers, by survey. */
void report_topics(struct report *r);
/* The free answers to a row, each once. */
ERR_CHECK enum err report_texts(
    struct report *r, const struct report_survey *s, const struct stat_row *row);

/* --- report-pains.c --- */

/* Rows of the pain map that belong to the report. */
void report_pains(struct report *r);
/* Overdue rows of the map: of the kind of data of the report. */
size_t report_overdue(const struct report *r);

#endif
