/*
 * NE-A2 and NE-A3 letter by letter: each form is printed the way the order
 * prints it and compared with the text of the appendix.
 */
#include <string.h>

#include "base/buf.h"
#include "fixture.h"

#define NO_BREAK_SPACE "\xc2\xa0"

/* Runs of white space to one space; lines and no-break spaces are the web
   page's, not the order's. */
static const char *fold(struct fixture *t, const char *s)
{
	struct buf b = {0};
	const char *folded;
	bool space = false;

	for (; *s; s++) {
		if (strncmp(s, NO_BREAK_SPACE, 2) == 0)
			s++;
		else if (!strchr(" \t\r\n", *s)) {
			if (space && b.len > 0)
				buf_puts(&b, " ");
			buf_add(&b, s, 1);
			space = false;
			continue;
		}
		space = true;
	}
	folded = arena_strdup(t->arena, buf_str(&b));
	buf_free(&b);
	return folded;
}

/* Says where two texts part, with some words around. */
static void same(struct fixture *t, const char *printed, const char *order)
{
	const char *a = fold(t, printed), *b = fold(t, order);
	size_t i = 0, from;

	while (a[i] && a[i] == b[i])
		i++;
	if (a[i] == b[i])
		return;
	for (from = i > 60 ? i - 60 : 0; (a[from] & 0xc0) == 0x80; from++)
		;
	fail_msg("form:  …%.120s\norder: …%.120s", a + from, b + from);
}

static void line(struct buf *b, const char *s)
{
	buf_printf(b, "%s\n", s);
}

static void print_options(struct buf *b, const struct form_question *q)
{
	size_t i;

	for (i = 0; i < q->n_options; i++)
		if (q->type == FORM_SINGLE || q->type == FORM_MULTI)
			buf_printf(b, "%s) %s%s\n", q->options[i].code,
			    q->options[i].text, i + 1 < q->n_options ? ";" : ".");
		else
			line(b, q->options[i].text);
}

static void print_rows(struct buf *b, const struct form *f, const struct form_question *q)
{
	const struct form_item *it, *end = &f->items[q->item + q->items];
	bool first, last;

	for (it = &f->items[q->item]; it < end; it++) {
		if (it->composite == NULL) {
			buf_printf(b, "%s. %s\n", it->number, it->text);
			continue;
		}
		first = it == &f->items[q->item] || it[-1].composite == NULL;
		last = it + 1 == end || it[1].composite == NULL;
		if (first)
			buf_printf(b, "%s. %s\n", it->composite, it->composite_text);
		buf_printf(b, "%s%s%s\n", it->number, it->text, last ? "" : ";");
	}
}

static void print_question(
    struct buf *b, const struct form *f, const struct form_question *q)
{
	int mark;

	if (*q->number)
		buf_printf(b, "%s. ", q->number);
	line(b, q->text);
	if (q->text_heading)
		line(b, q->text_heading);
	if (q->type == FORM_CSI) {
		line(b, q->rating_heading);
		line(b, q->weight_heading);
		line(b, q->result_heading);
		line(b, "1 2 3 4 5");
	}
	print_options(b, q);
	if (f->items[q->item].text)
		print_rows(b, f, q);
	for (mark = q->min; q->type == FORM_SCALE && mark <= q->max; mark++)
		buf_printf(b, "%d ", mark);
}

static void compare(struct fixture *t, const char *file, const char *appendix)
{
	struct form *f = fixture_form(t, "nenets", file);
	struct buf b = {0};
	const char *printed, *order;
	size_t i, len;

	line(&b, f->title);
	if (f->heading)
		line(&b, f->heading);
	for (i = 0; i < f->n_questions; i++)
		print_question(&b, f, &f->questions[i]);
	printed = arena_strdup(t->arena, buf_str(&b));
	buf_free(&b);
	form_free(&f);
	order =
	    fixture_file(t, arena_printf(t->arena, "%s/%s", TEST_UNIT, appendix), &len);
	assert_true(len > 1000);
	same(t, printed, order);
}

/* «…следующих ресурсах Управления: a; b; c» is one row of three parts, NE-A2-13. */
static void appendix_2(void **state)
{
	compare(*state, "ne-a2.xml", "nenets-appendix-2.txt");
}

static void appendix_3(void **state)
{
	compare(*state, "ne-a3.xml", "nenets-appendix-3.txt");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(appendix_2), TEST(appendix_3)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
