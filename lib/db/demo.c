#include "db/demo.h"

#include "db/db-private.h"

#define WORKER "otklikctl-demo"
#define OF_DEMO " WHERE campaign_id IN (SELECT id FROM campaign WHERE demo)"
#define OF_PAIN " WHERE pain_id IN (SELECT id FROM pain" OF_DEMO ")"

/* What is made up says the same thing often: it is no spam. */
static const struct db_sql settle = {"demo settle",
    "UPDATE campaign SET closes_on = ?, access = 'open', spam_rules = '' "
    "WHERE id = ? AND demo AND access = 'group'"};

static const struct db_sql abandon = {"demo abandon",
    "UPDATE campaign SET closes_on = opens_on, access = 'open' "
    "WHERE demo AND access = 'group'"};

/* A test compares the tables with those of the schema that name a campaign. */
static const struct db_sql drop_measures = {
    "demo drop measures", "DELETE FROM pain_measure" OF_PAIN};
static const struct db_sql drop_history = {
    "demo drop history", "DELETE FROM pain_history" OF_PAIN};
static const struct db_sql drop_pains = {"demo drop pains", "DELETE FROM pain" OF_DEMO};
static const struct db_sql drop_ballots = {
    "demo drop ballots", "DELETE FROM ballot" OF_DEMO};
static const struct db_sql drop_keys = {
    "demo drop keys", "DELETE FROM count_key" OF_DEMO};
static const struct db_sql drop_spent = {
    "demo drop spent", "DELETE FROM spent_key" OF_DEMO};
static const struct db_sql drop_tickets = {
    "demo drop tickets", "DELETE FROM ticket" OF_DEMO};
static const struct db_sql drop_entries = {
    "demo drop entries", "DELETE FROM entry" OF_DEMO};
static const struct db_sql drop_mails = {
    "demo drop mails", "DELETE FROM mail_step" OF_DEMO};
static const struct db_sql drop_quarantine_texts = {
    "demo drop quarantine texts", "DELETE FROM quarantine_text" OF_DEMO};
static const struct db_sql drop_quarantine = {
    "demo drop quarantine", "DELETE FROM quarantine" OF_DEMO};
static const struct db_sql drop_quarantine_counts = {
    "demo drop quarantine counts", "DELETE FROM quarantine_count" OF_DEMO};
static const struct db_sql count_responses = {
    "demo responses", "SELECT COALESCE(SUM(n), 0) FROM response_block" OF_DEMO};
static const struct db_sql drop_responses = {
    "demo drop responses", "DELETE FROM response_block" OF_DEMO};
static const struct db_sql drop_texts = {"demo drop texts", "DELETE FROM remark" OF_DEMO};
static const struct db_sql drop_tallies = {
    "demo drop tallies", "DELETE FROM tally" OF_DEMO};
static const struct db_sql drop_campaigns = {
    "demo drop campaigns", "DELETE FROM campaign WHERE demo"};

struct fill_work {
	const struct db_campaign *campaign;
	uint32_t key_id;
	const struct db_demo_ballot *v;
	size_t n;
	day_t closes_on;
};

static enum err fill(struct db *db, void *ctx)
{
	const struct fill_work *w = ctx;
	uint64_t affected;
	enum err e = db_run(db, &settle,
	    DB_IN(db_in_day(w->closes_on), db_in_uint(w->campaign->id)), &affected);

	if (e == ERR_OK && affected != 1)
		e = ERR_DENIED;
	for (size_t i = 0; i < w->n && e == ERR_OK; i++)
		e = db_ballot_put(db, WORKER, w->v[i].key, w->campaign->id, w->key_id,
		    w->v[i].sealed, w->v[i].n_sealed);
	return e;
}

enum err db_demo_fill(struct db *db, const struct db_campaign *c, uint32_t key_id,
    const struct db_demo_ballot *v, size_t n, day_t closes_on)
{
	struct fill_work w = {c, key_id, v, n, closes_on};

	return db_transaction(db, fill, &w);
}

enum err db_demo_abandon(struct db *db, uint64_t *n_r)
{
	return db_run(db, &abandon, DB_NONE, n_r);
}

bool db_demo_is_empty(const struct db_campaign *c)
{
	return c->demo && c->access == DB_ACCESS_GROUP;
}

static enum err remove_all(struct db *db, void *ctx)
{
	struct db_demo_removed *r = ctx;
	const struct {
		const struct db_sql *sql;
		uint64_t *n;
	} steps[] = {{&drop_measures, NULL}, {&drop_history, NULL},
	    {&drop_pains, &r->pains}, {&drop_ballots, NULL}, {&drop_keys, NULL},
	    {&drop_spent, NULL}, {&drop_tickets, NULL}, {&drop_entries, NULL},
	    {&drop_mails, NULL}, {&drop_quarantine_texts, NULL}, {&drop_quarantine, NULL},
	    {&drop_quarantine_counts, NULL}, {&drop_responses, NULL},
	    {&drop_texts, &r->texts}, {&drop_tallies, NULL},
	    {&drop_campaigns, &r->campaigns}};
	uint32_t responses;
	enum err e = db_select_number(db, &count_responses, DB_NONE, &responses);

	if (e == ERR_OK)
		r->responses = responses;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && e == ERR_OK; i++)
		e = db_run(db, steps[i].sql, DB_NONE, steps[i].n);
	return e;
}

enum err db_demo_remove(struct db *db, struct db_demo_removed *r_r)
{
	struct db_demo_removed r = {0};
	enum err e = db_transaction(db, remove_all, &r);

	if (e == ERR_OK)
		*r_r = r;
	return e;
}
