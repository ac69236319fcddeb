/*
 * Demonstration campaigns: filled by otklikctl through the box like any other,
 * marked with campaign.demo, and removed without a trace.  Only the owner account
 * can do either.
 */
#ifndef OTKLIK_DB_DEMO_H
#define OTKLIK_DB_DEMO_H

#include <stddef.h>
#include <stdint.h>

#include "db/ballot.h"
#include "db/campaign.h"

/* A sealed ballot, ready to be put in. */
struct db_demo_ballot {
	uint8_t key[BOX_BALLOT_KEY_BYTES];
	const uint8_t *sealed;
	size_t n_sealed;
};

/*
 * Puts the ballots in and closes the campaign with that day as its last one, all
 * in one transaction: a counter sees none of them or a campaign that is over.
 * ERR_DENIED: it is no demonstration, or was filled before; nothing is changed.
 */
ERR_CHECK enum err db_demo_fill(struct db *db, const struct db_campaign *c,
    uint32_t key_id, const struct db_demo_ballot *v, size_t n, day_t closes_on);

/* Is it open for db_demo_fill()?  Nobody else can answer it until then. */
bool db_demo_is_empty(const struct db_campaign *c);

/*
 * Closes those that were never filled, so that the next pass of the count destroys
 * their keys; *n_r of them.
 */
ERR_CHECK enum err db_demo_abandon(struct db *db, uint64_t *n_r);

/* What was removed. */
struct db_demo_removed {
	uint64_t campaigns, responses, texts, pains;
};

/*
 * Removes every demonstration campaign with all that hangs on it, also the pains
 * that were found in it, in one transaction.
 */
ERR_CHECK enum err db_demo_remove(struct db *db, struct db_demo_removed *r_r);

#endif
