/* Questions with rows, as the tables the orders print. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "render/paper-private.h"

#define TEXT_LINES 2 /* ruled lines in a cell */

static void head_cell(struct html *h, const char *text)
{
	html_element(h, "th", text, "scope", "col", NULL);
}

static void open_table(struct html *h, const char *class)
{
	html_open(h, "table", "class", class, NULL);
	html_open(h, "thead", NULL);
	html_open(h, "tr", NULL);
}

static void begin_body(struct html *h)
{
	html_close(h); /* tr */
	html_close(h); /* thead */
	html_open(h, "tbody", NULL);
}

static void end_table(struct html *h)
{
	html_close(h); /* tbody */
	html_close(h); /* table */
}

/* The head of a row: what is asked, and when. */
static void row_head(const struct render *r, struct html *h, const struct form_item *i)
{
	html_open(h, "th", "scope", "row", NULL);
	html_text(h, render_numbered(r, i->number, i->text));
	render_paper_condition(r, h, &i->show_if);
	html_close(h);
}

/* --- matrix: a circle for each answer --- */

void render_paper_matrix(
    const struct render *r, struct html *h, const struct form_question *q)
{
	open_table(h, q->n_options > 4 ? "matrix many" : "matrix");
	html_element(h, "td", "", NULL);
	for (size_t i = 0; i < q->n_options; i++)
		head_cell(h, q->options[i].text);
	begin_body(h);
	for (size_t i = q->item; i < q->item + q->items; i++) {
		html_open(h, "tr", NULL);
		row_head(r, h, &r->form->items[i]);
		for (size_t n = 0; n < q->n_options; n++) {
			html_open(h, "td", NULL);
			render_paper_box(h, true);
			html_close(h);
		}
		html_close(h);
	}
	end_table(h);
}

/* --- texts: ruled lines and the exclusive check --- */

static void ruled_cell(struct html *h)
{
	html_open(h, "td", "class", "lines", NULL);
	for (int i = 0; i < TEXT_LINES; i++)
		html_element(h, "span", "", NULL);
	html_close(h);
}

void render_paper_texts(
    const struct render *r, struct html *h, const struct form_question *q)
{
	open_table(h, "texts");
	html_element(h, "td", "", NULL);
	head_cell(h, q->text_heading != NULL ? q->text_heading : _("Your answer"));
	if (q->n_options > 0)
		head_cell(h, q->options[0].text);
	begin_body(h);
	for (size_t i = q->item; i < q->item + q->items; i++) {
		html_open(h, "tr", NULL);
		row_head(r, h, &r->form->items[i]);
		ruled_cell(h);
		if (q->n_options > 0) {
			html_open(h, "td", NULL);
			render_paper_box(h, false);
			html_close(h);
		}
		html_close(h);
	}
	end_table(h);
}

/* --- csi: the table of the order, with marks to circle --- */

#define MARKS 10

static void marks_cell(struct html *h, const char *low, const char *high)
{
	char text[16];

	html_open(h, "td", "class", "marks", NULL);
	html_open(h, "p", NULL);
	for (int i = 1; i <= MARKS; i++) {
		snprintf(text, sizeof(text), "%d", i);
		html_element(h, "span", text, NULL);
	}
	html_close(h);
	if (low != NULL && high != NULL) {
		html_open(h, "small", NULL);
		html_textf(h, _("1 – %s, 10 – %s"), low, high);
		html_close(h);
	}
	html_close(h);
}

static void marks_head(
    struct html *h, const char *heading, const char *low, const char *high)
{
	html_open(h, "th", "scope", "col", "class", "marks", NULL);
	html_text(h, heading);
	html_text(h, " ");
	html_open(h, "small", NULL);
	html_textf(h, _("1 – %s, 10 – %s"), low, high);
	html_close(h);
	html_close(h);
}

static void csi_row(const struct render *r, struct html *h, const struct form_item *i)
{
	html_open(h, "tr", "class", i->composite != NULL ? "part" : NULL, NULL);
	html_element(h, "td", i->number, NULL);
	html_open(h, "th", "scope", "row", NULL);
	if (i->composite != NULL)
		html_text(h, "– ");
	html_text(h, i->text);
	render_paper_condition(r, h, &i->show_if);
	html_close(h);
	marks_cell(h, i->rating_min, i->rating_max);
	marks_cell(h, NULL, NULL);
	html_close(h);
}

/* The words that rows 13.1–13.3 share (AMB-06). */
static void composite_row(struct html *h, const struct form_item *i)
{
	html_open(h, "tr", "class", "whole", NULL);
	html_element(h, "td", i->composite, NULL);
	html_element(
	    h, "th", i->composite_text, "scope", "rowgroup", "colspan", "3", NULL);
	html_close(h);
}

static bool begins_composite(const struct form_item *before, const struct form_item *i)
{
	return i->composite != NULL && (before == NULL || before->composite == NULL ||
					   strcmp(before->composite, i->composite) != 0);
}

void render_paper_csi(
    const struct render *r, struct html *h, const struct form_question *q)
{
	const struct form_item *before = NULL;

	open_table(h, "csi");
	head_cell(h, _("No."));
	/* The question without a number is the heading itself (NE-A2). */
	head_cell(h, *q->number == '\0' ? q->text : _("Criteria"));
	marks_head(h,
	    q->rating_heading != NULL ? q->rating_heading : _("Rating (marks 1–10)"),
	    q->min_label, q->max_label);
	marks_head(h,
	    q->weight_heading != NULL ? q->weight_heading : _("Importance (marks 1–10)"),
	    q->weight_min_label, q->weight_max_label);
	begin_body(h);
	for (size_t i = q->item; i < q->item + q->items; i++) {
		const struct form_item *item = &r->form->items[i];

		if (begins_composite(before, item))
			composite_row(h, item);
		csi_row(r, h, item);
		before = item;
	}
	end_table(h);
}
