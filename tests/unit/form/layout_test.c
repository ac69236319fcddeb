/* What the loader makes of the elements: items, places, conditions, blocks. */
#include <string.h>

#include "fixture.h"

static void items_of_ne_a2(void **state)
{
	static const char *const ids[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9",
	    "10", "11", "12", "13.1", "13.2", "13.3"};
	static const char *const blocks[] = {
	    "Ф", "Ф", "Ф", "Ф", "Ф", "Ф", "О", "О", "О", "Ф О", "И", "И", "И", "И", "И"};
	struct form *f = fixture_form(*state, "nenets", "ne-a2.xml");
	const struct form_question *q = &f->questions[0];
	size_t i;

	assert_int_equal(f->n_items, sizeof ids / sizeof *ids);
	assert_int_equal(q->type, FORM_CSI);
	assert_int_equal(q->feeds, FORM_FEED_CSI);
	assert_false(q->required);
	assert_string_equal(q->min_label, "очень плохо");
	assert_string_equal(q->max_label, "идеально");
	assert_string_equal(q->weight_min_label, "не важно");
	assert_string_equal(q->weight_max_label, "максимально важно");
	for (i = 0; i < f->n_items; i++) {
		const struct form_item *it = &f->items[i];

		assert_string_equal(it->id, ids[i]);
		assert_string_equal(it->blocks, blocks[i]);
		assert_true(it->counts);
		assert_int_equal(it->at, 2 * i);
		assert_int_equal(it->width, 2);
		if (i < 12) {
			assert_null(it->composite);
			assert_string_equal(it->number, ids[i]);
		} else {
			assert_string_equal(it->composite, "13");
			assert_true(strstr(it->composite_text, "следующих ресурсах"));
			assert_string_equal(it->number, "");
		}
	}
	assert_int_equal(f->vector, 30);
	assert_string_equal(f->items[10].rating_min, "никогда");
	assert_string_equal(f->items[10].rating_max, "постоянно");
	assert_null(f->items[0].rating_min);
	form_free(&f);
}

static void places_by_type(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(t,
	    fixture_section(t,
		"<question id='a' type='single' serves='NE-1-1'><text>Т</text>"
		"<option code='1'>А</option><option code='2'>Б</option></question>"
		"<question id='b' type='multi' serves='NE-1-1'><text>Т</text>"
		"<option code='1'>1</option><option code='2'>2</option>"
		"<option code='3'>3</option><option code='4'>4</option>"
		"<option code='5'>5</option><option code='6'>6</option>"
		"<option code='7'>7</option><option code='8'>8</option>"
		"<option code='9'>9</option></question>"
		"<question id='c' type='matrix-text' serves='NE-1-1'><text>Т</text>"
		"<text-heading>З</text-heading><option code='1'>Нет</option>"
		"<row id='c.1' serves='NE-1-1'><text>Р</text></row></question>"
		"<question id='d' type='text' serves='NE-1-1'><text>Т</text></question>"
		"<question id='e' type='ref' serves='NE-1-1'><text>Т</text><list "
		"name='l'>"
		"<entry id='x' "
		"group='Г'>Икс</entry><other>Другое</other></list></question>"
		"<question id='f' type='scale' serves='NE-1-1'><text>Т</text>"
		"<scale min='0' max='10'/></question>"));
	static const size_t widths[] = {1, 2, 1, 0, 2, 1};
	size_t i, at = 0;

	assert_int_equal(f->n_items, 6);
	for (i = 0; i < 6; i++) {
		assert_int_equal(f->items[i].at, at);
		assert_int_equal(f->items[i].width, widths[i]);
		at += widths[i];
	}
	assert_int_equal(f->vector, at);
	assert_int_equal(form_item_find(f, "c.1"), 2);
	assert_int_equal(form_item_find(f, "c"), SIZE_MAX);
	assert_int_equal(form_question_find(f, "c"), 2);
	assert_int_equal(form_option_find(&f->questions[1], "9"), 8);
	assert_int_equal(form_option_find(&f->questions[1], "10"), SIZE_MAX);
	assert_string_equal(f->questions[4].options[0].group, "Г");
	assert_string_equal(f->questions[4].options[1].code, "other");
	assert_true(f->questions[4].options[1].other);
	form_free(&f);
}

/* NE-A3: which questions measure satisfaction, and of what (AMB-13). */
static void satisfaction_of_ne_a3(void **state)
{
	static const char *const sat[] = {
	    "1", "4", "6", "7", "8", "9", "11", "13", "14", "15", "16"};
	struct form *f = fixture_form(*state, "nenets", "ne-a3.xml");
	size_t i, n = 0;

	for (i = 0; i < f->n_questions; i++) {
		const struct form_question *q = &f->questions[i];

		assert_int_equal(q->overall, strcmp(q->id, "1") == 0);
		assert_false(q->required);
		if (q->feeds & FORM_FEED_SAT)
			assert_string_equal(q->id, sat[n++]);
	}
	assert_int_equal(n, sizeof sat / sizeof *sat);
	i = form_item_find(f, "13.2");
	assert_string_equal(f->items[i].dimension,
	    "а) регламентация служебной (профессиональной) деятельности");
	assert_null(f->items[form_item_find(f, "4.4")].dimension);
	assert_int_equal(
	    f->questions[form_question_find(f, "9")].options[3].side, FORM_SIDE_OUTSIDE);
	assert_int_equal(f->questions[form_question_find(f, "18")].min, 1);
	assert_int_equal(f->questions[form_question_find(f, "18")].feeds, FORM_FEED_NPS);
	form_free(&f);
}

static void seven_dimensions_with_the_block(void **state)
{
	struct fixture *t = *state;
	size_t len, i, j, n = 0;
	const char *xml = fixture_file(t, "nenets/ne-a3.xml", &len);
	const char *seen[32];
	const char *off = strstr(xml, "enabled=\"no\"");
	struct form *f;

	assert_non_null(off);
	f = fixture_load(t, arena_printf(t->arena, "%.*senabled=\"yes\"%s",
				(int)(off - xml), xml, off + strlen("enabled=\"no\"")));
	assert_int_equal(f->n_questions, 19);
	for (i = 0; i < f->n_questions; i++) {
		if (f->questions[i].dimension == NULL)
			continue;
		for (j = 0; j < n; j++)
			if (strcmp(seen[j], f->questions[i].dimension) == 0)
				break;
		if (j == n)
			seen[n++] = f->questions[i].dimension;
	}
	assert_int_equal(n, 7);
	assert_true(f->questions[f->n_questions - 1].proposed);
	assert_false(f->questions[0].proposed);
	form_free(&f);
}

/* Rows of question 5 follow question 4 and stand on a later page (AMB-08). */
static void question_5_follows_4(void **state)
{
	struct form *f = fixture_form(*state, "nenets", "ne-a3.xml");
	size_t q4 = form_question_find(f, "4"), q5 = form_question_find(f, "5"), k;

	assert_true(f->questions[q5].section > f->questions[q4].section);
	assert_int_equal(f->questions[q5].items, 5);
	for (k = 0; k < 5; k++) {
		const struct form_item *it = &f->items[f->questions[q5].item + k];

		assert_int_equal(it->show_if.n, 1);
		assert_int_equal(it->show_if.v[0].item, f->questions[q4].item + k);
		assert_int_equal(it->show_if.v[0].options, 1 << 1);
	}
	form_free(&f);
}

/* A question's id in a condition stands for all its rows. */
static void condition_over_rows(void **state)
{
	struct form *f = fixture_form(*state, "rosarchiv", "ra-p4.xml");
	const struct form_question *q = &f->questions[form_question_find(f, "10")];
	size_t i;

	assert_int_equal(q->show_if.n, 23);
	for (i = 0; i < q->show_if.n; i++) {
		assert_int_equal(q->show_if.v[i].item, i);
		assert_int_equal(q->show_if.v[i].options, 3 << 2);
	}
	form_free(&f);
}

/* The same item named twice is one term with both answers. */
static void terms_are_joined(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(
	    t, fixture_section(t,
		   "<question id='1' type='scale' serves='NE-1-1'><text>Т</text>"
		   "<scale min='0' max='10'/></question>"
		   "<question id='2' type='text' serves='NE-1-1'><text>Т</text><show-if>"
		   "<when items='1' codes='0 10'/><when items='1' codes='3'/></show-if>"
		   "</question>"));

	assert_int_equal(f->questions[1].show_if.n, 1);
	assert_int_equal(f->questions[1].show_if.v[0].options, 1 | 1 << 3 | 1 << 10);
	form_free(&f);
}

/* What is said of a printed row holds for its parts, unless they say else. */
static void parts_inherit_from_their_row(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(
	    t, fixture_section(t,
		   "<question id='c' type='csi' serves='NE-1-1'><text>Т</text>"
		   "<rating><min-label>м</min-label><max-label>б</max-label></rating>"
		   "<importance><min-label>м</min-label><max-label>б</max-label></"
		   "importance>"
		   "<row id='1' blocks='Ф О' counts='no' rating-min='н' rating-max='п' "
		   "serves='NE-1-1'><text>Строка:</text>"
		   "<row id='1.1' serves='NE-1-2'><text>а</text></row>"
		   "<row id='1.2' blocks='И' serves='NE-1-3'><text>б</text></row></row>"
		   "<row id='2' serves='NE-1-4'><text>Р</text></row></question>"));
	const struct form_item *it = f->items;

	assert_int_equal(f->n_items, 3);
	assert_string_equal(it[0].blocks, "Ф О");
	assert_string_equal(it[1].blocks, "И");
	assert_string_equal(it[2].blocks, "");
	assert_false(it[0].counts);
	assert_false(it[1].counts);
	assert_true(it[2].counts);
	assert_string_equal(it[1].rating_max, "п");
	assert_null(it[2].rating_max);
	assert_string_equal(it[0].serves, "NE-1-2");
	assert_string_equal(it[1].composite_text, "Строка:");
	form_free(&f);
}

/* A question or section that is switched off in all its parts is gone. */
static void blocks_switch_off(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(t,
	    fixture_xml(t,
		"<block id='b' enabled='no' title='б'/><block id='c' enabled='yes' "
		"title='в'/>"
		"<section id='s1'><question id='1' type='text' block='b' serves='NE-1-1'>"
		"<text>Т</text></question></section>"
		"<section id='s2'><question id='2' type='matrix' serves='NE-1-1'>"
		"<text>Т</text><option code='1'>А</option><option code='2'>Б</option>"
		"<row id='2.1' block='b' serves='NE-1-1'><text>Р</text></row></question>"
		"<question id='3' type='text' block='c' serves='NE-1-1'><text>Т</text>"
		"</question></section>"));

	assert_int_equal(f->n_sections, 1);
	assert_string_equal(f->sections[0].id, "s2");
	assert_int_equal(f->sections[0].question, 0);
	assert_int_equal(f->sections[0].questions, 1);
	assert_int_equal(f->n_questions, 1);
	assert_string_equal(f->questions[0].id, "3");
	assert_int_equal(f->questions[0].section, 0);
	assert_string_equal(f->items[0].id, "3");
	form_free(&f);
}

static void white_space_is_folded(void **state)
{
	struct fixture *t = *state;
	struct form *f = fixture_load(
	    t, fixture_section(t, "<question id=' 1 ' type='text' "
				  "serves='NE-1-1'><text>\n  Первая\t строка\n"
				  "  и\xc2\xa0вторая </text></question>"));

	assert_string_equal(f->questions[0].id, "1");
	assert_string_equal(f->questions[0].text, "Первая строка и\xc2\xa0вторая");
	form_free(&f);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(items_of_ne_a2),
	    TEST(places_by_type),
	    TEST(satisfaction_of_ne_a3),
	    TEST(seven_dimensions_with_the_block),
	    TEST(question_5_follows_4),
	    TEST(condition_over_rows),
	    TEST(terms_are_joined),
	    TEST(parts_inherit_from_their_row),
	    TEST(blocks_switch_off),
	    TEST(white_space_is_folded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
