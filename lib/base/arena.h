/*
 * Memory that lives as long as one request (or one load of a file): many
 * small allocations, one release.  Running out of memory ends the process:
 * nothing is acknowledged before it is committed, so the supervisor's restart
 * loses nothing, and no caller needs a branch that is never tested.
 */
#ifndef OTKLIK_BASE_ARENA_H
#define OTKLIK_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new arena; never NULL.  Release with arena_free(). */
struct arena *arena_new(void);

/* Releases all and the arena itself, sets *a to NULL.  Accepts NULL in *a. */
void arena_free(struct arena **a);

/* Releases all that was allocated, wiping it, and keeps the arena. */
void arena_reset(struct arena *a);

/* n zeroed bytes, aligned for any type; never NULL; lives until reset. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc));

/* Room for n objects of the given size, zeroed; overflow ends the process. */
void *arena_array(struct arena *a, size_t n, size_t size);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

/* Copies of a string, of its first n bytes (a 0 is added), of bytes. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
void *arena_memdup(struct arena *a, const void *p, size_t n);

/* printf into the arena. */
char *arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

#endif
