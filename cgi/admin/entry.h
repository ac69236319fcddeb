/*
 * Keying in questionnaires on paper or by telephone (RA-2.4-1, UM-2.7-1,
 * AR-7.4-1, AR-7.5-1, AR-8.3-1, NE-2.8-1, NE-10.1-5): one sheet after another,
 * the whole questionnaire on one page.
 */
#ifndef OTKLIK_ADMIN_ENTRY_H
#define OTKLIK_ADMIN_ENTRY_H

#include "admin.h"
#include "db/entry.h"
#include "form/answer.h"

/* With the double-entry check a sheet is keyed in twice, and nothing is stored
   before both agree or the operator has decided between them. */
enum entry_stage {
	ENTRY_FIRST,
	ENTRY_SECOND,
	ENTRY_DECIDE /* both differ: what is sent now is taken */
};

/* A sheet on its way. */
struct entry {
	struct worker *w;
	struct http_request *req;
	struct http_response *res;
	struct db_campaign campaign;
	struct procedure *procedure;
	const struct procedure_list *channels; /* NULL: the answers keep none */
	time_t now;
	day_t today; /* of the agency */

	/* What is kept from sheet to sheet, and what is wrong with it. */
	const char *channel, *day, *batch; /* the day as it was typed */
	const char *language;              /* of the sheet; "" where there is only one */
	bool verify;
	const char *channel_fault, *language_fault, *day_fault, *batch_fault;
	day_t day_on;

	enum entry_stage stage;
	struct box_token token;
	const char *token_text;
	uint32_t version; /* form_version.id of form */
	const struct form *form;
	struct form_answers *answers;
	struct form_answers *first; /* of the first entry, from stage two on */
	const struct form_problem_at *problems;
	size_t n_problems;
	const char *alert; /* why it is shown again when no field is at fault */

	uint32_t done; /* number of the sheet just accepted; 0 = none */
	bool repeated; /* the sheet just sent had been accepted before */
	struct db_entry_count *counts;
	size_t n_counts;
};

/* --- entry-page.c --- */

/* The page of the sheet; the status is the caller's. */
void entry_write(const struct entry *p);
/* The page of a survey that takes no sheets (any more). */
void entry_write_shut(const struct entry *p, enum db_campaign_phase phase);
/* Is the language of a sheet asked for?  Internal answers keep none. */
bool entry_asks_language(const struct entry *p);
/* Sheets of the batch so far. */
uint32_t entry_batch_size(const struct entry *p);

/* --- entry-compare.c --- */

/* The items answered differently, as problems FORM_PROBLEM_DIFFERS. */
void entry_compare(struct arena *a, const struct form_answers *x,
    const struct form_answers *y, const struct form_problem_at **v_r, size_t *n_r);
/* An answer in the words of the form; "no answer" for none. */
const char *entry_answer(
    struct arena *a, const struct form_answers *answers, size_t item);

#endif
