#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "stat/sample-size.h"

static uint32_t size(int confidence, int margin, uint32_t population)
{
	return stat_sample_size(
	    &(struct stat_sample){confidence, margin, 50, population});
}

/* 1.96² · 0.25 / 0.05² = 384.16 and so on. */
static void of_a_large_population(void **state)
{
	(void)state;
	assert_int_equal(size(95, 50, 0), 385);
	assert_int_equal(size(95, 30, 0), 1068);
	assert_int_equal(size(99, 50, 0), 664);
	assert_int_equal(size(90, 50, 0), 271);
	assert_int_equal(stat_sample_size(&(struct stat_sample){95, 50, 10, 0}), 139);
}

/* R. V. Krejcie, D. W. Morgan, Determining Sample Size for Research Activities, 1970:
   80, 278, 370 for 100, 1000, 10000. */
static void of_a_finite_one(void **state)
{
	(void)state;
	assert_int_equal(size(95, 50, 100), 80);
	assert_int_equal(size(95, 50, 1000), 278);
	assert_int_equal(size(95, 50, 10000), 370);
}

static void never_more_than_there_are(void **state)
{
	(void)state;
	assert_int_equal(size(99, 1, 20), 20);
	assert_int_equal(size(95, 500, 1), 1);
}

static void quotas_add_up(void **state)
{
	const uint32_t sizes[] = {500, 300, 199, 1}, nobody[] = {0, 0};
	uint32_t quotas[4];

	(void)state;
	stat_quotas(sizes, 4, 278, quotas);
	assert_int_equal(quotas[0], 139);
	assert_int_equal(quotas[1], 84); /* 83.4: 139 + 83.4 + 55.322 + 0.278 */
	assert_int_equal(quotas[2], 55);
	assert_int_equal(quotas[3], 0);
	stat_quotas(nobody, 2, 10, quotas);
	assert_int_equal(quotas[0] + quotas[1], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(of_a_large_population),
	    cmocka_unit_test(of_a_finite_one),
	    cmocka_unit_test(never_more_than_there_are),
	    cmocka_unit_test(quotas_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
