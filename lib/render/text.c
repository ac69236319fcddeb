#include "base/i18n.h"
#include "html/control.h"
#include "render/render-private.h"

void render_text(const struct render *r, struct html *h, const struct form_question *q)
{
	const struct form_problem_at *p = render_problem_of(r, q->item);
	const char *when = render_when(r, &q->show_if);
	const char *limit =
	    arena_printf(r->arena, _("Up to %d characters."), FORM_TEXT_CHARS);
	struct html_field f = {.type = "textarea",
	    .name = render_name(r, q->item, ""),
	    .label = render_numbered(r, q->number, q->text),
	    .value = r->answers->v[q->item].text,
	    .required = q->required};

	f.hint = arena_printf(r->arena, "%s%s%s%s%s", q->hint != NULL ? q->hint : "",
	    q->hint != NULL ? " " : "", when != NULL ? when : "", when != NULL ? " " : "",
	    limit);
	if (p != NULL)
		f.fault = render_problem(r->arena, r->form, p);
	html_field(h, &f);
}

void render_text_or_check(
    const struct render *r, struct html *h, const struct form_question *q, size_t item)
{
	const struct form_answer *v = &r->answers->v[item];
	const char *name = render_name(r, item, "");
	struct html_choice none = {.type = "checkbox",
	    .name = render_name(r, item, ".none"),
	    .checked = v->choice != 0};

	html_open(h, "label", NULL);
	html_text(h, q->text_heading != NULL ? q->text_heading : _("Your answer"));
	html_open(
	    h, "textarea", "name", name, "rows", "2", "id", render_target(r, item), NULL);
	if (v->text != NULL && *v->text == '\n')
		html_text(h, "\n"); /* the parser drops the first line feed */
	html_text(h, v->text != NULL ? v->text : "");
	html_close(h);
	html_close(h);
	if (q->n_options > 0) {
		none.value = q->options[0].code;
		none.label = q->options[0].text;
		html_choice(h, &none);
	}
}
