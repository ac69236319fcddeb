/*
 * How far the steps of a mailing have come, so that none is done twice and the
 * outcome can be shown again: a letter for each address by its place in the list,
 * which only the page of who sends it holds.  No address is stored.
 */
#ifndef OTKLIK_DB_MAILING_H
#define OTKLIK_DB_MAILING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "box/ticket.h"
#include "db/audit.h"

#define DB_MAILING_ID 16   /* bytes of the random number of a step */
#define DB_MAILING_MAX 100 /* addresses of a step */

struct db_mailing {
	uint8_t id[DB_MAILING_ID];
	uint32_t campaign_id, staff_id;
	char results[DB_MAILING_MAX + 1]; /* a letter an address, the caller's own */
};

/* Begins a step, and forgets steps of earlier days.  ERR_DUPLICATE: it has been. */
ERR_CHECK enum err db_mailing_begin(struct db *db, const struct db_mailing *m);
/* Notes how far it has come. */
ERR_CHECK enum err db_mailing_note(struct db *db, const struct db_mailing *m);
/*
 * What was noted of the step of that id, campaign and staff; *idle_r: seconds since.
 * ERR_NOT_FOUND.
 */
ERR_CHECK enum err db_mailing_read(struct db *db, struct db_mailing *m, int64_t *idle_r);

/* Makes tickets nobody was given void: n hashes one after another. */
ERR_CHECK enum err db_mailing_take_back(struct db *db, uint32_t campaign_id,
    const uint8_t *hashes, size_t n, const struct db_audit *entry);

#endif
