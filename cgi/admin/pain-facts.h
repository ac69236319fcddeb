/* A pain map row as names and values: to read, to compare, to look back at. */
#ifndef OTKLIK_ADMIN_PAIN_FACTS_H
#define OTKLIK_ADMIN_PAIN_FACTS_H

#include "pains.h"

struct pain_fact {
	const char *name;
	const char *value; /* "" for nothing */
};

#define PAIN_FACTS 15

/* All of them, always in the same order. */
void pain_facts(struct arena *a, const struct db_pain *p, struct pain_fact v[PAIN_FACTS]);

/* As <dl>, without the empty ones. */
void pain_facts_write(struct html *h, struct arena *a, const struct db_pain *p);

/* A table of those that differ, side by side. */
void pain_facts_compare(struct html *h, struct arena *a, const struct db_pain *theirs,
    const struct db_pain *ours);

/* The row a stored state tells of (struct db_pain_state).  ERR_INVALID. */
ERR_CHECK enum err pain_facts_parse(
    struct arena *a, const char *state, struct db_pain *p_r);

#endif
