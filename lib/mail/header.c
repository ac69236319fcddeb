/* Header texts of more than ASCII (RFC 2047). */
#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "mail/mail.h"

#define WORD_BYTES 42 /* in base64 and its frame 68 characters of the 75 allowed */

/* Bytes of the next word: whole characters only (RFC 2047, 5). */
static size_t word_bytes(const char *s)
{
	size_t n = strnlen(s, WORD_BYTES);

	while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	return n;
}

/* It may stand before an address: no special character (RFC 5322, 3.2.3). */
static bool is_plain(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || (unsigned char)*s > '~' ||
		    strchr("=?\"\\<>()[],.:;@", *s) != NULL)
			return false;
	return true;
}

static void spaces_for_controls(char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = ' ';
}

char *mail_header_text(struct arena *a, const char *s)
{
	char *clean = arena_strdup(a, s), word[WORD_BYTES * 2], *text;
	struct buf b = {0};

	spaces_for_controls(clean);
	if (is_plain(clean) && strlen(clean) <= WORD_BYTES)
		return clean;
	for (size_t n; *clean != '\0'; clean += n) {
		n = word_bytes(clean);
		sodium_bin2base64(word, sizeof(word), (const unsigned char *)clean, n,
		    sodium_base64_VARIANT_ORIGINAL);
		buf_printf(&b, "%s=?UTF-8?B?%s?=", b.len > 0 ? "\r\n " : "", word);
	}
	text = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return text;
}
