#include "db/message.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "db/db-private.h"

#define TEN_PLACES "?,?,?,?,?,?,?,?,?,?"

/* Of internal campaigns each response is a block of its own. */
static const struct db_sql list = {"message list",
    "SELECT id, form_version_id, vectors FROM response_block WHERE campaign_id = ? "
    "ORDER BY id"};
static const struct db_sql texts = {"message texts",
    "SELECT block, id, item, text FROM remark WHERE campaign_id = ? AND block IN "
    "(" TEN_PLACES "," TEN_PLACES "," TEN_PLACES "," TEN_PLACES "," TEN_PLACES ") "
    "ORDER BY block, item"};

enum err db_message_list(struct db *db, struct arena *a, uint32_t campaign_id,
    struct db_message **v_r, size_t *n_r)
{
	struct db_message *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &list, DB_IN(db_in_uint(campaign_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_message);
	for (; db_rows_next(rows); n++) {
		if (!db_col_bytes(rows, v[n].block, sizeof(v[n].block)))
			abort(); /* BINARY(16) */
		v[n].version_id = (uint32_t)db_col_uint(rows);
		v[n].vector = db_col_blob(rows, a, &v[n].n_vector);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

/* Texts come by message: those of one follow one another. */
static void give(struct db_message *v, size_t n, const uint8_t *block,
    const struct db_message_text *text)
{
	for (size_t i = 0; i < n; i++) {
		if (memcmp(v[i].block, block, sizeof(v[i].block)) != 0)
			continue;
		if (v[i].n_texts++ == 0)
			v[i].texts = text;
		return;
	}
}

static enum err read_texts(
    struct db_rows *rows, struct arena *a, struct db_message *v, size_t n)
{
	struct db_message_text *t =
	    ARENA_ARRAY(a, db_rows_count(rows), struct db_message_text);

	for (; db_rows_next(rows); t++) {
		uint8_t block[sizeof(v->block)];
		const uint8_t *id;
		size_t n_id;

		if (!db_col_bytes(rows, block, sizeof(block)))
			abort(); /* not NULL: it was asked for */
		id = db_col_blob(rows, a, &n_id);
		t->remark = text_hex(a, id, n_id);
		t->item = (uint16_t)db_col_uint(rows);
		t->text = db_col_text(rows, a);
		give(v, n, block, t);
	}
	return db_rows_end(rows);
}

enum err db_message_texts(
    struct db *db, struct arena *a, uint32_t campaign_id, struct db_message *v, size_t n)
{
	struct db_value in[1 + DB_MESSAGE_PAGE];
	struct db_rows *rows;
	enum err e;

	assert(n <= DB_MESSAGE_PAGE);
	if (n == 0)
		return ERR_OK;
	in[0] = db_in_uint(campaign_id);
	/* Places left over repeat the first key, which changes nothing. */
	for (size_t i = 0; i < DB_MESSAGE_PAGE; i++)
		in[1 + i] = db_in_blob(v[i < n ? i : 0].block, sizeof(v->block));
	e = db_select(db, &texts, in, 1 + DB_MESSAGE_PAGE, &rows);
	return e == ERR_OK ? read_texts(rows, a, v, n) : e;
}
