#include "base/log.h"
#include "count.h"

/* A ballot that still waits (too few of a month, a lost key) is no fault. */
static enum err end_period(
    struct counter *c, const struct db_campaign *campaign, uint32_t key_id)
{
	enum err e = db_count_finish(c->db, campaign->id, key_id);

	if (e == ERR_CONFLICT)
		return ERR_OK;
	if (e == ERR_OK) {
		c->spent = true;
		log_info("campaign %s: %s", campaign->code,
		    key_id == 0 ? "counted" : "a month is counted");
	}
	return e;
}

enum err count_finish(struct counter *c, const struct db_campaign *campaign,
    const struct periods *periods, bool over)
{
	if (over)
		return end_period(c, campaign, 0);
	for (size_t i = 0; i < periods->n; i++) {
		enum err e = ERR_OK;

		if (periods->v[i].past)
			e = end_period(c, campaign, periods->v[i].row.id);
		if (e != ERR_OK)
			return e;
	}
	return ERR_OK;
}
