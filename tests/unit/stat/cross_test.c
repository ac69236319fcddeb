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

static struct stat_place place(const char *name)
{
	struct stat_place p;

	assert_true(stat_place_named(sample_form(), name, &p));
	return p;
}

static struct stat_axis axis(struct arena *a, const char *name, bool bands, bool base)
{
	struct stat_place p = place(name);

	return stat_axis(a, sample_form(), &p, bands, base);
}

static struct stat_cross *table(struct arena *a, const char *rows, const char *columns)
{
	struct stat_axis r = axis(a, rows, false, false);
	struct stat_axis c = axis(a, columns, false, false);

	return stat_cross_new(a, &r, &c);
}

static void put(struct arena *a, struct stat_cross *c, const struct form_answer *v, int n)
{
	while (n-- > 0)
		stat_cross_add(c, sample_vector(a, v));
}

/* Overall question against a row of the matrix. */
static void add(struct arena *a, struct stat_cross *c, int row, int column, int n)
{
	struct form_answer v[SAMPLE_ITEMS] = {
	    [SAMPLE_SINGLE] = {.choice = (uint16_t)row},
	    [SAMPLE_MATRIX_1] = {.choice = (uint16_t)column},
	};

	put(a, c, v, n);
}

static struct stat_cross_test whole(struct arena *a, const struct stat_cross *c)
{
	return stat_cross_test(a, c, STAT_CROSS_ALL, STAT_CROSS_ALL);
}

/* 10 10 20 / 20 20 20: chi-square 25/9, df 2, so p = e^(-25/18); V = √(25/9/100). */
static void a_table_worked_by_hand(void **state)
{
	static const int counts[2][3] = {{10, 10, 20}, {20, 20, 20}};
	struct arena *a = arena_new();
	struct stat_cross *c = table(a, "8", "9.1");
	struct stat_cross_test t;

	(void)state;
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 3; j++)
			/* empty columns between */
			add(a, c, i + 1, 2 * j + 1, counts[i][j]);
	t = whole(a, c);
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

/*
 * Agresti, Categorical Data Analysis (aspirin and heart attacks, Physicians' Health
 * Study): 189 of 11 034 against 104 of 11 037; X² = 25.01, df 1.
 */
static void a_published_table(void **state)
{
	struct arena *a = arena_new();
	struct stat_cross *c = table(a, "8", "9.1");
	uint32_t *v = c->counts;

	(void)state;
	v[0] = 189;
	v[1] = 11034 - 189;
	v[c->columns.n] = 104;
	v[c->columns.n + 1] = 11037 - 104;
	c->row_totals[0] = 11034;
	c->row_totals[1] = 11037;
	c->column_totals[0] = 189 + 104;
	c->column_totals[1] = 11034 + 11037 - 189 - 104;
	c->n = 11034 + 11037;
	near(whole(a, c).chi_square, 25.01L, 0.005L);
	/* The same from one answer of each, chosen or not. */
	near(stat_cross_test(a, c, 0, 0).chi_square, whole(a, c).chi_square, 1e-12L);
	near(stat_cross_test(a, c, 1, STAT_CROSS_ALL).chi_square, whole(a, c).chi_square,
	    1e-12L);
	near(stat_cross_test(a, c, STAT_CROSS_ALL, 1).chi_square, whole(a, c).chi_square,
	    1e-12L);
	arena_free(&a);
}

static void only_who_answered_both(void **state)
{
	struct arena *a = arena_new();
	struct stat_cross *c = table(a, "8", "9.1");

	(void)state;
	add(a, c, 0, 1, 3);
	add(a, c, 1, 0, 3);
	assert_int_equal(c->n, 0);
	assert_false(whole(a, c).known);
	add(a, c, 1, 1, 4);
	add(a, c, 1, 2, 1);
	assert_int_equal(c->n, 5);
	assert_false(whole(a, c).known); /* one row alone */
	add(a, c, 2, 2, 4);
	assert_true(whole(a, c).known);
	assert_int_equal(whole(a, c).thin, 4);
	arena_free(&a);
}

/* A response is in every row it chose; totals count responses. */
static void several_answers(void **state)
{
	struct arena *a = arena_new();
	struct stat_cross *c = table(a, "11", "8");
	const size_t n = c->columns.n;
	struct form_answer v[SAMPLE_ITEMS] = {
	    [SAMPLE_MULTI] = {.set = 3}, [SAMPLE_SINGLE] = {.choice = 1}};

	(void)state;
	put(a, c, v, 30);
	v[SAMPLE_MULTI].set = 2;
	v[SAMPLE_SINGLE].choice = 2;
	put(a, c, v, 20);
	v[SAMPLE_MULTI].set = 0;
	put(a, c, v, 9);
	assert_int_equal(c->n, 50);
	assert_int_equal(c->row_totals[0], 30);
	assert_int_equal(c->row_totals[1], 50);
	assert_int_equal(c->counts[0 * n + 0], 30);
	assert_int_equal(c->counts[1 * n + 1], 20);
	assert_int_equal(c->column_totals[0], 30);
	assert_int_equal(c->column_totals[1], 20);
	assert_false(whole(a, c).known);
	/* The first answer goes wholly with the first column: V is 1. */
	near(stat_cross_test(a, c, 0, STAT_CROSS_ALL).v, 1, 1e-15L);
	near(stat_cross_test(a, c, 0, STAT_CROSS_ALL).chi_square, 50, 1e-12L);
	/* Everybody chose the second: nothing to test. */
	assert_false(stat_cross_test(a, c, 1, STAT_CROSS_ALL).known);
	arena_free(&a);
}

static void several_answers_on_both_sides(void **state)
{
	struct arena *a = arena_new();
	struct stat_cross *c = table(a, "11", "11");
	struct form_answer v[SAMPLE_ITEMS] = {[SAMPLE_MULTI] = {.set = 3}};

	(void)state;
	put(a, c, v, 6);
	v[SAMPLE_MULTI].set = 4;
	put(a, c, v, 4);
	assert_int_equal(c->n, 10);
	assert_int_equal(c->counts[0 * 3 + 1], 6);
	assert_int_equal(c->counts[1 * 3 + 0], 6);
	assert_int_equal(c->counts[2 * 3 + 2], 4);
	assert_int_equal(c->counts[2 * 3 + 0], 0);
	assert_int_equal(c->column_totals[1], 6);
	assert_false(stat_cross_test(a, c, 0, STAT_CROSS_ALL).known);
	near(stat_cross_test(a, c, 0, 1).v, 1, 1e-15L);
	arena_free(&a);
}

static void marks_of_a_csi_row_and_a_scale(void **state)
{
	struct arena *a = arena_new();
	struct stat_cross *c = table(a, "1.importance", "12");
	struct form_answer v[SAMPLE_ITEMS] = {
	    [SAMPLE_CSI_1] = {.rating = 3, .importance = 9},
	    [SAMPLE_SCALE_0] = {.choice = 1}};

	(void)state;
	put(a, c, v, 2);
	assert_int_equal(c->rows.place.first, 1);
	assert_int_equal(c->columns.place.first, 0);
	assert_int_equal(c->counts[8 * c->columns.n], 2);
	c = table(a, "1.rating", "1.importance");
	put(a, c, v, 2);
	assert_int_equal(c->counts[2 * 10 + 8], 2);
	arena_free(&a);
}

/* --- residuals, and whether to believe the test --- */

/*
 * Agresti, An Introduction to Categorical Data Analysis, table 2.5 (party by gender):
 * 279 73 225 / 165 47 191, adjusted residuals 2.29, 0.46, -2.62 and their opposites.
 */
static void residuals_as_published(void **state)
{
	static const int counts[2][3] = {{279, 73, 225}, {165, 47, 191}};
	static const long double wanted[3] = {2.29L, 0.46L, -2.62L};
	static const long double expected[3] = {261.4L, 70.7L, 244.9L};
	struct arena *a = arena_new();
	struct stat_cross *c = table(a, "8", "9.1");
	long double z, other;

	(void)state;
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 3; j++)
			add(a, c, i + 1, j + 1, counts[i][j]);
	for (size_t j = 0; j < 3; j++) {
		assert_true(stat_cross_residual(c, 0, j, &z));
		assert_true(stat_cross_residual(c, 1, j, &other));
		near(z, wanted[j], 0.005L);
		near(other, -z, 1e-12L);
		near(stat_cross_expected(c, 0, j), expected[j], 0.05L);
	}
	/* Squared it is the chi-square of the answer, chosen or not, against the other.
	 */
	assert_true(stat_cross_residual(c, 0, 1, &z));
	near(z * z, stat_cross_test(a, c, 0, 1).chi_square, 1e-12L);
	assert_false(stat_cross_residual(c, 2, 0, &z)); /* nobody there */
	arena_free(&a);
}

static void residuals_of_several_answers(void **state)
{
	struct arena *a = arena_new();
	struct stat_cross *c = table(a, "11", "8");
	struct form_answer v[SAMPLE_ITEMS] = {
	    [SAMPLE_MULTI] = {.set = 3}, [SAMPLE_SINGLE] = {.choice = 1}};
	long double z;

	(void)state;
	put(a, c, v, 30);
	v[SAMPLE_MULTI].set = 2;
	v[SAMPLE_SINGLE].choice = 2;
	put(a, c, v, 20);
	assert_true(stat_cross_residual(c, 0, 0, &z));
	near(z, sqrtl(50), 1e-12L);
	assert_false(stat_cross_residual(c, 1, 0, &z)); /* everybody chose the second */
	arena_free(&a);
}

static bool reliable(struct arena *a, int n11, int n12, int n21, int n22)
{
	struct stat_cross *c = table(a, "8", "9.1");
	struct stat_cross_test t;

	add(a, c, 1, 1, n11);
	add(a, c, 1, 2, n12);
	add(a, c, 2, 1, n21);
	add(a, c, 2, 2, n22);
	t = whole(a, c);
	assert_true(t.known);
	return stat_cross_is_reliable(&t);
}

/* A fifth of the cells may expect fewer than 5, but none fewer than 1 (Cochran 1954). */
static void when_a_test_is_reliable(void **state)
{
	struct arena *a = arena_new();
	struct stat_cross *c = table(a, "8", "9.1");
	struct stat_cross_test t;

	(void)state;
	assert_true(reliable(a, 5, 5, 5, 5));
	assert_false(reliable(a, 5, 4, 5, 5)); /* 4.3 and others below 5 */
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 3; j++)
			add(a, c, i + 1, j + 1, 50);
	t = whole(a, c);
	assert_true(stat_cross_is_reliable(&t));
	near(t.least, 50, 1e-12L);
	t = (struct stat_cross_test){.known = true, .cells = 10, .thin = 2, .least = 1};
	assert_true(stat_cross_is_reliable(&t));
	t.least = 0.99L;
	assert_false(stat_cross_is_reliable(&t));
	t = (struct stat_cross_test){.known = true, .cells = 10, .thin = 3, .least = 4};
	assert_false(stat_cross_is_reliable(&t));
	arena_free(&a);
}

static void the_least_expected(void **state)
{
	struct arena *a = arena_new();
	struct stat_cross *c = table(a, "8", "9.1");

	(void)state;
	add(a, c, 1, 1, 1);
	add(a, c, 1, 2, 9);
	add(a, c, 2, 2, 90);
	near(whole(a, c).least, 0.1L, 1e-15L);
	arena_free(&a);
}

/* --- axes --- */

static void marks_put_together(void **state)
{
	struct arena *a = arena_new();
	struct stat_axis csi = axis(a, "1.rating", true, true);
	struct stat_axis nps = axis(a, "12", true, false);
	struct stat_cross *c = stat_cross_new(a, &csi, &nps);
	struct form_answer v[SAMPLE_ITEMS] = {
	    [SAMPLE_CSI_1] = {.rating = 7, .importance = 9},
	    [SAMPLE_SCALE_0] = {.choice = 1 + 6}};

	(void)state;
	assert_int_equal(csi.n, 2);
	assert_int_equal(csi.first[1], 7); /* mark 8 */
	assert_int_equal(csi.last[0], 6);
	assert_int_equal(csi.last[1], 9);
	assert_int_equal(nps.n, 3);
	assert_int_equal(nps.last[0], 6); /* marks 0 … 6 */
	assert_int_equal(nps.first[2], 9);
	put(a, c, v, 2);
	v[SAMPLE_CSI_1].rating = 8;
	v[SAMPLE_SCALE_0].choice = 1 + 7;
	put(a, c, v, 3);
	v[SAMPLE_SCALE_0].choice = 1 + 9;
	put(a, c, v, 4);
	assert_int_equal(c->counts[0 * 3 + 0], 2);
	assert_int_equal(c->counts[1 * 3 + 1], 3);
	assert_int_equal(c->counts[1 * 3 + 2], 4);
	assert_int_equal(c->n, 9);
	/* Other questions have no bands. */
	assert_int_equal(axis(a, "8", true, false).n, axis(a, "8", false, false).n);
	arena_free(&a);
}

/* Who says «затрудняюсь» is in no row, but stays where it may. */
static void without_answers_outside_the_base(void **state)
{
	const struct form *f = sample_form();
	const struct form_question *q = &f->questions[f->items[SAMPLE_SINGLE].question];
	struct arena *a = arena_new();
	struct stat_axis all = axis(a, "8", false, false);
	struct stat_axis base = axis(a, "8", false, true);
	struct stat_axis columns = axis(a, "9.1", false, false);
	struct stat_cross *c = stat_cross_new(a, &base, &columns);
	size_t inside = 0;

	(void)state;
	for (size_t i = 0; i < q->n_options; i++) {
		add(a, c, (int)i + 1, 1, 1);
		inside += q->options[i].side != FORM_SIDE_OUTSIDE;
		assert_int_equal(base.row[i] == STAT_AXIS_OUT,
		    q->options[i].side == FORM_SIDE_OUTSIDE);
	}
	assert_true(inside < all.n);
	assert_int_equal(base.n, inside);
	assert_int_equal(c->n, inside);
	assert_int_equal(c->column_totals[0], inside);
	arena_free(&a);
}

/* Entries nobody chose are left out of a list, not of the answers of a question. */
static void only_what_is_used_of_a_list(void **state)
{
	struct arena *a = arena_new();
	struct stat_axis r = axis(a, "8", false, false);
	struct stat_axis l = axis(a, "9.1", false, false);
	struct stat_cross *whole_table, *c;

	(void)state;
	r.place.list = true;
	whole_table = stat_cross_new(a, &r, &l);
	add(a, whole_table, 2, 1, 3);
	add(a, whole_table, 5, 4, 6);
	c = stat_cross_used(a, whole_table);
	assert_int_equal(c->rows.n, 2);
	assert_int_equal(c->columns.n, l.n);
	assert_int_equal(c->rows.first[1], 4);
	assert_int_equal(c->rows.row[0], STAT_AXIS_OUT);
	assert_int_equal(c->rows.row[4], 1);
	assert_int_equal(c->counts[0], 3);
	assert_int_equal(c->counts[l.n + 3], 6);
	assert_int_equal(c->row_totals[1], 6);
	assert_int_equal(c->column_totals[3], 6);
	assert_int_equal(c->n, 9);

	whole_table->columns.place.list = true;
	c = stat_cross_used(a, whole_table);
	assert_int_equal(c->columns.n, 2);
	assert_int_equal(c->counts[0], 3);
	assert_int_equal(c->counts[3], 6);
	near(whole(a, c).chi_square, whole(a, whole_table).chi_square, 1e-12L);
	arena_free(&a);
}

static void the_one_name(void **state)
{
	static const char *const names[][2] = {{"8", "8"}, {"1", "1.rating"},
	    {"1.rating", "1.rating"}, {"5.1.importance", "5.1.importance"}};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct stat_place p = place(names[i][0]);

		assert_string_equal(stat_place_name(a, sample_form(), &p), names[i][1]);
	}
	arena_free(&a);
}

static void what_can_be_crossed(void **state)
{
	static const char *const no[] = {"", "15", "14.1", "99", "8.rating",
	    "8.importance", "1.rating.rating", ".rating"};
	struct stat_place p;

	(void)state;
	assert_int_equal(place("1").importance, false);
	assert_int_equal(place("5.1.importance").importance, true);
	assert_int_equal(place("11").set, true);
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		assert_false(stat_place_named(sample_form(), no[i], &p));
	assert_false(stat_place_of(sample_form(), SAMPLE_ITEMS, false, &p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tails_as_in_the_tables),
	    cmocka_unit_test(a_table_worked_by_hand),
	    cmocka_unit_test(a_published_table),
	    cmocka_unit_test(only_who_answered_both),
	    cmocka_unit_test(several_answers),
	    cmocka_unit_test(several_answers_on_both_sides),
	    cmocka_unit_test(marks_of_a_csi_row_and_a_scale),
	    cmocka_unit_test(residuals_as_published),
	    cmocka_unit_test(residuals_of_several_answers),
	    cmocka_unit_test(when_a_test_is_reliable),
	    cmocka_unit_test(the_least_expected),
	    cmocka_unit_test(marks_put_together),
	    cmocka_unit_test(without_answers_outside_the_base),
	    cmocka_unit_test(only_what_is_used_of_a_list),
	    cmocka_unit_test(the_one_name),
	    cmocka_unit_test(what_can_be_crossed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
