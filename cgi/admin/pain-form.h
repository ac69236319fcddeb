/* The form of one pain map row: reading, checking, writing it again. */
#ifndef OTKLIK_ADMIN_PAIN_FORM_H
#define OTKLIK_ADMIN_PAIN_FORM_H

#include "pains.h"

#define PAIN_FAULTS_MAX 48

/* What was typed, and what is wrong with it. */
struct pain_sheet {
	struct db_pain pain;                     /* texts as typed, also faulty ones */
	const char *prevalence, *due_on, *queue; /* as typed */
	struct html_fault_link faults[PAIN_FAULTS_MAX];
	size_t n_faults;
};

/* A sheet that shows a stored or a suggested row. */
void pain_sheet_from(struct arena *a, const struct db_pain *p, struct pain_sheet *s_r);

/*
 * Reads the controls over *s, whose row gives what the form does not carry
 * (agency, audience, status of a closed row…).  Faults are listed.
 */
void pain_sheet_read(
    struct arena *a, const struct http_params *form, struct pain_sheet *s);

/* A new key of the form of a new row, and that of a form sent (ERR_INVALID). */
void pain_sheet_new_key(struct arena *a, struct pain_sheet *s);
ERR_CHECK enum err pain_sheet_read_key(
    struct arena *a, const struct http_params *form, struct pain_sheet *s);

/* The form, with a submit button; lists of the procedure are offered. */
void pain_sheet_write(struct html *h, const struct worker *w,
    const struct http_request *req, const char *path, const struct procedure *procedure,
    const struct pain_sheet *s);

/* Adds a fault of the control with that id. */
void pain_sheet_fault(struct pain_sheet *s, const char *id, const char *text);

#endif
