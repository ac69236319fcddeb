#include "stat/cross.h"

#include <assert.h>
#include <math.h>

#define TERMS 10000 /* either expansion ends long before */
#define ENOUGH 1e-16L
#define TINY 1e-300L

struct stat_cross *stat_cross_new(
    struct arena *a, const struct stat_axis *rows, const struct stat_axis *columns)
{
	struct stat_cross *c = ARENA_NEW(a, struct stat_cross);

	c->rows = *rows;
	c->columns = *columns;
	c->counts = ARENA_ARRAY(a, rows->n * columns->n, uint32_t);
	c->row_totals = ARENA_ARRAY(a, rows->n, uint32_t);
	c->column_totals = ARENA_ARRAY(a, columns->n, uint32_t);
	return c;
}

/* The next row it is in from `from` on; x->n behind the last. */
static size_t next_row(const struct stat_axis *x, uint64_t v, size_t from)
{
	if (!x->place.set)
		return v > from ? v - 1 : x->n;
	while (from < x->n && !(v >> from & 1))
		from++;
	return from;
}

void stat_cross_add(struct stat_cross *c, const uint8_t *vector)
{
	const struct stat_axis *rows = &c->rows, *columns = &c->columns;
	uint64_t row = stat_axis_read(rows, vector);
	uint64_t column = stat_axis_read(columns, vector);
	size_t i = next_row(rows, row, 0), j = next_row(columns, column, 0);

	if (i == rows->n || j == columns->n)
		return;
	c->n++;
	for (; j < columns->n; j = next_row(columns, column, j + 1))
		c->column_totals[j]++;
	for (; i < rows->n; i = next_row(rows, row, i + 1)) {
		c->row_totals[i]++;
		j = next_row(columns, column, 0);
		for (; j < columns->n; j = next_row(columns, column, j + 1))
			c->counts[i * columns->n + j]++;
	}
}

/* --- a list's empty rows and columns --- */

/* Rows to keep: of a list those somebody is in. */
static const bool *used(
    struct arena *a, const struct stat_axis *x, const uint32_t *totals)
{
	bool *keep = ARENA_ARRAY(a, x->n, bool);

	for (size_t i = 0; i < x->n; i++)
		keep[i] = !x->place.list || totals[i] > 0;
	return keep;
}

static void copy_totals(uint32_t *to, const uint32_t *from, const bool *keep, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (keep[i])
			*to++ = from[i];
}

struct stat_cross *stat_cross_used(struct arena *a, const struct stat_cross *c)
{
	const bool *rows = used(a, &c->rows, c->row_totals);
	const bool *columns = used(a, &c->columns, c->column_totals);
	const struct stat_axis r = stat_axis_of(a, &c->rows, rows);
	const struct stat_axis l = stat_axis_of(a, &c->columns, columns);
	struct stat_cross *out = stat_cross_new(a, &r, &l);
	uint32_t *to = out->counts;

	out->n = c->n;
	copy_totals(out->row_totals, c->row_totals, rows, c->rows.n);
	copy_totals(out->column_totals, c->column_totals, columns, c->columns.n);
	for (size_t i = 0; i < c->rows.n; i++) {
		if (!rows[i])
			continue;
		copy_totals(to, c->counts + i * c->columns.n, columns, c->columns.n);
		to += l.n;
	}
	return out;
}

/* --- the test --- */

/* A table whose cells add up to its margins. */
struct margins {
	const uint32_t *counts, *rows, *columns;
	size_t n_rows, n_columns;
	uint32_t n;
};

static long taken(const uint32_t *totals, size_t n)
{
	long taken = 0;

	for (size_t i = 0; i < n; i++)
		taken += totals[i] > 0;
	return taken;
}

static void add_cell(
    struct stat_cross_test *t, const struct margins *m, size_t row, size_t column)
{
	long double expected = (long double)m->rows[row] * m->columns[column] / m->n;
	long double off = m->counts[row * m->n_columns + column] - expected;

	t->chi_square += off * off / expected;
	t->cells++;
	t->thin += expected < STAT_CROSS_EXPECTED;
	if (t->cells == 1 || expected < t->least)
		t->least = expected;
}

static struct stat_cross_test test(const struct margins *m)
{
	long rows = taken(m->rows, m->n_rows);
	long columns = taken(m->columns, m->n_columns);
	struct stat_cross_test t = {.known = rows > 1 && columns > 1};

	if (!t.known)
		return t;
	for (size_t i = 0; i < m->n_rows; i++)
		for (size_t j = 0; j < m->n_columns; j++)
			if (m->rows[i] > 0 && m->columns[j] > 0)
				add_cell(&t, m, i, j);
	t.df = (rows - 1) * (columns - 1);
	t.p = stat_cross_tail(t.chi_square, t.df);
	t.v = sqrtl(t.chi_square / m->n / ((rows < columns ? rows : columns) - 1));
	return t;
}

/* One answer of `n`, chosen or not: its total and the rest. */
static const uint32_t *chosen_or_not(struct arena *a, uint32_t total, uint32_t n)
{
	uint32_t *v = ARENA_ARRAY(a, 2, uint32_t);

	v[0] = total;
	v[1] = n - total;
	return v;
}

/* Row by row; of one answer the cells of those who did not choose it follow. */
static struct margins fold(
    struct arena *a, const struct stat_cross *c, size_t row, size_t column)
{
	const size_t all = c->columns.n;
	struct margins m = {.rows = c->row_totals,
	    .columns = c->column_totals,
	    .n_rows = c->rows.n,
	    .n_columns = all,
	    .n = c->n};
	const bool one_row = row != STAT_CROSS_ALL, one_column = column != STAT_CROSS_ALL;
	uint32_t *v;

	if (one_row) {
		m.rows = chosen_or_not(a, c->row_totals[row], c->n);
		m.n_rows = 2;
	}
	if (one_column) {
		m.columns = chosen_or_not(a, c->column_totals[column], c->n);
		m.n_columns = 2;
	}
	v = ARENA_ARRAY(a, m.n_rows * m.n_columns, uint32_t);
	for (size_t i = 0; i < (one_row ? 1 : m.n_rows); i++)
		for (size_t j = 0; j < (one_column ? 1 : m.n_columns); j++)
			v[i * m.n_columns + j] = c->counts[(one_row ? row : i) * all +
							   (one_column ? column : j)];
	for (size_t i = 0; one_column && i < (one_row ? 1 : m.n_rows); i++)
		v[i * 2 + 1] = m.rows[i] - v[i * 2];
	for (size_t j = 0; one_row && j < m.n_columns; j++)
		v[m.n_columns + j] = m.columns[j] - v[j];
	m.counts = v;
	return m;
}

struct stat_cross_test stat_cross_test(
    struct arena *a, const struct stat_cross *c, size_t row, size_t column)
{
	struct margins m;

	if ((row == STAT_CROSS_ALL && c->rows.place.set) ||
	    (column == STAT_CROSS_ALL && c->columns.place.set))
		return (struct stat_cross_test){0};
	m = fold(a, c, row, column);
	return test(&m);
}

bool stat_cross_is_reliable(const struct stat_cross_test *t)
{
	return 5 * t->thin <= t->cells && t->least >= 1;
}

long double stat_cross_expected(const struct stat_cross *c, size_t row, size_t column)
{
	return c->n ? (long double)c->row_totals[row] * c->column_totals[column] / c->n
		    : 0;
}

bool stat_cross_residual(
    const struct stat_cross *c, size_t row, size_t column, long double *z_r)
{
	const uint32_t in_row = c->row_totals[row], in_column = c->column_totals[column];
	long double expected = stat_cross_expected(c, row, column), n = c->n;

	if (in_row == 0 || in_column == 0 || in_row == c->n || in_column == c->n)
		return false;
	*z_r = (c->counts[row * c->columns.n + column] - expected) /
	       sqrtl(expected * (1 - in_row / n) * (1 - in_column / n));
	return true;
}

/* --- the distribution --- */

/* x^a e^-x / Γ(a), the factor of both expansions. */
static long double factor(long double a, long double x)
{
	int sign;

	return expl(a * logl(x) - x - lgammal_r(a, &sign));
}

/* P(a, x) by its series; converges fast for x < a + 1. */
static long double lower(long double a, long double x)
{
	long double term = 1 / a, sum = term;

	for (int i = 1; i < TERMS && term > sum * ENOUGH; i++) {
		term *= x / (a + i);
		sum += term;
	}
	return sum * factor(a, x);
}

/* Q(a, x) by its continued fraction (Lentz), for x >= a + 1. */
static long double upper(long double a, long double x)
{
	long double b = x + 1 - a, c = 1 / TINY, d = 1 / b, h = d, step = 0;

	for (int i = 1; i < TERMS && fabsl(step - 1) > ENOUGH; i++) {
		long double an = -i * (i - a);

		b += 2;
		d = an * d + b;
		d = 1 / (fabsl(d) < TINY ? TINY : d);
		c = b + an / c;
		c = fabsl(c) < TINY ? TINY : c;
		step = c * d;
		h *= step;
	}
	return h * factor(a, x);
}

long double stat_cross_tail(long double x, long df)
{
	long double a = df / 2.0L;

	assert(df > 0);
	if (x <= 0)
		return 1;
	x /= 2;
	return x < a + 1 ? 1 - lower(a, x) : upper(a, x);
}
