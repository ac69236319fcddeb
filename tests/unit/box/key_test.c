/* Private key files: made once, kept to their owner, destroyed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "box/key.h"

static char dir[] = "/tmp/otklik-key-XXXXXX";
static char path[100];

static int setup(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/otklik-key-XXXXXX");
	if (sodium_init() < 0 || mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/7-2026-11.key", dir);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(dir); /* fails if anything else was left there */
}

static void test_made_once(void **state)
{
	struct box_key a, b;
	struct stat st;

	(void)state;
	assert_int_equal(box_key_read(dir, 7, "2026-11", &a), ERR_NOT_FOUND);
	assert_int_equal(box_key_make(dir, 7, "2026-11", &a), ERR_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(box_key_make(dir, 7, "2026-11", &b), ERR_OK);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_int_equal(box_key_read(dir, 7, "2026-11", &b), ERR_OK);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_int_equal(box_key_read(dir, 7, "2026-12", &b), ERR_NOT_FOUND);
	assert_int_equal(box_key_read(dir, 8, "2026-11", &b), ERR_NOT_FOUND);
}

static void test_the_halves_fit(void **state)
{
	uint8_t sealed[5 + crypto_box_SEALBYTES], plain[5];
	struct box_key k;

	(void)state;
	assert_int_equal(box_key_make(dir, 7, "2026-11", &k), ERR_OK);
	crypto_box_seal(sealed, (const uint8_t *)"hello", 5, k.public_key);
	assert_int_equal(crypto_box_seal_open(
			     plain, sealed, sizeof(sealed), k.public_key, k.secret_key),
	    0);
	assert_memory_equal(plain, "hello", 5);
}

static void test_refuses_what_others_read(void **state)
{
	struct box_key k, before;

	(void)state;
	memset(&k, 9, sizeof(k));
	before = k;
	assert_int_equal(box_key_make(dir, 7, "2026-11", &k), ERR_OK);
	k = before;
	chmod(path, 0640);
	assert_int_equal(box_key_read(dir, 7, "2026-11", &k), ERR_CONFIG);
	assert_int_equal(box_key_make(dir, 7, "2026-11", &k), ERR_CONFIG);
	chmod(path, 0600);
	chmod(dir, 0755);
	assert_int_equal(box_key_read(dir, 7, "2026-11", &k), ERR_CONFIG);
	chmod(dir, 0700);
	assert_memory_equal(&k, &before, sizeof(k));
	assert_int_equal(box_key_read(dir, 7, "2026-11", &k), ERR_OK);
}

static void test_refuses_another_length(void **state)
{
	struct box_key k;

	(void)state;
	assert_int_equal(box_key_make(dir, 7, "2026-11", &k), ERR_OK);
	assert_int_equal(truncate(path, 31), 0);
	assert_int_equal(box_key_read(dir, 7, "2026-11", &k), ERR_CONFIG);
	assert_int_equal(truncate(path, 33), 0);
	assert_int_equal(box_key_read(dir, 7, "2026-11", &k), ERR_CONFIG);
}

static void test_destroyed(void **state)
{
	struct box_key k;
	uint8_t bytes[BOX_SECRET_BYTES];
	char other[120];
	FILE *f;

	(void)state;
	assert_int_equal(box_key_make(dir, 7, "2026-11", &k), ERR_OK);
	/* A second name shows what became of the bytes themselves. */
	snprintf(other, sizeof(other), "%s/other", dir);
	assert_int_equal(link(path, other), 0);
	assert_int_equal(box_key_destroy(dir, 7, "2026-11"), ERR_OK);
	assert_int_equal(access(path, F_OK), -1);
	f = fopen(other, "r");
	assert_non_null(f);
	assert_int_equal(fread(bytes, 1, sizeof(bytes), f), sizeof(bytes));
	fclose(f);
	unlink(other);
	assert_memory_not_equal(bytes, k.secret_key, sizeof(bytes));
	assert_int_equal(box_key_destroy(dir, 7, "2026-11"), ERR_OK);
	assert_int_equal(box_key_read(dir, 7, "2026-11", &k), ERR_NOT_FOUND);
}

static void test_tidied(void **state)
{
	char left[120];
	struct box_key k;
	FILE *f;

	(void)state;
	assert_int_equal(box_key_make(dir, 7, "2026-11", &k), ERR_OK);
	snprintf(left, sizeof(left), "%s/8-all.key.4711.new", dir);
	f = fopen(left, "w");
	assert_non_null(f);
	fclose(f);
	assert_int_equal(box_key_tidy(dir), ERR_OK);
	assert_int_equal(access(left, F_OK), -1);
	assert_int_equal(access(path, F_OK), 0);
	assert_int_equal(box_key_tidy("/nonexistent"), ERR_IO);
}

static void test_no_folder(void **state)
{
	struct box_key k;

	(void)state;
	assert_int_equal(box_key_make("/nonexistent", 7, "all", &k), ERR_CONFIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_made_once, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_the_halves_fit, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_refuses_what_others_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_refuses_another_length, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_destroyed, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_tidied, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_no_folder, setup, teardown),
	};

	log_init("key_test");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
