#include "stat/differ.h"

#include <assert.h>
#include <math.h>

#include "stat/interval.h"

#define TERMS 10000 /* the continued fraction ends long before */
#define ENOUGH 1e-16L
#define TINY 1e-300L
#define ADDED 2          /* answers at each end of the scale (Agresti and Coull) */
#define EXPECTED_LEAST 5 /* answers of a kind, for the z test of shares */
#define UNTESTED (-1)    /* for p */
#define BISECTIONS 64    /* as many bits as there are */

struct stat_moments stat_moments(const uint32_t *counts, size_t n_counts, int min)
{
	struct stat_moments m = {0, 0, 0};
	long double sum = 0, squares = 0;

	for (size_t i = 0; i < n_counts; i++) {
		m.n += counts[i];
		sum += (long double)counts[i] * (min + (int)i);
	}
	if (m.n == 0)
		return m;
	m.mean = sum / m.n;
	for (size_t i = 0; i < n_counts; i++)
		squares += counts[i] * (min + (int)i - m.mean) * (min + (int)i - m.mean);
	if (m.n > 1)
		m.deviation = sqrtl(squares / (m.n - 1));
	return m;
}

long double stat_adjusted_error(const uint32_t *counts, size_t n_counts, int min)
{
	const struct stat_moments m = stat_moments(counts, n_counts, min);
	const long double n = m.n, all = n + 2 * ADDED;
	const long double low = min, high = min + (long double)n_counts - 1;
	const long double mean = (n * m.mean + ADDED * (low + high)) / all;
	/* Around the new mean: what is around the old one, and how far that is off. */
	const long double squares =
	    (m.n > 1 ? m.deviation * m.deviation * (n - 1) : 0) +
	    n * (m.mean - mean) * (m.mean - mean) +
	    ADDED * ((low - mean) * (low - mean) + (high - mean) * (high - mean));

	return sqrtl(squares / all / all);
}

struct stat_estimate stat_estimate_share(uint32_t part, uint32_t whole)
{
	struct stat_estimate e = {.kind = STAT_ESTIMATE_SHARE,
	    .value = stat_percent(part, whole),
	    .base = whole,
	    .most = whole,
	    .part = part,
	    .max = 100};
	const uint32_t counts[] = {whole - part, part};

	if (whole > 0) {
		e.mean = 100 * (long double)part / whole;
		e.error = 100 * stat_adjusted_error(counts, 2, 0);
	}
	return e;
}

struct stat_estimate stat_estimate_mean(
    const uint32_t *counts, size_t n_counts, int min, int scale, int digits)
{
	struct stat_moments m = stat_moments(counts, n_counts, min);
	int64_t sum = 0;

	for (size_t i = 0; i < n_counts; i++)
		sum += (int64_t)counts[i] * (min + (int)i);
	return (struct stat_estimate){.kind = STAT_ESTIMATE_MEAN,
	    .value = stat_figure(scale * sum, m.n, digits),
	    .base = m.n,
	    .most = m.n,
	    .mean = scale * m.mean,
	    .error = m.n ? scale * m.deviation / sqrtl(m.n) : 0,
	    .min = scale * min,
	    .max = scale * (min + (long double)n_counts - 1)};
}

/* --- distributions --- */

long double stat_differ_z(long double z)
{
	return erfcl(fabsl(z) / sqrtl(2));
}

static long double not_tiny(long double v)
{
	return fabsl(v) < TINY ? TINY : v;
}

/* Continued fraction of the incomplete beta function (Lentz). */
static long double fraction(long double a, long double b, long double x)
{
	long double c = 1, d = 1 / not_tiny(1 - (a + b) * x / (a + 1)), h = d, step = 0;

	for (int m = 1; m < TERMS && fabsl(step - 1) > ENOUGH; m++) {
		long double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		long double odd =
		    -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));

		d = 1 / not_tiny(1 + even * d);
		c = not_tiny(1 + even / c);
		h *= d * c;
		d = 1 / not_tiny(1 + odd * d);
		c = not_tiny(1 + odd / c);
		step = d * c;
		h *= step;
	}
	return h;
}

/* Regularised incomplete beta function I_x(a, b). */
static long double beta(long double a, long double b, long double x)
{
	int sign;
	long double front;

	if (x <= 0 || x >= 1)
		return x <= 0 ? 0 : 1;
	front = expl(lgammal_r(a + b, &sign) - lgammal_r(a, &sign) - lgammal_r(b, &sign) +
		     a * logl(x) + b * log1pl(-x));
	return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a
					 : 1 - front * fraction(b, a, 1 - x) / b;
}

long double stat_differ_t(long double t, long double df)
{
	return beta(df / 2, 0.5L, df / (df + t * t));
}

long double stat_differ_t_quantile(long double df)
{
	long double low = 1, high = 16; /* of df 1: 12.7; of the normal one: 1.96 */

	assert(df >= 1);
	for (int i = 0; i < BISECTIONS; i++) {
		long double t = (low + high) / 2;

		*(stat_differ_t(t, df) > STAT_SIGNIFICANT ? &low : &high) = t;
	}
	return (low + high) / 2;
}

/* --- tests --- */

struct stat_welch stat_welch(long double m1, long double e1, uint32_t n1, long double m2,
    long double e2, uint32_t n2)
{
	struct stat_welch w;

	assert(n1 > 1 && n2 > 1 && e1 + e2 > 0);
	w.t = (m2 - m1) / sqrtl(e1 + e2);
	w.df = (e1 + e2) * (e1 + e2) / (e1 * e1 / (n1 - 1) + e2 * e2 / (n2 - 1));
	w.p = stat_differ_t(w.t, w.df);
	return w;
}

/* p, or UNTESTED. */
static long double shares(const struct stat_estimate *x, const struct stat_estimate *y)
{
	const long double n1 = x->base, n2 = y->base,
			  p = (x->part + (long double)y->part) / (n1 + n2);

	if (fminl(p, 1 - p) * fminl(n1, n2) < EXPECTED_LEAST)
		return UNTESTED;
	return stat_differ_z(
	    (y->mean - x->mean) / (100 * sqrtl(p * (1 - p) * (1 / n1 + 1 / n2))));
}

/* Student's test: the variance of both is taken together. */
static long double student(const struct stat_estimate *x, const struct stat_estimate *y)
{
	const long double n1 = x->base, n2 = y->base, df = n1 + n2 - 2;
	const long double variance =
	    (x->error * x->error * n1 * (n1 - 1) + y->error * y->error * n2 * (n2 - 1)) /
	    df;

	return stat_differ_t(
	    (y->mean - x->mean) / sqrtl(variance * (1 / n1 + 1 / n2)), df);
}

static long double means(const struct stat_estimate *x, const struct stat_estimate *y)
{
	if (x->error <= 0 && y->error <= 0)
		return UNTESTED;
	if (x->error <= 0 || y->error <= 0)
		return student(x, y);
	return stat_welch(
	    x->mean, x->error * x->error, x->base, y->mean, y->error * y->error, y->base)
	    .p;
}

static long double p_of(const struct stat_estimate *x, const struct stat_estimate *y)
{
	if (x->kind == STAT_ESTIMATE_SHARE && y->kind == STAT_ESTIMATE_SHARE)
		return shares(x, y);
	if (x->kind == STAT_ESTIMATE_MEAN)
		return means(x, y);
	return stat_differ_z(
	    (y->mean - x->mean) / sqrtl(x->error * x->error + y->error * y->error));
}

struct stat_difference stat_differ(
    const struct stat_estimate *old, const struct stat_estimate *new)
{
	struct stat_difference d = {.change = STAT_CHANGE_NO_DATA};

	assert((old->kind == STAT_ESTIMATE_MEAN) == (new->kind == STAT_ESTIMATE_MEAN));
	if (!old->value.known || !new->value.known)
		return d;
	assert(old->value.digits == new->value.digits);
	d.by = (struct stat_figure){true, new->value.v - old->value.v, new->value.digits};
	d.change = STAT_CHANGE_FEW;
	if (old->base < STAT_USABLE_BASE || new->base < STAT_USABLE_BASE)
		return d;
	d.p = p_of(old, new);
	if (d.p < 0)
		return d;
	d.change = d.p >= STAT_SIGNIFICANT ? STAT_CHANGE_CHANCE
		   : new->mean > old->mean ? STAT_CHANGE_UP
					   : STAT_CHANGE_DOWN;
	return d;
}

const char *stat_change_name(enum stat_change c)
{
	static const char *const names[] = {[STAT_CHANGE_NO_DATA] = "no-data",
	    [STAT_CHANGE_FEW] = "few",
	    [STAT_CHANGE_CHANCE] = "chance",
	    [STAT_CHANGE_UP] = "up",
	    [STAT_CHANGE_DOWN] = "down"};

	return names[c];
}
