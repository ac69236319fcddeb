#include "db/mailing.h"

#include <string.h>
#include <time.h>

#include "db/db-private.h"

#define FORGET_SECONDS (24 * 3600)

static const struct db_sql begin = {"mailing begin",
    "INSERT INTO mail_step (id, campaign_id, staff_id, results, at) "
    "VALUES (?, ?, ?, ?, ?)"};
static const struct db_sql note = {
    "mailing note", "UPDATE mail_step SET results = ?, at = ? WHERE id = ?"};
static const struct db_sql find = {"mailing find",
    "SELECT results, at FROM mail_step "
    "WHERE id = ? AND campaign_id = ? AND staff_id = ?"};
static const struct db_sql forget = {
    "mailing forget", "DELETE FROM mail_step WHERE at < ?"};
static const struct db_sql take_back = {
    "ticket take back", "CALL ticket_take_back(?, ?)"};

static enum err begin_step(struct db *db, void *ctx)
{
	const struct db_mailing *m = ctx;
	int64_t now = time(NULL);
	enum err e = db_run(db, &forget, DB_IN(db_in_int(now - FORGET_SECONDS)), NULL);

	if (e != ERR_OK)
		return e;
	return db_run(db, &begin,
	    DB_IN(db_in_blob(m->id, sizeof(m->id)), db_in_uint(m->campaign_id),
		db_in_uint(m->staff_id), db_in_text(m->results), db_in_int(now)),
	    NULL);
}

/* Steps that begin at one moment lock each other out: a transaction is tried again. */
enum err db_mailing_begin(struct db *db, const struct db_mailing *m)
{
	struct db_mailing copy = *m;

	return db_transaction(db, begin_step, &copy);
}

enum err db_mailing_note(struct db *db, const struct db_mailing *m)
{
	return db_run(db, &note,
	    DB_IN(db_in_text(m->results), db_in_int(time(NULL)),
		db_in_blob(m->id, sizeof(m->id))),
	    NULL);
}

enum err db_mailing_read(struct db *db, struct db_mailing *m, int64_t *idle_r)
{
	struct arena *a = arena_new();
	struct db_rows *rows;
	bool found = false;
	enum err e = db_select(db, &find,
	    DB_IN(db_in_blob(m->id, sizeof(m->id)), db_in_uint(m->campaign_id),
		db_in_uint(m->staff_id)),
	    &rows);

	if (e == ERR_OK) {
		found = db_rows_next(rows);
		if (found) {
			const char *results = db_col_text(rows, a);

			memcpy(m->results, results, strnlen(results, DB_MAILING_MAX) + 1);
			*idle_r = time(NULL) - db_col_int(rows);
		}
		e = db_rows_end(rows);
	}
	arena_free(&a);
	return e == ERR_OK && !found ? ERR_NOT_FOUND : e;
}

struct back_work {
	uint32_t campaign_id;
	const uint8_t *hashes;
	size_t n;
	const struct db_audit *entry;
};

/* One that was used meanwhile stays used. */
static enum err take_all_back(struct db *db, void *ctx)
{
	const struct back_work *w = ctx;
	enum err e = ERR_OK;

	for (size_t i = 0; i < w->n && e == ERR_OK; i++)
		e = db_run(db, &take_back,
		    DB_IN(db_in_uint(w->campaign_id),
			db_in_blob(w->hashes + i * BOX_HASH_BYTES, BOX_HASH_BYTES)),
		    NULL);
	return e == ERR_OK ? db_audit_add(db, w->entry) : e;
}

enum err db_mailing_take_back(struct db *db, uint32_t campaign_id, const uint8_t *hashes,
    size_t n, const struct db_audit *entry)
{
	struct back_work w = {campaign_id, hashes, n, entry};

	return db_transaction(db, take_all_back, &w);
}
