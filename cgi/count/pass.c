#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "count.h"

/* Has the last moment passed at which a form of the campaign may be stored? */
static bool is_over(const struct db_campaign *campaign, int64_t now)
{
	int64_t end = db_campaign_end(campaign);

	return end != INT64_MAX && now - end >= DB_CAMPAIGN_GRACE + COUNT_MARGIN;
}

static enum err note_end(
    struct counter *c, const struct db_campaign *campaign, int64_t now)
{
	if (campaign->state != DB_CAMPAIGN_OPEN || now < db_campaign_end(campaign))
		return ERR_OK;
	return db_count_close(c->db, campaign->id);
}

/* With the month a permanent campaign moves on to the newest version that was
   published before it (DESIGN: time and versions). */
static enum err renew(struct counter *c, const struct db_campaign *campaign)
{
	day_t today = day_today(campaign->utc_offset);
	int year, month, mday;
	bool moved;
	enum err e;

	if (!campaign->permanent || campaign->state != DB_CAMPAIGN_OPEN)
		return ERR_OK;
	day_to_date(today, &year, &month, &mday);
	e = db_count_renew(c->db, campaign->id, day_from_date(year, month, 1), &moved);
	if (e == ERR_OK && moved)
		log_info("campaign %s moved on to a newer version", campaign->code);
	return e;
}

static enum err one_campaign(
    struct counter *c, const struct db_campaign *campaign, int64_t now)
{
	struct periods periods = {NULL, 0};
	bool over = is_over(campaign, now);
	enum err e = note_end(c, campaign, now);

	if (e == ERR_OK)
		e = renew(c, campaign);
	if (e == ERR_OK)
		e = count_periods(c, campaign, now, &periods);
	if (e == ERR_OK)
		e = count_open(c, campaign, &periods, over);
	if (e == ERR_OK)
		e = count_finish(c, campaign, &periods, over);
	count_periods_wipe(&periods);
	return e;
}

static enum err every_campaign(struct counter *c)
{
	struct db_campaign *v;
	size_t n;
	enum err worst = ERR_OK, e = db_campaign_list(c->db, c->arena, 0, &v, &n);

	if (e != ERR_OK)
		return e;
	worst = count_release(c, v, n);
	if (worst == ERR_UNAVAILABLE)
		return worst;
	for (size_t i = 0; i < n; i++) {
		if (v[i].state == DB_CAMPAIGN_COUNTED)
			continue;
		if (count_stopped(0))
			return ERR_CLOSED;
		e = one_campaign(c, &v[i], time(NULL));
		if (e == ERR_UNAVAILABLE || e == ERR_CLOSED)
			return e;
		/* The others must not wait for one that cannot be counted. */
		if (e != ERR_OK) {
			log_error("campaign %s: %s", v[i].code, err_name(e));
			worst = e;
		}
	}
	return worst;
}

enum err count_pass(struct counter *c)
{
	enum err e = box_key_tidy(c->key_dir), purged;

	if (e == ERR_OK)
		e = every_campaign(c);
	if (e != ERR_UNAVAILABLE && e != ERR_CLOSED && c->spent) {
		enum err destroyed = count_destroy_spent(c);

		e = e == ERR_OK ? destroyed : e;
	}
	if (e != ERR_UNAVAILABLE && e != ERR_CLOSED) {
		purged = count_purge(c);
		e = e == ERR_OK ? purged : e;
	}
	arena_reset(c->arena);
	return e;
}

void count_free(struct counter *c)
{
	count_versions_free(c);
	form_loader_free(&c->loader);
	db_free(&c->db);
	free(c->lost);
	arena_free(&c->arena);
}
