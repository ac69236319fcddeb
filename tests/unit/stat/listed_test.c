#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "form/answer.h"
#include "stat/listed.h"

/* Two questions about the respondent and two on the matter, a byte each. */
static const struct form_option options[] = {
    {.code = "1"}, {.code = "2"}, {.code = "3"}, {.code = "4"}};
static const struct form_question questions[] = {
    {.id = "1",
	.type = FORM_SINGLE,
	.feeds = FORM_FEED_PROFILE,
	.item = 0,
	.items = 1,
	.options = options,
	.n_options = 4},
    {.id = "2",
	.type = FORM_SINGLE,
	.feeds = FORM_FEED_PROFILE,
	.item = 1,
	.items = 1,
	.options = options,
	.n_options = 4},
    {.id = "3",
	.type = FORM_SINGLE,
	.item = 2,
	.items = 1,
	.options = options,
	.n_options = 4},
    {.id = "4",
	.type = FORM_SINGLE,
	.item = 3,
	.items = 1,
	.options = options,
	.n_options = 4},
};
static const struct form_item items[] = {
    {.id = "1", .question = 0, .at = 0, .width = 1},
    {.id = "2", .question = 1, .at = 1, .width = 1},
    {.id = "3", .question = 2, .at = 2, .width = 1},
    {.id = "4", .question = 3, .at = 3, .width = 1},
};
static const struct form form = {.audience = FORM_INTERNAL,
    .questions = questions,
    .n_questions = 4,
    .items = items,
    .n_items = 4,
    .vector = 4};

static const struct stat_rules closed = {.internal = true, .final = true, .k = 3};

struct fixture {
	struct arena *a;
	struct stat_listed *l;
};

static struct fixture begin(const struct stat_rules *rules)
{
	struct arena *a = arena_new();

	return (struct fixture){a, stat_listed_new(a, &form, rules)};
}

static void end(struct fixture *f)
{
	stat_listed_free(&f->l);
	arena_free(&f->a);
}

/* n responses of the same first two answers; the others differ among them. */
static void add(struct fixture *f, int first, int second, int n)
{
	for (int i = 0; i < n; i++)
		stat_listed_add(f->l, (const uint8_t[]){(uint8_t)first, (uint8_t)second,
					  (uint8_t)(1 + i % 2), (uint8_t)(1 + i % 2)});
}

static void decide(struct fixture *f, bool first, bool second)
{
	assert_int_equal(stat_listed_decide(f->l), ERR_OK);
	assert_int_equal(f->l->n_cuts, 2);
	assert_int_equal(f->l->cuts[0].allowed, first);
	assert_int_equal(f->l->cuts[1].allowed, second);
}

static void every_group_large_enough(void **state)
{
	struct fixture f = begin(&closed);
	struct stat_table **v;
	size_t n;

	(void)state;
	add(&f, 1, 1, 3);
	add(&f, 1, 2, 4);
	add(&f, 2, 1, 3);
	add(&f, 2, 2, 5);
	decide(&f, true, true);
	assert_int_equal(stat_listed_tables(f.l, 0, &v, &n), ERR_OK);
	assert_int_equal(n, 5);
	assert_int_equal(v[0]->responses, 7);
	assert_int_equal(v[1]->responses, 8);
	assert_null(v[2]);
	assert_null(v[4]);
	assert_false(v[0]->rows[2].hidden);
	assert_int_equal(v[0]->rows[2].counts[0], 4);
	/* In its own groups the answer of the cut is the same for all. */
	assert_true(v[0]->rows[0].hidden);
	end(&f);
}

static void one_small_group_and_there_is_no_cut(void **state)
{
	struct fixture f = begin(&closed);

	(void)state;
	add(&f, 1, 1, 5);
	add(&f, 2, 1, 2);
	decide(&f, false, true);
	end(&f);
}

static void who_did_not_answer_is_a_group(void **state)
{
	struct fixture f = begin(&closed);
	struct stat_table **v;
	size_t n;

	(void)state;
	add(&f, 1, 1, 5);
	add(&f, 0, 1, 2);
	decide(&f, false, true);
	end(&f);
	f = begin(&closed);
	add(&f, 1, 1, 5);
	add(&f, 0, 1, 3);
	decide(&f, true, true);
	assert_int_equal(stat_listed_tables(f.l, 0, &v, &n), ERR_OK);
	assert_int_equal(v[4]->responses, 3);
	end(&f);
}

/*
 * Each question alone parts into 6 and 4, or 4 and 6; but group 1 of the first lies
 * within group 1 of the second but for one: their difference would tell on one.
 */
static void no_cut_that_another_cut_gives_away(void **state)
{
	struct fixture f = begin(&closed);

	(void)state;
	add(&f, 1, 1, 5);
	add(&f, 2, 1, 1);
	add(&f, 2, 2, 4);
	decide(&f, true, false);
	end(&f);
}

/* Two of a part answered, or all of it alike: shown in no group of any cut. */
static void items_that_few_answered_or_all_alike(void **state)
{
	struct fixture f = begin(&closed);
	struct stat_table **v;
	size_t n;

	(void)state;
	add(&f, 1, 1, 6);
	for (int i = 0; i < 6; i++)
		stat_listed_add(f.l,
		    (const uint8_t[]){2, 1, (uint8_t)(i < 2 ? 1 + i : 0), (uint8_t)(1)});
	decide(&f, true, true);
	assert_int_equal(stat_listed_tables(f.l, 0, &v, &n), ERR_OK);
	for (size_t i = 0; i < 2; i++) {
		assert_true(v[i]->rows[2].hidden);
		assert_true(v[i]->rows[3].hidden);
	}
	end(&f);
}

static void nothing_before_closing_or_below_k(void **state)
{
	const struct stat_rules open = {.internal = true, .final = false, .k = 3};
	const struct stat_rules trial = {.internal = true, .trial = true, .k = 3};
	struct fixture f = begin(&open);

	(void)state;
	add(&f, 1, 1, 9);
	decide(&f, false, false);
	end(&f);
	f = begin(&closed);
	add(&f, 1, 1, 2);
	decide(&f, false, false);
	end(&f);
	f = begin(&trial);
	add(&f, 1, 1, 1);
	decide(&f, true, true);
	assert_false(f.l->hidden[2]);
	end(&f);
}

/*
 * Whatever the answers: every set that adding and subtracting groups of the allowed
 * cuts can make is a union of parts, and no part is smaller than k.  Here by trying
 * all pairs of groups, the whole, and their differences.
 */
static void random_answers(void **state)
{
	(void)state;
	srand(7);
	for (int round = 0; round < 300; round++) {
		struct fixture f = begin(&closed);
		int n = 10 + rand() % 40, of = 1 + rand() % 4;
		uint32_t cells[5][5] = {{0}};

		for (int i = 0; i < n; i++) {
			int x = rand() % (of + 1), y = rand() % 3 ? x : rand() % 5;

			add(&f, x, y, 1);
			cells[x][y]++;
		}
		assert_int_equal(stat_listed_decide(f.l), ERR_OK);
		for (int x = 0; x < 5; x++) {
			uint32_t row = 0, column = 0;

			for (int y = 0; y < 5; y++) {
				row += cells[x][y];
				column += cells[y][x];
				if (f.l->cuts[0].allowed && f.l->cuts[1].allowed)
					assert_true(cells[x][y] == 0 || cells[x][y] >= 3);
			}
			if (f.l->cuts[0].allowed)
				assert_true(row == 0 || row >= 3);
			if (f.l->cuts[1].allowed)
				assert_true(column == 0 || column >= 3);
		}
		end(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_group_large_enough),
	    cmocka_unit_test(one_small_group_and_there_is_no_cut),
	    cmocka_unit_test(who_did_not_answer_is_a_group),
	    cmocka_unit_test(no_cut_that_another_cut_gives_away),
	    cmocka_unit_test(items_that_few_answered_or_all_alike),
	    cmocka_unit_test(nothing_before_closing_or_below_k),
	    cmocka_unit_test(random_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
