/* Questionnaires as their editors see them: versions, and the draft of the next. */
#ifndef OTKLIK_DB_DRAFT_H
#define OTKLIK_DB_DRAFT_H

#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "db/agency.h"

/* A questionnaire with its newest version (0: none yet) and its draft, if any. */
struct db_form_line {
	struct db_questionnaire questionnaire;
	day_t published_on; /* of the newest version; DAY_NONE */
	uint32_t revision;  /* of the draft; 0 = no draft */
	const char *editor; /* login of who saved the draft last, or NULL */
	int64_t edited_at;  /* UTC seconds */
};

/* By agency and code; agency_id 0 = of every agency. */
ERR_CHECK enum err db_form_list(struct db *db, struct arena *a, uint16_t agency_id,
    struct db_form_line **v_r, size_t *n_r);
/* One; of another agency (agency_id 0 = any): ERR_NOT_FOUND. */
ERR_CHECK enum err db_form_get(struct db *db, struct arena *a, uint16_t agency_id,
    uint32_t questionnaire_id, struct db_form_line *l_r);

struct db_version {
	uint32_t id;
	int version; /* 1, 2 … */
	const char *title;
	day_t published_on;
};

/* Published versions of a questionnaire, newest first. */
ERR_CHECK enum err db_version_list(struct db *db, struct arena *a,
    uint32_t questionnaire_id, struct db_version **v_r, size_t *n_r);

struct db_draft {
	uint32_t questionnaire_id, revision;
	int base_version; /* it was started from; 0 = none */
	const char *xml;
	size_t len;
};

ERR_CHECK enum err db_draft_get(
    struct db *db, struct arena *a, uint32_t questionnaire_id, struct db_draft *d_r);

/* A questionnaire that is new, and the draft it begins with. */
struct db_questionnaire_new {
	uint16_t agency_id;
	const char *code; /* "NE-B1" */
	enum form_audience audience;
	const char *xml;
	size_t len;
	uint32_t staff_id;
};

/* ERR_DUPLICATE: the agency has one of that code. */
ERR_CHECK enum err db_questionnaire_add(
    struct db *db, const struct db_questionnaire_new *q, uint32_t *id_r);

/* Starts one (revision is not read).  ERR_DUPLICATE: there is one already. */
ERR_CHECK enum err db_draft_start(
    struct db *db, const struct db_draft *d, uint32_t staff_id);

/*
 * Saves over revision d->revision, with what changed in the audit log.
 * ERR_CONFLICT: somebody else has saved meanwhile; ERR_NOT_FOUND: the draft is
 * gone (published or given up).  base_version is not read.
 */
ERR_CHECK enum err db_draft_save(
    struct db *db, struct arena *a, const struct db_draft *d, uint32_t staff_id);

/* Gives the draft of that revision up; a questionnaire that was never published goes
   with it.  Errors as above. */
ERR_CHECK enum err db_draft_drop(struct db *db, struct arena *a,
    uint32_t questionnaire_id, uint32_t revision, uint32_t staff_id);

/* What a draft becomes. */
struct db_publication {
	uint32_t questionnaire_id, revision; /* of the draft */
	int newest;              /* version the next one was compared with; 0 = none */
	const char *title, *xml; /* frozen */
	size_t len;
	day_t today;
	uint32_t staff_id;
};

/*
 * Adds the next version and ends the draft.  ERR_CONFLICT: the draft was saved,
 * or another version published, meanwhile; ERR_NOT_FOUND: the draft is gone.
 */
ERR_CHECK enum err db_draft_publish(
    struct db *db, struct arena *a, const struct db_publication *p, int *version_r);

#endif
