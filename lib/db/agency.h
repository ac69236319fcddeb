/* Agencies and the frozen versions of their questionnaires. */
#ifndef OTKLIK_DB_AGENCY_H
#define OTKLIK_DB_AGENCY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "db/db.h"
#include "form/form.h"

struct db_agency {
	uint16_t id;
	const char *code;          /* "nenets": folder name of its procedure */
	const char *name;          /* full name */
	int utc_offset;            /* minutes */
	const char *procedure_xml; /* as loaded; NULL in lists */
	size_t procedure_len;
};

/* Adds the agency of that code or brings it up to date (id is not read). */
ERR_CHECK enum err db_agency_put(
    struct db *db, const struct db_agency *g, uint16_t *id_r);

/* Can it be the code of an agency or a campaign: a-z 0-9 -, at most DB_CODE_MAX? */
#define DB_CODE_MAX 64
bool db_is_code(const char *code);

/* With its procedure.  ERR_NOT_FOUND. */
ERR_CHECK enum err db_agency_by_code(
    struct db *db, struct arena *a, const char *code, struct db_agency *g_r);

/* All, by code, without the procedures.  Strings live in the arena. */
ERR_CHECK enum err db_agency_list(
    struct db *db, struct arena *a, struct db_agency **v_r, size_t *n_r);

/* A questionnaire and its newest version. */
struct db_questionnaire {
	uint32_t id, version_id;
	uint16_t agency_id;
	const char *agency_code;
	const char *code;  /* "NE-A2" */
	const char *title; /* of the version */
	int version;       /* 1, 2 … */
	enum form_audience audience;
};

/*
 * Stores the frozen text as the next version of the questionnaire (made if
 * need be), unless it is one of its versions already: then *added_r is false and
 * *version_r the newest.  So a file that has not changed since does not take back
 * what was edited after it was loaded.
 * ERR_CONFLICT: a questionnaire never changes its audience (RA-1.3-1).
 */
ERR_CHECK enum err db_version_put(struct db *db, uint16_t agency_id, const char *code,
    enum form_audience audience, const char *title, const char *xml, size_t len,
    day_t today, int *version_r, bool *added_r);

/* Newest versions, by agency and code; agency_id 0 = of every agency. */
ERR_CHECK enum err db_questionnaire_list(struct db *db, struct arena *a,
    uint16_t agency_id, struct db_questionnaire **v_r, size_t *n_r);

#endif
