#include "count.h"

struct rule count_rule(
    const struct config *config, const struct db_campaign *campaign, day_t today)
{
	struct rule r = {.k = (size_t)db_campaign_k(config, campaign),
	    .batch = (size_t)db_campaign_batch(config, campaign),
	    .trial = (size_t)db_campaign_trial_batch(config),
	    .daily = campaign->daily && campaign->audience == FORM_INTERNAL,
	    .due = DAY_NONE};

	if (r.daily && (campaign->opened_on == DAY_NONE || campaign->opened_on < today))
		r.due = today;
	return r;
}

struct plan count_plan(const struct db_campaign *campaign, const struct rule *r,
    const struct waiting *w, bool over)
{
	/* None that could be opened: only rejected ones, to be given up. */
	struct plan p = {.past = w->past >= r->k || w->past == 0, .current = 0};
	size_t pool;

	if (over || r->due != DAY_NONE ||
	    (r->trial > 0 && w->past + w->current >= r->trial))
		return (struct plan){true, w->current};
	if (r->daily || r->trial > 0)
		return (struct plan){w->past == 0, 0};
	if (campaign->audience == FORM_INTERNAL)
		return p;
	pool = w->current + (p.past ? 0 : w->past);
	if (pool >= r->batch)
		p.current = pool - r->k;
	return p;
}

size_t count_batches(const struct db_count_ballot *v, size_t n, size_t k)
{
	size_t bytes = 0, batches, most = n / k;

	for (size_t i = 0; i < n; i++)
		bytes += v[i].bytes;
	batches = (n + COUNT_BATCH - 1) / COUNT_BATCH;
	if (batches < (bytes + COUNT_BATCH_BYTES - 1) / COUNT_BATCH_BYTES)
		batches = (bytes + COUNT_BATCH_BYTES - 1) / COUNT_BATCH_BYTES;
	if (batches > most)
		batches = most;
	return batches > 0 ? batches : 1;
}
