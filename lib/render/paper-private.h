/* Inside lib/render: one paper form being written. */
#ifndef OTKLIK_RENDER_PAPER_PRIVATE_H
#define OTKLIK_RENDER_PAPER_PRIVATE_H

#include "html/html.h"
#include "render/paper.h"
#include "render/render-private.h"

/* A box to tick: a circle where one answer excludes the others. */
void render_paper_box(struct html *h, bool round);

/* The instruction of a condition as a small paragraph; nothing for none. */
void render_paper_condition(
    const struct render *r, struct html *h, const struct form_condition *c);

/* The answers of one question, below its text. */
typedef void render_paper_answers(
    const struct render *r, struct html *h, const struct form_question *q);
render_paper_answers render_paper_options, render_paper_scale, render_paper_lines;
render_paper_answers render_paper_matrix, render_paper_texts, render_paper_csi;

#endif
