/*
 * /admin/form/:id/options, /options/:set — sets of answers that questions share;
 * POST …/remove gives its answers to the questions that use it.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"

/* What the page shows: a set as stored, as typed, or a new one. */
struct sheet {
	const char *was; /* id so far; "" = a new set */
	const char *id;
	const struct form_edit_option *options;
	size_t n_options;
	const struct form_edit_set *stored; /* of a conflict; NULL = none */
	bool late;                          /* a conflict */
	const char *fault;
};

static const struct form_edit_set *find(const struct forms_view *v, const char *id)
{
	return form_edit_find_set(v->outline, id);
}

static const char *path_of(const struct forms_view *v, const struct sheet *s)
{
	return *s->was ? arena_printf(v->req->arena, "/options/%s", s->was) : "/options";
}

static struct forms_facts facts(struct arena *a, const char *id,
    const struct form_edit_option *options, size_t n_options)
{
	struct forms_facts f = {.arena = a};

	forms_fact_add(&f, _("Id"), id);
	form_options_facts(&f, options, n_options);
	return f;
}

static void write_conflict(
    struct html *h, const struct forms_view *v, const struct sheet *s)
{
	struct arena *a = v->req->arena;
	struct forms_facts x = {.arena = a};
	struct forms_facts y = facts(a, s->id, s->options, s->n_options);

	if (s->stored != NULL)
		x = facts(a, s->stored->id, s->stored->options, s->stored->n_options);
	forms_write_conflict(h, v, &x, &y);
}

static void write_fields(
    struct html *h, const struct forms_view *v, const struct sheet *s)
{
	html_open(h, "div", "class", "sheet", NULL);
	forms_form(h, v, path_of(v, s));
	html_field(h, &(struct html_field){.type = "text",
			  .name = "id",
			  .label = _("Id"),
			  .hint = _("Small letters, digits, dots and hyphens."),
			  .fault = s->fault,
			  .value = s->id});
	form_options_write(h, s->options, s->n_options);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Save in the draft"), NULL);
	html_close(h);
	html_close(h);
	html_close(h);
}

static void write_remove(
    struct html *h, const struct forms_view *v, const struct sheet *s)
{
	const struct form_edit_set *set = find(v, s->was);

	if (set == NULL)
		return;
	html_element(h, "h2", _("Remove the set"), NULL);
	html_open(h, "p", "class", "hint", NULL);
	html_textf(h,
	    _("The questions that use it (%zu) keep its answers as answers of their "
	      "own."),
	    set->users);
	html_close(h);
	forms_form(h, v, arena_printf(v->req->arena, "/options/%s/remove", s->was));
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Remove the set"), "danger");
	html_close(h);
	html_close(h);
}

static enum err write_page(struct forms_view *v, const struct sheet *s)
{
	struct arena *a = v->req->arena;
	struct admin_page page;
	struct html *h = forms_page_begin(&page, v,
	    *s->was ? arena_printf(a, _("Set of answers %s"), s->was)
		    : _("New set of answers"),
	    s->late || s->fault != NULL);

	if (s->late)
		write_conflict(h, v, s);
	if (s->fault != NULL)
		html_fault_summary(h, &(struct html_fault_link){"id", s->fault}, 1);
	if (*s->was)
		forms_write_faults(h, v, s->was);
	write_fields(h, v, s);
	write_remove(h, v, s);
	admin_page_end(&page);
	return ERR_OK;
}

static enum err show(struct forms_view *v)
{
	const char *id = v->req->segment[1];
	const struct form_edit_set *set = id ? find(v, id) : NULL;
	struct sheet s = {.was = "", .id = ""};

	if (id != NULL && set == NULL)
		return ERR_NOT_FOUND;
	if (set != NULL)
		s = (struct sheet){.was = set->id,
		    .id = set->id,
		    .options = set->options,
		    .n_options = set->n_options};
	return write_page(v, &s);
}

enum err page_form_options(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, show);
}

static enum err put(struct forms_view *v, const struct sheet *s)
{
	enum err e = ERR_OK;

	if (*s->was == '\0' && find(v, s->id) != NULL)
		return ERR_INVALID;
	if (s->n_options == 0)
		return ERR_INVALID;
	if (*s->was != '\0' && !text_equal(s->was, s->id))
		e = form_edit_set_rename(v->edit, s->was, s->id);
	return e == ERR_OK ? form_edit_set_put(v->edit, s->id, s->options, s->n_options)
			   : e;
}

static enum err save(struct forms_view *v)
{
	struct sheet s = {.was = v->req->segment[1] ? v->req->segment[1] : "",
	    .id = forms_posted(v, "id")};
	enum err e;

	s.options = form_options_read(v, &s.n_options);
	e = forms_put(v, put(v, &s), "#sets");
	if (e == ERR_INVALID) {
		s.fault = s.n_options == 0
			      ? _("A set has at least one answer.")
			      : _("The id is missing, or another set has it.");
		v->res->status = 422;
		return write_page(v, &s);
	}
	if (e != ERR_CONFLICT)
		return e;
	e = forms_reopen(v);
	s.late = true;
	if (e == ERR_OK && *s.was != '\0' && (s.stored = find(v, s.was)) == NULL)
		e = ERR_CONFLICT;
	return e == ERR_OK ? write_page(v, &s) : e;
}

enum err page_form_options_save(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, save);
}

static enum err remove_set(struct forms_view *v)
{
	return forms_put(v, form_edit_set_remove(v->edit, v->req->segment[1]), "#sets");
}

enum err page_form_options_remove(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, remove_set);
}
