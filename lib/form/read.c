/* Answers from the controls of a page, and what is wrong with them. */
#include "form/answer-private.h"

#include <string.h>

#include "base/text.h"
#include "form/text-private.h"

/* Values looked at for a control that takes one: more are not asked for. */
#define VALUES_MAX 4

struct reader {
	struct form_answers *ans;
	form_source *src;
	void *ctx;
	struct form_problem_at *problems;
	size_t n;
};

static const char *control(struct reader *r, size_t item, const char *suffix)
{
	const char *id = r->ans->form->items[item].id;
	size_t n = strlen(id), m = strlen(suffix);
	char *name = arena_alloc(r->ans->arena, n + m + 2);

	name[0] = 'q';
	memcpy(name + 1, id, n);
	memcpy(name + 1 + n, suffix, m);
	return name;
}

/* The only filled value of a control, NULL if none; *more_r if several are. */
static const char *value(struct reader *r, size_t item, const char *suffix, bool *more_r)
{
	const char *name = control(r, item, suffix), *s, *found = NULL;
	size_t nth;

	for (nth = 0; nth < VALUES_MAX; nth++) {
		s = r->src(r->ctx, name, nth);
		if (s == NULL)
			break;
		if (*s == '\0')
			continue;
		if (found != NULL)
			*more_r = true;
		else
			found = s;
	}
	return found;
}

/* Marks as they stand on the page: "05" and "-0" are none of ours. */
static size_t mark_of(const char *s, int min, int max)
{
	const char *digits = s + (*s == '-');
	long mark;

	if ((*digits == '0' && strcmp(s, "0") != 0) ||
	    text_int(s, min, max, &mark) != ERR_OK)
		return SIZE_MAX;
	return (size_t)(mark - min);
}

static size_t index_of(const struct form_question *q, const char *s)
{
	if (q->type == FORM_SCALE)
		return mark_of(s, q->min, q->max);
	return form_option_find(q, s);
}

static int read_choice(
    struct reader *r, size_t item, const struct form_question *q, const char *suffix)
{
	bool more = false;
	const char *s = value(r, item, suffix, &more);
	size_t i;

	if (s == NULL)
		return 0;
	i = index_of(q, s);
	if (i == SIZE_MAX)
		return FORM_PROBLEM_UNKNOWN;
	r->ans->v[item].choice = (uint16_t)(i + 1);
	return more ? FORM_PROBLEM_TOO_MANY : 0;
}

static int read_set(struct reader *r, size_t item, const struct form_question *q)
{
	const char *name = control(r, item, ""), *s;
	int problem = 0;
	size_t nth, i;

	/* Each option once and one empty value; further ones are not of our form. */
	for (nth = 0; (s = r->src(r->ctx, name, nth)) != NULL; nth++) {
		if (nth > q->n_options)
			return FORM_PROBLEM_UNKNOWN;
		if (*s == '\0')
			continue;
		i = form_option_find(q, s);
		if (i == SIZE_MAX)
			problem = FORM_PROBLEM_UNKNOWN;
		else
			r->ans->v[item].set |= UINT64_C(1) << i;
	}
	return problem ? problem : form_set_problem(q, r->ans->v[item].set);
}

static int read_mark(struct reader *r, size_t item, const char *suffix, uint8_t *mark_r)
{
	bool more = false;
	const char *s = value(r, item, suffix, &more);
	size_t i;

	if (s == NULL)
		return 0;
	i = mark_of(s, 1, 10);
	if (i == SIZE_MAX)
		return FORM_PROBLEM_UNKNOWN;
	*mark_r = (uint8_t)(i + 1);
	return more ? FORM_PROBLEM_TOO_MANY : 0;
}

static int read_pair(struct reader *r, size_t item)
{
	struct form_answer *v = &r->ans->v[item];
	int rating = read_mark(r, item, ".rating", &v->rating);
	int importance = read_mark(r, item, ".importance", &v->importance);

	if (rating || importance)
		return rating ? rating : importance;
	return !v->rating != !v->importance ? FORM_PROBLEM_PAIR : 0;
}

static int read_text(struct reader *r, size_t item, const char *suffix, size_t limit)
{
	bool more = false, broken = false;
	const char *s = value(r, item, suffix, &more), *clean;

	if (s == NULL)
		return 0;
	clean = form_text_show(r->ans->arena, s, &broken);
	if (*clean)
		r->ans->v[item].text = clean;
	if (broken)
		return FORM_PROBLEM_ENCODING;
	if (more)
		return FORM_PROBLEM_TOO_MANY;
	return text_chars(clean) > limit ? FORM_PROBLEM_TOO_LONG : 0;
}

/* The text is kept for showing it again, and faulted only if it would count. */
static int read_other(struct reader *r, size_t item, const struct form_question *q)
{
	size_t i;
	int problem;

	for (i = 0; i < q->n_options; i++)
		if (q->options[i].other)
			break;
	if (i == q->n_options)
		return 0;
	problem = read_text(r, item, ".other", FORM_OTHER_CHARS);
	return form_text_limit(r->ans, item) ? problem : 0;
}

static int read_text_or_check(
    struct reader *r, size_t item, const struct form_question *q)
{
	struct form_answer *v = &r->ans->v[item];
	int text = read_text(r, item, "", FORM_TEXT_CHARS);
	int check = read_choice(r, item, q, ".none");

	if (text || check)
		return text ? text : check;
	return v->text && v->choice ? FORM_PROBLEM_BOTH : 0;
}

static int read_item(struct reader *r, size_t item, const struct form_question *q)
{
	int problem = 0, other;

	memset(&r->ans->v[item], 0, sizeof r->ans->v[item]);
	switch (q->type) {
	case FORM_SINGLE:
	case FORM_MATRIX:
	case FORM_SCALE:
	case FORM_REF:
		problem = read_choice(r, item, q, "");
		break;
	case FORM_MULTI:
		problem = read_set(r, item, q);
		break;
	case FORM_CSI:
		return read_pair(r, item);
	case FORM_TEXT:
		return read_text(r, item, "", FORM_TEXT_CHARS);
	case FORM_MATRIX_TEXT:
		return read_text_or_check(r, item, q);
	}
	other = read_other(r, item, q);
	return problem ? problem : other;
}

static void read_question(struct reader *r, size_t question)
{
	const struct form_question *q = &r->ans->form->questions[question];
	size_t item;
	int problem;

	for (item = q->item; item < q->item + q->items; item++) {
		problem = read_item(r, item, q);
		if (problem)
			r->problems[r->n++] =
			    (struct form_problem_at){item, (enum form_problem)problem};
	}
}

/* What does not apply will be dropped, so nothing is wrong with it. */
static void forget_hidden(struct reader *r)
{
	struct form_scope scope;
	size_t i, kept = 0;

	if (r->n == 0)
		return;
	form_scope_find(r->ans, &scope);
	for (i = 0; i < r->n; i++)
		if (scope.item[r->problems[i].item])
			r->problems[kept++] = r->problems[i];
	r->n = kept;
}

void form_read(struct form_answers *ans, size_t section, form_source *src, void *ctx,
    const struct form_problem_at **problems_r, size_t *n_r)
{
	const struct form *f = ans->form;
	struct reader r = {ans, src, ctx, NULL, 0};
	size_t i;

	r.problems = ARENA_ARRAY(ans->arena, f->n_items, struct form_problem_at);
	for (i = 0; i < f->n_questions; i++)
		if (section == SIZE_MAX || f->questions[i].section == section)
			read_question(&r, i);
	forget_hidden(&r);
	*problems_r = r.problems;
	*n_r = r.n;
}

/* Given, and more than the text of an «другое» that is not chosen. */
static bool counts(const struct form_answers *ans, size_t item)
{
	struct form_answer v = ans->v[item];

	if (form_text_limit(ans, item) == 0)
		v.text = NULL;
	return form_answer_given(&v);
}

void form_check_complete(const struct form_answers *ans, size_t section,
    const struct form_problem_at **problems_r, size_t *n_r)
{
	const struct form *f = ans->form;
	struct form_problem_at *v =
	    ARENA_ARRAY(ans->arena, f->n_items + 1, struct form_problem_at);
	const struct form_question *q;
	struct form_scope scope;
	bool empty = true;
	size_t i, n = 0;

	form_scope_find(ans, &scope);
	for (i = 0; i < f->n_items; i++) {
		q = &f->questions[f->items[i].question];
		if (!scope.item[i] || (section != SIZE_MAX && q->section != section))
			continue;
		if (counts(ans, i))
			empty = false;
		else if (q->required)
			v[n++] = (struct form_problem_at){i, FORM_PROBLEM_REQUIRED};
	}
	if (section == SIZE_MAX && empty)
		v[n++] = (struct form_problem_at){SIZE_MAX, FORM_PROBLEM_EMPTY};
	*problems_r = v;
	*n_r = n;
}

void form_check_answers(const struct form_answers *ans, size_t section,
    const struct form_problem_at *read, size_t n_read,
    const struct form_problem_at **problems_r, size_t *n_r)
{
	const struct form_problem_at *missing;
	struct form_problem_at *all;
	size_t n_missing, n = 0, i = 0, j = 0;

	form_check_complete(ans, section, &missing, &n_missing);
	all = ARENA_ARRAY(ans->arena, n_read + n_missing, struct form_problem_at);
	while (i < n_read || j < n_missing) {
		struct form_problem_at next;

		if (j == n_missing || (i < n_read && read[i].item <= missing[j].item)) {
			next = read[i++];
			if (j < n_missing && missing[j].item == next.item)
				j++;
		} else {
			next = missing[j++];
		}
		/* “Empty” (of no item) says nothing beside a fault. */
		if (next.item < ans->form->n_items ? form_item_applies(ans, next.item)
						   : n == 0)
			all[n++] = next;
	}
	*problems_r = all;
	*n_r = n;
}
