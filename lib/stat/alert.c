#include "stat/alert.h"

#include <stdlib.h>

#include "stat/satisfaction.h"

static bool is_alarming(const struct stat_alert_rules *rules, const struct stat_row *r)
{
	return r->sided && !r->hidden && r->base > 0 &&
	       r->base >= (uint32_t)rules->base &&
	       (uint64_t)r->dissatisfied * 100 >= (uint64_t)rules->dissatisfied * r->base;
}

static int largest_first(const void *a, const void *b)
{
	const struct stat_alert *x = a, *y = b;

	if (x->value.v != y->value.v)
		return x->value.v > y->value.v ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

const struct stat_alert *stat_alerts(struct arena *a,
    const struct stat_alert_rules *rules, const struct stat_table *t,
    const struct stat_csi *csi, size_t *n_r)
{
	struct stat_alert *v = ARENA_ARRAY(a, t->n_rows + 1, struct stat_alert);
	size_t n = 0, first;

	if (csi->any && csi->overall.level == STAT_LEVEL_LOW &&
	    csi->overall.n >= (uint32_t)rules->base)
		v[n++] = (struct stat_alert){NULL, csi->overall.value, csi->overall.n};
	first = n;
	for (size_t i = 0; i < t->n_rows; i++)
		if (is_alarming(rules, &t->rows[i]))
			v[n++] = (struct stat_alert){&t->rows[i],
			    stat_share_row(&t->rows[i]).dissatisfied, t->rows[i].base};
	qsort(v + first, n - first, sizeof(*v), largest_first);
	*n_r = n;
	return v;
}
