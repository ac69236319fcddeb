/*
 * Appeals, complaints and proposals that people send by the form of the site
 * (UM-3.11-2), kept apart from surveys (AMB-29).  Who sent one and where the reply
 * goes stands in a table of its own; nothing here refers to answers of a survey.
 */
#ifndef OTKLIK_DB_APPEAL_H
#define OTKLIK_DB_APPEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "box/token.h"
#include "db/db.h"

#define DB_APPEAL_DAYS 30 /* until the reply is due: 59-ФЗ, article 12 */

enum db_appeal_kind { DB_APPEAL_APPEAL = 1, DB_APPEAL_COMPLAINT, DB_APPEAL_PROPOSAL };

enum db_appeal_outcome { /* AMB-25 */
	DB_OUTCOME_PENDING = 1,
	DB_OUTCOME_POSITIVE,
	DB_OUTCOME_REFUSED,
	DB_OUTCOME_PARTIAL,
	DB_OUTCOME_OTHER /* passed on to another agency, withdrawn */
};

/* Names in the database and in URLs, by number, between NULLs. */
extern const char *const db_appeal_kinds[], *const db_appeal_outcomes[];
/* The number of such a name, 0 for any other and for NULL. */
int db_appeal_named(const char *const *names, const char *name);

struct db_appeal {
	uint32_t id;
	uint16_t agency_id;
	const char *agency;      /* full name */
	const char *agency_code; /* "urus-martan" */
	int utc_offset;          /* of the agency, minutes */
	const char *receipt;     /* "4821-0937-1553": the number its sender was told */
	enum db_appeal_kind kind;
	const char *organisation, *topic, *reason; /* ids of the procedure's lists; "" */
	const char *text; /* in a list only the first DB_APPEAL_START characters */
	day_t received_on, due_on, answered_on; /* DAY_NONE: not answered */
	enum db_appeal_outcome outcome;
	const char *remark; /* of who answered: number of the letter … */
	bool quarantined;   /* looks like spam */
	bool overdue, late; /* not answered in time; answered behind the day */
	bool has_contact;
	uint32_t revision;
};
#define DB_APPEAL_START 120

struct db_appeal_contact {
	const char *name, *email, *postal; /* "" = not given */
};

/*
 * Stores an appeal and, with contact not NULL, who sent it, in one transaction;
 * on return it is durable.  Of p: agency_id, receipt, kind, organisation, topic,
 * reason, text, received_on, due_on, quarantined.  ERR_DUPLICATE: one of this key is
 * stored, which is durable too.  Any other error: nothing may be acknowledged, and the
 * same form may be sent again.
 */
ERR_CHECK enum err db_appeal_put(struct db *db, const char *worker,
    const uint8_t key[BOX_BALLOT_KEY_BYTES], const struct db_appeal *p,
    const struct db_appeal_contact *contact);

/* Which appeals; 0 and NULL: all. */
enum db_appeal_state {
	DB_APPEAL_ANY,
	DB_APPEAL_WAITING,
	DB_APPEAL_OVERDUE, /* of those waiting */
	DB_APPEAL_ANSWERED
};
struct db_appeal_filter {
	uint16_t agency_id;
	enum db_appeal_kind kind;
	enum db_appeal_state state;
	const char *receipt;
	bool quarantined; /* these alone, or all the others */
	day_t from, to;   /* registered on these days, both included; 0: open */
};

/* Newest first, at most limit of them from offset on; *total_r is their number. */
ERR_CHECK enum err db_appeal_list(struct db *db, struct arena *a,
    const struct db_appeal_filter *f, size_t offset, size_t limit, struct db_appeal **v_r,
    size_t *n_r, size_t *total_r);
ERR_CHECK enum err db_appeal_count(
    struct db *db, const struct db_appeal_filter *f, uint32_t *n_r);

/* One of an agency (0 = of any).  ERR_NOT_FOUND. */
ERR_CHECK enum err db_appeal_get(struct db *db, struct arena *a, uint16_t agency_id,
    uint32_t id, struct db_appeal *p_r);
/* Who sent it.  ERR_NOT_FOUND: nothing was given. */
ERR_CHECK enum err db_appeal_contact(
    struct db *db, struct arena *a, uint32_t id, struct db_appeal_contact *c_r);

/*
 * Saves outcome, answered_on, remark and quarantined of p over the state of its
 * revision, with an entry in the audit log (no personal data in it).
 * ERR_CONFLICT: somebody has saved meanwhile.
 */
ERR_CHECK enum err db_appeal_save(
    struct db *db, struct arena *a, const struct db_appeal *p, uint32_t staff_id);

#endif
