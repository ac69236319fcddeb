#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/arena.h"
#include "base/log.h"

#define CHUNK_SIZE ((size_t)16 * 1024)

struct chunk {
	struct chunk *next;
	size_t used, size;
	max_align_t data[];
};

struct arena {
	struct chunk *chunks; /* the newest first; the oldest survives a reset */
};

static void *memory_or_end(void *p)
{
	if (p == NULL) {
		log_error("out of memory");
		abort();
	}
	return p;
}

static struct chunk *chunk_new(size_t least)
{
	size_t size = least > CHUNK_SIZE ? least : CHUNK_SIZE;
	struct chunk *c;

	if (size > SIZE_MAX - sizeof(*c))
		memory_or_end(NULL);
	c = memory_or_end(calloc(1, sizeof(*c) + size));
	c->size = size;
	return c;
}

static void chunk_free(struct chunk *c)
{
	sodium_memzero(c->data, c->used);
	free(c);
}

struct arena *arena_new(void)
{
	struct arena *a = memory_or_end(calloc(1, sizeof(*a)));

	a->chunks = chunk_new(CHUNK_SIZE);
	return a;
}

void arena_free(struct arena **a)
{
	if (*a == NULL)
		return;
	while ((*a)->chunks != NULL) {
		struct chunk *c = (*a)->chunks;

		(*a)->chunks = c->next;
		chunk_free(c);
	}
	free(*a);
	*a = NULL;
}

void arena_reset(struct arena *a)
{
	struct chunk *c;

	while ((c = a->chunks)->next != NULL) {
		a->chunks = c->next;
		chunk_free(c);
	}
	sodium_memzero(c->data, c->used);
	c->used = 0;
}

void *arena_alloc(struct arena *a, size_t n)
{
	const size_t unit = _Alignof(max_align_t);
	struct chunk *c = a->chunks;
	size_t room;
	void *p;

	if (n > SIZE_MAX - unit)
		memory_or_end(NULL);
	room = n == 0 ? unit : (n + unit - 1) / unit * unit;
	if (c->size - c->used < room) {
		c = chunk_new(room);
		c->next = a->chunks;
		a->chunks = c;
	}
	p = (char *)c->data + c->used;
	c->used += room;
	return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		memory_or_end(NULL);
	return arena_alloc(a, n * size);
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_memdup(a, s, strlen(s) + 1);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *copy = arena_alloc(a, len + 1);

	memcpy(copy, s, len);
	return copy;
}

void *arena_memdup(struct arena *a, const void *p, size_t n)
{
	void *copy = arena_alloc(a, n);

	if (n > 0)
		memcpy(copy, p, n);
	return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	int n;
	char *s;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		memory_or_end(NULL);
	s = arena_alloc(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	return s;
}
