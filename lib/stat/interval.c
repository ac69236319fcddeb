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

static long double within(long double v, int min, int max)
{
	return v < min ? min : v > max ? max : v;
}

struct stat_interval stat_interval_mean(const uint32_t *counts, size_t n_counts, int min)
{
	const int max = min + (int)n_counts - 1;
	long double n = 0, sum = 0, squares = 0, mean, half;

	for (size_t i = 0; i < n_counts; i++) {
		n += counts[i];
		sum += (long double)counts[i] * (min + (int)i);
	}
	if (n < 2)
		return unknown(2);
	mean = sum / n;
	for (size_t i = 0; i < n_counts; i++)
		squares += counts[i] * (min + (int)i - mean) * (min + (int)i - mean);
	half = Z_95 * sqrtl(squares / (n - 1) / n);
	return (struct stat_interval){stat_mean(within(mean - half, min, max), 1, 2),
	    stat_mean(within(mean + half, min, max), 1, 2)};
}

bool stat_interval_is_rough(const struct stat_row *r)
{
	return !r->hidden && r->n > 0 && r->base < STAT_USABLE_BASE;
}
