#include "db/appeal.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "db/audit.h"
#include "db/ballot.h"
#include "db/db-private.h"

const char *const db_appeal_kinds[] = {NULL, "appeal", "complaint", "proposal", NULL};
const char *const db_appeal_outcomes[] = {
    NULL, "pending", "positive", "refused", "partial", "other", NULL};
static const char *const states[] = {
    [DB_APPEAL_ANY] = "any",
    [DB_APPEAL_WAITING] = "waiting",
    [DB_APPEAL_OVERDUE] = "overdue",
    [DB_APPEAL_ANSWERED] = "answered",
};

static const struct db_sql put = {"appeal put",
    "INSERT INTO appeal (`key`, agency_id, receipt, kind, organisation, topic, reason, "
    "text, received_on, due_on, quarantined) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
static const struct db_sql put_contact = {"appeal contact put",
    "INSERT INTO appeal_contact (appeal_id, name, email, postal) VALUES (?, ?, ?, ?)"};

/* Days are those of the agency. */
#define APPEAL_TODAY "DATE(UTC_TIMESTAMP() + INTERVAL g.utc_offset MINUTE)"
#define APPEAL_LATE                                                 \
	"(p.outcome = 'pending' AND p.due_on < " APPEAL_TODAY "), " \
	"(p.answered_on IS NOT NULL AND p.due_on < p.answered_on), "
#define APPEAL_READ(text)                                                             \
	"SELECT p.id, p.agency_id, g.name, g.code, g.utc_offset, p.receipt, p.kind, " \
	"p.organisation, "                                                            \
	"p.topic, p.reason, " text ", p.received_on, p.due_on, p.answered_on, "       \
	"p.outcome, p.remark, p.quarantined, " APPEAL_LATE                            \
	"EXISTS (SELECT 1 FROM appeal_contact c WHERE c.appeal_id = p.id), "          \
	"p.revision " APPEAL_FROM
#define APPEAL_FROM "FROM appeal p JOIN agency g ON g.id = p.agency_id "
#define APPEAL_WHERE                                                               \
	"WHERE ? IN (0, p.agency_id) AND ? IN ('', p.kind) AND p.quarantined = ? " \
	"AND ? IN ('', p.receipt) AND CASE ? WHEN 'waiting' THEN "                 \
	"p.outcome = 'pending' WHEN 'overdue' THEN p.outcome = 'pending' AND "     \
	"p.due_on < " APPEAL_TODAY " WHEN 'answered' THEN p.outcome <> 'pending' " \
	"ELSE TRUE END "                                                           \
	"AND p.received_on >= COALESCE(?, p.received_on) "                         \
	"AND p.received_on <= COALESCE(?, p.received_on) "
#define FILTERS 7

static const struct db_sql list = {"appeal list",
    APPEAL_READ("LEFT(p.text, 120)") APPEAL_WHERE "ORDER BY p.id DESC LIMIT ? OFFSET ?"};
static const struct db_sql count = {
    "appeal count", "SELECT COUNT(*) " APPEAL_FROM APPEAL_WHERE};
static const struct db_sql get = {
    "appeal get", APPEAL_READ("p.text") "WHERE ? IN (0, p.agency_id) AND p.id = ?"};
static const struct db_sql contact = {"appeal contact",
    "SELECT name, email, postal FROM appeal_contact WHERE appeal_id = ?"};
static const struct db_sql lock = {"appeal lock",
    "SELECT outcome, answered_on, remark, quarantined, revision FROM appeal "
    "WHERE id = ? FOR UPDATE"};
static const struct db_sql save = {"appeal save",
    "UPDATE appeal SET outcome = ?, answered_on = ?, remark = ?, quarantined = ?, "
    "revision = revision + 1 WHERE id = ?"};

int db_appeal_named(const char *const *names, const char *name)
{
	for (int i = 1; name != NULL && names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return 0;
}

/* --- taking one in --- */

struct put_work {
	const uint8_t *key;
	const struct db_appeal *appeal;
	const struct db_appeal_contact *contact;
};

static enum err put_work(struct db *db, void *ctx)
{
	const struct put_work *w = ctx;
	const struct db_appeal *p = w->appeal;
	enum err e = db_run(db, &put,
	    DB_IN(db_in_blob(w->key, BOX_BALLOT_KEY_BYTES), db_in_uint(p->agency_id),
		db_in_text(p->receipt), db_in_text(db_appeal_kinds[p->kind]),
		db_in_text(p->organisation), db_in_text(p->topic), db_in_text(p->reason),
		db_in_text(p->text), db_in_day(p->received_on), db_in_day(p->due_on),
		db_in_int(p->quarantined)),
	    NULL);

	if (e != ERR_OK || w->contact == NULL)
		return e;
	return db_run(db, &put_contact,
	    DB_IN(db_in_uint(db_last_id(db)), db_in_text(w->contact->name),
		db_in_text(w->contact->email), db_in_text(w->contact->postal)),
	    NULL);
}

enum err db_appeal_put(struct db *db, const char *worker,
    const uint8_t key[BOX_BALLOT_KEY_BYTES], const struct db_appeal *p,
    const struct db_appeal_contact *c)
{
	struct put_work w = {key, p, c};
	enum err e = db_transaction(db, put_work, &w);

	if (e != ERR_DUPLICATE)
		return e;
	e = db_barrier(db, worker);
	return e == ERR_OK ? ERR_DUPLICATE : e;
}

/* --- reading --- */

static void read_appeal(struct db_rows *rows, struct arena *a, struct db_appeal *p)
{
	p->id = (uint32_t)db_col_uint(rows);
	p->agency_id = (uint16_t)db_col_uint(rows);
	p->agency = db_col_text(rows, a);
	p->agency_code = db_col_text(rows, a);
	p->utc_offset = (int)db_col_int(rows);
	p->receipt = db_col_text(rows, a);
	p->kind =
	    (enum db_appeal_kind)db_appeal_named(db_appeal_kinds, db_col_text(rows, a));
	p->organisation = db_col_text(rows, a);
	p->topic = db_col_text(rows, a);
	p->reason = db_col_text(rows, a);
	p->text = db_col_text(rows, a);
	p->received_on = db_col_day(rows);
	p->due_on = db_col_day(rows);
	p->answered_on = db_col_day(rows);
	p->outcome = (enum db_appeal_outcome)db_appeal_named(
	    db_appeal_outcomes, db_col_text(rows, a));
	p->remark = db_col_text(rows, a);
	p->quarantined = db_col_int(rows) != 0;
	p->overdue = db_col_int(rows) != 0;
	p->late = db_col_int(rows) != 0;
	p->has_contact = db_col_int(rows) != 0;
	p->revision = (uint32_t)db_col_uint(rows);
}

static enum err read_appeals(struct db *db, struct arena *a, const struct db_sql *sql,
    const struct db_value *in, size_t n_in, struct db_appeal **v_r, size_t *n_r)
{
	struct db_appeal *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, sql, in, n_in, &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_appeal);
	while (db_rows_next(rows))
		read_appeal(rows, a, &v[n++]);
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

static void fill_filter(struct db_value v[FILTERS], const struct db_appeal_filter *f)
{
	v[0] = db_in_uint(f->agency_id);
	v[1] = db_in_text(f->kind ? db_appeal_kinds[f->kind] : "");
	v[2] = db_in_int(f->quarantined);
	v[3] = db_in_text(f->receipt ? f->receipt : "");
	v[4] = db_in_text(states[f->state]);
	v[5] = f->from != 0 ? db_in_day(f->from) : db_in_null();
	v[6] = f->to != 0 ? db_in_day(f->to) : db_in_null();
}

enum err db_appeal_count(struct db *db, const struct db_appeal_filter *f, uint32_t *n_r)
{
	struct db_value in[FILTERS];

	fill_filter(in, f);
	return db_select_number(db, &count, in, FILTERS, n_r);
}

enum err db_appeal_list(struct db *db, struct arena *a, const struct db_appeal_filter *f,
    size_t offset, size_t limit, struct db_appeal **v_r, size_t *n_r, size_t *total_r)
{
	struct db_value in[FILTERS + 2];
	uint32_t total;
	enum err e = db_appeal_count(db, f, &total);

	if (e != ERR_OK)
		return e;
	fill_filter(in, f);
	in[FILTERS] = db_in_uint(limit);
	in[FILTERS + 1] = db_in_uint(offset);
	e = read_appeals(db, a, &list, in, FILTERS + 2, v_r, n_r);
	if (e == ERR_OK)
		*total_r = total;
	return e;
}

enum err db_appeal_get(struct db *db, struct arena *a, uint16_t agency_id, uint32_t id,
    struct db_appeal *p_r)
{
	struct db_appeal *v;
	size_t n;
	enum err e = read_appeals(
	    db, a, &get, DB_IN(db_in_uint(agency_id), db_in_uint(id)), &v, &n);

	if (e == ERR_OK && n == 0)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		*p_r = v[0];
	return e;
}

enum err db_appeal_contact(
    struct db *db, struct arena *a, uint32_t id, struct db_appeal_contact *c_r)
{
	struct db_appeal_contact c = {0};
	struct db_rows *rows;
	bool found;
	enum err e = db_select(db, &contact, DB_IN(db_in_uint(id)), &rows);

	if (e != ERR_OK)
		return e;
	found = db_rows_next(rows);
	if (found) {
		c.name = db_col_text(rows, a);
		c.email = db_col_text(rows, a);
		c.postal = db_col_text(rows, a);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK && !found)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		*c_r = c;
	return e;
}

/* --- answering --- */

struct save_work {
	struct arena *arena;
	const struct db_appeal *appeal;
	uint32_t staff_id;
	struct db_appeal before;
};

/* What the audit log says of it: nothing that people have written. */
static const char *state_text(struct arena *a, const struct db_appeal *p)
{
	json_t *o = json_pack("{s:s, s:s?, s:s, s:b}", "outcome",
	    db_appeal_outcomes[p->outcome], "answered_on",
	    p->answered_on != DAY_NONE ? day_iso(a, p->answered_on) : NULL, "remark",
	    p->remark, "quarantined", p->quarantined);
	char *dump = json_dumps(o, JSON_COMPACT);
	const char *s;

	json_decref(o);
	if (dump == NULL)
		abort(); /* no memory: texts were checked to be UTF-8 */
	s = arena_strdup(a, dump);
	free(dump);
	return s;
}

static enum err read_before(struct db *db, struct save_work *w)
{
	struct db_appeal *b = &w->before;
	struct db_rows *rows;
	bool found;
	enum err e = db_select(db, &lock, DB_IN(db_in_uint(w->appeal->id)), &rows);

	if (e != ERR_OK)
		return e;
	found = db_rows_next(rows);
	if (found) {
		b->outcome = (enum db_appeal_outcome)db_appeal_named(
		    db_appeal_outcomes, db_col_text(rows, w->arena));
		b->answered_on = db_col_day(rows);
		b->remark = db_col_text(rows, w->arena);
		b->quarantined = db_col_int(rows) != 0;
		b->revision = (uint32_t)db_col_uint(rows);
	}
	e = db_rows_end(rows);
	return e == ERR_OK && !found ? ERR_NOT_FOUND : e;
}

static const char *action_name(const struct save_work *w)
{
	if (w->appeal->quarantined != w->before.quarantined)
		return w->appeal->quarantined ? "appeal.quarantine" : "appeal.release";
	return w->appeal->outcome == DB_OUTCOME_PENDING ? "appeal.reopen"
							: "appeal.answer";
}

static enum err save_work(struct db *db, void *ctx)
{
	struct save_work *w = ctx;
	const struct db_appeal *p = w->appeal;
	enum err e = read_before(db, w);

	if (e == ERR_OK && w->before.revision != p->revision)
		e = ERR_CONFLICT;
	if (e == ERR_OK)
		e = db_run(db, &save,
		    DB_IN(db_in_text(db_appeal_outcomes[p->outcome]),
			db_in_day(p->answered_on), db_in_text(p->remark),
			db_in_int(p->quarantined), db_in_uint(p->id)),
		    NULL);
	if (e != ERR_OK)
		return e;
	return db_audit_add(db, &(struct db_audit){.staff_id = w->staff_id,
				    .action = action_name(w),
				    .object = arena_printf(w->arena, "appeal %u", p->id),
				    .before = state_text(w->arena, &w->before),
				    .after = state_text(w->arena, p)});
}

enum err db_appeal_save(
    struct db *db, struct arena *a, const struct db_appeal *p, uint32_t staff_id)
{
	struct save_work w = {.arena = a, .appeal = p, .staff_id = staff_id};

	return db_transaction(db, save_work, &w);
}
