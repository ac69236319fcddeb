/* Answers of one version taken over into another. */
#include <string.h>

#include "fixture.h"

static const struct fixture_control given[] = {{"q1", "2"}, {"q2", "1"}, {"q2", "2"},
    {"q3", "7"}, {"q4.1.rating", "5"}, {"q4.1.importance", "6"}, {"q5", "слово"},
    {"q6", "9"}, {"q6.other", "своё"}, {"q7", "1"}, {NULL, NULL}};

static const char *form(
    struct fixture *t, const char *second, const char *scale, const char *last)
{
	return fixture_section(t,
	    arena_printf(t->arena,
		"<question id='1' type='single' serves='NE-15-1'><text>1</text>"
		"<option code='1'>А</option><option code='%s'>Б</option></question>"
		"<question id='2' type='multi' serves='NE-15-1'><text>2</text>"
		"<option code='0'>Я</option><option code='1'>А</option>"
		"<option code='%s'>Б</option></question>"
		"<question id='3' type='scale' serves='NE-15-1'><text>3</text>"
		"<scale min='1' max='%s'><min-label>а</min-label><max-label>б</max-label>"
		"</scale></question>"
		"<question id='4' type='csi' serves='NE-15-1'><text>4</text><rating>"
		"<min-label>а</min-label><max-label>б</max-label></rating><importance>"
		"<min-label>а</min-label><max-label>б</max-label></importance>"
		"<row id='4.1' serves='NE-15-1'><text>р</text></row></question>"
		"<question id='5' type='text' serves='NE-15-1'><text>5</text></question>"
		"<question id='6' type='single' serves='NE-15-1'><text>6</text>"
		"<option code='1'>А</option><option code='9' other='%s'>В</option>"
		"</question>"
		"<question id='%s' type='single' serves='NE-15-1'><text>7</text>"
		"<option code='1'>А</option><option code='2'>Б</option></question>",
		second, second, scale, strcmp(scale, "10") == 0 ? "yes" : "no", last));
}

static void the_same_form_keeps_all(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(t, form(t, "2", "10", "7"));
	struct form_answers *a = fixture_answers(t, f, given);
	struct form_answers *b = form_carry(t->arena, a, f);

	for (size_t i = 0; i < f->n_items; i++) {
		assert_int_equal(a->v[i].choice, b->v[i].choice);
		assert_int_equal(a->v[i].set, b->v[i].set);
		assert_int_equal(a->v[i].rating, b->v[i].rating);
		assert_ptr_equal(a->v[i].text, b->v[i].text);
	}
	form_free(&f);
}

static void only_what_is_still_asked_is_kept(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(t, form(t, "2", "10", "7"));
	struct form *g = fixture_load(t, form(t, "3", "5", "8"));
	struct form_answers *b = form_carry(t->arena, fixture_answers(t, f, given), g);

	assert_int_equal(b->v[0].choice, 0); /* option 2 is gone */
	assert_int_equal(b->v[1].set, 1 << 1);
	assert_int_equal(b->v[2].choice, 0); /* a mark beyond the scale */
	assert_int_equal(b->v[3].rating, 5);
	assert_int_equal(b->v[3].importance, 6);
	assert_string_equal(b->v[4].text, "слово");
	assert_int_equal(b->v[5].choice, 2); /* takes no text any more */
	assert_null(b->v[5].text);
	assert_int_equal(b->v[6].choice, 0); /* another question */
	form_free(&f);
	form_free(&g);
}

static void a_question_of_another_type_is_another_one(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(t, form(t, "2", "10", "7"));
	struct form *g = fixture_load(t,
	    fixture_section(t,
		"<question id='1' type='text' serves='NE-15-1'><text>1</text></question>"
		"<question id='5' type='single' serves='NE-15-1'><text>5</text>"
		"<option code='1'>А</option><option code='2'>Б</option></question>"));
	struct form_answers *b = form_carry(t->arena, fixture_answers(t, f, given), g);

	assert_int_equal(b->v[0].choice, 0);
	assert_null(b->v[0].text);
	assert_int_equal(b->v[1].choice, 0);
	assert_null(b->v[1].text);
	form_free(&f);
	form_free(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		the_same_form_keeps_all, fixture_setup, fixture_teardown),
	    cmocka_unit_test_setup_teardown(
		only_what_is_still_asked_is_kept, fixture_setup, fixture_teardown),
	    cmocka_unit_test_setup_teardown(a_question_of_another_type_is_another_one,
		fixture_setup, fixture_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
