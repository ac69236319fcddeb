/* Which words texts use: in how many of them a word stands, in whatever form. */
#ifndef OTKLIK_STAT_WORDS_H
#define OTKLIK_STAT_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/stem.h"

struct stat_words;

struct stat_word {
	const char *word; /* its most frequent form, lower case */
	uint32_t texts;   /* that have it */
};

/* Lives until stat_words_free(); uses the stemmer. */
struct stat_words *stat_words_new(struct stemmer *s);
void stat_words_free(struct stat_words **w);

/* Counts the words of one text, each once; words of grammar («и», «который»),
   figures and words of one or two letters are passed over. */
void stat_words_add(struct stat_words *w, const char *text);

/* The most frequent ones, at most limit, equals by the alphabet; in a. */
const struct stat_word *stat_words_top(
    struct stat_words *w, struct arena *a, size_t limit, size_t *n_r);

#endif
