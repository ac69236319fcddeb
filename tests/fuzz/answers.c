/*
 * Controls of a page, a "name=value" a line: what is read without a problem is
 * a ballot that the count takes, with the same answers.
 */
#include "form/answer.h"
#include "sample.h"

struct controls {
	char *lines[256];
	size_t n;
};

static const char *source(void *ctx, const char *name, size_t nth)
{
	const struct controls *c = ctx;
	size_t i, len = strlen(name);

	for (i = 0; i < c->n; i++)
		if (strncmp(c->lines[i], name, len) == 0 && c->lines[i][len] == '=' &&
		    nth-- == 0)
			return c->lines[i] + len + 1;
	return NULL;
}

static void split(struct controls *c, char *text)
{
	while (text != NULL && c->n < sizeof c->lines / sizeof *c->lines) {
		c->lines[c->n++] = text;
		text = strchr(text, '\n');
		if (text != NULL)
			*text++ = '\0';
	}
}

static void check_answers(struct arena *a, struct form_answers *ans, size_t problems)
{
	const struct form *f = ans->form;
	struct form_answers *back;
	struct buf b = {0};
	size_t i;

	/* Even what is refused is shown again, so it must be text. */
	for (i = 0; i < f->n_items; i++)
		if (ans->v[i].text != NULL)
			fuzz_check_text(ans->v[i].text);
	form_save(ans, &b);
	fuzz_check(form_resume(a, f, b.data, b.len, &back) == ERR_OK);
	buf_clear(&b);
	form_drop_hidden(ans);
	form_encode(ans, &b);
	fuzz_check(form_decode(a, f, b.data, b.len, &back) == ERR_OK);
	if (problems == 0) {
		for (i = 0; i < f->n_items; i++) {
			fuzz_check(back->v[i].choice == ans->v[i].choice);
			fuzz_check(back->v[i].set == ans->v[i].set);
			fuzz_check(back->v[i].rating == ans->v[i].rating);
			fuzz_check(text_equal(back->v[i].text, ans->v[i].text));
		}
	}
	buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct form_answers *ans = form_answers_new(a, sample_form());
	const struct form_problem_at *problems;
	struct controls c = {.n = 0};
	size_t n;

	split(&c, arena_strndup(a, (const char *)data, size));
	form_read(ans, SIZE_MAX, source, &c, &problems, &n);
	check_answers(a, ans, n);
	form_check_complete(ans, SIZE_MAX, &problems, &n);
	arena_free(&a);
	return 0;
}
