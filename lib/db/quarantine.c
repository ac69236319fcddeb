#include "db/quarantine.h"

#include <string.h>

#include "db/db-private.h"

#define COLUMNS                                                                       \
	"SELECT rkey, campaign_id, form_version_id, day, channel, language, vector, " \
	"CAST(rule AS UNSIGNED) FROM quarantine "

static const struct db_sql counts = {"quarantine counts",
    "SELECT CAST(rule AS UNSIGNED), n, released FROM quarantine_count "
    "WHERE campaign_id = ?"};
static const struct db_sql list = {"quarantine list",
    COLUMNS "WHERE campaign_id = ? AND released = 0 ORDER BY rkey LIMIT ? OFFSET ?"};
static const struct db_sql left = {"quarantine left",
    "SELECT COUNT(*) FROM quarantine WHERE campaign_id = ? AND released = 0"};
static const struct db_sql due = {"quarantine due",
    COLUMNS "WHERE released = 1 AND campaign_id = "
	    "(SELECT MIN(campaign_id) FROM quarantine WHERE released = 1) "
	    "ORDER BY rkey LIMIT ?"};
static const struct db_sql texts = {"quarantine texts",
    "SELECT item, text FROM quarantine_text "
    "WHERE campaign_id = ? AND rkey = ? ORDER BY item"};
static const struct db_sql release = {"quarantine release",
    "UPDATE quarantine SET released = 1 "
    "WHERE campaign_id = ? AND rkey = ? AND released = 0"};
static const struct db_sql rules = {
    "spam rules", "SELECT CAST(spam_rules AS UNSIGNED) FROM agency WHERE id = ?"};
static const struct db_sql set_rules = {
    "spam rules set", "UPDATE agency SET spam_rules = ? WHERE id = ?"};

enum err db_quarantine_counts(struct db *db, uint32_t campaign_id,
    struct db_quarantine_count counts_r[DB_SPAM_RULES])
{
	struct db_quarantine_count v[DB_SPAM_RULES] = {{0}};
	struct db_rows *rows;
	enum err e = db_select(db, &counts, DB_IN(db_in_uint(campaign_id)), &rows);

	if (e != ERR_OK)
		return e;
	while (db_rows_next(rows)) {
		size_t rule = (size_t)db_col_uint(rows);
		uint32_t n = (uint32_t)db_col_uint(rows);

		if (rule >= 1 && rule <= DB_SPAM_RULES)
			v[rule - 1] =
			    (struct db_quarantine_count){n, (uint32_t)db_col_uint(rows)};
	}
	e = db_rows_end(rows);
	if (e == ERR_OK)
		memcpy(counts_r, v, sizeof(v));
	return e;
}

static enum err read_texts(struct db *db, struct arena *a, struct db_quarantined *q)
{
	struct db_quarantine_text *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &texts,
	    DB_IN(db_in_uint(q->campaign_id), db_in_blob(q->key, sizeof(q->key))), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_quarantine_text);
	while (db_rows_next(rows)) {
		v[n].item = (uint16_t)db_col_uint(rows);
		v[n++].text = db_col_text(rows, a);
	}
	q->texts = v;
	q->n_texts = n;
	return db_rows_end(rows);
}

static enum err read_rows(struct db *db, struct arena *a, struct db_rows *rows,
    struct db_quarantined **v_r, size_t *n_r)
{
	struct db_quarantined *v =
	    ARENA_ARRAY(a, db_rows_count(rows), struct db_quarantined);
	size_t n = 0;
	enum err e;

	for (; db_rows_next(rows); n++) {
		if (!db_col_bytes(rows, v[n].key, sizeof(v[n].key)))
			return db_rows_end(rows) == ERR_OK ? ERR_INTERNAL
							   : ERR_UNAVAILABLE;
		v[n].campaign_id = (uint32_t)db_col_uint(rows);
		v[n].version_id = (uint32_t)db_col_uint(rows);
		v[n].day = db_col_day(rows);
		v[n].channel = db_col_text(rows, a);
		v[n].language = db_col_text(rows, a);
		v[n].vector = db_col_blob(rows, a, &v[n].n_vector);
		v[n].rule = (unsigned)db_col_uint(rows) - 1;
	}
	e = db_rows_end(rows);
	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = read_texts(db, a, &v[i]);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

enum err db_quarantine_list(struct db *db, struct arena *a, uint32_t campaign_id,
    size_t skip, struct db_quarantined **v_r, size_t *n_r)
{
	struct db_rows *rows;
	enum err e = db_select(db, &list,
	    DB_IN(db_in_uint(campaign_id), db_in_uint(DB_QUARANTINE_PAGE),
		db_in_uint(skip)),
	    &rows);

	return e == ERR_OK ? read_rows(db, a, rows, v_r, n_r) : e;
}

enum err db_quarantine_left(struct db *db, uint32_t campaign_id, uint32_t *n_r)
{
	return db_select_number(db, &left, DB_IN(db_in_uint(campaign_id)), n_r);
}

enum err db_quarantine_due(
    struct db *db, struct arena *a, struct db_quarantined **v_r, size_t *n_r)
{
	struct db_rows *rows;
	enum err e = db_select(db, &due, DB_IN(db_in_uint(DB_QUARANTINE_AT_ONCE)), &rows);

	return e == ERR_OK ? read_rows(db, a, rows, v_r, n_r) : e;
}

struct release_work {
	uint32_t campaign_id;
	const uint8_t *keys;
	size_t n;
	const struct db_audit *entry;
};

static enum err release_all(struct db *db, void *ctx)
{
	const struct release_work *w = ctx;
	enum err e = ERR_OK;

	for (size_t i = 0; i < w->n && e == ERR_OK; i++) {
		uint64_t changed = 0;

		e = db_run(db, &release,
		    DB_IN(db_in_uint(w->campaign_id),
			db_in_blob(w->keys + i * DB_QUARANTINE_KEY, DB_QUARANTINE_KEY)),
		    &changed);
		if (e == ERR_OK && changed != 1)
			e = ERR_CONFLICT;
	}
	return e == ERR_OK ? db_audit_add(db, w->entry) : e;
}

enum err db_quarantine_release(struct db *db, uint32_t campaign_id, const uint8_t *keys,
    size_t n, const struct db_audit *entry)
{
	struct release_work w = {campaign_id, keys, n, entry};

	return db_transaction(db, release_all, &w);
}

enum err db_quarantine_rules(struct db *db, uint16_t agency_id, uint32_t *rules_r)
{
	return db_select_number(db, &rules, DB_IN(db_in_uint(agency_id)), rules_r);
}

struct rules_work {
	uint16_t agency_id;
	unsigned rules;
	const struct db_audit *entry;
};

static enum err change_rules(struct db *db, void *ctx)
{
	const struct rules_work *w = ctx;
	enum err e = db_run(
	    db, &set_rules, DB_IN(db_in_uint(w->rules), db_in_uint(w->agency_id)), NULL);

	return e == ERR_OK ? db_audit_add(db, w->entry) : e;
}

enum err db_quarantine_rules_set(
    struct db *db, uint16_t agency_id, unsigned rules_new, const struct db_audit *entry)
{
	struct rules_work w = {agency_id, rules_new, entry};

	return db_transaction(db, change_rules, &w);
}
