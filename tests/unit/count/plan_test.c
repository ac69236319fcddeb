/* Which ballots are opened, when, and what is coarsened and mixed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
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
	assert_int_equal(r.trial, 0);
	/* A stolen admin session cannot lower what our configuration says. */
	r = rule_of(5, 0, 1, 1);
	assert_int_equal(r.k, 5);
	assert_int_equal(r.batch, 10);
	assert_int_equal(r.trial, 0);
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
	assert_int_equal(r.trial, 1);
	r = rule_of(5, 9, 8, 16);
	assert_int_equal(r.trial, 9);
	r = rule_of(5, 10, 8, 16);
	assert_int_equal(r.trial, 0);
	assert_int_equal(r.batch, 16);
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

/* As soon as so many wait all are opened, and nothing is left behind. */
static void test_trial(void **state)
{
	const enum form_audience audiences[] = {FORM_INTERNAL, FORM_EXTERNAL};
	const struct rule r = {.k = 5, .batch = 10, .trial = 3, .due = DAY_NONE};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const struct db_campaign c = {.audience = audiences[i]};
		struct plan p = count_plan(&c, &r, &(struct waiting){2, 1}, false);

		assert_true(p.past);
		assert_int_equal(p.current, 1);
		p = count_plan(&c, &r, &(struct waiting){1, 1}, false);
		assert_false(p.past);
		assert_int_equal(p.current, 0);
		p = count_plan(&c, &r, &(struct waiting){0, 7}, false);
		assert_int_equal(p.current, 7);
		p = count_plan(&c, &r, &(struct waiting){0, 2}, true);
		assert_int_equal(p.current, 2);
	}
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

enum { MOST = 300 };
#define MONTH day_from_date(2026, 11, 1)

struct coarse {
	struct db_count_response v[MOST];
	size_t n;
};

static void add(struct coarse *c, size_t n, day_t day, const char *channel)
{
	while (n-- > 0)
		c->v[c->n++] =
		    (struct db_count_response){.marks = {1, day, channel, NULL}};
}

static void add_language(
    struct coarse *c, size_t n, const char *channel, const char *language)
{
	while (n-- > 0)
		c->v[c->n++] =
		    (struct db_count_response){.marks = {1, MONTH, channel, language}};
}

static void run(struct coarse *c, size_t k)
{
	struct arena *a = arena_new();

	count_coarsen(a, c->v, c->n, k);
	arena_free(&a);
}

static size_t with_day(const struct coarse *c, day_t day)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->v[i].marks.day == day;
	return n;
}

static size_t with_channel(const struct coarse *c, const char *channel)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += strcmp(c->v[i].marks.channel ? c->v[i].marks.channel : "",
			 channel) == 0;
	return n;
}

static size_t with_language(const struct coarse *c, const char *language)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += strcmp(c->v[i].marks.language ? c->v[i].marks.language : "",
			 language) == 0;
	return n;
}

static void test_coarsen_leaves_large_groups(void **state)
{
	struct coarse c = {.n = 0};

	(void)state;
	add(&c, 5, MONTH + 10, "site");
	add(&c, 5, MONTH + 11, NULL);
	run(&c, 5);
	assert_int_equal(with_day(&c, MONTH + 10), 5);
	assert_int_equal(with_day(&c, MONTH + 11), 5);
	assert_int_equal(with_channel(&c, "site"), 5);
	assert_int_equal(with_channel(&c, ""), 5);
}

/* Small ones that are together large enough need no other. */
static void test_coarsen_small_groups(void **state)
{
	struct coarse c = {.n = 0};

	(void)state;
	add(&c, 8, MONTH + 10, "site");
	add(&c, 4, MONTH + 11, NULL);
	add(&c, 1, MONTH + 12, "qr");
	run(&c, 5);
	assert_int_equal(with_day(&c, MONTH + 10), 8);
	assert_int_equal(with_day(&c, MONTH), 5);
	assert_int_equal(with_channel(&c, "site"), 8);
	assert_int_equal(with_channel(&c, "other"), 5);
}

/* A single answer of a day must not be the single answer of its month. */
static void test_coarsen_pulls_the_next_one_in(void **state)
{
	struct coarse c = {.n = 0};

	(void)state;
	add(&c, 20, MONTH + 10, "site");
	add(&c, 6, MONTH + 11, "qr");
	add(&c, 1, MONTH + 12, "paper");
	run(&c, 5);
	assert_int_equal(with_day(&c, MONTH + 10), 20);
	assert_int_equal(with_day(&c, MONTH), 7);
	assert_int_equal(with_channel(&c, "site"), 20);
	assert_int_equal(with_channel(&c, "other"), 7);
}

static void test_coarsen_languages(void **state)
{
	struct coarse c = {.n = 0};

	(void)state;
	add_language(&c, 20, NULL, "ru");
	add_language(&c, 6, NULL, "ar");
	run(&c, 5);
	assert_int_equal(with_language(&c, "ru"), 20);
	assert_int_equal(with_language(&c, "ar"), 6);
	add_language(&c, 1, NULL, "en");
	run(&c, 5);
	assert_int_equal(with_language(&c, "ru"), 20);
	assert_int_equal(with_language(&c, "other"), 7);
	c.n = 0; /* of a form in one language */
	add_language(&c, 6, NULL, NULL);
	run(&c, 5);
	assert_int_equal(with_language(&c, ""), 6);
}

/* One who speaks it came that way on that day, five another way: all may know who. */
static void test_coarsen_languages_where_they_are_few(void **state)
{
	struct coarse c = {.n = 0};

	(void)state;
	add_language(&c, 10, "site", "ru");
	add_language(&c, 5, "site", "ar");
	add_language(&c, 9, "hall", "ru");
	add_language(&c, 1, "hall", "ar");
	c.v[c.n++] = (struct db_count_response){.marks = {2, MONTH, "hall", NULL}};
	run(&c, 5);
	assert_int_equal(with_language(&c, "ru"), 10);
	assert_int_equal(with_language(&c, "ar"), 5);
	assert_int_equal(with_language(&c, "other"), 10);
	assert_int_equal(with_language(&c, ""), 1); /* another version, one language */
}

/* Nor may a month give away those who were alone in it. */
static void test_coarsen_months(void **state)
{
	struct coarse c = {.n = 0};

	(void)state;
	add(&c, 20, MONTH + 10, NULL);
	add(&c, 6, MONTH + 11, NULL);
	add(&c, 2, MONTH + 30, NULL); /* December */
	add(&c, 2, MONTH + 31, NULL);
	run(&c, 5);
	assert_int_equal(with_day(&c, MONTH + 10), 20);
	assert_int_equal(with_day(&c, DAY_NONE), 10);
	c.n = 0;
	run(&c, 5);
}

static size_t smallest(const struct coarse *c, bool by_channel)
{
	size_t least = c->n;

	for (size_t i = 0; i < c->n; i++) {
		const char *channel = c->v[i].marks.channel ? c->v[i].marks.channel : "";
		size_t n = by_channel ? with_channel(c, channel)
				      : with_day(c, c->v[i].marks.day);

		if (n < least)
			least = n;
	}
	return least;
}

static void test_coarsen_never_leaves_fewer_than_k(void **state)
{
	static const char *const names[] = {NULL, "site", "qr", "paper", "other"};

	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		struct coarse c = {.n = 0};
		size_t groups = 1 + (size_t)rand() % 12;

		for (size_t i = 0; i < groups; i++)
			add(&c, 1 + (size_t)rand() % 12, MONTH + rand() % 70,
			    names[rand() % 5]);
		run(&c, 5);
		if (c.n < 5)
			continue;
		assert_in_range(smallest(&c, false), 5, MOST);
		assert_in_range(smallest(&c, true), 5, MOST);
	}
}

/* The parts of each batch are as even as can be, so the least is n / batches. */
/* They are shown apart: nobody else hides them. */
static void test_coarsen_few(void **state)
{
	struct opened batch[8] = {0};
	struct coarse c = {.n = 0};

	(void)state;
	for (size_t i = 0; i < 8; i++)
		batch[i].day = i < 5 ? MONTH + (day_t)i : MONTH - 1 - (day_t)i;
	add(&c, 1, MONTH, NULL);
	add(&c, 2, day_from_date(2026, 10, 1), NULL);
	count_coarsen_few(c.v, 3, batch, 8, 5);
	assert_int_equal(with_day(&c, MONTH), 1);
	assert_int_equal(with_day(&c, DAY_NONE), 2);
	add(&c, 2, day_from_date(2026, 10, 1), NULL);
	count_coarsen_few(c.v, 5, batch, 8, 5); /* enough for count_coarsen() */
	assert_int_equal(with_day(&c, day_from_date(2026, 10, 1)), 2);
}

static void test_batches(void **state)
{
	static struct db_count_ballot v[30001];
	const size_t n = 30001;

	(void)state;
	for (size_t i = 0; i < n; i++)
		v[i].bytes = 1000;
	assert_int_equal(count_batches(v, 0, 5), 1);
	assert_int_equal(count_batches(v, 1, 5), 1);
	assert_int_equal(count_batches(v, COUNT_BATCH, 5), 1);
	assert_int_equal(count_batches(v, COUNT_BATCH + 1, 5), 2);
	assert_int_equal(count_batches(v, n, 5), 4);
	for (size_t i = 0; i < n; i++)
		v[i].bytes = 1u << 20;
	assert_int_equal(count_batches(v, 32, 5), 1);
	assert_int_equal(count_batches(v, 33, 5), 2); /* 16 and 17, not 32 and 1 */
	assert_int_equal(count_batches(v, 33, 20), 1);
	assert_int_equal(count_batches(v, 320, 100), 3);
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

static uint32_t number_of(const struct db_count_ballot *b)
{
	return (uint32_t)b->key[0] << 16 | (uint32_t)b->key[1] << 8 | b->key[2];
}

/* Every ballot is still there once, in runs of neighbours in a new order. */
static void test_gathered_in_runs(void **state)
{
	enum { RUNS = 200, ALL = RUNS * COUNT_RUN + 7 };

	struct db_count_ballot *v = calloc(ALL, sizeof(*v));
	bool *seen = calloc(ALL, sizeof(*seen));
	size_t broken = 0, in_place = 0;

	(void)state;
	for (uint32_t i = 0; i < ALL; i++) {
		v[i].key[0] = (uint8_t)(i >> 16);
		v[i].key[1] = (uint8_t)(i >> 8);
		v[i].key[2] = (uint8_t)i;
	}
	count_shuffle(v, ALL, sizeof(*v));
	count_gather(v, ALL);
	for (size_t i = 0; i < ALL; i++) {
		assert_false(seen[number_of(&v[i])]);
		seen[number_of(&v[i])] = true;
		if (i > 0 && number_of(&v[i]) != number_of(&v[i - 1]) + 1)
			broken++;
		in_place += i % COUNT_RUN == 0 && number_of(&v[i]) == i;
	}
	assert_true(broken > RUNS * 9 / 10 && broken <= RUNS);
	assert_true(in_place < RUNS / 10);
	free(v);
	free(seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rules_only_grow),
	    cmocka_unit_test(test_external_leaves_k),
	    cmocka_unit_test(test_internal_waits_for_the_end),
	    cmocka_unit_test(test_months),
	    cmocka_unit_test(test_trial),
	    cmocka_unit_test(test_daily_once_a_day),
	    cmocka_unit_test(test_daily_all_or_nothing),
	    cmocka_unit_test(test_coarsen_leaves_large_groups),
	    cmocka_unit_test(test_coarsen_small_groups),
	    cmocka_unit_test(test_coarsen_pulls_the_next_one_in),
	    cmocka_unit_test(test_coarsen_languages),
	    cmocka_unit_test(test_coarsen_languages_where_they_are_few),
	    cmocka_unit_test(test_coarsen_months),
	    cmocka_unit_test(test_coarsen_never_leaves_fewer_than_k),
	    cmocka_unit_test(test_coarsen_few),
	    cmocka_unit_test(test_batches),
	    cmocka_unit_test(test_shuffle_is_even),
	    cmocka_unit_test(test_gathered_in_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
