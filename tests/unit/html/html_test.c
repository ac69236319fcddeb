/* The writer: what it escapes, drops, closes and refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "html/html.h"

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

static void expect(struct page *p, const char *markup)
{
	html_end(p->h);
	assert_string_equal(buf_str(&p->out), markup);
}

static void test_escapes_text(void **state)
{
	struct page *p = *state;

	html_element(p->h, "p", "a < b & \"c\" > 'd'", NULL);
	expect(p, "<p>a &lt; b &amp; \"c\" &gt; 'd'</p>");
}

static void test_escapes_attributes(void **state)
{
	struct page *p = *state;

	html_open(p->h, "input", "value", "\"><script>&'", NULL);
	expect(p, "<input value=\"&quot;&gt;&lt;script&gt;&amp;'\"/>");
}

static void test_keeps_cyrillic_as_it_is(void **state)
{
	struct page *p = *state;

	html_element(p->h, "a", "«Отклик» — №", "title", "Ёлка…", NULL);
	expect(p, "<a title=\"Ёлка…\">«Отклик» — №</a>");
}

static void test_drops_what_no_page_may_carry(void **state)
{
	struct page *p = *state;

	html_text(p->h, "a\x01\x08z\x0c\x1f\tб\r\nв");
	html_text(p->h, "\xff\xd0|\xed\xa0\x80|\xef\xbf\xbf|\xf0\x9f\x98\x80");
	expect(p, "az\tб\nв|||\xf0\x9f\x98\x80");
}

static void test_closes_by_kind(void **state)
{
	struct page *p = *state;

	html_open(p->h, "td", NULL);
	html_open(p->h, "br", NULL);
	html_open(p->h, "textarea", NULL);
	html_close(p->h);
	html_close(p->h);
	expect(p, "<td><br/><textarea></textarea></td>");
}

static void test_end_closes_what_is_open(void **state)
{
	struct page *p = *state;

	html_open(p->h, "ul", NULL);
	html_open(p->h, "li", NULL);
	expect(p, "<ul><li></li></ul>");
}

static void test_leaves_out_null_attributes(void **state)
{
	struct page *p = *state;

	html_open(p->h, "input", "id", NULL, "name", "q1", "checked", HTML_ON, NULL);
	expect(p, "<input name=\"q1\" checked=\"\"/>");
}

static void test_guards_addresses(void **state)
{
	struct page *p = *state;

	html_element(p->h, "a", "x", "href", "javascript:alert(1)", NULL);
	html_element(p->h, "a", "y", "href", "/feedback/?a=1&b=2", NULL);
	expect(p, "<a href=\"#\">x</a><a href=\"/feedback/?a=1&amp;b=2\">y</a>");
}

static void test_url(void **state)
{
	static const char *const good[] = {"/a", "a/b", "?q=1:2", "#main", "",
	    "https://x.ru/a:b", "HTTP://x.ru", "mailto:a@b.ru", "/a?u=javascript:1"};
	static const char *const bad[] = {"javascript:1", "JaVaScript:1", " javascript:1",
	    "java\nscript:1", "\x01javascript:1", "data:text/html,x", "vbscript:x",
	    "//x.ru", "/\\x.ru", "ftp://x", "httpx:1", ":x"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_string_equal(html_url(good[i]), good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_string_equal(html_url(bad[i]), "#");
}

static void test_lines(void **state)
{
	struct page *p = *state;

	html_lines(p->h, "one\n<two>\n");
	expect(p, "one<br/>&lt;two&gt;<br/>");
}

static void test_long_text_is_whole(void **state)
{
	struct page *p = *state;
	char *s = arena_alloc(p->arena, 100001);

	memset(s, 'x', 100000);
	html_text(p->h, s);
	expect(p, s);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_escapes_text),
	    TEST(test_escapes_attributes),
	    TEST(test_keeps_cyrillic_as_it_is),
	    TEST(test_drops_what_no_page_may_carry),
	    TEST(test_closes_by_kind),
	    TEST(test_end_closes_what_is_open),
	    TEST(test_leaves_out_null_attributes),
	    TEST(test_guards_addresses),
	    cmocka_unit_test(test_url),
	    TEST(test_lines),
	    TEST(test_long_text_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
