#include "db/remark.h"

#include "base/text.h"
#include "db/db-private.h"

#define REMARK_ID_BYTES 16
#define AT_ONCE 200 /* texts in memory: at most a megabyte or two */

static const struct db_sql remarks = {"remark list",
    "SELECT id, item, text FROM remark WHERE campaign_id = ? AND item = ? "
    "AND form_version_id = ? ORDER BY id LIMIT ? OFFSET ?"};
static const struct db_sql remark_count = {"remark count",
    "SELECT COUNT(*) FROM remark WHERE campaign_id = ? AND item = ? "
    "AND form_version_id = ?"};
static const struct db_sql remark_get = {"remark get",
    "SELECT item, text FROM remark WHERE campaign_id = ? AND id = UNHEX(?) "
    "AND form_version_id = ?"};
/* By the primary key: each part begins where the last one ended. */
static const struct db_sql remark_walk = {"remark walk",
    "SELECT id, item, text FROM remark WHERE campaign_id = ? AND form_version_id = ? "
    "AND id > ? ORDER BY id LIMIT ?"};

static enum err count_remarks(struct db *db, uint32_t campaign_id, uint32_t version_id,
    uint16_t item, size_t *total_r)
{
	uint32_t total;
	enum err e = db_select_number(db, &remark_count,
	    DB_IN(db_in_uint(campaign_id), db_in_uint(item), db_in_uint(version_id)),
	    &total);

	if (e == ERR_OK)
		*total_r = total;
	return e;
}

enum err db_remark_list(struct db *db, struct arena *a, uint32_t campaign_id,
    uint32_t version_id, uint16_t item, size_t offset, size_t limit,
    struct db_remark **v_r, size_t *n_r, size_t *total_r)
{
	struct db_remark *v;
	struct db_rows *rows;
	size_t n = 0, total, n_id;
	enum err e = count_remarks(db, campaign_id, version_id, item, &total);

	if (e != ERR_OK)
		return e;
	e = db_select(db, &remarks,
	    DB_IN(db_in_uint(campaign_id), db_in_uint(item), db_in_uint(version_id),
		db_in_uint(limit), db_in_uint(offset)),
	    &rows);
	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_remark);
	for (; db_rows_next(rows); n++) {
		const uint8_t *id = db_col_blob(rows, a, &n_id);

		v[n].id = text_hex(a, id, n_id);
		v[n].item = (uint16_t)db_col_uint(rows);
		v[n].text = db_col_text(rows, a);
	}
	e = db_rows_end(rows);
	if (e != ERR_OK)
		return e;
	*v_r = v;
	*n_r = n;
	*total_r = total;
	return ERR_OK;
}

enum err db_remark_get(struct db *db, struct arena *a, uint32_t campaign_id,
    uint32_t version_id, const char *id, struct db_remark *r_r)
{
	struct db_remark r = {.id = id};
	struct db_rows *rows;
	enum err e = db_select(db, &remark_get,
	    DB_IN(db_in_uint(campaign_id), db_in_text(id), db_in_uint(version_id)),
	    &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows)) {
		r.item = (uint16_t)db_col_uint(rows);
		r.text = db_col_text(rows, a);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK && r.text == NULL)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		*r_r = r;
	return e;
}

struct walk {
	struct db *db;
	uint32_t campaign_id, version_id;
	uint8_t last[REMARK_ID_BYTES]; /* id of the last one seen */
	bool begun;
	db_remark_each *each;
	void *ctx;
};

static enum err one(struct walk *w, struct db_rows *rows, struct arena *a)
{
	struct db_remark r;

	if (!db_col_bytes(rows, w->last, sizeof(w->last)))
		return ERR_INTERNAL;
	r.id = text_hex(a, w->last, sizeof(w->last));
	r.item = (uint16_t)db_col_uint(rows);
	r.text = db_col_text(rows, a);
	return w->each(w->ctx, &r);
}

/* One part of a walk; *n_r texts, fewer than AT_ONCE in the last one. */
static enum err part(struct walk *w, struct arena *a, size_t *n_r)
{
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(w->db, &remark_walk,
	    DB_IN(db_in_uint(w->campaign_id), db_in_uint(w->version_id),
		db_in_blob(w->last, w->begun ? sizeof(w->last) : 0), db_in_uint(AT_ONCE)),
	    &rows);
	enum err ended;

	if (e != ERR_OK)
		return e;
	for (; e == ERR_OK && db_rows_next(rows); n++)
		e = one(w, rows, a);
	ended = db_rows_end(rows);
	w->begun = true;
	*n_r = n;
	return e == ERR_OK ? ended : e;
}

enum err db_remark_walk(struct db *db, uint32_t campaign_id, uint32_t version_id,
    db_remark_each *each, void *ctx)
{
	struct walk w = {.db = db,
	    .campaign_id = campaign_id,
	    .version_id = version_id,
	    .each = each,
	    .ctx = ctx};
	struct arena *a = arena_new();
	size_t n = AT_ONCE;
	enum err e = ERR_OK;

	while (e == ERR_OK && n == AT_ONCE) {
		e = part(&w, a, &n);
		arena_reset(a);
	}
	arena_free(&a);
	return e;
}
