/* Free texts read and coded by topic (UM-4.4-3, RA-3.2-10). */
#ifndef OTKLIK_DB_CODING_H
#define OTKLIK_DB_CODING_H

#include <stddef.h>
#include <stdint.h>

#include "db/audit.h"
#include "db/db.h"
#include "db/remark.h"

/* A topic a coder gave a text; topic NULL: he has read it and given none. */
struct db_coding {
	const char *remark; /* id, hexadecimal */
	uint16_t item;
	uint32_t staff_id;
	const char *login;
	const char *topic;
};

/* Of every text of a version, by text, coder and topic. */
ERR_CHECK enum err db_coding_list(struct db *db, struct arena *a, uint32_t campaign_id,
    uint32_t version_id, struct db_coding **v_r, size_t *n_r);

/*
 * Stores what one coder makes of a text, in place of what he made of it before.
 * ERR_NOT_FOUND: no such text.
 */
ERR_CHECK enum err db_coding_save(struct db *db, uint32_t campaign_id, const char *remark,
    uint32_t staff_id, const char *const *topics, size_t n, const struct db_audit *audit);

/* Whose reading a queue of texts waits for. */
enum db_coding_queue {
	DB_CODING_UNREAD, /* nobody has read them */
	DB_CODING_SECOND, /* somebody has, this coder has not */
	DB_CODING_OWN     /* this coder has not */
};

/* The first text of a version behind the id `after` (NULL: the first of all) that
   waits in the queue of a coder.  ERR_NOT_FOUND: none. */
ERR_CHECK enum err db_coding_next(struct db *db, struct arena *a, uint32_t campaign_id,
    uint32_t version_id, uint32_t staff_id, enum db_coding_queue queue, const char *after,
    struct db_remark *r_r);

/* Texts written to an item of a campaign, and those nobody has read. */
struct db_coding_state {
	uint32_t campaign_id;
	uint16_t item;
	uint32_t texts, unread;
};

/* Of every campaign of an agency (0: of all) that has texts, by campaign and item. */
ERR_CHECK enum err db_coding_states(struct db *db, struct arena *a, uint16_t agency_id,
    struct db_coding_state **v_r, size_t *n_r);

#endif
