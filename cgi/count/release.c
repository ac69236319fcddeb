/* What staff have read in quarantine and released goes into the results. */
#include "base/log.h"
#include "count.h"
#include "db/quarantine.h"

static enum err decode(struct counter *c, struct arena *a,
    const struct db_campaign *campaign, const struct db_quarantined *q,
    struct opened *o_r)
{
	struct opened o = {.version_id = q->version_id,
	    .day = q->day,
	    .channel = q->channel,
	    .language = q->language};
	enum err e = count_version(c, campaign, q->version_id, &o.form);

	if (e == ERR_OK)
		e = form_vector_read(a, o.form, q->vector, q->n_vector, &o.answers);
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < q->n_texts; i++)
		if (q->texts[i].item < o.form->n_items)
			o.answers->v[q->texts[i].item].text = q->texts[i].text;
	*o_r = o;
	return ERR_OK;
}

static const struct db_campaign *find(const struct db_campaign *v, size_t n, uint32_t id)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].id == id)
			return &v[i];
	return NULL;
}

/* Some responses of one campaign; *n_r 0: there are no more. */
static enum err release_some(struct counter *c, struct arena *a,
    const struct db_campaign *campaigns, size_t n, size_t *n_r)
{
	const struct db_campaign *campaign;
	struct db_count_released *released;
	struct db_quarantined *v;
	struct opened *opened;
	enum err e = db_quarantine_due(c->db, a, &v, n_r);

	if (e != ERR_OK || *n_r == 0)
		return e;
	campaign = find(campaigns, n, v[0].campaign_id);
	if (campaign == NULL)
		return ERR_INTERNAL;
	opened = ARENA_ARRAY(a, *n_r, struct opened);
	released = ARENA_ARRAY(a, *n_r, struct db_count_released);
	for (size_t i = 0; i < *n_r && e == ERR_OK; i++) {
		released[i] = (struct db_count_released){v[i].key, v[i].rule};
		e = decode(c, a, campaign, &v[i], &opened[i]);
	}
	return e == ERR_OK ? count_put(c, campaign, opened, *n_r, released) : e;
}

enum err count_release(struct counter *c, const struct db_campaign *campaigns, size_t n)
{
	struct arena *a = arena_new();
	size_t moved = 1;
	enum err e = ERR_OK;

	while (e == ERR_OK && moved > 0 && !count_stopped(0)) {
		e = release_some(c, a, campaigns, n, &moved);
		arena_reset(a);
	}
	arena_free(&a);
	/* Another counter was faster: what is left comes next time. */
	if (e == ERR_CONFLICT)
		return ERR_OK;
	if (e != ERR_OK)
		log_error("releasing from quarantine: %s", err_name(e));
	return e;
}
