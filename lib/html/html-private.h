/* Inside lib/html only: markup that is a literal of our own. */
#ifndef OTKLIK_HTML_HTML_PRIVATE_H
#define OTKLIK_HTML_HTML_PRIVATE_H

#include "html/html.h"

/* Raw output; refuses at compile time anything but a string literal. */
#define html_literal(h, s) html_literal_write((h), "" s "")
void html_literal_write(struct html *h, const char *s);

#endif
