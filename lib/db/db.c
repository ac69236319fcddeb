#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <errmsg.h>
#include <mysqld_error.h>

#include "base/log.h"
#include "db/connection-private.h"

#define CONNECT_SECONDS 5
#define PATIENCE_SECONDS 10
#define PASSWORD_MAX 200
#define ATTEMPTS 5
#define PAUSE_MS 40 /* times the attempt, at random */

/* What each MariaDB error number means to callers; the rest is ERR_INTERNAL. */
static const struct meaning {
	unsigned number;
	enum err e;
	bool lost, retry;
} meanings[] = {
    {ER_DUP_ENTRY, ERR_DUPLICATE, false, false},
    {ER_NO_REFERENCED_ROW_2, ERR_NOT_FOUND, false, false},
    {ER_ROW_IS_REFERENCED_2, ERR_CONFLICT, false, false},
    {ER_TABLEACCESS_DENIED_ERROR, ERR_DENIED, false, false},
    {ER_COLUMNACCESS_DENIED_ERROR, ERR_DENIED, false, false},
    {ER_PROCACCESS_DENIED_ERROR, ERR_DENIED, false, false},
    {ER_SPECIFIC_ACCESS_DENIED_ERROR, ERR_DENIED, false, false},
    {ER_SIGNAL_NOT_FOUND, ERR_NOT_FOUND, false, false},
    {ER_CONSTRAINT_FAILED, ERR_INVALID, false, false},
    {ER_LOCK_WAIT_TIMEOUT, ERR_UNAVAILABLE, false, true},
    {ER_LOCK_DEADLOCK, ERR_UNAVAILABLE, false, true},
    {CR_SERVER_GONE_ERROR, ERR_UNAVAILABLE, true, true},
    {CR_SERVER_LOST, ERR_UNAVAILABLE, true, true},
    {CR_SERVER_LOST_EXTENDED, ERR_UNAVAILABLE, true, true},
    {CR_CONNECTION_ERROR, ERR_UNAVAILABLE, true, true},
    {CR_CONN_HOST_ERROR, ERR_UNAVAILABLE, true, true},
    {CR_SOCKET_CREATE_ERROR, ERR_UNAVAILABLE, true, true},
    {CR_SERVER_HANDSHAKE_ERR, ERR_UNAVAILABLE, true, true},
    {CR_COMMANDS_OUT_OF_SYNC, ERR_INTERNAL, true, false},
    {ER_SERVER_SHUTDOWN, ERR_UNAVAILABLE, true, true},
    {ER_CONNECTION_KILLED, ERR_UNAVAILABLE, true, true},
    {ER_NEW_ABORTING_CONNECTION, ERR_UNAVAILABLE, true, true},
    {ER_QUERY_INTERRUPTED, ERR_UNAVAILABLE, false, true},
    {ER_STATEMENT_TIMEOUT, ERR_UNAVAILABLE, false, true},
    {ER_CON_COUNT_ERROR, ERR_UNAVAILABLE, true, true},
    {ER_TOO_MANY_USER_CONNECTIONS, ERR_UNAVAILABLE, true, true},
    {ER_USER_LIMIT_REACHED, ERR_UNAVAILABLE, true, true},
    /* A Galera node that is not part of the cluster answers so. */
    {ER_UNKNOWN_COM_ERROR, ERR_UNAVAILABLE, true, true},
    /* Disk full, read-only: no answer may be acknowledged, a later one may. */
    {ER_DISK_FULL, ERR_UNAVAILABLE, false, false},
    {ER_RECORD_FILE_FULL, ERR_UNAVAILABLE, false, false},
    {ER_ERROR_ON_WRITE, ERR_UNAVAILABLE, false, false},
    {ER_GET_ERRNO, ERR_UNAVAILABLE, false, false},
    {ER_OPTION_PREVENTS_STATEMENT, ERR_UNAVAILABLE, false, false},
    {ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, ERR_UNAVAILABLE, false, false},
    {ER_ACCESS_DENIED_ERROR, ERR_CONFIG, true, false},
    {ER_ACCESS_DENIED_NO_PASSWORD_ERROR, ERR_CONFIG, true, false},
    {ER_DBACCESS_DENIED_ERROR, ERR_CONFIG, true, false},
    {ER_BAD_DB_ERROR, ERR_CONFIG, true, false},
    {ER_NO_SUCH_TABLE, ERR_CONFIG, false, false},
};

/*
 * Strict, UTC, and a lock timeout below the read timeout: a lock that does not
 * come is then an error of the statement, not a lost connection.
 */
static const char session[] =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,"
    "NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', "
    "innodb_lock_wait_timeout = 8, autocommit = 1, default_storage_engine = InnoDB";

static void library_end(void)
{
	mysql_library_end();
}

static void library_start(void)
{
	if (mysql_library_init(0, NULL, NULL) != 0 || sodium_init() < 0)
		abort();
	atexit(library_end);
}

struct db *db_new(const struct config *c)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct db *db;

	pthread_once(&once, library_start);
	db = calloc(1, sizeof(*db));
	if (db == NULL)
		abort();
	db->config = c;
	db->patience = PATIENCE_SECONDS;
	mysql_thread_init();
	return db;
}

void db_free(struct db **db)
{
	if (*db == NULL)
		return;
	db_disconnect(*db);
	mysql_thread_end();
	free(*db);
	*db = NULL;
}

void db_set_patience(struct db *db, unsigned seconds)
{
	db->patience = seconds;
}

bool db_in_transaction(const struct db *db)
{
	return db->in_transaction;
}

bool db_is_unsure(const struct db *db)
{
	return db->lost && db->mysql != NULL;
}

void db_disconnect(struct db *db)
{
	db_statements_free(db);
	if (db->mysql != NULL)
		mysql_close(db->mysql);
	db->mysql = NULL;
	db->lost = false;
}

/* The account's password, from its file; "" when the socket identifies us. */
static enum err read_password(const char *path, char pw[PASSWORD_MAX])
{
	ssize_t n;
	int fd;

	pw[0] = '\0';
	if (path == NULL || path[0] == '\0')
		return ERR_OK;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1) {
		log_error("db: %s: %s", path, strerror(errno));
		return ERR_CONFIG;
	}
	n = read(fd, pw, PASSWORD_MAX - 1);
	close(fd);
	if (n <= 0) {
		log_error("db: %s: no password in it", path);
		return ERR_CONFIG;
	}
	pw[n] = '\0';
	pw[strcspn(pw, "\r\n")] = '\0';
	return ERR_OK;
}

static MYSQL *new_handle(const struct db *db)
{
	unsigned connect = CONNECT_SECONDS, rw = db->patience;
	unsigned protocol = MYSQL_PROTOCOL_SOCKET;
	MYSQL *m = mysql_init(NULL);

	if (m == NULL)
		abort();
	mysql_optionsv(m, MYSQL_OPT_PROTOCOL, &protocol);
	mysql_optionsv(m, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
	mysql_optionsv(m, MYSQL_OPT_READ_TIMEOUT, &rw);
	mysql_optionsv(m, MYSQL_OPT_WRITE_TIMEOUT, &rw);
	mysql_optionsv(m, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_optionsv(m, MYSQL_INIT_COMMAND, session);
	return m;
}

enum err db_connect(struct db *db)
{
	const struct config *c = db->config;
	char pw[PASSWORD_MAX];
	MYSQL *m;
	enum err e;

	if (db->mysql != NULL && !db->lost)
		return ERR_OK;
	if (db->in_transaction)
		return ERR_UNAVAILABLE;
	db_disconnect(db);
	e = read_password(c->db_password_file, pw);
	if (e != ERR_OK)
		return e;
	m = new_handle(db);
	if (mysql_real_connect(m, NULL, c->db_user, pw, c->db_name, 0, c->db_socket,
		CLIENT_FOUND_ROWS) == NULL) {
		e = db_failed(db, "connect", mysql_errno(m));
		mysql_close(m);
	} else {
		db->mysql = m;
		db->lost = false;
	}
	sodium_memzero(pw, sizeof(pw));
	return e;
}

enum err db_failed(struct db *db, const char *what, unsigned number)
{
	static const struct meaning other = {0, ERR_INTERNAL, false, false};
	const struct meaning *m = &other;

	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		if (meanings[i].number == number)
			m = &meanings[i];
	}
	db->lost |= m->lost;
	db->retry = m->retry;
	/* A form sent twice, a ticket used twice: no faults, and when somebody
	   tried is nobody's business. */
	if (m->e != ERR_DUPLICATE && number != ER_SIGNAL_NOT_FOUND)
		log_warn("db: %s: MariaDB error %u", what, number);
	return m->e;
}

static enum err command(struct db *db, const char *text)
{
	if (mysql_query(db->mysql, text) != 0)
		return db_failed(db, text, mysql_errno(db->mysql));
	return ERR_OK;
}

static void roll_back(struct db *db)
{
	if (db->mysql == NULL || db->lost)
		return;
	/* A connection that cannot roll back is closed: the server does it. */
	if (mysql_query(db->mysql, "ROLLBACK") != 0)
		db->lost = true;
}

static enum err attempt(struct db *db, db_work *work, void *ctx)
{
	enum err e;

	db->retry = false;
	e = db_connect(db);
	if (e == ERR_OK)
		e = command(db, "START TRANSACTION");
	if (e != ERR_OK)
		return e;
	db->in_transaction = true;
	e = work(db, ctx);
	if (e != ERR_OK) {
		roll_back(db);
	} else {
		db->retry = false;
		e = command(db, "COMMIT");
		if (db->lost)
			db->retry = false; /* stored or not: nobody knows */
		else if (e != ERR_OK)
			roll_back(db); /* or the next one would commit it */
	}
	db->in_transaction = false;
	return e;
}

static void pause_before(int n)
{
	unsigned ms = 1 + randombytes_uniform((uint32_t)(PAUSE_MS * n));
	struct timespec t = {0, (long)ms * 1000000};

	nanosleep(&t, NULL);
}

enum err db_transaction(struct db *db, db_work *work, void *ctx)
{
	enum err e = ERR_UNAVAILABLE;

	if (db->in_transaction)
		abort();
	for (int i = 1; i <= ATTEMPTS; i++) {
		e = attempt(db, work, ctx);
		if (e != ERR_UNAVAILABLE || !db->retry)
			break;
		pause_before(i);
	}
	return e;
}

/* Reads every result of a multi-statement text; *at counts them. */
static unsigned drain(MYSQL *m, size_t *at)
{
	int more;

	do {
		MYSQL_RES *res = mysql_store_result(m);

		if (res != NULL)
			mysql_free_result(res);
		else if (mysql_errno(m) != 0)
			return mysql_errno(m);
		(*at)++;
		more = mysql_next_result(m);
	} while (more == 0);
	return more > 0 ? mysql_errno(m) : 0;
}

enum err db_script(
    struct db *db, struct arena *a, const char *text, size_t *at_r, const char **fault_r)
{
	unsigned number;
	size_t at = 1;
	enum err e = db_connect(db);

	if (e != ERR_OK)
		return e;
	mysql_set_server_option(db->mysql, MYSQL_OPTION_MULTI_STATEMENTS_ON);
	if (mysql_real_query(db->mysql, text, strlen(text)) != 0)
		number = mysql_errno(db->mysql);
	else
		number = drain(db->mysql, &at);
	if (number != 0) {
		*at_r = at;
		*fault_r = arena_strdup(a, mysql_error(db->mysql));
		e = db_failed(db, "script", number);
		db->lost = true; /* results may be left over */
	} else {
		mysql_set_server_option(db->mysql, MYSQL_OPTION_MULTI_STATEMENTS_OFF);
	}
	return e;
}
