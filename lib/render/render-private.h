/* Inside lib/render: one page of questions being written. */
#ifndef OTKLIK_RENDER_RENDER_PRIVATE_H
#define OTKLIK_RENDER_RENDER_PRIVATE_H

#include "html/html.h"
#include "render/render.h"

struct render {
	struct arena *arena;
	const struct form *form;
	const struct form_answers *answers;
	size_t section;
	const struct form_problem_at *problems;
	size_t n_problems;
	bool *questions, *items; /* on the page? */
};

bool render_on_page(const struct render *r, size_t question);

/* "q4.1" and, with a suffix, "q4.1.other". */
const char *render_name(const struct render *r, size_t item, const char *suffix);

/* "4.1. Text"; the number keeps to the word behind it. */
const char *render_numbered(const struct render *r, const char *number, const char *text);

/* The problem of an item, or NULL. */
const struct form_problem_at *render_problem_of(const struct render *r, size_t item);

/*
 * Id of the control that the summary links to when the item is faulty; NULL for
 * the many that nothing points at (a page is to stay small).
 */
const char *render_target(const struct render *r, size_t item);

/* When to answer what has a condition that looks at this page, or NULL. */
const char *render_when(const struct render *r, const struct form_condition *c);

/* The controls of one item, inside its open fieldset. */
typedef void render_item(
    const struct render *r, struct html *h, const struct form_question *q, size_t item);
render_item render_choices, render_marks, render_csi, render_text_or_check;

/* A text question whole: a labelled field is no group. */
void render_text(const struct render *r, struct html *h, const struct form_question *q);

#endif
