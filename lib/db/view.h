/*
 * Views for people with SQL or BI tools of their own: a row a counted response of the
 * external campaigns of a form version, a column a variable.
 */
#ifndef OTKLIK_DB_VIEW_H
#define OTKLIK_DB_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

/* A column; NULL where nothing was answered. */
struct db_view_variable {
	const char *name;    /* letters, digits, '_' */
	size_t at, width;    /* bytes of the vector */
	bool set;            /* several may be chosen: is `bit` among them? */
	unsigned bit;        /* of the set */
	long first;          /* what the stored 1 stands for, 2 for one more … */
	const long *numbers; /* or what 1 … n stand for; NULL: as `first` says */
	size_t n;
};

/* A published version of a questionnaire for external clients. */
struct db_view_version {
	uint32_t id;
	const char *questionnaire; /* NE-A2 */
	int version;
	const char *xml;
	size_t n_xml;
};

ERR_CHECK enum err db_view_versions(
    struct db *db, struct arena *a, struct db_view_version **v_r, size_t *n_r);

/*
 * Makes the view of a version, or makes it anew; vector: bytes of one.  *name_r, in a,
 * is "answers_7_ne_a2_v1".  For `otklikctl` only.
 */
ERR_CHECK enum err db_view_make(struct db *db, struct arena *a,
    const struct db_view_version *v, size_t vector,
    const struct db_view_variable *variables, size_t n, const char **name_r);

#endif
