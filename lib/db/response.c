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
