#include "stat/listed.h"

#include <stdlib.h>
#include <string.h>

bool stat_listed_by(const struct form *f, size_t item)
{
	const struct form_question *q;

	if (item >= f->n_items || f->audience != FORM_INTERNAL)
		return false;
	q = &f->questions[f->items[item].question];
	return (q->type == FORM_SINGLE || q->type == FORM_REF) &&
	       (q->feeds & FORM_FEED_PROFILE) != 0;
}

struct stat_listed *stat_listed_new(
    struct arena *a, const struct form *f, const struct stat_rules *rules)
{
	struct stat_listed *l = ARENA_NEW(a, struct stat_listed);

	l->form = f;
	l->rules = *rules;
	l->arena = a;
	l->hidden = ARENA_ARRAY(a, f->n_items, bool);
	l->cuts = ARENA_ARRAY(a, f->n_items, struct stat_listed_cut);
	for (size_t i = 0; i < f->n_items; i++)
		if (stat_listed_by(f, i) &&
		    stat_place_of(f, i, false, &l->cuts[l->n_cuts].place))
			l->n_cuts++;
	return l;
}

void stat_listed_free(struct stat_listed **l)
{
	if (*l != NULL)
		buf_free(&(*l)->vectors);
	*l = NULL;
}

void stat_listed_add(struct stat_listed *l, const uint8_t *vector)
{
	buf_add(&l->vectors, vector, l->form->vector);
}

static size_t responses(const struct stat_listed *l)
{
	return l->form->vector ? l->vectors.len / l->form->vector : 0;
}

/* --- parts: responses that gave the same answers to every allowed cut --- */

static int compare(const struct stat_listed *l, const uint8_t *x, const uint8_t *y)
{
	for (size_t i = 0; i < l->n_cuts; i++) {
		uint64_t a, b;

		if (!l->cuts[i].allowed)
			continue;
		a = stat_place_read(&l->cuts[i].place, x);
		b = stat_place_read(&l->cuts[i].place, y);
		if (a != b)
			return a < b ? -1 : 1;
	}
	return 0;
}

static int by_part(const void *x, const void *y, void *l)
{
	return compare(l, *(const uint8_t *const *)x, *(const uint8_t *const *)y);
}

/* Pointers to the vectors, part after part. */
static const uint8_t **parts(const struct stat_listed *l)
{
	const size_t n = responses(l);
	const uint8_t **v = ARENA_ARRAY(l->arena, n + 1, const uint8_t *);

	for (size_t i = 0; i < n; i++)
		v[i] = l->vectors.data + i * l->form->vector;
	qsort_r(v, n, sizeof(*v), by_part, (void *)(uintptr_t)l);
	return v;
}

static size_t part_end(const struct stat_listed *l, const uint8_t **v, size_t from)
{
	size_t end = from + 1;

	while (end < responses(l) && compare(l, v[from], v[end]) == 0)
		end++;
	return end;
}

static bool has_small_part(const struct stat_listed *l)
{
	const uint8_t **v = parts(l);
	size_t end;

	for (size_t i = 0; i < responses(l); i = end) {
		end = part_end(l, v, i);
		if (end - i < (size_t)l->rules.k)
			return true;
	}
	return false;
}

/* --- tables --- */

static enum err tabulate(const struct stat_listed *l, const uint8_t *const *v, size_t n,
    struct stat_table **t_r)
{
	struct stat_tally *tally = stat_tally_new(l->arena, l->form);
	struct arena *row = arena_new();
	struct form_answers *ans;
	enum err e = ERR_OK;

	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		e = form_vector_read(row, l->form, v[i], l->form->vector, &ans);
		if (e == ERR_OK)
			stat_tally_add(tally, ans);
		arena_reset(row);
	}
	arena_free(&row);
	if (e == ERR_OK)
		*t_r = stat_tabulate(l->arena, l->form, tally);
	return e;
}

/* An item that few of a part answered, or all alike, is shown in no cut. */
static enum err hide_items(struct stat_listed *l)
{
	const uint8_t **v = parts(l);
	enum err e = ERR_OK;
	struct stat_table *t;
	size_t end;

	for (size_t i = 0; i < responses(l) && e == ERR_OK; i = end) {
		end = part_end(l, v, i);
		e = tabulate(l, v + i, end - i, &t);
		if (e != ERR_OK)
			break;
		stat_suppress(&l->rules, t);
		for (size_t j = 0; j < t->n_rows; j++)
			l->hidden[j] |= t->rows[j].hidden;
	}
	return e;
}

enum err stat_listed_decide(struct stat_listed *l)
{
	const bool open = l->rules.trial;

	if (stat_view(&l->rules, (uint32_t)responses(l)) != STAT_VIEW_RESULTS)
		return ERR_OK;
	for (size_t i = 0; i < l->n_cuts; i++) {
		l->cuts[i].allowed = true;
		if (!open && has_small_part(l))
			l->cuts[i].allowed = false;
	}
	return open ? ERR_OK : hide_items(l);
}

enum err stat_listed_tables(
    const struct stat_listed *l, size_t cut, struct stat_table ***v_r, size_t *n_r)
{
	const struct stat_place *place = &l->cuts[cut].place;
	const size_t n = place->answers + 1;
	struct stat_table **v = ARENA_ARRAY(l->arena, n, struct stat_table *);
	const uint8_t **group = ARENA_ARRAY(l->arena, responses(l) + 1, const uint8_t *);
	enum err e = ERR_OK;

	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		const uint64_t answer = i < place->answers ? i + 1 : 0;
		size_t in = 0;

		for (size_t j = 0; j < responses(l); j++) {
			const uint8_t *vector = l->vectors.data + j * l->form->vector;

			if (stat_place_read(place, vector) == answer)
				group[in++] = vector;
		}
		if (in > 0)
			e = tabulate(l, group, in, &v[i]);
		for (size_t j = 0; e == ERR_OK && in > 0 && j < v[i]->n_rows; j++)
			v[i]->rows[j].hidden = l->hidden[j];
	}
	if (e != ERR_OK)
		return e;
	*v_r = v;
	*n_r = n;
	return ERR_OK;
}
