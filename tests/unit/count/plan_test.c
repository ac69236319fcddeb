/* Which ballots are opened, when, and what is coarsened and mixed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../../cgi/count/count.h"

static struct rule rule_of(int config_k, int config_batch, int k, int batch)
{
	const struct config config = {.k = config_k, .batch_min = config_batch};
	const struct db_campaign campaign = {.k = k, .batch_min = batch};

	return count_rule(&config, &campaign, 20000);
}

static void test_rules_only_grow(void **state)
{
	struct rule r = rule_of(5, 0, 5, 10);

	(void)state;
	assert_int_equal(r.k, 5);
	assert_int_equal(r.batch, 10);
	assert_false(r.at_once);
	/* A stolen admin session cannot lower what our configuration says. */
	r = rule_of(5, 0, 1, 1);
	assert_int_equal(r.k, 5);
	assert_int_equal(r.batch, 10);
	assert_false(r.at_once);
	r = rule_of(5, 50, 1, 1);
	assert_int_equal(r.batch, 50);
	/* Nor can a later configuration lower what was frozen. */
	r = rule_of(3, 0, 8, 40);
	assert_int_equal(r.k, 8);
	assert_int_equal(r.batch, 40);
	r = rule_of(20, 0, 8, 16);
	assert_int_equal(r.k, 20);
	assert_int_equal(r.batch, 40);
	r = rule_of(5, 1, 5, 1);
	assert_true(r.at_once);
}

static struct plan plan_of(
    enum form_audience audience, bool permanent, size_t past, size_t current, bool over)
{
	const struct db_campaign c = {.audience = audience, .permanent = permanent};
	const struct rule r = {.k = 5, .batch = 10, .due = DAY_NONE};
	const struct waiting w = {past, current};

	return count_plan(&c, &r, &w, over);
}

static void test_external_leaves_k(void **state)
{
	(void)state;
	assert_int_equal(plan_of(FORM_EXTERNAL, false, 0, 9, false).current, 0);
	assert_int_equal(plan_of(FORM_EXTERNAL, false, 0, 10, false).current, 5);
	assert_int_equal(plan_of(FORM_EXTERNAL, false, 0, 1000, false).current, 995);
	assert_int_equal(plan_of(FORM_EXTERNAL, false, 0, 7, true).current, 7);
	assert_int_equal(plan_of(FORM_EXTERNAL, false, 0, 0, false).current, 0);
}

static void test_internal_waits_for_the_end(void **state)
{
	(void)state;
	assert_int_equal(plan_of(FORM_INTERNAL, false, 0, 1000, false).current, 0);
	assert_int_equal(plan_of(FORM_INTERNAL, false, 0, 1000, true).current, 1000);
}

static void test_months(void **state)
{
	struct plan p = plan_of(FORM_INTERNAL, true, 4, 100, false);

	(void)state;
	assert_false(p.past);
	assert_int_equal(p.current, 0);
	p = plan_of(FORM_INTERNAL, true, 5, 100, false);
	assert_true(p.past);
	assert_int_equal(p.current, 0);
	/* External: too few of a past month wait together with the current one. */
	p = plan_of(FORM_EXTERNAL, true, 4, 6, false);
	assert_false(p.past);
	assert_int_equal(p.current, 5);
	p = plan_of(FORM_EXTERNAL, true, 5, 9, false);
	assert_true(p.past);
	assert_int_equal(p.current, 0);
	p = plan_of(FORM_EXTERNAL, true, 3, 2, true);
	assert_true(p.past);
	assert_int_equal(p.current, 2);
}

static void test_at_once(void **state)
{
	const struct db_campaign c = {.audience = FORM_INTERNAL};
	const struct rule r = {.k = 5, .batch = 10, .at_once = true, .due = DAY_NONE};
	const struct waiting w = {2, 1};
	struct plan p = count_plan(&c, &r, &w, false);

	(void)state;
	assert_true(p.past);
	assert_int_equal(p.current, 1);
}

static struct rule rule_of_day(
    enum form_audience audience, bool daily, day_t opened_on, day_t today)
{
	const struct config config = {.k = 5};
	const struct db_campaign c = {
	    .audience = audience, .daily = daily, .k = 5, .opened_on = opened_on};

	return count_rule(&config, &c, today);
}

static void test_daily_once_a_day(void **state)
{
	(void)state;
	assert_int_equal(rule_of_day(FORM_INTERNAL, true, DAY_NONE, 20000).due, 20000);
	assert_int_equal(rule_of_day(FORM_INTERNAL, true, 19999, 20000).due, 20000);
	assert_int_equal(rule_of_day(FORM_INTERNAL, true, 20000, 20000).due, DAY_NONE);
	/* A clock set back opens nothing a second time. */
	assert_int_equal(rule_of_day(FORM_INTERNAL, true, 20001, 20000).due, DAY_NONE);
	assert_true(rule_of_day(FORM_INTERNAL, true, 20000, 20000).daily);
	assert_false(rule_of_day(FORM_INTERNAL, false, DAY_NONE, 20000).daily);
	assert_int_equal(rule_of_day(FORM_INTERNAL, false, 1, 20000).due, DAY_NONE);
	/* No public survey is opened so, whatever the table says. */
	assert_false(rule_of_day(FORM_EXTERNAL, true, DAY_NONE, 20000).daily);
	assert_int_equal(rule_of_day(FORM_EXTERNAL, true, 1, 20000).due, DAY_NONE);
}

static void test_daily_all_or_nothing(void **state)
{
	const struct db_campaign c = {
	    .audience = FORM_INTERNAL, .permanent = true, .daily = true};
	struct rule r = {.k = 5, .batch = 10, .daily = true, .due = 20000};
	struct plan p = count_plan(&c, &r, &(struct waiting){1, 1}, false);

	(void)state;
	assert_true(p.past);
	assert_int_equal(p.current, 1);
	r.due = DAY_NONE;
	p = count_plan(&c, &r, &(struct waiting){50, 50}, false);
	assert_false(p.past);
	assert_int_equal(p.current, 0);
	assert_int_equal(count_plan(&c, &r, &(struct waiting){0, 50}, false).current, 0);
	assert_int_equal(count_plan(&c, &r, &(struct waiting){0, 3}, true).current, 3);
}

static void test_coarsen(void **state)
{
	struct db_count_response v[12];
	struct arena *a = arena_new();
	day_t nov20 = day_from_date(2026, 11, 20), nov21 = nov20 + 1;

	(void)state;
	for (size_t i = 0; i < 12; i++) {
		memset(&v[i], 0, sizeof(v[i]));
		v[i].day = i < 9 ? nov20 : nov21;
		v[i].channel = i < 5 ? "site" : i < 10 ? NULL : "qr";
	}
	count_coarsen(a, v, 12, 5);
	for (size_t i = 0; i < 12; i++) {
		assert_int_equal(v[i].day, i < 9 ? nov20 : day_from_date(2026, 11, 1));
		if (i < 5)
			assert_string_equal(v[i].channel, "site");
		else if (i < 10)
			assert_null(v[i].channel);
		else
			assert_string_equal(v[i].channel, "other");
	}
	/* One more makes the group large enough; k - 1 is not. */
	for (size_t i = 0; i < 12; i++) {
		v[i].day = i < 8 ? nov20 : nov21;
		v[i].channel = i < 4 ? NULL : "site";
	}
	count_coarsen(a, v, 12, 4);
	assert_int_equal(v[11].day, nov21);
	assert_null(v[0].channel);
	count_coarsen(a, v, 12, 5);
	assert_int_equal(v[11].day, day_from_date(2026, 11, 1));
	assert_string_equal(v[0].channel, "other");
	count_coarsen(a, v, 0, 5);
	arena_free(&a);
}

/* Every value must reach every place about equally often. */
static void test_shuffle_is_even(void **state)
{
	enum { N = 5, ROUNDS = 20000 };
	unsigned seen[N][N] = {{0}};

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		uint16_t v[N];

		for (uint16_t i = 0; i < N; i++)
			v[i] = i;
		count_shuffle(v, N, sizeof(v[0]));
		for (size_t i = 0; i < N; i++)
			seen[i][v[i]]++;
	}
	for (size_t i = 0; i < N; i++) {
		for (size_t j = 0; j < N; j++)
			assert_in_range(seen[i][j], ROUNDS / N - 400, ROUNDS / N + 400);
	}
	count_shuffle(NULL, 0, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rules_only_grow),
	    cmocka_unit_test(test_external_leaves_k),
	    cmocka_unit_test(test_internal_waits_for_the_end),
	    cmocka_unit_test(test_months),
	    cmocka_unit_test(test_at_once),
	    cmocka_unit_test(test_daily_once_a_day),
	    cmocka_unit_test(test_daily_all_or_nothing),
	    cmocka_unit_test(test_coarsen),
	    cmocka_unit_test(test_shuffle_is_even),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
