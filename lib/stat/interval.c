#include "stat/interval.h"

#include <assert.h>
#include <math.h>

#define Z_95 1.959963984540054L /* two-sided 95 % quantile of the normal distribution */

static struct stat_interval unknown(int digits)
{
	struct stat_figure none = {false, 0, digits};

	return (struct stat_interval){none, none};
}

struct stat_interval stat_interval_share(uint32_t part, uint32_t whole)
{
	const long double n = whole, zz = Z_95 * Z_95;
	long double p, centre, half;

	assert(part <= whole);
	if (whole == 0)
		return unknown(1);
	p = part / n;
	centre = (p + zz / (2 * n)) / (1 + zz / n);
	half = Z_95 / (1 + zz / n) * sqrtl(p * (1 - p) / n + zz / (4 * n * n));
	/* At the ends the formula gives them exactly; rounding must not miss them. */
	return (struct stat_interval){
	    stat_mean(part == 0 ? 0 : 100 * (centre - half), 1, 1),
	    stat_mean(part == whole ? 100 : 100 * (centre + half), 1, 1)};
}

static struct stat_interval around(const struct stat_estimate *e, long double half)
{
	const int digits = e->value.digits;

	return (struct stat_interval){stat_mean(fmaxl(e->mean - half, e->min), 1, digits),
	    stat_mean(fminl(e->mean + half, e->max), 1, digits)};
}

struct stat_interval stat_interval_of(const struct stat_estimate *e)
{
	if (!e->value.known)
		return unknown(e->value.digits);
	switch (e->kind) {
	case STAT_ESTIMATE_SHARE:
		return stat_interval_share(e->part, e->base);
	case STAT_ESTIMATE_MEAN:
		if (e->base < 2 || e->error <= 0)
			return unknown(e->value.digits);
		return around(e, stat_differ_t_quantile(e->base - 1) * e->error);
	case STAT_ESTIMATE_INDEX:
		break;
	}
	return around(e, Z_95 * e->error);
}

struct stat_interval stat_interval_mean(const uint32_t *counts, size_t n_counts, int min)
{
	const struct stat_estimate e = stat_estimate_mean(counts, n_counts, min, 1, 2);

	return stat_interval_of(&e);
}

bool stat_interval_is_rough(const struct stat_row *r)
{
	return !r->hidden && r->n > 0 && r->base < STAT_USABLE_BASE;
}

bool stat_estimate_is_rough(const struct stat_estimate *e)
{
	return e->value.known && e->base < STAT_USABLE_BASE;
}
