/* Prepared statements as the library has them: what statement.c and bulk.c share. */
#ifndef OTKLIK_DB_STATEMENT_PRIVATE_H
#define OTKLIK_DB_STATEMENT_PRIVATE_H

#include "db/connection-private.h"

/* Where one parameter or one column lives while a statement runs. */
struct db_slot {
	union {
		int64_t i;
		uint64_t u;
		MYSQL_TIME time;
	} v;
	unsigned long length;
	my_bool is_null;
	unsigned long longest; /* bytes a column may have */
	uint8_t *buffer;       /* of bytes that are bound, or NULL */
	size_t room;
};

struct db_rows {
	struct db *db;
	struct db_statement *st;
	unsigned column; /* next to be read */
	bool have_row;
	enum err e;
};

struct db_statement {
	struct db_statement *next;
	const struct db_sql *sql;
	MYSQL_STMT *stmt;
	size_t n_params, n_columns;
	MYSQL_BIND *in, *out;
	struct db_slot *params, *columns;
	bool running; /* a result is open */
	struct db_rows rows;
};

/* The prepared statement, from the connection's list or new. */
ERR_CHECK enum err db_prepare(
    struct db *db, const struct db_sql *sql, struct db_statement **st_r);

enum enum_field_types db_field_type(enum db_type type);
void db_time_from_day(MYSQL_TIME *t, day_t day);

/* calloc() of at least one that ends the process when there is no memory. */
void *db_zeroed(size_t n, size_t size);

#endif
