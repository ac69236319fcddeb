/* Editing a questionnaire part by part, on every questionnaire there is. */
#include "form/edit.h"

#include <glob.h>
#include <string.h>

#include "base/text.h"
#include "fixture.h"

static struct form_edit *open_text(struct fixture *t, const char *xml, size_t len)
{
	struct form_edit *e = NULL;
	size_t n = 0;

	assert_int_equal(form_edit_open(t->arena, xml, len, &e, &t->faults, &n), ERR_OK);
	return e;
}

static struct form_edit *open_section(struct fixture *t, const char *questions)
{
	const char *xml = fixture_section(t, questions);

	return open_text(t, xml, strlen(xml));
}

#define ASK(id, more)                                                          \
	"<question id='" id "' type='single' serves='NE-15-1'><text>В</text>" \
	"<option code='1'>да</option><option code='2'" more ">нет</option></question>"

static bool says(struct form_edit *e, const char *words)
{
	size_t len;

	return strstr(form_edit_text(e, &len), words) != NULL;
}

/* What is read and put back unchanged is the same text. */
static void put_back(struct fixture *t, const char *path)
{
	const struct form_edit_outline *o;
	size_t len, len_after, i, j;
	const char *xml = fixture_file(t, path, &len), *after;
	struct form_edit *e = open_text(t, xml, len);

	o = form_edit_outline(e);
	assert_int_equal(form_edit_head_put(e, &o->head), ERR_OK);
	for (i = 0; i < o->n_sets; i++)
		assert_int_equal(form_edit_set_put(e, o->sets[i].id, o->sets[i].options,
				     o->sets[i].n_options),
		    ERR_OK);
	for (i = 0; i < o->n_sections; i++) {
		const struct form_edit_section *s = &o->sections[i];

		assert_int_equal(form_edit_section_put(e, s->id, s), ERR_OK);
		for (j = 0; j < s->n_questions; j++)
			assert_int_equal(form_edit_question_put(
					     e, s->questions[j].id, &s->questions[j]),
			    ERR_OK);
	}
	after = form_edit_text(e, &len_after);
	form_edit_free(&e);
	e = open_text(t, xml, len);
	assert_string_equal(form_edit_text(e, &len), after);
	form_edit_free(&e);
	assert_true(form_edit_same(t->arena, xml, strlen(xml), after, len_after));
}

static void every_questionnaire_goes_back_unchanged(void **state)
{
	glob_t g;
	size_t i, n = 0;

	assert_int_equal(glob(TEST_FORMS "/*/*.xml", 0, NULL, &g), 0);
	for (i = 0; i < g.gl_pathc; i++)
		if (strstr(g.gl_pathv[i], "procedure.xml") == NULL) {
			put_back(*state, g.gl_pathv[i]);
			n++;
		}
	globfree(&g);
	assert_true(n >= 15);
}

static void starts_with_the_lists_of_the_procedure(void **state)
{
	struct fixture *t = *state;
	struct procedure *p = fixture_procedure(t, "nenets");
	const char *frozen, *draft, *again;
	size_t len, n;
	const char *xml = fixture_file(t, "nenets/ne-a2.xml", &len);

	assert_int_equal(
	    form_freeze(t->loader, t->arena, xml, len, p, &frozen, &n), ERR_OK);
	assert_non_null(strstr(frozen, "<entry"));
	assert_int_equal(form_edit_start(t->arena, frozen, n, p, &draft, &len), ERR_OK);
	assert_null(strstr(draft, "<entry"));
	assert_null(strstr(frozen, "{орган"));
	assert_non_null(strstr(draft, "опросе {органа}."));
	assert_non_null(strstr(draft, "около {минут} минут."));
	assert_int_equal(
	    form_freeze(t->loader, t->arena, draft, len, p, &again, &len), ERR_OK);
	assert_true(form_edit_same(t->arena, frozen, n, again, len));
	procedure_free(&p);
}

/* Of every questionnaire: what is published unchanged is the same version. */
static void a_draft_freezes_to_what_it_was(void **state)
{
	static const char *const agencies[] = {
	    "altai", "arkhangelsk", "nenets", "rosarchiv", "urus-martan"};
	struct fixture *t = *state;
	const char *xml, *frozen, *draft, *again;
	size_t i, j, len, n;

	for (i = 0; i < 5; i++) {
		struct procedure *p = fixture_procedure(t, agencies[i]);

		for (j = 0; j < p->n_questionnaires; j++) {
			xml = fixture_file(t,
			    arena_printf(
				t->arena, "%s/%s", agencies[i], p->questionnaires[j]),
			    &len);
			assert_int_equal(
			    form_freeze(t->loader, t->arena, xml, len, p, &frozen, &n),
			    ERR_OK);
			assert_int_equal(
			    form_edit_start(t->arena, frozen, n, p, &draft, &len),
			    ERR_OK);
			assert_int_equal(
			    form_freeze(t->loader, t->arena, draft, len, p, &again, &len),
			    ERR_OK);
			if (!form_edit_same(t->arena, frozen, n, again, len))
				fail_msg("%s is not the same", p->questionnaires[j]);
		}
		procedure_free(&p);
	}
}

static void refuses_what_is_no_questionnaire(void **state)
{
	static const char *const bad[] = {"", "<questionnaire", "<a/>",
	    "<questionnaire id='X'/>", "<!DOCTYPE questionnaire><questionnaire/>"};
	struct fixture *t = *state;
	struct form_edit *e = NULL;
	size_t i, n;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		n = 0;
		assert_int_equal(
		    form_edit_open(t->arena, bad[i], strlen(bad[i]), &e, &t->faults, &n),
		    ERR_INVALID);
		assert_true(n > 0);
		assert_null(e);
	}
}

static void changes_a_question(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_section(t, ASK("1", "") ASK("2", ""));
	struct form_edit_question q = *form_edit_find(form_edit_outline(e), "1");
	struct form_edit_option options[] = {
	    {.was = "2", .code = "2", .text = "нет", .side = "", .jump = "end"},
	    {.was = "",
		.code = "3",
		.text = "a < b & c",
		.side = "",
		.jump = "",
		.other = true}};
	struct form_edit_when when = {"1", "2"};
	struct form *f;
	size_t len;

	q.text = "Новый вопрос";
	q.hint = "Подсказка";
	q.required = true;
	q.options = options;
	q.n_options = 2;
	assert_int_equal(form_edit_question_put(e, "1", &q), ERR_OK);
	q = *form_edit_find(form_edit_outline(e), "2");
	q.show_if = (struct form_edit_whens){&when, 1};
	assert_int_equal(form_edit_question_put(e, "2", &q), ERR_OK);
	f = fixture_load(t, form_edit_text(e, &len));
	assert_string_equal(f->questions[0].text, "Новый вопрос");
	assert_string_equal(f->questions[0].hint, "Подсказка");
	assert_true(f->questions[0].required);
	assert_int_equal(f->questions[0].n_options, 2);
	assert_string_equal(f->questions[0].options[0].jump, "end");
	assert_string_equal(f->questions[0].options[1].text, "a < b & c");
	assert_true(f->questions[0].options[1].other);
	assert_int_equal(f->questions[1].show_if.n, 1);
	assert_int_equal(f->questions[1].show_if.v[0].options, 1);
	form_free(&f);
	form_edit_free(&e);
}

static void a_new_id_is_told_to_jumps_and_conditions(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_section(t,
	    ASK("1", " jump='3'")
		ASK("2", "") "<question id='3' type='text' "
			     "serves='NE-15-1'><text>В</text><show-if>"
			     "<when items='1 3.x' codes='1'/></show-if></question>");
	struct form_edit_question q = *form_edit_find(form_edit_outline(e), "3");

	q.id = "last";
	assert_int_equal(form_edit_question_put(e, "3", &q), ERR_OK);
	assert_true(says(e, "jump=\"last\""));
	q = *form_edit_find(form_edit_outline(e), "1");
	q.id = "first";
	assert_int_equal(form_edit_question_put(e, "1", &q), ERR_OK);
	assert_true(says(e, "items=\"first 3.x\""));
	q.id = "2"; /* taken */
	assert_int_equal(form_edit_question_put(e, "first", &q), ERR_INVALID);
	q.id = "";
	assert_int_equal(form_edit_question_put(e, "first", &q), ERR_INVALID);
	assert_int_equal(form_edit_question_put(e, "no", &q), ERR_NOT_FOUND);
	form_edit_free(&e);
}

static void changes_rows_and_their_parts(void **state)
{
	struct fixture *t = *state;
	size_t len;
	const char *xml = fixture_file(t, "nenets/ne-a2.xml", &len);
	struct form_edit *e = open_text(t, xml, len);
	struct form_edit_question q = *form_edit_find(form_edit_outline(e), "criteria");
	struct form_edit_row rows[32];
	const struct form_edit_question *again;
	size_t i, n = 0;

	for (i = 0; i < q.n_rows; i++) {
		if (strcmp(q.rows[i].id, "13.2") == 0 || strcmp(q.rows[i].id, "1") == 0)
			continue;
		rows[n++] = q.rows[i];
		if (strcmp(q.rows[i].id, "13.1") == 0) {
			rows[n] = q.rows[i];
			rows[n].was = "";
			rows[n].id = "13.9";
			rows[n++].text = "Новая часть";
		}
	}
	q.rows = rows;
	q.n_rows = n;
	assert_int_equal(form_edit_question_put(e, "criteria", &q), ERR_OK);
	again = form_edit_find(form_edit_outline(e), "criteria");
	assert_int_equal(again->n_rows, n);
	for (i = 0; i < n; i++) {
		assert_string_equal(again->rows[i].id, rows[i].id);
		assert_string_equal(again->rows[i].text, rows[i].text);
		assert_int_equal(again->rows[i].part, rows[i].part);
	}
	form_edit_free(&e);
}

static void what_is_unknown_stays(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_section(t,
	    "<question id='1' type='single' serves='NE-15-1' mark='m'><text>В</text>"
	    "<extra>E</extra><option code='1' mark='o'>да</option>"
	    "<option code='2'>нет</option></question>");
	struct form_edit_question q = *form_edit_find(form_edit_outline(e), "1");

	q.text = "Другой";
	assert_int_equal(form_edit_question_put(e, "1", &q), ERR_OK);
	assert_true(says(e, "mark=\"m\""));
	assert_true(says(e, "mark=\"o\""));
	assert_true(says(e, "<extra>E</extra>"));
	form_edit_free(&e);
}

static void translations_stay_with_their_texts(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_section(t,
	    "<question id='1' type='single' serves='NE-15-1'><text>В</text>"
	    "<text xml:lang='en'>Q</text><hint>П</hint><hint xml:lang='en'>H</hint>"
	    "<option code='1'>да</option><option code='1' xml:lang='en'>yes</option>"
	    "<option code='2'>нет</option><option code='2' xml:lang='en'>no</option>"
	    "</question>");
	struct form_edit_question q = *form_edit_find(form_edit_outline(e), "1");
	struct form_edit_option options[2];

	assert_int_equal(q.n_options, 2);
	options[0] = q.options[1];
	options[0].code = "9";
	options[1] = (struct form_edit_option){"", "3", "иное", "", "", false, false};
	q.options = options;
	q.text = "Другой";
	q.hint = "";
	assert_int_equal(form_edit_question_put(e, "1", &q), ERR_OK);
	assert_true(says(e, "<text>Другой</text>"));
	assert_true(says(e, "<text xml:lang=\"en\">Q</text>"));
	assert_true(says(e, "<option code=\"9\" xml:lang=\"en\">no</option>"));
	assert_false(says(e, "yes</option>"));
	assert_false(says(e, "<hint"));
	assert_int_equal(form_edit_find(form_edit_outline(e), "1")->n_options, 2);
	form_edit_free(&e);
}

/* "s: 1 2 | s2: 3" */
static const char *shape(struct fixture *t, struct form_edit *e)
{
	const struct form_edit_outline *o = form_edit_outline(e);
	const char *s = "";
	size_t i, j;

	for (i = 0; i < o->n_sections; i++) {
		s = arena_printf(
		    t->arena, "%s%s%s:", s, i ? " | " : "", o->sections[i].id);
		for (j = 0; j < o->sections[i].n_questions; j++)
			s = arena_printf(
			    t->arena, "%s %s", s, o->sections[i].questions[j].id);
	}
	return s;
}

static void moves_adds_and_removes(void **state)
{
	struct fixture *t = *state;
	struct form_edit *e = open_section(t, ASK("1", "") ASK("2", ""));
	const char *id;

	assert_int_equal(form_edit_question_move(e, "2", true), ERR_OK);
	assert_string_equal(shape(t, e), "s: 2 1");
	assert_int_equal(form_edit_question_move(e, "2", true), ERR_OK); /* the edge */
	assert_string_equal(shape(t, e), "s: 2 1");
	assert_int_equal(form_edit_section_add(e, "s", "Второй", &id), ERR_OK);
	assert_string_equal(id, "s1");
	assert_int_equal(form_edit_question_move(e, "1", false), ERR_OK);
	assert_string_equal(shape(t, e), "s: 2 | s1: 1");
	assert_int_equal(form_edit_question_add(e, "s1", "", "text", 0, &id), ERR_OK);
	assert_string_equal(shape(t, e), "s: 2 | s1: 1 n1");
	assert_int_equal(form_edit_question_add(e, "s1", "1", "text", 0, &id), ERR_OK);
	assert_string_equal(shape(t, e), "s: 2 | s1: 1 n2 n1");
	assert_int_equal(
	    form_edit_question_add(e, "s1", "2", "text", 0, &id), ERR_NOT_FOUND);
	assert_int_equal(form_edit_question_move(e, "2", false), ERR_OK);
	assert_string_equal(shape(t, e), "s: | s1: 2 1 n2 n1");
	assert_int_equal(form_edit_question_move(e, "2", true), ERR_OK);
	assert_int_equal(form_edit_question_to(e, "n2", "s"), ERR_OK);
	assert_string_equal(shape(t, e), "s: 2 n2 | s1: 1 n1");
	assert_int_equal(form_edit_section_move(e, "s1", true), ERR_OK);
	assert_string_equal(shape(t, e), "s1: 1 n1 | s: 2 n2");
	assert_int_equal(form_edit_question_remove(e, "n1"), ERR_OK);
	assert_int_equal(form_edit_section_remove(e, "s"), ERR_OK);
	assert_string_equal(shape(t, e), "s1: 1");
	assert_int_equal(form_edit_section_add(e, "", "Первый", &id), ERR_OK);
	assert_string_equal(shape(t, e), "s2: | s1: 1");
	assert_int_equal(form_edit_question_remove(e, "7"), ERR_NOT_FOUND);
	form_edit_free(&e);
}

static void switches_a_block(void **state)
{
	struct fixture *t = *state;
	size_t len;
	const char *xml = fixture_file(t, "nenets/ne-a2.xml", &len);
	struct form_edit *e = open_text(t, xml, len);
	const struct form_edit_outline *o = form_edit_outline(e);

	assert_int_equal(o->n_blocks, 1);
	assert_false(o->blocks[0].enabled);
	assert_int_equal(o->blocks[0].questions, 4);
	assert_int_equal(o->blocks[0].rows, 3);
	assert_int_equal(form_edit_block_switch(e, "item-12", true), ERR_OK);
	assert_true(form_edit_outline(e)->blocks[0].enabled);
	assert_int_equal(form_edit_block_switch(e, "no", true), ERR_NOT_FOUND);
	form_edit_free(&e);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(every_questionnaire_goes_back_unchanged),
	    TEST(starts_with_the_lists_of_the_procedure),
	    TEST(a_draft_freezes_to_what_it_was),
	    TEST(refuses_what_is_no_questionnaire),
	    TEST(changes_a_question),
	    TEST(a_new_id_is_told_to_jumps_and_conditions),
	    TEST(changes_rows_and_their_parts),
	    TEST(what_is_unknown_stays),
	    TEST(translations_stay_with_their_texts),
	    TEST(moves_adds_and_removes),
	    TEST(switches_a_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
