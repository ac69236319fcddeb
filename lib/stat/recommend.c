#include "stat/recommend.h"

#define PROMOTER_FROM 9
#define PASSIVE_FROM 7

struct stat_nps stat_nps(const struct stat_row *r)
{
	struct stat_nps nps = {0};

	for (size_t i = 0; i < r->n_counts; i++) {
		int mark = r->question->min + (int)i;

		if (mark >= PROMOTER_FROM)
			nps.promoters += r->counts[i];
		else if (mark >= PASSIVE_FROM)
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

struct stat_figure stat_ease_share(const struct stat_row *r)
{
	return r->hidden ? stat_percent(0, 0)
			 : stat_share_high(r->counts, r->n_counts, r->question->min);
}
