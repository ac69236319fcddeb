/* QR codes: the picture is the code, with its quiet zone, and says what it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <qrencode.h>

#include "html/qr.h"

#define SIDE_MAX 200
#define QUIET 4

static const char url[] = "https://agency.example/feedback/survey/ne-a2?c=site";

struct page {
	struct arena *arena;
	struct buf out;
	struct html *h;
};

static int setup(void **state)
{
	static struct page p;

	p = (struct page){.arena = arena_new()};
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

static const char *behind(const char *s, const char *words)
{
	const char *found = strstr(s, words);

	if (found == NULL)
		fail_msg("no %s in\n%s", words, s);
	return found + strlen(words);
}

/* Paints the rectangles of the dark path; returns how many there were. */
static size_t paint(const char *path, uint8_t dark[SIDE_MAX][SIDE_MAX])
{
	int x, y, width, back, n = 0;
	size_t count = 0;

	for (; *path == 'M'; path += n, count++) {
		assert_int_equal(
		    sscanf(path, "M%d %dh%dv1h-%dz%n", &x, &y, &width, &back, &n), 4);
		assert_int_equal(width, back);
		for (int i = 0; i < width; i++)
			dark[y][x + i] = 1;
	}
	assert_int_equal(*path, '"');
	return count;
}

static void test_every_module(void **state)
{
	static uint8_t dark[SIDE_MAX][SIDE_MAX];
	struct page *p = *state;
	QRcode *code = QRcode_encodeString8bit(url, 0, QR_ECLEVEL_M);
	const char *svg, *path;
	int side;

	assert_non_null(code);
	assert_int_equal(html_qr(p->h, url, "code"), ERR_OK);
	html_end(p->h);
	svg = buf_str(&p->out);
	assert_int_equal(sscanf(behind(svg, "viewBox=\""), "0 0 %d", &side), 1);
	assert_int_equal(side, code->width + 2 * QUIET);
	/* The ground is white in dark mode too; the code comes second. */
	path = behind(behind(svg, "fill=\"#fff\""), "<path d=\"");
	assert_true(paint(path, dark) > 100);
	for (int y = 0; y < SIDE_MAX; y++)
		for (int x = 0; x < SIDE_MAX; x++) {
			int cx = x - QUIET, cy = y - QUIET;
			bool inside =
			    cx >= 0 && cy >= 0 && cx < code->width && cy < code->width;

			assert_int_equal(dark[y][x],
			    inside ? code->data[cy * code->width + cx] & 1 : 0);
		}
	QRcode_free(code);
}

static void test_alternative_text(void **state)
{
	struct page *p = *state;

	assert_int_equal(html_qr(p->h, url, "the \"code\" <of> A & B"), ERR_OK);
	html_end(p->h);
	behind(buf_str(&p->out), "role=\"img\"");
	behind(
	    buf_str(&p->out), "aria-label=\"the &quot;code&quot; &lt;of&gt; A &amp; B\"");
}

static void test_what_fits_no_code(void **state)
{
	struct page *p = *state;
	char *text = calloc(1, 2500);

	assert_non_null(text);
	memset(text, 'x', 2331);
	assert_int_equal(html_qr(p->h, text, "code"), ERR_OK);
	html_end(p->h);
	buf_clear(&p->out);
	p->h = html_begin(p->arena, &p->out);
	text[2331] = 'x';
	assert_int_equal(html_qr(p->h, text, "code"), ERR_TOO_LARGE);
	assert_int_equal(html_qr(p->h, "", "code"), ERR_TOO_LARGE);
	html_end(p->h);
	assert_string_equal(buf_str(&p->out), "");
	free(text);
}

static void test_address(void **state)
{
	struct page *p = *state;

	html_qr_address(p->h, url, "code");
	html_end(p->h);
	behind(buf_str(&p->out),
	    "</svg><p class=\"address\"><span>https://</span><wbr/>"
	    "<span>agency.example/</span><wbr/><span>feedback/</span><wbr/>"
	    "<span>survey/</span><wbr/><span>ne-a2</span><wbr/>"
	    "<span>?c=site</span></p>");
}

static void test_address_without_a_code(void **state)
{
	struct page *p = *state;
	char *text = calloc(1, 2500);

	assert_non_null(text);
	memset(text, 'x', 2400);
	html_qr_address(p->h, text, "code");
	html_end(p->h);
	behind(buf_str(&p->out), text);
	assert_null(strstr(buf_str(&p->out), "<svg"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_every_module, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_alternative_text, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_what_fits_no_code, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_address, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_address_without_a_code, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
