#include "db/count.h"

#include <stdlib.h>
#include <string.h>

#include "db/db-private.h"
#include "db/late.h"

/*
 * Lists of keys go through statements with a fixed number of places; the last
 * part is filled up by repeating its first key, which changes nothing.
 */
#define PLACES 250
#define TEN(s) s s s s s s s s s s
#define P10 TEN("?,")
#define P50 P10 P10 P10 P10 P10
#define PLACES_TEXT P50 P50 P50 P50 P10 P10 P10 P10 "?,?,?,?,?,?,?,?,?,?"

static const struct db_sql keys = {"count keys",
    "SELECT id, campaign_id, period, public_key FROM count_key WHERE campaign_id = ? "
    "ORDER BY period"};
static const struct db_sql add_key = {"count key add",
    "INSERT INTO count_key (campaign_id, period, public_key) VALUES (?, ?, ?)"};
static const struct db_sql spent = {
    "count spent", "SELECT 0, campaign_id, period, public_key FROM spent_key"};
static const struct db_sql list = {"count list",
    "SELECT `key`, key_id, LENGTH(sealed), rejected FROM ballot WHERE key_id = ?"};
static const struct db_sql sealed = {"count sealed",
    "SELECT `key`, key_id, sealed FROM ballot WHERE key_id IS NOT NULL AND `key` IN "
    "(" PLACES_TEXT ")"};
static const struct db_sql blank = {"count blank",
    "UPDATE ballot SET sealed = NULL, key_id = NULL, rejected = 0, "
    "counted_on = UTC_DATE() WHERE key_id IS NOT NULL AND `key` IN (" PLACES_TEXT ")"};
static const struct db_sql reject = {"count reject",
    "UPDATE ballot SET rejected = 1 WHERE key_id IS NOT NULL AND `key` IN "
    "(" PLACES_TEXT ")"};
static const struct db_sql add_rejected = {
    "count rejected", "UPDATE campaign SET rejected = rejected + ? WHERE id = ?"};
static const struct db_sql put_block = {"count responses",
    "INSERT INTO response_block (campaign_id, form_version_id, day, channel, language, "
    "id, n, vectors) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
static const struct db_sql put_remark = {"count remark",
    "INSERT INTO remark (campaign_id, id, form_version_id, item, block, place, text) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"};
static const struct db_sql put_tally = {"count tally",
    "INSERT INTO tally (campaign_id, form_version_id, item, cell, n) "
    "VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE n = n + VALUES(n)"};
static const struct db_sql put_held = {"count quarantine",
    "INSERT INTO quarantine (campaign_id, form_version_id, day, channel, language, "
    "rkey, vector, rule) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
static const struct db_sql put_held_text = {"count quarantine text",
    "INSERT INTO quarantine_text (campaign_id, rkey, item, text) VALUES (?, ?, ?, ?)"};
static const struct db_sql put_held_number = {"count quarantine number",
    "INSERT INTO quarantine_count (campaign_id, rule, n) VALUES (?, ?, ?) "
    "ON DUPLICATE KEY UPDATE n = n + VALUES(n)"};
static const struct db_sql drop_held = {"count release",
    "DELETE FROM quarantine WHERE campaign_id = ? AND rkey = ? AND released = 1"};
static const struct db_sql drop_held_texts = {"count release texts",
    "DELETE FROM quarantine_text WHERE campaign_id = ? AND rkey = ?"};
static const struct db_sql add_released = {"count release number",
    "UPDATE quarantine_count SET released = released + 1 "
    "WHERE campaign_id = ? AND rule = ?"};
static const struct db_sql version_fits = {"count version",
    "SELECT COUNT(*) FROM campaign c JOIN form_version w ON w.id = c.form_version_id "
    "JOIN form_version v ON v.questionnaire_id = w.questionnaire_id "
    "WHERE c.id = ? AND v.id = ?"};
static const struct db_sql opened = {
    "count opened", "UPDATE campaign SET opened_on = ? WHERE id = ?"};
static const struct db_sql close_campaign = {"count close",
    "UPDATE campaign SET state = 'closed' WHERE id = ? AND state = 'open'"};
static const struct db_sql newer_version = {"count newer version",
    "SELECT n.id FROM campaign c JOIN form_version v ON v.id = c.form_version_id "
    "JOIN form_version n ON n.questionnaire_id = v.questionnaire_id "
    "WHERE c.id = ? AND c.permanent AND c.state = 'open' AND n.version > v.version "
    "AND n.published_on < ? ORDER BY n.version DESC LIMIT 1"};
static const struct db_sql renew = {"count renew",
    "UPDATE campaign SET form_version_id = ? WHERE id = ? AND state = 'open'"};
static const struct db_sql spend = {"count spend",
    "INSERT INTO spent_key (campaign_id, period, public_key) "
    "SELECT campaign_id, period, public_key FROM count_key "
    "WHERE campaign_id = ? AND ? IN (0, id)"};
static const struct db_sql drop_key = {
    "count key drop", "DELETE FROM count_key WHERE campaign_id = ? AND ? IN (0, id)"};
static const struct db_sql finish_campaign = {
    "count finish", "UPDATE campaign SET state = 'counted' WHERE id = ?"};
/* Who holds a list of the links shall not learn later who did not answer. */
static const struct db_sql note_tickets = {"count tickets",
    "UPDATE campaign SET tickets_left = (SELECT COUNT(*) FROM ticket t "
    "WHERE t.campaign_id = campaign.id) WHERE id = ? AND access = 'ticket'"};
static const struct db_sql drop_tickets = {
    "count tickets drop", "DELETE FROM ticket WHERE campaign_id = ?"};
static const struct db_sql purge = {
    "count purge", "DELETE FROM ballot WHERE counted_on < ? LIMIT ?"};

/* Reads a list of keys; a row whose key has another length is passed over. */
static enum err read_keys(
    struct db_rows *rows, struct arena *a, struct db_count_key **v_r, size_t *n_r)
{
	struct db_count_key *v = ARENA_ARRAY(a, db_rows_count(rows), struct db_count_key);
	size_t n = 0;
	enum err e;

	while (db_rows_next(rows)) {
		struct db_count_key *k = &v[n];
		const char *period;

		k->id = (uint32_t)db_col_uint(rows);
		k->campaign_id = (uint32_t)db_col_uint(rows);
		period = db_col_text(rows, a);
		memcpy(k->period, period, strnlen(period, DB_PERIOD_BYTES - 1));
		if (db_col_bytes(rows, k->public_key, sizeof(k->public_key)))
			n++;
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

enum err db_count_keys(struct db *db, struct arena *a, uint32_t campaign_id,
    struct db_count_key **v_r, size_t *n_r)
{
	struct db_rows *rows;
	enum err e = db_select(db, &keys, DB_IN(db_in_uint(campaign_id)), &rows);

	return e == ERR_OK ? read_keys(rows, a, v_r, n_r) : e;
}

enum err db_count_key_add(struct db *db, const struct db_count_key *k)
{
	return db_run(db, &add_key,
	    DB_IN(db_in_uint(k->campaign_id), db_in_text(k->period),
		db_in_blob(k->public_key, sizeof(k->public_key))),
	    NULL);
}

enum err db_count_spent(
    struct db *db, struct arena *a, struct db_count_key **v_r, size_t *n_r)
{
	struct db_rows *rows;
	enum err e = db_select(db, &spent, DB_NONE, &rows);

	return e == ERR_OK ? read_keys(rows, a, v_r, n_r) : e;
}

/* A box may be larger than memory for a second list of it would be. */
static struct db_count_ballot *with_room(
    struct db_count_ballot *v, size_t n, size_t *room)
{
	if (n < *room)
		return v;
	*room = n + n / 2 + 1000;
	v = reallocarray(v, *room, sizeof(*v));
	if (v == NULL)
		abort();
	return v;
}

enum err db_count_list(
    struct db *db, uint32_t key_id, struct db_count_ballot **v_r, size_t *n_r)
{
	struct db_rows *rows;
	size_t n = *n_r, room = n;
	enum err e = db_stream(db, &list, DB_IN(db_in_uint(key_id)), &rows);

	if (e != ERR_OK)
		return e;
	for (; db_rows_next(rows); n++) {
		struct db_count_ballot *b;

		*v_r = with_room(*v_r, n, &room);
		b = *v_r + n;
		if (!db_col_bytes(rows, b->key, sizeof(b->key)))
			abort(); /* BINARY(32) */
		b->key_id = (uint32_t)db_col_uint(rows);
		b->bytes = (uint32_t)db_col_uint(rows);
		b->rejected = db_col_uint(rows) != 0;
	}
	e = db_rows_end(rows);
	if (e == ERR_OK)
		*n_r = n;
	return e;
}

/* Fills the places from at most PLACES keys that lie stride bytes apart. */
static void fill_places(
    struct db_value in[PLACES], const uint8_t *first, size_t n, size_t stride)
{
	for (size_t i = 0; i < PLACES; i++)
		in[i] =
		    db_in_blob(first + (i < n ? i : 0) * stride, BOX_BALLOT_KEY_BYTES);
}

static enum err read_sealed(
    struct db_rows *rows, struct arena *a, struct db_count_sealed *v, size_t *n)
{
	while (db_rows_next(rows)) {
		struct db_count_sealed *s = &v[(*n)++];

		if (!db_col_bytes(rows, s->key, sizeof(s->key)))
			abort(); /* BINARY(32) */
		s->key_id = (uint32_t)db_col_uint(rows);
		s->p = db_col_blob(rows, a, &s->n);
	}
	return db_rows_end(rows);
}

enum err db_count_sealed(struct db *db, struct arena *a,
    const struct db_count_ballot *ballots, size_t n, struct db_count_sealed **v_r,
    size_t *n_r)
{
	struct db_count_sealed *v = ARENA_ARRAY(a, n, struct db_count_sealed);
	struct db_value in[PLACES];
	struct db_rows *rows;
	size_t found = 0;

	for (size_t i = 0; i < n; i += PLACES) {
		size_t part = n - i < PLACES ? n - i : PLACES;
		enum err e;

		fill_places(in, ballots[i].key, part, sizeof(*ballots));
		e = db_select(db, &sealed, in, PLACES, &rows);
		if (e == ERR_OK)
			e = read_sealed(rows, a, v, &found);
		if (e != ERR_OK)
			return e;
	}
	*v_r = v;
	*n_r = found;
	return ERR_OK;
}

/* Runs an UPDATE over the listed ballots; every one of them must be touched. */
static enum err touch(
    struct db *db, const struct db_sql *sql, const uint8_t *list_of_keys, size_t n)
{
	struct db_value in[PLACES];
	uint64_t touched = 0;

	for (size_t i = 0; i < n; i += PLACES) {
		size_t part = n - i < PLACES ? n - i : PLACES;
		uint64_t affected;
		enum err e;

		fill_places(in, list_of_keys + i * BOX_BALLOT_KEY_BYTES, part,
		    BOX_BALLOT_KEY_BYTES);
		e = db_run(db, sql, in, PLACES, &affected);
		if (e != ERR_OK)
			return e;
		touched += affected;
	}
	return touched == n ? ERR_OK : ERR_CONFLICT;
}

#define MARKS 5

/* The first MARKS values of a row. */
static void put_marks(
    struct db_value *row, const struct db_count_batch *b, const struct db_count_marks *m)
{
	row[0] = db_in_uint(b->campaign_id);
	row[1] = db_in_uint(m->version_id);
	row[2] = db_in_day(m->day);
	row[3] = db_in_text(m->channel);
	row[4] = db_in_text(m->language);
}

static enum err store_blocks(struct db *db, const struct db_count_batch *b)
{
	enum { WIDTH = MARKS + 3 };
	struct arena *a = arena_new();
	struct db_value *v = ARENA_ARRAY(a, b->n_blocks * WIDTH, struct db_value);
	enum err e;

	for (size_t i = 0; i < b->n_blocks; i++) {
		const struct db_count_block *block = &b->blocks[i];
		struct db_value *row = v + i * WIDTH;

		put_marks(row, b, &block->marks);
		row[MARKS] = db_in_blob(block->id, sizeof(block->id));
		row[MARKS + 1] = db_in_uint(block->n);
		row[MARKS + 2] = db_in_blob(block->vectors, block->n * block->n_vector);
	}
	e = db_bulk(db, &put_block, v, b->n_blocks, WIDTH);
	arena_free(&a);
	return e;
}

static enum err store_remarks(struct db *db, const struct db_count_batch *b)
{
	enum { WIDTH = 7 };
	struct arena *a = arena_new();
	struct db_value *v = ARENA_ARRAY(a, b->n_remarks * WIDTH, struct db_value);
	enum err e;

	for (size_t i = 0; i < b->n_remarks; i++) {
		const struct db_count_remark *r = &b->remarks[i];
		struct db_value *row = v + i * WIDTH;

		row[0] = db_in_uint(b->campaign_id);
		row[1] = db_in_blob(r->id, sizeof(r->id));
		row[2] = db_in_uint(r->version_id);
		row[3] = db_in_uint(r->item);
		row[4] = db_in_blob(r->block, DB_RKEY_BYTES);
		row[5] = r->block == NULL ? db_in_null() : db_in_uint(r->place);
		row[6] = db_in_text(r->text);
	}
	e = db_bulk(db, &put_remark, v, b->n_remarks, WIDTH);
	arena_free(&a);
	return e;
}

static enum err put_cells(struct db *db, struct arena *a, uint32_t campaign_id,
    const struct db_count_cell *cells, size_t n)
{
	enum { WIDTH = 5 };
	struct db_value *v = ARENA_ARRAY(a, n * WIDTH, struct db_value);

	for (size_t i = 0; i < n; i++) {
		const struct db_count_cell *c = &cells[i];
		struct db_value *row = v + i * WIDTH;

		row[0] = db_in_uint(campaign_id);
		row[1] = db_in_uint(c->version_id);
		row[2] = db_in_uint(c->item);
		row[3] = db_in_uint(c->cell);
		row[4] = db_in_uint(c->n);
	}
	return db_bulk(db, &put_tally, v, n, WIDTH);
}

static enum err store_cells(struct db *db, const struct db_count_batch *b)
{
	struct arena *a = arena_new();
	enum err e = put_cells(db, a, b->campaign_id, b->cells, b->n_cells);

	if (e == ERR_OK && b->n_late > 0) {
		struct db_count_cell *ripe;
		size_t n;

		e = db_late_put(db, a, b, &ripe, &n);
		if (e == ERR_OK)
			e = put_cells(db, a, b->campaign_id, ripe, n);
	}
	arena_free(&a);
	return e;
}

static enum err store_held(struct db *db, const struct db_count_batch *b)
{
	enum { WIDTH = MARKS + 3 };
	struct arena *a = arena_new();
	struct db_value *v = ARENA_ARRAY(a, b->n_held * WIDTH, struct db_value);
	enum err e;

	for (size_t i = 0; i < b->n_held; i++) {
		const struct db_count_response *r = &b->held[i].response;
		struct db_value *row = v + i * WIDTH;

		put_marks(row, b, &r->marks);
		row[MARKS] = db_in_blob(b->held[i].key, DB_RKEY_BYTES);
		row[MARKS + 1] = db_in_blob(r->vector, r->n_vector);
		row[MARKS + 2] = db_in_uint(b->held[i].rule + 1);
	}
	e = db_bulk(db, &put_held, v, b->n_held, WIDTH);
	arena_free(&a);
	return e;
}

static enum err store_held_texts(struct db *db, const struct db_count_batch *b)
{
	enum { WIDTH = 4 };
	struct arena *a = arena_new();
	struct db_value *v;
	size_t n = 0;
	enum err e;

	for (size_t i = 0; i < b->n_held; i++)
		n += b->held[i].n_texts;
	v = ARENA_ARRAY(a, n * WIDTH, struct db_value);
	n = 0;
	for (size_t i = 0; i < b->n_held; i++) {
		const struct db_count_held *h = &b->held[i];

		for (size_t j = 0; j < h->n_texts; j++, n++) {
			struct db_value *row = v + n * WIDTH;

			row[0] = db_in_uint(b->campaign_id);
			row[1] = db_in_blob(h->key, DB_RKEY_BYTES);
			row[2] = db_in_uint(h->texts[j].item);
			row[3] = db_in_text(h->texts[j].text);
		}
	}
	e = db_bulk(db, &put_held_text, v, n, WIDTH);
	arena_free(&a);
	return e;
}

static enum err add_held(struct db *db, const struct db_count_batch *b)
{
	enum err e = ERR_OK;

	for (unsigned i = 0; i < DB_SPAM_RULES && e == ERR_OK; i++)
		if (b->held_by_rule[i] > 0)
			e = db_run(db, &put_held_number,
			    DB_IN(db_in_uint(b->campaign_id), db_in_uint(i + 1),
				db_in_uint(b->held_by_rule[i])),
			    NULL);
	if (e == ERR_OK && b->n_held > 0)
		e = store_held(db, b);
	return e == ERR_OK && b->n_held > 0 ? store_held_texts(db, b) : e;
}

/* Each must still be there: what is counted twice would be worse. */
static enum err drop_released(struct db *db, const struct db_count_batch *b)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < b->n_released && e == ERR_OK; i++) {
		const struct db_count_released *r = &b->released[i];
		struct db_value campaign = db_in_uint(b->campaign_id);
		struct db_value key = db_in_blob(r->key, DB_RKEY_BYTES);
		uint64_t dropped = 0;

		e = db_run(db, &drop_held, DB_IN(campaign, key), &dropped);
		if (e == ERR_OK && dropped != 1)
			e = ERR_CONFLICT;
		if (e == ERR_OK)
			e = db_run(db, &drop_held_texts, DB_IN(campaign, key), NULL);
		if (e == ERR_OK)
			e = db_run(db, &add_released,
			    DB_IN(campaign, db_in_uint(r->rule + 1)), NULL);
	}
	return e;
}

enum err db_count_opened(struct db *db, uint32_t campaign_id, day_t day)
{
	return db_run(db, &opened, DB_IN(db_in_day(day), db_in_uint(campaign_id)), NULL);
}

static enum err store(struct db *db, void *ctx)
{
	const struct db_count_batch *b = ctx;
	enum err e = touch(db, &blank, b->counted, b->n_counted);

	if (e == ERR_OK && b->n_rejected > 0) {
		e = touch(db, b->final ? &blank : &reject, b->rejected, b->n_rejected);
		if (e == ERR_OK && b->final)
			e = db_run(db, &add_rejected,
			    DB_IN(db_in_uint(b->n_rejected), db_in_uint(b->campaign_id)),
			    NULL);
	}
	if (e == ERR_OK)
		e = drop_released(db, b);
	if (e == ERR_OK)
		e = store_blocks(db, b);
	if (e == ERR_OK)
		e = store_remarks(db, b);
	if (e == ERR_OK)
		e = store_cells(db, b);
	if (e == ERR_OK)
		e = add_held(db, b);
	if (e == ERR_OK && b->opened_on != DAY_NONE)
		e = db_count_opened(db, b->campaign_id, b->opened_on);
	return e;
}

enum err db_count_store(struct db *db, const struct db_count_batch *b)
{
	struct db_count_batch copy = *b;

	return db_transaction(db, store, &copy);
}

enum err db_count_version_fits(
    struct db *db, uint32_t campaign_id, uint32_t version_id, bool *fits_r)
{
	uint32_t n;
	enum err e = db_select_number(db, &version_fits,
	    DB_IN(db_in_uint(campaign_id), db_in_uint(version_id)), &n);

	if (e == ERR_OK)
		*fits_r = n == 1;
	return e;
}

enum err db_count_renew(struct db *db, uint32_t campaign_id, day_t before, bool *moved_r)
{
	uint32_t version = 0;
	enum err e = db_select_number(db, &newer_version,
	    DB_IN(db_in_uint(campaign_id), db_in_day(before)), &version);

	if (e == ERR_OK && version != 0)
		e = db_run(db, &renew,
		    DB_IN(db_in_uint(version), db_in_uint(campaign_id)), NULL);
	if (e == ERR_OK)
		*moved_r = version != 0;
	return e;
}

enum err db_count_close(struct db *db, uint32_t campaign_id)
{
	return db_run(db, &close_campaign, DB_IN(db_in_uint(campaign_id)), NULL);
}

struct finish_work {
	uint32_t campaign_id, key_id;
};

static enum err finish(struct db *db, void *ctx)
{
	const struct finish_work *w = ctx;
	enum err e = db_run(
	    db, &spend, DB_IN(db_in_uint(w->campaign_id), db_in_uint(w->key_id)), NULL);

	if (e == ERR_OK)
		e = db_run(db, &drop_key,
		    DB_IN(db_in_uint(w->campaign_id), db_in_uint(w->key_id)), NULL);
	if (e != ERR_OK || w->key_id != 0)
		return e;
	e = db_run(db, &finish_campaign, DB_IN(db_in_uint(w->campaign_id)), NULL);
	if (e == ERR_OK)
		e = db_run(db, &note_tickets, DB_IN(db_in_uint(w->campaign_id)), NULL);
	if (e == ERR_OK)
		e = db_run(db, &drop_tickets, DB_IN(db_in_uint(w->campaign_id)), NULL);
	return e;
}

enum err db_count_finish(struct db *db, uint32_t campaign_id, uint32_t key_id)
{
	struct finish_work w = {campaign_id, key_id};

	return db_transaction(db, finish, &w);
}

enum err db_count_purge(struct db *db, day_t before, unsigned limit, uint64_t *n_r)
{
	return db_run(db, &purge, DB_IN(db_in_day(before), db_in_uint(limit)), n_r);
}
