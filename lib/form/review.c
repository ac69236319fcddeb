#include "form/review.h"

#include <string.h>

/*
 * Seconds an answer takes: a guess from practice, reading included.  It is only
 * ever compared with the minutes the questionnaire itself names.
 */
static const int seconds_of[] = {
    [FORM_SINGLE] = 10,
    [FORM_MULTI] = 15,
    [FORM_MATRIX] = 6,
    [FORM_MATRIX_TEXT] = 15,
    [FORM_CSI] = 12,
    [FORM_SCALE] = 8,
    [FORM_REF] = 12,
    [FORM_TEXT] = 30,
};

/* --- which questions can be reached --- */

static bool jumps_over(const struct form *f, const struct form_option *o, size_t question)
{
	if (o->jump == NULL)
		return false;
	return strcmp(o->jump, "end") == 0 || form_question_find(f, o->jump) > question;
}

/* May somebody who answers so still come to the question? */
static bool lets_pass(
    const struct form *f, size_t asked, uint64_t options, size_t question)
{
	const struct form_question *q = &f->questions[asked];
	size_t i;

	if (q->type != FORM_SINGLE)
		return true;
	for (i = 0; i < q->n_options; i++)
		if ((options >> i & 1) && !jumps_over(f, &q->options[i], question))
			return true;
	return false;
}

static bool can_be_met(const struct form *f, const struct form_condition *c,
    const bool *reached, size_t question)
{
	size_t i, asked;

	for (i = 0; i < c->n; i++) {
		asked = f->items[c->v[i].item].question;
		if (reached[asked] && c->v[i].options != 0 &&
		    lets_pass(f, asked, c->v[i].options, question))
			return true;
	}
	return c->n == 0;
}

static bool has_row(const struct form *f, const bool *reached, size_t question)
{
	const struct form_question *q = &f->questions[question];
	size_t i;

	for (i = q->item; i < q->item + q->items; i++)
		if (can_be_met(f, &f->items[i].show_if, reached, question))
			return true;
	return false;
}

/* Where somebody may go on who stands before the question. */
static void flow_on(const struct form *f, size_t question, bool asked, bool *flow)
{
	const struct form_question *q = &f->questions[question];
	bool may_pass = !asked || q->type != FORM_SINGLE || !q->required ||
			q->show_if.n > 0 || f->items[q->item].show_if.n > 0;
	size_t i, target;

	for (i = 0; asked && q->type == FORM_SINGLE && i < q->n_options; i++) {
		if (q->options[i].jump == NULL) {
			may_pass = true;
			continue;
		}
		target = form_question_find(f, q->options[i].jump);
		if (target < f->n_questions) /* not "end" */
			flow[target] = true;
	}
	if (may_pass)
		flow[question + 1] = true;
}

static bool *find_reached(struct arena *a, const struct form *f)
{
	bool *reached = ARENA_ARRAY(a, f->n_questions, bool);
	bool *flow = ARENA_ARRAY(a, f->n_questions + 1, bool);
	size_t i;

	flow[0] = true;
	for (i = 0; i < f->n_questions; i++) {
		reached[i] = flow[i] &&
			     can_be_met(f, &f->questions[i].show_if, reached, i) &&
			     has_row(f, reached, i);
		if (flow[i])
			flow_on(f, i, reached[i], flow);
	}
	return reached;
}

/* --- the whole --- */

static bool tells_who(const struct form *f, const struct form_question *q)
{
	return f->audience == FORM_INTERNAL && (q->feeds & FORM_FEED_PROFILE) &&
	       q->type != FORM_TEXT;
}

static size_t profiles(const struct form *f)
{
	const struct form_question *q;
	size_t i, n = 1, answers;

	for (i = 0; i < f->n_questions; i++) {
		q = &f->questions[i];
		if (!tells_who(f, q))
			continue;
		answers =
		    q->type == FORM_SCALE ? (size_t)(q->max - q->min + 1) : q->n_options;
		n = answers > 0 && n > FORM_PROFILES_MAX / answers ? FORM_PROFILES_MAX
								   : n * answers;
	}
	return n;
}

const struct form_review *form_review(struct arena *a, const struct form *f)
{
	struct form_review *r = ARENA_NEW(a, struct form_review);
	struct form_remark_at *v =
	    ARENA_ARRAY(a, 3 * f->n_questions, struct form_remark_at);
	const bool *reached = find_reached(a, f);
	const struct form_question *q;
	size_t i;

	r->v = v;
	for (i = 0; i < f->n_questions; i++) {
		q = &f->questions[i];
		if (!reached[i])
			v[r->n++] = (struct form_remark_at){FORM_REMARK_UNREACHABLE, i};
		if (tells_who(f, q))
			v[r->n++] = (struct form_remark_at){FORM_REMARK_PROFILE, i};
		if (q->required)
			v[r->n++] = (struct form_remark_at){FORM_REMARK_REQUIRED, i};
		r->required += q->required;
		r->texts += q->type == FORM_TEXT;
		r->seconds += seconds_of[q->type] * (int)q->items;
	}
	r->profiles = profiles(f);
	return r;
}
