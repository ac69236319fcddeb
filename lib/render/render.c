#include <string.h>

#include "render/render-private.h"

bool render_on_page(const struct render *r, size_t question)
{
	return r->section == RENDER_ALL ||
	       r->form->questions[question].section == r->section;
}

/* The answers of earlier pages alone: those of this page can still change. */
static struct form_answers settled(const struct render *r)
{
	struct form_answers copy = *r->answers;

	copy.v = ARENA_ARRAY(r->arena, r->form->n_items, struct form_answer);
	for (size_t i = 0; i < r->form->n_items; i++)
		if (!render_on_page(r, r->form->items[i].question))
			copy.v[i] = r->answers->v[i];
	return copy;
}

/* Can an answer still to be given on this page meet the condition? */
static bool open_here(const struct render *r, const struct form_condition *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (r->items[c->v[i].item])
			return true;
	return false;
}

/* The same of the question itself or of any of its rows: a question without a
   row that applies does not apply either. */
static bool question_open_here(const struct render *r, const struct form_question *q)
{
	if (open_here(r, &q->show_if))
		return true;
	for (size_t i = q->item; i < q->item + q->items; i++)
		if (open_here(r, &r->form->items[i].show_if))
			return true;
	return false;
}

static void show_question(struct render *r, const struct form_answers *before, size_t n)
{
	const struct form_question *q = &r->form->questions[n];
	bool applies = form_question_applies(before, n);

	r->questions[n] = applies || question_open_here(r, q);
	for (size_t i = q->item; r->questions[n] && i < q->item + q->items; i++) {
		const struct form_condition *c = &r->form->items[i].show_if;

		/* form_item_applies() answers for row and question together, so it
		   is asked only where the question itself is settled. */
		r->items[i] = c->n == 0 || open_here(r, c) || !applies ||
			      form_item_applies(before, i);
	}
}

struct render *render_new(struct arena *a, const struct form_answers *answers,
    size_t section, const struct form_problem_at *problems, size_t n_problems)
{
	struct render *r = ARENA_NEW(a, struct render);
	struct form_answers before;

	r->arena = a;
	r->form = answers->form;
	r->answers = answers;
	r->section = section;
	r->problems = problems;
	r->n_problems = n_problems;
	r->questions = ARENA_ARRAY(a, r->form->n_questions, bool);
	r->items = ARENA_ARRAY(a, r->form->n_items, bool);
	before = settled(r);
	for (size_t i = 0; i < r->form->n_questions; i++)
		if (render_on_page(r, i))
			show_question(r, &before, i);
	return r;
}

bool render_shows(const struct render *r, size_t question)
{
	return r->questions[question];
}

bool render_shows_item(const struct render *r, size_t item)
{
	return r->items[item];
}

const char *render_name(const struct render *r, size_t item, const char *suffix)
{
	return arena_printf(r->arena, "q%s%s", r->form->items[item].id, suffix);
}

const char *render_numbered(const struct render *r, const char *number, const char *text)
{
	size_t n = strlen(number);

	if (n == 0)
		return text;
	return arena_printf(
	    r->arena, "%s%s\u00a0%s", number, number[n - 1] == '.' ? "" : ".", text);
}
