/*
 * The HTML writer (libxml2's xmlTextWriter): elements nest and text escapes by
 * construction.  Page code has no other way to put bytes on a page.
 */
#ifndef OTKLIK_HTML_HTML_H
#define OTKLIK_HTML_HTML_H

#include "base/arena.h"
#include "base/buf.h"

struct html;

/* A writer that appends to out; out is borrowed until html_end(). */
struct html *html_begin(struct arena *a, struct buf *out);
/* Closes whatever is open, flushes and releases. */
void html_end(struct html *h);

/*
 * Opens an element.  Attributes follow as name, value pairs up to a NULL name;
 * a pair whose value is NULL is left out; the value HTML_ON writes a boolean
 * attribute.  Void elements (input, br, meta…) close themselves.  Values of
 * href, src, action and formaction pass html_url().  Control characters and
 * bytes that are not UTF-8 are dropped everywhere.
 */
void html_open(struct html *h, const char *name, ...) __attribute__((sentinel));
void html_close(struct html *h);
extern const char HTML_ON[];

/* Escaped text; printf-like text. */
void html_text(struct html *h, const char *s);
void html_textf(struct html *h, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* An element with only text: html_element(h, "p", text, "class", "note", NULL). */
void html_element(struct html *h, const char *name, const char *text, ...)
    __attribute__((sentinel));
/* Text with line feeds as <br>: what a person typed. */
void html_lines(struct html *h, const char *s);

/*
 * On a page in another language than that of the programs (html_page.lang): values
 * of lang and dir for an element with a text of ours; else NULL for both.
 */
const char *html_own(const struct html *h);
const char *html_own_dir(const struct html *h);

/* The arena the page is written in: for helpers that build a text on the way. */
struct arena *html_arena(const struct html *h);

/*
 * The URL itself if it is relative, http(s) or mailto, else "#": also for what
 * names another host without a scheme, for white space and backslashes.
 */
const char *html_url(const char *url);

#endif
