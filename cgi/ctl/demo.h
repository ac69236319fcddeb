/* Plausible answers for demonstration campaigns; the same for the same seed. */
#ifndef OTKLIK_CTL_DEMO_H
#define OTKLIK_CTL_DEMO_H

#include <stdint.h>

#include "base/calendar.h"
#include "form/answer.h"
#include "form/procedure.h"

/* What free answers are taken from. */
enum demo_kind {
	DEMO_PRAISE,
	DEMO_PROBLEM,
	DEMO_PROPOSAL,
	DEMO_NEED,
	DEMO_EFFECT,
	DEMO_OTHER,
	DEMO_KINDS
};

struct demo_list {
	const char **v;
	size_t n;
};

/* The file forms/demo/texts.txt; each list has at least one text. */
struct demo_texts {
	struct demo_list title, quarters;
	struct demo_list remarks[2][DEMO_KINDS]; /* by audience */
};

/*
 * Reads the text of the file, which it cuts up; strings stay in it.  On
 * ERR_INVALID *fault_r names the heading that is unknown, or has too few texts.
 */
ERR_CHECK enum err demo_texts_read(
    struct arena *a, char *text, struct demo_texts *t_r, const char **fault_r);

/* A stream of numbers. */
struct demo_random {
	uint64_t state;
};

/* Of the words and numbers that name what it is for. */
struct demo_random demo_random_of(uint64_t seed, const char *what, uint64_t n);
/* Evenly in [0, 1). */
double demo_even(struct demo_random *r);
/* A whole number below n > 0. */
size_t demo_below(struct demo_random *r, size_t n);

/* One round of a questionnaire. */
struct demo_round {
	const struct form *form;
	const struct demo_texts *texts;
	uint64_t seed;
	int round; /* 0, 1 … : what gets better does so from round to round */
};

/*
 * Answers of respondent i: marks go with one mood, which depends on the groups
 * the respondent belongs to.  They pass the form's own check.
 */
ERR_CHECK enum err demo_answer(
    struct arena *a, const struct demo_round *r, uint64_t i, struct form_answers **ans_r);

/* The day respondent i answers: working days more often, the first ones most. */
day_t demo_day(const struct demo_round *r, uint64_t i, day_t opens_on, day_t closes_on);

/* The channel mark, from the procedure's list; "" for none. */
const char *demo_channel(
    const struct demo_round *r, uint64_t i, const struct procedure *p);

#endif
