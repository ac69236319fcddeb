/* Tables to type into: every field named by its column and row. */
#include "base/text.h"
#include "forms.h"

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
