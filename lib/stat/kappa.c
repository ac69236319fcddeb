#include "stat/kappa.h"

static int64_t total(const struct stat_agreement *g)
{
	return (int64_t)g->both + g->first + g->second + g->neither;
}

/* Agreement by chance, times the number of texts squared. */
static int64_t expected(const struct stat_agreement *g)
{
	int64_t a = (int64_t)g->both + g->first, b = (int64_t)g->both + g->second;
	int64_t n = total(g);

	return a * b + (n - a) * (n - b);
}

struct stat_figure stat_kappa(const struct stat_agreement *g)
{
	return stat_kappa_pooled(g, 1);
}

struct stat_figure stat_kappa_pooled(const struct stat_agreement *v, size_t n)
{
	int64_t num = 0, den = 0;

	/* Two coders have read the same texts for every topic: n squared is common. */
	for (size_t i = 0; i < n; i++) {
		int64_t texts = total(&v[i]), e = expected(&v[i]);

		num += texts * ((int64_t)v[i].both + v[i].neither) - e;
		den += texts * texts - e;
	}
	return stat_figure(num, den, 2);
}
