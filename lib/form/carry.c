/* Answers to one version of a questionnaire as answers to another one. */
#include "form/answer-private.h"

#include <string.h>

static const struct form_question *question_of(const struct form *f, size_t item)
{
	return &f->questions[f->items[item].question];
}

/* The same option by its code, index + 1; 0 if it is no more. */
static uint16_t option_again(
    const struct form_question *old, const struct form_question *now, size_t index)
{
	size_t i = index < old->n_options
		       ? form_option_find(now, old->options[index].code)
		       : SIZE_MAX;

	return i == SIZE_MAX ? 0 : (uint16_t)(i + 1);
}

static uint64_t options_again(
    const struct form_question *old, const struct form_question *now, uint64_t set)
{
	uint64_t again = 0;
	size_t i;
	uint16_t at;

	for (i = 0; i < FORM_OPTIONS_MAX; i++) {
		at = set >> i & 1 ? option_again(old, now, i) : 0;
		if (at > 0)
			again |= UINT64_C(1) << (at - 1);
	}
	return again;
}

static uint16_t mark_again(
    const struct form_question *old, const struct form_question *now, uint16_t choice)
{
	int mark = old->min + choice - 1;

	return choice > 0 && mark >= now->min && mark <= now->max
		   ? (uint16_t)(mark - now->min + 1)
		   : 0;
}

static struct form_answer again(const struct form_question *old,
    const struct form_question *now, const struct form_answer *v)
{
	struct form_answer to = *v;

	switch (now->type) {
	case FORM_SINGLE:
	case FORM_MATRIX:
	case FORM_REF:
		to.choice = v->choice > 0 ? option_again(old, now, v->choice - 1u) : 0;
		break;
	case FORM_MULTI:
		to.set = options_again(old, now, v->set);
		if (form_set_problem(now, to.set) != 0)
			to.set = 0;
		break;
	case FORM_SCALE:
		to.choice = mark_again(old, now, v->choice);
		break;
	case FORM_CSI:
	case FORM_MATRIX_TEXT:
	case FORM_TEXT:
		break;
	}
	return to;
}

struct form_answers *form_carry(
    struct arena *a, const struct form_answers *from, const struct form *to)
{
	struct form_answers *ans = form_answers_new(a, to);
	const struct form_question *old, *now;
	size_t i, was;

	for (i = 0; i < to->n_items; i++) {
		was = form_item_find(from->form, to->items[i].id);
		if (was == SIZE_MAX)
			continue;
		old = question_of(from->form, was);
		now = question_of(to, i);
		if (old->type == now->type)
			ans->v[i] = again(old, now, &from->v[was]);
		if (ans->v[i].text != NULL && form_text_limit(ans, i) == 0)
			ans->v[i].text = NULL;
	}
	return ans;
}
