#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/buf.h"
#include "base/log.h"

#define CAP_MIN 256

static void out_of_memory(void)
{
	log_error("out of memory");
	abort();
}

/* Not realloc(): it would leave an unwiped copy of what was moved. */
void buf_reserve(struct buf *b, size_t n)
{
	size_t need, cap = b->cap < CAP_MIN ? CAP_MIN : b->cap;
	uint8_t *data;

	if (n >= SIZE_MAX / 2 - b->len)
		out_of_memory();
	need = b->len + n + 1;
	if (need <= b->cap)
		return;
	while (cap < need)
		cap *= 2;
	data = malloc(cap);
	if (data == NULL)
		out_of_memory();
	if (b->data != NULL) {
		memcpy(data, b->data, b->len);
		sodium_memzero(b->data, b->len);
		free(b->data);
	}
	b->data = data;
	b->cap = cap;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
	buf_reserve(b, n);
	if (n > 0)
		memcpy(b->data + b->len, p, n);
	b->len += n;
	b->data[b->len] = 0;
}

void buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		out_of_memory();
	buf_reserve(b, (size_t)n);
	va_start(ap, fmt);
	vsnprintf((char *)b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void buf_add_u8(struct buf *b, uint8_t v)
{
	buf_add(b, &v, 1);
}

void buf_add_u16(struct buf *b, uint16_t v)
{
	uint8_t bytes[] = {(uint8_t)(v >> 8), (uint8_t)v};

	buf_add(b, bytes, sizeof(bytes));
}

void buf_add_u32(struct buf *b, uint32_t v)
{
	uint8_t bytes[] = {
	    (uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};

	buf_add(b, bytes, sizeof(bytes));
}

const char *buf_str(const struct buf *b)
{
	return b->data == NULL ? "" : (const char *)b->data;
}

void buf_clear(struct buf *b)
{
	if (b->data == NULL)
		return;
	sodium_memzero(b->data, b->len);
	b->len = 0;
}

void buf_free(struct buf *b)
{
	buf_clear(b);
	free(b->data);
	b->data = NULL;
	b->cap = 0;
}

const uint8_t *cursor_bytes(struct cursor *c, size_t n)
{
	const uint8_t *p = c->p;

	if (c->bad || (size_t)(c->end - c->p) < n) {
		c->bad = 1;
		return NULL;
	}
	c->p += n;
	return p;
}

uint8_t cursor_u8(struct cursor *c)
{
	const uint8_t *p = cursor_bytes(c, 1);

	return p == NULL ? 0 : p[0];
}

uint16_t cursor_u16(struct cursor *c)
{
	const uint8_t *p = cursor_bytes(c, 2);

	return p == NULL ? 0 : (uint16_t)(p[0] << 8 | p[1]);
}

uint32_t cursor_u32(struct cursor *c)
{
	const uint8_t *p = cursor_bytes(c, 4);

	return p == NULL ? 0
			 : (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
			       (uint32_t)p[2] << 8 | (uint32_t)p[3];
}
