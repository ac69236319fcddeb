#include "stat/holm.h"

#include <stdlib.h>

static int by_p(const void *x, const void *y)
{
	const struct stat_holm *a = x, *b = y;

	if (a->p != b->p)
		return a->p < b->p ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

void stat_holm(struct stat_holm *v, size_t n)
{
	long double least = 0; /* a greater p is never corrected to less */

	if (n > 0)
		qsort(v, n, sizeof(*v), by_p);
	for (size_t i = 0; i < n; i++) {
		v[i].p *= (long double)(n - i);
		v[i].p = v[i].p < least ? least : v[i].p > 1 ? 1 : v[i].p;
		least = v[i].p;
	}
}
