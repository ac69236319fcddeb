/*
 * Answers as bytes.  Whatever bytes come back, only what the form allows is
 * taken: a ballot may come from a program that was taken over.
 */
#include "form/answer-private.h"

#include <string.h>

#include "base/text.h"

#define VERSION 1

static const struct form_question *question_of(const struct form *f, size_t item)
{
	return &f->questions[f->items[item].question];
}

static void put_big_endian(uint8_t *to, size_t width, uint64_t v)
{
	while (width-- > 0) {
		to[width] = (uint8_t)v;
		v >>= 8;
	}
}

static uint64_t get_big_endian(const uint8_t *from, size_t width)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < width; i++)
		v = v << 8 | from[i];
	return v;
}

static void put_item(
    const struct form_answer *v, enum form_type type, uint8_t *to, size_t width)
{
	switch (type) {
	case FORM_CSI:
		if (v->rating && v->importance) {
			to[0] = v->rating;
			to[1] = v->importance;
		}
		break;
	case FORM_MULTI:
		put_big_endian(to, width, v->set);
		break;
	case FORM_SINGLE:
	case FORM_MATRIX:
	case FORM_MATRIX_TEXT:
	case FORM_SCALE:
	case FORM_REF:
		put_big_endian(to, width, v->choice);
		break;
	case FORM_TEXT:
		break;
	}
}

void form_vector(const struct form_answers *ans, uint8_t *vector)
{
	const struct form *f = ans->form;
	struct form_scope scope;
	size_t i;

	memset(vector, 0, f->vector);
	form_scope_find(ans, &scope);
	for (i = 0; i < f->n_items; i++)
		if (scope.item[i])
			put_item(&ans->v[i], question_of(f, i)->type,
			    vector + f->items[i].at, f->items[i].width);
}

/* Is the text one that form_read() would have made at this item? */
static bool text_fits(const struct form_answers *ans, size_t item, const char *text)
{
	size_t limit = form_text_limit(ans, item);
	const char *clean;

	return limit > 0 && *text &&
	       text_clean(ans->arena, text, limit, &clean) == ERR_OK &&
	       strcmp(clean, text) == 0;
}

void form_encode(const struct form_answers *ans, struct buf *out)
{
	const struct form *f = ans->form;
	uint8_t *vector = arena_alloc(ans->arena, f->vector + 1);
	struct form_scope scope;
	const char *text;
	size_t i;

	form_vector(ans, vector);
	buf_add_u8(out, VERSION);
	buf_add(out, vector, f->vector);
	form_scope_find(ans, &scope);
	for (i = 0; i < f->n_items; i++) {
		text = ans->v[i].text;
		if (!scope.item[i] || text == NULL || !text_fits(ans, i, text))
			continue;
		buf_add_u16(out, (uint16_t)i);
		buf_add_u16(out, (uint16_t)strlen(text));
		buf_add(out, text, strlen(text));
	}
}

static bool pair_fits(const struct form_answer *v)
{
	if (v->rating == 0 && v->importance == 0)
		return true;
	return v->rating >= 1 && v->rating <= 10 && v->importance >= 1 &&
	       v->importance <= 10;
}

/* False for a value the question does not offer. */
static bool get_item(const struct form_question *q, const uint8_t *from, size_t width,
    struct form_answer *v)
{
	switch (q->type) {
	case FORM_CSI:
		v->rating = from[0];
		v->importance = from[1];
		return pair_fits(v);
	case FORM_MULTI:
		v->set = get_big_endian(from, width);
		return form_set_problem(q, v->set) == 0;
	case FORM_SINGLE:
	case FORM_MATRIX:
	case FORM_MATRIX_TEXT:
	case FORM_SCALE:
	case FORM_REF:
		v->choice = (uint16_t)get_big_endian(from, width);
		return form_choice_fits(q, v->choice);
	case FORM_TEXT:
		break;
	}
	return true;
}

/* Nothing may be answered where nothing was asked. */
static bool hidden_are_empty(const struct form_answers *ans)
{
	struct form_scope scope;
	size_t i;

	form_scope_find(ans, &scope);
	for (i = 0; i < ans->form->n_items; i++)
		if (!scope.item[i] && form_answer_given(&ans->v[i]))
			return false;
	return true;
}

static bool get_vector(struct form_answers *ans, const uint8_t *vector)
{
	const struct form *f = ans->form;
	size_t i;

	for (i = 0; i < f->n_items; i++)
		if (!get_item(question_of(f, i), vector + f->items[i].at,
			f->items[i].width, &ans->v[i]))
			return false;
	return true;
}

enum err form_vector_read(struct arena *a, const struct form *f, const uint8_t *vector,
    size_t n, struct form_answers **ans_r)
{
	struct form_answers *ans = form_answers_new(a, f);

	if (n != f->vector || !get_vector(ans, vector) || !hidden_are_empty(ans))
		return ERR_FORGED;
	*ans_r = ans;
	return ERR_OK;
}

/* Texts, in ascending order of items, to the end of the bytes. */
static bool get_texts(struct form_answers *ans, struct cursor *c)
{
	size_t next = 0, item, len;
	const uint8_t *bytes;
	char *text;

	while (c->p < c->end) {
		item = cursor_u16(c);
		len = cursor_u16(c);
		bytes = cursor_bytes(c, len);
		if (c->bad || item < next || item >= ans->form->n_items)
			return false;
		next = item + 1;
		text = arena_strndup(ans->arena, (const char *)bytes, len);
		if (strlen(text) != len || !text_fits(ans, item, text))
			return false;
		ans->v[item].text = text;
	}
	return true;
}

enum err form_decode(struct arena *a, const struct form *f, const uint8_t *p, size_t n,
    struct form_answers **ans_r)
{
	struct form_answers *ans;
	struct cursor c;
	const uint8_t *vector;

	if (n == 0 || p[0] != VERSION)
		return ERR_FORGED;
	ans = form_answers_new(a, f);
	c = (struct cursor){p + 1, p + n, 0};
	vector = cursor_bytes(&c, f->vector);
	if (vector == NULL || !get_vector(ans, vector) || !get_texts(ans, &c) ||
	    !hidden_are_empty(ans))
		return ERR_FORGED;
	*ans_r = ans;
	return ERR_OK;
}
