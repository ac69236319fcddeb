/*
 * What becomes of each item from one version of a questionnaire to another:
 * which results may stand side by side.  Items are the same by id and type.
 */
#ifndef OTKLIK_FORM_LINEAGE_H
#define OTKLIK_FORM_LINEAGE_H

#include "form/form.h"

enum form_lineage_kind {
	FORM_LINEAGE_SAME,    /* may be compared */
	FORM_LINEAGE_WORDING, /* compare with a word of caution */
	FORM_LINEAGE_OPTIONS, /* answers differ: shares do not compare */
	FORM_LINEAGE_NEW,
	FORM_LINEAGE_GONE
};

struct form_lineage {
	enum form_lineage_kind kind;
	size_t old_item, new_item; /* SIZE_MAX: GONE has no new, NEW no old one */
	bool wording, options;     /* what changed; both may have */
};

/*
 * The items of the new version in its order, each gone one behind the item it
 * followed.  *n_r of them, in the arena.
 */
const struct form_lineage *form_lineage(
    struct arena *a, const struct form *old, const struct form *new, size_t *n_r);

/* Of which item of the old version is this one the follower, SIZE_MAX: of none? */
size_t form_lineage_before(const struct form *old, const struct form *new, size_t item);

#endif
