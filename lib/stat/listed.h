/*
 * Listed cuts of an internal campaign (SECURITY; AMB-33): the questions about the
 * respondent by which whole results may be cut, one at a time, so that nobody can
 * get at fewer than k by any sums and differences of what is shown.
 *
 * The questions are taken in their order; one is allowed if, together with those
 * allowed before it, it parts the respondents into groups of nobody or of at least
 * k each, where who did not answer is a group too.  All that adding and subtracting
 * of shown groups can make is made of those parts.  An item is shown in the cuts
 * only if in every part nobody answered it, or at least k did and not all alike.
 */
#ifndef OTKLIK_STAT_LISTED_H
#define OTKLIK_STAT_LISTED_H

#include "base/buf.h"
#include "stat/place.h"
#include "stat/suppress.h"

struct stat_listed_cut {
	struct stat_place place;
	bool allowed;
};

struct stat_listed {
	const struct form *form;
	struct stat_rules rules;
	struct stat_listed_cut *cuts; /* in the order of the form */
	size_t n_cuts;
	bool *hidden;        /* by item, after stat_listed_decide() */
	struct buf vectors;  /* form->vector bytes each */
	struct arena *arena; /* of all but the vectors */
};

/* Is the item one of the listed cuts of its (internal) form? */
bool stat_listed_by(const struct form *f, size_t item);

/* Nothing added yet.  stat_listed_free() it. */
struct stat_listed *stat_listed_new(
    struct arena *a, const struct form *f, const struct stat_rules *rules);
void stat_listed_free(struct stat_listed **l);

/* A response of the campaign; every one is to be added. */
void stat_listed_add(struct stat_listed *l, const uint8_t *vector);

/* What is allowed, and what is hidden.  ERR_FORGED: a vector does not read. */
ERR_CHECK enum err stat_listed_decide(struct stat_listed *l);

/*
 * The tables of an allowed cut: one an answer, and one of those who gave none
 * behind them; items hidden as said above.  NULL stands for nobody.
 */
ERR_CHECK enum err stat_listed_tables(
    const struct stat_listed *l, size_t cut, struct stat_table ***v_r, size_t *n_r);

#endif
