#include "db/campaign.h"

#include <stdio.h>
#include <string.h>

#include "db/agency.h"
#include "db/audit.h"
#include "db/db-private.h"
#include "db/sampling.h"

#define SELECT_CAMPAIGN                                                                  \
	"SELECT c.id, c.form_version_id, c.agency_id, c.code, c.title, a.name, a.code, " \
	"q.code, v.version, c.audience, a.utc_offset, c.permanent, c.opens_on, "         \
	"c.closes_on, COALESCE(c.closed_at, 0), c.state, c.k, c.batch_min, c.rejected, " \
	"c.daily, c.opened_on, c.access, c.link_hash, c.tickets, c.demo, "               \
	"CAST(c.spam_rules AS UNSIGNED) "                                                \
	"FROM campaign c JOIN agency a ON a.id = c.agency_id "                           \
	"JOIN form_version v ON v.id = c.form_version_id "                               \
	"JOIN questionnaire q ON q.id = v.questionnaire_id "

static const struct db_sql by_code = {
    "campaign by code", SELECT_CAMPAIGN "WHERE c.code = ?"};
static const struct db_sql list = {"campaign list",
    SELECT_CAMPAIGN "WHERE ? IN (0, c.agency_id) ORDER BY a.code, c.code"};
static const struct db_sql version_xml = {
    "version text", "SELECT xml FROM form_version WHERE id = ?"};
static const struct db_sql key_of_period = {"campaign key",
    "SELECT id, public_key FROM count_key WHERE campaign_id = ? AND period = ?"};
static const struct db_sql open_campaign = {"campaign open",
    /* Whether it is opened daily is the questionnaire's own word, for whoever
       opens a campaign. */
    "INSERT INTO campaign (agency_id, code, form_version_id, audience, daily, "
    "permanent, opens_on, closes_on, k, batch_min, access, demo, title, spam_rules) "
    "SELECT q.agency_id, ?, v.id, q.audience, "
    "ExtractValue(v.xml, '/questionnaire/@opening') = 'daily', "
    "?, ?, ?, ?, ?, ?, ?, COALESCE(?, v.title), "
    /* Free texts of the agency's own staff are judged by nobody. */
    "IF(q.audience = 'internal', a.spam_rules & 1, a.spam_rules & 7) "
    "FROM form_version v JOIN questionnaire q ON q.id = v.questionnaire_id "
    "JOIN agency a ON a.id = q.agency_id "
    "WHERE v.id = ?"};
static const struct db_sql close_campaign = {"campaign close",
    "UPDATE campaign SET state = 'closed', closed_at = ? "
    "WHERE id = ? AND state = 'open'"};

int64_t db_campaign_end(const struct db_campaign *c)
{
	int64_t end = INT64_MAX;

	if (c->closes_on != DAY_NONE)
		end = ((int64_t)c->closes_on + 1) * 86400 - (int64_t)c->utc_offset * 60;
	if (c->closed_at != 0 && c->closed_at < end)
		end = c->closed_at;
	return end;
}

day_t db_campaign_last_day(const struct db_campaign *c)
{
	int64_t end = db_campaign_end(c);

	return end == INT64_MAX
		   ? DAY_NONE
		   : (day_t)((end - 1 + (int64_t)c->utc_offset * 60) / 86400);
}

enum db_campaign_phase db_campaign_phase(const struct db_campaign *c, int64_t now)
{
	int64_t start = (int64_t)c->opens_on * 86400 - (int64_t)c->utc_offset * 60;
	int64_t end = db_campaign_end(c);

	if (c->state == DB_CAMPAIGN_COUNTED)
		return DB_PHASE_OVER;
	if (now < end)
		return now < start ? DB_PHASE_EARLY : DB_PHASE_OPEN;
	return now - end < DB_CAMPAIGN_GRACE ? DB_PHASE_GRACE : DB_PHASE_OVER;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

int db_campaign_k(const struct config *config, const struct db_campaign *c)
{
	return larger(config->k, c->k);
}

int db_campaign_batch(const struct config *config, const struct db_campaign *c)
{
	/* k are left behind and at least k are opened. */
	int batch = 2 * db_campaign_k(config, c);

	return larger(batch, larger(config->batch_min, c->batch_min));
}

int db_campaign_trial_batch(const struct config *config)
{
	return config->batch_min < 2 * config->k ? config->batch_min : 0;
}

bool db_campaign_is_trial(const struct config *config, const struct db_campaign *c)
{
	return db_campaign_trial_batch(config) > 0 ||
	       (c->batch_min > 0 && c->batch_min < 2 * c->k);
}

static enum db_campaign_state state_parse(const char *s)
{
	if (strcmp(s, "open") == 0)
		return DB_CAMPAIGN_OPEN;
	return strcmp(s, "closed") == 0 ? DB_CAMPAIGN_CLOSED : DB_CAMPAIGN_COUNTED;
}

static enum form_audience audience_parse(const char *s)
{
	return strcmp(s, "internal") == 0 ? FORM_INTERNAL : FORM_EXTERNAL;
}

static const char *const accesses[] = {[DB_ACCESS_OPEN] = "open",
    [DB_ACCESS_GROUP] = "group",
    [DB_ACCESS_TICKET] = "ticket"};

/* What is not understood lets nobody in without a ticket. */
static enum db_campaign_access access_parse(const char *s)
{
	for (int i = DB_ACCESS_OPEN; i < DB_ACCESS_TICKET; i++)
		if (strcmp(s, accesses[i]) == 0)
			return (enum db_campaign_access)i;
	return DB_ACCESS_TICKET;
}

static void read_campaign(struct db_rows *r, struct arena *a, struct db_campaign *c)
{
	c->id = (uint32_t)db_col_uint(r);
	c->version_id = (uint32_t)db_col_uint(r);
	c->agency_id = (uint16_t)db_col_uint(r);
	c->code = db_col_text(r, a);
	c->title = db_col_text(r, a);
	c->agency = db_col_text(r, a);
	c->agency_code = db_col_text(r, a);
	c->questionnaire = db_col_text(r, a);
	c->version = (int)db_col_uint(r);
	c->audience = audience_parse(db_col_text(r, a));
	c->utc_offset = (int)db_col_int(r);
	c->permanent = db_col_int(r) != 0;
	c->opens_on = db_col_day(r);
	c->closes_on = db_col_day(r);
	c->closed_at = db_col_int(r);
	c->state = state_parse(db_col_text(r, a));
	c->k = (int)db_col_uint(r);
	c->batch_min = (int)db_col_uint(r);
	c->rejected = (uint32_t)db_col_uint(r);
	c->daily = db_col_int(r) != 0;
	c->opened_on = db_col_day(r);
	c->access = access_parse(db_col_text(r, a));
	memset(c->link_hash, 0, sizeof(c->link_hash));
	c->has_link = db_col_bytes(r, c->link_hash, sizeof(c->link_hash));
	c->tickets = (uint32_t)db_col_uint(r);
	c->demo = db_col_int(r) != 0;
	c->spam_rules = (unsigned)db_col_uint(r);
}

enum err db_campaign_by_code(
    struct db *db, struct arena *a, const char *code, struct db_campaign *c_r)
{
	struct db_rows *rows;
	bool found;
	enum err e;

	if (!db_is_code(code))
		return ERR_NOT_FOUND;
	e = db_select(db, &by_code, DB_IN(db_in_text(code)), &rows);
	if (e != ERR_OK)
		return e;
	found = db_rows_next(rows);
	if (found)
		read_campaign(rows, a, c_r);
	e = db_rows_end(rows);
	return e != ERR_OK ? e : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err db_campaign_list(struct db *db, struct arena *a, uint16_t agency_id,
    struct db_campaign **v_r, size_t *n_r)
{
	struct db_campaign *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &list, DB_IN(db_in_uint(agency_id)), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_campaign);
	while (db_rows_next(rows))
		read_campaign(rows, a, &v[n++]);
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

enum err db_version_xml(struct db *db, struct arena *a, uint32_t version_id,
    const char **xml_r, size_t *len_r)
{
	struct db_rows *rows;
	const char *xml = NULL;
	size_t len = 0;
	enum err e = db_select(db, &version_xml, DB_IN(db_in_uint(version_id)), &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows))
		xml = (const char *)db_col_blob(rows, a, &len);
	e = db_rows_end(rows);
	if (e != ERR_OK)
		return e;
	if (xml == NULL)
		return ERR_NOT_FOUND;
	*xml_r = xml;
	*len_r = len;
	return ERR_OK;
}

void db_campaign_period(const struct db_campaign *c, day_t day, char period_r[8])
{
	int y, m, d;

	if (!c->permanent) {
		memcpy(period_r, "all", 4);
		return;
	}
	day_to_date(day, &y, &m, &d);
	/* The remainders tell the compiler that seven places are enough. */
	snprintf(period_r, 8, "%04u-%02u", (unsigned)y % 10000, (unsigned)m % 100);
}

enum err db_campaign_key(struct db *db, const struct db_campaign *c, day_t day,
    uint32_t *key_id_r, uint8_t public_key_r[BOX_PUBLIC_BYTES])
{
	struct db_rows *rows;
	uint8_t key[BOX_PUBLIC_BYTES];
	uint32_t id = 0;
	char period[8];
	enum err e;

	db_campaign_period(c, day, period);
	e = db_select(
	    db, &key_of_period, DB_IN(db_in_uint(c->id), db_in_text(period)), &rows);
	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows)) {
		id = (uint32_t)db_col_uint(rows);
		if (!db_col_bytes(rows, key, sizeof(key)))
			id = 0;
	}
	e = db_rows_end(rows);
	if (e != ERR_OK)
		return e;
	if (id == 0)
		return ERR_UNAVAILABLE;
	*key_id_r = id;
	memcpy(public_key_r, key, sizeof(key));
	return ERR_OK;
}

enum err db_campaign_open(struct db *db, const struct db_campaign_new *c, uint32_t *id_r)
{
	uint64_t affected;
	enum err e = db_run(db, &open_campaign,
	    DB_IN(db_in_text(c->code), db_in_int(c->permanent), db_in_day(c->opens_on),
		db_in_day(c->closes_on), db_in_int(c->k), db_in_int(c->batch_min),
		db_in_text(accesses[c->access]), db_in_int(c->demo), db_in_text(c->title),
		db_in_uint(c->version_id)),
	    &affected);

	if (e != ERR_OK)
		return e;
	if (affected == 0)
		return ERR_NOT_FOUND;
	*id_r = (uint32_t)db_last_id(db);
	return ERR_OK;
}

struct open_work {
	const struct db_campaign_new *campaign;
	uint32_t staff_id, id;
};

static const char *open_state(struct arena *a, const struct db_campaign_new *c)
{
	return arena_printf(a,
	    "{\"version_id\":%u,\"opens_on\":\"%s\",\"closes_on\":\"%s\","
	    "\"access\":\"%s\",\"k\":%d,\"batch_min\":%d,\"sampling\":%s}",
	    c->version_id, day_iso(a, c->opens_on),
	    c->closes_on == DAY_NONE ? "" : day_iso(a, c->closes_on), accesses[c->access],
	    c->k, c->batch_min, c->sampling ? db_sampling_json(a, c->sampling) : "null");
}

static enum err open_work(struct db *db, void *ctx)
{
	struct open_work *w = ctx;
	struct arena *a = arena_new();
	enum err e = db_campaign_open(db, w->campaign, &w->id);

	if (e == ERR_OK && w->campaign->sampling != NULL)
		e = db_sampling_put(db, w->id, w->campaign->sampling);
	if (e == ERR_OK)
		e = db_audit_add(
		    db, &(struct db_audit){.staff_id = w->staff_id,
			    .action = "campaign.open",
			    .object = arena_printf(a, "campaign %s", w->campaign->code),
			    .after = open_state(a, w->campaign)});
	arena_free(&a);
	return e;
}

enum err db_campaign_open_by(
    struct db *db, const struct db_campaign_new *c, uint32_t staff_id, uint32_t *id_r)
{
	struct open_work w = {.campaign = c, .staff_id = staff_id};
	enum err e = db_transaction(db, open_work, &w);

	if (e == ERR_OK)
		*id_r = w.id;
	return e;
}

enum err db_campaign_close(struct db *db, const struct db_campaign *c, int64_t now)
{
	uint64_t affected;
	enum err e;

	if (now >= db_campaign_end(c))
		return ERR_CLOSED;
	e = db_run(
	    db, &close_campaign, DB_IN(db_in_int(now), db_in_uint(c->id)), &affected);
	if (e != ERR_OK)
		return e;
	return affected == 0 ? ERR_CLOSED : ERR_OK;
}

struct close_work {
	const struct db_campaign *campaign;
	int64_t now;
	uint32_t staff_id;
};

static enum err close_work(struct db *db, void *ctx)
{
	const struct close_work *w = ctx;
	enum err e = db_campaign_close(db, w->campaign, w->now);
	struct arena *a = arena_new();

	if (e == ERR_OK)
		e = db_audit_add(
		    db, &(struct db_audit){.staff_id = w->staff_id,
			    .action = "campaign.close",
			    .object = arena_printf(a, "campaign %s", w->campaign->code)});
	arena_free(&a);
	return e;
}

enum err db_campaign_close_by(
    struct db *db, const struct db_campaign *c, int64_t now, uint32_t staff_id)
{
	struct close_work w = {c, now, staff_id};

	return db_transaction(db, close_work, &w);
}
