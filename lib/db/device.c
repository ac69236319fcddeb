#include "db/device.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "db/db-private.h"

#define COOKIE_BYTES 16

static const struct db_sql find = {"device find",
    "SELECT 1 FROM staff_device d JOIN staff s ON s.id = d.staff_id "
    "WHERE d.hash = ? AND s.login = ? AND d.seen_on >= ?"};
static const struct db_sql ours = {
    "device ours", "SELECT 1 FROM staff_device WHERE hash = ? LIMIT 1"};
static const struct db_sql sweep = {
    "device sweep", "DELETE FROM staff_device WHERE seen_on < ?"};
static const struct db_sql keep = {"device keep",
    "REPLACE INTO staff_device (hash, staff_id, seen_on) VALUES (?, ?, ?)"};

/* False: no cookie, or none of ours. */
static bool decode(struct arena *a, const char *cookie, uint8_t **bytes_r)
{
	size_t n;

	return cookie != NULL &&
	       text_base64url_decode(a, cookie, bytes_r, &n) == ERR_OK &&
	       n == COOKIE_BYTES;
}

static void hash_of(const uint8_t *cookie, uint8_t hash[DB_DEVICE_HASH_BYTES])
{
	crypto_generichash(hash, DB_DEVICE_HASH_BYTES, cookie, COOKIE_BYTES, NULL, 0);
}

static enum err is_there(struct db *db, const struct db_sql *sql,
    const struct db_value *in, size_t n, bool *there_r)
{
	struct db_rows *rows;
	bool there;
	enum err e = db_select(db, sql, in, n, &rows);

	if (e != ERR_OK)
		return e;
	there = db_rows_next(rows);
	e = db_rows_end(rows);
	if (e == ERR_OK)
		*there_r = there;
	return e;
}

enum err db_device_find(struct db *db, struct arena *a, const char *login,
    const char *cookie, bool *known_r, uint8_t hash_r[DB_DEVICE_HASH_BYTES])
{
	uint8_t *bytes;

	if (!decode(a, cookie, &bytes)) {
		*known_r = false;
		return ERR_OK;
	}
	hash_of(bytes, hash_r);
	return is_there(db, &find,
	    DB_IN(db_in_blob(hash_r, DB_DEVICE_HASH_BYTES), db_in_text(login),
		db_in_day(day_today(0) - DB_DEVICE_DAYS)),
	    known_r);
}

/* A cookie we never gave out is not taken over: somebody else may know it. */
static enum err choose(struct db *db, struct arena *a, const char *cookie,
    const char **cookie_r, uint8_t hash[DB_DEVICE_HASH_BYTES])
{
	uint8_t *bytes, fresh[COOKIE_BYTES];
	bool known = false;
	enum err e = ERR_OK;

	if (decode(a, cookie, &bytes)) {
		hash_of(bytes, hash);
		e = is_there(
		    db, &ours, DB_IN(db_in_blob(hash, DB_DEVICE_HASH_BYTES)), &known);
	}
	if (e != ERR_OK)
		return e;
	if (known) {
		*cookie_r = cookie;
		return ERR_OK;
	}
	randombytes_buf(fresh, sizeof(fresh));
	hash_of(fresh, hash);
	*cookie_r = text_base64url(a, fresh, sizeof(fresh));
	return ERR_OK;
}

enum err db_device_keep(struct db *db, struct arena *a, uint32_t staff_id,
    const char *cookie, const char **cookie_r)
{
	uint8_t hash[DB_DEVICE_HASH_BYTES];
	day_t today = day_today(0);
	const char *kept;
	enum err e = db_run(db, &sweep, DB_IN(db_in_day(today - DB_DEVICE_DAYS)), NULL);

	if (e == ERR_OK)
		e = choose(db, a, cookie, &kept, hash);
	if (e == ERR_OK)
		e = db_run(db, &keep,
		    DB_IN(db_in_blob(hash, sizeof(hash)), db_in_uint(staff_id),
			db_in_day(today)),
		    NULL);
	if (e == ERR_OK)
		*cookie_r = kept;
	return e;
}
