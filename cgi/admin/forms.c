#include "forms.h"

#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"

#define TEXT_MAX 20000 /* characters of a field */

/* --- the questionnaire of a request --- */

static enum err open_text(struct forms_view *v)
{
	struct arena *a = v->req->arena;
	const struct form_fault *faults;
	size_t n;

	if (form_edit_open(a, v->xml, v->len, &v->edit, &faults, &n) != ERR_OK) {
		log_error("questionnaire %u does not open", v->line.questionnaire.id);
		return ERR_INTERNAL;
	}
	v->outline = form_edit_outline(v->edit);
	if (v->has_draft)
		form_check_faults(v->worker->loader, a, v->xml, v->len, v->procedure,
		    &v->faults, &v->n_faults);
	return ERR_OK;
}

static enum err read_text(struct forms_view *v)
{
	struct arena *a = v->req->arena;
	enum err e = db_draft_get(v->worker->db, a, v->line.questionnaire.id, &v->draft);

	v->has_draft = e == ERR_OK;
	if (e == ERR_NOT_FOUND)
		return db_version_xml(
		    v->worker->db, a, v->line.questionnaire.version_id, &v->xml, &v->len);
	v->xml = v->draft.xml;
	v->len = v->draft.len;
	return e;
}

enum err forms_open(void *worker, struct http_request *req, struct http_response *res,
    struct forms_view *v_r)
{
	struct forms_view *v = v_r;
	long id;
	enum err e;

	*v = (struct forms_view){.worker = worker, .req = req, .res = res};
	if (text_int(req->segment[0], 1, UINT32_MAX, &id) != ERR_OK)
		return ERR_NOT_FOUND;
	e = db_form_get(v->worker->db, req->arena, v->worker->session.staff.agency_id,
	    (uint32_t)id, &v->line);
	if (e == ERR_OK)
		e = worker_procedure(v->worker, req->arena,
		    v->line.questionnaire.agency_code, &v->procedure);
	if (e == ERR_OK)
		e = read_text(v);
	return e == ERR_OK ? open_text(v) : e;
}

enum err forms_open_draft(void *worker, struct http_request *req,
    struct http_response *res, struct forms_view *v_r)
{
	enum err e;

	*v_r = (struct forms_view){0};
	if (!worker_may_edit(worker))
		return ERR_DENIED;
	e = forms_open(worker, req, res, v_r);
	if (e == ERR_OK && !v_r->has_draft)
		e = ERR_CONFLICT; /* published or given up meanwhile */
	return e;
}

void forms_free(struct forms_view *v)
{
	form_edit_free(&v->edit);
	if (v->procedure != NULL)
		procedure_free(&v->procedure);
}

enum err forms_run(
    void *worker, struct http_request *req, struct http_response *res, forms_page *page)
{
	struct forms_view v;
	enum err e = forms_open_draft(worker, req, res, &v);

	if (e == ERR_OK)
		e = page(&v);
	forms_free(&v);
	return e;
}

bool forms_is_current(const struct forms_view *v)
{
	const char *posted = http_param(&v->req->form, "revision");
	long revision;

	return posted != NULL && text_int(posted, 1, UINT32_MAX, &revision) == ERR_OK &&
	       (uint32_t)revision == v->draft.revision;
}

enum err forms_save_text(struct forms_view *v, const char *xml, size_t len)
{
	struct db_draft d = v->draft;

	if (len > FORM_FILE_MAX)
		return ERR_TOO_LARGE;
	d.xml = xml;
	d.len = len;
	return db_draft_save(
	    v->worker->db, v->req->arena, &d, v->worker->session.staff.id);
}

enum err forms_save(struct forms_view *v)
{
	size_t len;
	const char *xml = form_edit_text(v->edit, &len);

	return forms_save_text(v, xml, len);
}

enum err forms_put(struct forms_view *v, enum err changed, const char *rest)
{
	enum err e = forms_is_current(v) ? changed : ERR_CONFLICT;

	if (e == ERR_OK)
		e = forms_save(v);
	if (e == ERR_OK)
		forms_redirect(v, rest);
	return e;
}

enum err forms_reopen(struct forms_view *v)
{
	enum err e;

	v->res->status = 409;
	form_edit_free(&v->edit);
	e = read_text(v);
	if (e == ERR_OK && !v->has_draft)
		e = ERR_CONFLICT;
	return e == ERR_OK ? open_text(v) : e;
}

static long number_of(const char *prefix, const char *id)
{
	size_t n = strlen(prefix);
	long number;

	if (strncmp(id, prefix, n) != 0 || text_int(id + n, 1, 99999, &number) != ERR_OK)
		return 0;
	return number;
}

static long highest(const struct form *f, const char *prefix)
{
	long found = 0, number;

	for (size_t i = 0; i < f->n_questions + f->n_items; i++) {
		number = number_of(prefix, i < f->n_questions
					       ? f->questions[i].id
					       : f->items[i - f->n_questions].id);
		found = number > found ? number : found;
	}
	return found;
}

enum err forms_used(const struct forms_view *v, const char *prefix, long *number_r)
{
	struct arena *a = v->req->arena;
	struct db_version *versions;
	const struct form *f;
	long found = 0;
	size_t n;
	enum err e =
	    db_version_list(v->worker->db, a, v->line.questionnaire.id, &versions, &n);

	for (size_t i = 0; e == ERR_OK && i < n; i++) {
		e = worker_form(v->worker, a, versions[i].id, &f);
		if (e == ERR_OK && highest(f, prefix) > found)
			found = highest(f, prefix);
	}
	if (e == ERR_OK)
		*number_r = found;
	return e;
}

/* --- pages --- */

const char *forms_path(const struct forms_view *v, const char *rest)
{
	return arena_printf(
	    v->req->arena, "/admin/form/%u%s", v->line.questionnaire.id, rest);
}

void forms_redirect(const struct forms_view *v, const char *rest)
{
	http_redirect(v->res, v->req->arena, v->req->base_path, forms_path(v, rest));
}

struct html *forms_page_begin(
    struct admin_page *p, const struct forms_view *v, const char *heading, bool faulty)
{
	struct arena *a = v->req->arena;
	const char *title =
	    arena_printf(a, "%s – %s", heading, v->line.questionnaire.code);
	struct html *h =
	    admin_page_begin_titled(p, v->worker, v->req, v->res, ADMIN_TAB_FORMS,
		faulty ? arena_printf(a, _("Error: %s"), title) : title, heading);

	html_open(h, "p", NULL);
	html_link(h, v->req->base_path, "/admin/form", _("Questionnaires"));
	html_text(h, " → ");
	html_link(h, v->req->base_path, forms_path(v, ""),
	    arena_printf(
		a, "%s. %s", v->line.questionnaire.code, v->outline->head.title));
	html_close(h);
	return h;
}

void forms_form(struct html *h, const struct forms_view *v, const char *rest)
{
	admin_form(h, v->worker, v->req, forms_path(v, rest));
	html_hidden(h, "revision",
	    arena_printf(v->req->arena, "%u", v->has_draft ? v->draft.revision : 0));
}

/* --- what was posted --- */

const char *forms_posted(const struct forms_view *v, const char *name)
{
	const char *posted = http_param(&v->req->form, name), *clean;
	struct buf b = {0};

	/* Broken UTF-8 never gets here; what is too long is no field of ours. */
	if (posted == NULL ||
	    text_clean(v->req->arena, posted, TEXT_MAX, &clean) != ERR_OK)
		return "";
	for (; *clean != '\0'; clean++) {
		bool space = *clean == ' ' || *clean == '\n';

		if (!space)
			buf_add(&b, clean, 1);
		else if (clean[1] != ' ' && clean[1] != '\n')
			buf_puts(&b, " ");
	}
	clean = arena_strdup(v->req->arena, buf_str(&b));
	buf_free(&b);
	return clean;
}

bool forms_ticked(const struct forms_view *v, const char *name)
{
	return http_param(&v->req->form, name) != NULL;
}

/* --- faults --- */

static const char *place_path(const struct forms_view *v, const struct form_place *p)
{
	struct arena *a = v->req->arena;

	if (*p->question != '\0')
		return arena_printf(a, "/question/%s", p->question);
	if (*p->section != '\0')
		return arena_printf(a, "/section/%s", p->section);
	if (*p->set != '\0')
		return arena_printf(a, "/options/%s", p->set);
	return p->line > 0 ? "/head" : "/xml";
}

static bool concerns(const struct form_place *p, const char *part)
{
	if (part == NULL)
		return true;
	if (*part == '\0')
		return *p->question == '\0' && *p->section == '\0' && *p->set == '\0';
	return text_equal(part, p->question) ||
	       (*p->question == '\0' &&
		   (text_equal(part, p->section) || text_equal(part, p->set)));
}

static void write_fault(
    struct html *h, const struct forms_view *v, const struct form_place *p, bool linked)
{
	struct arena *a = v->req->arena;

	html_open(h, "li", NULL);
	if (linked)
		html_element(h, "a", p->text, "href",
		    html_path(h, v->req->base_path, forms_path(v, place_path(v, p))),
		    NULL);
	else
		html_text(h, p->text);
	if (p->line > 0)
		html_text(h, arena_printf(a, _(" (line %d)"), p->line));
	html_close(h);
}

void forms_write_faults(struct html *h, const struct forms_view *v, const char *part)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_faults; i++)
		n += concerns(&v->faults[i], part);
	if (n == 0)
		return;
	html_open(h, "section", "class", "warning", "aria-label", _("Faults"), NULL);
	html_open(h, "p", NULL);
	html_textf(h,
	    ngettext("The draft has %zu fault and cannot be published yet:",
		"The draft has %zu faults and cannot be published yet:", n),
	    n);
	html_close(h);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < v->n_faults; i++)
		if (concerns(&v->faults[i], part))
			write_fault(h, v, &v->faults[i], part == NULL);
	html_close(h);
	html_close(h);
}

/* --- conflicts --- */

void forms_fact_add(struct forms_facts *f, const char *name, const char *value)
{
	struct forms_fact *v;

	if (f->n == f->cap) {
		f->cap = f->cap ? 2 * f->cap : 32;
		v = ARENA_ARRAY(f->arena, f->cap, struct forms_fact);
		if (f->n > 0)
			memcpy(v, f->v, f->n * sizeof(*v));
		f->v = v;
	}
	f->v[f->n++] = (struct forms_fact){name, value};
}

static const char *value_of(const struct forms_facts *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (text_equal(f->v[i].name, name))
			return f->v[i].value;
	return "";
}

static void write_difference(
    struct html *h, const char *name, const char *stored, const char *typed)
{
	if (text_equal(stored, typed))
		return;
	html_row(h);
	html_cell_head(h, name);
	html_cell(h, *stored ? stored : "—");
	html_cell(h, *typed ? typed : "—");
	html_row_end(h);
}

void forms_write_conflict(struct html *h, const struct forms_view *v,
    const struct forms_facts *stored, const struct forms_facts *typed)
{
	const struct html_column columns[] = {{_("Field"), NULL, false},
	    {_("Saved meanwhile"), NULL, false}, {_("Typed by you"), NULL, false}};
	const char *who = v->line.editor ? v->line.editor : "";

	html_alert(h, _("Somebody else has saved the draft meanwhile"),
	    arena_printf(v->req->arena,
		_("The last save was by %s. Nothing of yours has been saved: compare "
		  "both, change the form below if need be and save it again."),
		who));
	html_table_begin(h,
	    &(struct html_table){
		.caption = _("Where both differ"), .columns = columns, .n_columns = 3});
	for (size_t i = 0; i < typed->n; i++)
		write_difference(h, typed->v[i].name, value_of(stored, typed->v[i].name),
		    typed->v[i].value);
	for (size_t i = 0; i < stored->n; i++)
		if (*value_of(typed, stored->v[i].name) == '\0')
			write_difference(h, stored->v[i].name, stored->v[i].value, "");
	html_table_end(h);
}

/* --- words --- */

static const struct {
	const char *type, *text;
} types[] = {{"single", N_("one of several answers")},
    {"multi", N_("any of several answers")},
    {"matrix", N_("rows with one of several answers each")},
    {"matrix-text", N_("rows with a text each")},
    {"csi", N_("rows with rating and importance (CSI)")}, {"scale", N_("scale of marks")},
    {"ref", N_("entry of a reference list")}, {"text", N_("free text")}};

#define TYPES (sizeof(types) / sizeof(*types))

const char *forms_type(const char *type)
{
	for (size_t i = 0; i < TYPES; i++)
		if (text_equal(types[i].type, type))
			return _(types[i].text);
	return type;
}

const struct html_option *forms_types(struct arena *a, size_t *n_r)
{
	struct html_option *v = ARENA_ARRAY(a, TYPES, struct html_option);

	for (size_t i = 0; i < TYPES; i++)
		v[i] = (struct html_option){types[i].type, _(types[i].text), NULL};
	*n_r = TYPES;
	return v;
}

const char *forms_moment(struct arena *a, int64_t at, int utc_offset)
{
	time_t t = (time_t)(at + (int64_t)utc_offset * 60);
	struct tm tm;
	char buf[32];

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(buf, sizeof(buf), "%d.%m.%Y %H:%M", &tm) == 0)
		return "";
	return arena_strdup(a, buf);
}
