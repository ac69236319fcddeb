#include "db/tally.h"

#include "base/text.h"
#include "db/db-private.h"

#define REMARK_ID_BYTES 16

static const struct db_sql cells = {"tally read",
    "SELECT item, cell, n FROM tally WHERE campaign_id = ? AND form_version_id = ? "
    "ORDER BY item, cell"};
static const struct db_sql remarks = {"remark list",
    "SELECT id, item, text FROM remark WHERE campaign_id = ? AND item = ? "
    "AND form_version_id = ? ORDER BY id LIMIT ? OFFSET ?"};
static const struct db_sql remark_count = {"remark count",
    "SELECT COUNT(*) FROM remark WHERE campaign_id = ? AND item = ? "
    "AND form_version_id = ?"};

/* 65535 is the item of the whole questionnaire (stat/tally.h). */
static const struct db_sql responses = {"tally responses",
    "SELECT CAST(COALESCE(SUM(n), 0) AS UNSIGNED) FROM tally WHERE campaign_id = ? "
    "AND item = 65535 AND cell = 0"};
static const struct db_sql versions = {"tally versions",
    "SELECT t.form_version_id, v.version, t.n FROM tally t "
    "JOIN form_version v ON v.id = t.form_version_id "
    "WHERE t.campaign_id = ? AND t.item = 65535 AND t.cell = 0 ORDER BY v.version"};
static const struct db_sql remark_get = {"remark get",
    "SELECT item, text FROM remark WHERE campaign_id = ? AND id = UNHEX(?) "
    "AND form_version_id = ?"};

enum err db_tally_read(struct db *db, struct arena *a, uint32_t campaign_id,
    uint32_t version_id, struct db_cell **v_r, size_t *n_r)
{
	struct db_cell *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(
	    db, &cells, DB_IN(db_in_uint(campaign_id), db_in_uint(version_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_cell);
	for (; db_rows_next(rows); n++) {
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

enum err db_tally_responses(struct db *db, uint32_t campaign_id, uint32_t *n_r)
{
	return db_select_number(db, &responses, DB_IN(db_in_uint(campaign_id)), n_r);
}

enum err db_tally_versions(struct db *db, struct arena *a, uint32_t campaign_id,
    struct db_counted **v_r, size_t *n_r)
{
	struct db_counted *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &versions, DB_IN(db_in_uint(campaign_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_counted);
	for (; db_rows_next(rows); n++) {
		v[n].version_id = (uint32_t)db_col_uint(rows);
		v[n].version = (int)db_col_uint(rows);
		v[n].responses = (uint32_t)db_col_uint(rows);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
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
