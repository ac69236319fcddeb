/* Staff accounts: who may log in, with which role, for which agency. */
#ifndef OTKLIK_DB_STAFF_H
#define OTKLIK_DB_STAFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

enum db_role {
	DB_ROLE_OPERATOR = 1, /* keys in paper and telephone answers */
	DB_ROLE_ANALYST,      /* reads results, keeps the pain map */
	DB_ROLE_HEAD,         /* reads everything, decides; edits no evidence */
	DB_ROLE_ADMIN         /* all of it */
};

struct db_staff {
	uint32_t id;
	const char *login;
	const char *name; /* as shown, or "" */
	enum db_role role;
	uint16_t agency_id; /* 0 = every agency */
	const char *agency; /* full name; NULL when every agency */
	bool active;        /* an inactive account cannot log in */
};

#define DB_PASSWORD_MIN 10  /* characters */
#define DB_PASSWORD_MAX 200 /* bytes */
#define DB_LOGIN_MAX 64     /* bytes */

/* "operator", "analyst", "head", "admin"; NULL for any other number. */
const char *db_role_name(enum db_role role);
/* The reverse; ERR_INVALID. */
ERR_CHECK enum err db_role_parse(const char *name, enum db_role *role_r);

/*
 * Adds an account from login, name, role and agency_id of s.  The password is
 * hashed with Argon2id (t = 2, 19 MiB; never more than two at once in a
 * process).  ERR_INVALID: login not of [a-z0-9._-], or the password is too
 * short or too long; ERR_DUPLICATE: the login is taken.
 */
ERR_CHECK enum err db_staff_add(
    struct db *db, const struct db_staff *s, const char *password, uint32_t *id_r);

/*
 * Sets a new password, forgets the failed attempts, ends the account's sessions
 * and forgets the browsers it was used with (device.h).  ERR_NOT_FOUND, ERR_INVALID as
 * above.
 */
ERR_CHECK enum err db_staff_passwd(
    struct db *db, const char *login, const char *password);

/* Every account, by login.  Strings live in the arena. */
ERR_CHECK enum err db_staff_list(
    struct db *db, struct arena *a, struct db_staff **v_r, size_t *n_r);

/*
 * Checks a login.  Each attempt first takes its turn, stored before the
 * password is looked at: after a few failures turns of one login (known or
 * unknown) lie further and further apart, up to some seconds; there is no
 * lock-out.  A browser that has logged in with it before (device: its cookie, or
 * NULL) has turns of its own, which no stranger can take.  A near turn is waited
 * for, two seconds at most; ERR_UNAVAILABLE with *wait_r > 0 means that the turn
 * is too far away: come back after that many seconds; with *wait_r = 0 that the
 * database is away or that there is no memory to check the password.
 * ERR_LOGIN: wrong login or password, or inactive; an unknown login costs the
 * same time.  *wait_r is always set.
 */
ERR_CHECK enum err db_staff_check(struct db *db, struct arena *a, const char *login,
    const char *password, const char *device, struct db_staff *s_r, int *wait_r);

#endif
