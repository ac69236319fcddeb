#include "db/response.h"

#include <string.h>

#include "db/db-private.h"

#define AT_ONCE 5000 /* rows in memory: about a megabyte */

/* By the primary keys: each part begins where the last one ended. */
static const struct db_sql responses = {"response walk",
    "SELECT rkey, day, channel, vector FROM response "
    "WHERE campaign_id = ? AND form_version_id = ? AND rkey > ? "
    "ORDER BY rkey LIMIT ?"};
static const struct db_sql texts = {"response text walk",
    "SELECT id, item, rkey FROM remark WHERE campaign_id = ? AND form_version_id = ? "
    "AND rkey IS NOT NULL AND id > ? ORDER BY id LIMIT ?"};

struct walk {
	struct db *db;
	uint32_t campaign_id, version_id;
	uint8_t last[DB_RESPONSE_KEY]; /* key of the last row seen */
	bool begun;
	void *ctx;
	db_response_each *response;
	db_response_text_each *text;
};

static enum err one_response(struct walk *w, struct db_rows *rows, struct arena *a)
{
	struct db_response r = {.key = w->last};

	if (!db_col_bytes(rows, w->last, sizeof(w->last)))
		return ERR_INTERNAL;
	r.day = db_col_day(rows);
	r.channel = db_col_text(rows, a);
	r.vector = db_col_blob(rows, a, &r.n_vector);
	return w->response(w->ctx, &r);
}

static enum err one_text(struct walk *w, struct db_rows *rows, struct arena *a)
{
	uint8_t key[DB_RESPONSE_KEY];
	struct db_response_text t = {.key = key, .id = w->last};

	(void)a;
	if (!db_col_bytes(rows, w->last, sizeof(w->last)))
		return ERR_INTERNAL;
	t.item = (uint16_t)db_col_uint(rows);
	if (!db_col_bytes(rows, key, sizeof(key)))
		return ERR_INTERNAL;
	return w->text(w->ctx, &t);
}

/* One part of a walk; *n_r rows, fewer than AT_ONCE in the last one. */
static enum err part(struct walk *w, struct arena *a, size_t *n_r)
{
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(w->db, w->response ? &responses : &texts,
	    DB_IN(db_in_uint(w->campaign_id), db_in_uint(w->version_id),
		db_in_blob(w->last, w->begun ? sizeof(w->last) : 0), db_in_uint(AT_ONCE)),
	    &rows);
	enum err ended;

	if (e != ERR_OK)
		return e;
	for (; e == ERR_OK && db_rows_next(rows); n++)
		e = w->response ? one_response(w, rows, a) : one_text(w, rows, a);
	ended = db_rows_end(rows);
	w->begun = true;
	*n_r = n;
	return e == ERR_OK ? ended : e;
}

static enum err walk(struct walk *w)
{
	struct arena *a = arena_new();
	size_t n = AT_ONCE;
	enum err e = ERR_OK;

	while (e == ERR_OK && n == AT_ONCE) {
		e = part(w, a, &n);
		arena_reset(a);
	}
	arena_free(&a);
	return e;
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
