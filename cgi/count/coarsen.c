#include <stdlib.h>
#include <string.h>

#include "count.h"

static const char *channel_of(const struct db_count_response *r)
{
	return r->channel == NULL ? "" : r->channel;
}

static int by_day(const void *a, const void *b)
{
	const struct db_count_response *const *x = a, *const *y = b;

	return ((*x)->day > (*y)->day) - ((*x)->day < (*y)->day);
}

static int by_channel(const void *a, const void *b)
{
	const struct db_count_response *const *x = a, *const *y = b;

	return strcmp(channel_of(*x), channel_of(*y));
}

static void day_to_month(struct db_count_response *r)
{
	int year, month, mday;

	if (r->day == DAY_NONE)
		return;
	day_to_date(r->day, &year, &month, &mday);
	r->day = day_from_date(year, month, 1);
}

static void channel_to_other(struct db_count_response *r)
{
	r->channel = COUNT_CHANNEL_OTHER;
}

/* Finds the runs of equal responses that are shorter than k. */
static void coarsen(struct db_count_response **v, size_t n, size_t k,
    int (*compare)(const void *, const void *),
    void (*change)(struct db_count_response *))
{
	size_t end;

	qsort(v, n, sizeof(*v), compare);
	for (size_t start = 0; start < n; start = end) {
		for (end = start + 1; end < n; end++) {
			if (compare(&v[start], &v[end]) != 0)
				break;
		}
		for (size_t i = start; end - start < k && i < end; i++)
			change(v[i]);
	}
}

void count_coarsen(struct arena *a, struct db_count_response *v, size_t n, size_t k)
{
	struct db_count_response **sorted = ARENA_ARRAY(a, n, struct db_count_response *);

	for (size_t i = 0; i < n; i++)
		sorted[i] = &v[i];
	coarsen(sorted, n, k, by_day, day_to_month);
	coarsen(sorted, n, k, by_channel, channel_to_other);
}
