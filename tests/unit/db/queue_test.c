/*
 * Rows stored together on a scratch mariadbd: every thread learns what became of
 * its own row, whoever stored it, also when one of them spoils the others' INSERT.
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

#include "base/log.h"
#include "db/ballot.h"
#include "db/db-private.h"
#include "db/queue.h"

#define SKIPPED 77 /* automake: not run */
#define THREADS 16
#define EACH 100
#define CAMPAIGN 1
#define KEY_ID 1
#define SPENT_KEY_ID 9

static char dir[] = "/tmp/otklik-db-XXXXXX";
static char socket_path[60];
static struct config config;
static struct db_queue *queue;

static const struct db_sql count_all = {
    "count", "SELECT COUNT(*), COALESCE(SUM(LENGTH(sealed)), 0) FROM ballot"};

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
	script(db, "CREATE DATABASE t; USE t; "
		   "CREATE TABLE count_key (id INT UNSIGNED PRIMARY KEY); "
		   "INSERT INTO count_key VALUES (1); "
		   "CREATE TABLE ballot (`key` BINARY(32) PRIMARY KEY, "
		   "campaign_id INT UNSIGNED, key_id INT UNSIGNED, sealed MEDIUMBLOB, "
		   "FOREIGN KEY (key_id) REFERENCES count_key (id)); "
		   "CREATE TABLE barrier (worker VARCHAR(64) PRIMARY KEY, n BIGINT)");
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

static int empty(void **state)
{
	struct db *db = db_new(&config);

	(void)state;
	script(db, "DELETE FROM ballot; DELETE FROM barrier");
	db_free(&db);
	queue = db_queue_new();
	return 0;
}

static int drop(void **state)
{
	(void)state;
	db_queue_free(&queue);
	return 0;
}

/* What one thread does, and how often it was told what. */
struct work {
	pthread_t thread;
	int slot;
	int from; /* thread whose keys it uses */
	uint32_t key_id;
	size_t bytes;
	int ok, duplicate, unavailable, other;
};

static void tell(struct work *w, enum err e)
{
	w->ok += e == ERR_OK;
	w->duplicate += e == ERR_DUPLICATE;
	w->unavailable += e == ERR_UNAVAILABLE;
	w->other += e != ERR_OK && e != ERR_DUPLICATE && e != ERR_UNAVAILABLE;
}

static void *put_ballots(void *ctx)
{
	struct work *w = ctx;
	struct db *db = db_new(&config);
	uint8_t *sealed = calloc(1, w->bytes);
	char name[20];

	snprintf(name, sizeof(name), "slot-%d", w->slot);
	db_use_queue(db, queue);
	for (int i = 0; i < EACH; i++) {
		uint8_t key[BOX_BALLOT_KEY_BYTES] = {0};

		memcpy(key, &i, sizeof(i));
		memcpy(key + 8, &w->from, sizeof(w->from));
		tell(w,
		    db_ballot_put(db, name, key, CAMPAIGN, w->key_id, sealed, w->bytes));
	}
	free(sealed);
	db_free(&db);
	return NULL;
}

static void run(struct work *w)
{
	for (int i = 0; i < THREADS; i++) {
		w[i].slot = i;
		assert_int_equal(
		    pthread_create(&w[i].thread, NULL, put_ballots, &w[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(w[i].thread, NULL);
}

static void assert_stored(uint64_t rows, uint64_t bytes)
{
	struct db *db = db_new(&config);
	struct db_rows *r;

	assert_int_equal(db_select(db, &count_all, DB_NONE, &r), ERR_OK);
	assert_true(db_rows_next(r));
	assert_int_equal(db_col_uint(r), rows);
	assert_int_equal(db_col_uint(r), bytes);
	assert_int_equal(db_rows_end(r), ERR_OK);
	db_free(&db);
}

static void test_all_are_stored(void **state)
{
	struct work w[THREADS] = {{0}};

	(void)state;
	for (int i = 0; i < THREADS; i++)
		w[i] = (struct work){.from = i, .key_id = KEY_ID, .bytes = 1072};
	run(w);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(w[i].ok, EACH);
	assert_stored(THREADS * EACH, THREADS * EACH * 1072);
}

/* Each key is sent by two threads: one of them stores it, the other is told. */
static void test_duplicates(void **state)
{
	struct work w[THREADS] = {{0}};

	(void)state;
	for (int i = 0; i < THREADS; i++)
		w[i] = (struct work){.from = i / 2, .key_id = KEY_ID, .bytes = 100};
	run(w);
	for (int i = 0; i < THREADS; i += 2) {
		assert_int_equal(w[i].ok + w[i + 1].ok, EACH);
		assert_int_equal(w[i].duplicate + w[i + 1].duplicate, EACH);
	}
	assert_stored(THREADS / 2 * EACH, THREADS / 2 * EACH * 100);
}

/* A key spent meanwhile refuses its own ballots and nobody else's. */
static void test_one_spoils_the_others(void **state)
{
	struct work w[THREADS] = {{0}};

	(void)state;
	for (int i = 0; i < THREADS; i++)
		w[i] = (struct work){.from = i,
		    .key_id = i % 4 == 0 ? SPENT_KEY_ID : KEY_ID,
		    .bytes = 100};
	run(w);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(i % 4 == 0 ? w[i].unavailable : w[i].ok, EACH);
	assert_stored(THREADS * 3 / 4 * EACH, THREADS * 3 / 4 * EACH * 100);
}

/* Ballots of half a megabyte do not make one request of many megabytes. */
static void test_large_ones(void **state)
{
	struct work w[THREADS] = {{0}};
	const size_t bytes = 200000;

	(void)state;
	for (int i = 0; i < THREADS; i++)
		w[i] = (struct work){
		    .from = i, .key_id = KEY_ID, .bytes = i < 2 ? bytes : 10};
	run(w);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(w[i].ok, EACH);
	assert_stored(THREADS * EACH, 2 * EACH * bytes + (THREADS - 2) * EACH * 10);
}

/* Whoever was told that a ballot is stored, its row is there after kill -9. */
static void test_server_killed(void **state)
{
	struct work w[THREADS] = {{0}};
	int ok = 0, failed = 0;

	(void)state;
	for (int i = 0; i < THREADS; i++) {
		w[i] =
		    (struct work){.slot = i, .from = i, .key_id = KEY_ID, .bytes = 100};
		assert_int_equal(
		    pthread_create(&w[i].thread, NULL, put_ballots, &w[i]), 0);
	}
	assert_int_equal(server("kill"), 0);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(w[i].thread, NULL);
		ok += w[i].ok;
		failed += w[i].unavailable;
		assert_int_equal(w[i].other + w[i].duplicate, 0);
	}
	assert_int_equal(ok + failed, THREADS * EACH);
	assert_int_equal(server("start"), 0);
	/* Sent again all of them are there, each once. */
	memset(w, 0, sizeof(w));
	for (int i = 0; i < THREADS; i++)
		w[i] = (struct work){.from = i, .key_id = KEY_ID, .bytes = 100};
	run(w);
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(w[i].ok + w[i].duplicate, EACH);
		ok -= w[i].duplicate;
	}
	assert_true(ok <= 0);
	assert_stored(THREADS * EACH, THREADS * EACH * 100);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, empty, drop)
	const struct CMUnitTest tests[] = {
	    TEST(test_all_are_stored),
	    TEST(test_duplicates),
	    TEST(test_one_spoils_the_others),
	    TEST(test_large_ones),
	    TEST(test_server_killed),
	};

	log_init("queue_test");
	if (system("command -v mariadbd mariadb-install-db >/dev/null") != 0)
		return SKIPPED;
	return cmocka_run_group_tests(tests, start, stop);
}
