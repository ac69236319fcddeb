/* Charts of the results page: each repeats the figures of a table beside it. */
#include <math.h>

#include "base/i18n.h"
#include "html/chart.h"
#include "sheet.h"

#define BARS_MAX 25 /* a longer list is read in its table */

static const char *chart_id(const struct sheet *s, const char *id)
{
	return arena_printf(s->arena, "c%s%s", s->ids ? s->ids : "", id);
}

/* Where a page has several sheets, no two charts have one name. */
static const char *title_of(const struct sheet *s, const char *title)
{
	return s->ids ? arena_printf(s->arena, "%s (%s)", title, s->label) : title;
}

static double number_of(struct stat_figure f)
{
	return f.known ? stat_figure_double(f) : NAN;
}

/* "91,7–98,3 %", or NULL. */
static const char *note_of(const struct sheet *s, struct stat_interval v)
{
	return v.low.known ? arena_printf(s->arena, _("95 %% interval %s %%"),
				 sheet_interval(s, v))
			   : NULL;
}

/* ---- scales of satisfaction: parts of a bar */

static size_t options_of(const struct form_question *q, enum form_side side)
{
	size_t n = 0;

	for (size_t i = 0; i < q->n_options; i++)
		n += q->options[i].side == side;
	return n;
}

/* The outer ends of a scale are stronger than what lies between. */
static enum html_tone tone_of(const struct form_question *q, size_t option)
{
	enum form_side side = q->options[option].side;
	size_t n = options_of(q, side), before = 0;
	bool outer, turned = false;

	if (side == FORM_SIDE_OUTSIDE)
		return HTML_TONE_OUTSIDE;
	if (side == FORM_SIDE_NONE)
		return HTML_TONE_MIDDLE;
	for (size_t i = 0; i < option; i++)
		before += q->options[i].side == side;
	for (size_t i = 0; i < q->n_options; i++) {
		if (q->options[i].side == FORM_SIDE_SATISFIED)
			break;
		turned = turned || q->options[i].side == FORM_SIDE_DISSATISFIED;
	}
	outer = (side == FORM_SIDE_SATISFIED) == !turned ? before == 0 : before == n - 1;
	if (side == FORM_SIDE_SATISFIED)
		return outer && n > 1 ? HTML_TONE_BEST : HTML_TONE_GOOD;
	return outer && n > 1 ? HTML_TONE_WORST : HTML_TONE_BAD;
}

static struct html_stack stack_of(const struct sheet *s, const struct stat_row *r)
{
	double *shares = ARENA_ARRAY(s->arena, r->n_counts, double);
	const char **texts = ARENA_ARRAY(s->arena, r->n_counts, const char *);

	for (size_t i = 0; i < r->n_counts; i++) {
		/* The exact share: rounded ones may add up to more than the bar. */
		shares[i] = 100.0 * r->counts[i] / r->n;
		texts[i] = sheet_percent(s, stat_percent(r->counts[i], r->n));
	}
	return (struct html_stack){
	    r->item->text ? sheet_numbered(s, r) : _("All who answered"),
	    arena_printf(s->arena, _("answered: %u"), r->n), shares, texts};
}

static void write_stacks(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	const char **series = ARENA_ARRAY(s->arena, q->n_options, const char *);
	enum html_tone *tones = ARENA_ARRAY(s->arena, q->n_options, enum html_tone);
	struct html_stack *v = ARENA_ARRAY(s->arena, q->items, struct html_stack);
	size_t n = 0;

	for (size_t i = 0; i < q->n_options; i++) {
		series[i] = q->options[i].text;
		tones[i] = tone_of(q, i);
	}
	for (size_t i = 0; i < q->items; i++)
		if (!rows[i].hidden && rows[i].n > 0)
			v[n++] = stack_of(s, &rows[i]);
	if (n > 0)
		html_chart_stacks(s->h, &(struct html_stacks){.id = chart_id(s, q->id),
					    .title = _("Shares of the answers"),
					    .series = series,
					    .tones = tones,
					    .n_series = q->n_options,
					    .v = v,
					    .n = n});
}

/* ---- shares with their intervals */

static struct html_bar bar_of(
    const struct sheet *s, const char *label, uint32_t part, uint32_t whole)
{
	struct stat_figure share = stat_percent(part, whole);
	struct stat_interval v = stat_interval_share(part, whole);

	return (struct html_bar){label, sheet_percent(s, share), note_of(s, v),
	    number_of(share), number_of(v.low), number_of(v.high)};
}

static void write_bars(
    const struct sheet *s, const struct form_question *q, const struct stat_row *r)
{
	struct html_bar *v = ARENA_ARRAY(s->arena, r->n_counts, struct html_bar);
	size_t n = 0;

	for (size_t i = 0; i < r->n_counts; i++)
		if (q->type != FORM_REF || r->counts[i] > 0)
			v[n++] = bar_of(s, q->options[i].text, r->counts[i], r->n);
	if (n > 0 && n <= BARS_MAX)
		html_chart_bars(
		    s->h, &(struct html_bars){.title = _("Shares of the answers, with "
							 "intervals of confidence"),
			      .max = 100,
			      .v = v,
			      .n = n});
}

/* ---- readiness to recommend */

static void write_nps(const struct sheet *s, const struct stat_row *r)
{
	static const enum html_tone tones[] = {
	    HTML_TONE_BEST, HTML_TONE_MIDDLE, HTML_TONE_WORST};
	const char *const series[] = {_("promoters"), _("passives"), _("critics")};
	struct stat_nps nps = stat_nps(r);
	const uint32_t counts[] = {nps.promoters, nps.passives, nps.critics};
	double shares[3];
	const char *texts[3];
	const struct html_stack stack = {_("All who answered"),
	    arena_printf(s->arena, _("answered: %u"), r->n), shares, texts};

	for (size_t i = 0; i < 3; i++) {
		shares[i] = 100.0 * counts[i] / r->n;
		texts[i] = sheet_percent(s, stat_percent(counts[i], r->n));
	}
	html_chart_stacks(s->h, &(struct html_stacks){.id = chart_id(s, r->item->id),
				    .title = _("Readiness to recommend"),
				    .series = series,
				    .tones = tones,
				    .n_series = 3,
				    .v = &stack,
				    .n = 1});
}

static void write_marks(const struct sheet *s, const struct stat_row *r)
{
	struct html_bar *v = ARENA_ARRAY(s->arena, r->n_counts, struct html_bar);

	for (size_t i = 0; i < r->n_counts; i++)
		v[i] = bar_of(s,
		    arena_printf(s->arena, _("mark %d"), r->question->min + (int)i),
		    r->counts[i], r->n);
	html_chart_bars(
	    s->h, &(struct html_bars){.title = _("Shares of the marks, with intervals of "
						 "confidence"),
		      .max = 100,
		      .v = v,
		      .n = r->n_counts});
}

/* ---- importance against rating (csi) */

struct map {
	const struct stat_row **v; /* rows to be shown */
	size_t n;
	struct stat_split split;
};

static struct map map_of(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	struct map m = {.v = ARENA_ARRAY(s->arena, q->items, const struct stat_row *),
	    .split = stat_split(rows, q->items)};

	for (size_t i = 0; i < q->items; i++)
		if (!rows[i].hidden && rows[i].n > 0)
			m.v[m.n++] = &rows[i];
	return m;
}

void sheet_gaps(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	const struct map map = map_of(s, q, rows), *m = &map;
	const struct html_column columns[] = {{_("Criterion"), NULL, false},
	    {_("Mean importance"), NULL, true}, {_("Mean rating"), NULL, true},
	    {_("Gap"), NULL, true}, {_("Field of the chart"), NULL, false}};

	html_table_begin(s->h,
	    &(struct html_table){.caption = _("Gap: mean importance minus mean rating"),
		.columns = columns,
		.n_columns = 5});
	for (size_t i = 0; i < m->n; i++) {
		const struct stat_row *r = m->v[i];

		html_row(s->h);
		/* As the point is marked: parts of a row have no number in print. */
		html_cell_head(s->h,
		    arena_printf(s->arena, "%s. %s", r->item->id, export_item_text(r)));
		html_cell_number(s->h, sheet_decimal(s, stat_importance_mean(r)));
		html_cell_number(s->h, sheet_decimal(s, stat_rating_mean(r)));
		html_cell_number(s->h, sheet_decimal(s, stat_gap(r)));
		html_cell(s->h, export_quadrant(stat_quadrant(&m->split, r)));
		html_row_end(s->h);
	}
	html_table_end(s->h);
}

/* The part of the scale that is in use, half a mark more at each end. */
static void frame_of(const struct map *m, struct html_quadrant *c)
{
	c->x_min = c->y_min = STAT_MARKS;
	c->x_max = c->y_max = 1;
	for (size_t i = 0; i < m->n; i++) {
		double x = number_of(stat_rating_mean(m->v[i]));
		double y = number_of(stat_importance_mean(m->v[i]));

		c->x_min = fmin(c->x_min, x);
		c->x_max = fmax(c->x_max, x);
		c->y_min = fmin(c->y_min, y);
		c->y_max = fmax(c->y_max, y);
	}
	c->x_min = fmax(1, c->x_min - 0.5);
	c->y_min = fmax(1, c->y_min - 0.5);
	c->x_max = fmin(STAT_MARKS, c->x_max + 0.5);
	c->y_max = fmin(STAT_MARKS, c->y_max + 0.5);
}

static void write_map(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	struct map m = map_of(s, q, rows);
	struct html_point *v = ARENA_ARRAY(s->arena, m.n, struct html_point);
	struct html_quadrant c = {.id = chart_id(s, q->id),
	    .title = title_of(s, _("Importance against rating")),
	    .x_title = _("mean rating"),
	    .y_title = _("mean importance"),
	    .corners = {export_quadrant(STAT_QUADRANT_IMPROVE),
		export_quadrant(STAT_QUADRANT_KEEP), export_quadrant(STAT_QUADRANT_MINOR),
		export_quadrant(STAT_QUADRANT_AMPLE)},
	    .v = v,
	    .n = m.n};

	if (m.n < 2)
		return; /* nothing to compare with */
	for (size_t i = 0; i < m.n; i++)
		v[i] = (struct html_point){m.v[i]->item->id, export_item_text(m.v[i]),
		    number_of(stat_rating_mean(m.v[i])),
		    number_of(stat_importance_mean(m.v[i]))};
	frame_of(&m, &c);
	c.x_split = number_of(m.split.rating);
	c.y_split = number_of(m.split.importance);
	c.x_text = sheet_decimal(s, m.split.rating);
	c.y_text = sheet_decimal(s, m.split.importance);
	html_chart_quadrant(s->h, &c);
}

/* ---- */

void sheet_chart(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	if (q->type == FORM_CSI)
		write_map(s, q, rows);
	else if (q->type == FORM_MATRIX && rows[0].sided)
		write_stacks(s, q, rows);
	else if (rows[0].hidden || rows[0].n == 0 || q->items != 1)
		return;
	else if (q->type == FORM_SINGLE && rows[0].sided)
		write_stacks(s, q, rows);
	else if (q->type == FORM_SINGLE || q->type == FORM_MULTI || q->type == FORM_REF)
		write_bars(s, q, rows);
	else if (q->type == FORM_SCALE && (q->feeds & FORM_FEED_NPS) != 0)
		write_nps(s, rows);
	else if (q->type == FORM_SCALE)
		write_marks(s, rows);
}

static struct html_bar dimension_bar(
    const struct sheet *s, const struct stat_dimension *d)
{
	const struct stat_interval v = stat_interval_of(&d->estimate);

	return (struct html_bar){d->name, sheet_percent(s, d->satisfied), note_of(s, v),
	    number_of(d->satisfied), number_of(v.low), number_of(v.high)};
}

void sheet_chart_dimensions(const struct sheet *s)
{
	const struct stat_satisfaction *f = s->r->satisfaction;
	struct html_bar *v = ARENA_ARRAY(s->arena, f->n_dimensions, struct html_bar);
	size_t n = 0;

	for (size_t i = 0; i < f->n_dimensions; i++)
		if (f->dimensions[i].satisfied.known)
			v[n++] = dimension_bar(s, &f->dimensions[i]);
	if (n > 0)
		html_chart_bars(s->h,
		    &(struct html_bars){
			.title =
			    _("Satisfied, by dimension, with intervals of confidence"),
			.max = 100,
			.v = v,
			.n = n});
}
