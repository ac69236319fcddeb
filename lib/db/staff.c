#include "db/staff.h"

#include <sodium.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "db/audit.h"
#include "db/db-private.h"
#include "db/device.h"
#include "db/password-private.h"

#define TURN_HASH_BYTES 32
#define TURN_FREE_FAILURES 2 /* typing errors cost nothing */
#define TURN_FORGET 900000   /* ms without an attempt */
#define TURN_FAR 2000        /* ms: farther turns are not waited for */
#define TURN_WAITING_MAX 4   /* strangers of a process that may wait */

static const struct db_sql add = {"staff add",
    "INSERT INTO staff (login, name, role, agency_id, password) VALUES (?, ?, ?, ?, ?)"};
static const struct db_sql passwd = {
    "staff passwd", "UPDATE staff SET password = ? WHERE login = ?"};
static const struct db_sql end_sessions = {"staff end sessions",
    "DELETE s FROM session s JOIN staff t ON t.id = s.staff_id WHERE t.login = ?"};
static const struct db_sql end_devices = {"staff end devices",
    "DELETE d FROM staff_device d JOIN staff s ON s.id = d.staff_id WHERE s.login = ?"};
static const struct db_sql list = {"staff list",
    "SELECT s.id, s.login, s.name, s.role, s.agency_id, a.name, s.active "
    "FROM staff s LEFT JOIN agency a ON a.id = s.agency_id ORDER BY s.login"};
static const struct db_sql by_login = {"staff by login",
    "SELECT s.id, s.login, s.name, s.role, s.agency_id, a.name, s.active, s.password "
    "FROM staff s LEFT JOIN agency a ON a.id = s.agency_id WHERE s.login = ?"};
static const struct db_sql turn_new = {"turn new",
    "INSERT INTO login_turn (login_hash, failures, free_at) VALUES (?, 0, ?) "
    "ON DUPLICATE KEY UPDATE failures = failures"}; /* IGNORE would share the lock */
static const struct db_sql turn_read = {"turn read",
    "SELECT failures, free_at FROM login_turn WHERE login_hash = ? FOR UPDATE"};
static const struct db_sql turn_take = {"turn take",
    "UPDATE login_turn SET failures = failures + 1, free_at = ? WHERE login_hash = ?"};
static const struct db_sql turn_end = {
    "turn end", "DELETE FROM login_turn WHERE login_hash = ?"};
static const struct db_sql turn_sweep = {
    "turn sweep", "DELETE FROM login_turn WHERE free_at < ?"};

static const char *const roles[] = {[DB_ROLE_OPERATOR] = "operator",
    [DB_ROLE_ANALYST] = "analyst",
    [DB_ROLE_HEAD] = "head",
    [DB_ROLE_ADMIN] = "admin"};

const char *db_role_name(enum db_role role)
{
	return (size_t)role < sizeof(roles) / sizeof(roles[0]) ? roles[role] : NULL;
}

enum err db_role_parse(const char *name, enum db_role *role_r)
{
	for (int i = DB_ROLE_OPERATOR; i <= DB_ROLE_ADMIN; i++) {
		if (text_equal(name, roles[i])) {
			*role_r = (enum db_role)i;
			return ERR_OK;
		}
	}
	return ERR_INVALID;
}

/* --- accounts --- */

static bool is_login(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-");

	return n > 0 && n <= DB_LOGIN_MAX && s[n] == '\0';
}

struct change {
	const struct db_staff *staff; /* NULL = a new password */
	const char *login, *hash;
	uint32_t id;
};

static enum err audit(struct db *db, const char *action, const char *login)
{
	struct arena *a = arena_new();
	enum err e = db_audit_add(db, &(struct db_audit){.action = action,
					  .object = arena_printf(a, "staff %s", login)});

	arena_free(&a);
	return e;
}

static enum err add_work(struct db *db, void *ctx)
{
	struct change *c = ctx;
	const struct db_staff *s = c->staff;
	enum err e = db_run(db, &add,
	    DB_IN(db_in_text(s->login), db_in_text(s->name != NULL ? s->name : ""),
		db_in_uint((uint64_t)s->role),
		s->agency_id ? db_in_uint(s->agency_id) : db_in_null(),
		db_in_text(c->hash)),
	    NULL);

	if (e != ERR_OK)
		return e;
	c->id = (uint32_t)db_last_id(db);
	return audit(db, "staff.add", s->login);
}

enum err db_staff_add(
    struct db *db, const struct db_staff *s, const char *password, uint32_t *id_r)
{
	char hash[crypto_pwhash_STRBYTES];
	struct change c = {.staff = s, .hash = hash};
	enum err e;

	if (!is_login(s->login) || db_role_name(s->role) == NULL)
		return ERR_INVALID;
	e = db_password_hash(password, hash);
	if (e == ERR_OK)
		e = db_transaction(db, add_work, &c);
	if (e == ERR_OK)
		*id_r = c.id;
	return e;
}

/* device: hash of a browser that is known, or NULL. */
static void turn_hash(
    const char *login, const uint8_t *device, uint8_t hash[TURN_HASH_BYTES])
{
	crypto_generichash(hash, TURN_HASH_BYTES, (const uint8_t *)login, strlen(login),
	    device, device != NULL ? DB_DEVICE_HASH_BYTES : 0);
}

static enum err forget_turns(struct db *db, const uint8_t hash[TURN_HASH_BYTES])
{
	return db_run(db, &turn_end, DB_IN(db_in_blob(hash, TURN_HASH_BYTES)), NULL);
}

static enum err passwd_work(struct db *db, void *ctx)
{
	const struct change *c = ctx;
	uint8_t turns[TURN_HASH_BYTES];
	uint64_t matched;
	enum err e = db_run(
	    db, &passwd, DB_IN(db_in_text(c->hash), db_in_text(c->login)), &matched);

	if (e == ERR_OK && matched == 0)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		e = db_run(db, &end_sessions, DB_IN(db_in_text(c->login)), NULL);
	if (e == ERR_OK)
		e = db_run(db, &end_devices, DB_IN(db_in_text(c->login)), NULL);
	turn_hash(c->login, NULL, turns);
	if (e == ERR_OK)
		e = forget_turns(db, turns);
	return e == ERR_OK ? audit(db, "staff.passwd", c->login) : e;
}

enum err db_staff_passwd(struct db *db, const char *login, const char *password)
{
	char hash[crypto_pwhash_STRBYTES];
	struct change c = {.login = login, .hash = hash};
	enum err e;

	if (!is_login(login))
		return ERR_NOT_FOUND;
	e = db_password_hash(password, hash);
	return e == ERR_OK ? db_transaction(db, passwd_work, &c) : e;
}

static struct db_staff read_staff(struct db_rows *rows, struct arena *a)
{
	struct db_staff s;

	s.id = (uint32_t)db_col_uint(rows);
	s.login = db_col_text(rows, a);
	s.name = db_col_text(rows, a);
	s.role = (enum db_role)db_col_uint(rows);
	s.agency_id = (uint16_t)db_col_uint(rows);
	s.agency = db_col_text(rows, a);
	s.active = db_col_uint(rows) != 0;
	return s;
}

enum err db_staff_list(struct db *db, struct arena *a, struct db_staff **v_r, size_t *n_r)
{
	struct db_staff *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &list, DB_NONE, &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_staff);
	while (db_rows_next(rows))
		v[n++] = read_staff(rows, a);
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

/* --- logging in --- */

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Distance to the turn after this one: 0, 0, then 1, 2, 4, 4 … seconds. */
static int64_t turn_gap(uint64_t failures)
{
	if (failures <= TURN_FREE_FAILURES)
		return 0;
	return failures >= TURN_FREE_FAILURES + 3
		   ? 4000
		   : 1000 << (failures - TURN_FREE_FAILURES - 1);
}

struct turn {
	uint8_t hash[TURN_HASH_BYTES];
	bool known;        /* the browser has turns of its own */
	int64_t now, wait; /* ms */
};

static enum err read_turn(
    struct db *db, const struct turn *t, uint64_t *failures_r, int64_t *free_at_r)
{
	struct db_rows *rows;
	enum err e =
	    db_select(db, &turn_read, DB_IN(db_in_blob(t->hash, sizeof(t->hash))), &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows)) {
		*failures_r = db_col_uint(rows);
		*free_at_r = db_col_int(rows);
	}
	return db_rows_end(rows);
}

static enum err turn_work(struct db *db, void *ctx)
{
	struct turn *t = ctx;
	uint64_t failures = 0;
	int64_t free_at = t->now, start;
	enum err e = db_run(db, &turn_new,
	    DB_IN(db_in_blob(t->hash, sizeof(t->hash)), db_in_int(t->now)), NULL);

	if (e == ERR_OK)
		e = read_turn(db, t, &failures, &free_at);
	if (e != ERR_OK)
		return e;
	start = free_at > t->now ? free_at : t->now;
	t->wait = start - t->now;
	if (t->wait > TURN_FAR)
		return ERR_OK;
	return db_run(db, &turn_take,
	    DB_IN(db_in_int(start + turn_gap(failures + 1)),
		db_in_blob(t->hash, sizeof(t->hash))),
	    NULL);
}

/*
 * Waits for the turn; false if it is too far or too many wait already.  A stop
 * of the server waits with it (no signal reaches this thread): TURN_FAR is what
 * it can cost.  Of a known browser there is no crowd: its turns lie apart.
 */
static bool wait_turn(const struct turn *turn)
{
	static atomic_int waiting;
	struct timespec t = {turn->wait / 1000, turn->wait % 1000 * 1000000};
	bool room;

	if (turn->wait <= 0)
		return true;
	if (turn->wait > TURN_FAR)
		return false;
	room = turn->known || atomic_fetch_add(&waiting, 1) < TURN_WAITING_MAX;
	if (room)
		nanosleep(&t, NULL);
	if (!turn->known)
		atomic_fetch_sub(&waiting, 1);
	return room;
}

/* The lane of the attempt: that of the login, or of the login and the browser. */
static enum err find_lane(
    struct db *db, struct arena *a, const char *login, const char *device, struct turn *t)
{
	uint8_t hash[DB_DEVICE_HASH_BYTES];
	enum err e = db_device_find(db, a, login, device, &t->known, hash);

	if (e == ERR_OK)
		turn_hash(login, t->known ? hash : NULL, t->hash);
	return e;
}

static enum err take_turn(struct db *db, struct turn *t, int *wait_r)
{
	enum err e;

	t->now = now_ms();
	e = db_run(db, &turn_sweep, DB_IN(db_in_int(t->now - TURN_FORGET)), NULL);
	if (e == ERR_OK)
		e = db_transaction(db, turn_work, t);
	if (e != ERR_OK || wait_turn(t))
		return e;
	*wait_r = (int)((t->wait + 999) / 1000);
	return ERR_UNAVAILABLE;
}

static enum err find_login(struct db *db, struct arena *a, const char *login,
    struct db_staff *s_r, const char **hash_r)
{
	struct db_rows *rows;
	enum err e;

	if (!is_login(login))
		return ERR_OK;
	e = db_select(db, &by_login, DB_IN(db_in_text(login)), &rows);
	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows)) {
		*s_r = read_staff(rows, a);
		*hash_r = db_col_text(rows, a);
	}
	return db_rows_end(rows);
}

static char *lower(struct arena *a, const char *s)
{
	char *copy = arena_strdup(a, s);

	for (char *p = copy; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return copy;
}

enum err db_staff_check(struct db *db, struct arena *a, const char *login,
    const char *password, const char *device, struct db_staff *s_r, int *wait_r)
{
	const char *name = lower(a, login), *hash = NULL;
	struct db_staff s = {0};
	struct turn t = {0};
	enum err e;

	*wait_r = 0;
	e = find_lane(db, a, name, device, &t);
	if (e == ERR_OK)
		e = take_turn(db, &t, wait_r);
	if (e == ERR_OK)
		e = find_login(db, a, name, &s, &hash);
	if (e != ERR_OK)
		return e;
	e = db_password_check(hash, strlen(password) <= DB_PASSWORD_MAX ? password : "");
	if (e == ERR_OK && !s.active)
		e = ERR_LOGIN;
	if (e == ERR_OK)
		e = forget_turns(db, t.hash);
	if (e == ERR_OK)
		*s_r = s;
	return e;
}
