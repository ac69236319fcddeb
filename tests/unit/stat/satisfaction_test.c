#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"
#include "stat/satisfaction.h"

/* 12 fully, 18 rather, 6 rather not, 4 fully not, 5 hard to say, 3 not taking part. */
static uint16_t example(size_t i)
{
	static const size_t upto[] = {12, 30, 36, 40, 45, 48};
	uint16_t option = 0;

	while (i >= upto[option])
		option++;
	return (uint16_t)(option + 1);
}

static void forty_eight(struct form_answer *v, size_t i)
{
	v[SAMPLE_SINGLE].choice = example(i);
	v[SAMPLE_MATRIX_1].choice = example(i);     /* 75 % */
	v[SAMPLE_MATRIX_2].choice = i < 24 ? 1 : 3; /* 50 %: dimension 62.5 % */
	v[SAMPLE_MATRIX_3].choice = i < 47 ? 5 : 2; /* 100 %, base 1 */
	v[SAMPLE_MATRIX_4].choice = 4;              /* 0 %, of no dimension */
}

static void reproduces_the_example(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 48, forty_eight));
	struct stat_share s = stat_share_row(&t->rows[SAMPLE_SINGLE]);

	(void)state;
	assert_int_equal(t->rows[SAMPLE_SINGLE].n, 48);
	assert_int_equal(t->rows[SAMPLE_SINGLE].base, 40);
	assert_int_equal(s.satisfied.v, 750);
	assert_int_equal(s.dissatisfied.v, 250);
	assert_int_equal(s.balance.v, 500);
	arena_free(&a);
}

static void index_is_the_mean_of_dimensions(void **state)
{
	struct arena *a = arena_new();
	const struct stat_satisfaction *s = stat_satisfaction(
	    a, stat_tabulate(a, sample_form(), sample_tally(a, 48, forty_eight)));

	(void)state;
	assert_true(s->any);
	assert_int_equal(s->overall.v, 750);
	assert_int_equal(s->n_dimensions, 2);
	assert_string_equal(s->dimensions[0].name, "Быт");
	assert_int_equal(s->dimensions[0].rows, 2);
	assert_int_equal(s->dimensions[0].satisfied.v, 625);
	assert_string_equal(s->dimensions[1].name, "Коллеги");
	assert_int_equal(s->dimensions[1].satisfied.v, 1000);
	assert_int_equal(s->index.v, 813); /* 81.25 */
	arena_free(&a);
}

static void nobody_inside_the_base(struct form_answer *v, size_t i)
{
	(void)i;
	v[SAMPLE_SINGLE].choice = 5;
	v[SAMPLE_MATRIX_1].choice = 6;
}

static void an_empty_base_is_no_data(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 9, nobody_inside_the_base));
	const struct stat_satisfaction *s = stat_satisfaction(a, t);

	(void)state;
	assert_int_equal(t->rows[SAMPLE_SINGLE].n, 9);
	assert_int_equal(t->rows[SAMPLE_SINGLE].base, 0);
	assert_false(stat_share_row(&t->rows[SAMPLE_SINGLE]).satisfied.known);
	assert_false(s->overall.known);
	assert_false(s->index.known);
	assert_false(s->dimensions[0].satisfied.known);
	arena_free(&a);
}

static void hidden_rows_enter_no_index(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t =
	    stat_tabulate(a, sample_form(), sample_tally(a, 48, forty_eight));
	const struct stat_satisfaction *s;

	(void)state;
	t->rows[SAMPLE_MATRIX_2].hidden = true;
	t->rows[SAMPLE_SINGLE].hidden = true;
	s = stat_satisfaction(a, t);
	assert_false(s->overall.known);
	assert_int_equal(s->dimensions[0].satisfied.v, 750);
	assert_int_equal(s->index.v, 875);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reproduces_the_example),
	    cmocka_unit_test(index_is_the_mean_of_dimensions),
	    cmocka_unit_test(an_empty_base_is_no_data),
	    cmocka_unit_test(hidden_rows_enter_no_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
