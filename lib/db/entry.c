#include "db/entry.h"

#include "db/ballot.h"
#include "db/db-private.h"

static const struct db_sql count_up = {"entry count",
    "INSERT INTO entry (campaign_id, batch, day, staff_id, n) VALUES (?, ?, ?, ?, 1) "
    "ON DUPLICATE KEY UPDATE n = n + 1"};
static const struct db_sql of_batch = {"entry of batch",
    "SELECT CAST(SUM(n) AS UNSIGNED) FROM entry WHERE campaign_id = ? AND batch = ?"};
static const struct db_sql list = {"entry list",
    "SELECT e.batch, e.day, s.login, e.n FROM entry e JOIN staff s ON s.id = e.staff_id "
    "WHERE e.campaign_id = ? ORDER BY e.day DESC, e.batch, s.login"};

struct job {
	const struct db_entry *s;
	bool known; /* the ballot was there before */
	uint32_t number;
};

static enum err read_number(struct db *db, struct job *j)
{
	return db_select_number(db, &of_batch,
	    DB_IN(db_in_uint(j->s->campaign_id), db_in_text(j->s->batch)), &j->number);
}

static enum err work(struct db *db, void *ctx)
{
	struct job *j = ctx;
	const struct db_entry *s = j->s;
	uint64_t affected;
	enum err e = db_ballot_put(
	    db, s->worker, s->key, s->campaign_id, s->key_id, s->sealed, s->n_sealed);

	/* Known: the barrier was raised, and the commit of this makes it durable. */
	j->known = e == ERR_DUPLICATE;
	if (j->known)
		return ERR_OK;
	if (e == ERR_OK)
		e = db_run(db, &count_up,
		    DB_IN(db_in_uint(s->campaign_id), db_in_text(s->batch),
			db_in_day(s->day), db_in_uint(s->staff_id)),
		    &affected);
	if (e == ERR_OK && affected == 1)
		e = db_audit_add(db, &s->audit);
	return e == ERR_OK ? read_number(db, j) : e;
}

enum err db_entry_put(struct db *db, const struct db_entry *s, uint32_t *number_r)
{
	struct job j = {.s = s};
	enum err e = db_transaction(db, work, &j);

	if (e != ERR_OK)
		return e;
	if (j.known)
		return ERR_DUPLICATE;
	*number_r = j.number;
	return ERR_OK;
}

enum err db_entry_list(struct db *db, struct arena *a, uint32_t campaign_id,
    struct db_entry_count **v_r, size_t *n_r)
{
	struct db_entry_count *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &list, DB_IN(db_in_uint(campaign_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_entry_count);
	while (db_rows_next(rows)) {
		v[n].batch = db_col_text(rows, a);
		v[n].day = db_col_day(rows);
		v[n].login = db_col_text(rows, a);
		v[n++].n = (uint32_t)db_col_uint(rows);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}
