/*
 * GET /admin/form/:id/check — what should be known before publishing; POST
 * …/publish; GET …/compare?version=N — what a version changed.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "form/lineage.h"
#include "form/review.h"
#include "forms.h"

/* What is to be published, and what it follows. */
struct next {
	struct form *form; /* NULL: the draft has faults */
	const char *frozen;
	size_t len;
	const struct form *old; /* newest version, NULL = none */
	bool changed;
};

static enum err prepare(struct forms_view *v, struct next *n_r)
{
	struct arena *a = v->req->arena;
	const struct db_questionnaire *q = &v->line.questionnaire;
	const struct form_fault *faults;
	const char *newest;
	size_t n, len;
	enum err e = ERR_OK;

	*n_r = (struct next){.changed = true};
	if (q->version > 0)
		e = worker_form(v->worker, a, q->version_id, &n_r->old);
	if (e != ERR_OK || v->n_faults > 0)
		return e;
	if (form_freeze(v->worker->loader, a, v->xml, v->len, v->procedure, &n_r->frozen,
		&n_r->len) != ERR_OK ||
	    form_load(v->worker->loader, a, n_r->frozen, n_r->len, NULL, &n_r->form,
		&faults, &n) != ERR_OK)
		return ERR_INTERNAL;
	if (q->version == 0)
		return ERR_OK;
	e = db_version_xml(v->worker->db, a, q->version_id, &newest, &len);
	if (e == ERR_OK)
		n_r->changed = !form_edit_same(a, newest, len, n_r->frozen, n_r->len);
	return e;
}

/* --- what becomes of each item --- */

static const char *kind_text(const struct form_lineage *l)
{
	switch (l->kind) {
	case FORM_LINEAGE_SAME:
		return _("unchanged: results compare");
	case FORM_LINEAGE_WORDING:
		return _("wording changed: compare with caution");
	case FORM_LINEAGE_OPTIONS:
		return l->wording ? _("wording and answers changed: do not compare")
				  : _("answers changed: do not compare");
	case FORM_LINEAGE_NEW:
		return _("new");
	case FORM_LINEAGE_GONE:
		break;
	}
	return _("no longer asked");
}

/* The text of an item; with that of its question where this is what changed. */
static const char *item_text(
    struct arena *a, const struct form *f, size_t item, bool whole)
{
	const struct form_item *it;
	const char *asked;

	if (item == SIZE_MAX)
		return "";
	it = &f->items[item];
	asked = f->questions[it->question].text;
	if (it->text == NULL)
		return asked;
	return whole ? arena_printf(a, "%s: %s", asked, it->text) : it->text;
}

static void write_lineage_line(struct html *h, const struct form_lineage *l,
    const struct form *old, const struct form *new)
{
	struct arena *a = html_arena(h);
	const char *was = item_text(a, old, l->old_item, false);
	const char *is = item_text(a, new, l->new_item, false);

	if (l->wording && text_equal(was, is)) {
		was = item_text(a, old, l->old_item, true);
		is = item_text(a, new, l->new_item, true);
	}

	html_row(h);
	html_cell(h, l->new_item != SIZE_MAX ? new->items[l->new_item].id
					     : old->items[l->old_item].id);
	html_open(h, "th", "scope", "row", NULL);
	if (l->old_item == SIZE_MAX || text_equal(was, is)) {
		html_text(h, is);
	} else {
		html_element(h, "del", was, NULL);
		if (*is != '\0') {
			html_open(h, "br", NULL);
			html_element(h, "ins", is, NULL);
		}
	}
	html_close(h);
	html_cell(h, kind_text(l));
	html_row_end(h);
}

static void write_lineage(struct html *h, const struct form *old, const struct form *new)
{
	const struct html_column columns[] = {{_("Id"), NULL, false},
	    {_("Question or row"), NULL, false}, {_("What becomes of it"), NULL, false}};
	size_t n, same = 0;
	const struct form_lineage *v = form_lineage(html_arena(h), old, new, &n);

	for (size_t i = 0; i < n; i++)
		same += v[i].kind == FORM_LINEAGE_SAME;
	html_open(h, "p", NULL);
	html_textf(h, _("Unchanged: %zu of %zu."), same, n);
	html_close(h);
	if (same == n)
		return;
	html_table_begin(h, &(struct html_table){.caption = _("Changed, new and gone"),
				.columns = columns,
				.n_columns = 3});
	for (size_t i = 0; i < n; i++)
		if (v[i].kind != FORM_LINEAGE_SAME)
			write_lineage_line(h, &v[i], old, new);
	html_table_end(h);
}

/* --- the review --- */

static void write_time(struct html *h, const struct form *f, const struct form_review *r)
{
	struct arena *a = html_arena(h);
	int minutes = (r->seconds + 59) / 60;

	html_open(h, "p", NULL);
	html_textf(h,
	    _("Answering everything takes about %d minutes by our estimate; the notice "
	      "says %d."),
	    minutes, f->minutes);
	html_close(h);
	if (minutes * 2 > f->minutes * 3 || minutes * 2 < f->minutes)
		html_notice(h, "warning",
		    arena_printf(a,
			_("The notice should say what is true: about %d minutes."),
			minutes));
}

static const char *remark_text(
    struct arena *a, const struct form *f, const struct form_remark_at *r)
{
	const struct form_question *q = &f->questions[r->question];

	switch (r->remark) {
	case FORM_REMARK_UNREACHABLE:
		return arena_printf(a,
		    _("Question %s: no answers lead to it, nobody will see it."), q->id);
	case FORM_REMARK_PROFILE:
		return arena_printf(a,
		    _("Question %s asks who the respondent is: among few colleagues the "
		      "answers may tell."),
		    q->id);
	case FORM_REMARK_REQUIRED:
		break;
	}
	return arena_printf(a, _("Question %s must be answered."), q->id);
}

static void write_review(struct html *h, const struct forms_view *v, const struct form *f)
{
	struct arena *a = v->req->arena;
	const struct form_review *r = form_review(a, f);

	html_element(h, "h2", _("For your attention"), NULL);
	write_time(h, f, r);
	if (r->profiles > 1)
		html_notice(h, "warning",
		    arena_printf(a,
			_("The answers about the respondent make up to %zu different "
			  "profiles. Ask only what the tabulation needs."),
			r->profiles));
	html_open(h, "p", NULL);
	html_textf(h, _("Questions: %zu, of them required: %zu, free texts: %zu."),
	    f->n_questions, r->required, r->texts);
	html_close(h);
	if (r->n == 0)
		return;
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < r->n; i++)
		html_element(h, "li", remark_text(a, f, &r->v[i]), NULL);
	html_close(h);
}

static void write_untranslated(struct html *h, const struct forms_view *v)
{
	const struct form_fault *missing;
	size_t n;

	form_untranslated(v->req->arena, v->xml, v->len, v->procedure, &missing, &n);
	if (n == 0)
		return;
	html_element(h, "h2", _("Not translated"), NULL);
	html_element(h, "p", _("These texts are shown in the first language."), "class",
	    "hint", NULL);
	admin_link_line(h, v->req, forms_path(v, "/language"), _("Translate"));
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < n; i++) {
		html_open(h, "li", NULL);
		html_textf(h, _("Line %d: %s"), missing[i].line, missing[i].text);
		html_close(h);
	}
	html_close(h);
}

/* --- the page --- */

static enum err write_surveys(struct html *h, const struct forms_view *v)
{
	const struct db_questionnaire *q = &v->line.questionnaire;
	struct db_campaign *c;
	size_t n, shown = 0;
	enum err e = db_campaign_list(v->worker->db, v->req->arena, q->agency_id, &c, &n);

	if (e != ERR_OK)
		return e;
	html_element(h, "h2", _("Surveys under way"), NULL);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < n; i++) {
		if (c[i].state != DB_CAMPAIGN_OPEN ||
		    !text_equal(c[i].questionnaire, q->code))
			continue;
		shown++;
		html_open(h, "li", NULL);
		html_textf(h,
		    c[i].permanent
			? _("%s: keeps version %d until the month ends, then moves on")
			: _("%s: keeps version %d"),
		    c[i].code, c[i].version);
		html_close(h);
	}
	if (shown == 0)
		html_element(h, "li", _("None uses this questionnaire."), NULL);
	html_close(h);
	return ERR_OK;
}

static void write_publish(
    struct html *h, const struct forms_view *v, const struct next *n)
{
	struct arena *a = v->req->arena;
	int next = v->line.questionnaire.version + 1;

	html_element(h, "h2", _("Publish"), NULL);
	if (n->form == NULL || !n->changed) {
		html_element(h, "p",
		    n->form == NULL ? _("The draft has faults; correct them first.")
				    : _("The draft says the same as the newest version: "
					"there is nothing to publish."),
		    NULL);
		return;
	}
	if (v->draft.base_version != v->line.questionnaire.version)
		html_notice(h, "warning",
		    arena_printf(a,
			_("The draft was started from version %d; meanwhile version %d "
			  "was published, and what it changed is not in the draft."),
			v->draft.base_version, v->line.questionnaire.version));
	html_element(h, "p",
	    arena_printf(a,
		_("The draft becomes version %d and cannot be changed any more."), next),
	    NULL);
	forms_form(h, v, "/publish");
	html_hidden(h, "newest", arena_printf(a, "%d", next - 1));
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, arena_printf(a, _("Publish version %d"), next), NULL);
	html_close(h);
	html_close(h);
}

static enum err write_check(struct forms_view *v, const struct next *n, const char *alert)
{
	struct admin_page page;
	struct html *h =
	    forms_page_begin(&page, v, _("Check and publish"), alert != NULL);
	enum err e;

	if (alert != NULL)
		html_alert(h, _("The draft has not been published"), alert);
	forms_write_faults(h, v, NULL);
	if (n->form != NULL && n->old != NULL) {
		html_element(h, "h2", _("Compared with the newest version"), NULL);
		write_lineage(h, n->old, n->form);
	}
	if (n->form != NULL)
		write_review(h, v, n->form);
	write_untranslated(h, v);
	e = write_surveys(h, v);
	write_publish(h, v, n);
	admin_page_end(&page);
	return e;
}

static enum err show_check(struct forms_view *v)
{
	struct next n = {0};
	enum err e = prepare(v, &n);

	if (e == ERR_OK)
		e = write_check(v, &n, NULL);
	form_free(&n.form);
	return e;
}

enum err page_form_check(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, show_check);
}

static enum err refuse(struct forms_view *v, struct next *n, int status, const char *why)
{
	v->res->status = status;
	return write_check(v, n, why);
}

static enum err publish(struct forms_view *v, struct next *n)
{
	const char *newest = http_param(&v->req->form, "newest");
	struct db_publication p = {.questionnaire_id = v->line.questionnaire.id,
	    .revision = v->draft.revision,
	    .newest = v->line.questionnaire.version,
	    .xml = n->frozen,
	    .len = n->len,
	    .today = day_today(v->procedure->utc_offset),
	    .staff_id = v->worker->session.staff.id};
	const char *meanwhile = _("Somebody else has changed the draft or published a "
				  "version meanwhile: please check again.");
	int version;
	enum err e;

	if (n->form == NULL || !n->changed)
		return refuse(v, n, 422, _("Please see below why."));
	if (!forms_is_current(v) ||
	    !text_equal(newest, arena_printf(v->req->arena, "%d", p.newest)))
		return refuse(v, n, 409, meanwhile);
	p.title = n->form->title;
	e = db_draft_publish(v->worker->db, v->req->arena, &p, &version);
	if (e == ERR_CONFLICT)
		return refuse(v, n, 409, meanwhile);
	if (e == ERR_OK)
		forms_redirect(v, "?published=1");
	return e;
}

static enum err publish_draft(struct forms_view *v)
{
	struct next n = {0};
	enum err e = prepare(v, &n);

	if (e == ERR_OK)
		e = publish(v, &n);
	form_free(&n.form);
	return e;
}

enum err page_form_publish(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, publish_draft);
}

/* --- two published versions --- */

static enum err find_versions(struct forms_view *v, const struct form **old_r,
    const struct form **new_r, int *version_r)
{
	struct arena *a = v->req->arena;
	const char *posted = http_param(&v->req->query, "version");
	struct db_version *versions;
	long version;
	size_t n;
	enum err e =
	    db_version_list(v->worker->db, a, v->line.questionnaire.id, &versions, &n);

	if (e != ERR_OK)
		return e;
	if (posted == NULL || text_int(posted, 2, 1000000, &version) != ERR_OK)
		return ERR_NOT_FOUND;
	for (size_t i = 0; i + 1 < n; i++) {
		if (versions[i].version != version)
			continue;
		*version_r = (int)version;
		e = worker_form(v->worker, a, versions[i].id, new_r);
		return e == ERR_OK ? worker_form(v->worker, a, versions[i + 1].id, old_r)
				   : e;
	}
	return ERR_NOT_FOUND;
}

enum err page_form_compare(
    void *worker, struct http_request *req, struct http_response *res)
{
	const struct form *old, *new;
	struct forms_view v;
	struct admin_page page;
	struct html *h;
	int version;
	enum err e = forms_open(worker, req, res, &v);

	if (e == ERR_OK)
		e = find_versions(&v, &old, &new, &version);
	if (e == ERR_OK) {
		h = forms_page_begin(&page, &v,
		    arena_printf(req->arena, _("What version %d changed"), version),
		    false);
		write_lineage(h, old, new);
		admin_page_end(&page);
	}
	forms_free(&v);
	return e;
}
