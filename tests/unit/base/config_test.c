#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/config.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static enum err load(const char *text, struct config *c, const char **fault)
{
	char path[] = "/tmp/otklik-config-XXXXXX";
	int fd = mkstemp(path);
	enum err e;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	e = config_load(arena, path, c, fault);
	unlink(path);
	return e;
}

static void refused(const char *text, const char *because)
{
	struct config c = {.threads = 77};
	const char *fault = NULL;

	assert_int_equal(load(text, &c, &fault), ERR_CONFIG);
	if (strstr(fault, because) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", fault, because);
	assert_int_equal(c.threads, 77);
}

static void defaults(void **state)
{
	const char *fault = NULL;
	struct config c;

	(void)state;
	assert_int_equal(config_load(arena, NULL, &c, &fault), ERR_OK);
	assert_string_equal(c.base_path, "/feedback");
	assert_string_equal(c.public_url, "");
	assert_string_equal(c.db_name, "otklik");
	assert_string_equal(c.language, "ru");
	assert_int_equal(c.threads, 16);
	assert_int_equal(c.k, 5);
	assert_int_equal(c.batch_min, 0);
	assert_int_equal(c.form_age_min, 3);
	assert_int_equal(c.alert_dissatisfied, 30);
	assert_int_equal(c.alert_base, 10);
	assert_int_equal(c.csi_low, 70);
	assert_int_equal(c.csi_high, 71);
	assert_int_equal(c.session_idle, 1800);
	assert_int_equal(c.session_max, 43200);
	assert_true(c.cookie_secure);
	assert_false(c.list_internal);
	for (size_t i = 0; config_key_name(i) != NULL; i++)
		assert_true(*config_key_name(i) != '\0');
}

static void reads_values(void **state)
{
	const char *fault = NULL;
	struct config c;

	(void)state;
	assert_int_equal(
	    load("# a comment\n\n  base_path=/отклик\n", &c, &fault), ERR_CONFIG);
	assert_int_equal(load("# a comment\n"
			      "\n"
			      "base_path = /a/b-c\r\n"
			      "\tdb_socket =\t/run/my#sql.sock  # where it listens\n"
			      "public_url = https://example.org:8443\n"
			      "threads=2\n"
			      "cookie_secure = false\n"
			      "db_user =\n"
			      "batch_min = 1",
			     &c, &fault),
	    ERR_OK);
	assert_string_equal(c.base_path, "/a/b-c");
	assert_string_equal(c.db_socket, "/run/my#sql.sock");
	assert_string_equal(c.public_url, "https://example.org:8443");
	assert_string_equal(c.db_user, "");
	assert_int_equal(c.threads, 2);
	assert_int_equal(c.batch_min, 1);
	assert_false(c.cookie_secure);
	assert_int_equal(load("base_path =\n", &c, &fault), ERR_OK);
	assert_string_equal(c.base_path, "");
}

static void refuses_bad_lines(void **state)
{
	(void)state;
	refused("k = 5\nthreds = 4\n", ":2: unknown key \"threds\"");
	refused("k = 5\n\nk = 6\n", ":3: \"k\" is set a second time");
	refused("csi_low = 80\n", "csi_low: expected at most csi_high");
	refused("k\n", ":1: expected \"key = value\"");
	refused("threads = many\n", "a whole number from 1 to 256");
	refused("threads = 0\n", "a whole number");
	refused("threads = 257\n", "a whole number");
	refused("threads =\n", "a whole number");
	refused("threads = 4 # four\nk = 5 5\n", ":2: k: expected");
	refused("cookie_secure = yes\n", "true or false");
	refused("base_path = feedback\n", "without a slash at the end");
	refused("base_path = /\n", "without a slash at the end");
	refused("base_path = /a/\n", "without a slash at the end");
	refused("base_path = /a//b\n", "without a slash at the end");
	refused("base_path = /../b\n", "without a slash at the end");
	refused("public_url = example.org\n", "https://host");
	refused("public_url = https://example.org/\n", "https://host");
	refused("db_name = \xff\n", "UTF-8");
}

static void names_a_missing_file(void **state)
{
	const char *fault = NULL;
	struct config c;

	(void)state;
	assert_int_equal(
	    config_load(arena, "/nonexistent/otklik.conf", &c, &fault), ERR_CONFIG);
	assert_non_null(strstr(fault, "/nonexistent/otklik.conf"));
}

static bool documents(const char *line, const char *key)
{
	size_t n = strlen(key);

	line += *line == '#';
	return strncmp(line, key, n) == 0 && strncmp(line + n, " =", 2) == 0;
}

/* The sample file names every key, and no other. */
static void the_sample_documents_each_key(void **state)
{
	bool seen[100] = {false};
	char line[500];
	FILE *f = fopen(TEST_SAMPLE, "r");

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		bool known = false;

		for (size_t i = 0; config_key_name(i) != NULL; i++)
			if (documents(line, config_key_name(i)))
				known = seen[i] = true;
		if (line[0] == '#' && line[1] >= 'a' && line[1] <= 'z' && !known)
			fail_msg("no such key: %s", line);
	}
	fclose(f);
	for (size_t i = 0; config_key_name(i) != NULL; i++)
		if (!seen[i])
			fail_msg("%s is not documented", config_key_name(i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(defaults),
	    cmocka_unit_test(reads_values),
	    cmocka_unit_test(refuses_bad_lines),
	    cmocka_unit_test(names_a_missing_file),
	    cmocka_unit_test(the_sample_documents_each_key),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
