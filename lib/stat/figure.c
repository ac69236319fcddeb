#include "stat/figure.h"

#include <assert.h>

#include "base/text.h"

#define NEAR_HALF 1e-9L /* in units of the last digit shown */

static int64_t power(int digits)
{
	int64_t p = 1;

	for (int i = 0; i < digits; i++)
		p *= 10;
	return p;
}

struct stat_figure stat_figure(int64_t num, int64_t den, int digits)
{
	__int128 scaled = (__int128)num * power(digits);

	assert(den >= 0);
	if (den == 0)
		return (struct stat_figure){false, 0, digits};
	scaled = (2 * scaled + (scaled < 0 ? -den : den)) / (2 * (__int128)den);
	return (struct stat_figure){true, (int64_t)scaled, digits};
}

struct stat_figure stat_percent(int64_t part, int64_t whole)
{
	return stat_figure(100 * part, whole, 1);
}

struct stat_figure stat_mean(long double sum, size_t n, int digits)
{
	long double scaled;

	if (n == 0)
		return (struct stat_figure){false, 0, digits};
	scaled = sum * (long double)power(digits) / (long double)n;
	scaled += scaled < 0 ? -0.5L - NEAR_HALF : 0.5L + NEAR_HALF;
	return (struct stat_figure){true, (int64_t)scaled, digits};
}

const char *stat_figure_text(struct arena *a, struct stat_figure f, char point)
{
	return f.known ? text_ratio(a, f.v, power(f.digits), f.digits, point) : NULL;
}

double stat_figure_double(struct stat_figure f)
{
	assert(f.known);
	return (double)f.v / (double)power(f.digits);
}
