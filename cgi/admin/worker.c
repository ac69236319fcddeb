#include <stdio.h>
#include <stdlib.h>

#include "admin.h"
#include "base/log.h"
#include "db/agency.h"

struct form_entry {
	struct form_entry *next;
	uint32_t version;
	struct form *form;
};

enum err worker_new(void *admin, int slot, void **worker_r)
{
	const struct admin *shared = admin;
	struct worker *w = calloc(1, sizeof(*w));
	enum err e;

	if (w == NULL)
		abort();
	w->config = &shared->config;
	w->key = &shared->key;
	snprintf(w->name, sizeof(w->name), "admin-%d", slot);
	e = form_loader_new(w->config->forms_dir, &w->loader);
	if (e != ERR_OK) {
		log_error("cannot read the form schemas: %s", err_name(e));
		free(w);
		return e;
	}
	w->db = db_new(w->config);
	*worker_r = w;
	return ERR_OK;
}

void worker_free(void **worker)
{
	struct worker *w = *worker;

	if (w == NULL)
		return;
	for (struct form_entry *f = w->forms, *next; f != NULL; f = next) {
		next = f->next;
		form_free(&f->form);
		free(f);
	}
	form_loader_free(&w->loader);
	db_free(&w->db);
	free(w);
	*worker = NULL;
}

static const struct form *form_keep(struct worker *w, uint32_t version, struct form *f)
{
	struct form_entry *entry = calloc(1, sizeof(*entry));

	if (entry == NULL)
		abort();
	*entry = (struct form_entry){w->forms, version, f};
	w->forms = entry;
	return f;
}

enum err worker_form(
    struct worker *w, struct arena *a, uint32_t version, const struct form **f_r)
{
	const struct form_fault *faults;
	const char *xml;
	struct form *f;
	size_t len, n;
	enum err e;

	for (const struct form_entry *p = w->forms; p != NULL; p = p->next) {
		if (p->version == version) {
			*f_r = p->form;
			return ERR_OK;
		}
	}
	e = db_version_xml(w->db, a, version, &xml, &len);
	if (e != ERR_OK)
		return e;
	if (form_load(w->loader, a, xml, len, NULL, &f, &faults, &n) != ERR_OK) {
		log_error("form version %u does not load", (unsigned)version);
		return ERR_INTERNAL;
	}
	*f_r = form_keep(w, version, f);
	return ERR_OK;
}

enum err worker_procedure(
    struct worker *w, struct arena *a, const char *agency_code, struct procedure **p_r)
{
	const struct form_fault *faults;
	struct db_agency agency;
	size_t n;
	enum err e = db_agency_by_code(w->db, a, agency_code, &agency);

	if (e != ERR_OK)
		return e;
	if (procedure_load(w->loader, a, agency.procedure_xml, agency.procedure_len, p_r,
		&faults, &n) != ERR_OK) {
		log_error("procedure %s does not load", agency.code);
		return ERR_INTERNAL;
	}
	return ERR_OK;
}

bool worker_may_see(const struct worker *w, uint16_t agency_id)
{
	return w->session.staff.agency_id == 0 || w->session.staff.agency_id == agency_id;
}

bool worker_may_edit(const struct worker *w)
{
	return w->session.staff.role == DB_ROLE_ANALYST ||
	       w->session.staff.role == DB_ROLE_ADMIN;
}

bool worker_is_trial(const struct worker *w, const struct db_campaign *c)
{
	return db_campaign_is_trial(w->config, c);
}
