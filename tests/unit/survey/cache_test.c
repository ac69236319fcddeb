/* What the request slots remember of campaigns and of agencies' channels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../cgi/survey/cache.h"

static struct cache *cache;
static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	cache = cache_new();
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	cache_free(&cache);
	arena_free(&arena);
	return 0;
}

static struct db_campaign campaign(void)
{
	return (struct db_campaign){.id = 7,
	    .version_id = 3,
	    .code = "ne-a2",
	    .title = "T",
	    .agency = "A",
	    .agency_code = "nenets",
	    .questionnaire = "NE-A2",
	    .utc_offset = 180,
	    .opens_on = 20779,
	    .closes_on = 20783};
}

static void keep_page(const struct db_campaign *c)
{
	struct buf page = {0}, piece = {0};
	struct assurance said;

	buf_puts(&page, "before PIECE behind");
	buf_puts(&piece, "PIECE");
	cache_assurance(cache, &said);
	cache_page_keep(cache, c, &said, &page, &piece);
	buf_free(&page);
	buf_free(&piece);
}

static bool has_page(const struct db_campaign *c)
{
	struct buf out = {0}, piece = {0};
	bool has = cache_page(cache, c, &piece, &out);

	buf_free(&out);
	return has;
}

static struct db_campaign kept(void)
{
	struct db_campaign c;
	int64_t read;

	assert_true(cache_campaign(cache, arena, "ne-a2", &c, &read));
	return c;
}

/* Nothing of the campaign stays as it was, whether the page shows it or not. */
static void test_what_was_read_last_is_kept(void **state)
{
	struct db_campaign c = campaign();

	(void)state;
	cache_campaign_keep(cache, &c, 1);
	keep_page(&c);
	c.rejected = 5;
	c.opened_on = 20780;
	cache_campaign_keep(cache, &c, 2);
	assert_int_equal(kept().rejected, 5);
	assert_int_equal(kept().opened_on, 20780);
	assert_true(has_page(&c));
}

static void test_a_changed_campaign_drops_its_page(void **state)
{
	struct db_campaign changed[3] = {campaign(), campaign(), campaign()};

	(void)state;
	changed[0].id++;
	changed[1].utc_offset = 600;
	changed[2].opens_on++;
	for (size_t i = 0; i < 3; i++) {
		struct db_campaign c = campaign();

		cache_campaign_keep(cache, &c, 1);
		keep_page(&c);
		assert_true(has_page(&c));
		cache_campaign_keep(cache, &changed[i], 2);
		assert_false(has_page(&changed[i]));
		assert_int_equal(kept().id, changed[i].id);
		assert_int_equal(kept().utc_offset, changed[i].utc_offset);
		assert_int_equal(kept().opens_on, changed[i].opens_on);
	}
}

static void test_another_campaign_has_another_key(void **state)
{
	struct db_campaign c = campaign();
	struct cache_key k = {.day = 20780, .id = 4, .read = 1};

	(void)state;
	cache_campaign_keep(cache, &c, 1);
	cache_key_keep(cache, &c, &k);
	cache_campaign_keep(cache, &c, 2);
	assert_true(cache_key(cache, &c, 20780, &k));
	c.id++;
	cache_campaign_keep(cache, &c, 3);
	assert_false(cache_key(cache, &c, 20780, &k));
}

static void test_channels_that_cannot_be_read(void **state)
{
	const struct procedure_entry entries[] = {{.id = "site"}};
	const struct procedure_list list = {.v = entries, .n = 1};
	int64_t age;

	(void)state;
	assert_false(cache_has_channel(cache, "nenets", "site", 100, &age));
	assert_true(age == INT64_MAX);
	cache_channels_fail(cache, "nenets", 100);
	assert_false(cache_has_channel(cache, "nenets", "site", 110, &age));
	assert_int_equal(age, 10);
	cache_channels_keep(cache, "nenets", &list, 200);
	assert_true(cache_has_channel(cache, "nenets", "site", 210, &age));
	/* What was known stays. */
	cache_channels_fail(cache, "nenets", 300);
	assert_true(cache_has_channel(cache, "nenets", "site", 310, &age));
	assert_int_equal(age, 10);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_what_was_read_last_is_kept),
	    TEST(test_a_changed_campaign_drops_its_page),
	    TEST(test_another_campaign_has_another_key),
	    TEST(test_channels_that_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
