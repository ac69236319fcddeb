/*
 * The frame of every page, public and staff: doctype, head, skip link, header
 * with the agency's name, main, footer.  No script, no cookie, no inline style;
 * two requests in all (the page and its stylesheet).
 */
#ifndef OTKLIK_HTML_PAGE_H
#define OTKLIK_HTML_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "html/html.h"

struct html_link {
	const char *path; /* below the base path, starts with '/' */
	const char *text;
	bool current; /* of a navigation: the page one is on */
};

struct html_page {
	const char *base_path; /* "/feedback" */
	const char *title;     /* of the window; the page writes its own h1 */
	const char *agency;    /* full name in the header, or NULL */
	const char *section;   /* "/": where the header's link leads; NULL = "/" */
	const char *lang;      /* of the content ("ar"); NULL = that of the programs */
	bool rtl;              /* it is written from right to left */
	bool wide;             /* tables rather than a column of text */
	bool charts;           /* it may have some: their style sheet comes along */
	const char *sheet;     /* a printed sheet: the file in static/ that styles it;
				  neither header nor footer.  NULL = a page */
	/* Staff pages only: */
	const struct html_link *nav; /* n_nav of them; NULL = a public page */
	size_t n_nav;
	const char *user; /* login shown beside the way out */
	const char *csrf; /* of the logout form (POST /admin/logout) */
};

/*
 * Writes all up to and including <main>; the caller writes the content, h1
 * first.  Then html_page_end() closes main and the page.  p is read by both.
 */
void html_page_begin(struct html *h, const struct html_page *p);
void html_page_end(struct html *h, const struct html_page *p);

/* base_path and path joined, in the writer's arena: for href and action. */
const char *html_path(struct html *h, const char *base_path, const char *path);

/* <a> to a path below the base path. */
void html_link(struct html *h, const char *base_path, const char *path, const char *text);

/* Name of the hidden field that carries the CSRF token of a staff form. */
#define HTML_CSRF_FIELD "csrf"

/*
 * Opens <form method="post"> to a path below the base path, with the CSRF field
 * (csrf NULL: a public form, which has a token of its own).  html_close() ends it.
 */
void html_form_post(
    struct html *h, const char *base_path, const char *path, const char *csrf);

#endif
