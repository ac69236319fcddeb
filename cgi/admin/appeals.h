/* Appeals of the form on the site, as staff see them. */
#ifndef OTKLIK_ADMIN_APPEALS_H
#define OTKLIK_ADMIN_APPEALS_H

#include "admin.h"
#include "db/appeal.h"

/*
 * Who prepares replies sees who is to get them: operators and administrators.  Those
 * who analyse and decide read the texts without (AMB-29).
 */
bool appeals_may_answer(const struct worker *w);

const char *appeals_kind(enum db_appeal_kind kind);
const char *appeals_outcome(enum db_appeal_outcome outcome);
/* "waiting for a reply", "overdue", the outcome. */
const char *appeals_state(const struct db_appeal *p);

/* Names of an appeal's choices, by the procedure of its agency; NULL: none chosen. */
struct appeal_choices {
	const char *organisation, *topic, *reason;
};
ERR_CHECK enum err appeals_choices(struct worker *w, struct arena *a,
    const struct db_appeal *p, struct appeal_choices *c_r);

/* One that one may see.  ERR_NOT_FOUND. */
ERR_CHECK enum err appeals_get(
    struct worker *w, const struct http_request *req, struct db_appeal *p_r);

/* What waits, for the landing page; nothing when nothing does. */
ERR_CHECK enum err appeals_write_waiting(
    struct html *h, struct worker *w, const struct http_request *req);

#endif
