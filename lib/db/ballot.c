#include "db/ballot.h"

#include <time.h>

#include "db/db-private.h"

#define LATE_SECONDS 5

static const struct db_sql put = {"ballot put",
    "INSERT INTO ballot (`key`, campaign_id, key_id, sealed) VALUES (?, ?, ?, ?)"};
static const struct db_sql raise_barrier = {"barrier",
    "INSERT INTO barrier (worker, n) VALUES (?, 1) ON DUPLICATE KEY UPDATE n = n + 1"};
static const struct db_sql spend = {"ticket spend", "CALL ticket_spend(?, ?)"};
static const struct db_sql waiting = {"box waiting", "SELECT box_waiting(?)"};

/*
 * A statement that does no harm when it runs twice: after a lost connection it
 * is sent once more on a fresh one; within a transaction
 * the whole of that is to be run again.  *unsure_r (may be NULL): the first time
 * may have done it already.
 */
static enum err run_again(struct db *db, const struct db_sql *sql,
    const struct db_value *in, size_t n, bool *unsure_r)
{
	enum err e = db_run(db, sql, in, n, NULL);
	bool unsure = false;

	if (e == ERR_UNAVAILABLE && !db_in_transaction(db)) {
		unsure = db_is_unsure(db);
		e = db_run(db, sql, in, n, NULL);
	}
	if (unsure_r != NULL)
		*unsure_r = unsure;
	return e;
}

enum err db_barrier(struct db *db, const char *worker)
{
	return run_again(db, &raise_barrier, DB_IN(db_in_text(worker)), NULL);
}

static enum err failed_put(enum err e)
{
	/* The key was spent meanwhile: at closing, or at the turn of a month. */
	if (e == ERR_NOT_FOUND)
		return ERR_UNAVAILABLE;
	/* Our account's rights, not the respondent's. */
	return e == ERR_DENIED ? ERR_CONFIG : e;
}

static int64_t seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/*
 * Together with others if there is a queue, else or if that fails alone.  A page
 * must not wait much longer than for one statement: what fails late has failed.
 */
static enum err put_ballot(
    struct db *db, const struct db_value *in, size_t n, bool *unsure_r)
{
	bool unsure = false, again;
	int64_t start;
	enum err e;

	if (db_has_queue(db)) {
		start = seconds();
		e = db_queue_run(db, &put, in, n, &unsure);
		if (e == ERR_OK || seconds() - start >= LATE_SECONDS)
			return e == ERR_OK ? ERR_OK : ERR_UNAVAILABLE;
	}
	e = run_again(db, &put, in, n, &again);
	*unsure_r = unsure || again;
	return e;
}

enum err db_ballot_put(struct db *db, const char *worker,
    const uint8_t key[BOX_BALLOT_KEY_BYTES], uint32_t campaign_id, uint32_t key_id,
    const uint8_t *sealed, size_t n_sealed)
{
	bool unsure = false;
	enum err e = put_ballot(db,
	    DB_IN(db_in_blob(key, BOX_BALLOT_KEY_BYTES), db_in_uint(campaign_id),
		db_in_uint(key_id), db_in_blob(sealed, n_sealed)),
	    &unsure);

	if (e == ERR_DUPLICATE) {
		e = db_barrier(db, worker);
		if (e != ERR_OK)
			return e;
		/* After a lost answer the stored one is this very form. */
		return unsure ? ERR_OK : ERR_DUPLICATE;
	}
	return failed_put(e);
}

struct ticket_work {
	const uint8_t *key, *sealed, *ticket;
	size_t n_sealed;
	uint32_t campaign_id, key_id;
};

/* The ballot first: a repeated form must not meet its own spent ticket. */
static enum err put_and_spend(struct db *db, void *ctx)
{
	const struct ticket_work *w = ctx;
	enum err e = db_run(db, &put,
	    DB_IN(db_in_blob(w->key, BOX_BALLOT_KEY_BYTES), db_in_uint(w->campaign_id),
		db_in_uint(w->key_id), db_in_blob(w->sealed, w->n_sealed)),
	    NULL);

	if (e != ERR_OK)
		return failed_put(e);
	e = db_run(db, &spend,
	    DB_IN(db_in_uint(w->campaign_id), db_in_blob(w->ticket, BOX_HASH_BYTES)),
	    NULL);
	if (e == ERR_NOT_FOUND)
		return ERR_DENIED;
	return e == ERR_DENIED ? ERR_CONFIG : e;
}

enum err db_ballot_put_ticket(struct db *db, const char *worker,
    const uint8_t key[BOX_BALLOT_KEY_BYTES], uint32_t campaign_id, uint32_t key_id,
    const uint8_t *sealed, size_t n_sealed, const uint8_t *ticket)
{
	struct ticket_work w = {key, sealed, ticket, n_sealed, campaign_id, key_id};
	enum err e = db_transaction(db, put_and_spend, &w);

	if (e != ERR_DUPLICATE)
		return e;
	e = db_barrier(db, worker);
	return e == ERR_OK ? ERR_DUPLICATE : e;
}

enum err db_ballot_waiting(struct db *db, uint32_t campaign_id, uint32_t *n_r)
{
	return db_select_number(db, &waiting, DB_IN(db_in_uint(campaign_id)), n_r);
}
