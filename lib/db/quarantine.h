/*
 * Responses in quarantine: put there by the count, read by staff, released by them
 * into the results, which the next count does.  Of internal campaigns only numbers.
 */
#ifndef OTKLIK_DB_QUARANTINE_H
#define OTKLIK_DB_QUARANTINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "db/audit.h"
#include "db/campaign.h"
#include "db/db.h"

#define DB_QUARANTINE_KEY 16
#define DB_QUARANTINE_PAGE 25     /* responses of a page */
#define DB_QUARANTINE_AT_ONCE 500 /* released ones that one transaction moves */

/* The bit of a rule by its number from 0, and the other way round. */
#define DB_SPAM_BIT(i) (1u << (i))

/* What the rules have done in a campaign, by number of the rule. */
struct db_quarantine_count {
	uint32_t n, released;
};

struct db_quarantine_text {
	uint16_t item;
	const char *text;
};

struct db_quarantined {
	uint8_t key[DB_QUARANTINE_KEY];
	uint32_t campaign_id, version_id;
	day_t day;
	const char *channel, *language; /* or NULL */
	const uint8_t *vector;
	size_t n_vector;
	unsigned rule; /* number of the rule, from 0 */
	const struct db_quarantine_text *texts;
	size_t n_texts;
};

ERR_CHECK enum err db_quarantine_counts(struct db *db, uint32_t campaign_id,
    struct db_quarantine_count counts_r[DB_SPAM_RULES]);

/* Those not released yet, by their random keys; skip so many, at most a page. */
ERR_CHECK enum err db_quarantine_list(struct db *db, struct arena *a,
    uint32_t campaign_id, size_t skip, struct db_quarantined **v_r, size_t *n_r);
/* How many these are. */
ERR_CHECK enum err db_quarantine_left(struct db *db, uint32_t campaign_id, uint32_t *n_r);

/*
 * Marks n responses of a campaign for release (keys one after another) with the
 * entry in the audit log.  ERR_CONFLICT: one of them is there no more; nothing is
 * changed.
 */
ERR_CHECK enum err db_quarantine_release(struct db *db, uint32_t campaign_id,
    const uint8_t *keys, size_t n, const struct db_audit *entry);

/* For the count: released ones of one campaign, some at a time; none: n 0. */
ERR_CHECK enum err db_quarantine_due(
    struct db *db, struct arena *a, struct db_quarantined **v_r, size_t *n_r);

/* Rules of an agency that campaigns open with: bits of db_spam. */
ERR_CHECK enum err db_quarantine_rules(
    struct db *db, uint16_t agency_id, uint32_t *rules_r);
ERR_CHECK enum err db_quarantine_rules_set(
    struct db *db, uint16_t agency_id, unsigned rules, const struct db_audit *entry);

#endif
