#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"
#include "stat/suppress.h"

static const struct stat_rules external = {.k = 5};
static const struct stat_rules internal = {.internal = true, .final = true, .k = 5};
static const struct stat_rules internal_open = {.internal = true, .k = 5};
static const struct stat_rules trial = {.internal = true, .trial = true, .k = 5};

static void views(void **state)
{
	(void)state;
	assert_int_equal(stat_view(&external, 4), STAT_VIEW_TOO_FEW);
	assert_int_equal(stat_view(&external, 5), STAT_VIEW_RESULTS);
	assert_int_equal(stat_view(&internal, 4), STAT_VIEW_TOO_FEW);
	assert_int_equal(stat_view(&internal, 5), STAT_VIEW_RESULTS);
	assert_int_equal(stat_view(&internal_open, 500), STAT_VIEW_NOT_CLOSED);
	assert_int_equal(stat_view(&trial, 1), STAT_VIEW_RESULTS);
}

/* Six of six answer alike, but for those items that the comment names. */
static void six(struct form_answer *v, size_t i)
{
	sample_csi(&v[SAMPLE_CSI_1], 7, 1 + (int)i);          /* ratings alike */
	sample_csi(&v[SAMPLE_CSI_2], 1 + (int)i, 7);          /* importances alike */
	sample_csi(&v[SAMPLE_CSI_3], 1 + (int)i, 6 - (int)i); /* differ */
	v[SAMPLE_SINGLE].choice = 2;
	v[SAMPLE_MATRIX_1].choice = i ? 2 : 3; /* differ */
	if (i < 4)
		v[SAMPLE_MATRIX_2].choice = (uint16_t)(i + 1); /* fewer than k */
	v[SAMPLE_MULTI].set = i ? 3 : 1; /* everybody has the first */
	v[SAMPLE_SCALE_0].choice = 4;
	v[SAMPLE_SCALE_1].choice = (uint16_t)(i + 1); /* differ */
	v[SAMPLE_MATRIX_TEXT].choice = 1;
	v[SAMPLE_TEXT].text = "одно и то же";
}

static const bool hidden_internally[SAMPLE_ITEMS] = {
    [SAMPLE_CSI_1] = true,
    [SAMPLE_CSI_2] = true,
    [SAMPLE_SINGLE] = true,
    [SAMPLE_MATRIX_2] = true,
    [SAMPLE_MULTI] = true,
    [SAMPLE_SCALE_0] = true,
    [SAMPLE_MATRIX_TEXT] = true,
};

static void unanimous_internal_items_are_hidden(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t = stat_tabulate(a, sample_form(), sample_tally(a, 6, six));

	(void)state;
	assert_int_equal(stat_suppress(&internal, t), STAT_VIEW_RESULTS);
	assert_false(t->hidden);
	for (size_t i = 0; i < SAMPLE_ITEMS; i++)
		assert_int_equal(t->rows[i].hidden, hidden_internally[i]);
	arena_free(&a);
}

static void external_and_trial_items_are_shown(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t = stat_tabulate(a, sample_form(), sample_tally(a, 6, six));

	(void)state;
	assert_int_equal(stat_suppress(&external, t), STAT_VIEW_RESULTS);
	for (size_t i = 0; i < SAMPLE_ITEMS; i++)
		assert_false(t->rows[i].hidden);
	assert_int_equal(stat_suppress(&trial, t), STAT_VIEW_RESULTS);
	for (size_t i = 0; i < SAMPLE_ITEMS; i++)
		assert_false(t->rows[i].hidden);
	arena_free(&a);
}

static void a_small_campaign_shows_only_its_number(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t = stat_tabulate(a, sample_form(), sample_tally(a, 4, six));

	(void)state;
	assert_int_equal(stat_suppress(&external, t), STAT_VIEW_TOO_FEW);
	assert_true(t->hidden);
	assert_int_equal(t->responses, 4);
	for (size_t i = 0; i < SAMPLE_ITEMS; i++)
		assert_true(t->rows[i].hidden);
	arena_free(&a);
}

static void an_open_internal_campaign_shows_nothing(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t = stat_tabulate(a, sample_form(), sample_tally(a, 6, six));

	(void)state;
	assert_int_equal(stat_suppress(&internal_open, t), STAT_VIEW_NOT_CLOSED);
	for (size_t i = 0; i < SAMPLE_ITEMS; i++)
		assert_true(t->rows[i].hidden);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(views),
	    cmocka_unit_test(unanimous_internal_items_are_hidden),
	    cmocka_unit_test(external_and_trial_items_are_shown),
	    cmocka_unit_test(a_small_campaign_shows_only_its_number),
	    cmocka_unit_test(an_open_internal_campaign_shows_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
