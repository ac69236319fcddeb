#include "stat/recommend.h"

struct stat_nps stat_nps(const struct stat_row *r)
{
	struct stat_nps nps = {0};

	for (size_t i = 0; i < r->n_counts; i++) {
		int mark = r->question->min + (int)i;

		if (mark >= STAT_PROMOTER_FROM)
			nps.promoters += r->counts[i];
		else if (mark > STAT_CRITIC_TO)
			nps.passives += r->counts[i];
		else
			nps.critics += r->counts[i];
	}
	nps.value = stat_percent(
	    (int64_t)nps.promoters - (int64_t)nps.critics, r->hidden ? 0 : r->n);
	return nps;
}

struct stat_estimate stat_nps_estimate(const struct stat_row *r)
{
	struct stat_nps nps = stat_nps(r);
	const uint32_t counts[] = {nps.critics, nps.passives, nps.promoters};

	return stat_estimate_mean(counts, r->hidden ? 0 : 3, -1, 100, 1);
}

struct stat_estimate stat_high_estimate(const uint32_t *counts, size_t n, int min)
{
	uint32_t high = 0, all = 0;

	for (size_t i = 0; i < n; i++) {
		all += counts[i];
		if (min + (int)i >= STAT_HIGH_FROM)
			high += counts[i];
	}
	return stat_estimate_share(high, all);
}

struct stat_estimate stat_ease_estimate(const struct stat_row *r)
{
	return stat_high_estimate(
	    r->counts, r->hidden ? 0 : r->n_counts, r->question->min);
}

struct stat_figure stat_ease_share(const struct stat_row *r)
{
	return stat_ease_estimate(r).value;
}
