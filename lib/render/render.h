/*
 * A questionnaire as HTML: the controls of a section with what is answered and
 * what is wrong.  Used by the survey, the preview and the operator's entry, so
 * it knows no campaign, no token and no page frame.
 *
 * Control names (relied on from outside): "q" and the item id for a choice, a
 * scale or a text; ".rating" and ".importance" behind it for a csi row;
 * ".other" for the text of «другое»; ".none" for the check of a matrix-text
 * row.  Values are option codes and marks; the empty value is no answer.
 */
#ifndef OTKLIK_RENDER_RENDER_H
#define OTKLIK_RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "form/answer.h"
#include "html/html.h"

#define RENDER_ALL SIZE_MAX /* as a section: the whole questionnaire */

struct render;

/*
 * A page of the questionnaire: one section (or RENDER_ALL) with the answers so
 * far, of every section, and the problems to show, in form order.  Everything
 * is borrowed and the result lives in the arena.
 *
 * A question whose condition looks at answers of earlier pages is on the page
 * only if it applies; one whose condition looks at this page is there with a
 * hint that says when to answer it.
 */
struct render *render_new(struct arena *a, const struct form_answers *answers,
    size_t section, const struct form_problem_at *problems, size_t n_problems);

/* Is the question, the item on the page? */
bool render_shows(const struct render *r, size_t question);
bool render_shows_item(const struct render *r, size_t item);

/* The error summary (html_fault_summary) of the problems; nothing without any. */
void render_summary(const struct render *r, struct html *h);

/* Every question of the page, faults in place. */
void render_questions(const struct render *r, struct html *h);

/* What is wrong with an item, as a sentence that names it; in the arena. */
const char *render_problem(
    struct arena *a, const struct form *f, const struct form_problem_at *p);

#endif
