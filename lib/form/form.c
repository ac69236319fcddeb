#include "form/form.h"

#include <string.h>

#include "base/text.h"

void form_free(struct form **f)
{
	struct arena *a;

	if (*f == NULL)
		return;
	/* The form itself lives in its arena. */
	a = (*f)->arena;
	*f = NULL;
	arena_free(&a);
}

size_t form_item_find(const struct form *f, const char *id)
{
	size_t i;

	for (i = 0; i < f->n_items; i++)
		if (strcmp(f->items[i].id, id) == 0)
			return i;
	return SIZE_MAX;
}

size_t form_question_find(const struct form *f, const char *id)
{
	size_t i;

	for (i = 0; i < f->n_questions; i++)
		if (strcmp(f->questions[i].id, id) == 0)
			return i;
	return SIZE_MAX;
}

const struct form_language *form_language_find(const struct form *f, const char *code)
{
	for (size_t i = 0; i < f->n_languages; i++)
		if (text_equal(f->languages[i].code, code))
			return &f->languages[i];
	return NULL;
}

size_t form_option_find(const struct form_question *q, const char *code)
{
	size_t i;

	for (i = 0; i < q->n_options; i++)
		if (strcmp(q->options[i].code, code) == 0)
			return i;
	return SIZE_MAX;
}
