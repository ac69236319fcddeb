#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "count.h"

/* The ballots of a campaign's box, in three heaps. */
struct box {
	struct db_count_ballot *past, *current;
	size_t n_past, n_current;
};

/* with_current: else only past months are listed, the rest cannot be due. */
static enum err list_box(
    struct counter *c, const struct periods *periods, bool with_current, struct box *b)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < periods->n && e == ERR_OK; i++) {
		uint32_t id = periods->v[i].row.id;

		if (periods->v[i].past)
			e = db_count_list(c->db, id, &b->past, &b->n_past);
		else if (with_current)
			e = db_count_list(c->db, id, &b->current, &b->n_current);
	}
	return e;
}

/* Ballots that could not be opened go behind the others; counts the others. */
static size_t set_rejected_apart(struct db_count_ballot *v, size_t n)
{
	size_t good = 0;

	for (size_t i = 0; i < n; i++) {
		struct db_count_ballot b = v[i];

		if (b.rejected)
			continue;
		v[i] = v[good];
		v[good++] = b;
	}
	return good;
}

/* Past months that are not opened now wait together with the current one. */
static void join(struct box *b)
{
	b->current =
	    reallocarray(b->current, b->n_current + b->n_past + 1, sizeof(*b->current));
	if (b->current == NULL)
		abort();
	if (b->n_past > 0)
		memcpy(b->current + b->n_current, b->past, b->n_past * sizeof(*b->past));
	b->n_current += b->n_past;
	b->n_past = 0;
}

/*
 * Opens all of them, in batches of equal size: a small rest would stand out, and
 * fewer than k are only counted.  Where a ballot was in the batch is forgotten
 * before it is opened.
 */
static enum err open_all(struct counter *c, const struct db_campaign *campaign,
    const struct periods *periods, struct db_count_ballot *v, size_t n,
    const struct rule *rule, bool final)
{
	size_t batches = count_batches(v, n, rule->k);

	if (batches > 1)
		count_gather(v, n);
	for (; n > 0 && !count_stopped(0); batches--) {
		size_t part = n / batches;
		enum err e;

		count_shuffle(v, part, sizeof(*v));
		e = count_batch(c, campaign, periods, v, part, rule, final);
		if (e != ERR_OK)
			return e;
		v += part;
		n -= part;
	}
	return n == 0 ? ERR_OK : ERR_CLOSED;
}

static enum err open_box(struct counter *c, const struct db_campaign *campaign,
    const struct periods *periods, const struct rule *rule, struct box *b, bool over)
{
	struct waiting w;
	struct plan plan;
	size_t good;
	enum err e = ERR_OK;

	if (over)
		join(b);
	w.past = set_rejected_apart(b->past, b->n_past);
	w.current = set_rejected_apart(b->current, b->n_current);
	plan = count_plan(campaign, rule, &w, over);
	if (plan.past)
		e = open_all(c, campaign, periods, b->past, b->n_past, rule, true);
	else
		join(b);
	if (e != ERR_OK)
		return e;
	/* Nothing waits: what comes in the course of the day waits for the next. */
	if (rule->due != DAY_NONE && w.past + w.current == 0)
		return db_count_opened(c->db, campaign->id, rule->due);
	good = set_rejected_apart(b->current, b->n_current);
	if (over)
		good = plan.current = b->n_current; /* rejected ones once more */
	/* Chance says which ones wait for the next time. */
	count_shuffle(b->current, good, sizeof(*b->current));
	return open_all(c, campaign, periods, b->current, plan.current, rule, over);
}

/*
 * The questionnaire must say so too: nobody who can write campaigns may have the
 * messages of a box opened that was announced to wait until its end.
 */
static enum err check_daily(
    struct counter *c, const struct db_campaign *campaign, struct rule *rule)
{
	const struct form *f;
	enum err e;

	if (!rule->daily)
		return ERR_OK;
	e = count_version(c, campaign, campaign->version_id, &f);
	if (e == ERR_OK && !f->daily) {
		rule->daily = false;
		rule->due = DAY_NONE;
	}
	return e;
}

enum err count_open(struct counter *c, const struct db_campaign *campaign,
    const struct periods *periods, bool over)
{
	struct rule rule =
	    count_rule(c->config, campaign, day_today(campaign->utc_offset));
	bool at_end;
	struct box b = {NULL, NULL, 0, 0};
	enum err e = check_daily(c, campaign, &rule);

	at_end = campaign->audience == FORM_INTERNAL && rule.trial == 0 && !rule.daily;
	if (e == ERR_OK)
		e = list_box(c, periods, over || !at_end, &b);
	if (e == ERR_OK)
		e = open_box(c, campaign, periods, &rule, &b, over);
	/* Another counter has taken some: they are counted, the rest comes next. */
	if (e == ERR_CONFLICT)
		e = ERR_OK;
	free(b.past);
	free(b.current);
	return e;
}
