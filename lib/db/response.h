/*
 * Counted responses row by row, for cuts: of external campaigns; of internal ones
 * only for the listed cuts of a whole closed campaign (stat/listed.h).
 */
#ifndef OTKLIK_DB_RESPONSE_H
#define OTKLIK_DB_RESPONSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "db/db.h"

#define DB_RESPONSE_KEY 16 /* bytes of the random key a response is stored under */

/* Borrowed until the call returns. */
struct db_response {
	const uint8_t *key;
	day_t day;           /* first of the month if coarse; DAY_NONE: unknown */
	const char *channel; /* or NULL */
	const uint8_t *vector;
	size_t n_vector;
};

/* Whose response a free text of an item belongs to. */
struct db_response_text {
	const uint8_t *key;
	const uint8_t *id; /* of the text, DB_RESPONSE_KEY bytes too */
	uint16_t item;
};

typedef enum err db_response_each(void *ctx, const struct db_response *r);
typedef enum err db_response_text_each(void *ctx, const struct db_response_text *t);

/*
 * Every response of a campaign and version, ascending by key, one in memory at a
 * time; the first error of each(), which may not use the connection, ends it and
 * is returned.  Inside a transaction both walks see the same moment.
 */
ERR_CHECK enum err db_response_walk(struct db *db, uint32_t campaign_id,
    uint32_t version_id, db_response_each *each, void *ctx);
/* The same over their free texts, in no order that means anything. */
ERR_CHECK enum err db_response_walk_texts(struct db *db, uint32_t campaign_id,
    uint32_t version_id, db_response_text_each *each, void *ctx);

/* Which responses: of days (DAY_NONE: open) and a channel (NULL: any). */
struct db_response_cut {
	day_t from, to; /* both included; a response without a day is outside of any */
	const char *channel;
};

/* n vectors one behind the other. */
typedef enum err db_response_vectors(void *ctx, const uint8_t *v, size_t n);

/*
 * The vectors alone, all `width` bytes long, some thousands at a time: a third of
 * what the walk costs.  expected: about how many there are of the version, for
 * even pieces.  ERR_INTERNAL: one is of another length.
 */
ERR_CHECK enum err db_response_scan(struct db *db, uint32_t campaign_id,
    uint32_t version_id, const struct db_response_cut *cut, size_t width,
    uint32_t expected, db_response_vectors *each, void *ctx);

#endif
