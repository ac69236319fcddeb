/* Charts with two axes: quadrants and trends. */
#include "base/i18n.h"
#include "html/chart-private.h"
#include "html/chart.h"

/* The plane in units of the view box; the figure shrinks with the page. */
struct plane {
	struct html *h;
	double left, top, width, height;
	double x_min, x_max, y_min, y_max;
};

static double place(double v, double min, double max, double length)
{
	double at = max > min ? (v - min) / (max - min) : 0.5;

	return (at < 0 ? 0 : at > 1 ? 1 : at) * length;
}

static double x_of(const struct plane *p, double x)
{
	return p->left + place(x, p->x_min, p->x_max, p->width);
}

static double y_of(const struct plane *p, double y)
{
	return p->top + p->height - place(y, p->y_min, p->y_max, p->height);
}

static const char *number(const struct plane *p, double x)
{
	return html_chart_number(p->h, x);
}

static void line(
    const struct plane *p, const char *class, double x1, double y1, double x2, double y2)
{
	html_open(p->h, "line", "class", class, "x1", number(p, x1), "y1", number(p, y1),
	    "x2", number(p, x2), "y2", number(p, y2), NULL);
	html_close(p->h);
}

static void words(const struct plane *p, const char *class, double x, double y,
    const char *anchor, const char *text)
{
	html_element(p->h, "text", text, "class", class, "x", number(p, x), "y",
	    number(p, y), "text-anchor", anchor, NULL);
}

/* <svg> with title and description; the ids make them its name and description. */
static void begin(struct html *h, const char *id, const char *title,
    const char *description, const char *view)
{
	struct arena *a = html_arena(h);

	html_chart_begin(h, title);
	/* The box scrolls by itself on narrow screens: reachable by keyboard. */
	html_open(h, "div", "class", "scroll", "tabindex", "0", "role", "region",
	    "aria-label", title, NULL);
	html_open(h, "svg", "class", "plane", "role", "img", "viewBox", view,
	    "aria-labelledby", arena_printf(a, "%s-title", id), "aria-describedby",
	    arena_printf(a, "%s-desc", id), NULL);
	html_element(h, "title", title, "id", arena_printf(a, "%s-title", id), NULL);
	html_element(h, "desc", description, "id", arena_printf(a, "%s-desc", id), NULL);
}

static void end(struct html *h)
{
	html_close(h);
	html_close(h);
	html_chart_end(h);
}

/* ---- quadrants */

#define LABEL_HEIGHT 15
#define LABEL_WIDTH 36
#define TOUCHING 1e-6 /* a label just moved below another is free of it, as rounded */

/* Labels of points that lie close together are moved apart, downwards. */
static double free_place(
    const double *x, const double *y, size_t n, double at_x, double at_y)
{
	for (size_t i = 0; i < n; i++) {
		if (fabs(x[i] - at_x) >= LABEL_WIDTH ||
		    fabs(y[i] - at_y) >= LABEL_HEIGHT - TOUCHING)
			continue;
		at_y = y[i] + LABEL_HEIGHT;
		i = (size_t)-1; /* from the first one again */
	}
	return at_y;
}

static void write_points(const struct plane *p, const struct html_quadrant *c)
{
	double *x = ARENA_ARRAY(html_arena(p->h), c->n, double);
	double *y = ARENA_ARRAY(html_arena(p->h), c->n, double);

	for (size_t i = 0; i < c->n; i++) {
		double at_x = x_of(p, c->v[i].x), at_y = y_of(p, c->v[i].y);

		x[i] = at_x + 8;
		y[i] = free_place(x, y, i, x[i], at_y + 5);
		html_open(p->h, "g", NULL);
		html_element(p->h, "title", c->v[i].label, NULL);
		html_open(p->h, "circle", "class", "point", "cx", number(p, at_x), "cy",
		    number(p, at_y), "r", "5", NULL);
		html_close(p->h);
		words(p, "mark", x[i], y[i], "start", c->v[i].mark);
		html_close(p->h);
	}
}

static const char *quadrant_words(struct html *h, const struct html_quadrant *c)
{
	const char *s = arena_printf(html_arena(h), "%s: %s; %s: %s.", c->x_title,
	    c->x_text, c->y_title, c->y_text);

	for (size_t i = 0; i < c->n; i++) {
		bool right = c->v[i].x >= c->x_split, top = c->v[i].y >= c->y_split;

		s = arena_printf(html_arena(h), "%s %s %s: %s.", s, c->v[i].mark,
		    c->v[i].label, c->corners[(top ? 0 : 2) + (right ? 1 : 0)]);
	}
	return s;
}

static void write_fields(const struct plane *p, const struct html_quadrant *c)
{
	double right = p->left + p->width, bottom = p->top + p->height;
	double x = x_of(p, c->x_split), y = y_of(p, c->y_split);

	html_open(p->h, "rect", "class", "field", "x", number(p, p->left), "y",
	    number(p, p->top), "width", number(p, p->width), "height",
	    number(p, p->height), NULL);
	html_close(p->h);
	line(p, "split", x, p->top, x, bottom);
	line(p, "split", p->left, y, right, y);
	words(p, "corner", p->left + 4, p->top + 14, "start", c->corners[0]);
	words(p, "corner", right - 4, p->top + 14, "end", c->corners[1]);
	words(p, "corner", p->left + 4, bottom - 6, "start", c->corners[2]);
	words(p, "corner", right - 4, bottom - 6, "end", c->corners[3]);
	words(p, "tick", x, bottom + 15, "middle", c->x_text);
	words(p, "tick", p->left - 4, y + 4, "end", c->y_text);
	words(p, "axis", right, bottom + 32, "end", c->x_title);
	words(p, "axis", p->left - 34, p->top - 8, "start", c->y_title);
}

void html_chart_quadrant(struct html *h, const struct html_quadrant *c)
{
	struct plane p = {.h = h,
	    .left = 40,
	    .top = 24,
	    .width = 430,
	    .height = 300,
	    .x_min = c->x_min,
	    .x_max = c->x_max,
	    .y_min = c->y_min,
	    .y_max = c->y_max};

	begin(h, c->id, c->title, quadrant_words(h, c), "0 0 500 362");
	write_fields(&p, c);
	write_points(&p, c);
	end(h);
}

/* ---- trends */

#define TICKS 4 /* spaces between the lines of the grid */

static const char *const lines[HTML_TREND_LINES] = {
    "line-1", "line-2", "line-3", "line-4", "line-5", "line-6"};

/* Marks of the lines, around the point: circle, square, triangle, rhomb, cross, bar. */
static const char *const marks[HTML_TREND_LINES] = {"M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-4-4h8v8h-8z", "M-5 4h10L0-5z", "M0-6L6 0L0 6L-6 0z",
    "M-5-2h3v-3h4v3h3v4h-3v3h-4v-3h-3z", "M-6-2h12v4h-12z"};

static void write_mark(const struct plane *p, size_t line_no, double x, double y)
{
	html_open(p->h, "path", "class",
	    arena_printf(html_arena(p->h), "dot %s", lines[line_no]), "d", marks[line_no],
	    "transform",
	    arena_printf(
		html_arena(p->h), "translate(%s %s)", number(p, x), number(p, y)),
	    NULL);
	html_close(p->h);
}

/* The path breaks off where there is no value. */
static const char *path_of(
    const struct plane *p, const struct html_trend *c, const struct html_trend_line *l)
{
	const char *path = "";
	bool pen = false;

	for (size_t i = 0; i < c->n_labels; i++) {
		if (isnan(l->v[i])) {
			pen = false;
			continue;
		}
		path = arena_printf(html_arena(p->h), "%s%s%s %s", path, pen ? "L" : "M",
		    number(p, x_of(p, (double)i)), number(p, y_of(p, l->v[i])));
		pen = true;
	}
	return path;
}

static void write_trend_line(const struct plane *p, const struct html_trend *c, size_t n)
{
	const struct html_trend_line *l = &c->v[n];

	html_open(p->h, "path", "class",
	    arena_printf(html_arena(p->h), "trend %s", lines[n]), "d", path_of(p, c, l),
	    NULL);
	html_close(p->h);
	for (size_t i = 0; i < c->n_labels; i++) {
		double x = x_of(p, (double)i);

		if (isnan(l->v[i]))
			continue;
		if (l->low != NULL && !isnan(l->low[i]))
			line(p, "whisker", x, y_of(p, l->low[i]), x, y_of(p, l->high[i]));
		html_open(p->h, "g", NULL);
		html_element(p->h, "title",
		    arena_printf(html_arena(p->h), "%s, %s: %s", l->name, c->labels[i],
			l->texts[i]),
		    NULL);
		write_mark(p, n, x, y_of(p, l->v[i]));
		html_close(p->h);
	}
}

static const char *trend_words(struct html *h, const struct html_trend *c)
{
	const char *s = "";

	for (size_t n = 0; n < c->n; n++) {
		s = arena_printf(html_arena(h), "%s%s%s:", s, n ? " " : "", c->v[n].name);
		for (size_t i = 0; i < c->n_labels; i++)
			s = arena_printf(html_arena(h), "%s %s – %s%s", s, c->labels[i],
			    isnan(c->v[n].v[i]) ? _("no data") : c->v[n].texts[i],
			    i + 1 < c->n_labels ? "," : ".");
	}
	return s;
}

static void write_grid(const struct plane *p, const struct html_trend *c)
{
	double right = p->left + p->width, bottom = p->top + p->height;
	size_t step = 1 + (c->n_labels - 1) / 8; /* so many labels have room */

	for (int i = 0; i <= TICKS; i++) {
		double v = c->min + (c->max - c->min) * i / TICKS, y = y_of(p, v);

		line(p, "grid", p->left, y, right, y);
		words(p, "tick", p->left - 6, y + 4, "end",
		    arena_printf(html_arena(p->h), "%.0f", v));
	}
	for (size_t i = 0; i < c->n_labels; i += step)
		words(p, "tick", x_of(p, (double)i), bottom + 20, "middle", c->labels[i]);
}

static void write_trend_legend(struct html *h, const struct html_trend *c)
{
	struct plane p = {.h = h};

	html_open(h, "ul", "class", "legend", NULL);
	for (size_t i = 0; i < c->n; i++) {
		html_open(h, "li", NULL);
		html_open(h, "svg", "class", "swatch", "width", "34", "height", "14",
		    "aria-hidden", "true", "focusable", "false", NULL);
		html_open(h, "path", "class",
		    arena_printf(html_arena(h), "trend %s", lines[i]), "d", "M0 7H34",
		    NULL);
		html_close(h);
		write_mark(&p, i, 17, 7);
		html_close(h);
		html_text(h, " ");
		html_text(h, c->v[i].name);
		html_close(h);
	}
	html_close(h);
}

void html_chart_trend(struct html *h, const struct html_trend *c)
{
	struct plane p = {.h = h,
	    .left = 44,
	    .top = 12,
	    .width = 560,
	    .height = 220,
	    .x_max = c->n_labels > 1 ? (double)(c->n_labels - 1) : 0,
	    .y_min = c->min,
	    .y_max = c->max};

	begin(h, c->id, c->title, trend_words(h, c), "0 0 640 262");
	write_grid(&p, c);
	for (size_t i = 0; i < c->n; i++)
		write_trend_line(&p, c, i);
	html_close(h);
	html_close(h);
	write_trend_legend(h, c);
	html_chart_end(h);
}
