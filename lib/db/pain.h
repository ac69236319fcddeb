/*
 * The pain map («карта болей»): a row is a problem or need of clients, its
 * measures, who carries them out and until when.  Rows are closed, never
 * deleted (UM-4.7-1); every state is kept.
 */
#ifndef OTKLIK_DB_PAIN_H
#define OTKLIK_DB_PAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "db/db.h"
#include "form/form.h"

enum db_pain_kind { DB_PAIN_PROBLEM = 1, DB_PAIN_NEED };
enum db_pain_unit { DB_PAIN_ASKED = 1, DB_PAIN_APPEALS, DB_PAIN_APPEAL_COUNT };
enum db_pain_status {
	DB_PAIN_FOUND = 1, /* выявлена */
	DB_PAIN_WORK,      /* в работе */
	DB_PAIN_DONE,      /* устранена */
	DB_PAIN_REJECTED   /* отклонена */
};

/*
 * Names of the above in the database, in forms and in JSON: place = value of the
 * enumeration; [0] and the place behind the last are NULL.
 */
extern const char *const db_pain_kinds[];
extern const char *const db_pain_units[];
extern const char *const db_pain_statuses[];

#define DB_PAIN_MEASURES_MAX 30

struct db_pain_measure {
	const char *text;
	bool reengineering;
};

#define DB_PAIN_KEY_BYTES 16

struct db_pain {
	uint32_t id;        /* 0 = not stored yet */
	const uint8_t *key; /* of a new row: random, DB_PAIN_KEY_BYTES; written only */
	uint32_t revision;
	uint16_t agency_id;
	enum form_audience audience;
	const char *process, *process_group;
	enum db_pain_kind kind;
	const char *text;
	const char *prevalence; /* decimal with a point, at most 2 digits after it; NULL =
				   not assessed */
	enum db_pain_unit prevalence_unit;
	const char *prevalence_method;
	int priority; /* 1 highest … 4 low */
	const char *priority_method;
	bool linked; /* with other processes */
	struct db_pain_measure *measures;
	size_t n_measures;
	const char *responsible;
	day_t due_on; /* DAY_NONE: see due_text */
	const char *due_text;
	int queue; /* of re-engineering; 0 = none */
	const char *organisation, *period, *source;
	uint32_t campaign_id; /* 0 = none */
	const char *campaign; /* its code, read only; NULL = none */
	const char *item;     /* item id, or NULL */
	enum db_pain_status status;
	const char *reason; /* of closing, else "" */
};

/* One state of the past; state is the row as JSON (names as the fields above). */
struct db_pain_state {
	uint32_t revision;
	int64_t at;        /* UTC seconds */
	const char *staff; /* login */
	const char *state;
};

/* Rows of one map, by id, closed ones too.  Strings live in the arena. */
ERR_CHECK enum err db_pain_list(struct db *db, struct arena *a, uint16_t agency_id,
    enum form_audience audience, struct db_pain **v_r, size_t *n_r);

/* One row; agency_id 0 = of any agency.  ERR_NOT_FOUND. */
ERR_CHECK enum err db_pain_get(
    struct db *db, struct arena *a, uint16_t agency_id, uint32_t id, struct db_pain *p_r);

/* Its states, newest first. */
ERR_CHECK enum err db_pain_history(
    struct db *db, struct arena *a, uint32_t id, struct db_pain_state **v_r, size_t *n_r);

/* UTC second a row was last closed as done.  ERR_NOT_FOUND: it is not done. */
ERR_CHECK enum err db_pain_done_at(struct db *db, uint32_t id, int64_t *at_r);

/*
 * Stores a row: a new one if p->id is 0, else over the revision p->revision.
 * History and audit log are written in the same transaction.  ERR_CONFLICT:
 * somebody else has saved meanwhile (read the row again and show both);
 * ERR_NOT_FOUND.  A new row is stored once: the same row under the same key is
 * ERR_OK again, another row under it ERR_DUPLICATE.
 */
ERR_CHECK enum err db_pain_save(struct db *db, struct arena *a, const struct db_pain *p,
    uint32_t staff_id, uint32_t *id_r);

/* Open rows of an agency, both audiences, due before its day `today`; oldest
   term first, without their measures. */
ERR_CHECK enum err db_pain_overdue(struct db *db, struct arena *a, uint16_t agency_id,
    day_t today, struct db_pain **v_r, size_t *n_r);

/* Not yet done or rejected? */
bool db_pain_is_open(const struct db_pain *p);

#endif
