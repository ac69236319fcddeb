/*
 * Secrets of restricted circles: one-time links and the closed link of a group.
 * Of tickets the admin program may add some and learn how many are left.
 */
#ifndef OTKLIK_DB_TICKET_H
#define OTKLIK_DB_TICKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "box/ticket.h"
#include "db/audit.h"
#include "db/campaign.h"

/* Can the ticket of that hash still be used?  Spends nothing. */
ERR_CHECK enum err db_ticket_fits(struct db *db, uint32_t campaign_id,
    const uint8_t hash[BOX_HASH_BYTES], bool *fits_r);

/*
 * Adds n tickets (their hashes one after another, sorted here: the order of the
 * printed list must not be found in the logs of the server) with the entry in the
 * audit log.  ERR_CLOSED: the campaign is not open or takes no tickets.
 */
ERR_CHECK enum err db_ticket_add(struct db *db, uint32_t campaign_id, uint8_t *hashes,
    size_t n, const struct db_audit *entry);

/* Tickets nobody has used; of a counted campaign those that were left over. */
ERR_CHECK enum err db_ticket_left(struct db *db, uint32_t campaign_id, uint32_t *n_r);

/* Gives a group another closed link; the old one ends.  ERR_CLOSED likewise. */
ERR_CHECK enum err db_link_set(struct db *db, uint32_t campaign_id,
    const uint8_t hash[BOX_HASH_BYTES], const struct db_audit *entry);

#endif
