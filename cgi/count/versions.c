#include <stdlib.h>

#include "base/log.h"
#include "count.h"

struct version {
	struct version *next;
	uint32_t id;
	struct form *form;
};

static enum err load(struct counter *c, uint32_t id, struct form **f_r)
{
	const struct form_fault *faults = NULL;
	struct arena *a = arena_new();
	const char *xml;
	size_t len, n = 0;
	enum err e = db_version_xml(c->db, a, id, &xml, &len);

	if (e == ERR_OK) {
		e = form_load(c->loader, a, xml, len, NULL, f_r, &faults, &n);
		if (e != ERR_OK && e != ERR_UNAVAILABLE) {
			log_error("form version %u cannot be read, line %d", id,
			    n > 0 ? faults[0].line : 0);
			e = ERR_CONFIG;
		}
	}
	arena_free(&a);
	return e;
}

enum err count_version(struct counter *c, const struct db_campaign *campaign,
    uint32_t version_id, const struct form **f_r)
{
	struct version *v;
	struct form *f;
	bool fits = version_id == campaign->version_id;
	enum err e = ERR_OK;

	if (!fits)
		e = db_count_version_fits(c->db, campaign->id, version_id, &fits);
	if (e != ERR_OK)
		return e;
	if (!fits)
		return ERR_FORGED;
	for (v = c->versions; v != NULL; v = v->next) {
		if (v->id == version_id) {
			*f_r = v->form;
			return ERR_OK;
		}
	}
	e = load(c, version_id, &f);
	if (e != ERR_OK)
		return e;
	v = malloc(sizeof(*v));
	if (v == NULL)
		abort();
	*v = (struct version){c->versions, version_id, f};
	c->versions = v;
	*f_r = f;
	return ERR_OK;
}

void count_versions_free(struct counter *c)
{
	struct version *next;

	for (struct version *v = c->versions; v != NULL; v = next) {
		next = v->next;
		form_free(&v->form);
		free(v);
	}
	c->versions = NULL;
}
