/*
 * A look at a questionnaire before it is published: nothing here forbids, all
 * of it should be known (NE-19-1, NE-12-1).
 */
#ifndef OTKLIK_FORM_REVIEW_H
#define OTKLIK_FORM_REVIEW_H

#include "form/form.h"

enum form_remark {
	FORM_REMARK_UNREACHABLE, /* no answers lead to the question */
	FORM_REMARK_PROFILE, /* internal: answers that tell who somebody is (AMB-33) */
	FORM_REMARK_REQUIRED /* cannot be skipped */
};

struct form_remark_at {
	enum form_remark remark;
	size_t question;
};

struct form_review {
	const struct form_remark_at *v; /* in form order */
	size_t n;
	size_t required; /* questions that cannot be skipped */
	size_t texts;    /* free answers */
	size_t profiles; /* internal: different sets of profile answers, at most
			    FORM_PROFILES_MAX; 1 = none is asked */
	int seconds;     /* to fill everything in */
};

#define FORM_PROFILES_MAX 1000000

/* Lives in the arena. */
const struct form_review *form_review(struct arena *a, const struct form *f);

#endif
