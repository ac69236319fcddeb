#include "html/chart.h"

#include <string.h>

#include "html/chart-private.h"

#define TEXT_FITS 14 /* per cent of the width: room for "34,5 %" */

static const char *const tones[] = {[HTML_TONE_PLAIN] = "tone-plain",
    [HTML_TONE_BEST] = "tone-best",
    [HTML_TONE_GOOD] = "tone-good",
    [HTML_TONE_MIDDLE] = "tone-middle",
    [HTML_TONE_BAD] = "tone-bad",
    [HTML_TONE_WORST] = "tone-worst",
    [HTML_TONE_OUTSIDE] = "tone-outside"};

const char *html_chart_number(struct html *h, double x)
{
	char *s = arena_printf(html_arena(h), "%.2f", x), *point = strchr(s, ',');

	if (point != NULL) /* SVG has a point, whatever the locale has */
		*point = '.';
	return s;
}

static const char *percent(struct html *h, double x)
{
	return arena_printf(html_arena(h), "%s%%", html_chart_number(h, x));
}

void html_chart_begin(struct html *h, const char *title)
{
	html_open(h, "figure", "class", "chart", NULL);
	html_element(h, "figcaption", title, NULL);
}

void html_chart_end(struct html *h)
{
	html_close(h);
}

static void rect(struct html *h, const char *class, double x, double width, const char *y,
    const char *height, const char *fill)
{
	html_open(h, "rect", "class", class, "x", percent(h, x), "width",
	    percent(h, width), "y", y, "height", height, "fill", fill, NULL);
	html_close(h);
}

/* ---- stacked bars */

static bool is_hatched(enum html_tone tone)
{
	return tone == HTML_TONE_BAD || tone == HTML_TONE_WORST;
}

/* Stripes over the colour of a bad part; one pattern a chart, referred to by all. */
static const char *hatch_id(struct html *h, const struct html_stacks *c)
{
	return arena_printf(html_arena(h), "%s-hatch", c->id);
}

static void write_hatch(struct html *h, const struct html_stacks *c)
{
	html_open(h, "svg", "class", "pattern", "width", "0", "height", "0",
	    "aria-hidden", "true", "focusable", "false", NULL);
	html_open(h, "pattern", "id", hatch_id(h, c), "width", "6", "height", "6",
	    "patternUnits", "userSpaceOnUse", "patternTransform", "rotate(45)", NULL);
	html_open(h, "rect", "class", "hatch", "width", "2", "height", "6", NULL);
	html_close(h);
	html_close(h);
	html_close(h);
}

static void write_part(struct html *h, const struct html_stacks *c, size_t series,
    double x, double width, const char *height)
{
	const char *class = tones[c->tones[series]];

	rect(h, class, x, width, "0", height, NULL);
	if (is_hatched(c->tones[series]))
		rect(h, "over", x, width, "0", height,
		    arena_printf(html_arena(h), "url(#%s)", hatch_id(h, c)));
}

static void write_legend(struct html *h, const struct html_stacks *c)
{
	html_open(h, "ul", "class", "legend", NULL);
	for (size_t i = 0; i < c->n_series; i++) {
		html_open(h, "li", NULL);
		html_open(h, "svg", "class", "swatch", "width", "20", "height", "14",
		    "aria-hidden", "true", "focusable", "false", NULL);
		write_part(h, c, i, 0, 100, "14");
		html_close(h);
		html_text(h, " ");
		html_text(h, c->series[i]);
		html_close(h);
	}
	html_close(h);
}

/* "Satisfied 60 %, dissatisfied 40 %": what the bar says. */
static const char *stack_words(
    struct html *h, const struct html_stacks *c, const struct html_stack *s)
{
	const char *words = s->label;

	for (size_t i = 0; i < c->n_series; i++)
		words = arena_printf(html_arena(h), "%s%s %s %s", words,
		    i == 0 ? ":" : ";", c->series[i], s->texts[i]);
	return words;
}

static void write_label(
    struct html *h, const char *label, const char *value, const char *note)
{
	html_element(h, "span", label, "class", "name", NULL);
	if (value != NULL)
		html_element(h, "strong", value, NULL);
	if (note != NULL)
		html_element(h, "span", note, "class", "hint", NULL);
}

static void write_stack(
    struct html *h, const struct html_stacks *c, const struct html_stack *s)
{
	double x = 0;

	html_open(h, "li", NULL);
	write_label(h, s->label, NULL, s->note);
	html_open(h, "svg", "class", "stack", "role", "img", "width", "100%", "height",
	    "24", NULL);
	html_element(h, "title", stack_words(h, c, s), NULL);
	for (size_t i = 0; i < c->n_series; x += s->shares[i++]) {
		if (s->shares[i] <= 0)
			continue;
		write_part(h, c, i, x, s->shares[i], "24");
		if (s->shares[i] >= TEXT_FITS)
			html_element(h, "text", s->texts[i], "class",
			    arena_printf(html_arena(h), "on-%s", tones[c->tones[i]]), "x",
			    percent(h, x + s->shares[i] / 2), "y", "16", "text-anchor",
			    "middle", NULL);
	}
	html_close(h);
	html_close(h);
}

void html_chart_stacks(struct html *h, const struct html_stacks *c)
{
	html_chart_begin(h, c->title);
	write_hatch(h, c);
	write_legend(h, c);
	html_open(h, "ul", "class", "bars", NULL);
	for (size_t i = 0; i < c->n; i++)
		write_stack(h, c, &c->v[i]);
	html_close(h);
	html_chart_end(h);
}

/* ---- bars with intervals */

static double share_of(const struct html_bars *c, double x)
{
	double share = c->max > 0 ? x / c->max * 100 : 0;

	return share < 0 ? 0 : share > 100 ? 100 : share;
}

static void write_line(
    struct html *h, double x1, double x2, const char *y1, const char *y2)
{
	html_open(h, "line", "class", "whisker", "x1", percent(h, x1), "x2",
	    percent(h, x2), "y1", y1, "y2", y2, NULL);
	html_close(h);
}

static void write_interval(struct html *h, double low, double high)
{
	write_line(h, low, high, "9", "9");
	write_line(h, low, low, "4", "14");
	write_line(h, high, high, "4", "14");
}

static void write_bar(struct html *h, const struct html_bars *c, const struct html_bar *b)
{
	html_open(h, "li", NULL);
	write_label(h, b->label, b->text, b->note);
	html_open(h, "svg", "class", "bar", "role", "img", "width", "100%", "height",
	    "18", NULL);
	html_element(h, "title",
	    arena_printf(html_arena(h), "%s: %s%s%s", b->label, b->text,
		b->note ? "; " : "", b->note ? b->note : ""),
	    NULL);
	rect(h, "track", 0, 100, "2", "14", NULL);
	rect(h, tones[HTML_TONE_PLAIN], 0, share_of(c, b->value), "2", "14", NULL);
	if (!isnan(b->low) && !isnan(b->high))
		write_interval(h, share_of(c, b->low), share_of(c, b->high));
	html_close(h);
	html_close(h);
}

void html_chart_bars(struct html *h, const struct html_bars *c)
{
	html_chart_begin(h, c->title);
	html_open(h, "ul", "class", "bars", NULL);
	for (size_t i = 0; i < c->n; i++)
		write_bar(h, c, &c->v[i]);
	html_close(h);
	html_chart_end(h);
}
