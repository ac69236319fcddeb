#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "entry.h"

static bool same(const struct form_answer *x, const struct form_answer *y)
{
	return x->choice == y->choice && x->rating == y->rating &&
	       x->importance == y->importance && x->set == y->set &&
	       text_equal(x->text, y->text);
}

void entry_compare(struct arena *a, const struct form_answers *x,
    const struct form_answers *y, const struct form_problem_at **v_r, size_t *n_r)
{
	size_t n = 0;
	struct form_problem_at *v =
	    ARENA_ARRAY(a, x->form->n_items, struct form_problem_at);

	for (size_t i = 0; i < x->form->n_items; i++)
		if (!same(&x->v[i], &y->v[i]))
			v[n++] = (struct form_problem_at){i, FORM_PROBLEM_DIFFERS};
	*v_r = v;
	*n_r = n;
}

static const char *joined(
    struct arena *a, const char *before, const char *between, const char *more)
{
	return before == NULL ? more : arena_printf(a, "%s%s%s", before, between, more);
}

static const char *choices(
    struct arena *a, const struct form_question *q, const struct form_answer *v)
{
	const char *s = NULL;

	if (q->type == FORM_SCALE && v->choice > 0)
		return arena_printf(a, "%d", q->min + v->choice - 1);
	if (q->type == FORM_CSI && v->rating > 0)
		return arena_printf(
		    a, _("rating %d, importance %d"), v->rating, v->importance);
	if (v->choice > 0 && v->choice <= q->n_options)
		s = q->options[v->choice - 1].text;
	for (size_t i = 0; i < q->n_options && q->type == FORM_MULTI; i++)
		if (v->set >> i & 1)
			s = joined(a, s, "; ", q->options[i].text);
	return s;
}

const char *entry_answer(struct arena *a, const struct form_answers *answers, size_t item)
{
	const struct form_answer *v = &answers->v[item];
	const struct form_question *q =
	    &answers->form->questions[answers->form->items[item].question];
	const char *s = choices(a, q, v);

	if (v->text != NULL)
		s = joined(a, s, ": ", v->text);
	return s != NULL ? s : _("no answer");
}
