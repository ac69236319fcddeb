/* Migration files: how they are read, and against what is recorded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "db/migrate.h"

struct world {
	struct arena *arena;
	char dir[40];
};

static int setup(void **state)
{
	static struct world w;

	w.arena = arena_new();
	strcpy(w.dir, "/tmp/otklik-schema-XXXXXX");
	*state = &w;
	return mkdtemp(w.dir) == NULL ? -1 : 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	const char *command = arena_printf(w->arena, "rm -r '%s'", w->dir);
	int rc = system(command);

	arena_free(&w->arena);
	return rc;
}

static void put(struct world *w, const char *name, const char *text)
{
	FILE *f = fopen(arena_printf(w->arena, "%s/%s", w->dir, name), "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void test_read_in_order(void **state)
{
	struct world *w = *state;
	struct db_schema_file *v;
	const char *fault;
	size_t n;

	put(w, "0002-b.sql", "SELECT 2;");
	put(w, "0001-a.sql", "SELECT 1;");
	put(w, "grants.sql", "GRANT");
	put(w, "0003-c.sql~", "backup");
	put(w, "README", "text");
	assert_int_equal(db_schema_read(w->arena, w->dir, &v, &n, &fault), ERR_OK);
	assert_int_equal(n, 2);
	assert_string_equal(v[0].name, "0001-a.sql");
	assert_string_equal(v[1].name, "0002-b.sql");
	assert_string_equal(v[1].text, "SELECT 2;");
	assert_memory_not_equal(v[0].checksum, v[1].checksum, DB_CHECKSUM_BYTES);
}

static void test_numbers_without_gap_or_twin(void **state)
{
	struct world *w = *state;
	struct db_schema_file *v;
	const char *fault = "";
	size_t n;

	assert_int_equal(db_schema_read(w->arena, w->dir, &v, &n, &fault), ERR_CONFIG);
	put(w, "0001-a.sql", "");
	put(w, "0003-c.sql", "");
	assert_int_equal(db_schema_read(w->arena, w->dir, &v, &n, &fault), ERR_CONFIG);
	assert_non_null(strstr(fault, "0003-c.sql"));
	put(w, "0002-b.sql", "");
	assert_int_equal(db_schema_read(w->arena, w->dir, &v, &n, &fault), ERR_OK);
	put(w, "0002-twin.sql", "");
	assert_int_equal(db_schema_read(w->arena, w->dir, &v, &n, &fault), ERR_CONFIG);
}

static void test_compare(void **state)
{
	struct world *w = *state;
	const struct db_schema_file files[] = {
	    {"0001-a.sql", "", {1}}, {"0002-b.sql", "", {2}}};
	struct db_schema_file recorded[] = {{"0001-a.sql", NULL, {1}},
	    {"0002-b.sql", NULL, {2}}, {"0003-c.sql", NULL, {3}}};
	const char *fault = NULL;
	size_t applied = 99;

	assert_int_equal(
	    db_schema_compare(w->arena, files, 2, recorded, 0, &applied, &fault), ERR_OK);
	assert_int_equal(applied, 0);
	assert_int_equal(
	    db_schema_compare(w->arena, files, 2, recorded, 1, &applied, &fault), ERR_OK);
	assert_int_equal(applied, 1);
	assert_int_equal(
	    db_schema_compare(w->arena, files, 2, recorded, 2, &applied, &fault), ERR_OK);
	assert_int_equal(applied, 2);
	/* The database is newer than these files. */
	assert_int_equal(
	    db_schema_compare(w->arena, files, 2, recorded, 3, &applied, &fault),
	    ERR_CONFIG);
	assert_non_null(strstr(fault, "0003-c.sql"));
	/* An applied file was changed afterwards. */
	recorded[1].checksum[31] = 1;
	assert_int_equal(
	    db_schema_compare(w->arena, files, 2, recorded, 2, &applied, &fault),
	    ERR_CONFIG);
	assert_non_null(strstr(fault, "0002-b.sql"));
	assert_int_equal(applied, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_read_in_order, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_numbers_without_gap_or_twin, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_compare, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
