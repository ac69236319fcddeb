/* A survey about to be opened: what was typed, and its page. */
#ifndef OTKLIK_ADMIN_OPENING_H
#define OTKLIK_ADMIN_OPENING_H

#include "admin.h"
#include "db/agency.h"
#include "sample.h"

#define OPENING_TITLE_MAX 500 /* characters */
#define OPENING_DAYS_MAX 1000 /* working days */
#define OPENING_K_MAX 1000
#define OPENING_YEAR_END 2100 /* days are before it */

struct opening {
	struct worker *worker;
	struct http_request *req;
	struct http_response *res;
	const struct db_questionnaire *all; /* that may be opened */
	size_t n_all;
	const struct db_questionnaire *questionnaire; /* the one chosen */
	struct procedure *procedure;                  /* of its agency */
	bool daily;               /* its messages are opened once a day */
	const struct form *form;  /* its version */
	struct sample plan;       /* not computed: none goes with it */
	struct db_campaign after; /* whose results asked for it; code NULL: none */
	const char *code, *title, *opens, *ends, *days, *closes, *access, *k;
	const char *quota_item;
	struct html_fault_link faults[9];
	size_t n_faults;
};

/* With the plan of a sample that is given along (sample.h).  ERR_DENIED: the one
   logged in may not open any; ERR_INVALID: it is no plan. */
ERR_CHECK enum err opening_begin(struct opening *o, struct worker *w,
    struct http_request *req, struct http_response *res, const struct http_params *given);

/* Least ballots that wait before the box of a campaign with that k is opened. */
int opening_batch(const struct config *config, int k);

/* The page that asks which questionnaire, and the one with the fields. */
void opening_write_choice(const struct opening *o);
void opening_write(const struct opening *o);

#endif
