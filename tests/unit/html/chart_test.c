/* Charts: well-formed, named, placed where the numbers say, every text escaped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "html/chart.h"

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
	html_open(p.h, "main", NULL);
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

/* What an XPath expression gives of the finished page, as a string. */
static const char *ask(struct page *p, const char *path)
{
	xmlDocPtr doc;
	xmlXPathContextPtr context;
	xmlXPathObjectPtr found;
	xmlChar *text;
	const char *copy;

	if (p->h != NULL)
		html_end(p->h);
	p->h = NULL;
	doc = xmlReadMemory((const char *)p->out.data, (int)p->out.len, NULL, NULL, 0);
	assert_non_null(doc);
	context = xmlXPathNewContext(doc);
	found = xmlXPathEvalExpression((const xmlChar *)path, context);
	assert_non_null(found);
	text = xmlXPathCastToString(found);
	copy = arena_strdup(p->arena, (const char *)text);
	xmlFree(text);
	xmlXPathFreeObject(found);
	xmlXPathFreeContext(context);
	xmlFreeDoc(doc);
	return copy;
}

static void expect(struct page *p, const char *path, const char *value)
{
	assert_string_equal(ask(p, path), value);
}

static const char *const series[] = {"pleased", "<displeased>", "hard to say"};
static const enum html_tone tones[] = {
    HTML_TONE_BEST, HTML_TONE_WORST, HTML_TONE_OUTSIDE};

static void test_stacked_parts_follow_one_another(void **state)
{
	struct page *p = *state;
	const double shares[] = {50, 30, 20}, none[] = {100, 0, 0};
	const char *const texts[] = {"50,0 %", "30,0 %", "20,0 %"};
	const char *const none_texts[] = {"100,0 %", "0,0 %", "0,0 %"};
	const struct html_stack v[] = {{"Terms & order", "45 answers", shares, texts},
	    {"Place", NULL, none, none_texts}};

	html_chart_stacks(p->h, &(struct html_stacks){.id = "q4",
				    .title = "Satisfied?",
				    .series = series,
				    .tones = tones,
				    .n_series = 3,
				    .v = v,
				    .n = 2});
	expect(p, "string(//figcaption)", "Satisfied?");
	expect(p, "count(//svg[@role='img'])", "2");
	expect(p, "string(//svg[@role='img'][1]/title)",
	    "Terms & order: pleased 50,0 %; <displeased> 30,0 %; hard to say 20,0 %");
	expect(p, "string(//svg[@role='img']/rect[@class='tone-worst']/@x)", "50.00%");
	expect(
	    p, "string(//svg[@role='img']/rect[@class='tone-worst']/@width)", "30.00%");
	expect(p, "string(//svg[@role='img']/rect[@class='tone-outside']/@x)", "80.00%");
	/* Bad parts are told by their hatching, not by their colour alone. */
	expect(
	    p, "string(//svg[@role='img']/rect[@class='over']/@fill)", "url(#q4-hatch)");
	expect(p, "count(//pattern[@id='q4-hatch'])", "1");
	/* Parts of nobody are not drawn. */
	expect(p, "count((//svg[@role='img'])[2]/rect)", "1");
	expect(p, "count(//ul[@class='legend']/li)", "3");
	expect(p, "count(//@style)", "0");
}

static void test_bars_have_their_intervals(void **state)
{
	struct page *p = *state;
	const struct html_bar v[] = {{"first", "66,7 %", "60,1–72,8 %", 66.7, 60.1, 72.8},
	    {"second", "120", NULL, 120, NAN, NAN}};

	html_chart_bars(
	    p->h, &(struct html_bars){.title = "Shares", .max = 100, .v = v, .n = 2});
	expect(p, "string(//svg[1]/title)", "first: 66,7 %; 60,1–72,8 %");
	expect(p, "string((//svg)[1]/rect[@class='tone-plain']/@width)", "66.70%");
	expect(p, "string((//svg)[1]/line[1]/@x1)", "60.10%");
	expect(p, "string((//svg)[1]/line[1]/@x2)", "72.80%");
	expect(p, "string((//svg)[2]/rect[@class='tone-plain']/@width)", "100.00%");
	expect(p, "count((//svg)[2]/line)", "0");
}

static void test_points_fall_into_their_fields(void **state)
{
	struct page *p = *state;
	const struct html_point v[] = {
	    {"7.1", "Terms", 5, 9}, {"7.2", "Place", 5, 9}, {"7.3", "Staff", 9, 5}};

	html_chart_quadrant(p->h, &(struct html_quadrant){.id = "q7-map",
				      .title = "Map",
				      .x_title = "rating",
				      .y_title = "importance",
				      .x_min = 4,
				      .x_max = 10,
				      .y_min = 4,
				      .y_max = 10,
				      .x_split = 7,
				      .y_split = 7,
				      .x_text = "7,00",
				      .y_text = "7,00",
				      .corners = {"first", "keep", "later", "much"},
				      .v = v,
				      .n = 3});
	expect(p, "string(//svg/@aria-labelledby)", "q7-map-title");
	expect(p, "string(//desc[@id='q7-map-desc'])",
	    "rating: 7,00; importance: 7,00. 7.1 Terms: first. 7.2 Place: first. 7.3 "
	    "Staff: much.");
	expect(p, "count(//circle)", "3");
	/* Left and up, right and down. */
	expect(p, "boolean((//circle)[1]/@cx < (//circle)[3]/@cx)", "true");
	expect(p, "boolean((//circle)[1]/@cy < (//circle)[3]/@cy)", "true");
	/* Two points of one place have labels of their own. */
	expect(p, "boolean((//g)[1]/text/@y = (//g)[2]/text/@y)", "false");
}

/* Wherever they lie, and however their places are rounded: an end is found. */
static void test_labels_in_a_heap(void **state)
{
	enum { POINTS = 40 };
	struct page *p = *state;

	alarm(20);
	for (int round = 0; round < 300; round++) {
		struct html_point v[POINTS];

		for (size_t i = 0; i < POINTS; i++)
			v[i] =
			    (struct html_point){"1", "a", 5 + (double)(rand() % 7) / 300,
				5 + (double)(rand() % 1000) / 3777};
		html_chart_quadrant(p->h,
		    &(struct html_quadrant){.id = arena_printf(p->arena, "q%d", round),
			.title = "Map",
			.x_title = "x",
			.y_title = "y",
			.x_min = 1,
			.x_max = 10,
			.y_min = 1,
			.y_max = 10,
			.x_split = 5,
			.y_split = 5,
			.x_text = "5",
			.y_text = "5",
			.corners = {"a", "b", "c", "d"},
			.v = v,
			.n = POINTS});
	}
	alarm(0);
	expect(p, "count(//circle)", "12000");
}

static void test_a_trend_breaks_off_where_nothing_is_known(void **state)
{
	struct page *p = *state;
	const char *const labels[] = {"I", "II", "III", "IV"};
	const double v[] = {60, NAN, 70, 80}, low[] = {55, NAN, 65, NAN},
		     high[] = {65, NAN, 75, NAN};
	const char *const texts[] = {"60,0", NULL, "70,0", "80,0"};
	const struct html_trend_line l[] = {{"CSI", v, texts, low, high}};

	html_chart_trend(p->h, &(struct html_trend){.id = "csi",
				   .title = "CSI",
				   .min = 50,
				   .max = 90,
				   .labels = labels,
				   .n_labels = 4,
				   .v = l,
				   .n = 1});
	expect(p, "string(//path[@class='trend line-1']/@d)",
	    "M44.00 177.00M417.33 122.00L604.00 67.00");
	expect(p, "count(//line[@class='whisker'])", "2");
	expect(p, "string(//svg/title)", "CSI");
	expect(p, "string(//svg[@role='img']/desc)",
	    "CSI: I – 60,0, II – no data, III – 70,0, IV – 80,0.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_stacked_parts_follow_one_another, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_bars_have_their_intervals, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_points_fall_into_their_fields, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_labels_in_a_heap, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_a_trend_breaks_off_where_nothing_is_known, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
