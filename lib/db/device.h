/*
 * Browsers that have logged in before.  Each keeps a cookie of 128 random bits,
 * the table only its hash: a browser that is known has its own turns of login
 * attempts (db_staff_check), and that is all the cookie is good for.
 */
#ifndef OTKLIK_DB_DEVICE_H
#define OTKLIK_DB_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"

#define DB_DEVICE_DAYS 180 /* without a login, then it is forgotten */
#define DB_DEVICE_HASH_BYTES 32

/*
 * Has the browser with that cookie (NULL: none) logged in as login within
 * DB_DEVICE_DAYS?  Then hash_r is filled.
 */
ERR_CHECK enum err db_device_find(struct db *db, struct arena *a, const char *login,
    const char *cookie, bool *known_r, uint8_t hash_r[DB_DEVICE_HASH_BYTES]);

/*
 * Remembers the browser of a login that has just succeeded and drops forgotten
 * ones.  *cookie_r is what it is to keep: the cookie it came with if that is
 * ours (several people may share a browser), else a new one.
 */
ERR_CHECK enum err db_device_keep(struct db *db, struct arena *a, uint32_t staff_id,
    const char *cookie, const char **cookie_r);

#endif
