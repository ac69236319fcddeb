#include "results.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/audit.h"
#include "db/ballot.h"
#include "db/tally.h"
#include "grid.h"
#include "quarantine.h"

#define FACTS (GRID_FACTS + 5)
#define TEXT_ID 16 /* bytes of the id of a free text */

enum err results_campaign(
    struct worker *w, struct arena *a, const char *code, struct db_campaign *c_r)
{
	struct db_campaign c;
	enum err e = db_campaign_by_code(w->db, a, code, &c);

	if (e == ERR_OK && !worker_may_see(w, c.agency_id))
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		*c_r = c;
	return e;
}

static enum err read_tally(
    struct worker *w, struct arena *a, const struct results *r, struct stat_tally **t_r)
{
	struct stat_tally *t = stat_tally_new(a, r->form);
	struct db_cell *v;
	size_t n;
	enum err e =
	    db_tally_read(w->db, a, r->campaign.id, r->campaign.version_id, &v, &n);

	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < n; i++)
		stat_tally_put(t, v[i].item, v[i].cell, v[i].n);
	*t_r = t;
	return ERR_OK;
}

/* "д) взаимоотношения между коллегами" of the questionnaire is the order's entry. */
static bool is_dimension(const struct stat_dimension *d, const char *entry)
{
	size_t n = strlen(d->name), m = strlen(entry);

	return n >= m && text_equal(d->name + n - m, entry);
}

static bool is_asked(const struct stat_satisfaction *v, const char *entry)
{
	for (size_t i = 0; i < v->n_dimensions; i++)
		if (is_dimension(&v->dimensions[i], entry))
			return true;
	return false;
}

const char **results_unasked(
    struct arena *a, const struct results *r, const struct procedure *p, size_t *n_r)
{
	const struct procedure_list *l = procedure_list(p, "directions-internal");
	const bool listed = r->campaign.audience == FORM_INTERNAL && l != NULL;
	const char **v = ARENA_ARRAY(a, listed ? l->n : 0, const char *);
	size_t n = 0;

	for (size_t i = 0; listed && i < l->n; i++)
		if (!is_asked(r->satisfaction, l->v[i].text))
			v[n++] = l->v[i].text;
	*n_r = listed && n < l->n ? n : 0;
	return v;
}

static bool are_messages(const struct db_campaign *c, const struct form *f)
{
	return c->daily && f->daily;
}

bool results_are_messages(const struct results *r)
{
	return are_messages(&r->campaign, r->form);
}

/* Permanent campaigns are opened in batches that keep to k by themselves. */
struct stat_rules results_rules(
    const struct db_campaign *c, const struct form *f, bool trial)
{
	return (struct stat_rules){.internal = c->audience == FORM_INTERNAL,
	    .final = c->state == DB_CAMPAIGN_COUNTED || c->permanent,
	    .messages = are_messages(c, f),
	    .trial = trial,
	    .k = c->k};
}

static void compute(struct arena *a, struct results *r, const struct stat_tally *t)
{
	const struct stat_rules rules = results_rules(&r->campaign, r->form, r->trial);

	r->table = stat_tabulate(a, r->form, t);
	r->view = stat_suppress(&rules, r->table);
	r->csi = stat_csi(a, r->table);
	r->satisfaction = stat_satisfaction(a, r->table);
}

/* Those with responses, and the campaign's own, ascending. */
static enum err read_versions(struct worker *w, struct arena *a, struct results *r)
{
	const struct db_campaign *c = &r->campaign;
	struct db_counted *counted, *v;
	size_t n, i = 0;
	enum err e = db_tally_versions(w->db, a, c->id, &counted, &n);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, n + 1, struct db_counted);
	for (; i < n; i++)
		v[i] = counted[i];
	if (n == 0 || v[n - 1].version != c->version)
		v[n++] = (struct db_counted){c->version_id, c->version, 0};
	r->versions = v;
	r->n_versions = n;
	return ERR_OK;
}

/* Another version than the campaign's own is shown in its place. */
static enum err choose_version(
    const struct http_request *req, int version, struct results *r)
{
	r->query = r->more = "";
	if (version == 0)
		return ERR_OK;
	for (size_t i = 0; i < r->n_versions; i++) {
		if (r->versions[i].version != version)
			continue;
		if (r->campaign.version != version) {
			r->query = arena_printf(req->arena, "?version=%d", version);
			r->more = arena_printf(req->arena, "&version=%d", version);
		}
		r->campaign.version = version;
		r->campaign.version_id = r->versions[i].version_id;
		return ERR_OK;
	}
	return ERR_NOT_FOUND;
}

enum err results_load(struct worker *w, const struct http_request *req, const char *code,
    struct results *r_r)
{
	const char *asked = http_param(&req->query, "version");
	long version = 0;

	if (asked != NULL && text_int(asked, 1, 1000000, &version) != ERR_OK)
		return ERR_NOT_FOUND;
	return results_load_version(w, req, code, (int)version, r_r);
}

enum err results_load_version(struct worker *w, const struct http_request *req,
    const char *code, int version, struct results *r_r)
{
	struct arena *a = req->arena;
	struct results r = {0};
	struct stat_tally *t;
	enum err e = results_campaign(w, a, code, &r.campaign);

	if (e == ERR_OK)
		e = read_versions(w, a, &r);
	if (e == ERR_OK)
		e = choose_version(req, version, &r);
	if (e == ERR_OK)
		e = worker_form(w, a, r.campaign.version_id, &r.form);
	if (e == ERR_OK)
		e = db_ballot_waiting(w->db, r.campaign.id, &r.waiting);
	if (e == ERR_OK)
		e = quarantine_number(w, r.campaign.id, &r.quarantined);
	if (e == ERR_OK)
		e = read_tally(w, a, &r, &t);
	if (e != ERR_OK)
		return e;
	r.today = day_today(r.campaign.utc_offset);
	r.trial = worker_is_trial(w, &r.campaign);
	compute(a, &r, t);
	*r_r = r;
	return ERR_OK;
}

bool results_takes_text(const struct form_question *q)
{
	if (q->type == FORM_TEXT || q->type == FORM_MATRIX_TEXT)
		return true;
	for (size_t i = 0; i < q->n_options; i++)
		if (q->options[i].other)
			return true;
	return false;
}

bool results_has_texts(const struct results *r, const struct stat_row *row)
{
	return r->view == STAT_VIEW_RESULTS && !row->hidden &&
	       results_takes_text(row->question);
}

/* Those of the page, one by one: there are few. */
static enum err filtered_texts(struct worker *w, struct arena *a, const struct results *r,
    size_t item, struct db_remark **v_r, size_t *n_r, size_t *total_r)
{
	const struct results_texts *t = r->texts;
	size_t left = t->totals[item] > t->offset ? t->totals[item] - t->offset : 0;
	size_t n = left < t->limit ? left : t->limit;
	struct db_remark *v = ARENA_ARRAY(a, n, struct db_remark);
	enum err e = ERR_OK;

	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = db_remark_get(w->db, a, r->campaign.id, r->campaign.version_id,
		    text_hex(a, t->ids + (item * t->limit + i) * TEXT_ID, TEXT_ID),
		    &v[i]);
	if (e != ERR_OK)
		return e;
	*v_r = v;
	*n_r = n;
	*total_r = t->totals[item];
	return ERR_OK;
}

enum err results_text_list(struct worker *w, struct arena *a, const struct results *r,
    size_t item, size_t offset, size_t limit, struct db_remark **v_r, size_t *n_r,
    size_t *total_r)
{
	if (r->texts)
		return filtered_texts(w, a, r, item, v_r, n_r, total_r);
	return db_remark_list(w->db, a, r->campaign.id, r->campaign.version_id,
	    (uint16_t)item, offset, limit, v_r, n_r, total_r);
}

static size_t facts(struct arena *a, const struct results *r, struct export_fact v[FACTS])
{
	const struct db_campaign *c = &r->campaign;
	size_t n = grid_facts(a, r, v);

	v[n++] = (struct export_fact){
	    .name = _("Responses counted"), .number = r->table->responses};
	v[n++] = (struct export_fact){
	    .name = _("Waiting in the ballot box"), .number = r->waiting};
	if (r->quarantined > 0)
		v[n++] = (struct export_fact){
		    .name = _("In quarantine"), .number = r->quarantined};
	if (c->rejected > 0)
		v[n++] = (struct export_fact){
		    .name = _("Could not be opened"), .number = c->rejected};
	v[n++] = (struct export_fact){.name = _("Smallest group"), .number = c->k};
	return n;
}

struct export_results results_export(struct arena *a, const struct results *r)
{
	struct export_fact *v = ARENA_ARRAY(a, FACTS, struct export_fact);

	return (struct export_results){.facts = v,
	    .n_facts = facts(a, r, v),
	    .table = r->table,
	    .csi = r->csi,
	    .satisfaction = r->satisfaction};
}

enum err results_note_file(struct worker *w, const struct http_request *req,
    const struct results *r, const char *action, bool filtered)
{
	const char *slash = strrchr(req->path, '/');
	const struct db_audit entry = {.staff_id = w->session.staff.id,
	    .action = action,
	    .object = arena_printf(req->arena, "campaign %s", r->campaign.code),
	    .after = arena_printf(req->arena,
		"{\"file\": \"%s\", \"version\": %d, \"filter\": %s}", slash + 1,
		r->campaign.version, filtered ? "true" : "false")};

	return db_audit_add(w->db, &entry);
}

static int by_id(const void *a, const void *b)
{
	return memcmp(a, b, TEXT_ID);
}

bool results_text_is_inside(const struct results *r, const char *id)
{
	const struct results_texts *t = r->texts;
	uint8_t key[TEXT_ID];

	return t->n_inside > 0 && text_unhex(id, key, sizeof(key)) &&
	       bsearch(key, t->inside, t->n_inside, TEXT_ID, by_id) != NULL;
}

const char *results_type_name(enum form_type type)
{
	static const char *const names[] = {[FORM_SINGLE] = "single",
	    [FORM_MULTI] = "multi",
	    [FORM_MATRIX] = "matrix",
	    [FORM_MATRIX_TEXT] = "matrix-text",
	    [FORM_CSI] = "csi",
	    [FORM_SCALE] = "scale",
	    [FORM_REF] = "ref",
	    [FORM_TEXT] = "text"};

	return names[type];
}
