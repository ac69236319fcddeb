/* One statement for many rows of parameters. */
#include <stdlib.h>
#include <string.h>

#include "db/statement-private.h"

/* A bulk request stays well below max_allowed_packet (16 MiB by default). */
#define BULK_ROWS 2000
#define BULK_BYTES (2u << 20)

/* One column of a bulk request, as the protocol wants it. */
struct bulk_column {
	int64_t *numbers;
	MYSQL_TIME *days;
	const void **pointers; /* to bytes and days; numbers stand side by side */
	unsigned long *length;
	char *indicator;
};

static enum db_type column_type(
    const struct db_value *rows, size_t n, size_t width, size_t column)
{
	enum db_type type = DB_NULL;

	for (size_t i = 0; i < n && type == DB_NULL; i++)
		type = rows[i * width + column].type;
	return type == DB_NULL ? DB_TEXT : type;
}

static void bulk_value(
    struct bulk_column *c, size_t i, enum db_type type, const struct db_value *in)
{
	if (in->type == DB_NULL) {
		c->indicator[i] = STMT_INDICATOR_NULL;
		return;
	}
	if (in->type != type)
		abort();
	switch (type) {
	case DB_DAY:
		db_time_from_day(&c->days[i], in->v.day);
		c->pointers[i] = &c->days[i];
		break;
	case DB_TEXT:
	case DB_BLOB:
		c->pointers[i] = in->v.bytes.p;
		c->length[i] = in->v.bytes.n;
		break;
	default:
		c->numbers[i] = in->v.i;
		break;
	}
}

static void bulk_bind(struct arena *a, MYSQL_BIND *b, const struct db_value *rows,
    size_t n, size_t width, size_t column)
{
	enum db_type type = column_type(rows, n, width, column);
	struct bulk_column c = {
	    .indicator = arena_alloc(a, n), .length = ARENA_ARRAY(a, n, unsigned long)};

	c.numbers = ARENA_ARRAY(a, n, int64_t);
	c.days = ARENA_ARRAY(a, n, MYSQL_TIME);
	c.pointers = ARENA_ARRAY(a, n, const void *);
	for (size_t i = 0; i < n; i++)
		bulk_value(&c, i, type, &rows[i * width + column]);
	memset(b, 0, sizeof(*b));
	b->buffer_type = db_field_type(type);
	b->buffer =
	    type == DB_INT || type == DB_UINT ? (void *)c.numbers : (void *)c.pointers;
	b->is_unsigned = type == DB_UINT;
	b->length = c.length;
	b->u.indicator = c.indicator;
}

/* How many of the rows fit one request. */
static size_t bulk_fit(const struct db_value *rows, size_t n, size_t width)
{
	size_t bytes = 0, i;

	for (i = 0; i < n && i < BULK_ROWS; i++) {
		for (size_t j = 0; j < width; j++) {
			const struct db_value *v = &rows[i * width + j];
			bool long_data = v->type == DB_TEXT || v->type == DB_BLOB;

			bytes += 10 + (long_data ? v->v.bytes.n : 8);
		}
		if (i > 0 && bytes > BULK_BYTES)
			break;
	}
	return i;
}

static enum err bulk_part(struct db *db, struct db_statement *st, struct arena *a,
    const struct db_value *rows, unsigned n, size_t width)
{
	static unsigned none;
	enum err e = ERR_OK;

	for (size_t i = 0; i < width; i++)
		bulk_bind(a, &st->in[i], rows, n, width, i);
	mysql_stmt_attr_set(st->stmt, STMT_ATTR_ARRAY_SIZE, &n);
	if (mysql_stmt_bind_param(st->stmt, st->in) || mysql_stmt_execute(st->stmt) != 0)
		e = db_failed(db, st->sql->name, mysql_stmt_errno(st->stmt));
	mysql_stmt_attr_set(st->stmt, STMT_ATTR_ARRAY_SIZE, &none);
	return e;
}

enum err db_bulk(struct db *db, const struct db_sql *sql, const struct db_value *rows,
    size_t n_rows, size_t width)
{
	struct db_statement *st;
	struct arena *a;
	enum err e = db_prepare(db, sql, &st);

	if (e != ERR_OK)
		return e;
	if (!db->in_transaction || width != st->n_params)
		abort();
	a = arena_new();
	while (n_rows > 0 && e == ERR_OK) {
		size_t n = bulk_fit(rows, n_rows, width);

		e = bulk_part(db, st, a, rows, (unsigned)n, width);
		rows += n * width;
		n_rows -= n;
		arena_reset(a);
	}
	arena_free(&a);
	return e;
}

enum err db_run_rows(struct db *db, const struct db_sql *sql, const struct db_value *rows,
    size_t n_rows, size_t width)
{
	struct db_statement *st;
	struct arena *a;
	enum err e = db_prepare(db, sql, &st);

	if (e != ERR_OK)
		return e;
	if (width != st->n_params)
		abort();
	a = arena_new();
	e = bulk_part(db, st, a, rows, (unsigned)n_rows, width);
	arena_free(&a);
	return e;
}
