#include "db/ticket.h"

#include <stdlib.h>
#include <string.h>

#include "db/db-private.h"

static const struct db_sql fits = {"ticket fits", "SELECT ticket_fits(?, ?)"};
static const struct db_sql add = {
    "ticket add", "INSERT INTO ticket (campaign_id, hash) VALUES (?, ?)"};
static const struct db_sql note = {"ticket note",
    "UPDATE campaign SET tickets = tickets + ? "
    "WHERE id = ? AND access = 'ticket' AND state = 'open'"};
static const struct db_sql left = {"ticket left",
    "SELECT COALESCE(tickets_left, ticket_left(id)) FROM campaign WHERE id = ?"};
static const struct db_sql set_link = {"link set",
    "UPDATE campaign SET link_hash = ? "
    "WHERE id = ? AND access = 'group' AND state = 'open'"};

enum err db_ticket_fits(
    struct db *db, uint32_t campaign_id, const uint8_t hash[BOX_HASH_BYTES], bool *fits_r)
{
	uint32_t n;
	enum err e = db_select_number(db, &fits,
	    DB_IN(db_in_uint(campaign_id), db_in_blob(hash, BOX_HASH_BYTES)), &n);

	if (e == ERR_OK)
		*fits_r = n == 1;
	return e;
}

enum err db_ticket_left(struct db *db, uint32_t campaign_id, uint32_t *n_r)
{
	return db_select_number(db, &left, DB_IN(db_in_uint(campaign_id)), n_r);
}

struct add_work {
	uint32_t campaign_id;
	const uint8_t *hashes;
	size_t n;
	const struct db_audit *entry;
};

static enum err store_hashes(struct db *db, const struct add_work *w)
{
	enum { WIDTH = 2 };
	struct arena *a = arena_new();
	struct db_value *v = ARENA_ARRAY(a, w->n * WIDTH, struct db_value);
	enum err e;

	for (size_t i = 0; i < w->n; i++) {
		v[i * WIDTH] = db_in_uint(w->campaign_id);
		v[i * WIDTH + 1] =
		    db_in_blob(w->hashes + i * BOX_HASH_BYTES, BOX_HASH_BYTES);
	}
	e = db_bulk(db, &add, v, w->n, WIDTH);
	arena_free(&a);
	return e;
}

static enum err add_all(struct db *db, void *ctx)
{
	const struct add_work *w = ctx;
	uint64_t noted;
	enum err e = db_run(
	    db, &note, DB_IN(db_in_uint(w->n), db_in_uint(w->campaign_id)), &noted);

	if (e == ERR_OK && noted == 0)
		e = ERR_CLOSED;
	if (e == ERR_OK)
		e = store_hashes(db, w);
	return e == ERR_OK ? db_audit_add(db, w->entry) : e;
}

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, BOX_HASH_BYTES);
}

enum err db_ticket_add(struct db *db, uint32_t campaign_id, uint8_t *hashes, size_t n,
    const struct db_audit *entry)
{
	struct add_work w = {campaign_id, hashes, n, entry};

	qsort(hashes, n, BOX_HASH_BYTES, by_bytes);
	return db_transaction(db, add_all, &w);
}

struct link_work {
	uint32_t campaign_id;
	const uint8_t *hash;
	const struct db_audit *entry;
};

static enum err change_link(struct db *db, void *ctx)
{
	const struct link_work *w = ctx;
	uint64_t changed;
	enum err e = db_run(db, &set_link,
	    DB_IN(db_in_blob(w->hash, BOX_HASH_BYTES), db_in_uint(w->campaign_id)),
	    &changed);

	if (e == ERR_OK && changed == 0)
		e = ERR_CLOSED;
	return e == ERR_OK ? db_audit_add(db, w->entry) : e;
}

enum err db_link_set(struct db *db, uint32_t campaign_id,
    const uint8_t hash[BOX_HASH_BYTES], const struct db_audit *entry)
{
	struct link_work w = {campaign_id, hash, entry};

	return db_transaction(db, change_link, &w);
}
