#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"

struct form_entry {
	struct form_entry *next;
	uint32_t version;
	struct form *form;
};

struct campaign_entry {
	struct campaign_entry *next;
	struct arena *arena; /* of the strings */
	struct db_campaign campaign;
	int64_t read;
	struct cache_key key;      /* id 0: none */
	struct buf before, behind; /* first page around its piece; empty: none */
};

struct channels_entry {
	struct channels_entry *next;
	struct arena *arena; /* of all below */
	const char *agency;
	const char **v;
	size_t n;
	int64_t since;
};

struct cache {
	pthread_rwlock_t lock;
	struct form_entry *forms;
	struct campaign_entry *campaigns;
	struct channels_entry *channels;
	struct assurance assurance;
	int64_t assurance_read;
};

static void *allocate(size_t n)
{
	void *p = calloc(1, n);

	if (p == NULL)
		abort(); /* as the arena does */
	return p;
}

struct cache *cache_new(void)
{
	struct cache *c = allocate(sizeof(*c));

	if (pthread_rwlock_init(&c->lock, NULL) != 0)
		abort();
	c->assurance_read = INT64_MIN;
	return c;
}

void cache_free(struct cache **c)
{
	if (*c == NULL)
		return;
	for (struct form_entry *e = (*c)->forms, *next; e != NULL; e = next) {
		next = e->next;
		form_free(&e->form);
		free(e);
	}
	for (struct campaign_entry *e = (*c)->campaigns, *next; e != NULL; e = next) {
		next = e->next;
		arena_free(&e->arena);
		buf_free(&e->before);
		buf_free(&e->behind);
		free(e);
	}
	for (struct channels_entry *e = (*c)->channels, *next; e != NULL; e = next) {
		next = e->next;
		arena_free(&e->arena);
		free(e);
	}
	pthread_rwlock_destroy(&(*c)->lock);
	free(*c);
	*c = NULL;
}

static bool is_in(const struct form *f, const char *language)
{
	if (language == NULL)
		return f->n_languages == 0 || f->language == &f->languages[0];
	return strcmp(f->language->code, language) == 0;
}

static struct form *find_form(
    const struct cache *c, uint32_t version, const char *language)
{
	for (const struct form_entry *e = c->forms; e != NULL; e = e->next)
		if (e->version == version && is_in(e->form, language))
			return e->form;
	return NULL;
}

const struct form *cache_form(struct cache *c, uint32_t version, const char *language)
{
	const struct form *f;

	pthread_rwlock_rdlock(&c->lock);
	f = find_form(c, version, language);
	pthread_rwlock_unlock(&c->lock);
	return f;
}

const struct form *cache_form_keep(struct cache *c, uint32_t version, struct form *f)
{
	struct form *kept;

	pthread_rwlock_wrlock(&c->lock);
	kept = find_form(c, version, f->language->code);
	if (kept != NULL) {
		form_free(&f);
	} else {
		struct form_entry *e = allocate(sizeof(*e));

		*e = (struct form_entry){c->forms, version, f};
		c->forms = e;
		kept = f;
	}
	pthread_rwlock_unlock(&c->lock);
	return kept;
}

static struct db_campaign copy(struct arena *a, const struct db_campaign *from)
{
	struct db_campaign c = *from;

	c.code = arena_strdup(a, c.code);
	c.title = arena_strdup(a, c.title);
	c.agency = arena_strdup(a, c.agency);
	c.agency_code = arena_strdup(a, c.agency_code);
	c.questionnaire = arena_strdup(a, c.questionnaire);
	return c;
}

static struct campaign_entry *find_campaign(const struct cache *c, const char *code)
{
	for (struct campaign_entry *e = c->campaigns; e != NULL; e = e->next)
		if (strcmp(e->campaign.code, code) == 0)
			return e;
	return NULL;
}

bool cache_campaign(struct cache *c, struct arena *a, const char *code,
    struct db_campaign *c_r, int64_t *read_r)
{
	const struct campaign_entry *e;

	pthread_rwlock_rdlock(&c->lock);
	e = find_campaign(c, code);
	if (e != NULL) {
		*c_r = copy(a, &e->campaign);
		*read_r = e->read;
	}
	pthread_rwlock_unlock(&c->lock);
	return e != NULL;
}

/* Did anything change that a form page shows? */
static bool is_same(const struct db_campaign *a, const struct db_campaign *b)
{
	return a->id == b->id && a->utc_offset == b->utc_offset &&
	       a->opens_on == b->opens_on && a->version_id == b->version_id &&
	       a->k == b->k && a->batch_min == b->batch_min &&
	       a->closes_on == b->closes_on && a->closed_at == b->closed_at &&
	       a->state == b->state && a->daily == b->daily && a->access == b->access &&
	       a->has_link == b->has_link &&
	       memcmp(a->link_hash, b->link_hash, sizeof(a->link_hash)) == 0 &&
	       strcmp(a->title, b->title) == 0 && strcmp(a->agency, b->agency) == 0;
}

static struct campaign_entry *add_campaign(struct cache *c)
{
	struct campaign_entry *e = allocate(sizeof(*e));

	e->arena = arena_new();
	e->next = c->campaigns;
	c->campaigns = e;
	return e;
}

static void drop_page(struct campaign_entry *e)
{
	buf_free(&e->before);
	buf_free(&e->behind);
}

void cache_campaign_keep(
    struct cache *c, const struct db_campaign *campaign, int64_t read)
{
	struct campaign_entry *e;

	pthread_rwlock_wrlock(&c->lock);
	e = find_campaign(c, campaign->code);
	if (e == NULL)
		e = add_campaign(c);
	else if (!is_same(&e->campaign, campaign))
		drop_page(e);
	if (e->campaign.id != campaign->id)
		e->key.id = 0;
	arena_reset(e->arena);
	e->campaign = copy(e->arena, campaign);
	e->read = read;
	pthread_rwlock_unlock(&c->lock);
}

bool cache_key(
    struct cache *c, const struct db_campaign *campaign, day_t day, struct cache_key *k_r)
{
	const struct campaign_entry *e;
	bool found;

	pthread_rwlock_rdlock(&c->lock);
	e = find_campaign(c, campaign->code);
	found = e != NULL && e->key.id != 0 && e->key.day == day;
	if (found)
		*k_r = e->key;
	pthread_rwlock_unlock(&c->lock);
	return found;
}

void cache_key_keep(
    struct cache *c, const struct db_campaign *campaign, const struct cache_key *k)
{
	struct campaign_entry *e;

	pthread_rwlock_wrlock(&c->lock);
	e = find_campaign(c, campaign->code);
	if (e != NULL)
		e->key = *k;
	pthread_rwlock_unlock(&c->lock);
}

bool cache_page(struct cache *c, const struct db_campaign *campaign,
    const struct buf *piece, struct buf *out)
{
	const struct campaign_entry *e;
	bool found;

	pthread_rwlock_rdlock(&c->lock);
	e = find_campaign(c, campaign->code);
	found = e != NULL && e->before.len > 0 && is_same(&e->campaign, campaign);
	if (found) {
		buf_reserve(out, e->before.len + piece->len + e->behind.len);
		buf_add(out, e->before.data, e->before.len);
		buf_add(out, piece->data, piece->len);
		buf_add(out, e->behind.data, e->behind.len);
	}
	pthread_rwlock_unlock(&c->lock);
	return found;
}

static bool is_assured(const struct assurance *a, const struct assurance *b)
{
	return memcmp(a->confirmed, b->confirmed, sizeof(a->confirmed)) == 0;
}

int64_t cache_assurance(struct cache *c, struct assurance *a_r)
{
	int64_t read;

	pthread_rwlock_rdlock(&c->lock);
	*a_r = c->assurance;
	read = c->assurance_read;
	pthread_rwlock_unlock(&c->lock);
	return read;
}

void cache_assurance_keep(struct cache *c, const struct assurance *a, int64_t read)
{
	pthread_rwlock_wrlock(&c->lock);
	for (struct campaign_entry *e = c->campaigns;
	     e != NULL && !is_assured(a, &c->assurance); e = e->next)
		drop_page(e);
	c->assurance = *a;
	c->assurance_read = read;
	pthread_rwlock_unlock(&c->lock);
}

void cache_page_keep(struct cache *c, const struct db_campaign *campaign,
    const struct assurance *says, const struct buf *page, const struct buf *piece)
{
	const uint8_t *at = memmem(page->data, page->len, piece->data, piece->len);
	struct campaign_entry *e;

	if (at == NULL)
		return;
	pthread_rwlock_wrlock(&c->lock);
	e = find_campaign(c, campaign->code);
	if (e != NULL && e->before.len == 0 && is_same(&e->campaign, campaign) &&
	    is_assured(says, &c->assurance)) {
		buf_add(&e->before, page->data, (size_t)(at - page->data));
		at += piece->len;
		buf_add(&e->behind, at, (size_t)(page->data + page->len - at));
	}
	pthread_rwlock_unlock(&c->lock);
}

static struct channels_entry *find_channels(const struct cache *c, const char *agency)
{
	for (struct channels_entry *e = c->channels; e != NULL; e = e->next)
		if (strcmp(e->agency, agency) == 0)
			return e;
	return NULL;
}

bool cache_has_channel(
    struct cache *c, const char *agency, const char *mark, int64_t now, int64_t *age_r)
{
	const struct channels_entry *e;
	bool has = false;

	pthread_rwlock_rdlock(&c->lock);
	e = find_channels(c, agency);
	for (size_t i = 0; e != NULL && i < e->n; i++)
		has = has || strcmp(e->v[i], mark) == 0;
	*age_r = e != NULL ? now - e->since : INT64_MAX;
	pthread_rwlock_unlock(&c->lock);
	return has;
}

static void copy_channels(struct channels_entry *e, const char *agency,
    const struct procedure_list *list, int64_t now)
{
	e->arena = arena_new();
	e->agency = arena_strdup(e->arena, agency);
	e->n = list != NULL ? list->n : 0;
	e->v = ARENA_ARRAY(e->arena, e->n, const char *);
	for (size_t i = 0; i < e->n; i++)
		e->v[i] = arena_strdup(e->arena, list->v[i].id);
	e->since = now;
}

static struct channels_entry *add_channels(struct cache *c)
{
	struct channels_entry *e = allocate(sizeof(*e));

	e->next = c->channels;
	c->channels = e;
	return e;
}

void cache_channels_keep(
    struct cache *c, const char *agency, const struct procedure_list *list, int64_t now)
{
	struct channels_entry *e;

	pthread_rwlock_wrlock(&c->lock);
	e = find_channels(c, agency);
	if (e == NULL)
		e = add_channels(c);
	else
		arena_free(&e->arena);
	copy_channels(e, agency, list, now);
	pthread_rwlock_unlock(&c->lock);
}

void cache_channels_fail(struct cache *c, const char *agency, int64_t now)
{
	struct channels_entry *e;

	pthread_rwlock_wrlock(&c->lock);
	e = find_channels(c, agency);
	if (e == NULL)
		copy_channels(add_channels(c), agency, NULL, now);
	else
		e->since = now;
	pthread_rwlock_unlock(&c->lock);
}
