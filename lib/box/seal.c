#include "box/seal.h"

#include <sodium.h>
#include <string.h>

/*
 * Plain text: format byte, marks u8, form version u32, day u32 (two's complement),
 * channel and language, each length u8 and bytes, answers length u32 and bytes,
 * zeros up to the size class.  Format 1 had no marks: such ballots may still wait in a
 * box.  Format 2 has no language and is written where there is none, so that a count
 * of the version before can open it.
 */
#define FORMAT 3
#define FORMAT_WITH_MARKS 2
#define FORMAT_OLDEST 1
#define CLASS_MIN 1024u
#define CLASS_MAX (1024u * 1024)

bool box_is_channel(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_.");

	return s[n] == '\0' && n <= BOX_CHANNEL_MAX;
}

static bool is_class(size_t n)
{
	return n >= CLASS_MIN && n <= CLASS_MAX && (n & (n - 1)) == 0;
}

static void pad(struct buf *b)
{
	static const uint8_t zeros[CLASS_MIN];
	size_t size = CLASS_MIN;

	while (size < b->len)
		size *= 2;
	while (b->len < size) {
		size_t n = size - b->len;

		buf_add(b, zeros, n < sizeof(zeros) ? n : sizeof(zeros));
	}
}

static void add_mark(struct buf *plain, const char *s)
{
	size_t n = strlen(s);

	buf_add_u8(plain, (uint8_t)n);
	buf_add(plain, s, n);
}

enum err box_seal(const uint8_t public_key[BOX_PUBLIC_BYTES], const struct box_ballot *b,
    struct buf *out)
{
	static const uint8_t room[crypto_box_SEALBYTES];
	struct buf plain = {0};
	const bool has_language = *b->language != '\0';
	size_t at = out->len;
	enum err e = ERR_OK;

	if (strlen(b->channel) > BOX_CHANNEL_MAX ||
	    strlen(b->language) > BOX_LANGUAGE_MAX)
		return ERR_INVALID;
	if (b->n_answers > CLASS_MAX - 128)
		return ERR_TOO_LARGE;
	buf_add_u8(&plain, has_language ? FORMAT : FORMAT_WITH_MARKS);
	buf_add_u8(&plain, b->marks);
	buf_add_u32(&plain, b->version);
	buf_add_u32(&plain, (uint32_t)b->day);
	add_mark(&plain, b->channel);
	if (has_language)
		add_mark(&plain, b->language);
	buf_add_u32(&plain, (uint32_t)b->n_answers);
	buf_add(&plain, b->answers, b->n_answers);
	pad(&plain);

	/* Room for the sealed bytes; the seal is written over it. */
	buf_add(out, plain.data, plain.len);
	buf_add(out, room, sizeof(room));
	if (crypto_box_seal(out->data + at, plain.data, plain.len, public_key) != 0) {
		sodium_memzero(out->data + at, out->len - at);
		out->len = at;
		e = ERR_INTERNAL;
	}
	buf_free(&plain);
	return e;
}

/* NULL if it is too long or holds a 0. */
static const char *read_mark(struct arena *a, struct cursor *c, size_t max)
{
	size_t n = cursor_u8(c);
	const uint8_t *p = cursor_bytes(c, n);

	if (p == NULL || n > max || memchr(p, 0, n) != NULL)
		return NULL;
	return arena_strndup(a, (const char *)p, n);
}

static enum err decode(
    struct arena *a, const uint8_t *plain, size_t n, struct box_ballot *b_r)
{
	struct cursor c = {plain, plain + n, 0};
	uint8_t format = cursor_u8(&c);
	struct box_ballot b = {.language = ""};

	if (format < FORMAT_OLDEST || format > FORMAT)
		return ERR_FORGED;
	if (format >= FORMAT_WITH_MARKS)
		b.marks = cursor_u8(&c);
	b.version = cursor_u32(&c);
	b.day = (day_t)cursor_u32(&c);
	b.channel = read_mark(a, &c, BOX_CHANNEL_MAX);
	if (format == FORMAT)
		b.language = read_mark(a, &c, BOX_LANGUAGE_MAX);
	if (b.channel == NULL || b.language == NULL)
		return ERR_FORGED;
	b.n_answers = cursor_u32(&c);
	b.answers = cursor_bytes(&c, b.n_answers);
	if (c.bad)
		return ERR_FORGED;
	if (c.p < c.end && !sodium_is_zero(c.p, (size_t)(c.end - c.p)))
		return ERR_FORGED;
	*b_r = b;
	return ERR_OK;
}

enum err box_open(struct arena *a, const uint8_t public_key[BOX_PUBLIC_BYTES],
    const uint8_t secret_key[BOX_SECRET_BYTES], const uint8_t *p, size_t n,
    struct box_ballot *b_r)
{
	uint8_t *plain;

	if (n < crypto_box_SEALBYTES || !is_class(n - crypto_box_SEALBYTES))
		return ERR_FORGED;
	plain = arena_alloc(a, n - crypto_box_SEALBYTES);
	if (crypto_box_seal_open(plain, p, n, public_key, secret_key) != 0)
		return ERR_FORGED;
	return decode(a, plain, n - crypto_box_SEALBYTES, b_r);
}
