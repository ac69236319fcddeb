#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"
#include "stat/cross.h"

static void near(long double got, long double wanted, long double off)
{
	if (fabsl(got - wanted) > off)
		fail_msg("%.12Lf instead of %.12Lf", got, wanted);
}

/* Critical values of the printed tables (Abramowitz and Stegun, table 26.8), and
   closed forms: df 2 is e^(-x/2), df 1 is erfc(√(x/2)). */
static void tails_as_in_the_tables(void **state)
{
	(void)state;
	near(stat_cross_tail(3.841458820694124L, 1), 0.05L, 1e-12L);
	near(stat_cross_tail(6.634896601021213L, 1), 0.01L, 1e-12L);
	near(stat_cross_tail(18.307038053275146L, 10), 0.05L, 1e-12L);
	near(stat_cross_tail(124.342113404L, 100), 0.05L, 1e-10L);
	for (int x = 1; x < 60; x += 7) {
		near(stat_cross_tail(x, 2), expl(-x / 2.0L), 1e-15L);
		near(stat_cross_tail(x, 1), erfcl(sqrtl(x / 2.0L)), 1e-15L);
	}
	near(stat_cross_tail(0, 3), 1, 0);
	assert_true(stat_cross_tail(5000, 4) >= 0);
}

static void add(struct stat_cross *c, int row, int column, int n)
{
	struct form_answer v[SAMPLE_ITEMS] = {
	    [SAMPLE_SINGLE] = {.choice = (uint16_t)row},
	    [SAMPLE_MATRIX_1] = {.choice = (uint16_t)column},
	};

	while (n-- > 0)
		stat_cross_add(c, &(struct form_answers){.form = sample_form(), .v = v});
}

static struct stat_cross *empty(struct arena *a)
{
	return stat_cross_new(a, sample_form(), SAMPLE_SINGLE, SAMPLE_MATRIX_1);
}

/* 10 10 20 / 20 20 20: chi-square 25/9, df 2, so p = e^(-25/18); V = √(25/9/100). */
static void a_table_worked_by_hand(void **state)
{
	static const int table[2][3] = {{10, 10, 20}, {20, 20, 20}};
	struct arena *a = arena_new();
	struct stat_cross *c = empty(a);
	struct stat_cross_test t;

	(void)state;
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 3; j++)
			add(c, i + 1, 2 * j + 1, table[i][j]); /* empty columns between */
	t = stat_cross_test(c);
	assert_true(t.known);
	assert_int_equal(c->n, 100);
	assert_int_equal(t.df, 2);
	assert_int_equal(t.cells, 6);
	assert_int_equal(t.thin, 0);
	near(t.chi_square, 25 / 9.0L, 1e-15L);
	near(t.p, expl(-25 / 18.0L), 1e-15L);
	near(t.v, sqrtl(25 / 900.0L), 1e-15L);
	arena_free(&a);
}

static void only_who_answered_both(void **state)
{
	struct arena *a = arena_new();
	struct stat_cross *c = empty(a);

	(void)state;
	add(c, 0, 1, 3);
	add(c, 1, 0, 3);
	assert_int_equal(c->n, 0);
	assert_false(stat_cross_test(c).known);
	add(c, 1, 1, 4);
	add(c, 1, 2, 1);
	assert_int_equal(c->n, 5);
	assert_false(stat_cross_test(c).known); /* one row alone */
	add(c, 2, 2, 4);
	assert_true(stat_cross_test(c).known);
	assert_int_equal(stat_cross_test(c).thin, 4);
	arena_free(&a);
}

static void what_can_be_crossed(void **state)
{
	(void)state;
	assert_true(stat_cross_by(sample_form(), SAMPLE_SINGLE));
	assert_true(stat_cross_by(sample_form(), SAMPLE_MATRIX_4));
	assert_true(stat_cross_by(sample_form(), SAMPLE_SCALE_0));
	assert_false(stat_cross_by(sample_form(), SAMPLE_MULTI));
	assert_false(stat_cross_by(sample_form(), SAMPLE_CSI_1));
	assert_false(stat_cross_by(sample_form(), SAMPLE_TEXT));
	assert_false(stat_cross_by(sample_form(), SAMPLE_ITEMS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tails_as_in_the_tables),
	    cmocka_unit_test(a_table_worked_by_hand),
	    cmocka_unit_test(only_who_answered_both),
	    cmocka_unit_test(what_can_be_crossed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
