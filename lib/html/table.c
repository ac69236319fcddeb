#include <string.h>

#include "html/table.h"

static bool is_sorted(const struct html_table *t, const struct html_column *c)
{
	return c->sort != NULL && t->sorted != NULL && strcmp(c->sort, t->sorted) == 0;
}

static void heading(
    struct html *h, const struct html_table *t, const struct html_column *c)
{
	bool sorted = is_sorted(t, c);
	const char *order = t->descending ? "descending" : "ascending";

	html_open(h, "th", "scope", "col", "class", c->number ? "n" : NULL, "aria-sort",
	    sorted ? order : NULL, NULL);
	if (c->sort != NULL)
		html_element(h, "a", c->heading, "href",
		    arena_printf(html_arena(h), "%s%csort=%s%s", t->url,
			strchr(t->url, '?') != NULL ? '&' : '?',
			sorted && !t->descending ? "-" : "", c->sort),
		    NULL);
	else
		html_text(h, c->heading);
	html_close(h);
}

void html_table_begin(struct html *h, const struct html_table *t)
{
	/* The box scrolls by itself: reachable by keyboard, named for it. */
	html_open(h, "div", "class", "scroll", "tabindex", "0", "role", "region",
	    "aria-label", t->caption, NULL);
	html_open(h, "table", NULL);
	html_element(
	    h, "caption", t->caption, "class", t->caption_hidden ? "hidden" : NULL, NULL);
	html_open(h, "thead", NULL);
	html_open(h, "tr", NULL);
	for (size_t i = 0; i < t->n_columns; i++)
		heading(h, t, &t->columns[i]);
	html_close(h);
	html_close(h);
	html_open(h, "tbody", NULL);
}

void html_table_end(struct html *h)
{
	html_close(h);
	html_close(h);
	html_close(h);
}

void html_row(struct html *h)
{
	html_open(h, "tr", NULL);
}

void html_row_end(struct html *h)
{
	html_close(h);
}

void html_cell_head(struct html *h, const char *text)
{
	html_element(h, "th", text, "scope", "row", NULL);
}

void html_cell(struct html *h, const char *text)
{
	html_element(h, "td", text, NULL);
}

void html_cell_number(struct html *h, const char *figure)
{
	html_element(h, "td", figure != NULL ? figure : "—", "class", "n", NULL);
}

void html_cell_open(struct html *h, bool number)
{
	html_open(h, "td", "class", number ? "n" : NULL, NULL);
}
