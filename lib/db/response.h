/*
 * Counted responses, for cuts: of external campaigns; of internal ones only for the
 * listed cuts of a whole closed campaign (stat/listed.h).  They lie in blocks, as the
 * count wrote them.
 */
#ifndef OTKLIK_DB_RESPONSE_H
#define OTKLIK_DB_RESPONSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "db/db.h"

#define DB_RESPONSE_KEY 16 /* bytes of the random keys of blocks and texts */

/* Responses that share day, channel and language.  Borrowed until the call returns. */
struct db_responses {
	const uint8_t *block;   /* DB_RESPONSE_KEY bytes */
	day_t day;              /* first of the month if coarse; DAY_NONE: unknown */
	const char *channel;    /* or NULL */
	const char *language;   /* the form was read in; NULL: it has only one */
	const uint8_t *vectors; /* one behind the other, ascending */
	size_t n;
};

/* Whose response a free text of an item belongs to. */
struct db_response_text {
	const uint8_t *block; /* DB_RESPONSE_KEY bytes */
	size_t place;         /* of the response in it */
	const uint8_t *id;    /* of the text, DB_RESPONSE_KEY bytes */
	uint16_t item;
};

typedef enum err db_responses_each(void *ctx, const struct db_responses *r);
typedef enum err db_response_text_each(void *ctx, const struct db_response_text *t);

/*
 * Every response of a campaign and version, ascending by key of the block, one block
 * in memory at a time; the first error of each(), which may not use the connection,
 * ends it and is returned.  Inside a transaction both walks see the same moment.
 * width: bytes of a vector (form->vector); ERR_INTERNAL if one is of another length.
 */
ERR_CHECK enum err db_response_walk(struct db *db, uint32_t campaign_id,
    uint32_t version_id, size_t width, db_responses_each *each, void *ctx);
/*
 * The same in the order of their days, channels, languages: blocks that share all three
 * follow one another.
 */
ERR_CHECK enum err db_response_walk_sorted(struct db *db, uint32_t campaign_id,
    uint32_t version_id, size_t width, db_responses_each *each, void *ctx);
/* The same over their free texts, in no order that means anything. */
ERR_CHECK enum err db_response_walk_texts(struct db *db, uint32_t campaign_id,
    uint32_t version_id, db_response_text_each *each, void *ctx);

#endif
