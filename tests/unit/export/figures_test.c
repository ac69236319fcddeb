#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../stat/sample.h"
#include "base/text.h"
#include "export/figures.h"
#include "export/grid.h"

static void some(struct form_answer *v, size_t i)
{
	v[SAMPLE_SINGLE].choice = (uint16_t)(i < 30 ? 1 : 4);
	v[SAMPLE_MATRIX_1].choice = 1;
	v[SAMPLE_MATRIX_2].choice = (uint16_t)(i < 10 ? 1 : 0);
	v[SAMPLE_SCALE_0].choice = (uint16_t)(i < 20 ? 11 : i < 30 ? 8 : 1);
	v[SAMPLE_SCALE_1].choice = 10;
	sample_csi(&v[SAMPLE_CSI_1], 9, i % 2 ? 8 : 10);
	sample_csi(&v[SAMPLE_CSI_5_1], i < 20 ? 5 : 0, i < 20 ? 5 : 0);
}

static struct export_results results(struct arena *a, struct stat_table **t_r)
{
	struct stat_table *t = stat_tabulate(a, sample_form(), sample_tally(a, 40, some));

	*t_r = t;
	return (struct export_results){
	    .table = t, .csi = stat_csi(a, t), .satisfaction = stat_satisfaction(a, t)};
}

static const struct export_figure *find(
    const struct export_figures *l, const char *name, const char *answer)
{
	for (size_t i = 0; i < l->n; i++)
		if (text_equal(l->v[i].name, name) &&
		    (answer == NULL || text_equal(l->v[i].answer, answer)))
			return &l->v[i];
	return NULL;
}

static void indices_have_base_and_interval(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t;
	const struct export_results r = results(a, &t);
	const struct export_figures *l = export_figures_indices(a, &r);
	const struct export_figure *f = find(l, "CSI", NULL);

	(void)state;
	assert_string_equal(f->key, "csi");
	assert_true(f->interval.low.known && f->interval.low.v < f->value.v);
	assert_int_equal(f->base, 20);
	assert_int_equal(f->most, 40);
	assert_non_null(f->rough);
	assert_int_equal(f->level, STAT_LEVEL_LOW); /* (81 + 25) / 2 */
	assert_non_null(find(l, "CSI, row 5", NULL));
	f = find(l, "Satisfaction overall, %", NULL);
	assert_int_equal(f->base, 40);
	assert_null(f->rough);
	assert_int_equal(f->interval.low.v, 598); /* Wilson, 30 of 40 */
	f = find(l, "Dimension, satisfied, %", "Быт");
	assert_int_equal(f->base, 10);
	assert_int_equal(f->most, 40);
	assert_int_equal(find(l, "Satisfaction overall: balance", NULL)->value.v, 500);
	arena_free(&a);
}

/* Two questions of two scales are two figures that cannot be taken for one. */
static void scales_are_named(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t;
	const struct export_results r = results(a, &t);
	const struct export_figures *l = export_figures_indices(a, &r);
	const struct export_figure *f = find(l, "NPS (scale 0–10, critics 0–6)", NULL);

	(void)state;
	assert_int_equal(f->value.v, 250);
	assert_int_equal(f->interval.low.v, -19);
	assert_ptr_equal(f->row, &t->rows[SAMPLE_SCALE_0]);
	f = find(l, "NPS (scale 1–10, critics 1–6)", NULL);
	assert_int_equal(f->value.v, 1000);
	assert_false(f->interval.low.known); /* all alike */
	assert_non_null(find(l, "Marks 8–10, % (scale 1–10)", NULL));
	l = export_figures_all(a, &r);
	assert_int_equal(find(l, "Promoters", NULL)->count, 20);
	assert_int_equal(find(l, "Critics", NULL)->count, 10);
	arena_free(&a);
}

static void a_hidden_row_says_only_that(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t;
	struct export_results r = results(a, &t);
	const struct export_figures *l;
	size_t n = 0;

	(void)state;
	t->rows[SAMPLE_SCALE_0].hidden = true;
	l = export_figures_all(a, &r);
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].row == &t->rows[SAMPLE_SCALE_0]) {
			n++;
			assert_false(l->v[i].value.known || l->v[i].counted);
		}
	assert_int_equal(n, 1);
	l = export_figures_indices(a, &r);
	assert_null(find(l, "NPS (scale 0–10, critics 0–6)", NULL));
	arena_free(&a);
}

static void a_hidden_table_has_the_facts_alone(void **state)
{
	static const struct export_fact facts[] = {{"Campaign", "x", 0}, {"k", NULL, 5}};
	struct arena *a = arena_new();
	struct stat_table *t;
	struct export_results r = results(a, &t);
	struct export_grid *g;

	(void)state;
	t->hidden = true;
	g = export_figures_grid(a, &r, facts, 2);
	assert_int_equal(export_grid_rows(g), 2);
	assert_string_equal(export_grid_at(g, 0, 4)->text, "x");
	assert_int_equal(export_grid_at(g, 1, 5)->number, 5);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(indices_have_base_and_interval),
	    cmocka_unit_test(scales_are_named),
	    cmocka_unit_test(a_hidden_row_says_only_that),
	    cmocka_unit_test(a_hidden_table_has_the_facts_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
