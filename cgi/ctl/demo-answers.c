#include <math.h>

#include "base/text.h"
#include "demo.h"

#define SKIPPED 0.03   /* of the questions that may be left out */
#define UNDECIDED 0.06 /* «затрудняюсь» and the like */
#define MARKS 10       /* of csi */
#define PROFILE (FORM_FEED_PROFILE | FORM_FEED_CHANNEL)

struct respondent {
	const struct demo_round *round;
	struct demo_random random;
	struct form_answers *ans;
	double mood; /* around 0.9; above 0 more pleased than not */
};

/* A fixed number in [-1, 1) that a thing of the questionnaire has. */
static double leaning(const struct respondent *r, const char *what, const char *which)
{
	struct demo_random x = demo_random_of(r->round->seed, r->round->form->id, 0);
	struct demo_random y = demo_random_of(x.state, what, 0);
	struct demo_random z = demo_random_of(y.state, which, 0);

	return 2 * demo_even(&z) - 1;
}

/* About as the normal distribution: mean 0, deviation 1. */
static double chance(struct respondent *r)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += demo_even(&r->random);
	return sum;
}

static bool happens(struct respondent *r, double probability)
{
	return demo_even(&r->random) < probability;
}

static const struct form_question *question_of(const struct respondent *r, size_t item)
{
	const struct form *f = r->round->form;

	return &f->questions[f->items[item].question];
}

static const char *id_of(const struct respondent *r, size_t item)
{
	return r->round->form->items[item].id;
}

/*
 * How good the thing asked about is to this respondent, in (0, 1): the mood, what
 * the thing is like, whether it gets better with the rounds, and chance.
 */
static double goodness(struct respondent *r, size_t item)
{
	double level = r->mood + leaning(r, "level", id_of(r, item)) +
		       (0.06 + 0.12 * leaning(r, "trend", id_of(r, item))) *
			   (double)r->round->round +
		       0.7 * chance(r);

	return 1 / (1 + exp(-level));
}

static bool has_sides(const struct form_question *q)
{
	for (size_t i = 0; i < q->n_options; i++)
		if (q->options[i].side == FORM_SIDE_SATISFIED ||
		    q->options[i].side == FORM_SIDE_DISSATISFIED)
			return true;
	return false;
}

static double option_weight(
    const struct respondent *r, size_t item, const struct form_option *o)
{
	double u = (leaning(r, id_of(r, item), o->code) + 1) / 2;
	double w = 0.12 + u * u;

	if (o->other)
		w *= 0.15;
	if (o->jump != NULL || o->exclusive)
		w *= 0.3;
	return o->side == FORM_SIDE_OUTSIDE ? w * 0.2 : w;
}

/* One of the options, some oftener than others: index + 1. */
static uint16_t pick(struct respondent *r, size_t item, bool outside)
{
	const struct form_question *q = question_of(r, item);
	double sum = 0, at;

	for (size_t i = 0; i < q->n_options; i++)
		if (!outside || q->options[i].side == FORM_SIDE_OUTSIDE)
			sum += option_weight(r, item, &q->options[i]);
	at = demo_even(&r->random) * sum;
	for (size_t i = 0; i < q->n_options; i++) {
		if (outside && q->options[i].side != FORM_SIDE_OUTSIDE)
			continue;
		at -= option_weight(r, item, &q->options[i]);
		if (at < 0)
			return (uint16_t)(i + 1);
	}
	return 0;
}

/* An answer of a scale of satisfaction, whose best end may stand first or last. */
static uint16_t rate(struct respondent *r, size_t item)
{
	const struct form_question *q = question_of(r, item);
	size_t scale[FORM_OPTIONS_MAX], n = 0, place;
	double bad = 1 - goodness(r, item);
	uint16_t undecided = happens(r, UNDECIDED) ? pick(r, item, true) : 0;

	if (undecided != 0)
		return undecided;
	for (size_t i = 0; i < q->n_options && n < FORM_OPTIONS_MAX; i++)
		if (q->options[i].side != FORM_SIDE_OUTSIDE)
			scale[n++] = i;
	place = (size_t)(bad * (double)n);
	if (q->options[scale[0]].side == FORM_SIDE_DISSATISFIED)
		place = n - 1 - place;
	return (uint16_t)(scale[place] + 1);
}

static uint64_t pick_several(struct respondent *r, size_t item)
{
	const struct form_question *q = question_of(r, item);
	bool asks_for_trouble = (q->feeds & (FORM_FEED_REASON | FORM_FEED_PAIN)) != 0;
	double much = asks_for_trouble ? 0.45 - 0.1 * r->mood : 0.35;
	size_t most = q->max_answers > 0 ? q->max_answers : q->n_options, chosen = 0;
	uint64_t set = 0;

	for (size_t i = 0; i < q->n_options; i++)
		if (q->options[i].exclusive &&
		    happens(r, 0.1 + 0.1 * (asks_for_trouble && r->mood > 1)))
			return UINT64_C(1) << i;
	for (size_t i = 0; i < q->n_options && chosen < most; i++) {
		if (q->options[i].exclusive ||
		    !happens(r, much * option_weight(r, item, &q->options[i])))
			continue;
		set |= UINT64_C(1) << i;
		chosen++;
	}
	return set != 0 ? set : UINT64_C(1) << (pick(r, item, false) - 1);
}

static const char *remark(struct respondent *r, enum demo_kind kind)
{
	const struct demo_list *list =
	    &r->round->texts->remarks[r->round->form->audience][kind];
	const char *first = list->v[demo_below(&r->random, list->n)];
	const char *second = list->v[demo_below(&r->random, list->n)];

	if (kind == DEMO_OTHER || first == second || !happens(r, 0.15))
		return first;
	return arena_printf(r->ans->arena, "%s %s", first, second);
}

static enum demo_kind kind_of(struct respondent *r, const struct form_question *q)
{
	if (q->feeds & FORM_FEED_PROPOSAL)
		return DEMO_PROPOSAL;
	if (q->feeds & FORM_FEED_NEED)
		return DEMO_NEED;
	if (q->feeds & FORM_FEED_EFFECT)
		return DEMO_EFFECT;
	if (q->feeds & (FORM_FEED_PAIN | FORM_FEED_REASON))
		return DEMO_PROBLEM;
	return happens(r, r->mood > 0.5 ? 0.7 : 0.2) ? DEMO_PRAISE : DEMO_PROBLEM;
}

static int clamp(double x, int min, int max)
{
	return x < min ? min : x > max ? max : (int)(x + 0.5);
}

static void mark_pair(struct respondent *r, size_t item, struct form_answer *v)
{
	v->rating = (uint8_t)clamp(1 + 9 * goodness(r, item) + 0.6, 1, MARKS);
	v->importance = (uint8_t)clamp(
	    8.3 + 1.3 * leaning(r, "importance", id_of(r, item)) + chance(r), 1, MARKS);
}

static uint16_t mark(struct respondent *r, size_t item)
{
	const struct form_question *q = question_of(r, item);
	double good = goodness(r, item);

	/* The mark of a pain is how much it hurts. */
	if (q->feeds & FORM_FEED_PAIN)
		good = 1 - good;
	return (uint16_t)(clamp(good * (q->max - q->min) + 0.5, 0, q->max - q->min) + 1);
}

static bool has_other(const struct form_question *q, const struct form_answer *v)
{
	for (size_t i = 0; i < q->n_options; i++)
		if (q->options[i].other &&
		    (q->type == FORM_MULTI ? (v->set >> i & 1) != 0 : v->choice == i + 1))
			return true;
	return false;
}

static void answer(struct respondent *r, size_t item)
{
	const struct form_question *q = question_of(r, item);
	struct form_answer *v = &r->ans->v[item];

	switch (q->type) {
	case FORM_SINGLE:
	case FORM_MATRIX:
	case FORM_REF:
		v->choice = has_sides(q) ? rate(r, item) : pick(r, item, false);
		break;
	case FORM_MULTI:
		v->set = pick_several(r, item);
		break;
	case FORM_SCALE:
		v->choice = mark(r, item);
		break;
	case FORM_CSI:
		mark_pair(r, item, v);
		break;
	case FORM_TEXT:
		if (q->required || happens(r, r->mood < 0.5 ? 0.35 : 0.18))
			v->text = remark(r, kind_of(r, q));
		return;
	case FORM_MATRIX_TEXT:
		if (happens(r, 0.25))
			v->text = remark(r, kind_of(r, q));
		else if (q->required || happens(r, 0.6))
			v->choice = 1;
		return;
	}
	if (has_other(q, v))
		v->text = remark(r, DEMO_OTHER);
}

/* What respondents are and what they came for makes them more or less pleased. */
static void answer_about_oneself(struct respondent *r)
{
	const struct form *f = r->round->form;

	for (size_t i = 0; i < f->n_items; i++) {
		const struct form_question *q = question_of(r, i);
		const struct form_answer *v = &r->ans->v[i];

		if ((q->feeds & PROFILE) == 0)
			continue;
		answer(r, i);
		if (v->choice > 0 && q->type != FORM_SCALE && q->type != FORM_MATRIX_TEXT)
			r->mood +=
			    0.45 * leaning(r, q->id, q->options[v->choice - 1].code);
	}
}

static void answer_the_rest(struct respondent *r, double skipped)
{
	const struct form *f = r->round->form;

	for (size_t j = 0; j < f->n_items; j++) {
		const struct form_question *q = question_of(r, j);

		if ((q->feeds & PROFILE) == 0 && (q->required || !happens(r, skipped)))
			answer(r, j);
	}
	form_drop_hidden(r->ans);
}

enum err demo_answer(struct arena *a, const struct demo_round *round, uint64_t i,
    struct form_answers **ans_r)
{
	const struct form *f = round->form;
	struct respondent r = {.round = round,
	    .random =
		demo_random_of(round->seed, f->id, (uint64_t)round->round << 32 | i),
	    .ans = form_answers_new(a, f)};
	const struct form_problem_at *problems;
	size_t n;

	r.mood = 0.75 + 0.8 * chance(&r);
	answer_about_oneself(&r);
	answer_the_rest(&r, SKIPPED);
	form_check_answers(r.ans, SIZE_MAX, NULL, 0, &problems, &n);
	/* Of a short questionnaire all may have been skipped: nobody sends nothing. */
	if (n > 0) {
		answer_the_rest(&r, 0);
		form_check_answers(r.ans, SIZE_MAX, NULL, 0, &problems, &n);
	}
	if (n > 0)
		return ERR_INVALID;
	*ans_r = r.ans;
	return ERR_OK;
}
