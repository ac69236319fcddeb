/*
 * Answers as bytes.  Whatever bytes come back, only what the form allows is
 * taken: a ballot may come from a program that was taken over.
 */
#include "form/answer-private.h"

#include <string.h>

#include "base/text.h"

/* First byte: what the bytes are, so that one is never taken for the other. */
enum form_bytes {
	BALLOT = 1, /* only what applies */
	STATE = 2   /* a long form half filled */
};

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
		to[0] = v->rating;
		to[1] = v->importance;
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

static void put_vector(const struct form_answers *ans, uint8_t *vector)
{
	const struct form *f = ans->form;
	size_t i;

	memset(vector, 0, f->vector);
	for (i = 0; i < f->n_items; i++)
		put_item(&ans->v[i], question_of(f, i)->type, vector + f->items[i].at,
		    f->items[i].width);
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

static bool pair_fits(const struct form_answer *v)
{
	if (v->rating == 0 && v->importance == 0)
		return true;
	return v->rating >= 1 && v->rating <= 10 && v->importance >= 1 &&
	       v->importance <= 10;
}

/* A copy without what could not be read back. */
static struct form_answers sound(const struct form_answers *ans)
{
	const struct form *f = ans->form;
	struct form_answers copy = *ans;
	struct form_answer *v;
	size_t i;

	copy.v = arena_memdup(ans->arena, ans->v, f->n_items * sizeof *copy.v);
	for (i = 0; i < f->n_items; i++) {
		v = &copy.v[i];
		if (!form_choice_fits(question_of(f, i), v->choice))
			v->choice = 0;
		if (form_set_problem(question_of(f, i), v->set) != 0)
			v->set = 0;
		if (!pair_fits(v))
			v->rating = v->importance = 0;
		if (v->text && !text_fits(&copy, i, v->text))
			v->text = NULL;
	}
	return copy;
}

static struct form_answers sound_and_asked(const struct form_answers *ans)
{
	struct form_answers copy = sound(ans);

	form_drop_hidden(&copy);
	return copy;
}

void form_vector(const struct form_answers *ans, uint8_t *vector)
{
	struct form_answers copy = sound_and_asked(ans);

	put_vector(&copy, vector);
}

static void encode(const struct form_answers *ans, enum form_bytes kind, struct buf *out)
{
	const struct form *f = ans->form;
	uint8_t *vector = arena_alloc(ans->arena, f->vector + 1);
	const char *text;
	size_t i;

	put_vector(ans, vector);
	buf_add_u8(out, (uint8_t)kind);
	buf_add(out, vector, f->vector);
	for (i = 0; i < f->n_items; i++) {
		text = ans->v[i].text;
		if (text == NULL)
			continue;
		buf_add_u16(out, (uint16_t)i);
		buf_add_u16(out, (uint16_t)strlen(text));
		buf_add(out, text, strlen(text));
	}
}

void form_encode(const struct form_answers *ans, struct buf *out)
{
	struct form_answers copy = sound_and_asked(ans);

	encode(&copy, BALLOT, out);
}

void form_save(const struct form_answers *ans, struct buf *out)
{
	struct form_answers copy = sound(ans);

	encode(&copy, STATE, out);
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

bool form_vector_item(
    const struct form *f, size_t item, const uint8_t *vector, struct form_answer *v_r)
{
	struct form_answer v = {0};

	if (!get_item(question_of(f, item), vector + f->items[item].at,
		f->items[item].width, &v))
		return false;
	*v_r = v;
	return true;
}

static bool get_vector(struct form_answers *ans, const uint8_t *vector)
{
	for (size_t i = 0; i < ans->form->n_items; i++)
		if (!form_vector_item(ans->form, i, vector, &ans->v[i]))
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

static enum err decode(struct arena *a, const struct form *f, enum form_bytes kind,
    const uint8_t *p, size_t n, struct form_answers **ans_r)
{
	struct form_answers *ans;
	struct cursor c;
	const uint8_t *vector;

	if (n == 0 || p[0] != kind)
		return ERR_FORGED;
	ans = form_answers_new(a, f);
	c = (struct cursor){p + 1, p + n, 0};
	vector = cursor_bytes(&c, f->vector);
	if (vector == NULL || !get_vector(ans, vector) || !get_texts(ans, &c))
		return ERR_FORGED;
	if (kind == BALLOT && !hidden_are_empty(ans))
		return ERR_FORGED;
	*ans_r = ans;
	return ERR_OK;
}

enum err form_decode(struct arena *a, const struct form *f, const uint8_t *p, size_t n,
    struct form_answers **ans_r)
{
	return decode(a, f, BALLOT, p, n, ans_r);
}

enum err form_resume(struct arena *a, const struct form *f, const uint8_t *p, size_t n,
    struct form_answers **ans_r)
{
	return decode(a, f, STATE, p, n, ans_r);
}
