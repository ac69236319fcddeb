#include "stat/cross.h"

#include <assert.h>
#include <math.h>

#define TERMS 10000 /* either expansion ends long before */
#define ENOUGH 1e-16L
#define TINY 1e-300L

static size_t answers_of(const struct form *f, size_t item)
{
	const struct form_question *q = &f->questions[f->items[item].question];

	return q->type == FORM_SCALE ? (size_t)(q->max - q->min) + 1 : q->n_options;
}

bool stat_cross_by(const struct form *f, size_t item)
{
	enum form_type type;

	if (item >= f->n_items)
		return false;
	type = f->questions[f->items[item].question].type;
	return type == FORM_SINGLE || type == FORM_MATRIX || type == FORM_SCALE;
}

struct stat_cross *stat_cross_new(
    struct arena *a, const struct form *f, size_t row_item, size_t column_item)
{
	struct stat_cross *c = ARENA_NEW(a, struct stat_cross);

	assert(stat_cross_by(f, row_item) && stat_cross_by(f, column_item));
	c->form = f;
	c->row_item = row_item;
	c->column_item = column_item;
	c->n_rows = answers_of(f, row_item);
	c->n_columns = answers_of(f, column_item);
	c->counts = ARENA_ARRAY(a, c->n_rows * c->n_columns, uint32_t);
	c->row_totals = ARENA_ARRAY(a, c->n_rows, uint32_t);
	c->column_totals = ARENA_ARRAY(a, c->n_columns, uint32_t);
	return c;
}

void stat_cross_add(struct stat_cross *c, const struct form_answers *ans)
{
	size_t row = ans->v[c->row_item].choice, column = ans->v[c->column_item].choice;

	if (row == 0 || column == 0 || row > c->n_rows || column > c->n_columns)
		return;
	c->counts[(row - 1) * c->n_columns + column - 1]++;
	c->row_totals[row - 1]++;
	c->column_totals[column - 1]++;
	c->n++;
}

static long taken(const uint32_t *totals, size_t n)
{
	long taken = 0;

	for (size_t i = 0; i < n; i++)
		taken += totals[i] > 0;
	return taken;
}

static void add_cell(
    struct stat_cross_test *t, const struct stat_cross *c, size_t row, size_t column)
{
	long double expected =
	    (long double)c->row_totals[row] * c->column_totals[column] / c->n;
	long double off = c->counts[row * c->n_columns + column] - expected;

	t->chi_square += off * off / expected;
	t->cells++;
	t->thin += expected < STAT_CROSS_EXPECTED;
}

struct stat_cross_test stat_cross_test(const struct stat_cross *c)
{
	long rows = taken(c->row_totals, c->n_rows);
	long columns = taken(c->column_totals, c->n_columns);
	struct stat_cross_test t = {.known = rows > 1 && columns > 1};

	if (!t.known)
		return t;
	for (size_t i = 0; i < c->n_rows; i++)
		for (size_t j = 0; j < c->n_columns; j++)
			if (c->row_totals[i] > 0 && c->column_totals[j] > 0)
				add_cell(&t, c, i, j);
	t.df = (rows - 1) * (columns - 1);
	t.p = stat_cross_tail(t.chi_square, t.df);
	t.v = sqrtl(t.chi_square / c->n / ((rows < columns ? rows : columns) - 1));
	return t;
}

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
