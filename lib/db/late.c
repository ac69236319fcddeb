#include "db/late.h"

#include "db/db-private.h"

#define WIDTH 5

static const struct db_sql put = {"late put",
    "INSERT INTO tally_late (campaign_id, form_version_id, item, cell, n) "
    "VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE n = n + VALUES(n)"};
static const struct db_sql list = {"late list",
    "SELECT form_version_id, item, cell, n FROM tally_late WHERE campaign_id = ? "
    "ORDER BY form_version_id, item, cell FOR UPDATE"};
static const struct db_sql drop = {"late drop",
    "DELETE FROM tally_late WHERE campaign_id = ? AND form_version_id = ? AND item = ?"};

static enum err add(struct db *db, struct arena *a, const struct db_count_batch *b)
{
	struct db_value *v = ARENA_ARRAY(a, b->n_late * WIDTH, struct db_value);

	for (size_t i = 0; i < b->n_late; i++) {
		const struct db_count_cell *c = &b->late[i];
		struct db_value *row = v + i * WIDTH;

		row[0] = db_in_uint(b->campaign_id);
		row[1] = db_in_uint(c->version_id);
		row[2] = db_in_uint(c->item);
		row[3] = db_in_uint(c->cell);
		row[4] = db_in_uint(c->n);
	}
	return db_bulk(db, &put, v, b->n_late, WIDTH);
}

static enum err read(struct db *db, struct arena *a, uint32_t campaign_id,
    struct db_count_cell **v_r, size_t *n_r)
{
	struct db_count_cell *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &list, DB_IN(db_in_uint(campaign_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_count_cell);
	for (; db_rows_next(rows); n++) {
		v[n].version_id = (uint32_t)db_col_uint(rows);
		v[n].item = (uint16_t)db_col_uint(rows);
		v[n].cell = (uint16_t)db_col_uint(rows);
		v[n].n = (uint32_t)db_col_uint(rows);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

static bool is_other_item(const struct db_count_cell *x, const struct db_count_cell *y)
{
	return x->version_id != y->version_id || x->item != y->item;
}

/* Takes the ripe ones away; they are moved to the front. */
static enum err take(struct db *db, uint32_t campaign_id, struct db_count_cell *v,
    size_t n, const bool *ripe, size_t *n_r)
{
	size_t taken = 0;
	enum err e = ERR_OK;

	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		if (!ripe[i])
			continue;
		if (taken == 0 || is_other_item(&v[taken - 1], &v[i]))
			e = db_run(db, &drop,
			    DB_IN(db_in_uint(campaign_id), db_in_uint(v[i].version_id),
				db_in_uint(v[i].item)),
			    NULL);
		v[taken++] = v[i];
	}
	*n_r = taken;
	return e;
}

enum err db_late_put(struct db *db, struct arena *a, const struct db_count_batch *b,
    struct db_count_cell **ripe_r, size_t *n_r)
{
	struct db_count_cell *v = NULL;
	size_t n = 0, taken = 0;
	bool *ripe = NULL;
	enum err e = add(db, a, b);

	if (e == ERR_OK)
		e = read(db, a, b->campaign_id, &v, &n);
	if (e == ERR_OK) {
		ripe = ARENA_ARRAY(a, n, bool);
		e = b->ripen(b->ripen_ctx, v, n, ripe);
	}
	if (e == ERR_OK)
		e = take(db, b->campaign_id, v, n, ripe, &taken);
	if (e == ERR_OK) {
		*ripe_r = v;
		*n_r = taken;
	}
	return e;
}
