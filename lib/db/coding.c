#include "db/coding.h"

#include "base/text.h"
#include "db/db-private.h"

static const struct db_sql list = {"coding list",
    "SELECT LOWER(HEX(r.remark_id)), m.item, r.staff_id, s.login, t.topic FROM "
    "text_reading r "
    "JOIN remark m ON m.campaign_id = r.campaign_id AND m.id = r.remark_id "
    "JOIN staff s ON s.id = r.staff_id "
    "LEFT JOIN text_topic t ON t.campaign_id = r.campaign_id "
    "AND t.remark_id = r.remark_id AND t.staff_id = r.staff_id "
    "WHERE r.campaign_id = ? AND m.form_version_id = ? "
    "ORDER BY r.remark_id, r.staff_id, t.topic"};
static const struct db_sql forget = {"coding forget",
    "DELETE FROM text_reading WHERE campaign_id = ? AND remark_id = UNHEX(?) "
    "AND staff_id = ?"};
static const struct db_sql read_it = {"coding read",
    "INSERT INTO text_reading (campaign_id, remark_id, staff_id) "
    "VALUES (?, UNHEX(?), ?)"};
static const struct db_sql give = {"coding topic",
    "INSERT INTO text_topic (campaign_id, remark_id, staff_id, topic) "
    "VALUES (?, UNHEX(?), ?, ?)"};

#define NEXT                                                                             \
	"SELECT LOWER(HEX(m.id)), m.item, m.text FROM remark m WHERE m.campaign_id = ? " \
	"AND m.form_version_id = ? AND m.id > UNHEX(?) AND "
#define READ_BY                                                                  \
	"(SELECT 1 FROM text_reading r WHERE r.campaign_id = m.campaign_id AND " \
	"r.remark_id = m.id AND "

/* Each takes the coder as its last parameter, whether it asks for him or not. */
static const struct db_sql next[] = {
    [DB_CODING_UNREAD] = {"coding next unread",
	NEXT "NOT EXISTS " READ_BY "r.staff_id >= 0) AND ? >= 0 ORDER BY m.id LIMIT 1"},
    [DB_CODING_SECOND] = {"coding next second",
	NEXT "EXISTS " READ_BY "r.staff_id >= 0) AND NOT EXISTS " READ_BY
	     "r.staff_id = ?) ORDER BY m.id LIMIT 1"},
    [DB_CODING_OWN] = {"coding next own",
	NEXT "NOT EXISTS " READ_BY "r.staff_id = ?) ORDER BY m.id LIMIT 1"},
};
static const struct db_sql states = {"coding states",
    "SELECT m.campaign_id, m.item, COUNT(*), CAST(SUM(NOT EXISTS "
    "(SELECT 1 FROM text_reading r WHERE r.campaign_id = m.campaign_id "
    "AND r.remark_id = m.id)) AS UNSIGNED) FROM remark m "
    "JOIN campaign c ON c.id = m.campaign_id "
    "JOIN form_version v ON v.id = c.form_version_id "
    "JOIN questionnaire q ON q.id = v.questionnaire_id "
    "WHERE ? IN (0, q.agency_id) GROUP BY m.campaign_id, m.item "
    "ORDER BY m.campaign_id, m.item"};

enum err db_coding_list(struct db *db, struct arena *a, uint32_t campaign_id,
    uint32_t version_id, struct db_coding **v_r, size_t *n_r)
{
	struct db_coding *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(
	    db, &list, DB_IN(db_in_uint(campaign_id), db_in_uint(version_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_coding);
	for (; db_rows_next(rows); n++) {
		v[n].remark = db_col_text(rows, a);
		v[n].item = (uint16_t)db_col_uint(rows);
		v[n].staff_id = (uint32_t)db_col_uint(rows);
		v[n].login = db_col_text(rows, a);
		v[n].topic = db_col_text(rows, a);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

struct job {
	uint32_t campaign_id, staff_id;
	const char *remark;
	const char *const *topics;
	size_t n;
	const struct db_audit *audit;
};

static enum err save(struct db *db, void *ctx)
{
	const struct job *j = ctx;
	const struct db_value whose[] = {
	    db_in_uint(j->campaign_id), db_in_text(j->remark), db_in_uint(j->staff_id)};
	enum err e = db_run(db, &forget, whose, 3, NULL);

	if (e == ERR_OK)
		e = db_run(db, &read_it, whose, 3, NULL);
	for (size_t i = 0; e == ERR_OK && i < j->n; i++)
		e = db_run(db, &give,
		    DB_IN(whose[0], whose[1], whose[2], db_in_text(j->topics[i])), NULL);
	return e == ERR_OK ? db_audit_add(db, j->audit) : e;
}

enum err db_coding_save(struct db *db, uint32_t campaign_id, const char *remark,
    uint32_t staff_id, const char *const *topics, size_t n, const struct db_audit *audit)
{
	struct job j = {campaign_id, staff_id, remark, topics, n, audit};

	return db_transaction(db, save, &j);
}

enum err db_coding_next(struct db *db, struct arena *a, uint32_t campaign_id,
    uint32_t version_id, uint32_t staff_id, enum db_coding_queue queue, const char *after,
    struct db_remark *r_r)
{
	struct db_remark r = {0};
	struct db_rows *rows;
	enum err e = db_select(db, &next[queue],
	    DB_IN(db_in_uint(campaign_id), db_in_uint(version_id),
		db_in_text(after ? after : ""), db_in_uint(staff_id)),
	    &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows)) {
		r.id = db_col_text(rows, a);
		r.item = (uint16_t)db_col_uint(rows);
		r.text = db_col_text(rows, a);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK && r.id == NULL)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		*r_r = r;
	return e;
}

enum err db_coding_states(struct db *db, struct arena *a, uint16_t agency_id,
    struct db_coding_state **v_r, size_t *n_r)
{
	struct db_coding_state *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &states, DB_IN(db_in_uint(agency_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_coding_state);
	for (; db_rows_next(rows); n++) {
		v[n].campaign_id = (uint32_t)db_col_uint(rows);
		v[n].item = (uint16_t)db_col_uint(rows);
		v[n].texts = (uint32_t)db_col_uint(rows);
		v[n].unread = (uint32_t)db_col_uint(rows);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}
