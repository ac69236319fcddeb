/* Tables to type into: every field named by its column and row. */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"

const char *form_cell_name(
    struct arena *a, const char *table, size_t i, const char *field)
{
	return arena_printf(a, "%s.%zu.%s", table, i, field);
}

const char *form_cell_label(struct arena *a, const char *column, size_t i)
{
	/* TRANSLATORS: column of a table and number of the line: "Code, line 3" */
	return arena_printf(a, _("%s, line %zu"), column, i + 1);
}

static int by_place(const void *a, const void *b)
{
	const struct form_line *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->i > y->i) - (x->i < y->i);
}

size_t form_lines_read(const struct forms_view *v, const char *table, const char *proof,
    struct form_line *lines)
{
	struct arena *a = v->req->arena;
	size_t n = 0;

	for (size_t i = 0; i < FORM_LINES_MAX; i++) {
		if (*forms_posted(v, form_cell_name(a, table, i, proof)) == '\0')
			continue;
		lines[n].i = i;
		if (text_int(forms_posted(v, form_cell_name(a, table, i, "place")), -9999,
			9999, &lines[n].place) != ERR_OK)
			lines[n].place = (long)i + 1;
		n++;
	}
	qsort(lines, n, sizeof(*lines), by_place);
	return n;
}

void form_table_begin(struct html *h, const char *caption, const char *const *headings)
{
	html_open(h, "div", "class", "scroll", "tabindex", "0", "role", "region",
	    "aria-label", caption, NULL);
	html_open(h, "table", "class", "cells", NULL);
	html_element(h, "caption", caption, NULL);
	html_open(h, "thead", NULL);
	html_open(h, "tr", NULL);
	for (; *headings != NULL; headings++)
		html_element(h, "th", *headings, "scope", "col", NULL);
	html_close(h);
	html_close(h);
	html_open(h, "tbody", NULL);
}

void form_cell(
    struct html *h, const char *name, const char *label, const char *value, bool wide)
{
	html_open(h, "td", "class", wide ? "words" : NULL, NULL);
	html_open(h, "input", "type", "text", "name", name, "id", name, "aria-label",
	    label, "value", *value ? value : NULL, NULL);
	html_close(h);
}

void form_cell_area(
    struct html *h, const char *name, const char *label, const char *value)
{
	html_open(h, "td", "class", "words", NULL);
	html_open(h, "textarea", "name", name, "id", name, "rows", "2", "aria-label",
	    label, NULL);
	html_text(h, value);
	html_close(h);
	html_close(h);
}

void form_cell_box(struct html *h, const char *name, const char *label, bool checked)
{
	html_open(h, "td", NULL);
	html_open(h, "input", "type", "checkbox", "name", name, "value", "1",
	    "aria-label", label, "checked", checked ? HTML_ON : NULL, NULL);
	html_close(h);
}

void form_cell_select(struct html *h, const char *name, const char *label,
    const char *value, const struct html_option *options, size_t n)
{
	html_open(h, "td", NULL);
	html_open(h, "select", "name", name, "aria-label", label, NULL);
	for (size_t i = 0; i < n; i++)
		html_element(h, "option", options[i].text, "value", options[i].value,
		    "selected", text_equal(options[i].value, value) ? HTML_ON : NULL,
		    NULL);
	html_close(h);
	html_close(h);
}
