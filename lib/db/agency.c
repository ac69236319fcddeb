#include "db/agency.h"

#include <sodium.h>
#include <string.h>

#include "db/db-private.h"

#define DIGEST_BYTES 32

static const struct db_sql put_agency = {"agency put",
    "INSERT INTO agency (code, name, utc_offset, procedure_xml) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), name = VALUES(name), "
    "utc_offset = VALUES(utc_offset), procedure_xml = VALUES(procedure_xml)"};
static const struct db_sql agency_by_code = {"agency by code",
    "SELECT id, code, name, utc_offset, procedure_xml FROM agency WHERE code = ?"};
static const struct db_sql agency_list = {
    "agency list", "SELECT id, code, name, utc_offset FROM agency ORDER BY code"};
static const struct db_sql put_questionnaire = {"questionnaire put",
    "INSERT INTO questionnaire (agency_id, code, audience) VALUES (?, ?, ?) "
    "ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)"};
static const struct db_sql lock_questionnaire = {
    "questionnaire lock", "SELECT audience FROM questionnaire WHERE id = ? FOR UPDATE"};
static const struct db_sql newest = {"version newest",
    "SELECT COALESCE(MAX(version), 0), COALESCE(MAX(digest = ?), 0) FROM form_version "
    "WHERE questionnaire_id = ?"};
static const struct db_sql put_version = {"version put",
    "INSERT INTO form_version (questionnaire_id, version, title, xml, digest, "
    "published_on) VALUES (?, ?, ?, ?, ?, ?)"};
static const struct db_sql questionnaire_list = {"questionnaire list",
    "SELECT q.id, v.id, q.agency_id, a.code, q.code, v.title, v.version, q.audience "
    "FROM questionnaire q JOIN agency a ON a.id = q.agency_id "
    "JOIN form_version v ON v.questionnaire_id = q.id "
    "WHERE ? IN (0, q.agency_id) AND v.version = (SELECT MAX(w.version) "
    "FROM form_version w WHERE w.questionnaire_id = q.id) ORDER BY a.code, q.code"};

enum err db_agency_put(struct db *db, const struct db_agency *g, uint16_t *id_r)
{
	enum err e = db_run(db, &put_agency,
	    DB_IN(db_in_text(g->code), db_in_text(g->name), db_in_int(g->utc_offset),
		db_in_blob(g->procedure_xml, g->procedure_len)),
	    NULL);

	if (e == ERR_OK)
		*id_r = (uint16_t)db_last_id(db);
	return e;
}

/* The columns of codes are ASCII: anything else would be an error of the query. */
bool db_is_code(const char *code)
{
	size_t n = strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return code[n] == '\0' && n > 0 && n <= DB_CODE_MAX;
}

static void read_agency(struct db_rows *rows, struct arena *a, struct db_agency *g)
{
	g->id = (uint16_t)db_col_uint(rows);
	g->code = db_col_text(rows, a);
	g->name = db_col_text(rows, a);
	g->utc_offset = (int)db_col_int(rows);
	g->procedure_xml = NULL;
	g->procedure_len = 0;
}

enum err db_agency_by_code(
    struct db *db, struct arena *a, const char *code, struct db_agency *g_r)
{
	struct db_agency g = {0};
	struct db_rows *rows;
	enum err e;

	if (!db_is_code(code))
		return ERR_NOT_FOUND;
	e = db_select(db, &agency_by_code, DB_IN(db_in_text(code)), &rows);
	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows)) {
		read_agency(rows, a, &g);
		g.procedure_xml = (const char *)db_col_blob(rows, a, &g.procedure_len);
	}
	e = db_rows_end(rows);
	if (e != ERR_OK)
		return e;
	if (g.id == 0)
		return ERR_NOT_FOUND;
	*g_r = g;
	return ERR_OK;
}

enum err db_agency_list(
    struct db *db, struct arena *a, struct db_agency **v_r, size_t *n_r)
{
	struct db_agency *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &agency_list, DB_NONE, &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_agency);
	while (db_rows_next(rows))
		read_agency(rows, a, &v[n++]);
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

/* What one transaction of db_version_put() works on. */
struct version_work {
	uint16_t agency_id;
	const char *code, *audience, *title, *xml;
	size_t len;
	uint8_t digest[DIGEST_BYTES];
	day_t today;
	int version;
	bool added;
};

/* Holds the questionnaire's row, so that two loads number versions in turn. */
static enum err take_questionnaire(
    struct db *db, const struct version_work *w, struct arena *a, uint64_t *id_r)
{
	struct db_rows *rows;
	bool same = false;
	uint64_t id;
	enum err e = db_run(db, &put_questionnaire,
	    DB_IN(db_in_uint(w->agency_id), db_in_text(w->code), db_in_text(w->audience)),
	    NULL);

	if (e != ERR_OK)
		return e;
	id = db_last_id(db);
	e = db_select(db, &lock_questionnaire, DB_IN(db_in_uint(id)), &rows);
	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows))
		same = strcmp(db_col_text(rows, a), w->audience) == 0;
	e = db_rows_end(rows);
	if (e == ERR_OK && !same)
		e = ERR_CONFLICT;
	if (e == ERR_OK)
		*id_r = id;
	return e;
}

/* The newest version, and whether the text is none of them. */
static enum err compare_versions(
    struct db *db, uint64_t questionnaire, struct version_work *w)
{
	struct db_rows *rows;
	enum err e = db_select(db, &newest,
	    DB_IN(db_in_blob(w->digest, DIGEST_BYTES), db_in_uint(questionnaire)), &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows)) {
		w->version = (int)db_col_uint(rows);
		w->added = db_col_int(rows) == 0;
	}
	return db_rows_end(rows);
}

static enum err version_put(struct db *db, void *ctx)
{
	struct version_work *w = ctx;
	struct arena *a = arena_new();
	uint64_t questionnaire;
	enum err e = take_questionnaire(db, w, a, &questionnaire);

	arena_free(&a);
	if (e == ERR_OK)
		e = compare_versions(db, questionnaire, w);
	if (e != ERR_OK || !w->added)
		return e;
	w->version++;
	return db_run(db, &put_version,
	    DB_IN(db_in_uint(questionnaire), db_in_int(w->version), db_in_text(w->title),
		db_in_blob(w->xml, w->len), db_in_blob(w->digest, DIGEST_BYTES),
		db_in_day(w->today)),
	    NULL);
}

enum err db_version_put(struct db *db, uint16_t agency_id, const char *code,
    enum form_audience audience, const char *title, const char *xml, size_t len,
    day_t today, int *version_r, bool *added_r)
{
	struct version_work w = {.agency_id = agency_id,
	    .code = code,
	    .audience = audience == FORM_INTERNAL ? "internal" : "external",
	    .title = title,
	    .xml = xml,
	    .len = len,
	    .today = today};
	enum err e;

	crypto_generichash(
	    w.digest, sizeof(w.digest), (const uint8_t *)xml, len, NULL, 0);
	e = db_transaction(db, version_put, &w);
	if (e != ERR_OK)
		return e;
	*version_r = w.version;
	*added_r = w.added;
	return ERR_OK;
}

enum err db_questionnaire_list(struct db *db, struct arena *a, uint16_t agency_id,
    struct db_questionnaire **v_r, size_t *n_r)
{
	struct db_questionnaire *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e =
	    db_select(db, &questionnaire_list, DB_IN(db_in_uint(agency_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_questionnaire);
	for (; db_rows_next(rows); n++) {
		v[n].id = (uint32_t)db_col_uint(rows);
		v[n].version_id = (uint32_t)db_col_uint(rows);
		v[n].agency_id = (uint16_t)db_col_uint(rows);
		v[n].agency_code = db_col_text(rows, a);
		v[n].code = db_col_text(rows, a);
		v[n].title = db_col_text(rows, a);
		v[n].version = (int)db_col_uint(rows);
		v[n].audience = strcmp(db_col_text(rows, a), "internal") == 0
				    ? FORM_INTERNAL
				    : FORM_EXTERNAL;
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}
