#include <stdlib.h>

#include "count.h"

/* A way of making responses alike. */
struct scale {
	int (*compare)(const void *, const void *);
	bool (*is_coarse)(const struct db_count_response *);
	void (*change)(struct db_count_response *);
};

struct group {
	size_t start, n;
};

static int by_day(const void *a, const void *b)
{
	const struct db_count_response *const *x = a, *const *y = b;

	return ((*x)->marks.day > (*y)->marks.day) - ((*x)->marks.day < (*y)->marks.day);
}

static int by_channel(const void *a, const void *b)
{
	const struct db_count_response *const *x = a, *const *y = b;

	return count_compare((*x)->marks.channel, (*y)->marks.channel);
}

static int by_language(const void *a, const void *b)
{
	const struct db_count_response *const *x = a, *const *y = b;

	return count_compare((*x)->marks.language, (*y)->marks.language);
}

static day_t month_of(day_t day)
{
	int year, month, mday;

	if (day == DAY_NONE)
		return DAY_NONE;
	day_to_date(day, &year, &month, &mday);
	return day_from_date(year, month, 1);
}

static bool is_month(const struct db_count_response *r)
{
	return r->marks.day == month_of(r->marks.day);
}

static void day_to_month(struct db_count_response *r)
{
	r->marks.day = month_of(r->marks.day);
}

static bool is_undated(const struct db_count_response *r)
{
	return r->marks.day == DAY_NONE;
}

static void day_to_none(struct db_count_response *r)
{
	r->marks.day = DAY_NONE;
}

static bool is_other_channel(const struct db_count_response *r)
{
	return count_compare(r->marks.channel, COUNT_OTHER) == 0;
}

static void channel_to_other(struct db_count_response *r)
{
	r->marks.channel = COUNT_OTHER;
}

static bool is_other_language(const struct db_count_response *r)
{
	return count_compare(r->marks.language, COUNT_OTHER) == 0;
}

static void language_to_other(struct db_count_response *r)
{
	r->marks.language = COUNT_OTHER;
}

static const struct scale months = {by_day, is_month, day_to_month};
static const struct scale undated = {by_day, is_undated, day_to_none};
static const struct scale channels = {by_channel, is_other_channel, channel_to_other};
static const struct scale languages = {by_language, is_other_language, language_to_other};

/*
 * The smallest group that is not coarse yet, if it is to become so: it has fewer
 * than k, or the coarse one has and could be told apart by that.
 */
static struct group next_group(
    struct db_count_response **v, size_t n, size_t k, const struct scale *s)
{
	struct group least = {0, 0}, g;
	size_t coarse = 0;

	qsort(v, n, sizeof(*v), s->compare);
	for (g.start = 0; g.start < n; g.start += g.n) {
		for (g.n = 1; g.start + g.n < n; g.n++)
			if (s->compare(&v[g.start], &v[g.start + g.n]) != 0)
				break;
		if (s->is_coarse(v[g.start]))
			coarse = g.n;
		else if (least.n == 0 || g.n < least.n)
			least = g;
	}
	if (least.n >= k && (coarse == 0 || coarse >= k))
		least.n = 0;
	return least;
}

static void coarsen(
    struct db_count_response **v, size_t n, size_t k, const struct scale *s)
{
	struct group g;

	while ((g = next_group(v, n, k, s)).n > 0)
		for (size_t i = 0; i < g.n; i++)
			s->change(v[g.start + i]);
}

static void coarsen_days(struct db_count_response **v, size_t n, size_t k)
{
	size_t end;

	qsort(v, n, sizeof(*v), by_day);
	for (size_t start = 0; start < n; start = end) {
		day_t month = month_of(v[start]->marks.day);

		for (end = start + 1; end < n; end++)
			if (month_of(v[end]->marks.day) != month)
				break;
		coarsen(v + start, end - start, k, &months);
	}
	/* A month of its own can still be too small; a trial's batch all is. */
	if (n >= k)
		coarsen(v, n, k, &undated);
}

static int by_place(const void *a, const void *b)
{
	const struct db_count_response *const *x = a, *const *y = b;
	const struct db_count_marks *m = &(*x)->marks, *o = &(*y)->marks;

	if (m->version_id != o->version_id)
		return m->version_id < o->version_id ? -1 : 1;
	if (m->day != o->day)
		return m->day < o->day ? -1 : 1;
	return count_compare(m->channel, o->channel);
}

/* Of a version with one language alone there is nothing to coarsen. */
static void coarsen_languages(struct db_count_response **v, size_t n, size_t k)
{
	size_t end;

	qsort(v, n, sizeof(*v), by_place);
	for (size_t start = 0; start < n; start = end) {
		for (end = start + 1; end < n; end++)
			if (by_place(&v[start], &v[end]) != 0)
				break;
		if (v[start]->marks.language != NULL)
			coarsen(v + start, end - start, k, &languages);
	}
}

void count_coarsen(struct arena *a, struct db_count_response *v, size_t n, size_t k)
{
	struct db_count_response **sorted = ARENA_ARRAY(a, n, struct db_count_response *);

	for (size_t i = 0; i < n; i++)
		sorted[i] = &v[i];
	coarsen_days(sorted, n, k);
	coarsen(sorted, n, k, &channels);
	coarsen_languages(sorted, n, k);
}

static size_t number_of_month(const struct opened *v, size_t n, day_t month)
{
	size_t of_month = 0;

	for (size_t i = 0; i < n; i++)
		of_month += month_of(v[i].day) == month;
	return of_month;
}

void count_coarsen_few(struct db_count_response *v, size_t n, const struct opened *batch,
    size_t n_batch, size_t k)
{
	for (size_t i = 0; i < n && n < k; i++)
		if (v[i].marks.day != DAY_NONE &&
		    number_of_month(batch, n_batch, month_of(v[i].marks.day)) < k)
			v[i].marks.day = DAY_NONE;
}
