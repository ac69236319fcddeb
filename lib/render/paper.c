#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "html/control.h"
#include "html/qr.h"
#include "render/paper-private.h"

#define TEXT_LINES 4   /* ruled lines of a free answer */
#define SHORT_CHARS 44 /* options up to here stand in two columns */
#define LINE_CHARS 84  /* all of them up to here in one line */
#define BOX_CHARS 6    /* what a box and a number take */
#define MANY_ROWS 12   /* a question of more rows may go on overleaf, between rows */
#define MANY_OPTIONS 30

void render_paper_box(struct html *h, bool round)
{
	html_element(h, "span", "", "class", round ? "box round" : "box", NULL);
}

void render_paper_condition(
    const struct render *r, struct html *h, const struct form_condition *c)
{
	const char *when = render_paper_when(r->arena, r->form, c);

	if (when != NULL)
		html_element(h, "p", when, "class", "when", NULL);
}

/* --- options --- */

/* All in a line, in two columns or one below the other, as they are short. */
static const char *columns(const struct form_question *q)
{
	size_t longest = 0, all = 0;

	for (size_t i = 0; i < q->n_options; i++) {
		const struct form_option *o = &q->options[i];
		size_t n = text_chars(o->text);

		if (o->jump != NULL || o->other || o->exclusive)
			n += SHORT_CHARS / 2;
		longest = n > longest ? n : longest;
		all += n + BOX_CHARS;
	}
	if (all <= LINE_CHARS)
		return "options line";
	return longest <= SHORT_CHARS && q->n_options > 3 ? "options two" : "options";
}

/* Where a jump leads, if it leaves anything out. */
static void jump(const struct render *r, struct html *h, const struct form_question *q,
    const struct form_option *o)
{
	const struct form_question *to;
	size_t n;

	if (o->jump == NULL)
		return;
	if (strcmp(o->jump, "end") == 0) {
		html_element(h, "em", _("→ end of the questionnaire"), NULL);
		return;
	}
	to = &r->form->questions[form_question_find(r->form, o->jump)];
	n = strlen(to->number);
	if (to == q + 1)
		return;
	if (n > 0 && to->number[n - 1] == '.')
		n--;
	html_element(h, "em",
	    arena_printf(r->arena, _("→ go on with question %.*s"), (int)n, to->number),
	    NULL);
}

static void option(
    const struct render *r, struct html *h, const struct form_question *q, size_t i)
{
	const struct form_option *o = &q->options[i];

	html_open(h, "li", NULL);
	render_paper_box(h, q->type != FORM_MULTI);
	html_textf(h, "%zu)\u00a0%s", i + 1, o->text);
	if (o->exclusive) {
		html_text(h, " ");
		html_element(h, "em", _("(no other answer beside it)"), NULL);
	}
	if (o->jump != NULL)
		html_text(h, " ");
	jump(r, h, q, o);
	if (o->other)
		html_element(h, "span", "", "class", "blank", NULL);
	html_close(h);
}

/* Options of one group, under its heading; returns the next group's first. */
static size_t group(const struct render *r, struct html *h, const struct form_question *q,
    size_t first, const char *class)
{
	const char *name = q->options[first].group;
	size_t i = first;

	if (name != NULL)
		html_element(h, "p", name, "class", "group", NULL);
	html_open(h, "ul", "class", class, NULL);
	while (i < q->n_options && text_equal(q->options[i].group, name))
		option(r, h, q, i++);
	html_close(h);
	return i;
}

void render_paper_options(
    const struct render *r, struct html *h, const struct form_question *q)
{
	const char *class = columns(q);

	for (size_t i = 0; i < q->n_options;)
		i = group(r, h, q, i, class);
}

/* --- marks and texts --- */

void render_paper_scale(
    const struct render *r, struct html *h, const struct form_question *q)
{
	char text[16];

	(void)r;
	html_open(h, "p", "class", "marks", NULL);
	if (q->min_label != NULL)
		html_element(h, "small", q->min_label, NULL);
	for (int i = q->min; i <= q->max; i++) {
		snprintf(text, sizeof(text), "%d", i);
		html_element(h, "span", text, NULL);
	}
	if (q->max_label != NULL)
		html_element(h, "small", q->max_label, NULL);
	html_close(h);
}

void render_paper_lines(
    const struct render *r, struct html *h, const struct form_question *q)
{
	(void)r;
	(void)q;
	html_open(h, "div", "class", "lines", NULL);
	for (int i = 0; i < TEXT_LINES; i++)
		html_element(h, "span", "", NULL);
	html_close(h);
}

/* --- questions --- */

static render_paper_answers *const answers[] = {
    [FORM_SINGLE] = render_paper_options,
    [FORM_MULTI] = render_paper_options,
    [FORM_MATRIX] = render_paper_matrix,
    [FORM_MATRIX_TEXT] = render_paper_texts,
    [FORM_CSI] = render_paper_csi,
    [FORM_SCALE] = render_paper_scale,
    [FORM_REF] = render_paper_options,
    [FORM_TEXT] = render_paper_lines,
};

/* The text of a csi without a number heads a column of its table. */
static bool is_headed(const struct form_question *q)
{
	return q->type != FORM_CSI || *q->number != '\0';
}

static void question(
    const struct render *r, struct html *h, const struct form_question *q)
{
	bool is_long = q->items > MANY_ROWS || q->n_options > MANY_OPTIONS;

	html_open(h, "div", "class", is_long ? "question long" : "question", NULL);
	if (is_headed(q)) {
		html_open(h, "p", "class", "text", NULL);
		html_text(h, render_numbered(r, q->number, q->text));
		if (q->required) {
			html_text(h, " ");
			html_element(h, "em", _("required"), NULL);
		}
		html_close(h);
	}
	if (q->hint != NULL)
		html_element(h, "p", q->hint, "class", "hint", NULL);
	render_paper_condition(r, h, &q->show_if);
	if (q->type == FORM_MULTI && q->max_answers > 0)
		html_element(h, "p",
		    arena_printf(r->arena, _("Choose at most: %zu."), q->max_answers),
		    "class", "hint", NULL);
	answers[q->type](r, h, q);
	html_close(h);
}

static void section(const struct render *r, struct html *h, const struct form_section *s)
{
	if (s->title != NULL)
		html_element(h, "h2", s->title, NULL);
	if (s->intro != NULL)
		html_element(h, "p", s->intro, NULL);
	for (size_t i = s->question; i < s->question + s->questions; i++)
		question(r, h, &r->form->questions[i]);
}

/* --- head and foot of the sheet --- */

static bool has_type(const struct form *f, unsigned types)
{
	for (size_t i = 0; i < f->n_questions; i++)
		if (types >> f->questions[i].type & 1)
			return true;
	return false;
}

/* How to fill it in: of the kinds of answers that the form has. */
static void instructions(const struct render *r, struct html *h)
{
	const struct form *f = r->form;

	html_open(h, "p", "class", "how", NULL);
	html_element(h, "strong", _("How to fill in."), NULL);
	if (has_type(f, 1 << FORM_SINGLE | 1 << FORM_REF | 1 << FORM_MATRIX)) {
		html_text(h, " ");
		render_paper_box(h, true);
		html_text(h, _("– one answer to a question or row: tick it."));
	}
	if (has_type(f, 1 << FORM_MULTI)) {
		html_text(h, " ");
		render_paper_box(h, false);
		html_text(h, _("– several answers are possible."));
	}
	if (has_type(f, 1 << FORM_SCALE))
		html_textf(h, " %s", _("On a scale circle one number."));
	if (has_type(f, 1 << FORM_CSI))
		html_textf(h, " %s",
		    _("In a table of ratings circle two numbers in each row, the rating "
		      "and the importance, or leave the whole row out."));
	html_textf(
	    h, " %s", _("A wrong mark: cross it out several times and make a new one."));
	html_close(h);
}

static void facts(struct html *h, const struct render_paper *p)
{
	html_open(h, "p", "class", "facts", NULL);
	html_textf(h, _("Questionnaire “%s”, version %d"), p->code, p->version);
	if (p->closes != NULL)
		html_textf(h, _(" · until %s inclusive"), p->closes);
	html_close(h);
}

static void online(struct html *h, const struct render_paper *p)
{
	if (p->link == NULL)
		return;
	html_open(h, "div", "class", "online", NULL);
	html_element(h, "p", _("The same on screen:"), NULL);
	html_qr_address(h, p->link, _("QR code of the address of this survey"));
	html_close(h);
}

static void head(const struct render *r, struct html *h, const struct render_paper *p)
{
	const struct form *f = r->form;

	html_open(h, "header", NULL);
	html_open(h, "div", NULL);
	html_element(h, "p", p->agency, "class", "agency", NULL);
	html_element(h, "h1", f->title, NULL);
	facts(h, p);
	html_close(h);
	online(h, p);
	html_close(h);
	if (p->warning != NULL)
		html_notice(h, "warning", p->warning);
	html_element(h, "p", f->notice, NULL);
	html_open(h, "p", NULL);
	html_text(h, f->anonymity);
	html_textf(h, " %s",
	    _("Do not sign this sheet. A member of staff enters the answers into the "
	      "system, where they are kept like those given on screen."));
	html_close(h);
	instructions(r, h);
}

/* What the one who keys it in notes; nothing about the respondent. */
static void foot(struct html *h)
{
	html_open(h, "div", "class", "end", NULL);
	html_element(h, "p",
	    _("Thank you! Please give the sheet back to the member of staff who handed "
	      "it out, or put it into the box for questionnaires."),
	    NULL);
	html_open(h, "p", "class", "office", NULL);
	html_text(h, _("For the office: batch"));
	html_element(h, "span", "", "class", "blank", NULL);
	html_text(h, _("sheet No."));
	html_element(h, "span", "", "class", "blank", NULL);
	html_close(h);
	html_close(h);
}

void render_paper(
    struct arena *a, struct html *h, const struct form *f, const struct render_paper *p)
{
	const struct render r = {.arena = a, .form = f};

	html_open(h, "article", "class", "paper", NULL);
	head(&r, h, p);
	if (f->heading != NULL)
		html_element(h, "h2", f->heading, NULL);
	for (size_t i = 0; i < f->n_sections; i++)
		section(&r, h, &f->sections[i]);
	foot(h);
	html_close(h);
}
