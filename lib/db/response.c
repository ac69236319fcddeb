#include "db/response.h"

#include "db/db-private.h"

#define BLOCKS                                                               \
	"SELECT id, day, channel, language, n, vectors FROM response_block " \
	"FORCE INDEX (PRIMARY) WHERE campaign_id = ? AND form_version_id = ? "

/* By the primary keys, row by row as the server finds them. */
static const struct db_sql by_key = {"response walk", BLOCKS "ORDER BY id"};
static const struct db_sql by_marks = {
    "response walk sorted", BLOCKS "ORDER BY day, channel, language, id"};
static const struct db_sql texts = {"response text walk",
    "SELECT id, item, block, place FROM remark FORCE INDEX (PRIMARY) "
    "WHERE campaign_id = ? AND form_version_id = ? AND block IS NOT NULL ORDER BY id"};

static enum err one_block(struct db_rows *rows, struct arena *a, size_t width,
    db_responses_each *each, void *ctx)
{
	uint8_t key[DB_RESPONSE_KEY];
	struct db_responses r = {.block = key};
	size_t bytes;

	if (!db_col_bytes(rows, key, sizeof(key)))
		return ERR_INTERNAL;
	r.day = db_col_day(rows);
	r.channel = db_col_text(rows, a);
	r.language = db_col_text(rows, a);
	r.n = (size_t)db_col_uint(rows);
	r.vectors = db_col_blob(rows, a, &bytes);
	return bytes == r.n * width ? each(ctx, &r) : ERR_INTERNAL;
}

static enum err walk(struct db *db, const struct db_sql *sql, uint32_t campaign_id,
    uint32_t version_id, size_t width, db_responses_each *each, void *ctx)
{
	struct db_rows *rows;
	struct arena *a;
	enum err e = db_stream(
	    db, sql, DB_IN(db_in_uint(campaign_id), db_in_uint(version_id)), &rows);
	enum err ended;

	if (e != ERR_OK)
		return e;
	a = arena_new();
	while (e == ERR_OK && db_rows_next(rows)) {
		e = one_block(rows, a, width, each, ctx);
		arena_reset(a);
	}
	arena_free(&a);
	ended = db_rows_end(rows);
	return e == ERR_OK ? ended : e;
}

enum err db_response_walk(struct db *db, uint32_t campaign_id, uint32_t version_id,
    size_t width, db_responses_each *each, void *ctx)
{
	return walk(db, &by_key, campaign_id, version_id, width, each, ctx);
}

enum err db_response_walk_sorted(struct db *db, uint32_t campaign_id, uint32_t version_id,
    size_t width, db_responses_each *each, void *ctx)
{
	return walk(db, &by_marks, campaign_id, version_id, width, each, ctx);
}

static enum err one_text(struct db_rows *rows, db_response_text_each *each, void *ctx)
{
	uint8_t id[DB_RESPONSE_KEY], block[DB_RESPONSE_KEY];
	struct db_response_text t = {.id = id, .block = block};

	if (!db_col_bytes(rows, id, sizeof(id)))
		return ERR_INTERNAL;
	t.item = (uint16_t)db_col_uint(rows);
	if (!db_col_bytes(rows, block, sizeof(block)))
		return ERR_INTERNAL;
	t.place = (size_t)db_col_uint(rows);
	return each(ctx, &t);
}

enum err db_response_walk_texts(struct db *db, uint32_t campaign_id, uint32_t version_id,
    db_response_text_each *each, void *ctx)
{
	struct db_rows *rows;
	enum err e = db_stream(
	    db, &texts, DB_IN(db_in_uint(campaign_id), db_in_uint(version_id)), &rows);
	enum err ended;

	if (e != ERR_OK)
		return e;
	while (e == ERR_OK && db_rows_next(rows))
		e = one_text(rows, each, ctx);
	ended = db_rows_end(rows);
	return e == ERR_OK ? ended : e;
}
