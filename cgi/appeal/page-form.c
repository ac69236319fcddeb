/*
 * The form of an appeal, a complaint or a proposal (UM-3.11-2, AMB-29): native
 * controls, no script, no cookie; what is kept and who sees it stands before the
 * fields it is about.
 */
#include "appeal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "db/appeal.h"
#include "html/control.h"
#include "html/page.h"

/* The page being written. */
struct view {
	struct html *h;
	const struct http_request *req;
	const struct appeal_sheet *sheet;
};

const char *appeal_kind(int kind)
{
	static const char *const names[] = {
	    NULL, N_("Appeal"), N_("Complaint"), N_("Proposal")};

	return names[kind];
}

static const char *value_of(const struct view *v, enum field f)
{
	return v->sheet->fields->value[f];
}

static const char *fault_of(const struct view *v, enum field f)
{
	return v->sheet->fields->fault[f];
}

static void write_legend(const struct view *v, const char *text, bool required)
{
	html_open(v->h, "legend", NULL);
	html_text(v->h, text);
	if (required) {
		html_text(v->h, " ");
		html_element(v->h, "em", _("required"), NULL);
	}
	html_close(v->h);
}

/* Chosen in advance only by a link that says so. */
static void write_kinds(const struct view *v)
{
	const char *fault = fault_of(v, FIELD_KIND);

	html_open(
	    v->h, "fieldset", "aria-describedby", fault ? "kind-fault" : NULL, NULL);
	write_legend(v, _("What is it?"), true);
	if (fault != NULL)
		html_fault(v->h, "kind-fault", fault);
	for (int i = 1; db_appeal_kinds[i] != NULL; i++)
		html_choice(v->h, &(struct html_choice){.type = "radio",
				      .name = field_names[FIELD_KIND],
				      .value = db_appeal_kinds[i],
				      .label = _(appeal_kind(i)),
				      .checked = text_equal(
					  value_of(v, FIELD_KIND), db_appeal_kinds[i]),
				      .id = i == 1 ? field_names[FIELD_KIND] : NULL});
	html_close(v->h);
}

/* Nothing for a procedure without such a list. */
static void write_list(const struct view *v, enum field f, const char *label)
{
	struct arena *a = html_arena(v->h);
	const struct procedure_list *list =
	    procedure_list(v->sheet->procedure, field_list(f));
	struct html_option *options;
	size_t n = 0;

	if (list == NULL || list->n == 0)
		return;
	options = ARENA_ARRAY(a, list->n + 1, struct html_option);
	options[n++] = (struct html_option){"", _("not chosen"), NULL};
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].external)
			options[n++] = (struct html_option){
			    list->v[i].id, list->v[i].text, list->v[i].group};
	html_field(v->h, &(struct html_field){.type = "select",
			     .name = field_names[f],
			     .label = label,
			     .value = value_of(v, f),
			     .fault = fault_of(v, f),
			     .options = options,
			     .n_options = n});
}

struct words {
	const char *type, *label, *hint, *autocomplete;
	bool required;
};

static void write_field(const struct view *v, enum field f, const struct words *w)
{
	html_field(v->h, &(struct html_field){.type = w->type,
			     .name = field_names[f],
			     .label = w->label,
			     .hint = w->hint,
			     .value = value_of(v, f),
			     .fault = fault_of(v, f),
			     .required = w->required,
			     .max_chars = field_chars[f],
			     .autocomplete = w->autocomplete});
}

static void write_consent(const struct view *v)
{
	const char *fault = fault_of(v, FIELD_CONSENT);

	html_open(v->h, "div", "class", "consent", "role", "group", "aria-describedby",
	    fault != NULL ? "consent-fault" : NULL, NULL);
	if (fault != NULL)
		html_fault(v->h, "consent-fault", fault);
	html_choice(v->h,
	    &(struct html_choice){.type = "checkbox",
		.name = field_names[FIELD_CONSENT],
		.value = "1",
		.label =
		    _("I agree that my personal data are processed to consider what I "
		      "write and to send the reply"),
		.checked = *value_of(v, FIELD_CONSENT) != '\0',
		.id = field_names[FIELD_CONSENT]});
	html_close(v->h);
}

static void write_sender(const struct view *v)
{
	html_open(v->h, "fieldset", NULL);
	write_legend(v, _("For the reply"), false);
	html_element(v->h, "p",
	    _("A written reply is sent if you give your surname, first name, patronymic "
	      "(if any) and an address for the reply: an e-mail address or a postal "
	      "address. What comes without them is taken, but not replied to (Federal "
	      "Law "
	      "No. 59-FZ of 2 May 2006, articles 7 and 11)."),
	    NULL);
	write_field(v, FIELD_NAME,
	    &(struct words){.type = "text",
		.label = _("Surname, first name, patronymic"),
		.autocomplete = "name"});
	write_field(v, FIELD_EMAIL,
	    &(struct words){
		.type = "text", .label = _("E-mail address"), .autocomplete = "email"});
	write_field(v, FIELD_POSTAL,
	    &(struct words){.type = "textarea",
		.label = _("Postal address"),
		.hint = _("If you want the reply on paper.")});
	write_consent(v);
	html_close(v->h);
}

/* Out of sight and out of the reading order: only programs fill it in. */
static void write_trap(const struct view *v)
{
	html_open(v->h, "p", "class", "trap", NULL);
	html_open(v->h, "label", NULL);
	html_text(v->h, _("Leave this field empty"));
	html_open(v->h, "input", "type", "text", "name", FIELD_TRAP, "value",
	    v->sheet->fields->trap, "tabindex", "-1", "autocomplete", "off", NULL);
	html_close(v->h);
	html_close(v->h);
}

static void write_privacy(const struct view *v)
{
	html_open(v->h, "div", "class", "note", NULL);
	html_element(v->h, "p",
	    _("What is kept: what you write in this form and the day. Neither the "
	      "address "
	      "of your device nor your browser nor the time is kept."),
	    NULL);
	html_element(v->h, "p",
	    _("Who sees it: name and addresses only those employees who prepare replies; "
	      "the text and the choices above also those who analyse feedback. It is "
	      "never "
	      "joined with answers to the surveys."),
	    NULL);
	html_close(v->h);
}

static void write_form(const struct view *v)
{
	html_form_post(v->h, v->req->base_path, "/appeal", NULL);
	html_hidden(v->h, "token", v->sheet->token);
	html_hidden(v->h, "agency", v->sheet->agency->code);
	write_kinds(v);
	write_list(v, FIELD_ORGANISATION, _("Organisation"));
	write_list(v, FIELD_TOPIC, _("Topic"));
	write_list(v, FIELD_REASON, _("Reason"));
	write_field(v, FIELD_TEXT,
	    &(struct words){.type = "textarea",
		.label = _("What is it about?"),
		.hint = _("At most 10,000 characters."),
		.required = true});
	write_privacy(v);
	write_sender(v);
	write_trap(v);
	html_open(v->h, "div", "class", "buttons", NULL);
	html_button(v->h, "next", "1", _("Send"), NULL);
	html_close(v->h);
	html_close(v->h);
}

static void write_intro(const struct view *v)
{
	html_element(v->h, "h1", _("Appeal, complaint, proposal"), NULL);
	html_open(v->h, "p", NULL);
	html_textf(
	    v->h, _("A reply is sent within %d days of registration."), DB_APPEAL_DAYS);
	html_text(v->h, " ");
	html_text(v->h, _("To rate the work of the agency anonymously take part in "));
	html_link(v->h, v->req->base_path, "/", _("a survey"));
	html_text(v->h, ".");
	html_close(v->h);
}

static void write_summary(const struct view *v)
{
	struct html_fault_link links[FIELDS];
	size_t n = 0;

	for (enum field f = 0; f < FIELDS; f++)
		if (fault_of(v, f) != NULL)
			links[n++] =
			    (struct html_fault_link){field_names[f], fault_of(v, f)};
	if (v->sheet->alert != NULL)
		html_alert(v->h, _("It has not been saved"), v->sheet->alert);
	else
		html_fault_summary(v->h, links, n);
}

void appeal_write_form(const struct http_request *req, struct http_response *res,
    const struct appeal_sheet *s)
{
	struct view v = {html_begin(req->arena, &res->body), req, s};
	struct html_page page = {.base_path = req->base_path,
	    .title = _("Appeal, complaint, proposal"),
	    .agency = s->agency->name};

	if (s->alert != NULL || s->fields->n_faults > 0)
		page.title = html_fault_title(v.h, page.title);
	html_page_begin(v.h, &page);
	write_summary(&v);
	write_intro(&v);
	write_form(&v);
	html_page_end(v.h, &page);
	html_end(v.h);
}

/* --- GET /appeal --- */

/* To whom?  With a kind chosen already it stays chosen. */
static void write_choice(const struct http_request *req, struct http_response *res,
    const struct db_agency *agencies, size_t n, const char *kind)
{
	struct html_page page = {
	    .base_path = req->base_path, .title = _("Appeal, complaint, proposal")};
	struct html *h = html_begin(req->arena, &res->body);

	html_page_begin(h, &page);
	html_element(h, "h1", page.title, NULL);
	html_element(h, "p", _("Whom is it for?"), NULL);
	html_open(h, "ul", "class", "surveys", NULL);
	for (size_t i = 0; i < n; i++) {
		html_open(h, "li", NULL);
		html_link(h, req->base_path,
		    arena_printf(req->arena, "/appeal?agency=%s%s%s", agencies[i].code,
			*kind ? "&kind=" : "", kind),
		    agencies[i].name);
		html_close(h);
	}
	html_close(h);
	html_page_end(h, &page);
	html_end(h);
}

static const char *kind_of(const struct http_request *req)
{
	int kind = db_appeal_named(db_appeal_kinds, http_param(&req->query, "kind"));

	return kind > 0 ? db_appeal_kinds[kind] : "";
}

static enum err write_first(struct worker *w, struct http_request *req,
    struct http_response *res, const char *code)
{
	struct fields fields = {.trap = ""};
	struct appeal_sheet sheet = {.fields = &fields};
	struct db_agency agency;
	struct procedure *p;
	struct box_token t;
	enum err e = appeal_agency(w, req->arena, code, &agency, &p);

	if (e != ERR_OK)
		return e;
	for (enum field f = 0; f < FIELDS; f++)
		fields.value[f] = "";
	fields.value[FIELD_KIND] = kind_of(req);
	sheet.agency = &agency;
	sheet.procedure = p;
	sheet.token =
	    box_token_issue(req->arena, &w->appeal->key, agency.id, 0, time(NULL), &t);
	appeal_write_form(req, res, &sheet);
	procedure_free(&p);
	return ERR_OK;
}

enum err appeal_get_form(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	const char *code = http_param(&req->query, "agency");
	struct db_agency *v;
	size_t n;
	enum err e;

	if (code != NULL)
		return write_first(w, req, res, code);
	e = db_agency_list(w->db, req->arena, &v, &n);
	if (e != ERR_OK)
		return e;
	if (n == 1)
		return write_first(w, req, res, v[0].code);
	if (n == 0)
		return ERR_NOT_FOUND;
	write_choice(req, res, v, n, kind_of(req));
	return ERR_OK;
}
