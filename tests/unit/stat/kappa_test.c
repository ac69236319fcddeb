#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "stat/kappa.h"

static const char *text(struct stat_figure f)
{
	static char out[16];
	struct arena *a = arena_new();
	const char *s = stat_figure_text(a, f, '.');

	strcpy(out, s ? s : "unknown");
	arena_free(&a);
	return out;
}

static const char *kappa(uint32_t both, uint32_t first, uint32_t second, uint32_t neither)
{
	return text(stat_kappa(&(struct stat_agreement){both, first, second, neither}));
}

/* p_o 0.70, p_e 0.50; p_o 0.60, p_e 0.54; p_o 0.60, p_e 0.46 (worked by hand). */
static void of_a_table(void **state)
{
	(void)state;
	assert_string_equal(kappa(20, 5, 10, 15), "0.40");
	assert_string_equal(kappa(45, 15, 25, 15), "0.13");
	assert_string_equal(kappa(25, 35, 5, 35), "0.26");
}

static void at_its_ends(void **state)
{
	(void)state;
	assert_string_equal(kappa(7, 0, 0, 5), "1.00");
	assert_string_equal(kappa(0, 5, 5, 0), "-1.00");
	assert_string_equal(kappa(25, 25, 25, 25), "0.00");
}

static void unknown_where_chance_explains_all(void **state)
{
	(void)state;
	assert_string_equal(kappa(0, 0, 0, 0), "unknown");
	assert_string_equal(kappa(9, 0, 0, 0), "unknown");
	assert_string_equal(kappa(0, 0, 0, 9), "unknown");
}

/* Agreement 35 and 40 of 50 each, 25 and 34 by chance: (75 − 59) / (100 − 59). */
static void over_topics(void **state)
{
	const struct stat_agreement v[] = {{20, 5, 10, 15}, {5, 5, 5, 35}};

	(void)state;
	assert_string_equal(text(stat_kappa_pooled(v, 2)), "0.39");
	assert_string_equal(text(stat_kappa_pooled(v, 0)), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(of_a_table),
	    cmocka_unit_test(at_its_ends),
	    cmocka_unit_test(unknown_where_chance_explains_all),
	    cmocka_unit_test(over_topics),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
