/* /admin/form/:id/head, /section/:section — title and notices, one part. */
#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"

/* A page of plain fields. */
struct field {
	const char *name, *label, *hint;
	size_t at; /* in its struct */
	bool area;
};

#define AT(member) offsetof(struct form_edit_head, member)
static const struct field head_fields[] = {
    {"title", N_("Title"), NULL, AT(title), true},
    {"heading", N_("Heading above the questions"), NULL, AT(heading), false},
    {"minutes", N_("Minutes it takes"), NULL, AT(minutes), false},
    {"notice", N_("Notice: who asks and why"),
	N_("{орган}, {органа}, {органе}, {анкета} and {минут} are filled in when the "
	   "questionnaire is published."),
	AT(notice), true},
    {"anonymity", N_("Anonymity"),
	N_("What the settings in force promise is added by the system."), AT(anonymity),
	true},
    {"thanks", N_("Thanks"), NULL, AT(thanks), true},
    {"serves", N_("Requirements of the order"), NULL, AT(serves), true},
};
#undef AT
#define AT(member) offsetof(struct form_edit_section, member)
static const struct field section_fields[] = {
    {"title", N_("Title of the part"), NULL, AT(title), false},
    {"intro", N_("Text below the title"), NULL, AT(intro), true},
    {"id", N_("Id"), N_("Small letters, digits, dots and hyphens."), AT(id), false},
};
#undef AT

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static const char *value(const void *part, const struct field *f)
{
	const char *s;

	memcpy(&s, (const char *)part + f->at, sizeof(s));
	return s;
}

static void read_fields(
    const struct forms_view *v, void *part, const struct field *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *s = forms_posted(v, f[i].name);

		memcpy((char *)part + f[i].at, &s, sizeof(s));
	}
}

static void write_fields(
    struct html *h, const void *part, const struct field *f, size_t n, const char *fault)
{
	for (size_t i = 0; i < n; i++)
		html_field(
		    h, &(struct html_field){.type = f[i].area ? "textarea" : "text",
			   .name = f[i].name,
			   .label = _(f[i].label),
			   .hint = f[i].hint ? _(f[i].hint) : NULL,
			   .fault = text_equal(f[i].name, "id") ? fault : NULL,
			   .value = value(part, &f[i])});
}

static void write_conflict(struct html *h, const struct forms_view *v, const void *stored,
    const void *typed, const struct field *f, size_t n)
{
	struct forms_facts x = {.arena = v->req->arena}, y = x;

	for (size_t i = 0; i < n; i++) {
		forms_fact_add(&x, _(f[i].label), value(stored, &f[i]));
		forms_fact_add(&y, _(f[i].label), value(typed, &f[i]));
	}
	forms_write_conflict(h, v, &x, &y);
}

static void write_save(struct html *h)
{
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Save in the draft"), NULL);
	html_close(h);
	html_close(h);
}

/* --- title and notices --- */

static void write_origin(struct html *h, const struct form_edit_head *head)
{
	const struct html_option origins[] = {
	    {"transcribed", _("the order's own words"), NULL},
	    {"proposed", _("project of a questionnaire"), NULL}};

	html_field(h, &(struct html_field){.type = "select",
			  .name = "origin",
			  .label = _("Whose wording"),
			  .value = head->origin,
			  .options = origins,
			  .n_options = 2});
}

static enum err write_head(struct forms_view *v, const struct form_edit_head *head,
    const struct form_edit_head *stored)
{
	struct admin_page page;
	struct html *h =
	    forms_page_begin(&page, v, _("Title and notices"), stored != NULL);

	if (stored != NULL)
		write_conflict(h, v, stored, head, head_fields, COUNT(head_fields));
	forms_write_faults(h, v, "");
	forms_form(h, v, "/head");
	write_fields(h, head, head_fields, COUNT(head_fields), NULL);
	write_origin(h, head);
	write_save(h);
	admin_page_end(&page);
	return ERR_OK;
}

static enum err show_head(struct forms_view *v)
{
	return write_head(v, &v->outline->head, NULL);
}

enum err page_form_head(void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, show_head);
}

static enum err save_head(struct forms_view *v)
{
	struct form_edit_head head = v->outline->head;
	enum err e;

	read_fields(v, &head, head_fields, COUNT(head_fields));
	head.origin = forms_posted(v, "origin");
	e = forms_put(v, form_edit_head_put(v->edit, &head), "");
	if (e != ERR_CONFLICT)
		return e;
	e = forms_reopen(v);
	return e == ERR_OK ? write_head(v, &head, &v->outline->head) : e;
}

enum err page_form_head_save(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, save_head);
}

/* --- a section --- */

static void write_section_moves(
    struct html *h, const struct forms_view *v, const struct form_edit_section *s)
{
	const char *path =
	    arena_printf(v->req->arena, "/section/%s/change", v->req->segment[1]);

	html_element(h, "h2", _("Order and removal"), NULL);
	html_open(h, "p", "class", "hint", NULL);
	html_textf(h, _("Removing the part removes its questions (%zu) from the draft."),
	    s->n_questions);
	html_close(h);
	forms_form(h, v, path);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, "up", "1", _("Move up"), "quiet");
	html_button(h, "down", "1", _("Move down"), "quiet");
	html_button(h, "remove", "1", _("Remove the part with its questions"), "danger");
	html_close(h);
	html_close(h);
}

static enum err write_section(struct forms_view *v, const struct form_edit_section *s,
    const struct form_edit_section *stored, const char *fault)
{
	struct arena *a = v->req->arena;
	struct admin_page page;
	struct html *h =
	    forms_page_begin(&page, v, arena_printf(a, _("Part %s"), v->req->segment[1]),
		stored != NULL || fault != NULL);

	if (stored != NULL)
		write_conflict(h, v, stored, s, section_fields, COUNT(section_fields));
	if (fault != NULL)
		html_fault_summary(h, &(struct html_fault_link){"id", fault}, 1);
	forms_write_faults(h, v, v->req->segment[1]);
	forms_form(h, v, arena_printf(a, "/section/%s", v->req->segment[1]));
	write_fields(h, s, section_fields, COUNT(section_fields), fault);
	write_save(h);
	write_section_moves(h, v, s);
	admin_page_end(&page);
	return ERR_OK;
}

static const struct form_edit_section *section(const struct forms_view *v)
{
	return form_edit_find_section(v->outline, v->req->segment[1]);
}

static enum err show_section(struct forms_view *v)
{
	return section(v) ? write_section(v, section(v), NULL, NULL) : ERR_NOT_FOUND;
}

enum err page_form_section(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, show_section);
}

static enum err save_section(struct forms_view *v)
{
	struct form_edit_section s = {0};
	enum err e;

	read_fields(v, &s, section_fields, COUNT(section_fields));
	e = forms_put(v, form_edit_section_put(v->edit, v->req->segment[1], &s),
	    arena_printf(v->req->arena, "#s-%s", admin_url_part(v->req->arena, s.id)));
	if (e == ERR_INVALID) {
		v->res->status = 422;
		return write_section(
		    v, &s, NULL, _("The id is missing, or another part has it."));
	}
	if (e != ERR_CONFLICT)
		return e;
	e = forms_reopen(v);
	if (e == ERR_OK && section(v) == NULL)
		e = ERR_CONFLICT;
	return e == ERR_OK ? write_section(v, &s, section(v), NULL) : e;
}

enum err page_form_section_save(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, save_section);
}

static enum err change_section(struct forms_view *v)
{
	const char *id = v->req->segment[1];

	if (http_param(&v->req->form, "remove") != NULL)
		return forms_put(v, form_edit_section_remove(v->edit, id), "");
	return forms_put(v,
	    form_edit_section_move(v->edit, id, http_param(&v->req->form, "up") != NULL),
	    arena_printf(v->req->arena, "#s-%s", id));
}

enum err page_form_section_change(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, change_section);
}
