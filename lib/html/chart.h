/*
 * Charts as SVG: data in, figures out.  They repeat what a table beside them says
 * (the caller writes the table), each with a title and a text alternative; nothing
 * hangs on a colour alone: parts stand in the order of the legend, bad ones are
 * hatched, lines differ in dashes and marks.  No script, no inline style.
 *
 * Numbers place things, texts are what is read: so that a chart and its table
 * cannot round differently.
 */
#ifndef OTKLIK_HTML_CHART_H
#define OTKLIK_HTML_CHART_H

#include <math.h>
#include <stddef.h>

#include "html/html.h"

/* Of a part of a bar; the class of the style sheet. */
enum html_tone {
	HTML_TONE_PLAIN,
	HTML_TONE_BEST,
	HTML_TONE_GOOD,
	HTML_TONE_MIDDLE,
	HTML_TONE_BAD,
	HTML_TONE_WORST,
	HTML_TONE_OUTSIDE /* does not count: «затрудняюсь» */
};

/* A bar of parts that add up to at most 100. */
struct html_stack {
	const char *label;
	const char *note;         /* "45 answers", or NULL */
	const double *shares;     /* per cent, one of each series */
	const char *const *texts; /* "34,5 %" */
};

struct html_stacks {
	const char *id; /* letters, digits, '-', '.': unique on the page */
	const char *title;
	const char *const *series; /* names, in the order of the parts */
	const enum html_tone *tones;
	size_t n_series;
	const struct html_stack *v;
	size_t n;
};

/* Horizontal bars of stacked shares: a scale of satisfaction, row by row. */
void html_chart_stacks(struct html *h, const struct html_stacks *c);

struct html_bar {
	const char *label;
	const char *text; /* "66,7 %" */
	const char *note; /* "60,1–72,8 %", or NULL */
	double value;
	double low, high; /* of an interval; NAN: none */
};

struct html_bars {
	const char *title;
	double max; /* the full width: 100 for per cent */
	const struct html_bar *v;
	size_t n;
};

/* Horizontal bars with intervals. */
void html_chart_bars(struct html *h, const struct html_bars *c);

/* A point of a plane; mark is short ("7.1"), label stands in its title. */
struct html_point {
	const char *mark, *label;
	double x, y;
};

struct html_quadrant {
	const char *id, *title;
	const char *x_title, *y_title;
	double x_min, x_max, y_min, y_max;
	double x_split, y_split; /* where the four fields meet */
	const char *x_text;      /* of the split, "8,25" */
	const char *y_text;
	const char *const corners[4]; /* names of the fields: top left, top right,
					 bottom left, bottom right */
	const struct html_point *v;
	size_t n;
};

/* Points in four fields: importance against rating. */
void html_chart_quadrant(struct html *h, const struct html_quadrant *c);

/* A line of a trend. */
struct html_trend_line {
	const char *name;
	const double *v;          /* n_labels of them; NAN: none, the line breaks off */
	const char *const *texts; /* "71,25" */
	const double *low, *high; /* of intervals, or NULL both */
};

#define HTML_TREND_LINES 6 /* dashes and marks tell so many apart */

struct html_trend {
	const char *id, *title;
	double min, max;           /* of the vertical axis */
	const char *const *labels; /* "I кв. 2026" */
	size_t n_labels;
	const struct html_trend_line *v;
	size_t n; /* at most HTML_TREND_LINES */
};

/* Lines over rounds or periods. */
void html_chart_trend(struct html *h, const struct html_trend *c);

#endif
