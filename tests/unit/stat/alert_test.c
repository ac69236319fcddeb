#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"
#include "stat/alert.h"

static const struct stat_alert_rules rules = {30, 10};

static size_t alerts(struct arena *a, size_t n,
    void (*fill)(struct form_answer *, size_t), const struct stat_alert **v_r)
{
	struct stat_table *t = stat_tabulate(a, sample_form(), sample_tally(a, n, fill));
	size_t found;

	*v_r = stat_alerts(a, &rules, t, stat_csi(a, t), &found);
	return found;
}

/* Of ten: three dissatisfied with one row, four with another, two with a third. */
static void ten(struct form_answer *v, size_t i)
{
	v[SAMPLE_MATRIX_1].choice = i < 3 ? 3 : 1;
	v[SAMPLE_MATRIX_2].choice = i < 4 ? 4 : 2;
	v[SAMPLE_MATRIX_3].choice = i < 2 ? 3 : 1;
	v[SAMPLE_MATRIX_4].choice = i < 1 ? 3 : 5; /* all of the base, but that is one */
}

static void largest_shares_first(void **state)
{
	struct arena *a = arena_new();
	const struct stat_alert *v;

	(void)state;
	assert_int_equal(alerts(a, 10, ten, &v), 2);
	assert_int_equal(v[0].value.v, 400);
	assert_int_equal(v[0].base, 10);
	assert_int_equal(v[1].value.v, 300);
	arena_free(&a);
}

static void too_few_alert_nobody(void **state)
{
	struct arena *a = arena_new();
	const struct stat_alert *v;

	(void)state;
	assert_int_equal(alerts(a, 9, ten, &v), 0);
	arena_free(&a);
}

static void low(struct form_answer *v, size_t i)
{
	(void)i;
	sample_csi(&v[SAMPLE_CSI_1], 8, 8); /* 64.00 */
}

static void high(struct form_answer *v, size_t i)
{
	(void)i;
	sample_csi(&v[SAMPLE_CSI_1], 10, 9);
}

static void a_low_csi_alerts(void **state)
{
	struct arena *a = arena_new();
	const struct stat_alert *v;

	(void)state;
	assert_int_equal(alerts(a, 10, low, &v), 1);
	assert_null(v[0].row);
	assert_int_equal(v[0].value.v, 6400);
	assert_int_equal(alerts(a, 9, low, &v), 0);
	assert_int_equal(alerts(a, 10, high, &v), 0);
	arena_free(&a);
}

/* Of forty one row was answered by nine alone. */
static void uneven(struct form_answer *v, size_t i)
{
	sample_csi(&v[SAMPLE_CSI_1], 8, 8);
	if (i < 9)
		sample_csi(&v[SAMPLE_CSI_2], 7, 7);
}

static void a_row_of_few_silences_nothing(void **state)
{
	struct arena *a = arena_new();
	const struct stat_alert *v;

	(void)state;
	assert_int_equal(alerts(a, 40, uneven, &v), 1);
	assert_int_equal(v[0].base, 40);
	assert_int_equal(v[0].least, 9);
	assert_int_equal(v[0].value.v, 5650); /* (64 + 49) / 2 */
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(largest_shares_first),
	    cmocka_unit_test(too_few_alert_nobody),
	    cmocka_unit_test(a_low_csi_alerts),
	    cmocka_unit_test(a_row_of_few_silences_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
