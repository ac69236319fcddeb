#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"
#include "stat/csi.h"
#include "stat/recommend.h"
#include "stat/satisfaction.h"

static void near(long double got, long double wanted, long double off)
{
	if (!(fabsl(got - wanted) <= off))
		fail_msg("%.12Lf instead of %.12Lf", got, wanted);
}

/* Critical values of Student's t, two-sided 5 % and 1 % (NIST/SEMATECH e-Handbook,
   1.3.6.7.2); df 1 is the Cauchy distribution, many df the normal one. */
static void tails_as_in_the_tables(void **state)
{
	static const struct {
		int df;
		long double t5, t1;
	} v[] = {{1, 12.706L, 63.657L}, {2, 4.303L, 9.925L}, {5, 2.571L, 4.032L},
	    {10, 2.228L, 3.169L}, {30, 2.042L, 2.750L}, {100, 1.984L, 2.626L}};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++) {
		near(stat_differ_t(v[i].t5, v[i].df), 0.05L, 5e-5L);
		near(stat_differ_t(-v[i].t1, v[i].df), 0.01L, 1e-5L);
	}
	near(stat_differ_t(1, 1), 0.5L, 1e-15L);
	near(stat_differ_t(0, 7), 1, 1e-15L);
	near(stat_differ_z(1.959963984540054L), 0.05L, 1e-12L);
	near(stat_differ_t(1.959963984540054L, 1e7L), 0.05L, 1e-7L);
}

/* NIST/SEMATECH e-Handbook, 1.3.5.3 (miles per gallon of cars, AUTO83B.DAT):
   249 with mean 20.14458, s 6.41470; 79 with mean 30.48101, s 6.10771; without equal
   variances t = -12.94627 for 136.8750 degrees of freedom. */
static void welch_as_published(void **state)
{
	struct stat_welch w = stat_welch(30.48101L, 6.10771L * 6.10771L / 79, 79,
	    20.14458L, 6.41470L * 6.41470L / 249, 249);

	(void)state;
	near(w.t, -12.94627L, 5e-5L);
	near(w.df, 136.8750L, 5e-3L);
	assert_true(w.p < 1e-20L);
}

/* Agresti, Categorical Data Analysis: 189 of 11 034 and 104 of 11 037, z = 5.00. */
static void shares_as_published(void **state)
{
	struct stat_estimate x = stat_estimate_share(104, 11037);
	struct stat_estimate y = stat_estimate_share(189, 11034);
	struct stat_difference d = stat_differ(&x, &y);

	(void)state;
	near(d.p, stat_differ_z(5.001388L), 1e-9L);
	assert_int_equal(d.change, STAT_CHANGE_UP);
	assert_int_equal(d.by.v, 17 - 9); /* 0.9 % and 1.7 % */
	d = stat_differ(&y, &x);
	assert_int_equal(d.change, STAT_CHANGE_DOWN);
	assert_int_equal(d.by.v, 9 - 17);
}

/* 60 of 100 against 50 of 100: pooled 0.55, error √(0.55 × 0.45 × 0.02) = 0.070356,
   z = 1.4213, p = 0.155: chance; against 45 of 100 z = 2.1240, p = 0.0337. */
static void shares_by_hand(void **state)
{
	struct stat_estimate x = stat_estimate_share(50, 100);
	struct stat_estimate y = stat_estimate_share(60, 100);
	struct stat_difference d = stat_differ(&x, &y);

	(void)state;
	assert_int_equal(d.change, STAT_CHANGE_CHANCE);
	near(d.p, 0.1552L, 5e-5L);
	x = stat_estimate_share(45, 100);
	d = stat_differ(&x, &y);
	assert_int_equal(d.change, STAT_CHANGE_UP);
	near(d.p, 0.03367L, 5e-6L);
}

static void no_test_on_a_small_base_or_without_data(void **state)
{
	struct stat_estimate all = stat_estimate_share(30, 30);
	struct stat_estimate none = stat_estimate_share(0, 29);
	struct stat_estimate nobody = stat_estimate_share(0, 0);
	struct stat_difference d = stat_differ(&none, &all);

	(void)state;
	assert_int_equal(d.change, STAT_CHANGE_FEW);
	assert_int_equal(d.by.v, 1000);
	assert_int_equal(stat_differ(&nobody, &all).change, STAT_CHANGE_NO_DATA);
	assert_false(stat_differ(&all, &nobody).by.known);
	none = stat_estimate_share(0, 30);
	assert_int_equal(stat_differ(&none, &all).change, STAT_CHANGE_UP);
	/* All of both: no answers of the other kind, so no test. */
	assert_int_equal(stat_differ(&all, &all).change, STAT_CHANGE_FEW);
}

/* Quantiles of Student's t, two-sided 5 %, as published to 6 digits. */
static void quantiles_as_in_the_tables(void **state)
{
	static const struct {
		int df;
		long double t;
	} v[] = {{1, 12.706205L}, {4, 2.776445L}, {9, 2.262157L}, {29, 2.045230L},
	    {100, 1.983972L}};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++)
		near(stat_differ_t_quantile(v[i].df), v[i].t, 5e-7L);
	near(stat_differ_t_quantile(1e9L), 1.959963984540054L, 1e-6L);
}

/* Agresti and Coull add two of each to a share: 30 of 30 becomes 32 of 34; of marks
   1…3, 1 of 2 given twice: 1 1 2 2 3 3, variance 4/6. */
static void adjusted_errors_are_never_0(void **state)
{
	const uint32_t all[] = {0, 30}, marks[] = {0, 2, 0};
	long double p = 32 / 34.0L;

	(void)state;
	near(stat_adjusted_error(all, 2, 0), sqrtl(p * (1 - p) / 34), 1e-15L);
	near(stat_adjusted_error(marks, 3, 1), sqrtl(4 / 6.0L / 6), 1e-15L);
}

/* 900 of 1000 and 30 of 30: pooled 0.9029, of the dissatisfied 2.9 expected in the
   smaller sample; 270 of 300 and 39 of 40: 3.6.  Neither is a case for the z test. */
static void few_are_expected(void **state)
{
	struct stat_estimate x = stat_estimate_share(900, 1000);
	struct stat_estimate y = stat_estimate_share(30, 30);
	struct stat_difference d = stat_differ(&x, &y);

	(void)state;
	assert_int_equal(d.change, STAT_CHANGE_FEW);
	assert_int_equal(d.by.v, 100);
	x = stat_estimate_share(270, 300);
	y = stat_estimate_share(39, 40);
	assert_int_equal(stat_differ(&x, &y).change, STAT_CHANGE_FEW);
	assert_int_equal(stat_differ(&y, &x).change, STAT_CHANGE_FEW);
	/* 10 of 100 expected in each: enough. */
	x = stat_estimate_share(5, 100);
	y = stat_estimate_share(15, 100);
	assert_int_equal(stat_differ(&x, &y).change, STAT_CHANGE_UP);
	/* 5 of 100 expected in each is just enough, 4.5 is not. */
	x = stat_estimate_share(0, 100);
	y = stat_estimate_share(10, 100);
	assert_int_equal(stat_differ(&x, &y).change, STAT_CHANGE_UP);
	y = stat_estimate_share(9, 100);
	assert_int_equal(stat_differ(&x, &y).change, STAT_CHANGE_FEW);
}

/* Marks 1 to 3: 20 10 10 has mean 1.75, s² = 27.5/39; 10 10 20 mean 2.25, the same:
   t = 0.5 / √(2 × 27.5/39/40) = 2.6629, df 78. */
static void means_by_hand(void **state)
{
	static const uint32_t low[] = {20, 10, 10}, high[] = {10, 10, 20};
	struct stat_estimate x = stat_estimate_mean(low, 3, 1, 1, 2);
	struct stat_estimate y = stat_estimate_mean(high, 3, 1, 1, 2);
	struct stat_difference d = stat_differ(&x, &y);

	(void)state;
	assert_int_equal(x.value.v, 175);
	near(x.error * x.error, 27.5L / 39 / 40, 1e-15L);
	near(d.p, stat_differ_t(2.662876L, 78), 1e-7L);
	assert_int_equal(d.change, STAT_CHANGE_UP);
	assert_int_equal(d.by.v, 50);
}

static void everybody_the_same_mark(void **state)
{
	static const uint32_t ones[] = {40, 0}, twos[] = {0, 40};
	struct stat_estimate x = stat_estimate_mean(ones, 2, 1, 1, 2);
	struct stat_estimate y = stat_estimate_mean(twos, 2, 1, 1, 2);

	(void)state;
	assert_int_equal(stat_differ(&x, &y).change, STAT_CHANGE_FEW);
	assert_int_equal(stat_differ(&x, &x).change, STAT_CHANGE_FEW);
}

/* NPS of 30 promoters against 850 promoters, 100 passives, 50 critics: Welch's test
   with no variance of the 30 gives t = 12.4; Student's, s² = 260/1028, t = 0.2 /
   √(s² (1/30 + 1/1000)) = 2.14626 with 1028 degrees of freedom. */
static void one_of_two_the_same_mark(void **state)
{
	static const uint32_t all[] = {0, 0, 30}, most[] = {50, 100, 850};
	struct stat_estimate x = stat_estimate_mean(most, 3, -1, 100, 1);
	struct stat_estimate y = stat_estimate_mean(all, 3, -1, 100, 1);

	(void)state;
	near(stat_differ(&x, &y).p, stat_differ_t(2.146258L, 1028), 1e-6L);
	near(stat_differ(&y, &x).p, stat_differ(&x, &y).p, 1e-15L);
}

/* --- indices --- */

/* Half 8 and 10, half 10 and 8 in one row: R = W = 9; with 1 1 10 10 added to each
   40 marks their mean is 382/44, their mean of squares 3482/44. */
static void fill_csi(struct form_answer *v, size_t i)
{
	sample_csi(&v[SAMPLE_CSI_1], i % 2 ? 8 : 10, i % 2 ? 10 : 8);
	sample_csi(&v[SAMPLE_CSI_5_1], 10, 10);
	sample_csi(&v[SAMPLE_CSI_5_2], i % 2 ? 8 : 10, i % 2 ? 10 : 8);
}

static void error_of_the_index(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 40, fill_csi));
	const struct stat_csi *csi = stat_csi(a, t);
	long double mean = 382 / 44.0L;
	long double bound = 18 * sqrtl((3482 / 44.0L - mean * mean) / 44);
	long double tens = 20 * sqrtl((4202 / 44.0L - 422 * 422 / 44.0L / 44) / 44);

	(void)state;
	near(stat_csi_row(&t->rows[SAMPLE_CSI_1]).error, bound, 1e-12L);
	near(stat_csi_row(&t->rows[SAMPLE_CSI_1]).mean, 81, 1e-12L);
	/* Row 5 is one aspect of two, one of 40 pairs of tens: not 0 either. */
	near(csi->overall.error, (bound + (tens + bound) / 2) / 2, 1e-12L);
	near(csi->overall.mean, (81 + (100 + 81) / 2.0L) / 2, 1e-12L);
	assert_int_equal(csi->overall.n, 40);
	assert_int_equal(csi->overall.most, 40);
	assert_int_equal(stat_index_estimate(&csi->overall).kind, STAT_ESTIMATE_INDEX);
	arena_free(&a);
}

static void fill_satisfaction(struct form_answer *v, size_t i)
{
	v[SAMPLE_MATRIX_1].choice = (uint16_t)(i < 30 ? 1 : 4);
	v[SAMPLE_MATRIX_2].choice = (uint16_t)(i < 20 ? 1 : i < 30 ? 5 : 3);
	v[SAMPLE_SCALE_0].choice = (uint16_t)(i < 20 ? 11 : i < 30 ? 8 : 1);
}

static void error_of_satisfaction_and_nps(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 40, fill_satisfaction));
	const struct stat_satisfaction *s = stat_satisfaction(a, t);
	struct stat_estimate nps = stat_nps_estimate(&t->rows[SAMPLE_SCALE_0]);
	long double first = 100 * sqrtl(32 / 44.0L * 12 / 44 / 44);  /* 30 of 40 */
	long double second = 100 * sqrtl(22 / 34.0L * 12 / 34 / 34); /* 20 of 30 */

	(void)state;
	near(s->dimensions[0].estimate.error, (first + second) / 2, 1e-12L);
	assert_int_equal(s->dimensions[0].estimate.kind, STAT_ESTIMATE_INDEX);
	assert_int_equal(s->dimensions[0].estimate.base, 30);
	assert_int_equal(s->dimensions[0].estimate.most, 40);
	/* 75.0 and 66.7 satisfied, 25.0 and 33.3 dissatisfied: balance 41.7. */
	assert_int_equal(s->dimensions[0].satisfied.v, 708);
	assert_int_equal(s->dimensions[0].dissatisfied.v, 292);
	assert_int_equal(s->dimensions[0].balance.v, 417);
	assert_int_equal(s->index_balance.v, 417);
	/* 20 promoters, 10 passives, 10 critics: +25.0; s² = (40 × 11/16 …)/39. */
	assert_int_equal(nps.value.v, 250);
	assert_int_equal(nps.value.v, stat_nps(&t->rows[SAMPLE_SCALE_0]).value.v);
	near(nps.error * nps.error, 10000 * (30 - 40 / 16.0L) / 39 / 40, 1e-9L);
	arena_free(&a);
}

static void fill_one_row(struct form_answer *v, size_t i)
{
	v[SAMPLE_SINGLE].choice = (uint16_t)(i < 36 ? 1 : 4);
	v[SAMPLE_MATRIX_3].choice = 1;
}

/* What is the share of one row is compared as such: one number, one verdict. */
static void index_of_one_row_is_its_share(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 40, fill_one_row));
	const struct stat_satisfaction *s = stat_satisfaction(a, t);
	struct stat_estimate x = stat_estimate_share(900, 1000);

	(void)state;
	assert_int_equal(s->overall_estimate.kind, STAT_ESTIMATE_SHARE);
	assert_int_equal(s->overall_estimate.part, 36);
	assert_int_equal(s->dimensions[1].estimate.kind, STAT_ESTIMATE_SHARE);
	assert_int_equal(s->index_estimate.kind, STAT_ESTIMATE_SHARE);
	assert_int_equal(s->index_estimate.base, 40);
	assert_int_equal(stat_differ(&x, &s->index_estimate).change, STAT_CHANGE_FEW);
	arena_free(&a);
}

/* Both rows of 30 all satisfied: the error is not 0, and against 90 % of 1000 in two
   rows it may be chance. */
static void fill_all_satisfied(struct form_answer *v, size_t i)
{
	(void)i;
	v[SAMPLE_MATRIX_1].choice = v[SAMPLE_MATRIX_2].choice = 1;
}

static void fill_nine_of_ten(struct form_answer *v, size_t i)
{
	v[SAMPLE_MATRIX_1].choice = v[SAMPLE_MATRIX_2].choice =
	    (uint16_t)(i % 10 ? 1 : 3);
}

static void all_satisfied_may_be_chance(void **state)
{
	struct arena *a = arena_new();
	const struct form *f = sample_form();
	const struct stat_satisfaction *many = stat_satisfaction(
	    a, stat_tabulate(a, f, sample_tally(a, 1000, fill_nine_of_ten)));
	const struct stat_satisfaction *few = stat_satisfaction(
	    a, stat_tabulate(a, f, sample_tally(a, 30, fill_all_satisfied)));
	struct stat_estimate share = stat_estimate_share(900, 1000);

	(void)state;
	assert_int_equal(few->index_estimate.kind, STAT_ESTIMATE_INDEX);
	assert_true(few->index_estimate.error > 0);
	assert_int_equal(stat_differ(&many->index_estimate, &few->index_estimate).change,
	    STAT_CHANGE_UP); /* by 10 points: e 4.0 and 0.9, z = 2.42 */
	/* In one sample the index has one row, in the other two. */
	assert_true(stat_differ(&share, &few->index_estimate).p > 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tails_as_in_the_tables),
	    cmocka_unit_test(quantiles_as_in_the_tables),
	    cmocka_unit_test(adjusted_errors_are_never_0),
	    cmocka_unit_test(welch_as_published),
	    cmocka_unit_test(shares_as_published),
	    cmocka_unit_test(shares_by_hand),
	    cmocka_unit_test(few_are_expected),
	    cmocka_unit_test(no_test_on_a_small_base_or_without_data),
	    cmocka_unit_test(means_by_hand),
	    cmocka_unit_test(everybody_the_same_mark),
	    cmocka_unit_test(one_of_two_the_same_mark),
	    cmocka_unit_test(error_of_the_index),
	    cmocka_unit_test(error_of_satisfaction_and_nps),
	    cmocka_unit_test(index_of_one_row_is_its_share),
	    cmocka_unit_test(all_satisfied_may_be_chance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
