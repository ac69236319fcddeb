#include "db/password-private.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "db/staff.h"

/* OWASP's floor for Argon2id: 19 MiB, two passes; about 40 ms. */
#define HASH_OPS 2
#define HASH_MEMORY ((size_t)19 * 1024 * 1024)
#define HASH_AT_ONCE 2

static sem_t hash_slots;
static pthread_once_t hash_once = PTHREAD_ONCE_INIT;
static char nobody[crypto_pwhash_STRBYTES]; /* of a password nobody has */

static void random_base64(char *s, size_t size, size_t n)
{
	uint8_t random[32];

	randombytes_buf(random, n);
	sodium_bin2base64(s, size, random, n, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

/* Salt and hash are random as they stand: that takes no memory to fail for. */
static void hash_init(void)
{
	char salt[32], hash[64];

	sem_init(&hash_slots, 0, HASH_AT_ONCE);
	random_base64(salt, sizeof(salt), 16);
	random_base64(hash, sizeof(hash), 32);
	snprintf(nobody, sizeof(nobody), "$argon2id$v=19$m=%zu,t=%d,p=1$%s$%s",
	    HASH_MEMORY / 1024, HASH_OPS, salt, hash);
}

static void hash_enter(void)
{
	pthread_once(&hash_once, hash_init);
	while (sem_wait(&hash_slots) != 0 && errno == EINTR)
		;
}

enum err db_password_hash(const char *password, char hash[crypto_pwhash_STRBYTES])
{
	int rc;

	if (text_chars(password) < DB_PASSWORD_MIN || strlen(password) > DB_PASSWORD_MAX)
		return ERR_INVALID;
	hash_enter();
	rc = crypto_pwhash_str_alg(hash, password, strlen(password), HASH_OPS,
	    HASH_MEMORY, crypto_pwhash_ALG_ARGON2ID13);
	sem_post(&hash_slots);
	return rc == 0 ? ERR_OK : ERR_UNAVAILABLE;
}

enum err db_password_check(const char *hash, const char *password)
{
	bool fits, differs;

	hash_enter();
	errno = 0;
	fits = crypto_pwhash_str_verify(
		   hash != NULL ? hash : nobody, password, strlen(password)) == 0;
	/* The only way to tell a wrong password from want of memory. */
	differs = errno == EINVAL;
	sem_post(&hash_slots);
	if (fits && hash != NULL)
		return ERR_OK;
	return fits || differs ? ERR_LOGIN : ERR_UNAVAILABLE;
}
