/* One row of the pain map: adding, editing, closing, opening again. */
#include "base/i18n.h"
#include "base/text.h"
#include "pain-facts.h"
#include "pain-form.h"
#include "pain-source.h"
#include "results.h"

#define REASON_MAX 1000

/* Back to the map, where a notice says that the row is saved. */
static void to_map(struct http_request *req, struct http_response *res,
    const char *agency_code, enum form_audience audience)
{
	http_redirect(res, req->arena, req->base_path,
	    arena_printf(req->arena, "/admin/pain?agency=%s&audience=%s&saved=1",
		agency_code, audience == FORM_INTERNAL ? "internal" : "external"));
}

/* --- a new row --- */

static void write_new(struct worker *w, struct http_request *req,
    struct http_response *res, const struct procedure *procedure,
    const struct pain_sheet *s, const char *alert)
{
	const char *heading = _("New row of the pain map");
	struct admin_page page;
	struct html *h = admin_page_begin_titled(&page, w, req, res, ADMIN_TAB_PAIN,
	    s->n_faults ? arena_printf(req->arena, _("Error: %s"), heading) : heading,
	    heading);

	if (s->n_faults > 0)
		res->status = 422;
	html_fault_summary(h, s->faults, s->n_faults);
	if (alert)
		html_notice(h, "warning", alert);
	html_element(h, "p",
	    arena_printf(req->arena, "%s: %s", procedure->agency,
		admin_audience(s->pain.audience)),
	    NULL);
	pain_sheet_write(h, w, req, "/admin/pain/new", procedure, s);
	admin_page_end(&page);
}

/* The agency of the draft's campaign, or the one the query names. */
static enum err draft_of(struct worker *w, struct http_request *req, struct db_pain *p_r,
    struct procedure **procedure_r)
{
	const char *code = http_param(&req->query, "campaign");
	struct db_campaign c;
	struct pain_map m;
	enum err e;

	if (code == NULL) {
		e = pains_load(w, req, &m);
		if (e != ERR_OK)
			return e;
		*p_r = pain_source_empty(m.agency.id, m.audience);
		*procedure_r = m.procedure;
		return ERR_OK;
	}
	e = pain_source_fill(w, req, p_r);
	if (e == ERR_OK)
		e = results_campaign(w, req->arena, code, &c);
	return e == ERR_OK ? worker_procedure(w, req->arena, c.agency_code, procedure_r)
			   : e;
}

enum err page_pain_new(void *worker, struct http_request *req, struct http_response *res)
{
	struct procedure *procedure;
	struct pain_sheet sheet;
	struct db_pain p;
	enum err e;

	if (!worker_may_edit(worker))
		return ERR_DENIED;
	e = draft_of(worker, req, &p, &procedure);
	if (e != ERR_OK)
		return e;
	pain_sheet_from(req->arena, &p, &sheet);
	pain_sheet_new_key(req->arena, &sheet);
	write_new(worker, req, res, procedure, &sheet, NULL);
	procedure_free(&procedure);
	return ERR_OK;
}

/* The item may be of a version that the campaign has left behind. */
static enum err find_item(
    struct worker *w, struct arena *a, const struct db_campaign *c, const char *item)
{
	const struct form *form;
	struct db_counted *v;
	size_t n;
	enum err e = worker_form(w, a, c->version_id, &form);

	if (e != ERR_OK || form_item_find(form, item) != SIZE_MAX)
		return e;
	e = db_tally_versions(w->db, a, c->id, &v, &n);
	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		e = worker_form(w, a, v[i].version_id, &form);
		if (e == ERR_OK && form_item_find(form, item) != SIZE_MAX)
			return ERR_OK;
	}
	return e == ERR_OK ? ERR_INVALID : e;
}

/* The campaign and item a new row says it comes from: they must exist. */
static enum err read_source(
    struct worker *w, const struct http_request *req, struct db_pain *p)
{
	const char *code = http_param(&req->form, "campaign");
	const char *item = http_param(&req->form, "item");
	struct db_campaign c;
	enum err e;

	if (code == NULL)
		return ERR_OK;
	e = results_campaign(w, req->arena, code, &c);
	if (e == ERR_OK && (c.agency_id != p->agency_id || c.audience != p->audience))
		e = ERR_INVALID;
	if (e == ERR_OK)
		e = find_item(w, req->arena, &c, item ? item : "");
	if (e != ERR_OK)
		return e;
	p->campaign_id = c.id;
	p->campaign = c.code;
	p->item = item;
	return ERR_OK;
}

/* The form goes back under a new key: sent again, it is a second row. */
static void show_other(struct worker *w, struct http_request *req,
    struct http_response *res, const struct pain_map *m, struct pain_sheet *s)
{
	pain_sheet_new_key(req->arena, s);
	res->status = 409;
	write_new(w, req, res, m->procedure, s,
	    _("A row has been stored from this form already, and it was not the same. "
	      "Nothing new has been saved: look the row up on the map, or save this one "
	      "as a second row."));
}

static enum err create(struct worker *w, struct http_request *req,
    struct http_response *res, const struct pain_map *m)
{
	struct pain_sheet s;
	struct db_pain p = pain_source_empty(m->agency.id, m->audience);
	uint32_t id;
	enum err e = read_source(w, req, &p);

	if (e != ERR_OK)
		return e;
	pain_sheet_from(req->arena, &p, &s);
	e = pain_sheet_read_key(req->arena, &req->form, &s);
	if (e != ERR_OK)
		return e;
	pain_sheet_read(req->arena, &req->form, &s);
	if (s.n_faults > 0) {
		write_new(w, req, res, m->procedure, &s, NULL);
		return ERR_OK;
	}
	e = db_pain_save(w->db, req->arena, &s.pain, w->session.staff.id, &id);
	if (e == ERR_DUPLICATE) {
		show_other(w, req, res, m, &s);
		return ERR_OK;
	}
	if (e == ERR_OK)
		to_map(req, res, m->agency.code, m->audience);
	return e;
}

enum err page_pain_create(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct pain_map m;
	enum err e;

	if (!worker_may_edit(worker))
		return ERR_DENIED;
	e = pains_load(worker, req, &m);
	if (e != ERR_OK)
		return e;
	e = create(worker, req, res, &m);
	pains_free(&m);
	return e;
}

/* --- a stored row --- */

struct row {
	struct db_pain pain;
	struct db_agency agency;
	struct procedure *procedure;
	size_t number;     /* on its map */
	day_t carried_out; /* the measures: done, else due; or DAY_NONE */
};

/* What a page of a row shows besides it. */
struct state {
	const char *alert;                 /* warning at the top */
	const struct pain_sheet *sheet;    /* typed and not saved; NULL = as stored */
	bool conflict;                     /* show both versions */
	const char *reason, *reason_fault; /* of the closing form */
	const char *decision;              /* "done", "rejected" */
};

static enum err number_of(struct worker *w, struct arena *a, struct row *r)
{
	struct db_pain *v;
	size_t n;
	enum err e = db_pain_list(w->db, a, r->pain.agency_id, r->pain.audience, &v, &n);

	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (v[i].id == r->pain.id)
			r->number = i + 1;
	return ERR_OK;
}

static enum err agency_of(struct worker *w, struct arena *a, struct row *r)
{
	struct db_agency *v;
	size_t n;
	enum err e = pains_agencies(w, a, &v, &n);

	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (v[i].id == r->pain.agency_id)
			r->agency = v[i];
	return ERR_OK;
}

static enum err load_row(struct worker *w, struct http_request *req, struct row *r_r)
{
	struct row r = {0};
	long id;
	enum err e;

	if (text_int(req->segment[0], 1, UINT32_MAX, &id) != ERR_OK)
		return ERR_NOT_FOUND;
	e = db_pain_get(
	    w->db, req->arena, w->session.staff.agency_id, (uint32_t)id, &r.pain);
	if (e == ERR_OK)
		e = number_of(w, req->arena, &r);
	if (e == ERR_OK)
		e = agency_of(w, req->arena, &r);
	if (e == ERR_OK)
		e = worker_procedure(w, req->arena, r.agency.code, &r.procedure);
	if (e == ERR_OK)
		e = pains_carried_out(
		    w, &r.pain, r.procedure->utc_offset, &r.carried_out);
	if (e != ERR_OK)
		procedure_free(&r.procedure);
	else
		*r_r = r;
	return e;
}

static const char *path_of(struct arena *a, const struct row *r, const char *rest)
{
	return arena_printf(a, "/admin/pain/%u%s", r->pain.id, rest);
}

static void write_revision(struct html *h, struct arena *a, const struct row *r)
{
	html_hidden(h, "revision", arena_printf(a, "%u", r->pain.revision));
}

static void write_close(struct html *h, const struct worker *w,
    const struct http_request *req, const struct row *r, const struct state *s)
{
	html_element(h, "h2", _("Close the row"), NULL);
	html_element(h, "p",
	    _("A closed row stays on the map with its history; nothing is deleted."),
	    "class", "hint", NULL);
	admin_form(h, w, req, path_of(req->arena, r, "/close"));
	write_revision(h, req->arena, r);
	html_open(h, "fieldset", NULL);
	html_element(h, "legend", _("Decision"), NULL);
	for (int i = DB_PAIN_DONE; i <= DB_PAIN_REJECTED; i++)
		html_choice(
		    h, &(struct html_choice){.type = "radio",
			   .name = "decision",
			   .value = db_pain_statuses[i],
			   .label = pains_status((enum db_pain_status)i),
			   .checked = text_equal(s->decision, db_pain_statuses[i])});
	html_close(h);
	html_field(h, &(struct html_field){.type = "textarea",
			  .name = "reason",
			  .label = _("Result or reason"),
			  .value = s->reason,
			  .fault = s->reason_fault,
			  .required = true,
			  .max_chars = REASON_MAX});
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Close the row"), "danger");
	html_close(h);
	html_close(h);
}

static void write_reopen(struct html *h, const struct worker *w,
    const struct http_request *req, const struct row *r)
{
	admin_form(h, w, req, path_of(req->arena, r, "/reopen"));
	write_revision(h, req->arena, r);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Open the row again"), "quiet");
	html_close(h);
	html_close(h);
}

/* Indicators before and after the measures (UM-6.1-3); without a day the page asks
   for one. */
static const char *before_and_after(struct arena *a, const struct row *r)
{
	const struct db_pain *p = &r->pain;
	const char *day = r->carried_out == DAY_NONE
			      ? ""
			      : arena_printf(a, "split=%s&", day_iso(a, r->carried_out));

	return arena_printf(a, "/admin/campaign/%s/trend?%squestion=%s", p->campaign, day,
	    p->item ? admin_url_part(a, p->item) : "");
}

static void write_links(
    struct html *h, const struct http_request *req, const struct row *r)
{
	struct arena *a = req->arena;
	bool internal = r->pain.audience == FORM_INTERNAL;

	html_open(h, "p", NULL);
	html_link(h, req->base_path,
	    arena_printf(a, "/admin/pain?agency=%s&audience=%s", r->agency.code,
		internal ? "internal" : "external"),
	    arena_printf(a, _("Pain map: %s"), admin_audience(r->pain.audience)));
	html_text(h, " · ");
	html_link(h, req->base_path, path_of(a, r, "/history"), _("History"));
	if (r->pain.campaign) {
		html_text(h, " · ");
		html_link(h, req->base_path,
		    arena_printf(a, "/admin/campaign/%s", r->pain.campaign),
		    arena_printf(a, _("Results of the survey %s"), r->pain.campaign));
		html_text(h, " · ");
		html_link(h, req->base_path, before_and_after(a, r),
		    _("Before and after the measures"));
	}
	html_close(h);
}

static void write_body(struct html *h, struct worker *w, const struct http_request *req,
    const struct row *r, const struct state *s)
{
	struct pain_sheet stored;
	bool open = db_pain_is_open(&r->pain);

	if (s->conflict)
		pain_facts_compare(h, req->arena, &r->pain, &s->sheet->pain);
	pain_sheet_from(req->arena, &r->pain, &stored);
	if (worker_may_edit(w) && (open || s->conflict))
		pain_sheet_write(h, w, req, path_of(req->arena, r, ""), r->procedure,
		    s->sheet ? s->sheet : &stored);
	else
		pain_facts_write(h, req->arena, &r->pain);
	if (open)
		write_close(h, w, req, r, s);
	else if (worker_may_edit(w))
		write_reopen(h, w, req, r);
}

static void write_row(struct worker *w, struct http_request *req,
    struct http_response *res, const struct row *r, const struct state *s)
{
	const char *heading =
	    arena_printf(req->arena, _("Row %zu of the pain map"), r->number);
	size_t n_faults = s->sheet ? s->sheet->n_faults : 0;
	bool faulty = n_faults > 0 || s->reason_fault != NULL;
	struct admin_page page;
	struct html *h = admin_page_begin_titled(&page, w, req, res, ADMIN_TAB_PAIN,
	    faulty ? arena_printf(req->arena, _("Error: %s"), heading) : heading,
	    heading);

	if (n_faults > 0)
		html_fault_summary(h, s->sheet->faults, n_faults);
	else if (s->reason_fault)
		html_fault_summary(
		    h, &(struct html_fault_link){"reason", s->reason_fault}, 1);
	if (s->alert)
		html_notice(h, "warning", s->alert);
	html_element(h, "p", r->agency.name, "class", "over", NULL);
	write_links(h, req, r);
	write_body(h, w, req, r, s);
	admin_page_end(&page);
}

enum err page_pain_get(void *worker, struct http_request *req, struct http_response *res)
{
	const struct state s = {0};
	struct row r;
	enum err e = load_row(worker, req, &r);

	if (e != ERR_OK)
		return e;
	write_row(worker, req, res, &r, &s);
	procedure_free(&r.procedure);
	return ERR_OK;
}

/* Who saved last, for the warning; "" if unknown. */
static const char *last_saver(struct worker *w, struct arena *a, uint32_t id)
{
	struct db_pain_state *v;
	size_t n;

	return db_pain_history(w->db, a, id, &v, &n) == ERR_OK && n > 0 ? v[0].staff : "";
}

/*
 * Both versions side by side; the form keeps what was typed and now stands on
 * the other's revision, so that a second save replaces it knowingly.
 */
static enum err show_conflict(struct worker *w, struct http_request *req,
    struct http_response *res, struct pain_sheet *sheet)
{
	struct state s = {.sheet = sheet, .conflict = true};
	struct row r;
	enum err e = load_row(w, req, &r);

	if (e != ERR_OK)
		return e;
	sheet->pain.revision = r.pain.revision;
	s.alert = arena_printf(req->arena,
	    _("%s has saved this row while you were editing it. Nothing of yours has "
	      "been "
	      "saved yet: compare both versions below, then save yours over the other "
	      "one, or leave the page to keep the other one."),
	    last_saver(w, req->arena, r.pain.id));
	res->status = 409;
	write_row(w, req, res, &r, &s);
	procedure_free(&r.procedure);
	return ERR_OK;
}

static enum err save(struct worker *w, struct http_request *req,
    struct http_response *res, const struct row *r)
{
	struct pain_sheet sheet;
	struct state s = {.sheet = &sheet};
	uint32_t id;
	enum err e;

	pain_sheet_from(req->arena, &r->pain, &sheet);
	pain_sheet_read(req->arena, &req->form, &sheet);
	if (sheet.n_faults > 0) {
		res->status = 422;
		write_row(w, req, res, r, &s);
		return ERR_OK;
	}
	if (db_pain_is_open(&sheet.pain))
		sheet.pain.reason = "";
	e = db_pain_save(w->db, req->arena, &sheet.pain, w->session.staff.id, &id);
	if (e == ERR_CONFLICT)
		return show_conflict(w, req, res, &sheet);
	if (e == ERR_OK)
		to_map(req, res, r->agency.code, r->pain.audience);
	return e;
}

/* --- decisions --- */

static enum err read_revision(const struct http_request *req, struct db_pain *p)
{
	const char *s = http_param(&req->form, "revision");
	long v;

	if (s == NULL || text_int(s, 1, UINT32_MAX, &v) != ERR_OK)
		return ERR_INVALID;
	p->revision = (uint32_t)v;
	return ERR_OK;
}

/* The row changed since it was shown: it is shown anew, the typed reason kept. */
static enum err show_changed(struct worker *w, struct http_request *req,
    struct http_response *res, struct state *s)
{
	struct row r;
	enum err e = load_row(w, req, &r);

	if (e != ERR_OK)
		return e;
	s->alert = arena_printf(req->arena,
	    _("%s has changed this row meanwhile. It is shown as it is now: please look "
	      "at "
	      "it and decide again."),
	    last_saver(w, req->arena, r.pain.id));
	res->status = 409;
	write_row(w, req, res, &r, s);
	procedure_free(&r.procedure);
	return ERR_OK;
}

static enum err decide(struct worker *w, struct http_request *req,
    struct http_response *res, const struct row *r, const struct db_pain *p,
    struct state *s)
{
	uint32_t id;
	enum err e = db_pain_save(w->db, req->arena, p, w->session.staff.id, &id);

	if (e == ERR_CONFLICT)
		return show_changed(w, req, res, s);
	if (e == ERR_OK)
		to_map(req, res, r->agency.code, r->pain.audience);
	return e;
}

static enum err close_row(struct worker *w, struct http_request *req,
    struct http_response *res, const struct row *r)
{
	struct state s = {.decision = http_param(&req->form, "decision"),
	    .reason = http_param(&req->form, "reason")};
	struct db_pain p = r->pain;
	enum err e = read_revision(req, &p);

	if (e != ERR_OK)
		return e;
	p.status = text_equal(s.decision, "rejected") ? DB_PAIN_REJECTED : DB_PAIN_DONE;
	if (s.reason == NULL || text_clean(req->arena, s.reason, REASON_MAX, &p.reason))
		s.reason_fault = arena_printf(
		    req->arena, _("Result or reason: at most %d characters"), REASON_MAX);
	else if (*p.reason == '\0')
		s.reason_fault = _("Result or reason: please fill in");
	else if (!text_equal(s.decision, "done") && !text_equal(s.decision, "rejected"))
		s.reason_fault = _("Decision: please choose");
	if (s.reason_fault == NULL)
		return decide(w, req, res, r, &p, &s);
	res->status = 422;
	write_row(w, req, res, r, &s);
	return ERR_OK;
}

static enum err reopen_row(struct worker *w, struct http_request *req,
    struct http_response *res, const struct row *r)
{
	struct state s = {0};
	struct db_pain p = r->pain;
	enum err e = read_revision(req, &p);

	if (e != ERR_OK)
		return e;
	p.status = DB_PAIN_WORK;
	p.reason = "";
	return decide(w, req, res, r, &p, &s);
}

typedef enum err row_action(struct worker *w, struct http_request *req,
    struct http_response *res, const struct row *r);

static enum err with_row(struct worker *w, struct http_request *req,
    struct http_response *res, row_action *action)
{
	struct row r;
	enum err e = load_row(w, req, &r);

	if (e != ERR_OK)
		return e;
	e = action(w, req, res, &r);
	procedure_free(&r.procedure);
	return e;
}

enum err page_pain_save(void *worker, struct http_request *req, struct http_response *res)
{
	return worker_may_edit(worker) ? with_row(worker, req, res, save) : ERR_DENIED;
}

/* To close is a decision: the head of the working group takes it too. */
enum err page_pain_close(
    void *worker, struct http_request *req, struct http_response *res)
{
	return with_row(worker, req, res, close_row);
}

enum err page_pain_reopen(
    void *worker, struct http_request *req, struct http_response *res)
{
	return worker_may_edit(worker) ? with_row(worker, req, res, reopen_row)
				       : ERR_DENIED;
}
