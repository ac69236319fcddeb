/* /admin/form/:id/xml, /file, /upload — the text of a questionnaire, whole. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/campaign.h"
#include "forms.h"

#define ROWS "30" /* of the text field */

/* --- the page --- */

/* What is in the text field, and what is wrong with it. */
struct text {
	const char *xml;
	const struct form_fault *faults;
	size_t n_faults;
	const char *note;     /* success or warning; NULL = none */
	bool conflict, taken; /* stored meanwhile; from a file */
};

static void write_area(
    struct html *h, const char *name, const char *label, const char *xml, bool stored)
{
	html_open(h, "div", "class", "field", NULL);
	html_element(h, "label", label, "for", name, NULL);
	html_open(h, "textarea", "name", name, "id", name, "rows", ROWS, "class", "code",
	    "spellcheck", "false", "readonly", stored ? HTML_ON : NULL, NULL);
	if (*xml == '\n')
		html_text(h, "\n"); /* the parser drops the first line feed */
	html_text(h, xml);
	html_close(h);
	html_close(h);
}

static void write_text_faults(struct html *h, const struct text *t)
{
	struct arena *a = html_arena(h);
	struct html_fault_link *v = ARENA_ARRAY(a, t->n_faults, struct html_fault_link);

	for (size_t i = 0; i < t->n_faults; i++)
		v[i] = (struct html_fault_link){"xml",
		    t->faults[i].line > 0 ? arena_printf(a, _("Line %d: %s"),
						t->faults[i].line, t->faults[i].text)
					  : t->faults[i].text};
	html_fault_summary(h, v, t->n_faults);
}

/* The token stands in the name: such a form sends one file and nothing else. */
static void write_upload(struct html *h, const struct forms_view *v)
{
	const char *path = forms_path(v, "/upload");

	html_element(h, "h2", _("Take the text from a file"), NULL);
	html_element(h, "p",
	    _("The text of the file is shown here first; nothing is saved before you "
	      "save it."),
	    "class", "hint", NULL);
	html_open(h, "form", "method", "post", "enctype", "multipart/form-data", "action",
	    html_path(h, v->req->base_path, path), NULL);
	html_open(h, "div", "class", "field", NULL);
	html_element(h, "label", _("XML file"), "for", "file", NULL);
	html_open(h, "input", "type", "file", "id", "file", "name",
	    v->worker->session.csrf, "accept", ".xml,application/xml,text/xml", NULL);
	html_close(h);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Show the file"), "quiet");
	html_close(h);
	html_close(h);
}

static enum err write_page(struct forms_view *v, const struct text *t)
{
	bool bad = t->n_faults > 0 || t->conflict;
	struct admin_page page;
	struct html *h = forms_page_begin(&page, v, _("Text of the file (XML)"), bad);

	if (t->conflict)
		html_alert(h, _("Somebody else has saved the draft meanwhile"),
		    _("Nothing of yours has been saved. Below is your text and, under "
		      "it, the draft as it is now: bring both together and save "
		      "again."));
	else
		write_text_faults(h, t);
	if (t->note != NULL)
		html_notice(h, bad ? "warning" : "success", t->note);
	if (!bad && !t->taken)
		forms_write_faults(h, v, NULL);
	html_open(h, "div", "class", "sheet", NULL);
	forms_form(h, v, "/xml");
	write_area(h, "xml", _("Text of the questionnaire"), t->xml, false);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Save in the draft"), NULL);
	html_close(h);
	html_close(h);
	if (t->conflict)
		write_area(h, "stored", _("The draft as it is now"), v->xml, true);
	html_close(h);
	write_upload(h, v);
	admin_page_end(&page);
	return ERR_OK;
}

static enum err show(struct forms_view *v)
{
	struct text t = {.xml = v->xml};

	if (http_param(&v->req->query, "saved") != NULL)
		t.note = _("Saved in the draft.");
	return write_page(v, &t);
}

enum err page_form_xml(void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, show);
}

/* --- saving --- */

static void refuse(struct arena *a, struct text *t, const char *fault)
{
	struct form_fault *f = ARENA_NEW(a, struct form_fault);

	f->text = fault;
	t->faults = f;
	t->n_faults = 1;
}

/* It must open, and be this questionnaire; other faults may stay in a draft. */
static bool fits(const struct forms_view *v, struct text *t, size_t len)
{
	struct arena *a = v->req->arena;
	const struct form_edit_head *head;
	struct form_edit *e = NULL;

	if (form_edit_open(a, t->xml, len, &e, &t->faults, &t->n_faults) != ERR_OK)
		return false;
	head = &form_edit_outline(e)->head;
	if (!text_equal(head->id, v->line.questionnaire.code))
		refuse(a, t,
		    arena_printf(a, _("The file is of the questionnaire %s; expected %s"),
			head->id, v->line.questionnaire.code));
	else if (text_equal(head->audience, "internal") !=
		 (v->line.questionnaire.audience == FORM_INTERNAL))
		refuse(a, t, _("A questionnaire never changes its audience."));
	form_edit_free(&e);
	return t->n_faults == 0;
}

/* Browsers send line ends as CR LF. */
static const char *posted_text(const struct forms_view *v)
{
	const char *posted = http_param(&v->req->form, "xml");
	struct buf b = {0};
	const char *text;

	for (posted = posted ? posted : ""; *posted != '\0'; posted++)
		if (posted[0] != '\r')
			buf_add(&b, posted, 1);
	text = arena_strdup(v->req->arena, buf_str(&b));
	buf_free(&b);
	return text;
}

static enum err save(struct forms_view *v)
{
	struct text t = {.xml = posted_text(v)};
	enum err e = ERR_CONFLICT;

	if (!fits(v, &t, strlen(t.xml))) {
		t.note = _("The text has not been saved; it is kept below.");
		v->res->status = 422;
		return write_page(v, &t);
	}
	if (forms_is_current(v))
		e = forms_save_text(v, t.xml, strlen(t.xml));
	if (e == ERR_OK)
		forms_redirect(v, "/xml?saved=1");
	if (e != ERR_CONFLICT)
		return e;
	e = forms_reopen(v);
	t.conflict = true;
	return e == ERR_OK ? write_page(v, &t) : e;
}

enum err page_form_xml_save(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, save);
}

/* --- files --- */

static enum err show_file(struct forms_view *v)
{
	const struct http_upload *file = &v->req->upload;
	struct text t = {.taken = true, .xml = file->data ? file->data : ""};

	if (fits(v, &t, file->n))
		t.note = _("This is the text of the file. It is not saved yet.");
	else
		v->res->status = 422;
	return write_page(v, &t);
}

enum err page_form_upload(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, show_file);
}

/* The text of a version; those of other questionnaires are not found. */
static enum err version_text(
    struct forms_view *v, const char *number, const char **xml_r, size_t *len_r)
{
	struct arena *a = v->req->arena;
	struct db_version *versions;
	long version;
	size_t n;
	enum err e =
	    db_version_list(v->worker->db, a, v->line.questionnaire.id, &versions, &n);

	if (e != ERR_OK)
		return e;
	if (text_int(number, 1, 1000000, &version) != ERR_OK)
		return ERR_NOT_FOUND;
	for (size_t i = 0; i < n; i++)
		if (versions[i].version == version)
			return db_version_xml(
			    v->worker->db, a, versions[i].id, xml_r, len_r);
	return ERR_NOT_FOUND;
}

enum err page_form_file(void *worker, struct http_request *req, struct http_response *res)
{
	const char *version = http_param(&req->query, "version");
	struct forms_view v;
	enum err e = forms_open(worker, req, res, &v);

	if (e == ERR_OK && version != NULL)
		e = version_text(&v, version, &v.xml, &v.len);
	if (e == ERR_OK) {
		res->content_type = "application/xml; charset=utf-8";
		res->filename =
		    arena_printf(req->arena, "%s%s%s.xml", v.line.questionnaire.code,
			version ? "-" : "", version ? version : "");
		buf_add(&res->body, v.xml, v.len);
	}
	forms_free(&v);
	return e;
}
