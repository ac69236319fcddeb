#include "stat/satisfaction.h"

#include "base/text.h"

struct stat_share stat_share_row(const struct stat_row *r)
{
	int64_t base = r->hidden || !r->sided ? 0 : r->base;
	int64_t sat = r->satisfied, dsat = r->dissatisfied;

	return (struct stat_share){stat_percent(sat, base), stat_percent(dsat, base),
	    stat_percent(sat - dsat, base)};
}

/* Of the rows on the way to a mean: sums of shares and errors. */
struct mean {
	long double satisfied, dissatisfied, error;
	size_t n;
	uint32_t least, most;       /* base among them */
	size_t rows;                /* all that went into it */
	const struct stat_row *row; /* the last of them */
};

static void widen(struct mean *m, uint32_t least, uint32_t most)
{
	m->least = m->n == 0 || least < m->least ? least : m->least;
	m->most = most > m->most ? most : m->most;
}

static void add(struct mean *m, const struct stat_row *r)
{
	struct stat_estimate e = stat_estimate_share(r->satisfied, r->base);

	if (r->hidden || r->base == 0)
		return;
	m->satisfied += e.mean;
	m->dissatisfied += 100.0L * (long double)r->dissatisfied / (long double)r->base;
	m->error += e.error;
	widen(m, r->base, r->base);
	m->row = r;
	m->rows++;
	m->n++;
}

/* A mean of means: each weighs as one. */
static void add_mean(struct mean *m, const struct mean *of)
{
	if (of->n == 0)
		return;
	m->satisfied += of->satisfied / (long double)of->n;
	m->dissatisfied += of->dissatisfied / (long double)of->n;
	m->error += of->error / (long double)of->n;
	widen(m, of->least, of->most);
	m->row = of->row;
	m->rows += of->rows;
	m->n++;
}

static struct stat_estimate estimate_of(const struct mean *m)
{
	struct stat_estimate e = {.kind = STAT_ESTIMATE_INDEX,
	    .value = stat_mean(m->satisfied, m->n, 1),
	    .base = m->least,
	    .most = m->most,
	    .max = 100};

	if (m->rows == 1)
		return stat_estimate_share(m->row->satisfied, m->row->base);
	if (m->n > 0) {
		e.mean = m->satisfied / (long double)m->n;
		e.error = m->error / (long double)m->n;
	}
	return e;
}

static struct stat_figure balance_of(const struct mean *m)
{
	return stat_mean(m->satisfied - m->dissatisfied, m->n, 1);
}

static bool measures(const struct stat_row *r)
{
	return r->sided && (r->question->feeds & FORM_FEED_SAT);
}

static size_t dimension_at(struct stat_dimension *v, size_t *n, const char *name)
{
	for (size_t i = 0; i < *n; i++)
		if (text_equal(v[i].name, name))
			return i;
	v[*n].name = name;
	return (*n)++;
}

const struct stat_satisfaction *stat_satisfaction(
    struct arena *a, const struct stat_table *t)
{
	struct stat_satisfaction *s = ARENA_NEW(a, struct stat_satisfaction);
	struct stat_dimension *v = ARENA_ARRAY(a, t->n_rows, struct stat_dimension);
	struct mean *means = ARENA_ARRAY(a, t->n_rows, struct mean);
	struct mean overall = {.n = 0}, index = {.n = 0};

	for (size_t i = 0; i < t->n_rows; i++) {
		const struct stat_row *r = &t->rows[i];

		if (!measures(r))
			continue;
		s->any = true;
		s->has_overall |= r->question->overall;
		if (r->question->overall)
			add(&overall, r);
		else if (r->item->dimension)
			add(&means[dimension_at(v, &s->n_dimensions, r->item->dimension)],
			    r);
	}
	for (size_t i = 0; i < s->n_dimensions; i++) {
		const struct mean *m = &means[i];

		v[i].rows = m->n;
		v[i].estimate = estimate_of(m);
		v[i].satisfied = v[i].estimate.value;
		v[i].dissatisfied = stat_mean(m->dissatisfied, m->n, 1);
		v[i].balance = balance_of(m);
		add_mean(&index, m);
	}
	s->overall_estimate = estimate_of(&overall);
	s->overall = s->overall_estimate.value;
	s->overall_balance = balance_of(&overall);
	s->index_estimate = estimate_of(&index);
	s->index = s->index_estimate.value;
	s->index_balance = balance_of(&index);
	s->dimensions = v;
	return s;
}
