/* A growable byte buffer on the heap; always 0-terminated behind len. */
#ifndef OTKLIK_BASE_BUF_H
#define OTKLIK_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
	uint8_t *data; /* NULL while empty and never written */
	size_t len, cap;
};

/* Room for n bytes more, so that appending them moves nothing. */
void buf_reserve(struct buf *b, size_t n);

/* Append; out of memory ends the process (see arena.h). */
void buf_add(struct buf *b, const void *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Big-endian integers, for the encodings of lib/form and lib/box. */
void buf_add_u8(struct buf *b, uint8_t v);
void buf_add_u16(struct buf *b, uint16_t v);
void buf_add_u32(struct buf *b, uint32_t v);

/* The contents as a string ("" when empty); valid until the next append. */
const char *buf_str(const struct buf *b);

/* Forget the contents and keep the memory. */
void buf_clear(struct buf *b);

/* Wipe and release; the buffer may be used again. */
void buf_free(struct buf *b);

/*
 * Reading the same encodings: a cursor over borrowed bytes.  Past the end
 * every read returns 0 and sets bad; check bad once at the end.
 */
struct cursor {
	const uint8_t *p, *end;
	int bad;
};
uint8_t cursor_u8(struct cursor *c);
uint16_t cursor_u16(struct cursor *c);
uint32_t cursor_u32(struct cursor *c);
/* n borrowed bytes, or NULL and bad. */
const uint8_t *cursor_bytes(struct cursor *c, size_t n);

#endif
