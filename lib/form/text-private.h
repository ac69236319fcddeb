/* Text from outside, made fit to be shown. */
#ifndef OTKLIK_FORM_TEXT_PRIVATE_H
#define OTKLIK_FORM_TEXT_PRIVATE_H

#include <stdbool.h>

#include "base/arena.h"

/*
 * As text_clean() without a limit, but never failing: bytes that are no UTF-8
 * become U+FFFD, and *broken_r is set true if there were any (else untouched).
 */
const char *form_text_show(struct arena *a, const char *s, bool *broken_r);

#endif
