#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/log.h"
#include "count.h"

#define NEEDED_MAX 2

/*
 * The periods ballots may be sealed to from now on: the month of submission
 * counts, so a permanent campaign needs this month's key and the next one's.
 */
static size_t needed_periods(
    const struct db_campaign *campaign, int64_t now, char v[NEEDED_MAX][DB_PERIOD_BYTES])
{
	day_t today = day_today(campaign->utc_offset), next;
	int year, month, mday;

	if (db_campaign_phase(campaign, now) == DB_PHASE_OVER)
		return 0;
	db_campaign_period(campaign, today, v[0]);
	if (!campaign->permanent)
		return 1;
	day_to_date(today, &year, &month, &mday);
	next = month == 12 ? day_from_date(year + 1, 1, 1)
			   : day_from_date(year, month + 1, 1);
	db_campaign_period(campaign, next, v[1]);
	return 2;
}

static bool has_period(const struct db_count_key *v, size_t n, const char *period)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(v[i].period, period) == 0)
			return true;
	}
	return false;
}

/* The private file is on disk before the public key can be sealed to. */
static enum err make_key(
    struct counter *c, const struct db_campaign *campaign, const char *period)
{
	struct db_count_key row = {.campaign_id = campaign->id};
	struct box_key key;
	enum err e = box_key_make(c->key_dir, campaign->id, period, &key);

	if (e != ERR_OK)
		return e;
	memcpy(row.period, period, DB_PERIOD_BYTES);
	memcpy(row.public_key, key.public_key, sizeof(row.public_key));
	box_key_wipe(&key);
	e = db_count_key_add(c->db, &row);
	/* A counter with another key directory was faster: its key is the one. */
	return e == ERR_DUPLICATE ? ERR_OK : e;
}

static enum err make_keys(struct counter *c, const struct db_campaign *campaign,
    int64_t now, struct db_count_key **v, size_t *n)
{
	char periods[NEEDED_MAX][DB_PERIOD_BYTES] = {{0}};
	size_t needed = needed_periods(campaign, now, periods), made = 0;

	for (size_t i = 0; i < needed; i++) {
		enum err e;

		if (has_period(*v, *n, periods[i]))
			continue;
		e = make_key(c, campaign, periods[i]);
		if (e != ERR_OK)
			return e;
		made++;
	}
	return made == 0 ? ERR_OK : db_count_keys(c->db, c->arena, campaign->id, v, n);
}

/* Told once a run, or the log of a counter that runs every second fills up. */
static void tell_lost(struct counter *c, const struct db_campaign *campaign, uint32_t id)
{
	for (size_t i = 0; i < c->n_lost; i++) {
		if (c->lost[i] == id)
			return;
	}
	c->lost = reallocarray(c->lost, c->n_lost + 1, sizeof(*c->lost));
	if (c->lost == NULL)
		abort();
	c->lost[c->n_lost++] = id;
	log_error("campaign %s: private key of count period %u is not in %s; its ballots "
		  "cannot be opened, the campaign cannot be ended",
	    campaign->code, id, c->key_dir);
}

/* A month is past once no clock or request can still bring a ballot of it. */
static bool is_past(const struct db_campaign *campaign, const char *period, int64_t now)
{
	int64_t late = now - COUNT_MARGIN - DB_CAMPAIGN_GRACE;
	char last[DB_PERIOD_BYTES];

	if (!campaign->permanent)
		return false;
	db_campaign_period(
	    campaign, (day_t)((late + (int64_t)campaign->utc_offset * 60) / 86400), last);
	return strcmp(period, last) < 0;
}

static enum err read_key(struct counter *c, const struct db_campaign *campaign,
    const struct db_count_key *row, int64_t now, struct periods *p)
{
	struct period *period = &p->v[p->n];
	enum err e = box_key_read(c->key_dir, campaign->id, row->period, &period->key);

	if (e == ERR_OK && memcmp(period->key.public_key, row->public_key,
			       sizeof(row->public_key)) != 0) {
		box_key_wipe(&period->key);
		e = ERR_NOT_FOUND;
	}
	if (e == ERR_NOT_FOUND) {
		tell_lost(c, campaign, row->id);
		return ERR_OK;
	}
	if (e != ERR_OK)
		return e;
	period->row = *row;
	period->past = is_past(campaign, row->period, now);
	p->n++;
	return ERR_OK;
}

enum err count_periods(struct counter *c, const struct db_campaign *campaign, int64_t now,
    struct periods *p_r)
{
	struct db_count_key *rows;
	struct periods p = {NULL, 0};
	size_t n;
	enum err e = db_count_keys(c->db, c->arena, campaign->id, &rows, &n);

	if (e == ERR_OK)
		e = make_keys(c, campaign, now, &rows, &n);
	if (e != ERR_OK)
		return e;
	p.v = ARENA_ARRAY(c->arena, n, struct period);
	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = read_key(c, campaign, &rows[i], now, &p);
	if (e != ERR_OK)
		count_periods_wipe(&p);
	else
		*p_r = p;
	return e;
}

void count_periods_wipe(struct periods *p)
{
	for (size_t i = 0; i < p->n; i++)
		box_key_wipe(&p->v[i].key);
}

/* Destroys the file if it is really the spent key's. */
static enum err destroy(struct counter *c, const struct db_count_key *row)
{
	struct box_key key;
	bool same;
	enum err e = box_key_read(c->key_dir, row->campaign_id, row->period, &key);

	if (e != ERR_OK)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	same = memcmp(key.public_key, row->public_key, sizeof(row->public_key)) == 0;
	box_key_wipe(&key);
	if (!same)
		return ERR_OK;
	log_info("destroying the private key of campaign %u, period %s", row->campaign_id,
	    row->period);
	return box_key_destroy(c->key_dir, row->campaign_id, row->period);
}

enum err count_destroy_spent(struct counter *c)
{
	struct db_count_key *v;
	size_t n;
	enum err e = db_count_spent(c->db, c->arena, &v, &n);

	for (size_t i = 0; e == ERR_OK && i < n; i++)
		e = destroy(c, &v[i]);
	if (e == ERR_OK)
		c->spent = false;
	return e;
}
