/* A COMMIT that fails, an INSERT whose answer is lost, on a scratch mariadbd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <errmsg.h>
#include <mysql.h>
#include <mysqld_error.h>

#include "base/log.h"
#include "db/ballot.h"
#include "db/db-private.h"

#define SKIPPED 77 /* automake: not run */

static char dir[] = "/tmp/otklik-db-XXXXXX";
static char socket_path[60];
static struct config config;

static const struct db_sql put = {"put", "INSERT INTO t (id) VALUES (?)"};
static const struct db_sql count_all = {"count", "SELECT COUNT(*) FROM t"};

/* ---- faults of the client library, which the linker puts before it (--wrap) */

static bool commit_fails;   /* as on a full disk */
static int executions_lost; /* done, but the connection breaks before the answer */
static unsigned fault_number;

int __real_mysql_query(MYSQL *m, const char *text);
int __wrap_mysql_query(MYSQL *m, const char *text);
int __wrap_mysql_query(MYSQL *m, const char *text)
{
	fault_number =
	    commit_fails && strcmp(text, "COMMIT") == 0 ? ER_ERROR_ON_WRITE : 0;
	return fault_number != 0 ? 1 : __real_mysql_query(m, text);
}

unsigned __real_mysql_errno(MYSQL *m);
unsigned __wrap_mysql_errno(MYSQL *m);
unsigned __wrap_mysql_errno(MYSQL *m)
{
	return fault_number != 0 ? fault_number : __real_mysql_errno(m);
}

int __real_mysql_stmt_execute(MYSQL_STMT *st);
int __wrap_mysql_stmt_execute(MYSQL_STMT *st);
int __wrap_mysql_stmt_execute(MYSQL_STMT *st)
{
	int status = __real_mysql_stmt_execute(st);

	fault_number = executions_lost > 0 ? CR_SERVER_LOST : 0;
	executions_lost -= executions_lost > 0;
	return fault_number != 0 ? 1 : status;
}

unsigned __real_mysql_stmt_errno(MYSQL_STMT *st);
unsigned __wrap_mysql_stmt_errno(MYSQL_STMT *st);
unsigned __wrap_mysql_stmt_errno(MYSQL_STMT *st)
{
	return fault_number != 0 ? fault_number : __real_mysql_stmt_errno(st);
}

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
	struct db *db;

	(void)state;
	if (mkdtemp(dir) == NULL || server("start") != 0)
		return -1;
	snprintf(socket_path, sizeof(socket_path), "%s/sock", dir);
	config = (struct config){
	    .db_socket = socket_path, .db_user = "", .db_password_file = ""};
	db = db_new(&config);
	script(db, "CREATE DATABASE t; USE t; CREATE TABLE t (id INT PRIMARY KEY); "
		   "CREATE TABLE ballot (`key` BINARY(32) PRIMARY KEY, "
		   "campaign_id INT, key_id INT, sealed BLOB); "
		   "CREATE TABLE barrier (worker VARCHAR(32) PRIMARY KEY, n INT);");
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
	commit_fails = false;
	executions_lost = 0;
	fault_number = 0;
	*state = db_new(&config);
	return 0;
}

static int disconnect_db(void **state)
{
	struct db *db = *state;

	db_free(&db);
	return 0;
}

static uint64_t rows(struct db *db)
{
	struct db_rows *r;
	uint64_t n = 0;

	assert_int_equal(db_select(db, &count_all, DB_NONE, &r), ERR_OK);
	if (db_rows_next(r))
		n = db_col_uint(r);
	assert_int_equal(db_rows_end(r), ERR_OK);
	return n;
}

static enum err put_one(struct db *db, void *ctx)
{
	return db_run(db, &put, DB_IN(db_in_uint(*(const uint32_t *)ctx)), NULL);
}

/* Left open, the transaction would be committed by the start of the next one. */
static void test_a_failed_commit_is_rolled_back(void **state)
{
	struct db *db = *state;
	uint32_t one = 1, two = 2;

	commit_fails = true;
	assert_int_equal(db_transaction(db, put_one, &one), ERR_UNAVAILABLE);
	commit_fails = false;
	assert_int_equal(rows(db), 0);
	assert_int_equal(db_transaction(db, put_one, &two), ERR_OK);
	assert_int_equal(rows(db), 1);
}

static enum err put_ballot(struct db *db, uint8_t first)
{
	const uint8_t key[BOX_BALLOT_KEY_BYTES] = {first};

	return db_ballot_put(db, "test-0", key, 1, 1, (const uint8_t *)"x", 1);
}

static void test_a_ballot_whose_answer_is_lost(void **state)
{
	struct db *db = *state;

	/* Stored by the first INSERT, met by the second: it is no repetition. */
	executions_lost = 1;
	assert_int_equal(put_ballot(db, 1), ERR_OK);
	assert_int_equal(executions_lost, 0);
	assert_int_equal(put_ballot(db, 1), ERR_DUPLICATE);
	assert_int_equal(put_ballot(db, 2), ERR_OK);
	/* Never told that it is stored while nobody knows. */
	executions_lost = 2;
	assert_int_equal(put_ballot(db, 3), ERR_UNAVAILABLE);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, connect_db, disconnect_db)
	const struct CMUnitTest tests[] = {
	    TEST(test_a_failed_commit_is_rolled_back),
	    TEST(test_a_ballot_whose_answer_is_lost),
	};

	log_init("fault_test");
	if (system("command -v mariadbd mariadb-install-db >/dev/null") != 0)
		return SKIPPED;
	return cmocka_run_group_tests(tests, start, stop);
}
