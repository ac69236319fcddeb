#include <stdint.h>
#include <string.h>

#include "base/i18n.h"
#include "html/control.h"
#include "render/render-private.h"

static const char *too_long(struct arena *a, const struct form_question *q)
{
	int limit = q->type == FORM_TEXT || q->type == FORM_MATRIX_TEXT
			? FORM_TEXT_CHARS
			: FORM_OTHER_CHARS;

	return arena_printf(
	    a, _("the text is longer than %d characters, please shorten it."), limit);
}

static const char *complaint(
    struct arena *a, const struct form_question *q, enum form_problem problem)
{
	switch (problem) {
	case FORM_PROBLEM_REQUIRED:
		return _("an answer is required.");
	case FORM_PROBLEM_PAIR:
		return _("give both marks, the rating and the importance, or neither.");
	case FORM_PROBLEM_EXCLUSIVE:
		return _("one of the chosen answers excludes all others.");
	case FORM_PROBLEM_TOO_MANY:
		return arena_printf(
		    a, _("too many answers are chosen, at most: %zu."), q->max_answers);
	case FORM_PROBLEM_TOO_LONG:
		return too_long(a, q);
	case FORM_PROBLEM_ENCODING:
		return _("the text cannot be read, please type it again.");
	case FORM_PROBLEM_BOTH:
		return _("give either a text or the mark beside it, not both.");
	case FORM_PROBLEM_DIFFERS:
		return _("the two entries differ, please look at the sheet.");
	case FORM_PROBLEM_UNKNOWN:
	case FORM_PROBLEM_EMPTY:
		break;
	}
	return _("choose one of the answers offered.");
}

/* How a message names the item: by its printed number, else by its words. */
static const char *subject(struct arena *a, const struct form *f, size_t item)
{
	const struct form_item *i = &f->items[item];
	const struct form_question *q = &f->questions[i->question];
	const char *number = i->text != NULL ? i->number : q->number;
	size_t n = strlen(number);

	if (n > 0 && number[n - 1] == '.')
		n--; /* the order prints "1.", a sentence says "Question 1:" */
	if (n > 0)
		return arena_printf(a, _("Question %.*s: "), (int)n, number);
	return arena_printf(a, _("“%s”: "), i->text != NULL ? i->text : q->text);
}

const char *render_problem(
    struct arena *a, const struct form *f, const struct form_problem_at *p)
{
	const struct form_question *q;

	if (p->problem == FORM_PROBLEM_EMPTY || p->item >= f->n_items)
		return _("The form is empty: please answer at least one question.");
	q = &f->questions[f->items[p->item].question];
	return arena_printf(
	    a, "%s%s", subject(a, f, p->item), complaint(a, q, p->problem));
}

const struct form_problem_at *render_problem_of(const struct render *r, size_t item)
{
	for (size_t i = 0; i < r->n_problems; i++)
		if (r->problems[i].item == item)
			return &r->problems[i];
	return NULL;
}

static size_t first_item(const struct render *r)
{
	for (size_t i = 0; i < r->form->n_items; i++)
		if (r->items[i])
			return i;
	return SIZE_MAX;
}

/* The item whose control a problem points at. */
static size_t pointed(const struct render *r, const struct form_problem_at *p)
{
	return p->item < r->form->n_items ? p->item : first_item(r);
}

/* The control of the item at fault: of a csi row the first group that lacks its
   mark, of a choice the text of «другое» if that is what is wrong. */
static const char *suffix(const struct render *r, size_t item, enum form_problem problem)
{
	const struct form_answer *v = &r->answers->v[item];
	enum form_type type = r->form->questions[r->form->items[item].question].type;
	bool text = problem == FORM_PROBLEM_TOO_LONG || problem == FORM_PROBLEM_ENCODING;

	if (type == FORM_CSI)
		return v->rating != 0 && v->importance == 0 ? ".importance" : ".rating";
	if (text && type != FORM_TEXT && type != FORM_MATRIX_TEXT)
		return ".other";
	return "";
}

const char *render_target(const struct render *r, size_t item)
{
	for (size_t i = 0; i < r->n_problems; i++)
		if (pointed(r, &r->problems[i]) == item)
			return render_name(
			    r, item, suffix(r, item, r->problems[i].problem));
	return NULL;
}

void render_summary(const struct render *r, struct html *h)
{
	struct html_fault_link *v =
	    ARENA_ARRAY(r->arena, r->n_problems, struct html_fault_link);

	for (size_t i = 0; i < r->n_problems; i++) {
		size_t item = pointed(r, &r->problems[i]);

		if (item != SIZE_MAX && r->items[item])
			v[i].id = render_target(r, item);
		v[i].text = render_problem(r->arena, r->form, &r->problems[i]);
	}
	html_fault_summary(h, v, r->n_problems);
}
