#include "stat/alert.h"

#include <stdlib.h>

#include "stat/satisfaction.h"

static bool is_alarming(const struct stat_alert_rules *rules, const struct stat_row *r)
{
	return r->sided && !r->hidden && r->base > 0 &&
	       r->base >= (uint32_t)rules->base &&
	       (uint64_t)r->dissatisfied * 100 >= (uint64_t)rules->dissatisfied * r->base;
}

/* A row that few answer, of a service few use, silences nothing. */
static struct stat_alert low_csi(const struct stat_table *t, const struct stat_csi *csi)
{
	struct stat_alert alert = {.value = csi->overall.value};

	for (size_t i = 0; i < t->n_rows; i++) {
		const struct stat_row *r = &t->rows[i];

		if (r->question->type != FORM_CSI || !r->item->counts || r->hidden ||
		    r->n == 0)
			continue;
		if (r->n > alert.base)
			alert.base = r->n;
		if (alert.least == 0 || r->n < alert.least)
			alert.least = r->n;
	}
	return alert;
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
	const struct stat_alert low = low_csi(t, csi);
	size_t n = 0, first;

	if (csi->overall.level == STAT_LEVEL_LOW && low.base >= (uint32_t)rules->base)
		v[n++] = low;
	first = n;
	for (size_t i = 0; i < t->n_rows; i++)
		if (is_alarming(rules, &t->rows[i]))
			v[n++] = (struct stat_alert){.row = &t->rows[i],
			    .value = stat_share_row(&t->rows[i]).dissatisfied,
			    .base = t->rows[i].base};
	qsort(v + first, n - first, sizeof(*v), largest_first);
	*n_r = n;
	return v;
}
