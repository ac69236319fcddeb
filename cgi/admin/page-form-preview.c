/* GET /admin/form/:id/preview?part=N — the pages as respondents will see them. */
#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"
#include "render/render.h"

static size_t part_of(const struct forms_view *v, const struct form *f)
{
	const char *s = http_param(&v->req->query, "part");
	long part = 1;

	if (text_equal(s, "all"))
		return RENDER_ALL;
	if (s == NULL || text_int(s, 1, (long)f->n_sections, &part) != ERR_OK)
		part = 1;
	return (size_t)part - 1;
}

/* "&lang=en"; "" for the first language. */
static const char *language_query(const struct forms_view *v)
{
	const char *language = http_param(&v->req->query, "lang");

	return language ? arena_printf(v->req->arena, "&lang=%s",
			      admin_url_part(v->req->arena, language))
			: "";
}

static void write_languages(
    struct html *h, const struct forms_view *v, const struct form *f)
{
	if (f->n_languages < 2)
		return;
	html_open(h, "nav", "aria-label", _("Languages"), NULL);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < f->n_languages; i++) {
		html_open(h, "li", NULL);
		html_element(h, "a", f->languages[i].title, "lang", f->languages[i].code,
		    "href",
		    html_path(h, v->req->base_path,
			forms_path(v, arena_printf(v->req->arena, "/preview?lang=%s",
					  f->languages[i].code))),
		    "aria-current", f->language == &f->languages[i] ? "page" : NULL,
		    NULL);
		html_close(h);
	}
	html_close(h);
	html_close(h);
}

static void write_part_link(struct html *h, const struct forms_view *v, const char *part,
    const char *text, bool current)
{
	html_open(h, "li", NULL);
	html_element(h, "a", text, "href",
	    html_path(h, v->req->base_path,
		forms_path(v, arena_printf(v->req->arena, "/preview?part=%s%s", part,
				  language_query(v)))),
	    "aria-current", current ? "page" : NULL, NULL);
	html_close(h);
}

static void write_parts(
    struct html *h, const struct forms_view *v, const struct form *f, size_t part)
{
	struct arena *a = v->req->arena;

	html_open(h, "nav", "aria-label", _("Parts of the questionnaire"), NULL);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < f->n_sections; i++)
		write_part_link(h, v, arena_printf(a, "%zu", i + 1),
		    f->sections[i].title
			? arena_printf(a, "%zu. %s", i + 1, f->sections[i].title)
			: arena_printf(a, _("Part %s"), arena_printf(a, "%zu", i + 1)),
		    i == part);
	write_part_link(h, v, "all", _("Everything on one page"), part == RENDER_ALL);
	html_close(h);
	html_close(h);
}

static void write_notice(struct html *h, const struct form *f)
{
	html_open(h, "p", "class", "facts", NULL);
	html_textf(h,
	    ngettext("About %d minute", "About %d minutes", (unsigned)f->minutes),
	    f->minutes);
	html_close(h);
	html_element(h, "p", f->notice, NULL);
	html_element(h, "p", f->anonymity, NULL);
}

/* No <form> around the controls: there is nothing to send. */
static void write_form(
    struct html *h, const struct forms_view *v, const struct form *f, size_t part)
{
	struct arena *a = v->req->arena;
	const struct form_answers *answers = form_answers_new(a, f);
	const struct render *r = render_new(a, answers, part, NULL, 0);
	size_t hidden = 0;

	for (size_t i = 0; i < f->n_questions; i++)
		if (f->questions[i].section == part && !render_shows(r, i))
			hidden++;
	if (hidden > 0)
		html_notice(h, "note",
		    arena_printf(a,
			_("Questions that depend on answers in earlier parts and are "
			  "not shown here: %zu. “Everything on one page” shows them."),
			hidden));
	html_open(h, "div", "class", "preview", "lang", f->language->code, "dir",
	    f->language->rtl ? "rtl" : "ltr", NULL);
	html_element(h, "h2", f->title, NULL);
	if (part == 0 || part == RENDER_ALL) {
		write_notice(h, f);
		if (f->heading != NULL)
			html_element(h, "h3", f->heading, NULL);
	}
	if (part != RENDER_ALL && f->sections[part].title != NULL)
		html_element(h, "h3", f->sections[part].title, NULL);
	render_questions(r, h);
	html_close(h);
}

static void write_page(struct forms_view *v, const struct form *f, size_t left_out)
{
	struct admin_page page;
	struct html *h = forms_page_begin(&page, v, _("Preview"), false);

	html_notice(h, "note",
	    v->has_draft ? _("This is the draft as respondents would see it. Nothing "
			     "can be sent from here.")
			 : _("This is the newest version as respondents see it. Nothing "
			     "can be sent from here."));
	if (left_out > 0)
		html_notice(h, "warning",
		    arena_printf(v->req->arena,
			_("Questions with faults that cannot be shown yet: %zu."),
			left_out));
	if (f == NULL) {
		html_element(h, "p",
		    _("The draft cannot be shown yet: please correct its faults first."),
		    NULL);
		forms_write_faults(h, v, NULL);
	} else {
		size_t part = part_of(v, f);

		write_languages(h, v, f);
		write_parts(h, v, f, part);
		write_form(h, v, f, part);
	}
	admin_page_end(&page);
}

enum err page_form_preview(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct forms_view v;
	struct form *f = NULL;
	size_t left_out = 0;
	enum err e = forms_open(worker, req, res, &v);

	if (e == ERR_OK) {
		e = form_check_show(v.worker->loader, req->arena, v.xml, v.len,
		    v.procedure, http_param(&req->query, "lang"), &f, &left_out);
		if (e == ERR_OK || e == ERR_INVALID) {
			write_page(&v, f, left_out);
			e = ERR_OK;
		}
		form_free(&f);
	}
	forms_free(&v);
	return e;
}
