#include "stat/axis.h"

#include "stat/recommend.h"

static bool is_marks(const struct form_question *q)
{
	return q->type == FORM_SCALE || q->type == FORM_CSI;
}

/* Number of the band a mark is in, from the lowest. */
static size_t band(const struct form_question *q, int mark)
{
	if (q->feeds & FORM_FEED_NPS)
		return (mark > STAT_CRITIC_TO) + (mark >= STAT_PROMOTER_FROM);
	return mark >= STAT_HIGH_FROM;
}

struct stat_axis stat_axis(struct arena *a, const struct form *f,
    const struct stat_place *p, bool bands, bool base)
{
	const struct form_question *q = &f->questions[f->items[p->item].question];
	size_t *row = ARENA_ARRAY(a, p->answers, size_t);
	size_t *first = ARENA_ARRAY(a, p->answers, size_t);
	size_t *last = ARENA_ARRAY(a, p->answers, size_t);
	struct stat_axis x = {.place = *p, .row = row, .first = first, .last = last};

	bands &= is_marks(q);
	base &= !is_marks(q);
	for (size_t i = 0; i < p->answers; i++) {
		const int mark = p->first + (int)i;
		const bool same = bands && i > 0 && band(q, mark) == band(q, mark - 1);

		row[i] = STAT_AXIS_OUT;
		if (base && q->options[i].side == FORM_SIDE_OUTSIDE)
			continue;
		if (!same)
			first[x.n++] = i;
		row[i] = x.n - 1;
		last[x.n - 1] = i;
	}
	return x;
}

struct stat_axis stat_axis_of(
    struct arena *a, const struct stat_axis *x, const bool *keep)
{
	size_t *row = ARENA_ARRAY(a, x->place.answers, size_t);
	size_t *first = ARENA_ARRAY(a, x->n, size_t);
	size_t *last = ARENA_ARRAY(a, x->n, size_t);
	struct stat_axis kept = {
	    .place = x->place, .row = row, .first = first, .last = last};

	for (size_t i = 0; i < x->place.answers; i++)
		row[i] = STAT_AXIS_OUT;
	for (size_t i = 0; i < x->n; i++) {
		if (!keep[i])
			continue;
		first[kept.n] = x->first[i];
		last[kept.n] = x->last[i];
		for (size_t j = 0; j < x->place.answers; j++)
			if (x->row[j] == i)
				row[j] = kept.n;
		kept.n++;
	}
	return kept;
}
