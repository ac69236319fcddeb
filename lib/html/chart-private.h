/* What the charts share. */
#ifndef OTKLIK_HTML_CHART_PRIVATE_H
#define OTKLIK_HTML_CHART_PRIVATE_H

#include <stdbool.h>

#include "html/html.h"

/* <figure> with its caption, and its end. */
void html_chart_begin(struct html *h, const char *title);
void html_chart_end(struct html *h);

/* A coordinate: two digits behind a point. */
const char *html_chart_number(struct html *h, double x);

#endif
