/* GET, POST /admin/form/:id/question/:question — one question. */
#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"

/* What the page shows besides the question. */
struct state {
	const struct form_edit_question *q;      /* as stored, or as typed */
	const struct form_edit_question *stored; /* of a conflict; NULL = none */
	const char *id_fault;
};

static void write_remove(
    struct html *h, const struct forms_view *v, const struct form_edit_question *q)
{
	html_element(h, "h2", _("Remove the question"), NULL);
	html_open(h, "p", "class", "hint", NULL);
	html_textf(h,
	    _("It goes from the draft with its rows (%zu) and answers (%zu). Published "
	      "versions and their results stay."),
	    q->n_rows, q->n_options);
	html_close(h);
	forms_form(
	    h, v, arena_printf(v->req->arena, "/question/%s/remove", v->req->segment[1]));
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Remove the question"), "danger");
	html_close(h);
	html_close(h);
}

static void write_state(struct html *h, const struct forms_view *v, const struct state *s)
{
	struct arena *a = v->req->arena;
	struct forms_facts stored, typed;

	if (s->stored != NULL) {
		stored = form_sheet_facts(a, s->stored);
		typed = form_sheet_facts(a, s->q);
		forms_write_conflict(h, v, &stored, &typed);
	}
	if (s->id_fault != NULL)
		html_fault_summary(h, &(struct html_fault_link){"id", s->id_fault}, 1);
	if (http_param(&v->req->query, "saved") != NULL && s->stored == NULL)
		html_notice(h, "success", _("Saved in the draft."));
	forms_write_faults(h, v, v->req->segment[1]);
}

static enum err write_page(struct forms_view *v, const struct state *s)
{
	struct arena *a = v->req->arena;
	const char *path = arena_printf(a, "/question/%s", v->req->segment[1]);
	struct admin_page page;
	struct html *h = forms_page_begin(&page, v,
	    arena_printf(a, _("Question %s"), v->req->segment[1]),
	    s->id_fault != NULL || s->stored != NULL);

	write_state(h, v, s);
	html_open(h, "div", "class", "sheet", NULL);
	forms_form(h, v, path);
	form_sheet_write(h, v, s->q, s->id_fault);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Save in the draft"), NULL);
	html_close(h);
	html_close(h);
	html_close(h);
	write_remove(h, v, s->q);
	admin_page_end(&page);
	return ERR_OK;
}

static const struct form_edit_question *find(const struct forms_view *v)
{
	return form_edit_find(v->outline, v->req->segment[1]);
}

static enum err show(struct forms_view *v)
{
	struct state s = {.q = find(v)};

	return s.q != NULL ? write_page(v, &s) : ERR_NOT_FOUND;
}

enum err page_form_question(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, show);
}

/* The question is gone: what was typed is shown, so that it can be copied. */
static enum err write_gone(struct forms_view *v, const struct form_edit_question *typed)
{
	struct forms_facts stored = {.arena = v->req->arena}, facts;
	struct admin_page page;
	struct html *h = forms_page_begin(&page, v,
	    arena_printf(v->req->arena, _("Question %s"), v->req->segment[1]), true);

	facts = form_sheet_facts(v->req->arena, typed);
	html_notice(h, "warning", _("Somebody else has removed the question meanwhile."));
	forms_write_conflict(h, v, &stored, &facts);
	admin_page_end(&page);
	return ERR_OK;
}

static enum err write_overtaken(struct forms_view *v, const struct form_edit_question *q)
{
	struct state s = {.q = q};
	enum err e = forms_reopen(v);

	if (e != ERR_OK)
		return e;
	s.stored = find(v);
	return s.stored != NULL ? write_page(v, &s) : write_gone(v, q);
}

static enum err put(struct forms_view *v, const struct form_edit_question *q)
{
	enum err e = form_edit_question_put(v->edit, v->req->segment[1], q);

	if (e == ERR_OK && form_edit_find_section(v->outline, q->section) != NULL)
		e = form_edit_question_to(v->edit, q->id, q->section);
	return e;
}

static enum err save(struct forms_view *v)
{
	struct form_edit_question q;
	struct state s = {.q = &q};
	enum err e = form_sheet_read(v, &q);

	if (e == ERR_OK)
		e = forms_put(v, put(v, &q),
		    arena_printf(v->req->arena, "/question/%s?saved=1",
			admin_url_part(v->req->arena, q.id)));
	if (e == ERR_CONFLICT)
		return write_overtaken(v, &q);
	if (e == ERR_INVALID) {
		s.id_fault = _("The id is missing, or another question or row has it.");
		v->res->status = 422;
		return write_page(v, &s);
	}
	return e;
}

enum err page_form_question_save(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, save);
}

static enum err remove_question(struct forms_view *v)
{
	const struct form_edit_question *q = find(v);
	enum err e;

	if (q == NULL)
		return ERR_NOT_FOUND;
	e = forms_put(v, form_edit_question_remove(v->edit, q->id),
	    arena_printf(v->req->arena, "#s-%s", q->section));
	return e == ERR_CONFLICT ? write_overtaken(v, q) : e;
}

enum err page_form_question_remove(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, remove_question);
}
