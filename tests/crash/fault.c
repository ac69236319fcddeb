/*
 * fault: makes calls to MariaDB fail in the programs under test (LD_PRELOAD).
 *
 * The file named by OTKLIK_FAULT says which and how, and is read anew at each
 * call; without it, or empty, everything passes through:
 *
 *   mode=MODE [at=STEP] [number=N] [every=N | nth=N] text=BEGINNING OF THE STATEMENT
 *
 *   error        the call is not made and fails with MariaDB's error N
 *   lost-before  the connection breaks before the call
 *   lost-after   the call is made, the connection breaks before the answer
 *   skip         the call is not made and succeeds all the same
 *   twice        the statement runs a second time with another first parameter
 *   pass         nothing; the file OTKLIK_FAULT.calls gets the statement
 *
 * STEP is prepare, execute (if none is named) or result.  every=N takes each Nth
 * matching call (1), nth=N only that one, counted from the start of the process.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <mysql.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <errmsg.h>

#define TEXT_MAX 4096
#define STATEMENTS_MAX 4096

enum mode { PASS, ERROR, LOST_BEFORE, LOST_AFTER, SKIP, TWICE };

struct fault {
	enum mode mode;
	unsigned number;
	long every, nth;
};

static const char *const modes[] = {
    "pass", "error", "lost-before", "lost-after", "skip", "twice"};

/* What the program is told when it asks why a call failed. */
static _Thread_local struct {
	const void *handle;
	unsigned number;
} told;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	MYSQL_STMT *stmt;
	MYSQL *mysql;
	char *text;
	bool many;   /* arrays of parameters, for several rows */
	void *first; /* first parameter of the first row */
	unsigned long first_len;
} statements[STATEMENTS_MAX];
static long calls;

#define REAL(name)                                      \
	static __typeof__(&name) real;                  \
	if (real == NULL) {                             \
		void *symbol = dlsym(RTLD_NEXT, #name); \
		memcpy(&real, &symbol, sizeof(real));   \
	}

/* ---- which call fails */

static bool read_plan(char *line, size_t room)
{
	const char *path = getenv("OTKLIK_FAULT");
	int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return false;
	n = read(fd, line, room - 1);
	close(fd);
	if (n <= 0)
		return false;
	line[n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return true;
}

static enum mode mode_named(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strlen(modes[i]) == n && memcmp(modes[i], name, n) == 0)
			return (enum mode)i;
	fprintf(stderr, "fault: no such mode: %s\n", name);
	abort();
}

static long value_of(const char *plan, const char *key)
{
	const char *at = strstr(plan, key);

	return at == NULL ? 0 : strtol(at + strlen(key), NULL, 10);
}

static void tell(const char *text)
{
	char path[TEXT_MAX];
	FILE *f;

	snprintf(path, sizeof(path), "%s.calls", getenv("OTKLIK_FAULT"));
	f = fopen(path, "ae");
	if (f == NULL)
		return;
	fprintf(f, "%.60s\n", text);
	fclose(f);
}

static bool is_step(const char *plan, const char *step)
{
	const char *at = strstr(plan, " at=");

	if (at == NULL)
		return strcmp(step, "execute") == 0;
	return strncmp(at + 4, step, strlen(step)) == 0;
}

/* What becomes of a call that carries this statement. */
static struct fault plan_for(const char *text, const char *step)
{
	struct fault f = {PASS, 0, 1, 0}, none = {PASS, 0, 1, 0};
	char plan[TEXT_MAX];
	const char *begin;
	bool meant;

	told.handle = NULL;
	if (!read_plan(plan, sizeof(plan)))
		return none;
	begin = strstr(plan, "text=");
	if (begin == NULL || strncmp(plan, "mode=", 5) != 0)
		abort();
	f.mode = mode_named(plan + 5, strcspn(plan + 5, " "));
	if (strncmp(text, begin + 5, strlen(begin + 5)) != 0 || !is_step(plan, step))
		return none;
	f.number = (unsigned)value_of(plan, " number=");
	f.every = value_of(plan, " every=");
	f.nth = value_of(plan, " nth=");
	pthread_mutex_lock(&lock);
	calls++;
	meant = f.nth > 0 ? calls == f.nth : f.every < 2 || calls % f.every == 0;
	if (f.mode == PASS)
		tell(text);
	pthread_mutex_unlock(&lock);
	return meant ? f : none;
}

static int fail(const void *handle, unsigned number)
{
	told.handle = handle;
	told.number = number;
	return 1;
}

static void cut(MYSQL *mysql)
{
	shutdown((int)mysql_get_socket(mysql), SHUT_RDWR);
}

/* ---- which statement a handle stands for */

static size_t place_of(const MYSQL_STMT *stmt)
{
	for (size_t i = 0; i < STATEMENTS_MAX; i++)
		if (statements[i].stmt == stmt)
			return i;
	abort();
}

static void note(MYSQL_STMT *stmt, MYSQL *mysql)
{
	pthread_mutex_lock(&lock);
	statements[place_of(NULL)].mysql = mysql;
	statements[place_of(NULL)].stmt = stmt;
	pthread_mutex_unlock(&lock);
}

static size_t find(const MYSQL_STMT *stmt)
{
	size_t i;

	pthread_mutex_lock(&lock);
	i = place_of(stmt);
	pthread_mutex_unlock(&lock);
	return i;
}

static void forget(const MYSQL_STMT *stmt)
{
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < STATEMENTS_MAX; i++)
		if (statements[i].stmt == stmt) {
			free(statements[i].text);
			statements[i].text = NULL;
			statements[i].first = NULL;
			statements[i].many = false;
			statements[i].stmt = NULL;
		}
	pthread_mutex_unlock(&lock);
}

/* ---- the calls */

MYSQL_STMT *STDCALL mysql_stmt_init(MYSQL *mysql)
{
	MYSQL_STMT *stmt;
	REAL(mysql_stmt_init)

	stmt = real(mysql);
	note(stmt, mysql);
	return stmt;
}

int STDCALL mysql_stmt_prepare(MYSQL_STMT *stmt, const char *text, unsigned long n)
{
	size_t i = find(stmt);
	struct fault f;
	int rc;
	REAL(mysql_stmt_prepare)

	statements[i].text = strndup(text, n);
	f = plan_for(statements[i].text, "prepare");
	if (f.mode == ERROR)
		return fail(stmt, f.number);
	if (f.mode == LOST_BEFORE)
		cut(statements[i].mysql);
	rc = real(stmt, text, n);
	if (f.mode != LOST_AFTER || rc != 0)
		return rc;
	cut(statements[i].mysql);
	return fail(stmt, CR_SERVER_LOST);
}

my_bool STDCALL mysql_stmt_attr_set(
    MYSQL_STMT *stmt, enum enum_stmt_attr_type attribute, const void *value)
{
	REAL(mysql_stmt_attr_set)

	if (attribute == STMT_ATTR_ARRAY_SIZE)
		statements[find(stmt)].many = *(const unsigned *)value > 0;
	return real(stmt, attribute, value);
}

my_bool STDCALL mysql_stmt_bind_param(MYSQL_STMT *stmt, MYSQL_BIND *in)
{
	size_t i = find(stmt);
	REAL(mysql_stmt_bind_param)

	if (in->buffer_type == MYSQL_TYPE_BLOB && in->length != NULL) {
		statements[i].first =
		    statements[i].many ? *(void **)in->buffer : in->buffer;
		statements[i].first_len = *in->length;
	}
	return real(stmt, in);
}

/* Once more, as if it had come from another form. */
static void run_twice(MYSQL_STMT *stmt, size_t i, int (*run)(MYSQL_STMT *))
{
	unsigned char *first = statements[i].first;

	if (first == NULL || statements[i].first_len == 0)
		abort();
	first[0] ^= 0xff;
	if (run(stmt) != 0)
		fprintf(stderr, "fault: the second run failed\n");
	first[0] ^= 0xff;
}

int STDCALL mysql_stmt_execute(MYSQL_STMT *stmt)
{
	size_t i = find(stmt);
	struct fault f = plan_for(statements[i].text, "execute");
	int rc;
	REAL(mysql_stmt_execute)

	if (f.mode == ERROR)
		return fail(stmt, f.number);
	if (f.mode == SKIP)
		return 0;
	if (f.mode == LOST_BEFORE)
		cut(statements[i].mysql);
	if (f.mode == TWICE)
		run_twice(stmt, i, real);
	rc = real(stmt);
	if (f.mode != LOST_AFTER || rc != 0)
		return rc;
	cut(statements[i].mysql);
	return fail(stmt, CR_SERVER_LOST);
}

int STDCALL mysql_stmt_store_result(MYSQL_STMT *stmt)
{
	size_t i = find(stmt);
	struct fault f = plan_for(statements[i].text, "result");
	REAL(mysql_stmt_store_result)

	if (f.mode == LOST_BEFORE || f.mode == LOST_AFTER)
		cut(statements[i].mysql);
	if (f.mode == ERROR)
		return fail(stmt, f.number);
	return f.mode == LOST_AFTER ? fail(stmt, CR_SERVER_LOST) : real(stmt);
}

unsigned STDCALL mysql_stmt_errno(MYSQL_STMT *stmt)
{
	REAL(mysql_stmt_errno)

	return told.handle == stmt ? told.number : real(stmt);
}

my_bool STDCALL mysql_stmt_close(MYSQL_STMT *stmt)
{
	REAL(mysql_stmt_close)

	forget(stmt);
	return real(stmt);
}

int STDCALL mysql_query(MYSQL *mysql, const char *text)
{
	struct fault f = plan_for(text, "execute");
	int rc;
	REAL(mysql_query)

	if (f.mode == ERROR)
		return fail(mysql, f.number);
	if (f.mode == SKIP)
		return 0;
	if (f.mode == LOST_BEFORE)
		cut(mysql);
	rc = real(mysql, text);
	if (f.mode != LOST_AFTER || rc != 0)
		return rc;
	cut(mysql);
	return fail(mysql, CR_SERVER_LOST);
}

unsigned STDCALL mysql_errno(MYSQL *mysql)
{
	REAL(mysql_errno)

	return told.handle == mysql ? told.number : real(mysql);
}
