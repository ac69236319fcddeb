#include <string.h>

#include "base/text.h"
#include "saved.h"

/* First byte: none that form_save() or form_encode() begin with. */
#define FORMAT 'S'
#define COLUMNS 64

/* No token has a space in it: what a page carries never opens as a file. */
static const char *binding(struct arena *a, uint32_t campaign)
{
	return arena_printf(a, "saved form of campaign %u", (unsigned)campaign);
}

static void add_string(struct buf *b, const char *s)
{
	buf_add_u8(b, (uint8_t)strnlen(s, UINT8_MAX));
	buf_add(b, s, strnlen(s, UINT8_MAX));
}

void saved_write(struct arena *a, const struct box_token_key *k, uint32_t campaign,
    const struct saved *s, struct buf *out)
{
	struct buf plain = {0};
	const char *text;

	buf_add_u8(&plain, FORMAT);
	buf_add_u32(&plain, s->version);
	buf_add_u16(&plain, (uint16_t)s->section);
	add_string(&plain, s->channel);
	add_string(&plain, s->language);
	buf_add(&plain, s->answers, s->n_answers);
	text = box_state_seal(a, k, binding(a, campaign), plain.data, plain.len);
	buf_free(&plain);
	for (; *text != '\0'; text += strnlen(text, COLUMNS)) {
		buf_add(out, text, strnlen(text, COLUMNS));
		buf_puts(out, "\r\n");
	}
}

/* The sealed text without comments and white space: mail and editors add some. */
static const char *gather(struct arena *a, const char *text, size_t n)
{
	char *out = arena_alloc(a, n + 1);
	bool comment = false;
	size_t len = 0;

	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) { /* byte order mark */
		text += 3;
		n -= 3;
	}
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\n' || text[i] == '\r')
			comment = false;
		else if (text[i] == '#')
			comment = true;
		else if (!comment && text[i] != ' ' && text[i] != '\t')
			out[len++] = text[i];
	}
	out[len] = '\0';
	return out;
}

static const char *get_string(struct arena *a, struct cursor *c)
{
	size_t n = cursor_u8(c);
	const uint8_t *p = cursor_bytes(c, n);

	return p != NULL ? arena_strndup(a, (const char *)p, n) : "";
}

enum err saved_read(struct arena *a, const struct box_token_key *k, uint32_t campaign,
    const char *text, size_t n, struct saved *s_r)
{
	struct saved s;
	struct cursor c;
	uint8_t *plain;
	size_t len;

	if (box_state_open(
		a, k, binding(a, campaign), gather(a, text, n), &plain, &len) != ERR_OK)
		return ERR_FORGED;
	c = (struct cursor){plain, plain + len, 0};
	if (cursor_u8(&c) != FORMAT)
		return ERR_FORGED;
	s.version = cursor_u32(&c);
	s.section = cursor_u16(&c);
	s.channel = get_string(a, &c);
	s.language = get_string(a, &c);
	if (c.bad)
		return ERR_FORGED;
	s.answers = c.p;
	s.n_answers = (size_t)(c.end - c.p);
	*s_r = s;
	return ERR_OK;
}
