/* Conditions to item numbers, items to places in the answer vector. */
#include "form/draft-private.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

/* Items an id in a condition stands for: [first, first + n). */
struct range {
	size_t first, n;
};

static struct range named(const struct form *f, const char *id)
{
	size_t i = form_item_find(f, id);
	struct range none = {0, 0};

	if (i != SIZE_MAX)
		return (struct range){i, 1};
	i = form_question_find(f, id);
	if (i == SIZE_MAX)
		return none;
	return (struct range){f->questions[i].item, f->questions[i].items};
}

static bool is_choice(enum form_type type)
{
	return type == FORM_SINGLE || type == FORM_MULTI || type == FORM_MATRIX ||
	       type == FORM_SCALE;
}

/* Bit of a code: option index or mark - min; 64 if there is none. */
static size_t bit_of(struct arena *a, const struct form_question *q, const char *code)
{
	int mark;

	if (q->type != FORM_SCALE)
		return form_option_find(q, code);
	for (mark = q->min; mark <= q->max; mark++)
		if (strcmp(arena_printf(a, "%d", mark), code) == 0)
			return (size_t)(mark - q->min);
	return SIZE_MAX;
}

/* The codes of one "when" as bits of a question. */
static uint64_t bits_of(
    struct form_draft *d, const xmlNode *when, const struct form_question *q)
{
	struct arena *a = d->form->arena;
	const char *codes = form_xml_attr(a, when, "codes"), *code;
	uint64_t bits = 0;
	size_t bit;

	while ((code = form_xml_word(a, &codes)) != NULL) {
		bit = bit_of(a, q, code);
		if (bit < FORM_OPTIONS_MAX)
			bits |= UINT64_C(1) << bit;
		else
			form_fault_add(d->faults, xmlGetLineNo(when),
			    _("The condition names answer %s; expected an answer of "
			      "question %s"),
			    code, q->id);
	}
	return bits;
}

/* An item named again adds its answers to the term it has. */
static void put_term(
    struct form_condition *c, struct form_term *terms, size_t item, uint64_t bits)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (terms[i].item == item)
			break;
	if (i == c->n)
		terms[c->n++] = (struct form_term){item, 0};
	terms[i].options |= bits;
}

/* Terms for every item one word of "items" stands for. */
static void add_terms(struct form_draft *d, const xmlNode *when, const char *id,
    size_t before, struct form_condition *c, struct form_term *terms)
{
	struct range r = named(d->form, id);
	const struct form_question *q;
	uint64_t bits;
	size_t i;

	if (r.n == 0 || r.first + r.n > before) {
		form_fault_add(d->faults, xmlGetLineNo(when),
		    _("The condition names %s; expected a question or row that stands "
		      "earlier"),
		    id);
		return;
	}
	q = &d->questions[d->items[r.first].question];
	if (!is_choice(q->type)) {
		form_fault_add(d->faults, xmlGetLineNo(when),
		    _("The condition names %s; expected a question of type single, "
		      "multi, matrix or scale"),
		    id);
		return;
	}
	bits = bits_of(d, when, q);
	for (i = 0; i < r.n; i++)
		put_term(c, terms, r.first + i, bits);
}

/* Condition of an element that may look at the items before `before`. */
static struct form_condition condition(
    struct form_draft *d, const xmlNode *holder, size_t before)
{
	struct arena *a = d->form->arena;
	const xmlNode *show = form_xml_child(holder, "show-if"), *when;
	struct form_condition c = {NULL, 0};
	struct form_term *terms;
	const char *items, *id;

	if (show == NULL)
		return c;
	terms = ARENA_ARRAY(a, before + 1, struct form_term);
	for (when = form_xml_child(show, "when"); when; when = form_xml_next(when)) {
		items = form_xml_attr(a, when, "items");
		while ((id = form_xml_word(a, &items)) != NULL)
			add_terms(d, when, id, before, &c, terms);
	}
	c.v = terms;
	return c;
}

static size_t width(const struct form_question *q)
{
	switch (q->type) {
	case FORM_TEXT:
		return 0;
	case FORM_REF:
	case FORM_CSI:
		return 2;
	case FORM_MULTI:
		return (q->n_options + 7) / 8;
	case FORM_SINGLE:
	case FORM_MATRIX:
	case FORM_MATRIX_TEXT:
	case FORM_SCALE:
		break;
	}
	return 1;
}

void form_layout(struct form_draft *d)
{
	struct form *f = d->form;
	struct form_item *it;
	size_t i, q;

	for (q = 0; q < f->n_questions; q++)
		d->questions[q].show_if =
		    condition(d, d->question_nodes[q], d->questions[q].item);
	for (i = 0; i < f->n_items; i++) {
		it = &d->items[i];
		q = it->question;
		if (d->item_nodes[i] != d->question_nodes[q])
			it->show_if =
			    condition(d, d->item_nodes[i], d->questions[q].item);
		it->at = f->vector;
		it->width = width(&d->questions[q]);
		f->vector += it->width;
	}
}
