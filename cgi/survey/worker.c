#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "cache.h"
#include "db/queue.h"
#include "survey.h"

enum err survey_open(struct survey *s, const char *file)
{
	const char *fault;
	enum err e;

	s->arena = arena_new();
	s->cache = cache_new();
	s->queue = db_queue_new();
	e = config_load(s->arena, file, &s->config, &fault);
	if (e != ERR_OK) {
		log_error("%s", fault);
		return e;
	}
	e = i18n_init(s->config.locale_dir, s->config.language);
	if (e != ERR_OK) {
		log_error("the system has no locale C.UTF-8");
		return e;
	}
	e = box_token_key_load(s->config.token_key_file, &s->key);
	if (e != ERR_OK)
		log_error("cannot read or make the token key: %s", err_name(e));
	/* Without it only surveys of restricted circles cannot be shown. */
	s->has_ticket_key =
	    box_ticket_key_load(s->config.ticket_key_file, &s->ticket_key) == ERR_OK;
	return e;
}

void survey_close(struct survey *s)
{
	explicit_bzero(&s->key, sizeof(s->key));
	explicit_bzero(&s->ticket_key, sizeof(s->ticket_key));
	cache_free(&s->cache);
	db_queue_free(&s->queue);
	arena_free(&s->arena);
}

enum err worker_new(void *survey, int slot, void **worker_r)
{
	struct worker *w = calloc(1, sizeof(*w));
	enum err e;

	if (w == NULL)
		abort();
	w->survey = survey;
	e = form_loader_new(w->survey->config.forms_dir, &w->loader);
	if (e != ERR_OK) {
		log_error("cannot read the form schemas: %s", err_name(e));
		free(w);
		return e;
	}
	w->db = db_new(&w->survey->config);
	db_use_queue(w->db, w->survey->queue);
	snprintf(w->name, sizeof(w->name), "survey-%d", slot);
	*worker_r = w;
	return ERR_OK;
}

void worker_free(void **worker)
{
	struct worker *w = *worker;

	if (w == NULL)
		return;
	form_loader_free(&w->loader);
	db_free(&w->db);
	free(w);
	*worker = NULL;
}

static enum err load_form(struct worker *w, struct arena *a, uint32_t version,
    const char *language, const struct form **f_r)
{
	const struct form_fault *faults;
	const char *xml;
	struct form *f;
	size_t len, n;
	enum err e = db_version_xml(w->db, a, version, &xml, &len);

	if (e != ERR_OK)
		return e;
	e = form_load_in(w->loader, a, xml, len, NULL, language, &f, &faults, &n);
	if (e != ERR_OK) {
		log_error(
		    "form version %u does not load: %s", (unsigned)version, err_name(e));
		return ERR_INTERNAL;
	}
	*f_r = cache_form_keep(w->survey->cache, version, f);
	return ERR_OK;
}

enum err survey_form(struct worker *w, struct arena *a, uint32_t version,
    const char *language, const struct form **f_r)
{
	const struct form *f = cache_form(w->survey->cache, version, NULL);
	enum err e = f != NULL ? ERR_OK : load_form(w, a, version, NULL, &f);

	/* No other name gets into the cache. */
	if (e == ERR_OK && form_language_find(f, language) != NULL) {
		const struct form *other =
		    cache_form(w->survey->cache, version, language);

		if (other != NULL)
			f = other;
		else
			e = load_form(w, a, version, language, &f);
	}
	if (e == ERR_OK)
		*f_r = f;
	return e;
}

static int64_t milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool is_fresh(int64_t read, int64_t now)
{
	return now - read < SURVEY_FRESH * 1000;
}

enum err survey_campaign(struct worker *w, struct arena *a, const char *code,
    struct db_campaign *c_r, bool *stale_r)
{
	int64_t now = milliseconds(), read = 0;
	struct db_campaign c;
	bool known = cache_campaign(w->survey->cache, a, code, &c, &read), stale = false;
	enum err e = ERR_OK;

	if (!known || !is_fresh(read, now)) {
		e = db_campaign_by_code(w->db, a, code, &c);
		if (e == ERR_OK)
			cache_campaign_keep(w->survey->cache, &c, now);
		stale = known && e == ERR_UNAVAILABLE;
	}
	if (e != ERR_OK && !stale)
		return e;
	*c_r = c;
	*stale_r = stale;
	return ERR_OK;
}

enum err survey_key(struct worker *w, const struct db_campaign *c, day_t day,
    uint32_t *id_r, uint8_t public_key_r[BOX_PUBLIC_BYTES])
{
	struct cache_key k = {.day = day, .read = milliseconds()}, known;
	enum err e = ERR_OK;

	if (cache_key(w->survey->cache, c, day, &known) && is_fresh(known.read, k.read)) {
		k = known;
	} else {
		e = db_campaign_key(w->db, c, day, &k.id, k.public_key);
		if (e == ERR_OK)
			cache_key_keep(w->survey->cache, c, &k);
	}
	if (e != ERR_OK)
		return e;
	*id_r = k.id;
	memcpy(public_key_r, k.public_key, sizeof(k.public_key));
	return ERR_OK;
}

bool survey_has_key(struct worker *w, const struct db_campaign *c)
{
	uint8_t key[BOX_PUBLIC_BYTES];
	uint32_t id;

	return survey_key(w, c, day_today(c->utc_offset), &id, key) == ERR_OK;
}
