/*
 * Sessions of staff, kept in the database: the cookie carries 256 random bits,
 * the table only their hash, so that who reads the table cannot log in.
 */
#ifndef OTKLIK_DB_SESSION_H
#define OTKLIK_DB_SESSION_H

#include "db/db.h"
#include "db/staff.h"

/* Limits in seconds: since the last request, since login. */
struct db_session_limits {
	int idle, max;
};

struct db_session {
	const char *cookie; /* what the browser sends: base64url */
	const char *csrf;   /* token of its forms, derived from the cookie */
	struct db_staff staff;
};

/* Starts a session, drops expired ones.  Strings live in the arena. */
ERR_CHECK enum err db_session_start(struct db *db, struct arena *a,
    const struct db_staff *staff, const struct db_session_limits *limits,
    struct db_session *s_r);

/*
 * The session of a cookie value, its last use brought up to date.  ERR_LOGIN:
 * malformed, unknown, expired, or the account is no longer active.
 */
ERR_CHECK enum err db_session_find(struct db *db, struct arena *a, const char *cookie,
    const struct db_session_limits *limits, struct db_session *s_r);

/* Ends it; an unknown one is ERR_OK. */
ERR_CHECK enum err db_session_end(struct db *db, const char *cookie);

#endif
