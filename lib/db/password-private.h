/* Password hashes: Argon2id, memory-hard, so only a few at once. */
#ifndef OTKLIK_DB_PASSWORD_PRIVATE_H
#define OTKLIK_DB_PASSWORD_PRIVATE_H

#include <sodium.h>

#include "base/err.h"

/* ERR_INVALID: too short or too long; ERR_UNAVAILABLE: no memory. */
ERR_CHECK enum err db_password_hash(
    const char *password, char hash[crypto_pwhash_STRBYTES]);

/*
 * ERR_LOGIN: the password does not fit the hash; hash NULL fits none and costs
 * the same time.  ERR_UNAVAILABLE: no memory to tell.
 */
ERR_CHECK enum err db_password_check(const char *hash, const char *password);

#endif
