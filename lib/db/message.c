#include "db/message.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "db/db-private.h"

#define TEN_PLACES "?,?,?,?,?,?,?,?,?,?"

static const struct db_sql list = {"message list",
    "SELECT id, form_version_id, n, vectors FROM response_block WHERE campaign_id = ? "
    "ORDER BY id"};
static const struct db_sql texts = {"message texts",
    "SELECT block, place, id, item, text FROM remark WHERE campaign_id = ? AND block IN "
    "(" TEN_PLACES "," TEN_PLACES "," TEN_PLACES "," TEN_PLACES "," TEN_PLACES ") "
    "ORDER BY block, place, item"};

struct messages {
	struct db_message *v;
	size_t n, room;
};

static void make_room(struct arena *a, struct messages *m, size_t n)
{
	const struct db_message *old = m->v;

	if (m->n + n <= m->room)
		return;
	m->room = 2 * (m->n + n);
	m->v = ARENA_ARRAY(a, m->room, struct db_message);
	if (m->n > 0)
		memcpy(m->v, old, m->n * sizeof(*old));
}

/* Adds the messages of the next block. */
static void read_block(struct db_rows *rows, struct arena *a, struct messages *m)
{
	struct db_message first = {.place = 0};
	const uint8_t *vectors;
	size_t bytes, n;

	if (!db_col_bytes(rows, first.block, sizeof(first.block)))
		abort(); /* BINARY(16) */
	first.version_id = (uint32_t)db_col_uint(rows);
	n = (size_t)db_col_uint(rows);
	vectors = db_col_blob(rows, a, &bytes);
	make_room(a, m, n);
	for (size_t i = 0; i < n; i++) {
		struct db_message *one = &m->v[m->n++];

		*one = first;
		one->place = i;
		one->n_vector = bytes / n;
		one->vector = vectors + i * one->n_vector;
	}
}

enum err db_message_list(struct db *db, struct arena *a, uint32_t campaign_id,
    struct db_message **v_r, size_t *n_r)
{
	struct messages m = {NULL, 0, 0};
	struct db_rows *rows;
	enum err e = db_select(db, &list, DB_IN(db_in_uint(campaign_id)), &rows);

	if (e != ERR_OK)
		return e;
	while (db_rows_next(rows))
		read_block(rows, a, &m);
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = m.v;
		*n_r = m.n;
	}
	return e;
}

/* Texts come by message: those of one follow one another. */
static void give(struct db_message *v, size_t n, const uint8_t *block, size_t place,
    const struct db_message_text *text)
{
	for (size_t i = 0; i < n; i++) {
		if (v[i].place != place ||
		    memcmp(v[i].block, block, sizeof(v[i].block)) != 0)
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
		size_t place;
		const uint8_t *id;
		size_t n_id;

		if (!db_col_bytes(rows, block, sizeof(block)))
			abort(); /* not NULL: it was asked for */
		place = (size_t)db_col_uint(rows);
		id = db_col_blob(rows, a, &n_id);
		t->remark = text_hex(a, id, n_id);
		t->item = (uint16_t)db_col_uint(rows);
		t->text = db_col_text(rows, a);
		give(v, n, block, place, t);
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
	/* Places left over repeat the first block, which changes nothing. */
	for (size_t i = 0; i < DB_MESSAGE_PAGE; i++)
		in[1 + i] = db_in_blob(v[i < n ? i : 0].block, sizeof(v->block));
	e = db_select(db, &texts, in, 1 + DB_MESSAGE_PAGE, &rows);
	return e == ERR_OK ? read_texts(rows, a, v, n) : e;
}
