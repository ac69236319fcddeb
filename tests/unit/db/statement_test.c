/*
 * Statements and transactions on a scratch mariadbd: types there and back,
 * long data, errors, deadlocks, a server that dies.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>
#include <unistd.h>

#include "base/log.h"
#include "db/db-private.h"

#define SKIPPED 77 /* automake: not run */
#define LONG_BYTES 3000000

static char dir[] = "/tmp/otklik-db-XXXXXX";
static char socket_path[60];
static struct config config;

static const struct db_sql types_put = {
    "types put", "INSERT INTO t (id, i, u, s, b, d) VALUES (?, ?, ?, ?, ?, ?)"};
static const struct db_sql types_get = {
    "types get", "SELECT id, i, u, s, b, d FROM t WHERE id = ?"};
static const struct db_sql types_all = {"types all", "SELECT id FROM t ORDER BY id"};
static const struct db_sql count_all = {"count", "SELECT COUNT(*), SUM(u) FROM t"};
static const struct db_sql numbers = {
    "numbers", "SELECT CAST(12.50 AS DECIMAL(10,2)), TRUE, CAST(-7 AS SIGNED), 'x'"};
static const struct db_sql set_u = {"set", "UPDATE t SET u = ? WHERE id = ?"};
static const struct db_sql get_u = {"get", "SELECT u FROM t WHERE id = ? FOR UPDATE"};
static const struct db_sql refer = {"refer", "INSERT INTO child (id, t) VALUES (?, ?)"};
static const struct db_sql drop_one = {"drop", "DELETE FROM t WHERE id = ?"};
static const struct db_sql wrong = {"wrong", "SELECT nonsense FROM nowhere"};
static const struct db_sql forbidden = {"forbidden", "SELECT COUNT(*) FROM secret"};
static const struct db_sql strict = {"strict", "INSERT INTO t (id, u) VALUES (?, -1)"};

static int server(const char *action)
{
	char command[300];

	snprintf(command, sizeof(command), "'%s/tests/support/mariadb.sh' %s '%s'",
	    TEST_SRCDIR, action, dir);
	return system(command);
}

static void script(struct db *db, const char *text)
{
	struct arena *a = arena_new();
	const char *fault = "";
	size_t at;

	if (db_script(db, a, text, &at, &fault) != ERR_OK)
		fail_msg("%s", fault);
	arena_free(&a);
}

static int start(void **state)
{
	struct config admin;
	struct db *db;

	(void)state;
	if (mkdtemp(dir) == NULL || server("start") != 0)
		return -1;
	snprintf(socket_path, sizeof(socket_path), "%s/sock", dir);
	config = (struct config){
	    .db_socket = socket_path, .db_user = "", .db_password_file = ""};
	admin = config;
	db = db_new(&admin);
	/* ';' in strings, comments and bodies splits nothing. */
	script(db, "CREATE DATABASE t CHARACTER SET utf8mb4; USE t; -- a; b\n"
		   "CREATE TABLE t (id INT UNSIGNED PRIMARY KEY, i BIGINT, "
		   "u BIGINT UNSIGNED, s MEDIUMTEXT, b MEDIUMBLOB, d DATE) "
		   "COMMENT 'one; two'; /* three; */\n"
		   "CREATE TABLE child (id INT PRIMARY KEY, t INT UNSIGNED, "
		   "FOREIGN KEY (t) REFERENCES t (id));\n"
		   "CREATE TABLE secret (x INT);\n"
		   "CREATE PROCEDURE p() BEGIN SELECT ';'; SELECT 2; END;\n"
		   "CREATE USER limited@localhost IDENTIFIED BY 'x';\n"
		   "GRANT SELECT ON t.t TO limited@localhost; -- end\n");
	db_free(&db);
	config.db_name = "t";
	return 0;
}

static int stop(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return server("stop") + system(command);
}

static int connect_db(void **state)
{
	struct db *db = db_new(&config);

	script(db, "DELETE FROM child; DELETE FROM t;");
	*state = db;
	return 0;
}

static int disconnect_db(void **state)
{
	struct db *db = *state;

	db_free(&db);
	return 0;
}

static enum err put(struct db *db, uint32_t id, uint64_t u)
{
	return db_run(db, &types_put,
	    DB_IN(db_in_uint(id), db_in_int(-1), db_in_uint(u), db_in_text("s"),
		db_in_blob("b", 1), db_in_day(1)),
	    NULL);
}

static uint64_t rows(struct db *db)
{
	struct db_rows *r;
	uint64_t n;

	assert_int_equal(db_select(db, &count_all, DB_NONE, &r), ERR_OK);
	assert_true(db_rows_next(r));
	n = db_col_uint(r);
	assert_int_equal(db_rows_end(r), ERR_OK);
	return n;
}

static void test_types_there_and_back(void **state)
{
	struct db *db = *state;
	struct arena *a = arena_new();
	struct db_rows *r;
	uint8_t two[2];
	size_t n;

	assert_int_equal(
	    db_run(db, &types_put,
		DB_IN(db_in_uint(1), db_in_int(INT64_MIN), db_in_uint(UINT64_MAX),
		    db_in_text("Отклик № 1 😀"), db_in_blob("\0\xff", 2),
		    db_in_day(day_from_date(2026, 11, 22))),
		NULL),
	    ERR_OK);
	assert_int_equal(
	    db_run(db, &types_put,
		DB_IN(db_in_uint(2), db_in_null(), db_in_null(), db_in_text(NULL),
		    db_in_blob(NULL, 0), db_in_day(DAY_NONE)),
		NULL),
	    ERR_OK);
	assert_int_equal(db_select(db, &types_get, DB_IN(db_in_uint(1)), &r), ERR_OK);
	assert_true(db_rows_next(r));
	assert_int_equal(db_col_uint(r), 1);
	assert_true(db_col_int(r) == INT64_MIN);
	assert_true(db_col_uint(r) == UINT64_MAX);
	assert_string_equal(db_col_text(r, a), "Отклик № 1 😀");
	assert_true(db_col_bytes(r, two, 2));
	assert_memory_equal(two, "\0\xff", 2);
	assert_int_equal(db_col_day(r), day_from_date(2026, 11, 22));
	assert_false(db_rows_next(r));
	assert_int_equal(db_rows_end(r), ERR_OK);

	assert_int_equal(db_select(db, &types_get, DB_IN(db_in_uint(2)), &r), ERR_OK);
	assert_true(db_rows_next(r));
	assert_int_equal(db_col_uint(r), 2);
	assert_int_equal(db_col_int(r), 0);
	assert_int_equal(db_col_uint(r), 0);
	assert_null(db_col_text(r, a));
	assert_null(db_col_blob(r, a, &n));
	assert_int_equal(n, 0);
	assert_int_equal(db_col_day(r), DAY_NONE);
	assert_int_equal(db_rows_end(r), ERR_OK);
	arena_free(&a);
}

static void test_numbers(void **state)
{
	struct db *db = *state;
	struct arena *a = arena_new();
	struct db_rows *r;
	uint8_t two[2];

	assert_int_equal(db_select(db, &numbers, DB_NONE, &r), ERR_OK);
	assert_true(db_rows_next(r));
	assert_string_equal(db_col_text(r, a), "12.50");
	assert_int_equal(db_col_int(r), 1);
	assert_int_equal(db_col_int(r), -7);
	assert_false(db_col_bytes(r, two, 2)); /* another length */
	assert_int_equal(db_rows_end(r), ERR_OK);
	assert_int_equal(put(db, 1, 40), ERR_OK);
	assert_int_equal(put(db, 2, 2), ERR_OK);
	assert_int_equal(db_select(db, &count_all, DB_NONE, &r), ERR_OK);
	assert_true(db_rows_next(r));
	assert_int_equal(db_col_uint(r), 2);
	assert_int_equal(db_col_uint(r), 42); /* a sum is a whole DECIMAL */
	assert_int_equal(db_rows_end(r), ERR_OK);
	arena_free(&a);
}

static void test_long_data(void **state)
{
	struct db *db = *state;
	struct arena *a = arena_new();
	char *text = arena_alloc(a, LONG_BYTES + 1);
	struct db_rows *r;
	const char *back;

	for (size_t i = 0; i < LONG_BYTES; i++)
		text[i] = (char)('a' + i % 26);
	assert_int_equal(db_run(db, &types_put,
			     DB_IN(db_in_uint(1), db_in_int(0), db_in_uint(0),
				 db_in_text(text), db_in_blob("", 0), db_in_null()),
			     NULL),
	    ERR_OK);
	assert_int_equal(db_select(db, &types_get, DB_IN(db_in_uint(1)), &r), ERR_OK);
	assert_true(db_rows_next(r));
	db_col_uint(r);
	db_col_int(r);
	db_col_uint(r);
	back = db_col_text(r, a);
	assert_int_equal(strlen(back), LONG_BYTES);
	assert_memory_equal(back, text, LONG_BYTES);
	assert_int_equal(db_rows_end(r), ERR_OK);
	arena_free(&a);
}

static void test_nested_selects(void **state)
{
	struct db *db = *state;
	struct db_rows *all, *one;
	size_t n = 0;

	for (uint32_t i = 1; i <= 5; i++)
		assert_int_equal(put(db, i, i * 10), ERR_OK);
	assert_int_equal(db_select(db, &types_all, DB_NONE, &all), ERR_OK);
	assert_int_equal(db_rows_count(all), 5);
	while (db_rows_next(all)) {
		uint64_t id = db_col_uint(all);

		assert_int_equal(
		    db_select(db, &get_u, DB_IN(db_in_uint(id)), &one), ERR_OK);
		assert_true(db_rows_next(one));
		assert_int_equal(db_col_uint(one), id * 10);
		assert_int_equal(db_rows_end(one), ERR_OK);
		n++;
	}
	assert_int_equal(db_rows_end(all), ERR_OK);
	assert_int_equal(n, 5);
}

static const struct db_sql stream_all = {"stream", "SELECT id, s, b FROM t ORDER BY id"};

/* Short and long bytes, NULL, empty; left early; then the connection is free. */
static void test_streamed_rows(void **state)
{
	struct db *db = *state;
	struct arena *a = arena_new();
	char *text = arena_alloc(a, LONG_BYTES + 1);
	struct db_rows *r;
	size_t n;

	memset(text, 'x', LONG_BYTES);
	for (uint32_t i = 1; i <= 300; i++) {
		const struct db_value v[] = {db_in_uint(i), db_in_int(0), db_in_uint(0),
		    db_in_text(i == 7 ? text : arena_printf(a, "row %u", i)),
		    i % 2 ? db_in_blob(&i, i % 3) : db_in_null(), db_in_null()};

		assert_int_equal(db_run(db, &types_put, v, 6, NULL), ERR_OK);
	}
	for (int round = 0; round < 2; round++) {
		assert_int_equal(db_stream(db, &stream_all, DB_NONE, &r), ERR_OK);
		for (uint32_t i = 1; i <= (round ? 300 : 20); i++) {
			const char *s;
			const uint8_t *b;

			assert_true(db_rows_next(r));
			assert_int_equal(db_col_uint(r), i);
			s = db_col_text(r, a);
			assert_string_equal(
			    s, i == 7 ? text : arena_printf(a, "row %u", i));
			b = db_col_blob(r, a, &n);
			assert_int_equal(n, i % 2 ? i % 3 : 0);
			assert_true(i % 2 ? memcmp(b, &i, n) == 0 : b == NULL);
		}
		assert_int_equal(db_rows_next(r), !round);
		assert_int_equal(db_rows_end(r), ERR_OK);
		assert_int_equal(rows(db), 300);
	}
	arena_free(&a);
}

static void test_errors(void **state)
{
	struct db *db = *state;
	struct db_rows *r;
	uint64_t affected;

	assert_int_equal(put(db, 1, 1), ERR_OK);
	assert_int_equal(put(db, 1, 1), ERR_DUPLICATE);
	assert_int_equal(
	    db_run(db, &refer, DB_IN(db_in_uint(1), db_in_uint(9)), NULL), ERR_NOT_FOUND);
	assert_int_equal(
	    db_run(db, &refer, DB_IN(db_in_uint(1), db_in_uint(1)), NULL), ERR_OK);
	assert_int_equal(db_run(db, &drop_one, DB_IN(db_in_uint(1)), NULL), ERR_CONFLICT);
	assert_int_equal(db_select(db, &wrong, DB_NONE, &r), ERR_CONFIG);
	assert_int_equal(db_run(db, &strict, DB_IN(db_in_uint(5)), NULL), ERR_INTERNAL);
	/* Matched counts, changed or not. */
	assert_int_equal(
	    db_run(db, &set_u, DB_IN(db_in_uint(1), db_in_uint(1)), &affected), ERR_OK);
	assert_int_equal(affected, 1);
	assert_int_equal(
	    db_run(db, &set_u, DB_IN(db_in_uint(1), db_in_uint(8)), &affected), ERR_OK);
	assert_int_equal(affected, 0);
	assert_int_equal(rows(db), 1);
}

static void test_accounts(void **state)
{
	char file[80];
	struct config limited = config;
	struct db_rows *r;
	struct db *db;
	FILE *f;

	(void)state;
	snprintf(file, sizeof(file), "%s/password", dir);
	f = fopen(file, "w");
	assert_non_null(f);
	fputs("x\n", f);
	fclose(f);
	limited.db_user = "limited";
	limited.db_password_file = file;
	db = db_new(&limited);
	assert_int_equal(db_select(db, &types_all, DB_NONE, &r), ERR_OK);
	assert_int_equal(db_rows_end(r), ERR_OK);
	assert_int_equal(db_select(db, &forbidden, DB_NONE, &r), ERR_DENIED);
	assert_int_equal(put(db, 1, 1), ERR_DENIED);
	db_free(&db);

	limited.db_password_file = "/nonexistent";
	db = db_new(&limited);
	assert_int_equal(db_select(db, &types_all, DB_NONE, &r), ERR_CONFIG);
	db_free(&db);
	limited.db_password_file = "";
	db = db_new(&limited);
	assert_int_equal(db_select(db, &types_all, DB_NONE, &r), ERR_CONFIG);
	db_free(&db);
}

struct work {
	int runs;
	enum err fail;
	bool kill;
};

static enum err put_two(struct db *db, void *ctx)
{
	struct work *w = ctx;
	enum err e;

	w->runs++;
	e = put(db, 1, 1);
	if (e == ERR_OK && w->kill && w->runs == 1 && (server("kill") || server("start")))
		return ERR_INTERNAL;
	if (e == ERR_OK)
		e = put(db, 2, 2);
	return e == ERR_OK ? w->fail : e;
}

static void test_transaction_is_all_or_nothing(void **state)
{
	struct db *db = *state;
	struct work w = {0, ERR_FORGED, false};

	assert_int_equal(db_transaction(db, put_two, &w), ERR_FORGED);
	assert_int_equal(w.runs, 1);
	assert_int_equal(rows(db), 0);
	assert_false(db_in_transaction(db));
	w.fail = ERR_OK;
	assert_int_equal(db_transaction(db, put_two, &w), ERR_OK);
	assert_int_equal(rows(db), 2);
}

static void test_server_killed_in_a_transaction(void **state)
{
	struct db *db = *state;
	struct work w = {0, ERR_OK, true};

	assert_int_equal(db_transaction(db, put_two, &w), ERR_OK);
	assert_int_equal(w.runs, 2);
	assert_int_equal(rows(db), 2);
}

static void test_server_restarted_between_statements(void **state)
{
	struct db *db = *state;
	struct db_rows *r;

	assert_int_equal(put(db, 1, 1), ERR_OK);
	assert_int_equal(server("stop"), 0);
	assert_int_equal(db_select(db, &types_all, DB_NONE, &r), ERR_UNAVAILABLE);
	assert_int_equal(put(db, 2, 2), ERR_UNAVAILABLE);
	assert_int_equal(server("start"), 0);
	assert_int_equal(put(db, 2, 2), ERR_OK);
	assert_int_equal(server("stop"), 0);
	assert_int_equal(server("start"), 0);
	/* A SELECT does no harm and is repeated on a fresh connection. */
	assert_int_equal(rows(db), 2);
	assert_int_equal(server("stop"), 0);
	assert_int_equal(server("start"), 0);
	/* Whether a change was stored is not known: it is not repeated here. */
	assert_int_equal(put(db, 3, 3), ERR_UNAVAILABLE);
	assert_int_equal(put(db, 3, 3), ERR_OK);
	assert_int_equal(rows(db), 3);
}

/* Two threads that lock two rows in opposite order, many times over. */
struct crossing {
	uint32_t first, second;
	pthread_barrier_t *meet;
	int runs;
};

static enum err add_both(struct db *db, void *ctx)
{
	struct crossing *c = ctx;
	uint32_t order[] = {c->first, c->second};

	c->runs++;
	for (size_t i = 0; i < 2; i++) {
		struct db_rows *r;
		uint64_t u = 0;
		enum err e = db_select(db, &get_u, DB_IN(db_in_uint(order[i])), &r);

		if (e != ERR_OK)
			return e;
		if (db_rows_next(r))
			u = db_col_uint(r);
		e = db_rows_end(r);
		if (e == ERR_OK)
			e = db_run(db, &set_u,
			    DB_IN(db_in_uint(u + 1), db_in_uint(order[i])), NULL);
		if (e != ERR_OK)
			return e;
		if (i == 0)
			usleep(2000);
	}
	return ERR_OK;
}

static void *cross(void *ctx)
{
	struct crossing *c = ctx;
	struct db *db = db_new(&config);
	enum err e = ERR_OK;

	for (int i = 0; i < 10 && e == ERR_OK; i++) {
		pthread_barrier_wait(c->meet);
		e = db_transaction(db, add_both, c);
	}
	db_free(&db);
	return e == ERR_OK ? NULL : ctx;
}

static void test_deadlocks_are_run_again(void **state)
{
	struct db *db = *state;
	pthread_barrier_t meet;
	struct crossing c[2] = {{1, 2, &meet, 0}, {2, 1, &meet, 0}};
	pthread_t threads[2];
	struct db_rows *r;
	void *failed[2];

	assert_int_equal(put(db, 1, 0), ERR_OK);
	assert_int_equal(put(db, 2, 0), ERR_OK);
	pthread_barrier_init(&meet, NULL, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, cross, &c[i]), 0);
	for (size_t i = 0; i < 2; i++)
		pthread_join(threads[i], &failed[i]);
	pthread_barrier_destroy(&meet);
	assert_null(failed[0]);
	assert_null(failed[1]);
	assert_true(c[0].runs + c[1].runs > 20); /* there were deadlocks */
	assert_int_equal(db_select(db, &get_u, DB_IN(db_in_uint(1)), &r), ERR_OK);
	assert_true(db_rows_next(r));
	assert_int_equal(db_col_uint(r), 20);
	assert_int_equal(db_rows_end(r), ERR_OK);
}

static enum err bulk_put(struct db *db, void *ctx)
{
	enum { N = 5001, WIDTH = 6 };
	struct arena *a = arena_new();
	struct db_value *v = ARENA_ARRAY(a, N * WIDTH, struct db_value);
	const char *big = ctx;
	enum err e;

	for (size_t i = 0; i < N; i++) {
		struct db_value *row = v + i * WIDTH;

		row[0] = db_in_uint(i + 1);
		row[1] = i % 3 == 0 ? db_in_null() : db_in_int(-(int64_t)i);
		row[2] = db_in_uint(i);
		row[3] = db_in_text(i % 100 == 7 ? big : "строка");
		row[4] = i % 2 == 0 ? db_in_null() : db_in_blob("\0x", 2);
		row[5] = i % 5 == 0 ? db_in_null() : db_in_day((day_t)i);
	}
	e = db_bulk(db, &types_put, v, N, WIDTH);
	arena_free(&a);
	return e;
}

static void test_bulk(void **state)
{
	struct db *db = *state;
	struct arena *a = arena_new();
	char *big = arena_alloc(a, 200001);
	struct db_rows *r;
	uint8_t two[2];

	memset(big, 'x', 200000);
	assert_int_equal(db_transaction(db, bulk_put, big), ERR_OK);
	assert_int_equal(rows(db), 5001);
	assert_int_equal(db_select(db, &types_get, DB_IN(db_in_uint(5000)), &r), ERR_OK);
	assert_true(db_rows_next(r));
	db_col_uint(r);
	assert_int_equal(db_col_int(r), -4999);
	assert_int_equal(db_col_uint(r), 4999);
	assert_string_equal(db_col_text(r, a), "строка");
	assert_true(db_col_bytes(r, two, 2));
	assert_memory_equal(two, "\0x", 2);
	assert_int_equal(db_col_day(r), 4999);
	assert_int_equal(db_rows_end(r), ERR_OK);
	assert_int_equal(db_select(db, &types_get, DB_IN(db_in_uint(5)), &r), ERR_OK);
	assert_true(db_rows_next(r));
	db_col_uint(r);
	assert_int_equal(db_col_int(r), -4);
	db_col_uint(r);
	db_col_text(r, a);
	assert_null(db_col_text(r, a));
	assert_int_equal(db_col_day(r), 4);
	assert_int_equal(db_rows_end(r), ERR_OK);
	/* The same statement row by row, after the bulk. */
	assert_int_equal(put(db, 9000, 1), ERR_OK);
	/* One row of a bulk that fails takes the others with it. */
	assert_int_equal(db_transaction(db, bulk_put, big), ERR_DUPLICATE);
	assert_int_equal(rows(db), 5002);
	arena_free(&a);
}

static void test_script_says_where(void **state)
{
	struct db *db = *state;
	struct arena *a = arena_new();
	const char *fault = "";
	size_t at = 0;

	assert_int_not_equal(
	    db_script(
		db, a, "SELECT 1; SELECT ';'; SELECT nonsense; SELECT 4;", &at, &fault),
	    ERR_OK);
	assert_int_equal(at, 3);
	assert_non_null(strstr(fault, "nonsense"));
	assert_int_equal(rows(db), 0); /* the connection is good again */
	arena_free(&a);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, connect_db, disconnect_db)
	const struct CMUnitTest tests[] = {
	    TEST(test_types_there_and_back),
	    TEST(test_numbers),
	    TEST(test_long_data),
	    TEST(test_nested_selects),
	    TEST(test_streamed_rows),
	    TEST(test_errors),
	    TEST(test_accounts),
	    TEST(test_transaction_is_all_or_nothing),
	    TEST(test_server_killed_in_a_transaction),
	    TEST(test_server_restarted_between_statements),
	    TEST(test_deadlocks_are_run_again),
	    TEST(test_bulk),
	    TEST(test_script_says_where),
	};

	log_init("statement_test");
	if (system("command -v mariadbd mariadb-install-db >/dev/null") != 0)
		return SKIPPED;
	return cmocka_run_group_tests(tests, start, stop);
}
