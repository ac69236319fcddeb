#include "db/sampling.h"

#include "db/db-private.h"

static const struct db_sql get = {"sampling get",
    "SELECT population, sample, confidence, margin FROM campaign_sampling "
    "WHERE campaign_id = ?"};
static const struct db_sql put = {"sampling put",
    "INSERT INTO campaign_sampling (campaign_id, population, sample, confidence, margin) "
    "VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE population = VALUES(population), "
    "sample = VALUES(sample), confidence = VALUES(confidence), margin = VALUES(margin)"};

enum err db_sampling_get(struct db *db, uint32_t campaign_id, struct db_sampling *s_r)
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
	}
	e = db_rows_end(rows);
	if (e == ERR_OK && !found)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		*s_r = s;
	return e;
}

struct job {
	uint32_t campaign_id;
	const struct db_sampling *s;
	const struct db_audit *audit;
};

static enum err save(struct db *db, void *ctx)
{
	const struct job *j = ctx;
	enum err e = db_run(db, &put,
	    DB_IN(db_in_uint(j->campaign_id), db_in_uint(j->s->population),
		db_in_uint(j->s->sample), db_in_uint((uint64_t)j->s->confidence),
		db_in_uint((uint64_t)j->s->margin)),
	    NULL);

	return e == ERR_OK ? db_audit_add(db, j->audit) : e;
}

enum err db_sampling_save(struct db *db, uint32_t campaign_id,
    const struct db_sampling *s, const struct db_audit *audit)
{
	struct job j = {campaign_id, s, audit};

	return db_transaction(db, save, &j);
}
