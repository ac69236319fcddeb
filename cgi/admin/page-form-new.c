/* GET, POST /admin/form/new — a questionnaire that is new, or a copy of another. */
#include <ctype.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/agency.h"
#include "forms.h"

#define TITLE_MAX 500 /* characters */

/* What is shown and what was typed. */
struct sheet {
	struct worker *worker;
	struct http_request *req;
	const struct db_agency *agencies; /* the one logged in may see */
	size_t n_agencies;
	const struct db_form_line *forms;
	size_t n_forms;
	const char *agency, *code, *title, *audience, *source;
	struct html_fault_link faults[5];
	size_t n_faults;
};

static void fault(struct sheet *s, const char *id, const char *text)
{
	s->faults[s->n_faults++] = (struct html_fault_link){id, text};
}

static const char *fault_of(const struct sheet *s, const char *id)
{
	for (size_t i = 0; i < s->n_faults; i++)
		if (text_equal(s->faults[i].id, id))
			return s->faults[i].text;
	return NULL;
}

/* --- the page --- */

static void write_agency(struct html *h, const struct sheet *s)
{
	struct html_option *v =
	    ARENA_ARRAY(s->req->arena, s->n_agencies, struct html_option);

	if (s->n_agencies == 1) {
		html_element(h, "p", s->agencies[0].name, NULL);
		return;
	}
	for (size_t i = 0; i < s->n_agencies; i++)
		v[i] =
		    (struct html_option){s->agencies[i].code, s->agencies[i].name, NULL};
	html_field(h, &(struct html_field){.type = "select",
			  .name = "agency",
			  .label = _("Agency"),
			  .fault = fault_of(s, "agency"),
			  .value = s->agency,
			  .options = v,
			  .n_options = s->n_agencies});
}

static void write_source(struct html *h, const struct sheet *s)
{
	struct arena *a = s->req->arena;
	struct html_option *v = ARENA_ARRAY(a, s->n_forms + 1, struct html_option);
	size_t n = 0;

	v[n++] = (struct html_option){"", _("nothing: notices and one empty part"), NULL};
	for (size_t i = 0; i < s->n_forms; i++) {
		const struct db_questionnaire *q = &s->forms[i].questionnaire;

		v[n++] = (struct html_option){arena_printf(a, "%u", q->id),
		    arena_printf(a, "%s. %s", q->code, q->title), q->agency_code};
	}
	html_field(h, &(struct html_field){.type = "select",
			  .name = "source",
			  .label = _("What it begins with"),
			  .hint = _("A copy has the questions, answers and notices of "
				    "the original and goes its own way from there."),
			  .fault = fault_of(s, "source"),
			  .value = s->source,
			  .options = v,
			  .n_options = n});
}

static void write_fields(struct html *h, const struct sheet *s)
{
	const struct html_option audiences[] = {
	    {"external", admin_audience(FORM_EXTERNAL), NULL},
	    {"internal", admin_audience(FORM_INTERNAL), NULL}};

	write_agency(h, s);
	html_field(h, &(struct html_field){.type = "text",
			  .name = "id",
			  .label = _("Code"),
			  .hint = _("Capital Latin letters, digits and hyphens, as in "
				    "NE-A2. It cannot be changed later."),
			  .fault = fault_of(s, "id"),
			  .value = s->code,
			  .required = true,
			  .autocomplete = "off"});
	html_field(h, &(struct html_field){.type = "text",
			  .name = "title",
			  .label = _("Title"),
			  .fault = fault_of(s, "title"),
			  .value = s->title,
			  .max_chars = TITLE_MAX,
			  .required = true,
			  .autocomplete = "off"});
	html_field(h, &(struct html_field){.type = "select",
			  .name = "audience",
			  .label = _("Audience"),
			  .hint = _("A questionnaire never changes its audience."),
			  .value = s->audience,
			  .options = audiences,
			  .n_options = 2});
	write_source(h, s);
}

static enum err write_page(const struct sheet *s, struct http_response *res)
{
	const char *heading = _("New questionnaire");
	struct admin_page page;
	struct html *h = admin_page_begin_titled(&page, s->worker, s->req, res,
	    ADMIN_TAB_FORMS,
	    s->n_faults ? arena_printf(s->req->arena, _("Error: %s"), heading) : heading,
	    heading);

	admin_link_line(h, s->req, "/admin/form", _("Questionnaires"));
	html_fault_summary(h, s->faults, s->n_faults);
	html_element(h, "p",
	    _("It begins as a draft: write the questions, check it and publish it; then "
	      "surveys can be opened with it."),
	    "class", "hint", NULL);
	admin_form(h, s->worker, s->req, "/admin/form/new");
	write_fields(h, s);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Start the draft"), NULL);
	html_close(h);
	html_close(h);
	admin_page_end(&page);
	return ERR_OK;
}

/* What the one logged in may begin with, and for whom. */
static enum err open_sheet(struct sheet *s, struct worker *w, struct http_request *req)
{
	uint16_t own = w->session.staff.agency_id;
	struct db_agency *agencies;
	struct db_form_line *forms;
	size_t n;
	enum err e;

	*s = (struct sheet){.worker = w, .req = req};
	if (!worker_may_edit(w))
		return ERR_DENIED;
	e = db_agency_list(w->db, req->arena, &agencies, &n);
	if (e == ERR_OK)
		e = db_form_list(w->db, req->arena, own, &forms, &s->n_forms);
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (worker_may_see(w, agencies[i].id))
			agencies[s->n_agencies++] = agencies[i];
	s->agencies = agencies;
	s->forms = forms;
	return s->n_agencies > 0 ? ERR_OK : ERR_NOT_FOUND;
}

enum err page_form_new(void *worker, struct http_request *req, struct http_response *res)
{
	const char *source = http_param(&req->query, "source");
	struct sheet s;
	enum err e = open_sheet(&s, worker, req);

	if (e != ERR_OK)
		return e;
	s.source = source;
	for (size_t i = 0; i < s.n_forms; i++) {
		const struct db_questionnaire *q = &s.forms[i].questionnaire;

		if (!text_equal(source, arena_printf(req->arena, "%u", q->id)))
			continue;
		s.agency = q->agency_code;
		s.title = q->title;
		s.audience = q->audience == FORM_INTERNAL ? "internal" : "external";
	}
	return write_page(&s, res);
}

/* --- making it --- */

/* A posted text without white space around it. */
static const char *posted(const struct sheet *s, const char *name)
{
	const char *value = http_param(&s->req->form, name), *clean;

	if (value == NULL ||
	    text_clean(s->req->arena, value, TITLE_MAX * 2, &clean) != ERR_OK)
		return "";
	return clean;
}

/* Small letters are meant to be capital ones. */
static const char *posted_code(const struct sheet *s)
{
	char *code = arena_strdup(s->req->arena, posted(s, "id"));

	for (char *p = code; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	return code;
}

static const struct db_agency *chosen_agency(struct sheet *s)
{
	if (s->n_agencies == 1)
		return &s->agencies[0];
	for (size_t i = 0; i < s->n_agencies; i++)
		if (text_equal(s->agencies[i].code, s->agency))
			return &s->agencies[i];
	fault(s, "agency", _("Please choose the agency."));
	return NULL;
}

static const struct db_form_line *chosen_source(struct sheet *s)
{
	for (size_t i = 0; i < s->n_forms; i++)
		if (text_equal(s->source,
			arena_printf(s->req->arena, "%u", s->forms[i].questionnaire.id)))
			return &s->forms[i];
	if (*s->source != '\0')
		fault(s, "source", _("There is no such questionnaire."));
	return NULL;
}

static void check(struct sheet *s)
{
	if (!form_edit_is_id(s->code))
		fault(s, "id",
		    *s->code ? _("A code has capital Latin letters, digits and single "
				 "hyphens between them, 32 characters at most.")
			     : _("Please give the code."));
	if (*s->title == '\0')
		fault(s, "title", _("Please give the title."));
	else if (text_chars(s->title) > TITLE_MAX)
		fault(s, "title",
		    arena_printf(s->req->arena,
			_("The title is longer than %d characters."), TITLE_MAX));
}

/* The newest version of what is copied, else its draft; a blank one. */
static enum err source_text(
    const struct sheet *s, const struct db_form_line *line, const char **xml_r, size_t *n)
{
	struct worker *w = s->worker;
	struct arena *a = s->req->arena;
	struct db_draft d;
	enum err e;

	if (line == NULL)
		return form_blank(a, w->config->forms_dir,
		    text_equal(s->audience, "internal") ? FORM_INTERNAL : FORM_EXTERNAL,
		    xml_r, n);
	if (line->questionnaire.version > 0)
		return db_version_xml(w->db, a, line->questionnaire.version_id, xml_r, n);
	e = db_draft_get(w->db, a, line->questionnaire.id, &d);
	if (e == ERR_OK) {
		*xml_r = d.xml;
		*n = d.len;
	}
	return e;
}

/* A blank one answers to what the agency's procedure answers to first. */
static enum err set_serves(struct form_edit *e, const struct procedure *p)
{
	struct form_edit_head head = form_edit_outline(e)->head;
	size_t n = 0;

	while (p->serves[n] != '\0' && p->serves[n] != ' ')
		n++;
	if (n > 0)
		head.serves = arena_strndup(p->arena, p->serves, n);
	return form_edit_head_put(e, &head);
}

/* Lists and placeholders of a version are found by the procedure it was frozen with. */
static enum err start_copy(const struct sheet *s, const struct db_form_line *line,
    const char **xml_r, size_t *len_r)
{
	struct arena *a = s->req->arena;
	struct procedure *p = NULL;
	enum err e = worker_procedure(s->worker, a, line->questionnaire.agency_code, &p);

	if (e == ERR_OK)
		e = form_edit_start(a, *xml_r, *len_r, p, xml_r, len_r);
	procedure_free(&p);
	return e;
}

/* The text of the new one: *q_r is told. */
static enum err make_text(const struct sheet *s, const struct procedure *p,
    const struct db_form_line *line, struct db_questionnaire_new *q_r)
{
	struct arena *a = s->req->arena;
	const struct form_fault *faults;
	struct form_edit *edit = NULL;
	const char *xml;
	size_t len, n;
	enum err e = source_text(s, line, &xml, &len);

	if (e == ERR_OK && line != NULL)
		e = start_copy(s, line, &xml, &len);
	if (e == ERR_OK)
		e = form_edit_open(a, xml, len, &edit, &faults, &n);
	if (e == ERR_OK)
		e = form_edit_identity_put(edit, q_r->code, q_r->audience, s->title);
	if (e == ERR_OK && line == NULL)
		e = set_serves(edit, p);
	if (e == ERR_OK)
		q_r->xml = form_edit_text(edit, &q_r->len);
	form_edit_free(&edit);
	return e;
}

static enum err add(const struct sheet *s, const struct db_agency *agency,
    const struct db_form_line *line, uint32_t *id_r)
{
	struct db_questionnaire_new q = {.agency_id = agency->id,
	    .code = s->code,
	    .audience =
		text_equal(s->audience, "internal") ? FORM_INTERNAL : FORM_EXTERNAL,
	    .staff_id = s->worker->session.staff.id};
	struct procedure *p = NULL;
	enum err e = worker_procedure(s->worker, s->req->arena, agency->code, &p);

	if (e == ERR_OK)
		e = make_text(s, p, line, &q);
	if (e == ERR_OK)
		e = db_questionnaire_add(s->worker->db, &q, id_r);
	procedure_free(&p);
	return e;
}

enum err page_form_create(
    void *worker, struct http_request *req, struct http_response *res)
{
	const struct db_agency *agency;
	const struct db_form_line *line;
	struct sheet s;
	uint32_t id;
	enum err e = open_sheet(&s, worker, req);

	if (e != ERR_OK)
		return e;
	s.agency = posted(&s, "agency");
	s.code = posted_code(&s);
	s.title = posted(&s, "title");
	s.audience = posted(&s, "audience");
	s.source = posted(&s, "source");
	agency = chosen_agency(&s);
	check(&s);
	line = chosen_source(&s);
	if (s.n_faults == 0) {
		e = add(&s, agency, line, &id);
		if (e == ERR_DUPLICATE)
			fault(&s, "id",
			    _("The agency has a questionnaire of this code already."));
		else if (e != ERR_OK)
			return e;
	}
	if (s.n_faults > 0) {
		res->status = 422;
		return write_page(&s, res);
	}
	http_redirect(res, req->arena, req->base_path,
	    arena_printf(req->arena, "/admin/form/%u", id));
	return ERR_OK;
}
