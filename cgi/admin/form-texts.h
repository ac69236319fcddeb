/* The texts of a questionnaire beside their translations into one language. */
#ifndef OTKLIK_ADMIN_FORM_TEXTS_H
#define OTKLIK_ADMIN_FORM_TEXTS_H

#include "forms.h"

struct form_texts_part { /* what is translated on one page */
	const char *id;  /* "head", "sets", "s-1" */
	const char *title;
	size_t n, missing;
};

struct form_texts {
	const struct form_edit_text *v;
	size_t n, missing;
	struct form_texts_part *parts; /* in the order of the file */
	size_t n_parts;
};

void form_texts_read(
    struct form_texts *t, const struct forms_view *v, const char *language);
/* The part of that id, or NULL. */
const struct form_texts_part *form_texts_find(const struct form_texts *t, const char *id);
bool form_texts_is_in(
    struct arena *a, const struct form_edit_text *x, const struct form_texts_part *p);
bool form_texts_is_missing(const struct form_edit_text *x);
/* "Question 4 · answer 1" */
const char *form_texts_name(struct arena *a, const struct form_edit_text *x);

#endif
