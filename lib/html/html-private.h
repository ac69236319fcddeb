/* Inside lib/html only: markup that is a literal of our own. */
#ifndef OTKLIK_HTML_HTML_PRIVATE_H
#define OTKLIK_HTML_HTML_PRIVATE_H

#include "html/html.h"

/* Raw output; refuses at compile time anything but a string literal. */
#define html_literal(h, s) html_literal_write((h), "" s "")
void html_literal_write(struct html *h, const char *s);

/* The page is in another language than the texts of the programs, which are in
   this one; NULL: it is not. */
void html_own_set(struct html *h, const char *lang);

/*
 * <input> in its shortest spelling: with 15 rows of 22 radios each, the quotes
 * that HTML can do without are a tenth of the page (30 KB in all).  Attribute
 * names are literals; name, value pairs up to a NULL name as in html_open().
 */
void html_lean_input(struct html *h, const char *attribute, ...)
    __attribute__((sentinel));

#endif
