/*
 * /admin/form/:id/language — the languages of a questionnaire; /language/:code —
 * its texts side by side with their translations, a part at a time.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "form-texts.h"

#define FIELD "t:" /* before the key of a text */

/* --- the languages --- */

/* What was typed of a new one. */
struct sheet {
	struct form_edit_language typed;
	const char *fault;
};

static void write_remove(
    struct html *h, const struct forms_view *v, const struct form_edit_language *l)
{
	struct arena *a = v->req->arena;

	forms_form(h, v, arena_printf(a, "/language/%s/remove", l->code));
	html_button(h, NULL, NULL,
	    arena_printf(a, _("Remove with the translations: %s"), l->title), "danger");
	html_close(h);
}

static void write_language(
    struct html *h, const struct forms_view *v, const struct form_edit_language *l)
{
	struct arena *a = v->req->arena;
	struct form_texts t;

	form_texts_read(&t, v, l->code);
	html_row(h);
	html_cell(h, l->code);
	html_open(h, "th", "scope", "row", NULL);
	html_open(h, "a", "href",
	    html_path(h, v->req->base_path,
		forms_path(v, arena_printf(a, "/language/%s", l->code))),
	    "lang", l->code, NULL);
	html_text(h, l->title);
	html_close(h);
	html_close(h);
	html_cell(h, l->rtl ? _("from right to left") : _("from left to right"));
	html_cell(h, arena_printf(a, _("%zu of %zu"), t.n - t.missing, t.n));
	html_cell_open(h, false);
	if (t.missing > 0)
		html_element(h, "strong",
		    arena_printf(a, _("not translated: %zu"), t.missing), NULL);
	else
		html_text(h, _("everything is translated"));
	html_close(h);
	html_cell_open(h, false);
	write_remove(h, v, l);
	html_close(h);
	html_row_end(h);
}

static void write_languages(struct html *h, const struct forms_view *v)
{
	const struct html_column columns[] = {{_("Code"), NULL, false},
	    {_("Language"), NULL, false}, {_("Written"), NULL, false},
	    {_("Translated texts"), NULL, false}, {_("State"), NULL, false},
	    {_("Action"), NULL, false}};
	const struct form_edit_outline *o = v->outline;

	html_open(h, "p", NULL);
	html_textf(h,
	    _("The texts are in the language “%s”; what is not translated is shown in "
	      "it."),
	    o->n_languages > 0 ? o->languages[0].title : "Русский");
	html_close(h);
	if (o->n_languages < 2) {
		html_element(h, "p", _("There is no other language yet."), NULL);
		return;
	}
	html_table_begin(h, &(struct html_table){.caption = _("Languages"),
				.caption_hidden = true,
				.columns = columns,
				.n_columns = 6});
	for (size_t i = 1; i < o->n_languages; i++)
		write_language(h, v, &o->languages[i]);
	html_table_end(h);
}

static void write_new(struct html *h, const struct forms_view *v, const struct sheet *s)
{
	html_element(h, "h2", _("New language"), NULL);
	forms_form(h, v, "/language");
	html_field(h, &(struct html_field){.type = "text",
			  .name = "code",
			  .label = _("Code of the language"),
			  .hint = _("As in web pages: en, alt, ce, yrk, kk, ar."),
			  .fault = s->fault,
			  .value = s->typed.code,
			  .autocomplete = "off"});
	html_field(h, &(struct html_field){.type = "text",
			  .name = "title",
			  .label = _("Its name in the language itself"),
			  .hint = _("As respondents choose it: English, Нохчийн, Алтай "
				    "тил."),
			  .value = s->typed.title,
			  .autocomplete = "off"});
	html_open(h, "fieldset", NULL);
	html_element(h, "legend", _("Written"), NULL);
	html_choice(h, &(struct html_choice){.type = "checkbox",
			   .name = "rtl",
			   .value = "1",
			   .label = _("It is written from right to left"),
			   .checked = s->typed.rtl});
	html_close(h);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Add the language"), NULL);
	html_close(h);
	html_close(h);
}

static enum err write_list(struct forms_view *v, const struct sheet *s, bool late)
{
	struct admin_page page;
	struct html *h =
	    forms_page_begin(&page, v, _("Languages"), late || s->fault != NULL);

	if (late)
		html_alert(h, _("Somebody else has saved the draft meanwhile"),
		    _("Your last step has not been done. This is the draft as it is now: "
		      "please repeat the step if it is still needed."));
	if (s->fault != NULL)
		html_fault_summary(h, &(struct html_fault_link){"code", s->fault}, 1);
	write_languages(h, v);
	write_new(h, v, s);
	admin_page_end(&page);
	return ERR_OK;
}

static enum err show_list(struct forms_view *v)
{
	return write_list(v, &(struct sheet){0}, false);
}

enum err page_form_languages(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, show_list);
}

static enum err add(struct forms_view *v)
{
	struct sheet s = {.typed = {forms_posted(v, "code"), forms_posted(v, "title"),
			      forms_ticked(v, "rtl")}};
	enum err e = forms_put(v, form_edit_language_add(v->edit, &s.typed),
	    arena_printf(v->req->arena, "/language/%s",
		admin_url_part(v->req->arena, s.typed.code)));

	if (e == ERR_INVALID) {
		s.fault =
		    _("The code is wrong or there already, or the name is missing.");
		v->res->status = 422;
		return write_list(v, &s, false);
	}
	if (e != ERR_CONFLICT)
		return e;
	e = forms_reopen(v);
	return e == ERR_OK ? write_list(v, &s, true) : e;
}

enum err page_form_language_add(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, add);
}

static enum err remove_language(struct forms_view *v)
{
	enum err e = forms_put(
	    v, form_edit_language_remove(v->edit, v->req->segment[1]), "/language");

	if (e != ERR_CONFLICT)
		return e;
	e = forms_reopen(v);
	return e == ERR_OK ? write_list(v, &(struct sheet){0}, true) : e;
}

enum err page_form_language_remove(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, remove_language);
}

/* --- the texts of one part --- */

/* One page in hand. */
struct desk {
	struct forms_view *view;
	const struct form_edit_language *language;
	struct form_texts texts;
	const struct form_texts_part *part;
	bool typed, late; /* what was posted is shown; somebody else was faster */
};

static const struct form_edit_language *find_language(const struct forms_view *v)
{
	for (size_t i = 1; i < v->outline->n_languages; i++)
		if (text_equal(v->outline->languages[i].code, v->req->segment[1]))
			return &v->outline->languages[i];
	return NULL;
}

/* part NULL, or one that is not there: the first with something to translate. */
static enum err open_desk(struct desk *d, struct forms_view *v, const char *part)
{
	*d = (struct desk){.view = v, .language = find_language(v)};
	if (d->language == NULL)
		return ERR_NOT_FOUND;
	form_texts_read(&d->texts, v, d->language->code);
	d->part = form_texts_find(&d->texts, part);
	for (size_t i = 0; d->part == NULL && i < d->texts.n_parts; i++)
		if (d->texts.parts[i].missing > 0)
			d->part = &d->texts.parts[i];
	if (d->part == NULL)
		d->part = &d->texts.parts[0]; /* the title is always there */
	return ERR_OK;
}

static void write_parts(struct html *h, const struct desk *d)
{
	struct arena *a = d->view->req->arena;

	html_open(h, "nav", "aria-label", _("Parts of the questionnaire"), NULL);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < d->texts.n_parts; i++) {
		const struct form_texts_part *p = &d->texts.parts[i];

		html_open(h, "li", NULL);
		html_open(h, "a", "href",
		    html_path(h, d->view->req->base_path,
			forms_path(d->view, arena_printf(a, "/language/%s?part=%s",
						d->language->code, p->id))),
		    "aria-current", p == d->part ? "page" : NULL, NULL);
		html_text(h, p->title);
		if (p->missing > 0)
			html_textf(h, _(" (not translated: %zu)"), p->missing);
		html_close(h);
		html_close(h);
	}
	html_close(h);
	html_close(h);
}

static const char *field_of(const struct desk *d, const struct form_edit_text *x)
{
	return arena_printf(d->view->req->arena, FIELD "%s", x->key);
}

static void write_text(
    struct html *h, const struct desk *d, const struct form_edit_text *x)
{
	struct arena *a = d->view->req->arena;
	const char *name = field_of(d, x);
	const char *value = d->typed ? forms_posted(d->view, name) : x->translation;

	html_open(h, "div", "class", "pair", NULL);
	html_open(h, "label", "for", name, NULL);
	html_element(h, "span", form_texts_name(a, x), "class", "hint", NULL);
	if (form_texts_is_missing(x)) {
		html_text(h, " ");
		html_element(h, "em", _("not translated"), NULL);
	}
	html_open(h, "br", NULL);
	html_text(h, x->text);
	html_close(h);
	html_open(h, "textarea", "name", name, "id", name, "rows",
	    strlen(x->text) > 200 ? "5" : "2", "lang", d->language->code, "dir",
	    d->language->rtl ? "rtl" : "ltr", NULL);
	html_text(h, value);
	html_close(h);
	html_close(h);
}

/* What was typed and is not what the draft has now. */
static void write_conflict(struct html *h, const struct desk *d)
{
	struct forms_facts x = {.arena = d->view->req->arena}, y = x;

	for (size_t i = 0; i < d->texts.n; i++) {
		const struct form_edit_text *t = &d->texts.v[i];
		const char *name = form_texts_name(x.arena, t);

		if (http_param(&d->view->req->form, field_of(d, t)) == NULL)
			continue;
		forms_fact_add(&x, name, t->translation);
		forms_fact_add(&y, name, forms_posted(d->view, field_of(d, t)));
	}
	forms_write_conflict(h, d->view, &x, &y);
}

static void write_state(struct html *h, const struct desk *d)
{
	if (d->late)
		write_conflict(h, d);
	else if (http_param(&d->view->req->query, "saved") != NULL)
		html_notice(h, "success", _("Saved in the draft."));
	html_open(h, "p", NULL);
	html_textf(h,
	    ngettext("Translated: %zu of %zu text.", "Translated: %zu of %zu texts.",
		d->texts.n),
	    d->texts.n - d->texts.missing, d->texts.n);
	html_close(h);
	html_element(h, "p",
	    _("{орган}, {анкета} and the like stay as they are: they are filled in when "
	      "the questionnaire is published. Entries of reference lists of the "
	      "procedure are translated in its file."),
	    "class", "hint", NULL);
}

static enum err write_desk(struct desk *d)
{
	struct forms_view *v = d->view;
	struct arena *a = v->req->arena;
	struct admin_page page;
	struct html *h = forms_page_begin(
	    &page, v, arena_printf(a, _("Translation: %s"), d->language->title), d->late);

	admin_link_line(h, v->req, forms_path(v, "/language"), _("Languages"));
	write_state(h, d);
	write_parts(h, d);
	html_element(h, "h2", d->part->title, NULL);
	html_open(h, "div", "class", "sheet", NULL);
	forms_form(h, v, arena_printf(a, "/language/%s", d->language->code));
	html_hidden(h, "part", d->part->id);
	for (size_t i = 0; i < d->texts.n; i++)
		if (form_texts_is_in(a, &d->texts.v[i], d->part))
			write_text(h, d, &d->texts.v[i]);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Save in the draft"), NULL);
	html_close(h);
	html_close(h);
	html_close(h);
	admin_page_end(&page);
	return ERR_OK;
}

static enum err show_desk(struct forms_view *v)
{
	struct desk d;
	enum err e = open_desk(&d, v, http_param(&v->req->query, "part"));

	return e == ERR_OK ? write_desk(&d) : e;
}

enum err page_form_language(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, show_desk);
}

static struct form_edit_translation *read_texts(const struct forms_view *v, size_t *n_r)
{
	const struct http_params *form = &v->req->form;
	struct form_edit_translation *x =
	    ARENA_ARRAY(v->req->arena, form->n, struct form_edit_translation);
	size_t n = 0;

	for (size_t i = 0; i < form->n; i++)
		if (text_starts(form->v[i].name, FIELD))
			x[n++] = (struct form_edit_translation){
			    form->v[i].name + strlen(FIELD),
			    forms_posted(v, form->v[i].name)};
	*n_r = n;
	return x;
}

static enum err save(struct forms_view *v)
{
	const char *part = forms_posted(v, "part");
	struct desk d;
	size_t n;
	const struct form_edit_translation *x = read_texts(v, &n);
	enum err e = forms_put(v, form_edit_translate(v->edit, v->req->segment[1], x, n),
	    arena_printf(v->req->arena, "/language/%s?part=%s&saved=1",
		admin_url_part(v->req->arena, v->req->segment[1]),
		admin_url_part(v->req->arena, part)));

	if (e != ERR_CONFLICT)
		return e;
	e = forms_reopen(v);
	if (e == ERR_OK)
		e = open_desk(&d, v, part);
	if (e == ERR_NOT_FOUND)
		e = ERR_CONFLICT; /* the language is gone */
	d.typed = d.late = true;
	return e == ERR_OK ? write_desk(&d) : e;
}

enum err page_form_language_save(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, save);
}
