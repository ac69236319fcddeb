#include "form/answer-private.h"

struct form_answers *form_answers_new(struct arena *a, const struct form *f)
{
	struct form_answers *ans = ARENA_NEW(a, struct form_answers);

	ans->form = f;
	ans->v = ARENA_ARRAY(a, f->n_items, struct form_answer);
	ans->arena = a;
	return ans;
}

bool form_answer_given(const struct form_answer *v)
{
	return v->choice || v->rating || v->importance || v->set || v->text;
}

static bool other_chosen(const struct form_question *q, const struct form_answer *v)
{
	size_t i;

	if (q->type == FORM_MULTI) {
		for (i = 0; i < q->n_options; i++)
			if (q->options[i].other && (v->set >> i & 1))
				return true;
		return false;
	}
	return v->choice > 0 && v->choice <= q->n_options &&
	       q->options[v->choice - 1].other;
}

size_t form_text_limit(const struct form_answers *ans, size_t item)
{
	const struct form_question *q =
	    &ans->form->questions[ans->form->items[item].question];
	const struct form_answer *v = &ans->v[item];

	switch (q->type) {
	case FORM_TEXT:
		return FORM_TEXT_CHARS;
	case FORM_MATRIX_TEXT:
		return v->choice ? 0 : FORM_TEXT_CHARS;
	case FORM_SINGLE:
	case FORM_MULTI:
	case FORM_REF:
		return other_chosen(q, v) ? FORM_OTHER_CHARS : 0;
	case FORM_MATRIX:
	case FORM_CSI:
	case FORM_SCALE:
		break;
	}
	return 0;
}

bool form_choice_fits(const struct form_question *q, unsigned choice)
{
	switch (q->type) {
	case FORM_SINGLE:
	case FORM_MATRIX:
	case FORM_MATRIX_TEXT:
	case FORM_REF:
		return choice <= q->n_options;
	case FORM_SCALE:
		return choice <= (unsigned)(q->max - q->min + 1);
	case FORM_MULTI:
	case FORM_CSI:
	case FORM_TEXT:
		break;
	}
	return choice == 0;
}

int form_set_problem(const struct form_question *q, uint64_t set)
{
	size_t i, n = 0;
	bool exclusive = false;

	if (set == 0)
		return 0;
	if (q->n_options < FORM_OPTIONS_MAX && set >> q->n_options)
		return FORM_PROBLEM_UNKNOWN;
	for (i = 0; i < q->n_options; i++)
		if (set >> i & 1) {
			n++;
			exclusive = exclusive || q->options[i].exclusive;
		}
	if (exclusive && n > 1)
		return FORM_PROBLEM_EXCLUSIVE;
	if (q->max_answers && n > q->max_answers)
		return FORM_PROBLEM_TOO_MANY;
	return 0;
}
