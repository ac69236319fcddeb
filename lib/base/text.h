/* Text: UTF-8, encodings, and figures as Russian readers and machines want them. */
#ifndef OTKLIK_BASE_TEXT_H
#define OTKLIK_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* Well-formed UTF-8 without U+0000?  (libunistring) */
bool text_is_utf8(const char *s, size_t n);

/*
 * What a respondent typed, made fit to store: NFC, CR LF and CR to LF, a tab
 * to a space, other control characters (and U+FFFE, U+FFFF, which no XML may
 * hold) dropped, white space at both ends trimmed.  ERR_INVALID
 * for broken UTF-8, ERR_TOO_LARGE above max_chars characters.  The result
 * lives in the arena.
 */
ERR_CHECK enum err text_clean(
    struct arena *a, const char *s, size_t max_chars, const char **clean_r);

/* Length in characters (code points after NFC) of valid UTF-8. */
size_t text_chars(const char *s);

/* Lower-case hexadecimal and unpadded base64url (RFC 4648); in the arena. */
char *text_hex(struct arena *a, const void *p, size_t n);
/* The reverse of text_hex(): exactly n bytes, lower case; else false. */
bool text_unhex(const char *s, uint8_t *p, size_t n);
char *text_base64url(struct arena *a, const void *p, size_t n);
/* Strict decoding: ERR_INVALID for any foreign character or stray bits. */
ERR_CHECK enum err text_base64url_decode(
    struct arena *a, const char *s, uint8_t **p_r, size_t *n_r);

/* Whole decimal number in [min, max], no sign but '-', no spaces. */
ERR_CHECK enum err text_int(const char *s, long min, long max, long *v_r);

bool text_equal(const char *a, const char *b); /* NULL equals NULL only */
bool text_starts(const char *s, const char *prefix);

/*
 * num/den as a decimal with the given number of digits after the point,
 * rounded half up on the exact fraction (never through a binary double):
 * "66.7".  Negative values round half away from zero, "-0.0" does not occur.
 * point is '.' for machines and ',' for Russian readers; den > 0, digits 0 to 9.
 */
char *text_ratio(struct arena *a, int64_t num, int64_t den, int digits, char point);

#endif
