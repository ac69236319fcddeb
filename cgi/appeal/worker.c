#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "appeal.h"
#include "base/i18n.h"
#include "base/log.h"

enum err appeal_open(struct appeal *s, const char *file)
{
	const char *fault;
	enum err e;

	s->arena = arena_new();
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
	e = box_token_key_load(s->config.appeal_key_file, &s->key);
	if (e != ERR_OK)
		log_error("cannot read or make the key of appeals: %s", err_name(e));
	return e;
}

void appeal_close(struct appeal *s)
{
	explicit_bzero(&s->key, sizeof(s->key));
	arena_free(&s->arena);
}

enum err worker_new(void *appeal, int slot, void **worker_r)
{
	struct worker *w = calloc(1, sizeof(*w));
	enum err e;

	if (w == NULL)
		abort();
	w->appeal = appeal;
	e = form_loader_new(w->appeal->config.forms_dir, &w->loader);
	if (e != ERR_OK) {
		log_error("cannot read the form schemas: %s", err_name(e));
		free(w);
		return e;
	}
	w->db = db_new(&w->appeal->config);
	snprintf(w->name, sizeof(w->name), "appeal-%d", slot);
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

enum err appeal_agency(struct worker *w, struct arena *a, const char *code,
    struct db_agency *g_r, struct procedure **p_r)
{
	const struct form_fault *faults;
	struct db_agency agency;
	size_t n;
	enum err e = db_agency_by_code(w->db, a, code, &agency);

	if (e != ERR_OK)
		return e;
	if (procedure_load(w->loader, a, agency.procedure_xml, agency.procedure_len, p_r,
		&faults, &n) != ERR_OK) {
		log_error("procedure %s does not load", agency.code);
		return ERR_INTERNAL;
	}
	*g_r = agency;
	return ERR_OK;
}
