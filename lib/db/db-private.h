/*
 * The statement API of this room.  A file names its statements at the top:
 *
 *	static const struct db_sql by_code = {"campaign by code",
 *	    "SELECT id, title FROM campaign WHERE code = ?"};
 *
 * runs what changes data with
 *
 *	e = db_run(db, &put, DB_IN(db_in_uint(id), db_in_text(title)), &affected);
 *
 * and reads with
 *
 *	e = db_select(db, &by_code, DB_IN(db_in_text(code)), &rows);
 *	if (e != ERR_OK)
 *		return e;
 *	while (db_rows_next(rows)) {
 *		id = (uint32_t)db_col_uint(rows);
 *		title = db_col_text(rows, arena);
 *	}
 *	return db_rows_end(rows);
 *
 * Each statement is prepared once per connection and held.
 */
#ifndef OTKLIK_DB_DB_PRIVATE_H
#define OTKLIK_DB_DB_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "db/db.h"

/* A statement: the name is for logs; the address is its identity. */
struct db_sql {
	const char *name, *text;
};

enum db_type { DB_NULL, DB_INT, DB_UINT, DB_TEXT, DB_BLOB, DB_DAY };

/* A parameter; what p points at is borrowed until the call returns. */
struct db_value {
	enum db_type type;
	union {
		int64_t i;
		uint64_t u;
		day_t day;
		struct {
			const void *p;
			size_t n;
		} bytes;
	} v;
};

struct db_value db_in_null(void);
struct db_value db_in_int(int64_t i);
struct db_value db_in_uint(uint64_t u);
struct db_value db_in_text(const char *s);           /* NULL is SQL's NULL */
struct db_value db_in_blob(const void *p, size_t n); /* p NULL likewise */
struct db_value db_in_day(day_t d);                  /* DAY_NONE likewise */

/* A list of parameters as two arguments: the array and its length. */
#define DB_IN(...)                              \
	(const struct db_value[]){__VA_ARGS__}, \
	    sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value)
/* No parameters. */
#define DB_NONE NULL, 0

/*
 * Runs a statement without a result.  *affected_r (may be NULL) is the number
 * of rows matched, also by an UPDATE that leaves them as they were; INSERT …
 * ON DUPLICATE KEY UPDATE gives 1 for a new row, more for an old one.
 * ERR_DUPLICATE 1062; ERR_NOT_FOUND 1452 (no row of that number to refer to);
 * ERR_CONFLICT 1451 (something refers to the row); ERR_DENIED;
 * ERR_UNAVAILABLE: deadlock, lock timeout, disk full, server away, outcome of a
 * statement outside a transaction unknown.
 */
ERR_CHECK enum err db_run(struct db *db, const struct db_sql *sql,
    const struct db_value *in, size_t n, uint64_t *affected_r);

/* AUTO_INCREMENT number of the last db_run() of this connection. */
uint64_t db_last_id(struct db *db);

/*
 * Runs one statement for many rows of parameters (width values each, row by
 * row) in few round trips; only inside a transaction.  A column has one type,
 * or NULL.  The number of affected rows is not told: the server does not sum it
 * up reliably.
 */
ERR_CHECK enum err db_bulk(struct db *db, const struct db_sql *sql,
    const struct db_value *rows, size_t n_rows, size_t width);

/*
 * db_bulk() as a single request outside a transaction, for a few rows: all of
 * them are stored, or none.
 */
ERR_CHECK enum err db_run_rows(struct db *db, const struct db_sql *sql,
    const struct db_value *rows, size_t n_rows, size_t width);

/*
 * One row through the connection's queue (queue.h), only outside a transaction;
 * all rows of a queue are of one statement.  ERR_OK: it is stored.  Any error may
 * be that of another row which went along: then the row is to be run alone, and
 * with *unsure_r it may be stored already.
 */
ERR_CHECK enum err db_queue_run(struct db *db, const struct db_sql *sql,
    const struct db_value *row, size_t width, bool *unsure_r);
bool db_has_queue(const struct db *db);

/*
 * Rows of a SELECT, buffered on this side, so that other statements may run
 * between them; not the same one.  Outside a transaction a lost connection is
 * opened again and the SELECT repeated once.
 */
struct db_rows;
ERR_CHECK enum err db_select(struct db *db, const struct db_sql *sql,
    const struct db_value *in, size_t n, struct db_rows **rows_r);
/*
 * The same read row by row as the server finds them: for results of any size.
 * Until db_rows_end() nothing else may run on the connection.
 */
ERR_CHECK enum err db_stream(struct db *db, const struct db_sql *sql,
    const struct db_value *in, size_t n, struct db_rows **rows_r);
/* Steps to the next row; false behind the last or on an error. */
bool db_rows_next(struct db_rows *rows);
/* Frees the result, wherever it stands; the error that ended it, if any. */
ERR_CHECK enum err db_rows_end(struct db_rows *rows);
/* The one number a SELECT gives; 0 when it gives no row. */
ERR_CHECK enum err db_select_number(struct db *db, const struct db_sql *sql,
    const struct db_value *in, size_t n, uint32_t *number_r);
/* Number of rows in the result; of a buffered one only. */
size_t db_rows_count(const struct db_rows *rows);

/*
 * The columns of the row, left to right, one call each.  NULL reads as 0,
 * NULL, DAY_NONE.  Asking for a type the column does not have, or behind the
 * last column, ends the process: a bug of this room.
 */
uint64_t db_col_uint(struct db_rows *rows);
int64_t db_col_int(struct db_rows *rows);
day_t db_col_day(struct db_rows *rows);
const char *db_col_text(struct db_rows *rows, struct arena *a);
const uint8_t *db_col_blob(struct db_rows *rows, struct arena *a, size_t *n_r);
/* The next column must be exactly n bytes; false if it is not. */
bool db_col_bytes(struct db_rows *rows, void *p, size_t n);

/* Did the connection break under the last statement, which may have been done? */
bool db_is_unsure(const struct db *db);

/* Is a transaction open? */
bool db_in_transaction(const struct db *db);

/*
 * Runs a text of several statements (a migration, grants) as they stand; for
 * `otklikctl` only.  The server splits it, so ';' in strings, comments and
 * bodies is no matter.  On an error *at_r is the number of the statement, from
 * 1, and *fault_r (in a) the server's words: never hand it data of answers.
 */
ERR_CHECK enum err db_script(
    struct db *db, struct arena *a, const char *text, size_t *at_r, const char **fault_r);

#endif
