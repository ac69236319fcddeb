#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stat/interval.h"

/*
 * Published: Newcombe 1998 (Statistics in Medicine 17, 857), table I, method 3:
 * 81/263 0.2553–0.3662, 15/148 0.0624–0.1605, 0/20 0–0.1611, 1/29 0.0061–0.1718;
 * Agresti and Coull 1998: 0/10 0–0.2775; 29/29 by symmetry from 0/29: 0.8830–1.
 */
static const struct {
	uint32_t part, whole;
	int64_t low, high; /* tenths of a per cent */
} published[] = {
    {81, 263, 255, 366},
    {15, 148, 62, 160}, /* 0.16049 */
    {0, 20, 0, 161},
    {1, 29, 6, 172},
    {29, 29, 883, 1000},
    {0, 10, 0, 278},
    {5, 10, 237, 763},
    {1, 1, 207, 1000},
};

static void shares_as_published(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(published) / sizeof(*published); i++) {
		struct stat_interval v =
		    stat_interval_share(published[i].part, published[i].whole);

		assert_true(v.low.known && v.high.known);
		assert_int_equal(v.low.v, published[i].low);
		assert_int_equal(v.high.v, published[i].high);
	}
	assert_false(stat_interval_share(0, 0).low.known);
	assert_false(stat_interval_share(0, 0).high.known);
}

static void many_answers_make_it_narrow(void **state)
{
	struct stat_interval v = stat_interval_share(2000000000, 4000000000u);

	(void)state;
	assert_int_equal(v.low.v, 500);
	assert_int_equal(v.high.v, 500);
}

/* Marks 9, 10, 8, 7, 6, 3, 10, 9, 5, 8 of the domain's example: mean 7.5,
   s² = 46.5/9, half 2.262157 · √(5.1667/10) = 1.6260. */
static void means_by_students_t(void **state)
{
	const uint32_t counts[10] = {0, 0, 1, 0, 1, 1, 1, 2, 2, 2};
	struct stat_interval v = stat_interval_mean(counts, 10, 1);

	(void)state;
	assert_int_equal(v.low.v, 587);
	assert_int_equal(v.high.v, 913);
}

static void means_stay_on_the_scale(void **state)
{
	const uint32_t high[3] = {0, 1, 9}, alike[3] = {0, 0, 5}, one[3] = {0, 1, 0};
	struct stat_interval v = stat_interval_mean(high, 3, 0);

	(void)state;
	assert_int_equal(v.low.v, 167); /* 1.9 - 2.262157 × 0.1 = 1.6738 */
	assert_int_equal(v.high.v, 200);
	/* All gave the same mark: how far marks spread is not known. */
	assert_false(stat_interval_mean(alike, 3, 0).low.known);
	assert_false(stat_interval_mean(alike, 3, 0).high.known);
	assert_false(stat_interval_mean(one, 3, 0).low.known);
}

/* 20 promoters, 10 passives, 10 critics: +25.0, s² = (30 - 2.5)/39, half
   2.022691 · 100 √(s²/40) = 26.856. */
static void nps_by_its_variance(void **state)
{
	const uint32_t counts[3] = {10, 10, 20}, most[3] = {0, 1, 19};
	struct stat_estimate e = stat_estimate_mean(counts, 3, -1, 100, 1);
	struct stat_interval v = stat_interval_of(&e);

	(void)state;
	assert_int_equal(v.low.v, -19);
	assert_int_equal(v.high.v, 519);
	e = stat_estimate_mean(most, 3, -1, 100, 1);
	assert_int_equal(stat_interval_of(&e).high.v, 1000);
}

static void indices_by_the_normal_distribution(void **state)
{
	struct stat_estimate e = {.kind = STAT_ESTIMATE_INDEX,
	    .value = {true, 7500, 2},
	    .base = 3,
	    .mean = 75,
	    .error = 10,
	    .min = 1,
	    .max = 100};
	struct stat_interval v = stat_interval_of(&e);

	(void)state;
	assert_int_equal(v.low.v, 5540);
	assert_int_equal(v.high.v, 9460);
	assert_true(stat_estimate_is_rough(&e));
	e.error = 40;
	assert_int_equal(stat_interval_of(&e).low.v, 100);
	assert_int_equal(stat_interval_of(&e).high.v, 10000);
	e.base = 30;
	assert_false(stat_estimate_is_rough(&e));
	e.value.known = false;
	assert_false(stat_interval_of(&e).low.known);
	e = stat_estimate_share(5, 10);
	assert_int_equal(stat_interval_of(&e).low.v, 237);
}

static void a_small_base_is_rough(void **state)
{
	struct stat_row r = {.n = 30, .base = 29};

	(void)state;
	assert_true(stat_interval_is_rough(&r));
	r.hidden = true;
	assert_false(stat_interval_is_rough(&r));
	r = (struct stat_row){.n = 30, .base = 30};
	assert_false(stat_interval_is_rough(&r));
	r = (struct stat_row){0};
	assert_false(stat_interval_is_rough(&r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shares_as_published),
	    cmocka_unit_test(many_answers_make_it_narrow),
	    cmocka_unit_test(means_by_students_t),
	    cmocka_unit_test(means_stay_on_the_scale),
	    cmocka_unit_test(nps_by_its_variance),
	    cmocka_unit_test(indices_by_the_normal_distribution),
	    cmocka_unit_test(a_small_base_is_rough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
