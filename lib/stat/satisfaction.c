#include "stat/satisfaction.h"

#include "base/text.h"

struct stat_share stat_share_row(const struct stat_row *r)
{
	int64_t base = r->hidden || !r->sided ? 0 : r->base;
	int64_t sat = r->satisfied, dsat = r->dissatisfied;

	return (struct stat_share){stat_percent(sat, base), stat_percent(dsat, base),
	    stat_percent(sat - dsat, base)};
}

/* Sum and number of shares on the way to a mean. */
struct mean {
	long double sum;
	size_t n;
};

static void add(struct mean *m, const struct stat_row *r)
{
	if (r->hidden || r->base == 0)
		return;
	m->sum += 100.0L * (long double)r->satisfied / (long double)r->base;
	m->n++;
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

static struct stat_figure index_of(const struct mean *v, size_t n)
{
	struct mean index = {0, 0};

	for (size_t i = 0; i < n; i++) {
		if (v[i].n == 0)
			continue;
		index.sum += v[i].sum / (long double)v[i].n;
		index.n++;
	}
	return stat_mean(index.sum, index.n, 1);
}

const struct stat_satisfaction *stat_satisfaction(
    struct arena *a, const struct stat_table *t)
{
	struct stat_satisfaction *s = ARENA_NEW(a, struct stat_satisfaction);
	struct stat_dimension *v = ARENA_ARRAY(a, t->n_rows, struct stat_dimension);
	struct mean *means = ARENA_ARRAY(a, t->n_rows, struct mean);
	struct mean overall = {0, 0};

	for (size_t i = 0; i < t->n_rows; i++) {
		const struct stat_row *r = &t->rows[i];

		if (!measures(r))
			continue;
		s->any = true;
		if (r->question->overall)
			add(&overall, r);
		else if (r->item->dimension)
			add(&means[dimension_at(v, &s->n_dimensions, r->item->dimension)],
			    r);
	}
	for (size_t i = 0; i < s->n_dimensions; i++) {
		v[i].rows = means[i].n;
		v[i].satisfied = stat_mean(means[i].sum, means[i].n, 1);
	}
	s->overall = stat_mean(overall.sum, overall.n, 1);
	s->index = index_of(means, s->n_dimensions);
	s->dimensions = v;
	return s;
}
