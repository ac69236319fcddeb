/* Where a campaign stands at a moment, and its count periods. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "db/agency.h"
#include "db/campaign.h"

#define HOUR 3600
#define DAY 86400
#define OPENS 20779 /* 2026-11-22 */
#define CLOSES 20783
#define MOSCOW 180 /* minutes from UTC */

static struct db_campaign campaign(void)
{
	return (struct db_campaign){.id = 1,
	    .utc_offset = MOSCOW,
	    .opens_on = OPENS,
	    .closes_on = CLOSES,
	    .state = DB_CAMPAIGN_OPEN};
}

static bool is_trial(int config_k, int config_batch, int k, int batch)
{
	const struct config config = {.k = config_k, .batch_min = config_batch};
	const struct db_campaign c = {.k = k, .batch_min = batch};

	return db_campaign_is_trial(&config, &c);
}

static void test_trial_is_any_batch_below_the_rule(void **state)
{
	const struct config config = {.k = 5, .batch_min = 3};
	const struct db_campaign c = {.k = 8, .batch_min = 10};

	(void)state;
	assert_false(is_trial(5, 0, 5, 10));
	assert_true(is_trial(5, 1, 5, 10));
	assert_true(is_trial(5, 9, 5, 10));
	assert_false(is_trial(5, 10, 5, 10));
	assert_true(is_trial(5, 0, 5, 1));
	assert_true(is_trial(5, 0, 5, 9));
	assert_false(is_trial(5, 0, 5, 50));
	assert_false(is_trial(8, 0, 5, 10)); /* k was raised since */
	assert_false(is_trial(5, 0, 5, 0));
	assert_int_equal(db_campaign_k(&config, &c), 8);
	assert_int_equal(db_campaign_batch(&config, &c), 16);
	assert_int_equal(db_campaign_trial_batch(&config), 3);
}

static void test_codes(void **state)
{
	struct arena *a = arena_new();
	char *code = arena_alloc(a, 66);

	(void)state;
	memset(code, 'a', 65);
	code[65] = '\0';
	assert_false(db_is_code(code));
	assert_true(db_is_code(code + 1));
	assert_true(db_is_code("ne-a2"));
	assert_false(db_is_code(""));
	assert_false(db_is_code("NE-A2"));
	assert_false(db_is_code("анкета"));
	assert_false(db_is_code("a b"));
	arena_free(&a);
}

static void test_days_are_the_agencys(void **state)
{
	struct db_campaign c = campaign();
	int64_t start = (int64_t)OPENS * DAY - 3 * HOUR;
	int64_t end = (int64_t)(CLOSES + 1) * DAY - 3 * HOUR;

	(void)state;
	assert_int_equal(db_campaign_end(&c), end);
	assert_int_equal(db_campaign_last_day(&c), CLOSES);
	assert_int_equal(db_campaign_phase(&c, start - 1), DB_PHASE_EARLY);
	assert_int_equal(db_campaign_phase(&c, start), DB_PHASE_OPEN);
	assert_int_equal(db_campaign_phase(&c, end - 1), DB_PHASE_OPEN);
	assert_int_equal(db_campaign_phase(&c, end), DB_PHASE_GRACE);
	assert_int_equal(db_campaign_phase(&c, end + HOUR - 1), DB_PHASE_GRACE);
	assert_int_equal(db_campaign_phase(&c, end + HOUR), DB_PHASE_OVER);
}

static void test_west_of_greenwich(void **state)
{
	struct db_campaign c = campaign();

	(void)state;
	c.utc_offset = -300;
	assert_int_equal(
	    db_campaign_phase(&c, (int64_t)OPENS * DAY + 5 * HOUR - 1), DB_PHASE_EARLY);
	assert_int_equal(
	    db_campaign_phase(&c, (int64_t)OPENS * DAY + 5 * HOUR), DB_PHASE_OPEN);
}

static void test_closed_by_hand(void **state)
{
	struct db_campaign c = campaign();
	int64_t at = (int64_t)(OPENS + 1) * DAY;

	(void)state;
	c.closed_at = at;
	c.state = DB_CAMPAIGN_CLOSED;
	assert_int_equal(db_campaign_end(&c), at);
	assert_int_equal(db_campaign_phase(&c, at - 1), DB_PHASE_OPEN);
	assert_int_equal(db_campaign_phase(&c, at), DB_PHASE_GRACE);
	assert_int_equal(db_campaign_phase(&c, at + HOUR), DB_PHASE_OVER);
	/* Closing by hand never makes it longer. */
	c.closed_at = (int64_t)(CLOSES + 9) * DAY;
	assert_int_equal(db_campaign_end(&c), (int64_t)(CLOSES + 1) * DAY - 3 * HOUR);
}

static void test_closed_before_it_opened(void **state)
{
	struct db_campaign c = campaign();

	(void)state;
	c.closed_at = (int64_t)(OPENS - 2) * DAY;
	assert_int_equal(db_campaign_phase(&c, c.closed_at - 1), DB_PHASE_EARLY);
	assert_int_equal(
	    db_campaign_phase(&c, (int64_t)(OPENS + 1) * DAY), DB_PHASE_OVER);
}

static void test_permanent(void **state)
{
	struct db_campaign c = campaign();

	(void)state;
	c.permanent = true;
	c.closes_on = DAY_NONE;
	assert_int_equal(db_campaign_end(&c), INT64_MAX);
	assert_int_equal(db_campaign_last_day(&c), DAY_NONE);
	assert_int_equal(
	    db_campaign_phase(&c, (int64_t)(OPENS + 40000) * DAY), DB_PHASE_OPEN);
	c.closed_at = (int64_t)(OPENS + 5) * DAY;
	assert_int_equal(db_campaign_phase(&c, c.closed_at), DB_PHASE_GRACE);
	/* Three in the morning there. */
	assert_int_equal(db_campaign_last_day(&c), OPENS + 5);
	c.closed_at -= 3 * HOUR;
	assert_int_equal(db_campaign_last_day(&c), OPENS + 4);
}

static void test_counted_is_over(void **state)
{
	struct db_campaign c = campaign();

	(void)state;
	c.state = DB_CAMPAIGN_COUNTED;
	assert_int_equal(
	    db_campaign_phase(&c, (int64_t)(OPENS + 1) * DAY), DB_PHASE_OVER);
}

static void test_periods(void **state)
{
	struct db_campaign c = campaign();
	char period[8];

	(void)state;
	db_campaign_period(&c, OPENS, period);
	assert_string_equal(period, "all");
	c.permanent = true;
	db_campaign_period(&c, OPENS, period);
	assert_string_equal(period, "2026-11");
	db_campaign_period(&c, OPENS + 8, period);
	assert_string_equal(period, "2026-11");
	db_campaign_period(&c, OPENS + 9, period);
	assert_string_equal(period, "2026-12");
	db_campaign_period(&c, OPENS + 40, period);
	assert_string_equal(period, "2027-01");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_trial_is_any_batch_below_the_rule),
	    cmocka_unit_test(test_codes),
	    cmocka_unit_test(test_days_are_the_agencys),
	    cmocka_unit_test(test_west_of_greenwich),
	    cmocka_unit_test(test_closed_by_hand),
	    cmocka_unit_test(test_closed_before_it_opened),
	    cmocka_unit_test(test_permanent),
	    cmocka_unit_test(test_counted_is_over),
	    cmocka_unit_test(test_periods),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
