/* Editing what questions share: sets of answers and switchable blocks. */
#include <string.h>

#include "fixture.h"
#include "form/edit.h"

static struct form_edit *open_text(struct fixture *t, const char *xml, size_t len)
{
	struct form_edit *e = NULL;
	size_t n = 0;

	assert_int_equal(form_edit_open(t->arena, xml, len, &e, &t->faults, &n), ERR_OK);
	return e;
}

static struct form_edit *open_file(struct fixture *t, const char *path)
{
	size_t len;
	const char *xml = fixture_file(t, path, &len);

	return open_text(t, xml, len);
}

#define POLYGLOT TEST_UNIT "/../../support/polyglot/pg-1.xml"

static bool says(struct form_edit *e, const char *words)
{
	size_t len;

	return strstr(form_edit_text(e, &len), words) != NULL;
}

/* Does the form load, and in how many languages? */
static size_t languages(struct fixture *t, struct form_edit *e)
{
	const struct form_fault *faults;
	struct form *f = NULL;
	size_t len, n, found;
	const char *xml = form_edit_text(e, &len);

	if (form_load(t->loader, t->arena, xml, len, NULL, &f, &faults, &n) != ERR_OK)
		fail_msg("line %d: %s", faults[0].line, faults[0].text);
	found = f->n_languages;
	form_free(&f);
	return found;
}

static void a_set_gets_another_name(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_file(t, POLYGLOT);

	assert_int_equal(form_edit_set_rename(e, "none", "x"), ERR_NOT_FOUND);
	assert_int_equal(form_edit_set_rename(e, "yes-no", ""), ERR_INVALID);
	assert_int_equal(form_edit_set_rename(e, "yes-no", "yes-no"), ERR_INVALID);
	assert_int_equal(form_edit_set_rename(e, "yes-no", "other"), ERR_OK);
	assert_string_equal(
	    form_edit_find(form_edit_outline(e), "1")->options_set, "other");
	assert_false(says(e, "yes-no"));
	assert_int_equal(languages(t, e), 3);
	form_edit_free(&e);
}

static void a_set_that_goes_leaves_its_answers(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_file(t, POLYGLOT);
	const struct form_edit_question *q;

	assert_int_equal(form_edit_set_remove(e, "none"), ERR_NOT_FOUND);
	assert_int_equal(form_edit_set_remove(e, "yes-no"), ERR_OK);
	q = form_edit_find(form_edit_outline(e), "1");
	assert_string_equal(q->options_set, "");
	assert_int_equal(q->n_options, 2);
	assert_string_equal(q->options[1].text, "Нет");
	assert_string_equal(q->options[1].side, "dissatisfied");
	assert_int_equal(form_edit_outline(e)->n_sets, 0);
	assert_true(says(e, "نعم"));
	assert_int_equal(languages(t, e), 3);
	form_edit_free(&e);
}

static struct form_edit_block *blocks_of(struct fixture *t, struct form_edit *e)
{
	const struct form_edit_outline *o = form_edit_outline(e);
	struct form_edit_block *v =
	    ARENA_ARRAY(t->arena, o->n_blocks + 2, struct form_edit_block);

	memcpy(v, o->blocks, o->n_blocks * sizeof(*v));
	return v;
}

#define IN_BLOCK(id, block)                                                     \
	"<question id='" id "' type='text' serves='NE-15-1' block='" block "'>" \
	"<text>В</text></question>"

static struct form_edit *open_blocks(struct fixture *t)
{
	const char *xml = fixture_section(t, IN_BLOCK("1", "a") IN_BLOCK("2", "b"));
	struct form_edit *e = open_text(t, xml, strlen(xml));
	const struct form_edit_block v[] = {
	    {"", "a", "Первый", true, 0, 0}, {"", "b", "Второй", false, 0, 0}};

	assert_int_equal(form_edit_blocks_put(e, v, 2), ERR_OK);
	return e;
}

static void blocks_are_added(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_blocks(t);
	const struct form_edit_outline *o = form_edit_outline(e);

	assert_int_equal(o->n_blocks, 2);
	assert_string_equal(o->blocks[1].title, "Второй");
	assert_true(o->blocks[0].enabled);
	assert_false(o->blocks[1].enabled);
	assert_int_equal(o->blocks[1].questions, 1);
	assert_int_equal(languages(t, e), 0);
	form_edit_free(&e);
}

static void blocks_swap_their_names(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_blocks(t);
	struct form_edit_block *v = blocks_of(t, e);

	v[0].id = "b";
	v[1].id = "a";
	assert_int_equal(form_edit_blocks_put(e, v, 2), ERR_OK);
	assert_string_equal(form_edit_find(form_edit_outline(e), "1")->block, "b");
	assert_string_equal(form_edit_find(form_edit_outline(e), "2")->block, "a");
	assert_string_equal(form_edit_outline(e)->blocks[0].title, "Первый");
	form_edit_free(&e);
}

static void a_block_that_goes_leaves_its_questions(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_blocks(t);
	struct form_edit_block *v = blocks_of(t, e);

	assert_int_equal(form_edit_blocks_put(e, &v[1], 1), ERR_OK);
	assert_int_equal(form_edit_outline(e)->n_blocks, 1);
	assert_string_equal(form_edit_find(form_edit_outline(e), "1")->block, "");
	assert_string_equal(form_edit_find(form_edit_outline(e), "2")->block, "b");
	form_edit_free(&e);
}

static void blocks_that_cannot_be(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_blocks(t);
	struct form_edit_block *v = blocks_of(t, e);

	v[1].id = "a";
	assert_int_equal(form_edit_blocks_put(e, v, 2), ERR_INVALID);
	v[1].id = "";
	assert_int_equal(form_edit_blocks_put(e, v, 2), ERR_INVALID);
	v[1].id = v[1].was = "c";
	assert_int_equal(form_edit_blocks_put(e, v, 2), ERR_NOT_FOUND);
	v[1] = v[0];
	v[1].id = "c";
	assert_int_equal(form_edit_blocks_put(e, v, 2), ERR_INVALID);
	assert_int_equal(form_edit_outline(e)->n_blocks, 2);
	form_edit_free(&e);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_set_gets_another_name),
	    TEST(a_set_that_goes_leaves_its_answers),
	    TEST(blocks_are_added),
	    TEST(blocks_swap_their_names),
	    TEST(a_block_that_goes_leaves_its_questions),
	    TEST(blocks_that_cannot_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
