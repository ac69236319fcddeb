#include "stat/sample-size.h"

#include <math.h>
#include <stdlib.h>

static double z_of(int confidence)
{
	if (confidence == 90)
		return 1.644854;
	return confidence == 99 ? 2.575829 : 1.959964;
}

uint32_t stat_sample_size(const struct stat_sample *s)
{
	double z = z_of(s->confidence), p = s->share / 100.0, e = s->margin / 1000.0;
	double n = z * z * p * (1 - p) / (e * e);

	if (s->population > 0)
		n = n / (1 + (n - 1) / s->population);
	n = ceil(n - 1e-9);
	if (n < 1)
		n = 1;
	if (s->population > 0 && n > s->population)
		n = s->population;
	return (uint32_t)n;
}

/* The group whose quota was cut most by rounding down; the first of equals. */
static size_t most_cut(const uint64_t *left, size_t n)
{
	size_t most = 0;

	for (size_t i = 1; i < n; i++)
		if (left[i] > left[most])
			most = i;
	return most;
}

void stat_quotas(const uint32_t *sizes, size_t n, uint32_t sample, uint32_t *quotas_r)
{
	uint64_t total = 0, given = 0, *left;

	for (size_t i = 0; i < n; i++)
		total += sizes[i];
	for (size_t i = 0; i < n; i++)
		quotas_r[i] = 0;
	if (total == 0)
		return;
	left = calloc(n, sizeof(*left));
	if (left == NULL)
		abort();
	for (size_t i = 0; i < n; i++) {
		uint64_t share = (uint64_t)sizes[i] * sample;

		quotas_r[i] = (uint32_t)(share / total);
		left[i] = share % total;
		given += quotas_r[i];
	}
	for (; given < sample; given++) {
		size_t i = most_cut(left, n);

		quotas_r[i]++;
		left[i] = 0;
	}
	free(left);
}
