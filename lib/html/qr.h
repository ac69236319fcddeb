/*
 * QR codes, drawn by ourselves as inline SVG (libqrencode only says which
 * modules are dark): sharp at any size on paper, no image request, nothing a
 * strict CSP objects to.
 */
#ifndef OTKLIK_HTML_QR_H
#define OTKLIK_HTML_QR_H

#include "base/err.h"
#include "html/html.h"

/*
 * Writes the code of a text (an address) with its quiet zone of four modules,
 * black on white whatever the colours of the page.  label is what those hear or
 * read who do not see it; class "qr" gives the size.  ERR_TOO_LARGE: the text
 * is empty or does not fit a code; nothing is written then.
 */
ERR_CHECK enum err html_qr(struct html *h, const char *text, const char *label);

/*
 * The code of an address, if it fits one, and below it the address itself
 * (class "address"), which may go on in the next line behind a slash.
 */
void html_qr_address(struct html *h, const char *url, const char *label);

#endif
