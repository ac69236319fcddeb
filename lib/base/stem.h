/*
 * Words of a text and their stems (Snowball: Russian, English for Latin letters),
 * so that a search finds a word in all its forms and a count takes them for one.
 */
#ifndef OTKLIK_BASE_STEM_H
#define OTKLIK_BASE_STEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct stemmer;

/* For one thread at a time. */
struct stemmer *stem_new(void);
void stem_free(struct stemmer **s);

struct stem_word {
	size_t at, n;     /* bytes of the text it takes: from, how many */
	const char *word; /* lower case, «ё» as «е»; in the arena */
	const char *stem; /* in the arena */
};

typedef void stem_each(void *ctx, const struct stem_word *w);

/* Every word of a text (UTF-8), in order; figures are words, punctuation is none. */
void stem_words(
    struct stemmer *s, struct arena *a, const char *text, stem_each *each, void *ctx);

/* What is looked for: the stems of some words. */
struct stem_search;

/* No words: fits every text.  It lives in the arena and uses the stemmer. */
struct stem_search *stem_search_new(
    struct stemmer *s, struct arena *a, const char *words);
/* Is every word looked for in the text, in whatever form?  scratch is not reset. */
bool stem_search_fits(
    const struct stem_search *q, struct arena *scratch, const char *text);
/* Is this word one of those looked for? */
bool stem_search_has(const struct stem_search *q, const struct stem_word *w);

#endif
