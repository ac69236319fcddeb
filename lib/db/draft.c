#include "db/draft.h"

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "db/audit.h"
#include "db/db-private.h"

#define DIGEST_BYTES 32

#define FORM_READ                                                                      \
	"SELECT q.id, q.agency_id, a.code, q.code, q.audience, COALESCE(v.id, 0), "    \
	"COALESCE(v.title, ''), COALESCE(v.version, 0), v.published_on, "              \
	"COALESCE(d.revision, 0), s.login, COALESCE(d.edited_at, 0) "                  \
	"FROM questionnaire q JOIN agency a ON a.id = q.agency_id "                    \
	"LEFT JOIN form_version v ON v.questionnaire_id = q.id AND v.version = "       \
	"(SELECT MAX(w.version) FROM form_version w WHERE w.questionnaire_id = q.id) " \
	"LEFT JOIN form_draft d ON d.questionnaire_id = q.id "                         \
	"LEFT JOIN staff s ON s.id = d.edited_by "

static const struct db_sql form_list = {
    "form list", FORM_READ "WHERE ? IN (0, q.agency_id) ORDER BY a.code, q.code"};
static const struct db_sql form_get = {
    "form get", FORM_READ "WHERE ? IN (0, q.agency_id) AND q.id = ?"};
static const struct db_sql version_list = {"version list",
    "SELECT id, version, title, published_on FROM form_version "
    "WHERE questionnaire_id = ? ORDER BY version DESC"};
static const struct db_sql get = {"draft get",
    "SELECT revision, base_version, xml FROM form_draft WHERE questionnaire_id = ?"};
static const struct db_sql get_locked = {"draft lock",
    "SELECT revision, base_version, xml FROM form_draft WHERE questionnaire_id = ? "
    "FOR UPDATE"};
static const struct db_sql start = {"draft start",
    "INSERT INTO form_draft (questionnaire_id, xml, revision, base_version, edited_by, "
    "edited_at) VALUES (?, ?, 1, ?, ?, ?)"};
static const struct db_sql save = {"draft save",
    "UPDATE form_draft SET xml = ?, revision = revision + 1, edited_by = ?, "
    "edited_at = ? WHERE questionnaire_id = ?"};
static const struct db_sql drop = {
    "draft drop", "DELETE FROM form_draft WHERE questionnaire_id = ?"};
static const struct db_sql add = {"questionnaire add",
    "INSERT INTO questionnaire (agency_id, code, audience) VALUES (?, ?, ?)"};
static const struct db_sql drop_empty = {"questionnaire drop",
    "DELETE FROM questionnaire WHERE id = ? AND NOT EXISTS "
    "(SELECT 1 FROM form_version v WHERE v.questionnaire_id = questionnaire.id)"};
static const struct db_sql newest = {"draft newest version",
    "SELECT COALESCE(MAX(version), 0) FROM form_version WHERE questionnaire_id = ?"};
static const struct db_sql add_version = {"draft publish",
    "INSERT INTO form_version (questionnaire_id, version, title, xml, digest, "
    "published_on) VALUES (?, ?, ?, ?, ?, ?)"};

/* --- reading --- */

static void read_line(struct db_rows *rows, struct arena *a, struct db_form_line *l)
{
	struct db_questionnaire *q = &l->questionnaire;

	q->id = (uint32_t)db_col_uint(rows);
	q->agency_id = (uint16_t)db_col_uint(rows);
	q->agency_code = db_col_text(rows, a);
	q->code = db_col_text(rows, a);
	q->audience =
	    text_equal(db_col_text(rows, a), "internal") ? FORM_INTERNAL : FORM_EXTERNAL;
	q->version_id = (uint32_t)db_col_uint(rows);
	q->title = db_col_text(rows, a);
	q->version = (int)db_col_uint(rows);
	l->published_on = db_col_day(rows);
	l->revision = (uint32_t)db_col_uint(rows);
	l->editor = db_col_text(rows, a);
	l->edited_at = db_col_int(rows);
}

enum err db_form_list(struct db *db, struct arena *a, uint16_t agency_id,
    struct db_form_line **v_r, size_t *n_r)
{
	struct db_form_line *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &form_list, DB_IN(db_in_uint(agency_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_form_line);
	while (db_rows_next(rows))
		read_line(rows, a, &v[n++]);
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

enum err db_form_get(struct db *db, struct arena *a, uint16_t agency_id,
    uint32_t questionnaire_id, struct db_form_line *l_r)
{
	struct db_form_line l;
	struct db_rows *rows;
	bool found;
	enum err e = db_select(db, &form_get,
	    DB_IN(db_in_uint(agency_id), db_in_uint(questionnaire_id)), &rows);

	if (e != ERR_OK)
		return e;
	found = db_rows_next(rows);
	if (found)
		read_line(rows, a, &l);
	e = db_rows_end(rows);
	if (e == ERR_OK && !found)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		*l_r = l;
	return e;
}

enum err db_version_list(struct db *db, struct arena *a, uint32_t questionnaire_id,
    struct db_version **v_r, size_t *n_r)
{
	struct db_version *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e =
	    db_select(db, &version_list, DB_IN(db_in_uint(questionnaire_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_version);
	for (; db_rows_next(rows); n++) {
		v[n].id = (uint32_t)db_col_uint(rows);
		v[n].version = (int)db_col_uint(rows);
		v[n].title = db_col_text(rows, a);
		v[n].published_on = db_col_day(rows);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

static enum err read_draft(struct db *db, struct arena *a, const struct db_sql *sql,
    uint32_t questionnaire_id, struct db_draft *d_r)
{
	struct db_draft d = {.questionnaire_id = questionnaire_id};
	struct db_rows *rows;
	bool found;
	enum err e = db_select(db, sql, DB_IN(db_in_uint(questionnaire_id)), &rows);

	if (e != ERR_OK)
		return e;
	found = db_rows_next(rows);
	if (found) {
		d.revision = (uint32_t)db_col_uint(rows);
		d.base_version = (int)db_col_uint(rows);
		d.xml = (const char *)db_col_blob(rows, a, &d.len);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK && !found)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		*d_r = d;
	return e;
}

enum err db_draft_get(
    struct db *db, struct arena *a, uint32_t questionnaire_id, struct db_draft *d_r)
{
	return read_draft(db, a, &get, questionnaire_id, d_r);
}

/* --- the audit log: of two texts only the lines that differ --- */

/* Bytes both begin with, up to the end of a line. */
static size_t same_head(const struct db_draft *x, const struct db_draft *y)
{
	size_t i, line = 0;

	for (i = 0; i < x->len && i < y->len && x->xml[i] == y->xml[i]; i++)
		if (x->xml[i] == '\n')
			line = i + 1;
	return line;
}

/* Bytes both end with, from the start of a line, head not touched. */
static size_t same_tail(const struct db_draft *x, const struct db_draft *y, size_t head)
{
	size_t i = 0, line = 0;

	while (i < x->len - head && i < y->len - head &&
	       x->xml[x->len - i - 1] == y->xml[y->len - i - 1]) {
		if (x->xml[x->len - i - 1] == '\n')
			line = i;
		i++;
	}
	return line;
}

static const char *state(
    struct arena *a, const struct db_draft *d, size_t head, size_t tail)
{
	size_t line = 1, i;
	json_t *j;
	char *text;
	const char *kept;

	for (i = 0; i < head; i++)
		line += d->xml[i] == '\n';
	j = json_pack("{s:i, s:i, s:s%}", "revision", (int)d->revision, "line", (int)line,
	    "xml", d->xml + head, d->len - head - tail);
	text = j != NULL ? json_dumps(j, JSON_COMPACT) : NULL;
	kept = arena_strdup(a, text != NULL ? text : "{}");
	free(text);
	json_decref(j);
	return kept;
}

static enum err record(struct db *db, struct arena *a, const char *action,
    uint32_t staff_id, const struct db_draft *before, const struct db_draft *after)
{
	size_t head = 0, tail = 0;

	if (before != NULL && after != NULL) {
		head = same_head(before, after);
		tail = same_tail(before, after, head);
	}
	return db_audit_add(
	    db, &(struct db_audit){.staff_id = staff_id,
		    .action = action,
		    .object = arena_printf(
			a, "form %u", (before ? before : after)->questionnaire_id),
		    .before = before != NULL ? state(a, before, head, tail) : NULL,
		    .after = after != NULL ? state(a, after, head, tail) : NULL});
}

/* --- writing --- */

/* What one transaction works on. */
struct work {
	struct arena *arena;
	struct db_draft draft;
	uint32_t staff_id;
	const struct db_publication *publication;
	const struct db_questionnaire_new *questionnaire;
	int version;
};

static enum err start_work(struct db *db, void *ctx)
{
	struct work *w = ctx;
	const struct db_draft *d = &w->draft;
	enum err e = db_run(db, &start,
	    DB_IN(db_in_uint(d->questionnaire_id), db_in_blob(d->xml, d->len),
		db_in_int(d->base_version), db_in_uint(w->staff_id),
		db_in_int(time(NULL))),
	    NULL);

	if (e != ERR_OK)
		return e;
	return db_audit_add(
	    db, &(struct db_audit){.staff_id = w->staff_id,
		    .action = "form.start",
		    .object = arena_printf(w->arena, "form %u", d->questionnaire_id)});
}

enum err db_draft_start(struct db *db, const struct db_draft *d, uint32_t staff_id)
{
	struct work w = {.arena = arena_new(), .draft = *d, .staff_id = staff_id};
	enum err e = db_transaction(db, start_work, &w);

	arena_free(&w.arena);
	return e;
}

static enum err add_work(struct db *db, void *ctx)
{
	struct work *w = ctx;
	const struct db_questionnaire_new *q = w->questionnaire;
	enum err e = db_run(db, &add,
	    DB_IN(db_in_uint(q->agency_id), db_in_text(q->code),
		db_in_text(q->audience == FORM_INTERNAL ? "internal" : "external")),
	    NULL);

	if (e != ERR_OK)
		return e;
	w->draft.questionnaire_id = (uint32_t)db_last_id(db);
	e = db_audit_add(db,
	    &(struct db_audit){.staff_id = q->staff_id,
		.action = "form.add",
		.object = arena_printf(w->arena, "form %u", w->draft.questionnaire_id),
		.after = arena_printf(w->arena, "{\"code\":\"%s\"}", q->code)});
	return e == ERR_OK ? start_work(db, w) : e;
}

enum err db_questionnaire_add(
    struct db *db, const struct db_questionnaire_new *q, uint32_t *id_r)
{
	struct work w = {.arena = arena_new(),
	    .draft = {.xml = q->xml, .len = q->len},
	    .staff_id = q->staff_id,
	    .questionnaire = q};
	enum err e = db_transaction(db, add_work, &w);

	arena_free(&w.arena);
	if (e == ERR_OK)
		*id_r = w.draft.questionnaire_id;
	return e;
}

/* The draft as stored, its row held; it must be of the revision in hand. */
static enum err take(struct db *db, const struct work *w, struct db_draft *stored_r)
{
	struct db_draft stored;
	enum err e =
	    read_draft(db, w->arena, &get_locked, w->draft.questionnaire_id, &stored);

	if (e != ERR_OK)
		return e;
	if (stored.revision != w->draft.revision)
		return ERR_CONFLICT;
	*stored_r = stored;
	return ERR_OK;
}

static enum err save_work(struct db *db, void *ctx)
{
	struct work *w = ctx;
	struct db_draft before, after = w->draft;
	enum err e = take(db, w, &before);

	if (e == ERR_OK)
		e = db_run(db, &save,
		    DB_IN(db_in_blob(after.xml, after.len), db_in_uint(w->staff_id),
			db_in_int(time(NULL)), db_in_uint(after.questionnaire_id)),
		    NULL);
	after.revision++;
	return e == ERR_OK
		   ? record(db, w->arena, "form.edit", w->staff_id, &before, &after)
		   : e;
}

enum err db_draft_save(
    struct db *db, struct arena *a, const struct db_draft *d, uint32_t staff_id)
{
	struct work w = {.arena = a, .draft = *d, .staff_id = staff_id};

	return db_transaction(db, save_work, &w);
}

static enum err drop_work(struct db *db, void *ctx)
{
	struct work *w = ctx;
	struct db_draft before;
	enum err e = take(db, w, &before);

	if (e == ERR_OK)
		e = db_run(db, &drop, DB_IN(db_in_uint(w->draft.questionnaire_id)), NULL);
	if (e == ERR_OK)
		e = db_run(
		    db, &drop_empty, DB_IN(db_in_uint(w->draft.questionnaire_id)), NULL);
	return e == ERR_OK
		   ? record(db, w->arena, "form.discard", w->staff_id, &before, NULL)
		   : e;
}

enum err db_draft_drop(struct db *db, struct arena *a, uint32_t questionnaire_id,
    uint32_t revision, uint32_t staff_id)
{
	struct work w = {.arena = a,
	    .draft = {.questionnaire_id = questionnaire_id, .revision = revision},
	    .staff_id = staff_id};

	return db_transaction(db, drop_work, &w);
}

static enum err newest_version(struct db *db, uint32_t questionnaire_id, int *version_r)
{
	uint32_t version;
	enum err e =
	    db_select_number(db, &newest, DB_IN(db_in_uint(questionnaire_id)), &version);

	if (e == ERR_OK)
		*version_r = (int)version;
	return e;
}

static enum err put_version(
    struct db *db, const struct db_publication *p, int version, struct arena *a)
{
	uint8_t digest[DIGEST_BYTES];
	enum err e;

	crypto_generichash(
	    digest, sizeof(digest), (const uint8_t *)p->xml, p->len, NULL, 0);
	e = db_run(db, &add_version,
	    DB_IN(db_in_uint(p->questionnaire_id), db_in_int(version),
		db_in_text(p->title), db_in_blob(p->xml, p->len),
		db_in_blob(digest, sizeof(digest)), db_in_day(p->today)),
	    NULL);
	/* A load of the procedure was faster. */
	if (e == ERR_DUPLICATE)
		e = ERR_CONFLICT;
	if (e != ERR_OK)
		return e;
	return db_audit_add(
	    db, &(struct db_audit){.staff_id = p->staff_id,
		    .action = "form.publish",
		    .object = arena_printf(a, "form %u", p->questionnaire_id),
		    .after = arena_printf(
			a, "{\"version\":%d,\"revision\":%u}", version, p->revision)});
}

static enum err publish_work(struct db *db, void *ctx)
{
	struct work *w = ctx;
	const struct db_publication *p = w->publication;
	struct db_draft stored;
	enum err e = take(db, w, &stored);

	if (e == ERR_OK)
		e = newest_version(db, p->questionnaire_id, &w->version);
	if (e == ERR_OK && w->version != p->newest)
		e = ERR_CONFLICT;
	if (e != ERR_OK)
		return e;
	w->version++;
	e = put_version(db, p, w->version, w->arena);
	return e == ERR_OK
		   ? db_run(db, &drop, DB_IN(db_in_uint(p->questionnaire_id)), NULL)
		   : e;
}

enum err db_draft_publish(
    struct db *db, struct arena *a, const struct db_publication *p, int *version_r)
{
	struct work w = {.arena = a,
	    .draft = {.questionnaire_id = p->questionnaire_id, .revision = p->revision},
	    .staff_id = p->staff_id,
	    .publication = p};
	enum err e = db_transaction(db, publish_work, &w);

	if (e == ERR_OK)
		*version_r = w.version;
	return e;
}
