#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/log.h"
#include "base/text.h"

#define BASE64URL "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

bool text_is_utf8(const char *s, size_t n)
{
	if (n == 0)
		return true;
	return memchr(s, 0, n) == NULL && u8_check((const uint8_t *)s, n) == NULL;
}

/* NFC on the heap; the caller wipes and frees it. */
static uint8_t *to_nfc(const uint8_t *s, size_t n, size_t *len_r)
{
	uint8_t *nfc = u8_normalize(UNINORM_NFC, s, n, NULL, len_r);

	/* libunistring fails on valid text only for want of memory. */
	if (nfc == NULL) {
		log_error("out of memory");
		abort();
	}
	return nfc;
}

static void wipe_free(uint8_t *p, size_t n)
{
	sodium_memzero(p, n);
	free(p);
}

/* Not kept: controls other than LF, and what no XML (XLSX) may hold. */
static bool is_kept(ucs4_t c)
{
	return c == '\n' ||
	       (c >= ' ' && c != 0xfffe && c != 0xffff && (c < 0x7f || c > 0x9f));
}

/* Line ends to LF, a tab to a space, unwanted characters out; never longer. */
static size_t filter(const uint8_t *s, size_t n, uint8_t *out)
{
	size_t i = 0, o = 0;

	while (i < n) {
		ucs4_t c;
		int step = u8_mbtouc_unsafe(&c, s + i, n - i);

		if (c == '\r' && i + 1 < n && s[i + 1] == '\n')
			step = 2;
		if (c == '\r')
			c = '\n';
		else if (c == '\t')
			c = ' ';
		i += (size_t)step;
		if (is_kept(c))
			o += (size_t)u8_uctomb(out + o, c, (ptrdiff_t)(n - o));
	}
	return o;
}

static bool is_space(ucs4_t c)
{
	return uc_is_property_white_space(c) || c == 0xfeff;
}

/* Narrows [*s, *s + *n) to what is left without white space at both ends. */
static void trim(const uint8_t **s, size_t *n)
{
	const uint8_t *end = *s + *n, *prev;
	ucs4_t c;

	while (*s < end) {
		int step = u8_mbtouc_unsafe(&c, *s, (size_t)(end - *s));

		if (!is_space(c))
			break;
		*s += step;
	}
	while ((prev = u8_prev(&c, end, *s)) != NULL && is_space(c))
		end = prev;
	*n = (size_t)(end - *s);
}

enum err text_clean(
    struct arena *a, const char *s, size_t max_chars, const char **clean_r)
{
	size_t n = strlen(s), len;
	enum err e = ERR_OK;
	uint8_t *kept, *nfc;
	const uint8_t *p;

	if (!text_is_utf8(s, n))
		return ERR_INVALID;
	kept = arena_alloc(a, n + 1);
	n = filter((const uint8_t *)s, n, kept);
	nfc = to_nfc(kept, n, &len);
	n = len;
	p = nfc;
	trim(&p, &n);
	if (u8_mbsnlen(p, n) > max_chars)
		e = ERR_TOO_LARGE;
	else
		*clean_r = arena_strndup(a, (const char *)p, n);
	wipe_free(nfc, len);
	return e;
}

size_t text_chars(const char *s)
{
	size_t len, chars;
	uint8_t *nfc = to_nfc((const uint8_t *)s, strlen(s), &len);

	chars = u8_mbsnlen(nfc, len);
	wipe_free(nfc, len);
	return chars;
}

char *text_hex(struct arena *a, const void *p, size_t n)
{
	char *s = arena_array(a, n + 1, 2);

	return sodium_bin2hex(s, n * 2 + 1, p, n);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool text_unhex(const char *s, uint8_t *p, size_t n)
{
	if (strlen(s) != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(s[2 * i]), low = hex_digit(s[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		p[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

char *text_base64url(struct arena *a, const void *p, size_t n)
{
	const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
	size_t size = sodium_base64_encoded_len(n, variant);

	return sodium_bin2base64(arena_alloc(a, size), size, p, n, variant);
}

enum err text_base64url_decode(struct arena *a, const char *s, uint8_t **p_r, size_t *n_r)
{
	const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
	size_t size = strlen(s), n;
	uint8_t *p = arena_alloc(a, size + 1);

	/* libsodium refuses stray bits itself, but 1.0.18 takes some bytes above
	   0x7f for digits. */
	if (s[strspn(s, BASE64URL)] != '\0' ||
	    sodium_base642bin(p, size + 1, s, size, NULL, &n, NULL, variant) != 0)
		return ERR_INVALID;
	*p_r = p;
	*n_r = n;
	return ERR_OK;
}

enum err text_int(const char *s, long min, long max, long *v_r)
{
	bool negative = s[0] == '-';
	const char *p = s + negative;
	long v = 0;

	if (*p == '\0')
		return ERR_INVALID;
	for (; *p != '\0'; p++) {
		if (*p < '0' || *p > '9')
			return ERR_INVALID;
		/* Counted below zero, where LONG_MIN has its place. */
		if (__builtin_mul_overflow(v, 10L, &v) ||
		    __builtin_sub_overflow(v, (long)(*p - '0'), &v))
			return ERR_INVALID;
	}
	if (!negative && __builtin_sub_overflow(0L, v, &v))
		return ERR_INVALID;
	if (v < min || v > max)
		return ERR_INVALID;
	*v_r = v;
	return ERR_OK;
}

bool text_equal(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool text_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

char *text_ratio(struct arena *a, int64_t num, int64_t den, int digits, char point)
{
	unsigned __int128 scaled, part = 1;
	const char *sign;

	assert(den > 0 && digits >= 0 && digits <= 9);
	for (int i = 0; i < digits; i++)
		part *= 10;
	scaled = num < 0 ? (unsigned __int128)(-(__int128)num) : (unsigned __int128)num;
	scaled =
	    (2 * scaled * part + (unsigned __int128)den) / (2 * (unsigned __int128)den);
	sign = num < 0 && scaled != 0 ? "-" : "";
	if (digits == 0)
		return arena_printf(a, "%s%llu", sign, (unsigned long long)scaled);
	return arena_printf(a, "%s%llu%c%0*llu", sign,
	    (unsigned long long)(scaled / part), point, digits,
	    (unsigned long long)(scaled % part));
}
