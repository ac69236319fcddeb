/* What becomes of items between two versions. */
#include "form/lineage.h"

#include <string.h>

#include "fixture.h"

#define OPTIONS "<option code='1'>да</option><option code='2'>нет</option>"
#define ASK(id, type, text, rest)                                            \
	"<question id='" id "' type='" type "' serves='NE-15-1'><text>" text \
	"</text>" rest "</question>"

/* "1= 2w 3o -4 +5": same, wording, options, gone, new */
static const char *lineage(struct fixture *t, const char *old, const char *new)
{
	static const char signs[] = {'=', 'w', 'o'};
	struct form *f = fixture_load(t, fixture_section(t, old));
	struct form *g = fixture_load(t, fixture_section(t, new));
	const char *s = "";
	size_t n, i;
	const struct form_lineage *v = form_lineage(t->arena, f, g, &n);

	for (i = 0; i < n; i++) {
		s = arena_printf(t->arena, "%s%s", s, i ? " " : "");
		if (v[i].kind == FORM_LINEAGE_GONE)
			s = arena_printf(
			    t->arena, "%s-%s", s, f->items[v[i].old_item].id);
		else if (v[i].kind == FORM_LINEAGE_NEW)
			s = arena_printf(
			    t->arena, "%s+%s", s, g->items[v[i].new_item].id);
		else
			s = arena_printf(t->arena, "%s%s%c", s,
			    g->items[v[i].new_item].id, signs[v[i].kind]);
	}
	form_free(&f);
	form_free(&g);
	return s;
}

static void tells_each_kind(void **state)
{
	struct fixture *t = *state;

	assert_string_equal(
	    lineage(t, ASK("1", "single", "В", OPTIONS) ASK("2", "text", "Т", ""),
		ASK("1", "single", "В", OPTIONS) ASK("2", "text", "Т", "")),
	    "1= 2=");
	assert_string_equal(lineage(t, ASK("1", "single", "В", OPTIONS),
				ASK("1", "single", "Иначе", OPTIONS)),
	    "1w");
	assert_string_equal(lineage(t, ASK("1", "text", "В", ""),
				ASK("1", "text", "В", "<hint>Коротко</hint>")),
	    "1w");
	assert_string_equal(
	    lineage(t, ASK("1", "single", "В", OPTIONS),
		ASK("1", "single", "Иначе", OPTIONS "<option code='3'>х</option>")),
	    "1o");
	assert_string_equal(
	    lineage(t, ASK("1", "single", "В", OPTIONS), ASK("1", "text", "В", "")),
	    "-1 +1");
}

static void gone_ones_stand_where_they_stood(void **state)
{
	struct fixture *t = *state;

	assert_string_equal(lineage(t,
				ASK("0", "text", "В", "") ASK("1", "text", "В", "")
				    ASK("2", "text", "В", "") ASK("3", "text", "В", ""),
				ASK("1", "text", "В", "") ASK("5", "text", "В", "")
				    ASK("3", "text", "В", "")),
	    "-0 1= -2 +5 3=");
}

static void rows_are_items_of_their_own(void **state)
{
	struct fixture *t = *state;

	assert_string_equal(
	    lineage(t,
		ASK("1", "matrix", "В",
		    OPTIONS "<row id='1.1' serves='NE-15-1'><text>а</text></row>"
			    "<row id='1.2' serves='NE-15-1'><text>б</text></row>"),
		ASK("1", "matrix", "В",
		    OPTIONS "<row id='1.1' serves='NE-15-1'><text>а</text></row>"
			    "<row id='1.2' serves='NE-15-1'><text>в</text></row>"
			    "<row id='1.3' serves='NE-15-1'><text>б</text></row>")),
	    "1.1= 1.2w +1.3");
}

static void scales_differ_by_their_marks(void **state)
{
	struct fixture *t = *state;

	assert_string_equal(
	    lineage(t, ASK("1", "scale", "В", "<scale min='1' max='10'/>"),
		ASK("1", "scale", "В", "<scale min='0' max='10'/>")),
	    "1o");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(tells_each_kind),
	    TEST(gone_ones_stand_where_they_stood),
	    TEST(rows_are_items_of_their_own),
	    TEST(scales_differ_by_their_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
