/* What otklik-count does to the box: keys, opening, final count, purging. */
#ifndef OTKLIK_DB_COUNT_H
#define OTKLIK_DB_COUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "box/seal.h"
#include "box/token.h"
#include "db/campaign.h"
#include "db/db.h"

#define DB_RKEY_BYTES 16
#define DB_PERIOD_BYTES 8 /* "2026-11" and the 0 */
#define DB_VECTOR_MAX 4096

/* The public key of a count period. */
struct db_count_key {
	uint32_t id; /* 0 for a spent key */
	uint32_t campaign_id;
	char period[DB_PERIOD_BYTES];
	uint8_t public_key[BOX_PUBLIC_BYTES];
};

/* Keys of a campaign still to be counted, by period. */
ERR_CHECK enum err db_count_keys(struct db *db, struct arena *a, uint32_t campaign_id,
    struct db_count_key **v_r, size_t *n_r);
/* Publishes a key (id is not read).  ERR_DUPLICATE: the period has one. */
ERR_CHECK enum err db_count_key_add(struct db *db, const struct db_count_key *k);
/* Keys whose final count is over: their private files are to be destroyed. */
ERR_CHECK enum err db_count_spent(
    struct db *db, struct arena *a, struct db_count_key **v_r, size_t *n_r);

/* A ballot in the box, unopened. */
struct db_count_ballot {
	uint8_t key[BOX_BALLOT_KEY_BYTES];
	uint32_t key_id;
	uint32_t bytes; /* of the sealed text */
	bool rejected;  /* could not be opened before */
};

/* Every ballot sealed to that key, appended to *v_r, which may grow (heap). */
ERR_CHECK enum err db_count_list(
    struct db *db, uint32_t key_id, struct db_count_ballot **v_r, size_t *n_r);

struct db_count_sealed {
	uint8_t key[BOX_BALLOT_KEY_BYTES];
	uint32_t key_id;
	const uint8_t *p;
	size_t n;
};

/* Sealed texts of those ballots which are still in the box, in any order. */
ERR_CHECK enum err db_count_sealed(struct db *db, struct arena *a,
    const struct db_count_ballot *ballots, size_t n, struct db_count_sealed **v_r,
    size_t *n_r);

/* What a response is stored with besides its answers. */
struct db_count_marks {
	uint32_t version_id;
	day_t day;            /* DAY_NONE: internal */
	const char *channel;  /* NULL: internal or none */
	const char *language; /* NULL: internal, or the form has only one */
};

struct db_count_response {
	struct db_count_marks marks;
	const uint8_t *vector;
	size_t n_vector;
};

#define DB_BLOCK_MAX 1000 /* responses */

/* Responses of the same marks, their vectors one behind the other, ascending. */
struct db_count_block {
	uint8_t id[DB_RKEY_BYTES]; /* fresh random bytes */
	struct db_count_marks marks;
	const uint8_t *vectors;
	size_t n, n_vector; /* so many, each so long */
};

struct db_count_remark {
	uint8_t id[DB_RKEY_BYTES]; /* fresh random bytes */
	uint32_t version_id;
	uint16_t item;
	const uint8_t *block; /* id of that of its response; NULL: internal, detached */
	uint16_t place;       /* of the response in the block, from 0 */
	const char *text;
};

struct db_count_cell {
	uint32_t version_id;
	uint16_t item, cell;
	uint32_t n;
};

/* Which of these cells, by version, item, cell, may be shown: all of an item or none. */
typedef enum err db_count_ripen(
    void *ctx, const struct db_count_cell *v, size_t n, bool *ripe);

/* A response that goes into quarantine; of an internal campaign it is only counted. */
struct db_count_held {
	uint8_t key[DB_RKEY_BYTES]; /* fresh random bytes */
	struct db_count_response response;
	unsigned rule;                       /* number of the rule, from 0 */
	const struct db_count_remark *texts; /* item and text */
	size_t n_texts;
};

/* One that comes back from there. */
struct db_count_released {
	const uint8_t *key; /* of db_quarantined */
	unsigned rule;
};

/* An opened batch, in the order in which it is to be written. */
struct db_count_batch {
	uint32_t campaign_id;
	const uint8_t *counted; /* keys of the opened ballots, one after another */
	size_t n_counted;
	const uint8_t *rejected; /* keys of those that could not be opened */
	size_t n_rejected;
	bool final;      /* rejected ones are given up, their sealed text dropped */
	day_t opened_on; /* of a box opened daily: not again on that day; or DAY_NONE */
	const struct db_count_block *blocks;
	size_t n_blocks;
	const struct db_count_remark *remarks;
	size_t n_remarks;
	const struct db_count_cell *cells; /* by version, item, cell */
	size_t n_cells;
	const struct db_count_cell *late; /* the same, shown when ripe (db/late.h) */
	size_t n_late;
	db_count_ripen *ripen;
	void *ripen_ctx;
	const struct db_count_held *held; /* stored in quarantine */
	size_t n_held;
	uint32_t held_by_rule[DB_SPAM_RULES]; /* added to its numbers */
	const struct db_count_released *released;
	size_t n_released;
};

/*
 * Writes a batch in one transaction, run again whole on a deadlock: blanks the
 * counted ballots (which locks them), marks the rejected ones, adds responses,
 * remarks and tallies, fills and empties the quarantine.  ERR_CONFLICT: not every ballot
 * was still in the box, nothing is changed (another counter was faster).
 */
ERR_CHECK enum err db_count_store(struct db *db, const struct db_count_batch *b);

/* Notes that a box opened daily was empty on that day. */
ERR_CHECK enum err db_count_opened(struct db *db, uint32_t campaign_id, day_t day);

/* Does the version belong to the campaign's questionnaire? */
ERR_CHECK enum err db_count_version_fits(
    struct db *db, uint32_t campaign_id, uint32_t version_id, bool *fits_r);

/*
 * Moves an open permanent campaign on to the newest version of its questionnaire
 * that was published before that day; *moved_r: there was one.
 */
ERR_CHECK enum err db_count_renew(
    struct db *db, uint32_t campaign_id, day_t before, bool *moved_r);

/* Notes that a campaign is past its end. */
ERR_CHECK enum err db_count_close(struct db *db, uint32_t campaign_id);

/*
 * Ends a count period (key_id of a past month), or the whole campaign (key_id
 * 0: state counted, every key): moves the keys to the spent ones, after which
 * no ballot can be put in, and with the campaign deletes the tickets nobody used.
 * ERR_CONFLICT: a ballot sealed to it is in the box.
 */
ERR_CHECK enum err db_count_finish(struct db *db, uint32_t campaign_id, uint32_t key_id);

/* Deletes at most limit ballots counted before that day; *n_r of them. */
ERR_CHECK enum err db_count_purge(
    struct db *db, day_t before, unsigned limit, uint64_t *n_r);

#endif
