#include "stat/tally.h"

#include <stdbool.h>

#define CSI_MARKS 10

struct stat_tally {
	const struct form *form;
	uint32_t responses;
	uint32_t **n;    /* per item: counts by cell */
	size_t *n_cells; /* per item: length of the above */
};

/* Cells 0 … of an item; those between the two csi ranges stay unused. */
static size_t cells_of(const struct form *f, size_t item)
{
	const struct form_question *q = &f->questions[f->items[item].question];

	switch (q->type) {
	case FORM_SINGLE:
	case FORM_MULTI:
	case FORM_MATRIX:
	case FORM_REF:
		return q->n_options + 1;
	case FORM_SCALE:
		return (size_t)(q->max - q->min) + 2;
	case FORM_CSI:
		return STAT_CELL_IMPORTANCE + CSI_MARKS + 1;
	case FORM_MATRIX_TEXT:
		return 2;
	case FORM_TEXT:
		return 1;
	}
	return 0;
}

/* Does the cell mean anything?  (tally.h lists those that do.) */
static bool cell_exists(const struct stat_tally *t, size_t item, size_t cell)
{
	if (item >= t->form->n_items || cell >= t->n_cells[item])
		return false;
	switch (t->form->questions[t->form->items[item].question].type) {
	case FORM_SINGLE:
	case FORM_MATRIX:
	case FORM_REF:
	case FORM_SCALE:
		return cell > 0;
	case FORM_CSI:
		return (cell >= 1 && cell <= CSI_MARKS) || cell > STAT_CELL_IMPORTANCE;
	default:
		return true;
	}
}

struct stat_tally *stat_tally_new(struct arena *a, const struct form *f)
{
	struct stat_tally *t = ARENA_NEW(a, struct stat_tally);

	t->form = f;
	t->n = ARENA_ARRAY(a, f->n_items, uint32_t *);
	t->n_cells = ARENA_ARRAY(a, f->n_items, size_t);
	for (size_t i = 0; i < f->n_items; i++) {
		t->n_cells[i] = cells_of(f, i);
		t->n[i] = ARENA_ARRAY(a, t->n_cells[i], uint32_t);
	}
	return t;
}

static void count(struct stat_tally *t, size_t item, size_t cell)
{
	if (cell_exists(t, item, cell))
		t->n[item][cell]++;
}

static void add_csi(struct stat_tally *t, size_t item, const struct form_answer *v)
{
	if (!v->rating || !v->importance)
		return;
	count(t, item, v->rating);
	count(t, item, (size_t)STAT_CELL_IMPORTANCE + v->importance);
}

static void add_set(struct stat_tally *t, size_t item, uint64_t set)
{
	if (!set)
		return;
	count(t, item, 0);
	for (size_t i = 0; i < FORM_OPTIONS_MAX; i++)
		if (set >> i & 1)
			count(t, item, i + 1);
}

static void add_item(struct stat_tally *t, size_t item, const struct form_answer *v)
{
	switch (t->form->questions[t->form->items[item].question].type) {
	case FORM_SINGLE:
	case FORM_MATRIX:
	case FORM_REF:
	case FORM_SCALE:
		count(t, item, v->choice);
		break;
	case FORM_MULTI:
		add_set(t, item, v->set);
		break;
	case FORM_CSI:
		add_csi(t, item, v);
		break;
	case FORM_MATRIX_TEXT:
		if (v->choice == 1)
			count(t, item, 1);
		else if (v->text)
			count(t, item, 0);
		break;
	case FORM_TEXT:
		if (v->text)
			count(t, item, 0);
		break;
	}
}

void stat_tally_add(struct stat_tally *t, const struct form_answers *ans)
{
	t->responses++;
	for (size_t i = 0; i < t->form->n_items; i++)
		add_item(t, i, &ans->v[i]);
}

enum err stat_tally_add_vector(struct stat_tally *t, const uint8_t *vector)
{
	struct form_answer v;

	t->responses++;
	for (size_t i = 0; i < t->form->n_items; i++) {
		if (!form_vector_item(t->form, i, vector, &v))
			return ERR_FORGED;
		add_item(t, i, &v);
	}
	return ERR_OK;
}

void stat_tally_put(struct stat_tally *t, uint16_t item, uint16_t cell, uint32_t n)
{
	if (item == STAT_WHOLE && cell == 0)
		t->responses += n;
	else if (cell_exists(t, item, cell))
		t->n[item][cell] += n;
}

uint32_t stat_tally_get(const struct stat_tally *t, uint16_t item, uint16_t cell)
{
	if (item == STAT_WHOLE)
		return cell == 0 ? t->responses : 0;
	return cell_exists(t, item, cell) ? t->n[item][cell] : 0;
}

const struct stat_cell *stat_tally_cells(
    const struct stat_tally *t, struct arena *a, size_t *n_r)
{
	size_t max = 1, n = 0;
	struct stat_cell *v;

	for (size_t i = 0; i < t->form->n_items; i++)
		max += t->n_cells[i];
	v = ARENA_ARRAY(a, max, struct stat_cell);
	for (size_t i = 0; i < t->form->n_items; i++)
		for (size_t c = 0; c < t->n_cells[i]; c++)
			if (t->n[i][c])
				v[n++] = (struct stat_cell){
				    (uint16_t)i, (uint16_t)c, t->n[i][c]};
	if (t->responses)
		v[n++] = (struct stat_cell){STAT_WHOLE, 0, t->responses};
	*n_r = n;
	return v;
}

struct stat_tally *stat_tally_less(
    struct arena *a, const struct stat_tally *whole, const struct stat_tally *part)
{
	struct stat_tally *t = stat_tally_new(a, whole->form);
	size_t n;
	const struct stat_cell *v = stat_tally_cells(whole, a, &n);

	for (size_t i = 0; i < n; i++)
		stat_tally_put(t, v[i].item, v[i].cell,
		    v[i].n - stat_tally_get(part, v[i].item, v[i].cell));
	return t;
}
