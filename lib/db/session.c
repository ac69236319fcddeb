#include "db/session.h"

#include <sodium.h>
#include <time.h>

#include "base/text.h"
#include "db/db-private.h"

#define COOKIE_BYTES 32
#define HASH_BYTES 32
#define CSRF_BYTES 24
#define SEEN_STEP 60 /* seconds: how exactly the last use is kept */

static const struct db_sql start = {"session start",
    "INSERT INTO session (hash, staff_id, started_at, seen_at) VALUES (?, ?, ?, ?)"};
static const struct db_sql sweep = {
    "session sweep", "DELETE FROM session WHERE started_at <= ? OR seen_at <= ?"};
static const struct db_sql find = {"session find",
    "SELECT s.seen_at, t.id, t.login, t.name, t.role, t.agency_id, a.name "
    "FROM session s JOIN staff t ON t.id = s.staff_id "
    "LEFT JOIN agency a ON a.id = t.agency_id "
    "WHERE s.hash = ? AND s.started_at > ? AND s.seen_at > ? AND t.active"};
static const struct db_sql touch = {
    "session touch", "UPDATE session SET seen_at = ? WHERE hash = ?"};
static const struct db_sql end = {"session end", "DELETE FROM session WHERE hash = ?"};

/* The token of the session's forms: only who has the cookie can derive it. */
static const char *csrf_of(struct arena *a, const uint8_t cookie[COOKIE_BYTES])
{
	static const uint8_t purpose[] = "otklik-admin csrf";
	uint8_t token[CSRF_BYTES];

	crypto_generichash(
	    token, sizeof(token), purpose, sizeof(purpose), cookie, COOKIE_BYTES);
	return text_base64url(a, token, sizeof(token));
}

static void hash_of(const uint8_t cookie[COOKIE_BYTES], uint8_t hash[HASH_BYTES])
{
	crypto_generichash(hash, HASH_BYTES, cookie, COOKIE_BYTES, NULL, 0);
}

static enum err decode(struct arena *a, const char *cookie, uint8_t **bytes_r)
{
	size_t n;

	if (cookie == NULL || text_base64url_decode(a, cookie, bytes_r, &n) != ERR_OK ||
	    n != COOKIE_BYTES)
		return ERR_LOGIN;
	return ERR_OK;
}

static enum err drop_expired(
    struct db *db, const struct db_session_limits *limits, int64_t now)
{
	return db_run(db, &sweep,
	    DB_IN(db_in_int(now - limits->max), db_in_int(now - limits->idle)), NULL);
}

enum err db_session_start(struct db *db, struct arena *a, const struct db_staff *staff,
    const struct db_session_limits *limits, struct db_session *s_r)
{
	int64_t now = time(NULL);
	uint8_t cookie[COOKIE_BYTES], hash[HASH_BYTES];
	enum err e = drop_expired(db, limits, now);

	if (e != ERR_OK)
		return e;
	randombytes_buf(cookie, sizeof(cookie));
	hash_of(cookie, hash);
	e = db_run(db, &start,
	    DB_IN(db_in_blob(hash, sizeof(hash)), db_in_uint(staff->id), db_in_int(now),
		db_in_int(now)),
	    NULL);
	if (e != ERR_OK)
		return e;
	s_r->cookie = text_base64url(a, cookie, sizeof(cookie));
	s_r->csrf = csrf_of(a, cookie);
	s_r->staff = *staff;
	sodium_memzero(cookie, sizeof(cookie));
	return ERR_OK;
}

static enum err read_session(struct db *db, struct arena *a, const uint8_t *hash,
    const struct db_session_limits *limits, int64_t now, int64_t *seen_r,
    struct db_staff *staff_r)
{
	struct db_staff s = {.active = true};
	struct db_rows *rows;
	int64_t seen = 0;
	enum err e = db_select(db, &find,
	    DB_IN(db_in_blob(hash, HASH_BYTES), db_in_int(now - limits->max),
		db_in_int(now - limits->idle)),
	    &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows)) {
		seen = db_col_int(rows);
		s.id = (uint32_t)db_col_uint(rows);
		s.login = db_col_text(rows, a);
		s.name = db_col_text(rows, a);
		s.role = (enum db_role)db_col_uint(rows);
		s.agency_id = (uint16_t)db_col_uint(rows);
		s.agency = db_col_text(rows, a);
	}
	e = db_rows_end(rows);
	if (e != ERR_OK)
		return e;
	if (s.id == 0)
		return ERR_LOGIN;
	*seen_r = seen;
	*staff_r = s;
	return ERR_OK;
}

/* A write per request would cost more than the request. */
static bool is_stale(int64_t seen, int64_t now, int idle)
{
	int64_t step = idle / 10 < SEEN_STEP ? idle / 10 : SEEN_STEP;

	return now - seen > step;
}

enum err db_session_find(struct db *db, struct arena *a, const char *cookie,
    const struct db_session_limits *limits, struct db_session *s_r)
{
	struct db_session s = {.cookie = cookie};
	int64_t now = time(NULL), seen;
	uint8_t hash[HASH_BYTES], *bytes;
	enum err e = decode(a, cookie, &bytes);

	if (e != ERR_OK)
		return e;
	hash_of(bytes, hash);
	e = read_session(db, a, hash, limits, now, &seen, &s.staff);
	if (e == ERR_OK && is_stale(seen, now, limits->idle))
		e = db_run(db, &touch,
		    DB_IN(db_in_int(now), db_in_blob(hash, sizeof(hash))), NULL);
	if (e != ERR_OK)
		return e;
	s.csrf = csrf_of(a, bytes);
	*s_r = s;
	return ERR_OK;
}

enum err db_session_end(struct db *db, const char *cookie)
{
	struct arena *a = arena_new();
	uint8_t hash[HASH_BYTES], *bytes;
	enum err e = ERR_OK;

	if (decode(a, cookie, &bytes) == ERR_OK) {
		hash_of(bytes, hash);
		e = db_run(db, &end, DB_IN(db_in_blob(hash, sizeof(hash))), NULL);
	}
	arena_free(&a);
	return e;
}
