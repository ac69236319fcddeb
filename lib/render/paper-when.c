/* Conditions as a reader without a program follows them. */
#include <stdint.h>
#include <string.h>

#include "base/i18n.h"
#include "render/paper.h"

#define FEW 3 /* options are named by their words up to here, else by number */
#define RUN 3 /* so many questions in a row are written as 1–3 */

/* --- what is chosen: “A” or “B” --- */

static size_t count(uint64_t set)
{
	return (size_t)__builtin_popcountll(set);
}

static const char *option_name(
    struct arena *a, const struct form_question *q, unsigned bit, bool numbered)
{
	if (q->type == FORM_SCALE)
		return arena_printf(a, "%d", q->min + (int)bit);
	if (numbered)
		return arena_printf(a, "%u", bit + 1);
	return arena_printf(a, _("“%s”"), q->options[bit].text);
}

/* Numbers in a row become one: 1–5 or 8. */
static const char *option_names(
    struct arena *a, const struct form_question *q, uint64_t set, bool numbered)
{
	const char *names = "", *name;

	for (unsigned bit = 0, last; bit < FORM_OPTIONS_MAX; bit = last + 1) {
		last = bit;
		if ((set >> bit & 1) == 0)
			continue;
		while (numbered && last + 1 < FORM_OPTIONS_MAX && set >> (last + 1) & 1)
			last++;
		name = option_name(a, q, bit, numbered);
		if (last > bit)
			name = arena_printf(
			    a, "%s–%s", name, option_name(a, q, last, numbered));
		names = arena_printf(
		    a, "%s%s%s", names, *names != '\0' ? _(" or ") : "", name);
	}
	return names;
}

static const char *choice(
    struct arena *a, const struct form_question *q, uint64_t options)
{
	size_t n = q->type == FORM_SCALE ? (size_t)(q->max - q->min + 1) : q->n_options;
	uint64_t all = n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
	uint64_t rest = all & ~options;
	/* The columns of a matrix bear no numbers on paper. */
	bool numbered =
	    q->type == FORM_SCALE || (q->type != FORM_MATRIX && count(options) > FEW);

	if (numbered && q->type != FORM_SCALE && count(rest) > 0 && count(rest) < FEW)
		return arena_printf(
		    a, _("any answer but %s"), option_names(a, q, rest, false));
	return arena_printf(a, _("the answer %s"), option_names(a, q, options, numbered));
}

/* --- where: 4.1, or of whole questions 1–10 --- */

/* Terms from t on that name every row of a question with the same options;
   1 for a row by itself. */
static size_t terms_of_one(const struct form *f, const struct form_condition *c, size_t t)
{
	const struct form_question *q = &f->questions[f->items[c->v[t].item].question];

	if (c->v[t].item != q->item || c->n - t < q->items)
		return 1;
	for (size_t i = 1; i < q->items; i++)
		if (c->v[t + i].item != q->item + i ||
		    c->v[t + i].options != c->v[t].options)
			return 1;
	return q->items;
}

struct place {
	const char *name;
	size_t question; /* index of a whole one with a number; else SIZE_MAX */
};

static struct place place_of(
    struct arena *a, const struct form *f, const struct form_item *i, size_t n_terms)
{
	const struct form_question *q = &f->questions[i->question];
	bool whole = n_terms == q->items;
	const char *number = whole ? q->number : i->number;
	size_t n = strlen(number);

	if (n == 0)
		return (struct place){
		    arena_printf(a, _("“%s”"), whole ? q->text : i->text), SIZE_MAX};
	if (number[n - 1] == '.')
		n--; /* the order prints "1.", a sentence says "question 1" */
	return (struct place){
	    arena_strndup(a, number, n), whole ? i->question : SIZE_MAX};
}

static const char *place_names(struct arena *a, const struct place *v, size_t n)
{
	const char *names = "";

	for (size_t i = 0, last; i < n; i = last + 1) {
		for (last = i; v[last].question != SIZE_MAX && last + 1 < n &&
			       v[last + 1].question == v[last].question + 1;)
			last++;
		if (last - i + 1 < RUN)
			last = i;
		names = arena_printf(
		    a, "%s%s%s", names, *names != '\0' ? ", " : "", v[i].name);
		if (last > i)
			names = arena_printf(a, "%s–%s", names, v[last].name);
	}
	return names;
}

/* --- the sentence --- */

static const char *choice_of_term(
    struct arena *a, const struct form *f, const struct form_term *t)
{
	return choice(a, &f->questions[f->items[t->item].question], t->options);
}

/* Terms from *t on whose options read alike; *t is moved behind them. */
static const char *clause(
    struct arena *a, const struct form *f, const struct form_condition *c, size_t *t)
{
	const char *chosen = choice_of_term(a, f, &c->v[*t]);
	struct place *v = ARENA_ARRAY(a, c->n, struct place);
	size_t n = 0, terms;

	for (; *t < c->n; *t += terms) {
		if (strcmp(choice_of_term(a, f, &c->v[*t]), chosen) != 0)
			break;
		terms = terms_of_one(f, c, *t);
		v[n++] = place_of(a, f, &f->items[c->v[*t].item], terms);
	}
	return arena_printf(a,
	    n == 1 ? _("in question %s you have chosen %s")
		   : _("in at least one of the questions %s you have chosen %s"),
	    place_names(a, v, n), chosen);
}

const char *render_paper_when(
    struct arena *a, const struct form *f, const struct form_condition *c)
{
	const char *all = NULL, *one;

	for (size_t t = 0; t < c->n;) {
		one = clause(a, f, c, &t);
		all = all == NULL ? one : arena_printf(a, _("%s, or %s"), all, one);
	}
	return all == NULL ? NULL : arena_printf(a, _("Answer only if %s."), all);
}
