/* Which questions and rows apply: show-if conditions and jumps. */
#include "form/answer-private.h"

#include <string.h>

/* Answers that apply as bits of their options; marks of a scale likewise. */
static uint64_t bits(
    const struct form_answers *ans, const struct form_scope *scope, size_t item)
{
	const struct form_answer *v = &ans->v[item];
	const struct form *f = ans->form;

	if (!scope->item[item])
		return 0;
	if (f->questions[f->items[item].question].type == FORM_MULTI)
		return v->set;
	if (v->choice == 0 || v->choice > FORM_OPTIONS_MAX)
		return 0;
	return UINT64_C(1) << (v->choice - 1);
}

static bool met(const struct form_answers *ans, const struct form_scope *scope,
    const struct form_condition *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (bits(ans, scope, c->v[i].item) & c->v[i].options)
			return true;
	return c->n == 0;
}

/* Question to go on with after this one; SIZE_MAX for the end. */
static size_t next_question(const struct form_answers *ans, size_t question)
{
	const struct form_question *q = &ans->form->questions[question];
	const struct form_answer *v = &ans->v[q->item];
	const char *jump;

	if (q->type != FORM_SINGLE || v->choice == 0 || v->choice > q->n_options)
		return question + 1;
	jump = q->options[v->choice - 1].jump;
	if (jump == NULL)
		return question + 1;
	return strcmp(jump, "end") == 0 ? SIZE_MAX : form_question_find(ans->form, jump);
}

void form_scope_find(const struct form_answers *ans, struct form_scope *scope)
{
	const struct form *f = ans->form;
	const struct form_question *q;
	size_t i, item, from = 0;

	memset(scope, 0, sizeof *scope);
	for (i = 0; i < f->n_questions; i++) {
		q = &f->questions[i];
		if (i < from || !met(ans, scope, &q->show_if))
			continue;
		for (item = q->item; item < q->item + q->items; item++) {
			scope->item[item] = met(ans, scope, &f->items[item].show_if);
			scope->question[i] = scope->question[i] || scope->item[item];
		}
		if (scope->question[i])
			from = next_question(ans, i);
	}
}

bool form_question_applies(const struct form_answers *ans, size_t question)
{
	struct form_scope scope;

	form_scope_find(ans, &scope);
	return scope.question[question];
}

bool form_item_applies(const struct form_answers *ans, size_t item)
{
	struct form_scope scope;

	form_scope_find(ans, &scope);
	return scope.item[item];
}

static bool section_applies(
    const struct form *f, const struct form_scope *scope, size_t section)
{
	const struct form_section *s = &f->sections[section];
	size_t q;

	for (q = s->question; q < s->question + s->questions; q++)
		if (scope->question[q])
			return true;
	return false;
}

size_t form_section_next(const struct form_answers *ans, size_t after)
{
	struct form_scope scope;
	size_t s;

	form_scope_find(ans, &scope);
	for (s = after + 1; s < ans->form->n_sections; s++) /* SIZE_MAX + 1 = 0 */
		if (section_applies(ans->form, &scope, s))
			break;
	return s < ans->form->n_sections ? s : ans->form->n_sections;
}

size_t form_section_before(const struct form_answers *ans, size_t before)
{
	struct form_scope scope;
	size_t s;

	form_scope_find(ans, &scope);
	s = before < ans->form->n_sections ? before : ans->form->n_sections;
	while (s-- > 0)
		if (section_applies(ans->form, &scope, s))
			return s;
	return SIZE_MAX;
}

void form_drop_hidden(struct form_answers *ans)
{
	struct form_scope scope;
	size_t i;

	form_scope_find(ans, &scope);
	for (i = 0; i < ans->form->n_items; i++) {
		if (!scope.item[i])
			memset(&ans->v[i], 0, sizeof ans->v[i]);
		else if (ans->v[i].text && form_text_limit(ans, i) == 0)
			ans->v[i].text = NULL;
	}
}
