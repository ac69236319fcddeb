#include "db/pain.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "db/audit.h"
#include "db/db-private.h"

const char *const db_pain_kinds[] = {NULL, "problem", "need", NULL};
const char *const db_pain_units[] = {NULL, "asked", "appeals", "appeal_count", NULL};
const char *const db_pain_statuses[] = {NULL, "found", "work", "done", "rejected", NULL};

static const char *const audiences[] = {
    [FORM_EXTERNAL] = "external", [FORM_INTERNAL] = "internal"};

#define PAIN_READ                                                                        \
	"SELECT p.id, p.revision, p.agency_id, p.audience, p.process, p.process_group, " \
	"p.kind, p.text, p.prevalence, p.prevalence_unit, p.prevalence_method, "         \
	"p.priority, p.priority_method, p.linked, p.responsible, p.due_on, p.due_text, " \
	"p.queue, p.organisation, p.period, p.source, p.campaign_id, c.code, p.item, "   \
	"p.status, p.reason FROM pain p LEFT JOIN campaign c ON c.id = p.campaign_id "

static const struct db_sql list = {
    "pain list", PAIN_READ "WHERE p.agency_id = ? AND p.audience = ? ORDER BY p.id"};
static const struct db_sql get = {
    "pain get", PAIN_READ "WHERE p.id = ? AND ? IN (0, p.agency_id)"};
static const struct db_sql overdue = {"pain overdue",
    PAIN_READ "WHERE p.agency_id = ? AND p.due_on < ? AND p.status IN ('found', 'work') "
	      "ORDER BY p.due_on, p.id"};
static const struct db_sql measures_of_map = {"pain measures of a map",
    "SELECT m.pain_id, m.text, m.reengineering FROM pain_measure m "
    "JOIN pain p ON p.id = m.pain_id WHERE p.agency_id = ? AND p.audience = ? "
    "ORDER BY m.pain_id, m.n"};
static const struct db_sql measures_of = {"pain measures",
    "SELECT pain_id, text, reengineering FROM pain_measure WHERE pain_id = ? ORDER BY n"};
static const struct db_sql insert = {"pain insert",
    "INSERT INTO pain (process, process_group, kind, text, prevalence, prevalence_unit, "
    "prevalence_method, priority, priority_method, linked, responsible, due_on, "
    "due_text, "
    "queue, organisation, period, source, campaign_id, item, status, reason, "
    "agency_id, audience, form_key) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
static const struct db_sql by_key = {"pain by key",
    "SELECT p.id, p.agency_id, p.audience = ?, h.state FROM pain p "
    "JOIN pain_history h ON h.pain_id = p.id AND h.revision = 1 WHERE p.form_key = ?"};
static const struct db_sql update = {"pain update",
    "UPDATE pain SET process = ?, process_group = ?, kind = ?, text = ?, prevalence = ?, "
    "prevalence_unit = ?, prevalence_method = ?, priority = ?, priority_method = ?, "
    "linked = ?, responsible = ?, due_on = ?, due_text = ?, queue = ?, organisation = ?, "
    "period = ?, source = ?, campaign_id = ?, item = ?, status = ?, reason = ?, "
    "revision = revision + 1 WHERE id = ? AND revision = ?"};
static const struct db_sql exists = {"pain exists", "SELECT id FROM pain WHERE id = ?"};
static const struct db_sql measure_clear = {
    "pain measure clear", "DELETE FROM pain_measure WHERE pain_id = ?"};
static const struct db_sql measure_add = {"pain measure add",
    "INSERT INTO pain_measure (pain_id, n, text, reengineering) VALUES (?, ?, ?, ?)"};
static const struct db_sql history_add = {"pain history add",
    "INSERT INTO pain_history (pain_id, revision, at, staff_id, state) "
    "VALUES (?, ?, ?, ?, ?)"};
static const struct db_sql history_state = {"pain history state",
    "SELECT state FROM pain_history WHERE pain_id = ? AND revision = ?"};
static const struct db_sql history = {"pain history",
    "SELECT h.revision, h.at, s.login, h.state FROM pain_history h "
    "JOIN staff s ON s.id = h.staff_id WHERE h.pain_id = ? ORDER BY h.revision DESC"};
/* The first of the states that were done ever since. */
static const struct db_sql done_at = {"pain done at",
    "SELECT MIN(h.at) FROM pain_history h JOIN pain p ON p.id = h.pain_id "
    "WHERE p.id = ? AND p.status = 'done' AND h.revision > "
    "(SELECT COALESCE(MAX(o.revision), 0) FROM pain_history o WHERE o.pain_id = p.id "
    "AND JSON_VALUE(o.state, '$.status') <> 'done')"};

bool db_pain_is_open(const struct db_pain *p)
{
	return p->status == DB_PAIN_FOUND || p->status == DB_PAIN_WORK;
}

/* --- reading --- */

static int named(const char *const *names, const char *s)
{
	for (int i = 1; names[i] != NULL; i++)
		if (strcmp(names[i], s) == 0)
			return i;
	return 0;
}

/* "66.70" as stored is "66.7" to people. */
static const char *short_decimal(char *s)
{
	char *end;

	if (s == NULL || strchr(s, '.') == NULL)
		return s;
	end = s + strlen(s);
	while (end[-1] == '0')
		*--end = '\0';
	if (end[-1] == '.')
		end[-1] = '\0';
	return s;
}

static struct db_pain read_pain(struct db_rows *rows, struct arena *a)
{
	struct db_pain p = {0};
	const char *prevalence;

	p.id = (uint32_t)db_col_uint(rows);
	p.revision = (uint32_t)db_col_uint(rows);
	p.agency_id = (uint16_t)db_col_uint(rows);
	p.audience = text_equal(db_col_text(rows, a), audiences[FORM_INTERNAL])
			 ? FORM_INTERNAL
			 : FORM_EXTERNAL;
	p.process = db_col_text(rows, a);
	p.process_group = db_col_text(rows, a);
	p.kind = (enum db_pain_kind)named(db_pain_kinds, db_col_text(rows, a));
	p.text = db_col_text(rows, a);
	prevalence = db_col_text(rows, a);
	p.prevalence = prevalence ? short_decimal(arena_strdup(a, prevalence)) : NULL;
	p.prevalence_unit = (enum db_pain_unit)named(db_pain_units, db_col_text(rows, a));
	p.prevalence_method = db_col_text(rows, a);
	p.priority = (int)db_col_uint(rows);
	p.priority_method = db_col_text(rows, a);
	p.linked = db_col_int(rows) != 0;
	p.responsible = db_col_text(rows, a);
	p.due_on = db_col_day(rows);
	p.due_text = db_col_text(rows, a);
	p.queue = (int)db_col_uint(rows);
	p.organisation = db_col_text(rows, a);
	p.period = db_col_text(rows, a);
	p.source = db_col_text(rows, a);
	p.campaign_id = (uint32_t)db_col_uint(rows);
	p.campaign = db_col_text(rows, a);
	p.item = db_col_text(rows, a);
	p.status = (enum db_pain_status)named(db_pain_statuses, db_col_text(rows, a));
	p.reason = db_col_text(rows, a);
	return p;
}

static enum err read_pains(struct db *db, struct arena *a, const struct db_sql *sql,
    const struct db_value *in, size_t n_in, struct db_pain **v_r, size_t *n_r)
{
	struct db_pain *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, sql, in, n_in, &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_pain);
	while (db_rows_next(rows))
		v[n++] = read_pain(rows, a);
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

/* Hands out measures, ordered by row, to rows ordered by number. */
static enum err read_measures(struct db *db, struct arena *a, const struct db_sql *sql,
    const struct db_value *in, size_t n_in, struct db_pain *v, size_t n)
{
	struct db_rows *rows;
	size_t at = 0;
	enum err e = db_select(db, sql, in, n_in, &rows);

	if (e != ERR_OK)
		return e;
	while (db_rows_next(rows)) {
		uint32_t id = (uint32_t)db_col_uint(rows);
		struct db_pain_measure *m;

		while (at < n && v[at].id < id)
			at++;
		if (at == n || v[at].id != id || v[at].n_measures == DB_PAIN_MEASURES_MAX)
			continue;
		if (v[at].measures == NULL)
			v[at].measures =
			    ARENA_ARRAY(a, DB_PAIN_MEASURES_MAX, struct db_pain_measure);
		m = &v[at].measures[v[at].n_measures++];
		m->text = db_col_text(rows, a);
		m->reengineering = db_col_int(rows) != 0;
	}
	return db_rows_end(rows);
}

enum err db_pain_list(struct db *db, struct arena *a, uint16_t agency_id,
    enum form_audience audience, struct db_pain **v_r, size_t *n_r)
{
	const struct db_value in[] = {
	    db_in_uint(agency_id), db_in_text(audiences[audience])};
	struct db_pain *v;
	size_t n;
	enum err e = read_pains(db, a, &list, in, 2, &v, &n);

	if (e == ERR_OK)
		e = read_measures(db, a, &measures_of_map, in, 2, v, n);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

enum err db_pain_get(
    struct db *db, struct arena *a, uint16_t agency_id, uint32_t id, struct db_pain *p_r)
{
	struct db_pain *v;
	size_t n;
	enum err e =
	    read_pains(db, a, &get, DB_IN(db_in_uint(id), db_in_uint(agency_id)), &v, &n);

	if (e == ERR_OK && n == 0)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		e = read_measures(db, a, &measures_of, DB_IN(db_in_uint(id)), v, n);
	if (e == ERR_OK)
		*p_r = v[0];
	return e;
}

enum err db_pain_overdue(struct db *db, struct arena *a, uint16_t agency_id, day_t today,
    struct db_pain **v_r, size_t *n_r)
{
	return read_pains(
	    db, a, &overdue, DB_IN(db_in_uint(agency_id), db_in_day(today)), v_r, n_r);
}

enum err db_pain_history(
    struct db *db, struct arena *a, uint32_t id, struct db_pain_state **v_r, size_t *n_r)
{
	struct db_pain_state *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &history, DB_IN(db_in_uint(id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_pain_state);
	for (; db_rows_next(rows); n++) {
		v[n].revision = (uint32_t)db_col_uint(rows);
		v[n].at = db_col_int(rows);
		v[n].staff = db_col_text(rows, a);
		v[n].state = db_col_text(rows, a);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

enum err db_pain_done_at(struct db *db, uint32_t id, int64_t *at_r)
{
	struct db_rows *rows;
	int64_t at = 0;
	enum err e = db_select(db, &done_at, DB_IN(db_in_uint(id)), &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows))
		at = db_col_int(rows);
	e = db_rows_end(rows);
	if (e == ERR_OK && at == 0)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		*at_r = at;
	return e;
}

/* --- the state of a row as JSON, for its history and the audit log --- */

static json_t *text_or_null(const char *s)
{
	return s != NULL ? json_string(s) : json_null();
}

static json_t *measures_json(const struct db_pain *p)
{
	json_t *v = json_array();

	for (size_t i = 0; i < p->n_measures; i++)
		json_array_append_new(
		    v, json_pack("{s:s, s:b}", "text", p->measures[i].text,
			   "reengineering", p->measures[i].reengineering));
	return v;
}

static json_t *state_json(struct arena *a, const struct db_pain *p)
{
	json_t *o = json_object();

	json_object_set_new(o, "process", json_string(p->process));
	json_object_set_new(o, "process_group", json_string(p->process_group));
	json_object_set_new(o, "kind", json_string(db_pain_kinds[p->kind]));
	json_object_set_new(o, "text", json_string(p->text));
	json_object_set_new(o, "prevalence", text_or_null(p->prevalence));
	json_object_set_new(
	    o, "prevalence_unit", json_string(db_pain_units[p->prevalence_unit]));
	json_object_set_new(o, "prevalence_method", json_string(p->prevalence_method));
	json_object_set_new(o, "priority", json_integer(p->priority));
	json_object_set_new(o, "priority_method", json_string(p->priority_method));
	json_object_set_new(o, "linked", json_boolean(p->linked));
	json_object_set_new(o, "measures", measures_json(p));
	json_object_set_new(o, "responsible", json_string(p->responsible));
	json_object_set_new(o, "due_on",
	    text_or_null(p->due_on != DAY_NONE ? day_iso(a, p->due_on) : NULL));
	json_object_set_new(o, "due_text", json_string(p->due_text));
	json_object_set_new(o, "queue", p->queue ? json_integer(p->queue) : json_null());
	json_object_set_new(o, "organisation", json_string(p->organisation));
	json_object_set_new(o, "period", json_string(p->period));
	json_object_set_new(o, "source", json_string(p->source));
	json_object_set_new(
	    o, "campaign", p->campaign_id ? json_integer(p->campaign_id) : json_null());
	json_object_set_new(o, "item", text_or_null(p->item));
	json_object_set_new(o, "status", json_string(db_pain_statuses[p->status]));
	json_object_set_new(o, "reason", json_string(p->reason));
	return o;
}

static const char *state_text(struct arena *a, const struct db_pain *p)
{
	json_t *o = state_json(a, p);
	char *dump = json_dumps(o, JSON_COMPACT);
	const char *s;

	json_decref(o);
	if (dump == NULL)
		abort(); /* no memory: texts were checked to be UTF-8 */
	s = arena_strdup(a, dump);
	free(dump);
	return s;
}

/* --- saving --- */

#define FIELDS 21 /* the settable columns, in the order of the statements */

struct save {
	struct arena *arena;
	const struct db_pain *pain;
	uint32_t staff_id, id, revision;
	const char *before;
};

static void fill_fields(struct db_value v[FIELDS], const struct db_pain *p)
{
	const struct db_value values[FIELDS] = {
	    db_in_text(p->process),
	    db_in_text(p->process_group),
	    db_in_text(db_pain_kinds[p->kind]),
	    db_in_text(p->text),
	    db_in_text(p->prevalence),
	    db_in_text(db_pain_units[p->prevalence_unit]),
	    db_in_text(p->prevalence_method),
	    db_in_int(p->priority),
	    db_in_text(p->priority_method),
	    db_in_int(p->linked),
	    db_in_text(p->responsible),
	    db_in_day(p->due_on),
	    db_in_text(p->due_text),
	    p->queue ? db_in_int(p->queue) : db_in_null(),
	    db_in_text(p->organisation),
	    db_in_text(p->period),
	    db_in_text(p->source),
	    p->campaign_id ? db_in_uint(p->campaign_id) : db_in_null(),
	    db_in_text(p->item),
	    db_in_text(db_pain_statuses[p->status]),
	    db_in_text(p->reason),
	};

	memcpy(v, values, sizeof(values));
}

static enum err save_new(struct db *db, struct save *s)
{
	struct db_value in[FIELDS + 3];
	enum err e;

	fill_fields(in, s->pain);
	in[FIELDS] = db_in_uint(s->pain->agency_id);
	in[FIELDS + 1] = db_in_text(audiences[s->pain->audience]);
	in[FIELDS + 2] = db_in_blob(s->pain->key, DB_PAIN_KEY_BYTES);
	e = db_run(db, &insert, in, FIELDS + 3, NULL);
	if (e == ERR_OK) {
		s->id = (uint32_t)db_last_id(db);
		s->revision = 1;
	}
	return e;
}

/* Nothing matched: is the row gone, or was it saved by somebody else? */
static enum err explain_no_match(struct db *db, uint32_t id)
{
	struct db_rows *rows;
	bool there;
	enum err e = db_select(db, &exists, DB_IN(db_in_uint(id)), &rows);

	if (e != ERR_OK)
		return e;
	there = db_rows_next(rows);
	e = db_rows_end(rows);
	if (e == ERR_OK)
		e = there ? ERR_CONFLICT : ERR_NOT_FOUND;
	return e;
}

static enum err read_before(struct db *db, struct save *s)
{
	struct db_rows *rows;
	enum err e = db_select(db, &history_state,
	    DB_IN(db_in_uint(s->pain->id), db_in_uint(s->pain->revision)), &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows))
		s->before = db_col_text(rows, s->arena);
	return db_rows_end(rows);
}

static enum err save_over(struct db *db, struct save *s)
{
	struct db_value in[FIELDS + 2];
	uint64_t matched;
	enum err e;

	fill_fields(in, s->pain);
	in[FIELDS] = db_in_uint(s->pain->id);
	in[FIELDS + 1] = db_in_uint(s->pain->revision);
	e = db_run(db, &update, in, FIELDS + 2, &matched);
	if (e == ERR_OK && matched == 0)
		e = explain_no_match(db, s->pain->id);
	if (e != ERR_OK)
		return e;
	s->id = s->pain->id;
	s->revision = s->pain->revision + 1;
	e = read_before(db, s);
	return e == ERR_OK ? db_run(db, &measure_clear, DB_IN(db_in_uint(s->id)), NULL)
			   : e;
}

static enum err save_measures(struct db *db, const struct save *s)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < s->pain->n_measures && e == ERR_OK; i++)
		e = db_run(db, &measure_add,
		    DB_IN(db_in_uint(s->id), db_in_uint(i + 1),
			db_in_text(s->pain->measures[i].text),
			db_in_int(s->pain->measures[i].reengineering)),
		    NULL);
	return e;
}

static const char *action_name(const struct save *s)
{
	if (s->pain->id == 0)
		return "pain.add";
	return db_pain_is_open(s->pain) ? "pain.edit" : "pain.close";
}

static enum err record(struct db *db, const struct save *s)
{
	const char *after = state_text(s->arena, s->pain);
	enum err e = db_run(db, &history_add,
	    DB_IN(db_in_uint(s->id), db_in_uint(s->revision), db_in_int(time(NULL)),
		db_in_uint(s->staff_id), db_in_text(after)),
	    NULL);

	if (e != ERR_OK)
		return e;
	return db_audit_add(db, &(struct db_audit){.staff_id = s->staff_id,
				    .action = action_name(s),
				    .object = arena_printf(s->arena, "pain %u", s->id),
				    .before = s->before,
				    .after = after});
}

static enum err save_work(struct db *db, void *ctx)
{
	struct save *s = ctx;
	enum err e = s->pain->id == 0 ? save_new(db, s) : save_over(db, s);

	if (e == ERR_OK)
		e = save_measures(db, s);
	return e == ERR_OK ? record(db, s) : e;
}

/* The form was sent before: is what it stored what it says now? */
static enum err find_stored(struct db *db, struct save *s)
{
	const struct db_pain *p = s->pain;
	struct db_rows *rows;
	uint32_t id = 0;
	bool same = false;
	enum err e = db_select(db, &by_key,
	    DB_IN(db_in_text(audiences[p->audience]),
		db_in_blob(p->key, DB_PAIN_KEY_BYTES)),
	    &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows)) {
		id = (uint32_t)db_col_uint(rows);
		same = db_col_uint(rows) == p->agency_id;
		same = db_col_int(rows) != 0 && same;
		same = text_equal(db_col_text(rows, s->arena), state_text(s->arena, p)) &&
		       same;
	}
	e = db_rows_end(rows);
	if (e == ERR_OK && !same)
		e = ERR_DUPLICATE;
	if (e == ERR_OK)
		s->id = id;
	return e;
}

enum err db_pain_save(struct db *db, struct arena *a, const struct db_pain *p,
    uint32_t staff_id, uint32_t *id_r)
{
	struct save s = {.arena = a, .pain = p, .staff_id = staff_id};
	enum err e = db_transaction(db, save_work, &s);

	if (e == ERR_DUPLICATE && p->id == 0)
		e = find_stored(db, &s);
	if (e == ERR_OK)
		*id_r = s.id;
	return e;
}
