/*
 * A questionnaire on paper, from the same struct form as the pages: for A4, to
 * be filled in with a pen and keyed in by a member of staff (RA-2.4-1, UM-2.7-1,
 * AR-7.5-1, NE-10.1-4).  Every question, row and option is printed; conditions
 * and jumps become instructions.  conf/static/paper.css lays it out.
 */
#ifndef OTKLIK_RENDER_PAPER_H
#define OTKLIK_RENDER_PAPER_H

#include "form/form.h"
#include "html/html.h"

/* What the form itself does not know; strings are borrowed. */
struct render_paper {
	const char *agency;  /* full name */
	const char *code;    /* of the campaign */
	int version;         /* of the questionnaire */
	const char *closes;  /* last day as people read it; NULL = no end */
	const char *link;    /* whole address of the form on screen; NULL = none */
	const char *warning; /* what the reader must know of this installation, or NULL */
};

/* The whole sheet inside an open <main>, h1 included. */
void render_paper(
    struct arena *a, struct html *h, const struct form *f, const struct render_paper *p);

/*
 * A condition as an instruction: Answer only if in question 11 you have chosen
 * “A” or “B”.  NULL for none.  Lives in the arena.
 */
const char *render_paper_when(
    struct arena *a, const struct form *f, const struct form_condition *c);

#endif
