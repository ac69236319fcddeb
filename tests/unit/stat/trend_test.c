#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "sample.h"
#include "stat/trend.h"

/* Marks 8 and 9 of rows 1 and 4; everybody chose the first of two satisfied. */
static void fill_low(struct form_answer *v, size_t i)
{
	sample_csi(&v[SAMPLE_CSI_1], i % 2 ? 8 : 6, 8);
	sample_csi(&v[SAMPLE_CSI_4], 5, 5);
	v[SAMPLE_SINGLE].choice = (uint16_t)(i % 2 ? 1 : 4);
	v[SAMPLE_MULTI].set = 1;
	v[SAMPLE_SCALE_0].choice = (uint16_t)(i % 2 ? 1 : 11);
}

static void fill_high(struct form_answer *v, size_t i)
{
	sample_csi(&v[SAMPLE_CSI_1], i % 2 ? 10 : 9, 9);
	sample_csi(&v[SAMPLE_CSI_4], 5, 5);
	v[SAMPLE_SINGLE].choice = (uint16_t)(i % 4 ? 1 : 4);
	v[SAMPLE_MULTI].set = 1;
	v[SAMPLE_SCALE_0].choice = 11;
}

static struct stat_table *table(
    struct arena *a, const struct form *f, void (*fill)(struct form_answer *, size_t))
{
	return stat_tabulate(a, f, sample_tally(a, 40, fill));
}

/* The sample with an item worded otherwise, one with other answers, one dropped. */
static struct form *older(struct arena *a)
{
	struct form *f = arena_memdup(a, sample_form(), sizeof(*f));
	struct form_item *items = arena_memdup(a, f->items, f->n_items * sizeof(*items));
	struct form_question *questions =
	    arena_memdup(a, f->questions, f->n_questions * sizeof(*questions));

	items[SAMPLE_CSI_1].text = "Иначе";
	items[SAMPLE_CSI_4].id = "44";
	questions[items[SAMPLE_MULTI].question].n_options = 2;
	f->items = items;
	f->questions = questions;
	return f;
}

static const struct stat_line *line(
    const struct stat_trend *t, enum stat_line_kind kind, size_t item, const char *name)
{
	for (size_t i = 0; i < t->n_lines; i++)
		if (t->lines[i].kind == kind && t->lines[i].item == item &&
		    text_equal(t->lines[i].name, name))
			return &t->lines[i];
	return NULL;
}

static void rounds_of_one_version(void **state)
{
	struct arena *a = arena_new();
	const struct stat_point v[] = {{sample_form(), table(a, sample_form(), fill_low)},
	    {sample_form(), table(a, sample_form(), fill_high)}};
	const struct stat_trend *t = stat_trend(a, v, 2, 1, STAT_AGAINST_PREVIOUS);
	const struct stat_line *l = line(t, STAT_LINE_CSI, SIZE_MAX, NULL);

	(void)state;
	assert_int_equal(t->n_left, 0);
	/* (7 × 8 + 25) / 2 and (9.5 × 9 + 25) / 2. */
	assert_int_equal(l->v[0].estimate.value.v, 4050);
	assert_int_equal(l->v[1].estimate.value.v, 5525);
	assert_int_equal(l->v[0].difference.change, STAT_CHANGE_NO_DATA);
	assert_int_equal(l->v[1].difference.by.v, 1475);
	assert_int_equal(l->v[1].difference.change, STAT_CHANGE_UP);
	assert_false(l->v[0].rows || l->v[0].wording);
	assert_null(line(t, STAT_LINE_CSI_COMMON, SIZE_MAX, NULL));
	l = line(t, STAT_LINE_SATISFIED, SAMPLE_SINGLE, NULL);
	assert_int_equal(l->v[0].estimate.value.v, 500);
	assert_int_equal(l->v[1].estimate.value.v, 750);
	assert_int_equal(l->v[1].difference.change, STAT_CHANGE_UP);
	/* As the overall satisfaction it is the same number, with the same verdict. */
	assert_true(line(t, STAT_LINE_SAT, SIZE_MAX, NULL)->v[1].difference.p ==
		    l->v[1].difference.p);
	/* All gave the same mark, in both: no test. */
	l = line(t, STAT_LINE_RATING, SAMPLE_CSI_4, NULL);
	assert_int_equal(l->v[1].difference.change, STAT_CHANGE_FEW);
	l = line(t, STAT_LINE_NPS, SAMPLE_SCALE_0, NULL);
	assert_int_equal(l->v[0].estimate.value.v, 0);
	assert_int_equal(l->v[1].estimate.value.v, 1000);
	assert_int_equal(
	    line(t, STAT_LINE_CSI_BLOCK, SIZE_MAX, "Ф")->v[1].estimate.value.v, 8550);
	arena_free(&a);
}

static void what_does_not_compare_is_named(void **state)
{
	struct arena *a = arena_new();
	struct form *old = older(a);
	const struct stat_point v[] = {{old, table(a, old, fill_low)},
	    {sample_form(), table(a, sample_form(), fill_high)}};
	const struct stat_trend *t = stat_trend(a, v, 2, 1, STAT_AGAINST_PREVIOUS);
	const struct stat_line *l = line(t, STAT_LINE_RATING, SAMPLE_CSI_1, NULL);

	(void)state;
	assert_true(l->v[0].wording);
	assert_false(l->v[1].wording);
	assert_int_equal(l->v[1].difference.change, STAT_CHANGE_UP);
	assert_true(line(t, STAT_LINE_RATING, SAMPLE_CSI_4, NULL)->v[0].absent);
	assert_true(line(t, STAT_LINE_OPTION, SAMPLE_MULTI, NULL)->v[0].absent);
	assert_int_equal(t->n_left, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(t->left[i].point, 0);
	assert_int_equal(t->left[0].kind, FORM_LINEAGE_GONE);
	assert_ptr_equal(t->left[0].form, old);
	assert_int_equal(t->left[1].kind, FORM_LINEAGE_NEW);
	assert_int_equal(t->left[1].item, SAMPLE_CSI_4);
	assert_int_equal(t->left[2].kind, FORM_LINEAGE_OPTIONS);
	assert_int_equal(t->left[2].item, SAMPLE_MULTI);
	/* The index has other rows: not compared, but over the common ones it is. */
	l = line(t, STAT_LINE_CSI, SIZE_MAX, NULL);
	assert_true(l->v[0].rows && l->v[0].wording);
	assert_int_equal(l->v[1].difference.change, STAT_CHANGE_NO_DATA);
	l = line(t, STAT_LINE_CSI_COMMON, SIZE_MAX, NULL);
	assert_int_equal(l->v[0].estimate.value.v, 5600);
	assert_int_equal(l->v[1].estimate.value.v, 8550);
	assert_int_equal(l->v[1].difference.change, STAT_CHANGE_UP);
	/* Block Ф has the same rows in both. */
	assert_false(line(t, STAT_LINE_CSI_BLOCK, SIZE_MAX, "Ф")->v[0].rows);
	assert_true(line(t, STAT_LINE_CSI_BLOCK, SIZE_MAX, "О")->v[0].rows);
	arena_free(&a);
}

static void nothing(struct form_answer *v, size_t i)
{
	(void)v;
	(void)i;
}

/* A round without data is stepped over; against the first each is compared with it. */
static void gaps_and_the_first(void **state)
{
	struct arena *a = arena_new();
	const struct form *f = sample_form();
	const struct stat_point v[] = {{f, table(a, f, fill_low)},
	    {f, table(a, f, nothing)}, {f, table(a, f, fill_high)},
	    {f, table(a, f, fill_high)}};
	const struct stat_line *l;

	(void)state;
	l = line(
	    stat_trend(a, v, 4, 3, STAT_AGAINST_PREVIOUS), STAT_LINE_CSI, SIZE_MAX, NULL);
	assert_int_equal(l->v[1].difference.change, STAT_CHANGE_NO_DATA);
	assert_int_equal(l->v[2].difference.change, STAT_CHANGE_UP);
	assert_int_equal(l->v[3].difference.change, STAT_CHANGE_CHANCE);
	l = line(
	    stat_trend(a, v, 4, 3, STAT_AGAINST_FIRST), STAT_LINE_CSI, SIZE_MAX, NULL);
	assert_int_equal(l->v[3].difference.change, STAT_CHANGE_UP);
	arena_free(&a);
}

/* A hidden row shows nothing, and an index without it is of other rows. */
static void hidden_rows(void **state)
{
	struct arena *a = arena_new();
	const struct form *f = sample_form();
	struct stat_table *hidden = table(a, f, fill_low);
	const struct stat_point v[] = {{f, hidden}, {f, table(a, f, fill_high)}};
	const struct stat_trend *t;
	const struct stat_line *l;

	(void)state;
	hidden->rows[SAMPLE_CSI_4].hidden = true;
	hidden->rows[SAMPLE_SINGLE].hidden = true;
	t = stat_trend(a, v, 2, 1, STAT_AGAINST_PREVIOUS);
	l = line(t, STAT_LINE_RATING, SAMPLE_CSI_4, NULL);
	assert_true(l->v[0].hidden);
	assert_false(l->v[0].estimate.value.known);
	assert_true(line(t, STAT_LINE_SAT, SIZE_MAX, NULL)->v[0].hidden);
	l = line(t, STAT_LINE_CSI, SIZE_MAX, NULL);
	assert_true(l->v[0].rows);
	assert_int_equal(l->v[1].difference.change, STAT_CHANGE_NO_DATA);
	l = line(t, STAT_LINE_CSI_COMMON, SIZE_MAX, NULL);
	assert_int_equal(l->v[1].estimate.value.v, 8550);
	arena_free(&a);
}

/* --- groups against the rest --- */

#define GROUPS 3

static void fill_mixed(struct form_answer *v, size_t i)
{
	sample_csi(&v[SAMPLE_CSI_1], 5 + (int)(i % 3), 8);
	v[SAMPLE_SINGLE].choice = (uint16_t)(i % 3 ? 1 : 4);
}

/*
 * Groups of 40, 40 and 20: satisfied of the first 20 of 40, of the rest 43 of 60.
 * z = (20 / 40 - 43 / 60) / √(0.63 · 0.37 (1 / 40 + 1 / 60)), p 0.0279 by itself, with
 * one more of the same kind twice as much.
 */
static void groups_against_the_rest(void **state)
{
	struct arena *a = arena_new();
	const struct form *f = sample_form();
	struct stat_tally *groups[GROUPS] = {sample_tally(a, 40, fill_low),
	    sample_tally(a, 40, fill_high), sample_tally(a, 20, fill_mixed)};
	struct stat_tally *all = stat_tally_new(a, f);
	struct stat_point v[2 * GROUPS + 1];
	const struct stat_trend *t;
	const struct stat_value *satisfied;
	long double z, p, alone[2];

	(void)state;
	for (size_t i = 0; i < GROUPS; i++) {
		size_t n;
		const struct stat_cell *c = stat_tally_cells(groups[i], a, &n);

		for (size_t j = 0; j < n; j++)
			stat_tally_put(all, c[j].item, c[j].cell, c[j].n);
	}
	v[GROUPS] = (struct stat_point){f, stat_tabulate(a, f, all)};
	for (size_t i = 0; i < GROUPS; i++) {
		v[i] = (struct stat_point){f, stat_tabulate(a, f, groups[i])};
		v[GROUPS + 1 + i] = (struct stat_point){
		    f, stat_tabulate(a, f, stat_tally_less(a, all, groups[i]))};
	}
	assert_int_equal(v[GROUPS].table->responses, 100);
	assert_int_equal(v[GROUPS + 1].table->responses, 60);
	t = stat_trend(a, v, 2 * GROUPS + 1, 0, STAT_AGAINST_REST);
	satisfied = line(t, STAT_LINE_SATISFIED, SAMPLE_SINGLE, NULL)->v;
	for (size_t i = 0; i < 2; i++) {
		const struct stat_estimate *g = &satisfied[i].estimate;
		const struct stat_estimate *r = &satisfied[GROUPS + 1 + i].estimate;
		long double m = g->base, k = r->base;

		assert_int_equal(g->base + r->base, 100);
		p = (g->part + (long double)r->part) / 100;
		z = (g->part / m - r->part / k) / sqrtl(p * (1 - p) * (1 / m + 1 / k));
		alone[i] = stat_differ_z(z);
	}
	assert_true(alone[0] < 0.05L && 2 * alone[0] > 0.05L);
	assert_int_equal(satisfied[0].difference.by.v, 500 - 717);
	/* The third is too small for a test: two are in the family. */
	p = alone[0] < alone[1] ? 2 * alone[0] : fmaxl(alone[0], 2 * alone[1]);
	assert_true(fabsl(satisfied[0].difference.p - p) < 1e-15L);
	assert_int_equal(satisfied[2].difference.change, STAT_CHANGE_FEW);
	assert_int_equal(satisfied[GROUPS].difference.change, STAT_CHANGE_NO_DATA);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rounds_of_one_version),
	    cmocka_unit_test(what_does_not_compare_is_named),
	    cmocka_unit_test(gaps_and_the_first),
	    cmocka_unit_test(hidden_rows),
	    cmocka_unit_test(groups_against_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
