/* Frame, controls and tables: what assistive technology and browsers rely on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "html/control.h"
#include "html/page.h"
#include "html/table.h"

struct page {
	struct arena *arena;
	struct buf out;
	struct html *h;
};

static int setup(void **state)
{
	static struct page p;

	p.arena = arena_new();
	p.h = html_begin(p.arena, &p.out);
	*state = &p;
	return 0;
}

static int teardown(void **state)
{
	struct page *p = *state;

	buf_free(&p->out);
	arena_free(&p->arena);
	return 0;
}

static void has(struct page *p, const char *markup)
{
	if (strstr(buf_str(&p->out), markup) == NULL)
		fail_msg("no %s in\n%s", markup, buf_str(&p->out));
}

static void has_not(struct page *p, const char *markup)
{
	if (strstr(buf_str(&p->out), markup) != NULL)
		fail_msg("%s in\n%s", markup, buf_str(&p->out));
}

static void test_public_frame(void **state)
{
	struct page *p = *state;
	struct html_page frame = {
	    .base_path = "/f", .title = "T & Co", .agency = "Управление <1>"};

	html_page_begin(p->h, &frame);
	html_element(p->h, "h1", "T", NULL);
	html_page_end(p->h, &frame);
	html_end(p->h);
	assert_memory_equal(buf_str(&p->out), "<!DOCTYPE html>\n<html lang=", 27);
	has(p, "<title>T &amp; Co</title>");
	has(p, "<link rel=\"stylesheet\" href=\"/f/static/otklik.css?v=" PACKAGE_VERSION
	       "\"/>");
	has(p, "<link rel=\"icon\" href=\"data:,\"/>");
	has(p, "class=\"skip\" href=\"#main\"");
	has(p, "Управление &lt;1&gt;");
	has(p, "<main id=\"main\" tabindex=\"-1\"><h1>T</h1></main>");
	has_not(p, "<script");
	has_not(p, " style=");
	has_not(p, "<nav");
	has_not(p, "<form");
	assert_string_equal(buf_str(&p->out) + p->out.len - 7, "</html>");
}

static void test_staff_frame(void **state)
{
	struct page *p = *state;
	const struct html_link nav[] = {
	    {"/admin", "Tasks", false}, {"/admin/campaigns", "Campaigns", true}};
	struct html_page frame = {.base_path = "/f",
	    .title = "T",
	    .wide = true,
	    .nav = nav,
	    .n_nav = 2,
	    .user = "anna",
	    .csrf = "tok"};

	html_page_begin(p->h, &frame);
	html_page_end(p->h, &frame);
	html_end(p->h);
	has(p, "<a href=\"/f/admin\">Tasks</a>");
	has(p, "<a href=\"/f/admin/campaigns\" aria-current=\"page\">Campaigns</a>");
	has(p, "<form method=\"post\" action=\"/f/admin/logout\">"
	       "<input type=\"hidden\" name=\"csrf\" value=\"tok\"/>");
	has(p, "<span>anna</span>");
}

static void test_field_names_its_hint_and_fault(void **state)
{
	struct page *p = *state;
	struct html_field f = {.type = "text",
	    .name = "q1",
	    .label = "L",
	    .value = "a\"b",
	    .hint = "H",
	    .fault = "F",
	    .required = true,
	    .max_chars = 10};

	html_field(p->h, &f);
	html_end(p->h);
	has(p, "<label for=\"q1\">L <em>required</em></label>");
	has(p, "<p class=\"hint\" id=\"q1-hint\">H</p>");
	has(p, "<p class=\"fault\" id=\"q1-fault\">F</p>");
	has(p,
	    "value=\"a&quot;b\" maxlength=\"10\" aria-describedby=\"q1-hint q1-fault\" "
	    "aria-invalid=\"true\"");
}

static void test_area_keeps_a_leading_line_feed(void **state)
{
	struct page *p = *state;
	struct html_field f = {
	    .type = "textarea", .name = "q1", .label = "L", .value = "\n</textarea>"};

	html_field(p->h, &f);
	html_end(p->h);
	has(p, ">\n\n&lt;/textarea&gt;</textarea>");
}

static void test_select_groups(void **state)
{
	struct page *p = *state;
	const struct html_option o[] = {
	    {"", "—", NULL}, {"a", "A", "G"}, {"b", "B", "G"}, {"c", "C", "K"}};
	struct html_field f = {.type = "select",
	    .name = "s",
	    .label = "L",
	    .value = "b",
	    .options = o,
	    .n_options = 4};

	html_field(p->h, &f);
	html_end(p->h);
	has(p,
	    "<option value=\"\">—</option><optgroup label=\"G\"><option value=\"a\">A"
	    "</option><option value=\"b\" selected=\"\">B</option></optgroup>"
	    "<optgroup label=\"K\"><option value=\"c\">C</option></optgroup></select>");
}

static void test_choice_is_one_target(void **state)
{
	struct page *p = *state;
	struct html_choice c = {.type = "radio",
	    .name = "q4.1",
	    .value = "2",
	    .label = "Да",
	    .checked = true};

	html_choice(p->h, &c);
	html_end(p->h);
	has(p, "<label><input type=radio name=q4.1 value=2 checked>Да</label>");
}

static void test_choice_escapes(void **state)
{
	struct page *p = *state;
	struct html_choice c = {
	    .type = "checkbox", .name = "q\"1", .value = "a b>", .label = "<", .id = ""};

	html_choice(p->h, &c);
	html_end(p->h);
	has(p, "<label><input type=checkbox name=\"q&quot;1\" value=\"a b&gt;\" id>"
	       "&lt;</label>");
}

static void test_summary(void **state)
{
	struct page *p = *state;
	const struct html_fault_link v[] = {{"q4.1", "Row <4.1>"}, {NULL, "All"}};

	html_fault_summary(p->h, v, 0);
	html_fault_summary(p->h, v, 2);
	assert_string_equal(html_fault_title(p->h, "T"), "Error: T");
	html_end(p->h);
	has(p, "tabindex=\"-1\" autofocus=\"\"");
	has(p, "<li><a href=\"#q4.1\">Row &lt;4.1&gt;</a></li><li>All</li>");
	assert_null(strstr(strstr(buf_str(&p->out), "autofocus") + 1, "autofocus"));
}

static void test_table(void **state)
{
	struct page *p = *state;
	const struct html_column columns[] = {
	    {"Code", "code", false}, {"N", "n", true}, {"Note", NULL, false}};
	struct html_table t = {.caption = "C",
	    .columns = columns,
	    .n_columns = 3,
	    .url = "/f/x?a=1",
	    .sorted = "code"};

	html_table_begin(p->h, &t);
	html_row(p->h);
	html_cell_head(p->h, "ne-a2");
	html_cell_number(p->h, NULL);
	html_cell(p->h, "<b>");
	html_row_end(p->h);
	html_table_end(p->h);
	html_end(p->h);
	has(p, "<caption>C</caption>");
	has(p, "<th scope=\"col\" aria-sort=\"ascending\">"
	       "<a href=\"/f/x?a=1&amp;sort=-code\">Code</a></th>");
	has(p,
	    "<th scope=\"col\" class=\"n\"><a href=\"/f/x?a=1&amp;sort=n\">N</a></th>");
	has(p, "<th scope=\"col\">Note</th>");
	has(p, "<tr><th scope=\"row\">ne-a2</th><td "
	       "class=\"n\">—</td><td>&lt;b&gt;</td></tr>");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_public_frame),
	    TEST(test_staff_frame),
	    TEST(test_field_names_its_hint_and_fault),
	    TEST(test_area_keeps_a_leading_line_feed),
	    TEST(test_select_groups),
	    TEST(test_choice_is_one_target),
	    TEST(test_choice_escapes),
	    TEST(test_summary),
	    TEST(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
