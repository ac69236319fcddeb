#include "stat/tabulate.h"

static const uint32_t *cells(struct arena *a, const struct stat_tally *t, size_t item,
    size_t first, size_t n, uint32_t *total)
{
	uint32_t *v = ARENA_ARRAY(a, n, uint32_t);

	for (size_t i = 0; i < n; i++) {
		v[i] = stat_tally_get(t, (uint16_t)item, (uint16_t)(first + i));
		*total += v[i];
	}
	return v;
}

static uint64_t mark_sum(const uint32_t *counts)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < STAT_MARKS; i++)
		sum += (uint64_t)counts[i] * (i + 1);
	return sum;
}

static void fill_sides(struct stat_row *r)
{
	const struct form_option *o = r->question->options;

	for (size_t i = 0; i < r->n_counts; i++) {
		r->sided |= o[i].side != FORM_SIDE_NONE;
		if (o[i].side == FORM_SIDE_SATISFIED)
			r->satisfied += r->counts[i];
		else if (o[i].side == FORM_SIDE_DISSATISFIED)
			r->dissatisfied += r->counts[i];
	}
	r->base = r->sided ? r->satisfied + r->dissatisfied : r->n;
}

static void fill_csi(
    struct arena *a, const struct stat_tally *t, size_t item, struct stat_row *r)
{
	uint32_t importances = 0;

	r->ratings = cells(a, t, item, 1, STAT_MARKS, &r->n);
	r->importances =
	    cells(a, t, item, STAT_CELL_IMPORTANCE + 1, STAT_MARKS, &importances);
	r->rating_sum = mark_sum(r->ratings);
	r->importance_sum = mark_sum(r->importances);
	r->base = r->n;
}

static void fill_options(
    struct arena *a, const struct stat_tally *t, size_t item, struct stat_row *r)
{
	uint32_t marks = 0;

	r->n_counts = r->question->n_options;
	r->counts = cells(a, t, item, 1, r->n_counts, &marks);
	/* A multi counts who answered apart: its options overlap. */
	r->n = r->question->type == FORM_MULTI ? stat_tally_get(t, (uint16_t)item, 0)
					       : marks;
	fill_sides(r);
}

static void fill_scale(
    struct arena *a, const struct stat_tally *t, size_t item, struct stat_row *r)
{
	r->n_counts = (size_t)(r->question->max - r->question->min) + 1;
	r->counts = cells(a, t, item, 1, r->n_counts, &r->n);
	r->base = r->n;
}

static void fill_texts(
    struct arena *a, const struct stat_tally *t, size_t item, struct stat_row *r)
{
	r->texts = stat_tally_get(t, (uint16_t)item, 0);
	r->n = r->texts;
	if (r->question->type == FORM_MATRIX_TEXT) {
		r->n_counts = 1;
		r->counts = cells(a, t, item, 1, 1, &r->n);
	}
	r->base = r->n;
}

static void fill(
    struct arena *a, const struct stat_tally *t, size_t item, struct stat_row *r)
{
	switch (r->question->type) {
	case FORM_CSI:
		fill_csi(a, t, item, r);
		break;
	case FORM_SINGLE:
	case FORM_MULTI:
	case FORM_MATRIX:
	case FORM_REF:
		fill_options(a, t, item, r);
		break;
	case FORM_SCALE:
		fill_scale(a, t, item, r);
		break;
	case FORM_TEXT:
	case FORM_MATRIX_TEXT:
		fill_texts(a, t, item, r);
		break;
	}
}

struct stat_table *stat_tabulate(
    struct arena *a, const struct form *f, const struct stat_tally *t)
{
	struct stat_table *table = ARENA_NEW(a, struct stat_table);

	table->form = f;
	table->responses = stat_tally_get(t, STAT_WHOLE, 0);
	table->n_rows = f->n_items;
	table->rows = ARENA_ARRAY(a, f->n_items, struct stat_row);
	for (size_t i = 0; i < f->n_items; i++) {
		table->rows[i].item = &f->items[i];
		table->rows[i].question = &f->questions[f->items[i].question];
		fill(a, t, i, &table->rows[i]);
	}
	return table;
}

struct stat_figure stat_rating_mean(const struct stat_row *r)
{
	return stat_figure((int64_t)r->rating_sum, r->n, 2);
}

struct stat_figure stat_importance_mean(const struct stat_row *r)
{
	return stat_figure((int64_t)r->importance_sum, r->n, 2);
}

struct stat_figure stat_scale_mean(const struct stat_row *r)
{
	int64_t sum = 0;

	for (size_t i = 0; i < r->n_counts; i++)
		sum += (int64_t)r->counts[i] * (r->question->min + (int64_t)i);
	return stat_figure(sum, r->n, 2);
}

struct stat_figure stat_share_high(const uint32_t *counts, size_t n, int min)
{
	int64_t high = 0, all = 0;

	for (size_t i = 0; i < n; i++) {
		all += counts[i];
		if (min + (int)i >= STAT_HIGH_FROM)
			high += counts[i];
	}
	return stat_percent(high, all);
}
