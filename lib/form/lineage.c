#include "form/lineage.h"

#include "base/text.h"

static const struct form_question *question_of(const struct form *f, size_t item)
{
	return &f->questions[f->items[item].question];
}

size_t form_lineage_before(const struct form *old, const struct form *new, size_t item)
{
	size_t was = form_item_find(old, new->items[item].id);

	if (was != SIZE_MAX &&
	    question_of(old, was)->type != question_of(new, item)->type)
		was = SIZE_MAX;
	return was;
}

/* All that a respondent reads before answering the item. */
static bool same_wording(
    const struct form *old, size_t o, const struct form *new, size_t n)
{
	const struct form_question *p = question_of(old, o), *q = question_of(new, n);
	const struct form_item *x = &old->items[o], *y = &new->items[n];

	return text_equal(p->text, q->text) && text_equal(p->hint, q->hint) &&
	       text_equal(x->text, y->text) &&
	       text_equal(x->composite_text, y->composite_text) &&
	       text_equal(p->text_heading, q->text_heading) &&
	       text_equal(p->rating_heading, q->rating_heading) &&
	       text_equal(p->weight_heading, q->weight_heading) &&
	       text_equal(p->min_label, q->min_label) &&
	       text_equal(p->max_label, q->max_label) &&
	       text_equal(p->weight_min_label, q->weight_min_label) &&
	       text_equal(p->weight_max_label, q->weight_max_label) &&
	       text_equal(x->rating_min, y->rating_min) &&
	       text_equal(x->rating_max, y->rating_max);
}

static bool same_option(const struct form_option *x, const struct form_option *y)
{
	return text_equal(x->code, y->code) && text_equal(x->text, y->text) &&
	       x->side == y->side && x->exclusive == y->exclusive && x->other == y->other;
}

/* What can be answered and how it is counted. */
static bool same_options(const struct form_question *p, const struct form_question *q)
{
	size_t i;

	if (p->n_options != q->n_options || p->min != q->min || p->max != q->max ||
	    p->max_answers != q->max_answers)
		return false;
	for (i = 0; i < p->n_options; i++)
		if (!same_option(&p->options[i], &q->options[i]))
			return false;
	return true;
}

static struct form_lineage follow(
    const struct form *old, const struct form *new, size_t item)
{
	struct form_lineage l = {.kind = FORM_LINEAGE_NEW,
	    .old_item = form_lineage_before(old, new, item),
	    .new_item = item};

	if (l.old_item == SIZE_MAX)
		return l;
	l.wording = !same_wording(old, l.old_item, new, item);
	l.options = !same_options(question_of(old, l.old_item), question_of(new, item));
	l.kind = l.options   ? FORM_LINEAGE_OPTIONS
		 : l.wording ? FORM_LINEAGE_WORDING
			     : FORM_LINEAGE_SAME;
	return l;
}

/* Gone items from `item` of the old version on, up to the next that is kept. */
static size_t put_gone(const struct form *old, const bool *kept, size_t item,
    struct form_lineage *v, size_t n)
{
	for (; item < old->n_items && !kept[item]; item++)
		v[n++] = (struct form_lineage){
		    .kind = FORM_LINEAGE_GONE, .old_item = item, .new_item = SIZE_MAX};
	return n;
}

const struct form_lineage *form_lineage(
    struct arena *a, const struct form *old, const struct form *new, size_t *n_r)
{
	struct form_lineage *v =
	    ARENA_ARRAY(a, old->n_items + new->n_items, struct form_lineage);
	bool *kept = ARENA_ARRAY(a, old->n_items, bool);
	size_t i, was, n = 0;

	for (i = 0; i < new->n_items; i++) {
		was = form_lineage_before(old, new, i);
		if (was != SIZE_MAX)
			kept[was] = true;
	}
	n = put_gone(old, kept, 0, v, n);
	for (i = 0; i < new->n_items; i++) {
		v[n] = follow(old, new, i);
		was = v[n++].old_item;
		if (was != SIZE_MAX)
			n = put_gone(old, kept, was + 1, v, n);
	}
	*n_r = n;
	return v;
}
