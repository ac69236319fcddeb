#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stat/holm.h"

static void check(const long double *p, const long double *wanted, size_t n)
{
	struct stat_holm v[8];

	for (size_t i = 0; i < n; i++)
		v[i] = (struct stat_holm){p[i], i};
	stat_holm(v, n);
	for (size_t i = 0; i < n; i++)
		assert_true(fabsl(v[i].p - wanted[v[i].at]) < 1e-15L);
}

/* As p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") of R gives it. */
static void as_in_r(void **state)
{
	static const long double p[] = {0.01L, 0.04L, 0.03L, 0.005L};
	static const long double wanted[] = {0.03L, 0.06L, 0.06L, 0.02L};

	(void)state;
	check(p, wanted, 4);
}

static void never_beyond_one(void **state)
{
	static const long double p[] = {0.9L, 0.4L, 0.7L};
	static const long double wanted[] = {1, 1, 1};

	(void)state;
	check(p, wanted, 3);
}

/* A later p times a smaller number may not come out below an earlier one. */
static void keeps_the_order(void **state)
{
	static const long double p[] = {0.02L, 0.021L, 0.02L};
	static const long double wanted[] = {0.06L, 0.06L, 0.06L};

	(void)state;
	check(p, wanted, 3);
}

static void few_or_none(void **state)
{
	static const long double p[] = {0.03L};

	(void)state;
	check(p, p, 1);
	check(p, p, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(as_in_r),
	    cmocka_unit_test(never_beyond_one),
	    cmocka_unit_test(keeps_the_order),
	    cmocka_unit_test(few_or_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
