#include "db/tally.h"

#include "db/db-private.h"

static const struct db_sql cells = {"tally read",
    "SELECT item, cell, n FROM tally WHERE campaign_id = ? AND form_version_id = ? "
    "ORDER BY item, cell"};

/* 65535 is the item of the whole questionnaire (stat/tally.h). */
static const struct db_sql responses = {"tally responses",
    "SELECT CAST(COALESCE(SUM(n), 0) AS UNSIGNED) FROM tally WHERE campaign_id = ? "
    "AND item = 65535 AND cell = 0"};
static const struct db_sql versions = {"tally versions",
    "SELECT t.form_version_id, v.version, t.n FROM tally t "
    "JOIN form_version v ON v.id = t.form_version_id "
    "WHERE t.campaign_id = ? AND t.item = 65535 AND t.cell = 0 ORDER BY v.version"};

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
