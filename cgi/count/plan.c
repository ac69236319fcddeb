#include "count.h"

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

struct rule count_rule(
    const struct config *config, const struct db_campaign *campaign, day_t today)
{
	struct rule r = {.at_once = config->batch_min == 1,
	    .daily = campaign->daily && campaign->audience == FORM_INTERNAL,
	    .due = DAY_NONE};

	r.k = larger((size_t)config->k, (size_t)campaign->k);
	/* k are left behind and at least k are opened. */
	r.batch = larger(2 * r.k, (size_t)campaign->batch_min);
	r.batch = larger(r.batch, (size_t)config->batch_min);
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

	if (over || r->at_once || r->due != DAY_NONE)
		return (struct plan){true, w->current};
	if (r->daily)
		return (struct plan){w->past == 0, 0};
	if (campaign->audience == FORM_INTERNAL)
		return p;
	pool = w->current + (p.past ? 0 : w->past);
	if (pool >= r->batch)
		p.current = pool - r->k;
	return p;
}
