/* Putting a ballot into the box: all the survey program may write. */
#ifndef OTKLIK_DB_BALLOT_H
#define OTKLIK_DB_BALLOT_H

#include "box/token.h"
#include "db/db.h"

/*
 * One INSERT, returning only after its COMMIT is durable.  ERR_DUPLICATE: a
 * ballot of this key is stored, and that too is durable: InnoDB releases row
 * locks before the redo log reaches the disk, so a commit of our own (the
 * row of `worker` in barrier) comes first.  ERR_UNAVAILABLE: nothing may be
 * acknowledged; the respondent sends the same form again.
 */
ERR_CHECK enum err db_ballot_put(struct db *db, const char *worker,
    const uint8_t key[BOX_BALLOT_KEY_BYTES], uint32_t campaign_id, uint32_t key_id,
    const uint8_t *sealed, size_t n_sealed);

/* Ballots of a campaign waiting in the box (definer function box_waiting). */
ERR_CHECK enum err db_ballot_waiting(struct db *db, uint32_t campaign_id, uint32_t *n_r);

#endif
