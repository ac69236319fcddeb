#include "db/response.h"

#include <string.h>

#include "db/db-private.h"

/* By the primary keys, row by row as the server finds them. */
static const struct db_sql responses = {"response walk",
    "SELECT rkey, day, channel, vector FROM response FORCE INDEX (PRIMARY) "
    "WHERE campaign_id = ? AND form_version_id = ? ORDER BY rkey"};
static const struct db_sql texts = {"response text walk",
    "SELECT id, item, rkey FROM remark FORCE INDEX (PRIMARY) "
    "WHERE campaign_id = ? AND form_version_id = ? AND rkey IS NOT NULL ORDER BY id"};

/* Keys are random: a range of them holds its share.  As long a text as the
   server makes without being asked for more (group_concat_max_len). */
#define PIECE_BYTES (1u << 19)
#define VECTORS                                                                \
	"SELECT COUNT(*), GROUP_CONCAT(vector SEPARATOR '') FROM response "    \
	"FORCE INDEX (PRIMARY) WHERE campaign_id = ? AND form_version_id = ? " \
	"AND rkey BETWEEN ? AND ?"
static const struct db_sql vectors = {"response vectors", VECTORS};
/* Columns that nothing asks for are not taken out of the rows. */
static const struct db_sql cut_vectors = {"response vectors inside",
    VECTORS " AND (? IS NULL OR day >= ?) AND (? IS NULL OR day <= ?) "
	    "AND (? IS NULL OR channel = ?)"};

struct walk {
	struct db *db;
	uint32_t campaign_id, version_id;
	void *ctx;
	db_response_each *response;
	db_response_text_each *text;
};

static enum err one_response(struct walk *w, struct db_rows *rows, struct arena *a)
{
	uint8_t key[DB_RESPONSE_KEY];
	struct db_response r = {.key = key};

	if (!db_col_bytes(rows, key, sizeof(key)))
		return ERR_INTERNAL;
	r.day = db_col_day(rows);
	r.channel = db_col_text(rows, a);
	r.vector = db_col_blob(rows, a, &r.n_vector);
	return w->response(w->ctx, &r);
}

static enum err one_text(struct walk *w, struct db_rows *rows, struct arena *a)
{
	uint8_t id[DB_RESPONSE_KEY], key[DB_RESPONSE_KEY];
	struct db_response_text t = {.key = key, .id = id};

	(void)a;
	if (!db_col_bytes(rows, id, sizeof(id)))
		return ERR_INTERNAL;
	t.item = (uint16_t)db_col_uint(rows);
	if (!db_col_bytes(rows, key, sizeof(key)))
		return ERR_INTERNAL;
	return w->text(w->ctx, &t);
}

static enum err walk(struct walk *w)
{
	struct db_rows *rows;
	struct arena *a;
	enum err e = db_stream(w->db, w->response ? &responses : &texts,
	    DB_IN(db_in_uint(w->campaign_id), db_in_uint(w->version_id)), &rows);
	enum err ended;

	if (e != ERR_OK)
		return e;
	a = arena_new();
	while (e == ERR_OK && db_rows_next(rows)) {
		e = w->response ? one_response(w, rows, a) : one_text(w, rows, a);
		arena_reset(a);
	}
	arena_free(&a);
	ended = db_rows_end(rows);
	return e == ERR_OK ? ended : e;
}

enum err db_response_walk(struct db *db, uint32_t campaign_id, uint32_t version_id,
    db_response_each *each, void *ctx)
{
	return walk(&(struct walk){.db = db,
	    .campaign_id = campaign_id,
	    .version_id = version_id,
	    .ctx = ctx,
	    .response = each});
}

enum err db_response_walk_texts(struct db *db, uint32_t campaign_id, uint32_t version_id,
    db_response_text_each *each, void *ctx)
{
	return walk(&(struct walk){.db = db,
	    .campaign_id = campaign_id,
	    .version_id = version_id,
	    .ctx = ctx,
	    .text = each});
}

struct scan {
	struct db *db;
	uint32_t campaign_id, version_id;
	const struct db_response_cut *cut;
	size_t width;
	db_response_vectors *each;
	void *ctx;
};

/* The keys that begin with a number, filled up with a byte. */
static void key_of(uint8_t key[DB_RESPONSE_KEY], uint32_t number, int filling)
{
	const uint8_t head[] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16),
	    (uint8_t)(number >> 8), (uint8_t)number};

	memset(key, filling, DB_RESPONSE_KEY);
	memcpy(key, head, sizeof(head));
}

static enum err select_range(
    const struct scan *s, uint32_t first, uint32_t last, struct db_rows **rows_r)
{
	const struct db_response_cut *c = s->cut;
	uint8_t from[DB_RESPONSE_KEY], to[DB_RESPONSE_KEY];

	key_of(from, first, 0);
	key_of(to, last, 0xff);
	if (c->from == DAY_NONE && c->to == DAY_NONE && c->channel == NULL)
		return db_select(s->db, &vectors,
		    DB_IN(db_in_uint(s->campaign_id), db_in_uint(s->version_id),
			db_in_blob(from, sizeof(from)), db_in_blob(to, sizeof(to))),
		    rows_r);
	return db_select(s->db, &cut_vectors,
	    DB_IN(db_in_uint(s->campaign_id), db_in_uint(s->version_id),
		db_in_blob(from, sizeof(from)), db_in_blob(to, sizeof(to)),
		db_in_day(c->from), db_in_day(c->from), db_in_day(c->to),
		db_in_day(c->to), db_in_text(c->channel), db_in_text(c->channel)),
	    rows_r);
}

/* One range of keys; *whole_r is false if its text was cut short. */
static enum err scan_range(
    const struct scan *s, struct arena *a, uint32_t first, uint32_t last, bool *whole_r)
{
	const uint8_t *v = NULL;
	struct db_rows *rows;
	size_t count = 0, n = 0;
	enum err e = select_range(s, first, last, &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows)) {
		count = db_col_uint(rows);
		v = db_col_blob(rows, a, &n);
	}
	e = db_rows_end(rows);
	*whole_r = n == count * s->width;
	if (e == ERR_OK && *whole_r && count > 0)
		e = s->each(s->ctx, v, count);
	return e;
}

/* Ranges half as long as those that do not fit. */
static enum err scan_from(
    const struct scan *s, struct arena *a, uint32_t first, uint32_t last)
{
	bool whole;
	enum err e = scan_range(s, a, first, last, &whole);

	arena_reset(a);
	if (e != ERR_OK || whole)
		return e;
	if (first == last)
		return ERR_INTERNAL;
	e = scan_from(s, a, first, first + (last - first) / 2);
	return e == ERR_OK ? scan_from(s, a, first + (last - first) / 2 + 1, last) : e;
}

enum err db_response_scan(struct db *db, uint32_t campaign_id, uint32_t version_id,
    const struct db_response_cut *cut, size_t width, uint32_t expected,
    db_response_vectors *each, void *ctx)
{
	const struct scan s = {db, campaign_id, version_id, cut, width, each, ctx};
	uint64_t pieces = (uint64_t)expected * width / PIECE_BYTES + 1;
	struct arena *a = arena_new();
	enum err e = ERR_OK;

	for (uint64_t i = 0; i < pieces && e == ERR_OK; i++)
		e = scan_from(&s, a, (uint32_t)((i << 32) / pieces),
		    (uint32_t)(((i + 1) << 32) / pieces - 1));
	arena_free(&a);
	return e;
}
