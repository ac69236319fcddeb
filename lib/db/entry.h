/*
 * Questionnaires on paper or by telephone, keyed in by staff: the ballot goes
 * into the box like any other; beside it only the number of sheets by batch,
 * operator and day is kept.
 */
#ifndef OTKLIK_DB_ENTRY_H
#define OTKLIK_DB_ENTRY_H

#include "base/calendar.h"
#include "box/token.h"
#include "db/audit.h"
#include "db/db.h"

#define DB_BATCH_CHARS 20 /* of the label of a batch */

/* A sheet to be put into the box; everything is borrowed. */
struct db_entry {
	const char *worker; /* row in barrier */
	uint8_t key[BOX_BALLOT_KEY_BYTES];
	uint32_t campaign_id, key_id, staff_id;
	const uint8_t *sealed;
	size_t n_sealed;
	const char *batch;
	day_t day;             /* of keying in */
	struct db_audit audit; /* written with the first sheet of batch and day: an
				  entry a sheet would be the time of each */
};

/*
 * Ballot and counter in one transaction.  *number_r is the sheet's number in
 * its batch, over all operators and days.  ERR_DUPLICATE: stored before, as
 * db_ballot_put() says, and not counted again; ERR_UNAVAILABLE likewise.
 */
ERR_CHECK enum err db_entry_put(
    struct db *db, const struct db_entry *s, uint32_t *number_r);

/* Sheets of a batch keyed in by one operator on one day. */
struct db_entry_count {
	const char *batch;
	day_t day;
	const char *login;
	uint32_t n;
};

/* Of a campaign: the latest day first, then by batch and login. */
ERR_CHECK enum err db_entry_list(struct db *db, struct arena *a, uint32_t campaign_id,
    struct db_entry_count **v_r, size_t *n_r);

#endif
