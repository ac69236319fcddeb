#include "db/sampling.h"

#include "db/db-private.h"

static const struct db_sql get = {"sampling get",
    "SELECT s.population, s.sample, s.confidence, s.margin, s.share, s.rate, s.after_id, "
    "c.code, s.quota_item FROM campaign_sampling s "
    "LEFT JOIN campaign c ON c.id = s.after_id WHERE s.campaign_id = ?"};
static const struct db_sql put = {"sampling put",
    "INSERT INTO campaign_sampling (campaign_id, population, sample, confidence, margin, "
    "share, rate, after_id, quota_item) VALUES (?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), ?) "
    "ON DUPLICATE KEY UPDATE population = VALUES(population), sample = VALUES(sample), "
    "confidence = VALUES(confidence), margin = VALUES(margin), share = VALUES(share), "
    "rate = VALUES(rate), after_id = VALUES(after_id), quota_item = VALUES(quota_item)"};
static const struct db_sql quotas = {"quota list",
    "SELECT name, size, wanted FROM campaign_quota WHERE campaign_id = ? ORDER BY place"};
static const struct db_sql forget_quotas = {
    "quota forget", "DELETE FROM campaign_quota WHERE campaign_id = ?"};
static const struct db_sql add_quota = {"quota add",
    "INSERT INTO campaign_quota (campaign_id, place, name, size, wanted) "
    "VALUES (?, ?, ?, ?, ?)"};

static enum err get_quotas(
    struct db *db, struct arena *a, uint32_t campaign_id, struct db_sampling *s)
{
	struct db_quota *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &quotas, DB_IN(db_in_uint(campaign_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_quota);
	for (; db_rows_next(rows); n++) {
		v[n].name = db_col_text(rows, a);
		v[n].size = (uint32_t)db_col_uint(rows);
		v[n].wanted = (uint32_t)db_col_uint(rows);
	}
	s->quotas = v;
	s->n_quotas = n;
	return db_rows_end(rows);
}

enum err db_sampling_get(
    struct db *db, struct arena *a, uint32_t campaign_id, struct db_sampling *s_r)
{
	struct db_sampling s;
	struct db_rows *rows;
	bool found;
	enum err e = db_select(db, &get, DB_IN(db_in_uint(campaign_id)), &rows);

	if (e != ERR_OK)
		return e;
	found = db_rows_next(rows);
	if (found) {
		s.population = (uint32_t)db_col_uint(rows);
		s.sample = (uint32_t)db_col_uint(rows);
		s.confidence = (int)db_col_uint(rows);
		s.margin = (int)db_col_uint(rows);
		s.share = (int)db_col_uint(rows);
		s.rate = (int)db_col_uint(rows);
		s.after_id = (uint32_t)db_col_uint(rows);
		s.after = db_col_text(rows, a);
		s.quota_item = db_col_text(rows, a);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK && !found)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		e = get_quotas(db, a, campaign_id, &s);
	if (e == ERR_OK)
		*s_r = s;
	return e;
}

enum err db_sampling_put(struct db *db, uint32_t campaign_id, const struct db_sampling *s)
{
	enum err e = db_run(db, &put,
	    DB_IN(db_in_uint(campaign_id), db_in_uint(s->population),
		db_in_uint(s->sample), db_in_uint((uint64_t)s->confidence),
		db_in_uint((uint64_t)s->margin), db_in_uint((uint64_t)s->share),
		db_in_uint((uint64_t)s->rate), db_in_uint(s->after_id),
		db_in_text(s->quota_item)),
	    NULL);

	if (e == ERR_OK)
		e = db_run(db, &forget_quotas, DB_IN(db_in_uint(campaign_id)), NULL);
	for (size_t i = 0; e == ERR_OK && i < s->n_quotas; i++)
		e = db_run(db, &add_quota,
		    DB_IN(db_in_uint(campaign_id), db_in_uint(i + 1),
			db_in_text(s->quotas[i].name), db_in_uint(s->quotas[i].size),
			db_in_uint(s->quotas[i].wanted)),
		    NULL);
	return e;
}

/* Names of groups may hold anything: how many there are says enough. */
const char *db_sampling_json(struct arena *a, const struct db_sampling *s)
{
	return arena_printf(a,
	    "{\"population\": %u, \"sample\": %u, \"confidence\": %d, \"margin\": %d, "
	    "\"share\": %d, \"rate\": %d, \"after_id\": %u, \"quotas\": %zu, "
	    "\"quota_item\": %s}",
	    s->population, s->sample, s->confidence, s->margin, s->share, s->rate,
	    s->after_id, s->n_quotas,
	    s->quota_item ? arena_printf(a, "\"%s\"", s->quota_item) : "null");
}

struct job {
	uint32_t campaign_id;
	const struct db_sampling *s;
	const struct db_audit *audit;
};

static enum err save(struct db *db, void *ctx)
{
	const struct job *j = ctx;
	enum err e = db_sampling_put(db, j->campaign_id, j->s);

	return e == ERR_OK ? db_audit_add(db, j->audit) : e;
}

enum err db_sampling_save(struct db *db, uint32_t campaign_id,
    const struct db_sampling *s, const struct db_audit *audit)
{
	struct job j = {campaign_id, s, audit};

	return db_transaction(db, save, &j);
}
