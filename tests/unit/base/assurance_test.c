/* What the doctor confirms: written, read back, and no longer believed when it is old. */
#include <libgen.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/assurance.h"

static char dir[] = "/tmp/otklik-assurance.XXXXXX";
static char path[64];

static int setup(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/state/confirmed", dir);
	return 0;
}

static int teardown(void **state)
{
	char folder[64];

	(void)state;
	unlink(path);
	snprintf(folder, sizeof(folder), "%s/state", dir);
	rmdir(folder);
	return rmdir(dir);
}

static void put(const char *text)
{
	FILE *out = fopen(path, "we");

	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

static void expect_nothing(void)
{
	struct assurance a;

	assurance_read(path, &a);
	for (size_t i = 0; i < ASSURANCE_POINTS; i++)
		assert_int_equal(a.confirmed[i], DAY_NONE);
}

static void test_what_is_written_is_read(void **state)
{
	struct assurance a = {{20780, DAY_NONE, 20779}}, b;
	char folder[sizeof(path)];
	struct stat st;

	(void)state;
	expect_nothing();
	umask(077); /* as root's may be */
	assert_int_equal(assurance_write(path, &a), ERR_OK);
	assert_int_equal(stat(dirname(strcpy(folder, path)), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0755);
	assurance_read(path, &b);
	assert_memory_equal(a.confirmed, b.confirmed, sizeof(a.confirmed));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	a.confirmed[ASSURANCE_ADDRESS] = DAY_NONE;
	assert_int_equal(assurance_write(path, &a), ERR_OK);
	assurance_read(path, &b);
	assert_int_equal(b.confirmed[ASSURANCE_ADDRESS], DAY_NONE);
	assert_int_equal(assurance_write("/proc/none/confirmed", &a), ERR_IO);
}

static void test_anything_else_confirms_nothing(void **state)
{
	static const char *const texts[] = {"", "address\n", "address = soon\n",
	    "address = 2026-11-23\nmore = 2026-11-23\n", "address = 2026-13-01\n",
	    "address = 2026-11-23\n\n", "Address = 2026-11-23\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		put(texts[i]);
		expect_nothing();
	}
}

static void test_it_holds_for_a_while(void **state)
{
	struct assurance a = {{20780, DAY_NONE, DAY_NONE}};

	(void)state;
	assert_true(assurance_holds(&a, ASSURANCE_ADDRESS, 20780, 35));
	assert_true(assurance_holds(&a, ASSURANCE_ADDRESS, 20815, 35));
	assert_false(assurance_holds(&a, ASSURANCE_ADDRESS, 20816, 35));
	/* West of UTC the day may still be the one before, but no earlier. */
	assert_true(assurance_holds(&a, ASSURANCE_ADDRESS, 20779, 35));
	assert_false(assurance_holds(&a, ASSURANCE_ADDRESS, 20778, 35));
	assert_false(assurance_holds(&a, ASSURANCE_TIME, 20780, 35));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_what_is_written_is_read),
	    cmocka_unit_test(test_anything_else_confirms_nothing),
	    cmocka_unit_test(test_it_holds_for_a_while),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
