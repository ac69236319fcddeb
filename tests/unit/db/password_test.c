/* Want of memory is not a wrong password. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/password-private.h"

static bool no_memory;

int __real_crypto_pwhash_str_verify(const char *, const char *, unsigned long long);
int __wrap_crypto_pwhash_str_verify(const char *, const char *, unsigned long long);

int __wrap_crypto_pwhash_str_verify(
    const char *hash, const char *password, unsigned long long n)
{
	if (!no_memory)
		return __real_crypto_pwhash_str_verify(hash, password, n);
	errno = ENOMEM;
	return -1;
}

static void told_apart(void **state)
{
	char hash[crypto_pwhash_STRBYTES];

	(void)state;
	assert_int_equal(db_password_hash("short", hash), ERR_INVALID);
	assert_int_equal(db_password_hash("correct horse", hash), ERR_OK);
	assert_int_equal(db_password_check(hash, "correct horse"), ERR_OK);
	assert_int_equal(db_password_check(hash, "correct house"), ERR_LOGIN);
	assert_int_equal(db_password_check(NULL, "correct horse"), ERR_LOGIN);
	no_memory = true;
	assert_int_equal(db_password_check(hash, "correct horse"), ERR_UNAVAILABLE);
	assert_int_equal(db_password_check(NULL, "correct horse"), ERR_UNAVAILABLE);
	no_memory = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(told_apart)};

	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
