/* Putting a ballot into the box: all the survey program may write. */
#ifndef OTKLIK_DB_BALLOT_H
#define OTKLIK_DB_BALLOT_H

#include "box/ticket.h"
#include "box/token.h"
#include "db/db.h"

/*
 * One INSERT (with a queue, see queue.h, also one of several ballots together),
 * returning only after its COMMIT is durable.  ERR_DUPLICATE: a
 * ballot of this key is stored, and that too is durable: InnoDB releases row
 * locks before the redo log reaches the disk, so a commit of our own (the
 * row of `worker` in barrier) comes first.  ERR_UNAVAILABLE: nothing may be
 * acknowledged; the respondent sends the same form again.
 */
ERR_CHECK enum err db_ballot_put(struct db *db, const char *worker,
    const uint8_t key[BOX_BALLOT_KEY_BYTES], uint32_t campaign_id, uint32_t key_id,
    const uint8_t *sealed, size_t n_sealed);

/*
 * The same in one transaction with spending a ticket (BOX_HASH_BYTES), which
 * stands or falls with the ballot.  A ballot stored before spends nothing:
 * ERR_DUPLICATE.  ERR_DENIED: there is no such ticket (any more), and no ballot is
 * stored.
 */
ERR_CHECK enum err db_ballot_put_ticket(struct db *db, const char *worker,
    const uint8_t key[BOX_BALLOT_KEY_BYTES], uint32_t campaign_id, uint32_t key_id,
    const uint8_t *sealed, size_t n_sealed, const uint8_t *ticket);

/*
 * A commit of this worker's own, durable when it returns ERR_OK, and with it all
 * that was committed before: see db_ballot_put().
 */
ERR_CHECK enum err db_barrier(struct db *db, const char *worker);

/* Ballots of a campaign waiting in the box (definer function box_waiting). */
ERR_CHECK enum err db_ballot_waiting(struct db *db, uint32_t campaign_id, uint32_t *n_r);

#endif
