#include <stdint.h>
#include <string.h>

#include "base/i18n.h"
#include "html/control.h"
#include "render/render-private.h"

static const char *const classes[] = {
    [FORM_SINGLE] = "choice",
    [FORM_MULTI] = "choice",
    [FORM_MATRIX] = "matrix",
    [FORM_MATRIX_TEXT] = "texts",
    [FORM_CSI] = "csi",
    [FORM_SCALE] = "scale",
    [FORM_REF] = "choice",
};

static render_item *const controls[] = {
    [FORM_SINGLE] = render_choices,
    [FORM_MULTI] = render_choices,
    [FORM_MATRIX] = render_choices,
    [FORM_MATRIX_TEXT] = render_text_or_check,
    [FORM_CSI] = render_csi,
    [FORM_SCALE] = render_marks,
    [FORM_REF] = render_choices,
};

/* Terms of one item: question 10: “A”, “B”. */
static void add_term(const struct render *r, struct buf *b, const struct form_term *t)
{
	const struct form_item *i = &r->form->items[t->item];
	const struct form_question *q = &r->form->questions[i->question];
	const char *number = *i->number != '\0' ? i->number : q->number;
	bool first = true;

	buf_printf(b, _("question %s: "), number);
	for (unsigned bit = 0; bit < FORM_OPTIONS_MAX; bit++) {
		if ((t->options >> bit & 1) == 0)
			continue;
		if (q->type == FORM_SCALE)
			buf_printf(b, "%s%d", first ? "" : ", ", q->min + (int)bit);
		else if (bit < q->n_options)
			buf_printf(
			    b, _("%s“%s”"), first ? "" : ", ", q->options[bit].text);
		first = false;
	}
}

const char *render_when(const struct render *r, const struct form_condition *c)
{
	struct buf b = {0};
	const char *when = NULL;

	for (size_t i = 0; i < c->n; i++) {
		if (!r->items[c->v[i].item])
			continue;
		if (b.len > 0)
			buf_puts(&b, "; ");
		add_term(r, &b, &c->v[i]);
	}
	if (b.len > 0)
		when = arena_printf(
		    r->arena, _("Answer only if you have chosen: %s."), buf_str(&b));
	buf_free(&b);
	return when;
}

/* What the marks mean, how many answers may be chosen, the columns as printed. */
static const char *bounds(const struct render *r, const struct form_question *q)
{
	if (q->type == FORM_SCALE)
		return arena_printf(r->arena, _("%d – %s, %d – %s"), q->min, q->min_label,
		    q->max, q->max_label);
	if (q->type == FORM_CSI && q->rating_heading != NULL && q->weight_heading != NULL)
		return arena_printf(
		    r->arena, "%s; %s", q->rating_heading, q->weight_heading);
	if (q->type == FORM_MULTI && q->max_answers > 0)
		return arena_printf(r->arena, _("Choose at most: %zu."), q->max_answers);
	return NULL;
}

struct remark {
	const char *suffix, *class, *text;
	bool own; /* a text of the program */
};

/*
 * What stands below a legend: hint, condition, limit, fault.  Each has an id and
 * the fieldset names them, so a screen reader says them on entering the group.
 */
static size_t remarks(const struct render *r, struct remark v[4], const char *hint,
    const struct form_condition *c, const char *limit, size_t faulty)
{
	const struct form_problem_at *p =
	    faulty == SIZE_MAX ? NULL : render_problem_of(r, faulty);
	const struct remark all[4] = {
	    {"hint", "hint", hint, false},
	    {"when", "hint", render_when(r, c), true},
	    {"limit", "hint", limit, false},
	    {"fault", "fault", p == NULL ? NULL : render_problem(r->arena, r->form, p),
		true},
	};
	size_t n = 0;

	for (size_t i = 0; i < 4; i++)
		if (all[i].text != NULL)
			v[n++] = all[i];
	return n;
}

static const char *described(
    const struct render *r, const char *id, const struct remark *v, size_t n)
{
	const char *ids = NULL;

	for (size_t i = 0; i < n; i++)
		ids = arena_printf(r->arena, "%s%s%s-%s", ids == NULL ? "" : ids,
		    ids == NULL ? "" : " ", id, v[i].suffix);
	return ids;
}

static void open_group(const struct render *r, struct html *h, const char *class,
    const char *id, const char *legend, bool required, const struct remark *v, size_t n)
{
	html_open(h, "fieldset", "class", class, "aria-describedby",
	    described(r, id, v, n), NULL);
	html_open(h, "legend", NULL);
	html_text(h, legend);
	if (required) {
		html_text(h, " ");
		html_element(h, "em", _("required"), "lang", html_own(h), "dir",
		    html_own_dir(h), NULL);
	}
	html_close(h);
	for (size_t i = 0; i < n; i++)
		html_element(h, "p", v[i].text, "class", v[i].class, "id",
		    arena_printf(r->arena, "%s-%s", id, v[i].suffix), "lang",
		    v[i].own ? html_own(h) : NULL, "dir",
		    v[i].own ? html_own_dir(h) : NULL, NULL);
}

static void row(
    const struct render *r, struct html *h, const struct form_question *q, size_t item)
{
	const struct form_item *i = &r->form->items[item];
	struct remark v[4];
	size_t n = remarks(r, v, NULL, &i->show_if, NULL, item);

	open_group(r, h, NULL, render_name(r, item, ""),
	    render_numbered(r, i->number, i->text), false, v, n);
	controls[q->type](r, h, q, item);
	html_close(h);
}

/* Rows 13.1-13.3 under the words of row 13 (AMB-06). */
static void composite(const struct render *r, struct html *h,
    const struct form_question *q, size_t first, size_t end)
{
	const struct form_item *i = &r->form->items[first];
	const char *id = arena_printf(r->arena, "q%s", i->composite);

	html_open(h, "div", "role", "group", "aria-labelledby", id, NULL);
	html_element(
	    h, "p", render_numbered(r, i->composite, i->composite_text), "id", id, NULL);
	for (; first < end; first++)
		if (r->items[first])
			row(r, h, q, first);
	html_close(h);
}

static void rows(const struct render *r, struct html *h, const struct form_question *q)
{
	size_t end = q->item + q->items, next;
	const char *part;

	for (size_t i = q->item; i < end; i = next) {
		next = i + 1;
		part = r->form->items[i].composite;
		if (part != NULL) {
			while (next < end && r->form->items[next].composite != NULL &&
			       strcmp(r->form->items[next].composite, part) == 0)
				next++;
			composite(r, h, q, i, next);
		} else if (r->items[i]) {
			row(r, h, q, i);
		}
	}
}

static void question(
    const struct render *r, struct html *h, const struct form_question *q)
{
	bool in_rows = r->form->items[q->item].text != NULL;
	struct remark v[4];
	size_t n = remarks(
	    r, v, q->hint, &q->show_if, bounds(r, q), in_rows ? SIZE_MAX : q->item);

	open_group(r, h, classes[q->type], arena_printf(r->arena, "q%s", q->id),
	    render_numbered(r, q->number, q->text), q->required, v, n);
	if (in_rows)
		rows(r, h, q);
	else
		controls[q->type](r, h, q, q->item);
	html_close(h);
}

static void section(const struct render *r, struct html *h, const struct form_section *s)
{
	/* Alone on its page a section is named by the page's heading. */
	if (s->title != NULL && r->section == RENDER_ALL)
		html_element(h, "h2", s->title, NULL);
	if (s->intro != NULL)
		html_element(h, "p", s->intro, NULL);
	for (size_t i = s->question; i < s->question + s->questions; i++) {
		const struct form_question *q = &r->form->questions[i];

		if (!r->questions[i])
			continue;
		if (q->type == FORM_TEXT)
			render_text(r, h, q);
		else
			question(r, h, q);
	}
}

void render_questions(const struct render *r, struct html *h)
{
	const struct form *f = r->form;

	if (r->section != RENDER_ALL) {
		section(r, h, &f->sections[r->section]);
		return;
	}
	for (size_t i = 0; i < f->n_sections; i++)
		section(r, h, &f->sections[i]);
}
