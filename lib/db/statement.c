#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "db/statement-private.h"

#define ROOM_MAX 4096 /* bytes of a column that come with their row */

struct db_value db_in_null(void)
{
	return (struct db_value){.type = DB_NULL};
}

struct db_value db_in_int(int64_t i)
{
	return (struct db_value){.type = DB_INT, .v.i = i};
}

struct db_value db_in_uint(uint64_t u)
{
	return (struct db_value){.type = DB_UINT, .v.u = u};
}

struct db_value db_in_text(const char *s)
{
	if (s == NULL)
		return db_in_null();
	return (struct db_value){.type = DB_TEXT, .v.bytes = {s, strlen(s)}};
}

struct db_value db_in_blob(const void *p, size_t n)
{
	if (p == NULL)
		return db_in_null();
	return (struct db_value){.type = DB_BLOB, .v.bytes = {p, n}};
}

struct db_value db_in_day(day_t d)
{
	if (d == DAY_NONE)
		return db_in_null();
	return (struct db_value){.type = DB_DAY, .v.day = d};
}

void *db_zeroed(size_t n, size_t size)
{
	void *p = calloc(n == 0 ? 1 : n, size);

	if (p == NULL)
		abort();
	return p;
}

static void statement_free(struct db_statement *st)
{
	if (st->stmt != NULL)
		mysql_stmt_close(st->stmt);
	for (size_t i = 0; i < st->n_columns; i++)
		free(st->columns[i].buffer);
	free(st->in);
	free(st->out);
	free(st->params);
	free(st->columns);
	free(st);
}

void db_statements_free(struct db *db)
{
	struct db_statement *next;

	for (struct db_statement *st = db->statements; st != NULL; st = next) {
		next = st->next;
		statement_free(st);
	}
	db->statements = NULL;
}

/* How a column comes back: numbers and dates as such, the rest as bytes. */
static void bind_column(MYSQL_BIND *b, struct db_slot *s, const MYSQL_FIELD *f)
{
	enum enum_field_types type;

	b->length = &s->length;
	b->is_null = &s->is_null;
	s->longest = f->length;
	type = f->type;
	if (type == MYSQL_TYPE_NEWDECIMAL && f->decimals == 0)
		type = MYSQL_TYPE_LONGLONG; /* SUM() of whole numbers; others are text */
	switch (type) {
	case MYSQL_TYPE_TINY:
	case MYSQL_TYPE_SHORT:
	case MYSQL_TYPE_INT24:
	case MYSQL_TYPE_LONG:
	case MYSQL_TYPE_LONGLONG:
	case MYSQL_TYPE_YEAR:
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->is_unsigned = (f->flags & UNSIGNED_FLAG) != 0;
		b->buffer = &s->v.i;
		break;
	case MYSQL_TYPE_DATE:
		b->buffer_type = MYSQL_TYPE_DATE;
		b->buffer = &s->v.time;
		break;
	default: /* fetched by mysql_stmt_fetch_column() once its length is known */
		b->buffer_type = MYSQL_TYPE_BLOB;
		b->buffer = NULL;
		b->buffer_length = 0;
		break;
	}
}

static void bind_columns(struct db_statement *st)
{
	MYSQL_RES *meta = mysql_stmt_result_metadata(st->stmt);

	if (meta == NULL)
		return;
	st->n_columns = mysql_num_fields(meta);
	st->out = db_zeroed(st->n_columns, sizeof(*st->out));
	st->columns = db_zeroed(st->n_columns, sizeof(*st->columns));
	for (unsigned i = 0; i < st->n_columns; i++)
		bind_column(
		    &st->out[i], &st->columns[i], mysql_fetch_field_direct(meta, i));
	mysql_free_result(meta);
}

enum err db_prepare(struct db *db, const struct db_sql *sql, struct db_statement **st_r)
{
	struct db_statement *st;
	enum err e = db_connect(db);

	if (e != ERR_OK)
		return e;
	for (st = db->statements; st != NULL; st = st->next) {
		if (st->sql == sql) {
			*st_r = st;
			return ERR_OK;
		}
	}
	st = db_zeroed(1, sizeof(*st));
	st->sql = sql;
	st->stmt = mysql_stmt_init(db->mysql);
	if (st->stmt == NULL)
		abort();
	if (mysql_stmt_prepare(st->stmt, sql->text, strlen(sql->text)) != 0) {
		e = db_failed(db, sql->name, mysql_stmt_errno(st->stmt));
		statement_free(st);
		return e;
	}
	st->n_params = mysql_stmt_param_count(st->stmt);
	st->in = db_zeroed(st->n_params, sizeof(*st->in));
	st->params = db_zeroed(st->n_params, sizeof(*st->params));
	bind_columns(st);
	st->next = db->statements;
	db->statements = st;
	*st_r = st;
	return ERR_OK;
}

void db_time_from_day(MYSQL_TIME *t, day_t day)
{
	int y, m, d;

	day_to_date(day, &y, &m, &d);
	memset(t, 0, sizeof(*t));
	t->year = (unsigned)y;
	t->month = (unsigned)m;
	t->day = (unsigned)d;
	t->time_type = MYSQL_TIMESTAMP_DATE;
}

enum enum_field_types db_field_type(enum db_type type)
{
	switch (type) {
	case DB_INT:
	case DB_UINT:
		return MYSQL_TYPE_LONGLONG;
	case DB_TEXT:
		return MYSQL_TYPE_STRING;
	case DB_BLOB:
		return MYSQL_TYPE_BLOB;
	case DB_DAY:
		return MYSQL_TYPE_DATE;
	case DB_NULL:
		break;
	}
	return MYSQL_TYPE_NULL;
}

static void bind_param(MYSQL_BIND *b, struct db_slot *s, const struct db_value *in)
{
	memset(b, 0, sizeof(*b));
	b->buffer_type = db_field_type(in->type);
	b->buffer = &s->v;
	b->length = &s->length;
	switch (in->type) {
	case DB_INT:
		s->v.i = in->v.i;
		break;
	case DB_UINT:
		s->v.u = in->v.u;
		b->is_unsigned = 1;
		break;
	case DB_TEXT:
	case DB_BLOB:
		/* MYSQL_BIND has no const; parameters are only read. */
		memcpy(&b->buffer, &in->v.bytes.p, sizeof(b->buffer));
		s->length = in->v.bytes.n;
		b->buffer_length = in->v.bytes.n;
		break;
	case DB_DAY:
		db_time_from_day(&s->v.time, in->v.day);
		break;
	case DB_NULL:
		break;
	}
}

static enum err execute(
    struct db *db, struct db_statement *st, const struct db_value *in, size_t n)
{
	if (n != st->n_params || st->running)
		abort();
	for (size_t i = 0; i < n; i++)
		bind_param(&st->in[i], &st->params[i], &in[i]);
	if ((n > 0 && mysql_stmt_bind_param(st->stmt, st->in)) ||
	    mysql_stmt_execute(st->stmt) != 0)
		return db_failed(db, st->sql->name, mysql_stmt_errno(st->stmt));
	return ERR_OK;
}

enum err db_run(struct db *db, const struct db_sql *sql, const struct db_value *in,
    size_t n, uint64_t *affected_r)
{
	struct db_statement *st;
	enum err e = db_prepare(db, sql, &st);

	if (e == ERR_OK)
		e = execute(db, st, in, n);
	if (e != ERR_OK)
		return e;
	db->last_id = mysql_stmt_insert_id(st->stmt);
	if (affected_r != NULL)
		*affected_r = mysql_stmt_affected_rows(st->stmt);
	return ERR_OK;
}

uint64_t db_last_id(struct db *db)
{
	return db->last_id;
}

static enum err select_once(struct db *db, const struct db_sql *sql,
    const struct db_value *in, size_t n, struct db_rows **rows_r)
{
	struct db_statement *st;
	enum err e = db_prepare(db, sql, &st);

	if (e == ERR_OK)
		e = execute(db, st, in, n);
	if (e != ERR_OK)
		return e;
	if (mysql_stmt_bind_result(st->stmt, st->out) ||
	    mysql_stmt_store_result(st->stmt) != 0) {
		e = db_failed(db, sql->name, mysql_stmt_errno(st->stmt));
		mysql_stmt_free_result(st->stmt);
		return e;
	}
	st->running = true;
	st->rows = (struct db_rows){.db = db, .st = st, .e = ERR_OK};
	*rows_r = &st->rows;
	return ERR_OK;
}

enum err db_select(struct db *db, const struct db_sql *sql, const struct db_value *in,
    size_t n, struct db_rows **rows_r)
{
	enum err e = select_once(db, sql, in, n, rows_r);

	if (e == ERR_UNAVAILABLE && db->lost && !db->in_transaction)
		e = select_once(db, sql, in, n, rows_r);
	return e;
}

/* Bytes that are not long come with their row instead of one by one. */
static void give_room(struct db_statement *st)
{
	for (size_t i = 0; i < st->n_columns; i++) {
		struct db_slot *s = &st->columns[i];

		if (st->out[i].buffer_type != MYSQL_TYPE_BLOB || s->buffer != NULL)
			continue;
		s->room = s->longest < ROOM_MAX ? s->longest : ROOM_MAX;
		s->buffer = db_zeroed(s->room, 1);
		st->out[i].buffer = s->buffer;
		st->out[i].buffer_length = s->room;
	}
}

enum err db_stream(struct db *db, const struct db_sql *sql, const struct db_value *in,
    size_t n, struct db_rows **rows_r)
{
	struct db_statement *st;
	enum err e = db_prepare(db, sql, &st);

	if (e == ERR_OK)
		e = execute(db, st, in, n);
	if (e != ERR_OK)
		return e;
	give_room(st);
	if (mysql_stmt_bind_result(st->stmt, st->out)) {
		e = db_failed(db, sql->name, mysql_stmt_errno(st->stmt));
		mysql_stmt_free_result(st->stmt);
		return e;
	}
	st->running = true;
	st->rows = (struct db_rows){.db = db, .st = st, .e = ERR_OK};
	*rows_r = &st->rows;
	return ERR_OK;
}

bool db_rows_next(struct db_rows *rows)
{
	int rc = mysql_stmt_fetch(rows->st->stmt);

	rows->column = 0;
	/* Bytes are always "truncated": their buffer is empty until asked for. */
	rows->have_row = rc == 0 || rc == MYSQL_DATA_TRUNCATED;
	if (rc == 1)
		rows->e = db_failed(
		    rows->db, rows->st->sql->name, mysql_stmt_errno(rows->st->stmt));
	return rows->have_row;
}

enum err db_rows_end(struct db_rows *rows)
{
	mysql_stmt_free_result(rows->st->stmt);
	rows->st->running = false;
	return rows->e;
}

enum err db_select_number(struct db *db, const struct db_sql *sql,
    const struct db_value *in, size_t n, uint32_t *number_r)
{
	struct db_rows *rows;
	uint32_t number = 0;
	enum err e = db_select(db, sql, in, n, &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows))
		number = (uint32_t)db_col_uint(rows);
	e = db_rows_end(rows);
	if (e == ERR_OK)
		*number_r = number;
	return e;
}

size_t db_rows_count(const struct db_rows *rows)
{
	return mysql_stmt_num_rows(rows->st->stmt);
}

/* The next column if it is of that kind; the wrong kind is a bug of a caller. */
static const struct db_slot *next_column(
    struct db_rows *rows, enum enum_field_types type, unsigned *at_r)
{
	const struct db_statement *st = rows->st;
	unsigned i = rows->column++;

	if (!rows->have_row || i >= st->n_columns || st->out[i].buffer_type != type)
		abort();
	*at_r = i;
	return &st->columns[i];
}

uint64_t db_col_uint(struct db_rows *rows)
{
	unsigned at;
	const struct db_slot *s = next_column(rows, MYSQL_TYPE_LONGLONG, &at);

	return s->is_null ? 0 : s->v.u;
}

int64_t db_col_int(struct db_rows *rows)
{
	unsigned at;
	const struct db_slot *s = next_column(rows, MYSQL_TYPE_LONGLONG, &at);

	return s->is_null ? 0 : s->v.i;
}

day_t db_col_day(struct db_rows *rows)
{
	unsigned at;
	const struct db_slot *s = next_column(rows, MYSQL_TYPE_DATE, &at);

	if (s->is_null)
		return DAY_NONE;
	return day_from_date(
	    (int)s->v.time.year, (int)s->v.time.month, (int)s->v.time.day);
}

static void fetch_bytes(struct db_rows *rows, unsigned at, void *p, size_t n)
{

	unsigned long length;
	my_bool is_null, error;
	MYSQL_BIND b = {.buffer_type = MYSQL_TYPE_BLOB,
	    .buffer = p,
	    .buffer_length = n,
	    .length = &length,
	    .is_null = &is_null,
	    .error = &error};

	if (n == 0)
		return;
	if (n <= rows->st->columns[at].room)
		memcpy(p, rows->st->columns[at].buffer, n);
	else if (mysql_stmt_fetch_column(rows->st->stmt, &b, at, 0) != 0)
		abort();
}

const uint8_t *db_col_blob(struct db_rows *rows, struct arena *a, size_t *n_r)
{
	unsigned at;
	const struct db_slot *s = next_column(rows, MYSQL_TYPE_BLOB, &at);
	uint8_t *p;

	if (s->is_null) {
		*n_r = 0;
		return NULL;
	}
	p = arena_alloc(a, s->length + 1);
	fetch_bytes(rows, at, p, s->length);
	*n_r = s->length;
	return p;
}

const char *db_col_text(struct db_rows *rows, struct arena *a)
{
	size_t n;

	/* db_col_blob() leaves a 0 behind the last byte. */
	return (const char *)db_col_blob(rows, a, &n);
}

bool db_col_bytes(struct db_rows *rows, void *p, size_t n)
{
	unsigned at;
	const struct db_slot *s = next_column(rows, MYSQL_TYPE_BLOB, &at);

	if (s->is_null || s->length != n)
		return false;
	fetch_bytes(rows, at, p, n);
	return true;
}
