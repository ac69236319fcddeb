/* What the free texts of a campaign are about: topics, agreement of coders, words. */
#ifndef OTKLIK_ADMIN_TOPICS_H
#define OTKLIK_ADMIN_TOPICS_H

#include "coding.h"
#include "stat/kappa.h"
#include "stat/words.h"

#define TOPICS_ALL SIZE_MAX /* in place of an item: all of them together */

/* A text that somebody has read. */
struct topics_reading {
	uint16_t item;
	const struct db_coding *v; /* what was made of it, by coder and topic */
	size_t n;
};

struct topics {
	const struct coding *coding;
	size_t item;   /* whose texts, or TOPICS_ALL */
	size_t *texts; /* by item: that may be read, inside the filter */
	struct topics_reading *readings;
	size_t n_readings;
	struct coding_coder *coders;
	size_t n_coders;
	size_t counted; /* texts whose words were counted */
	struct stemmer *stemmer;
	struct stat_words *words;
};

/*
 * Reads the texts of an item.  Afterwards topics_free(), also after an error; the
 * coding lives as long.
 */
ERR_CHECK enum err topics_load(const struct coding *c, size_t item, struct topics *t);
void topics_free(struct topics *t);

/* The item the query names; "" is TOPICS_ALL; named none, the one with the most
   texts.  ERR_INVALID: no such item with texts. */
ERR_CHECK enum err topics_item(const struct coding *c, size_t *item_r);

/* Texts of an item (TOPICS_ALL: of those loaded), those read, and those of them that
   any coder gave the topic (NULL: none of the topics). */
size_t topics_texts(const struct topics *t, size_t item);
size_t topics_read(const struct topics *t, size_t item);
size_t topics_given(const struct topics *t, size_t item, const char *topic);

/* How two coders go together in giving each topic of the classifier, in the arena;
   NULL: there is no text both have read, or no topic. */
const struct stat_agreement *topics_agreements(
    const struct topics *t, const struct coding_coder *x, const struct coding_coder *y);
/* Texts that both have read. */
size_t topics_together(const struct stat_agreement *g);

/* As the file the path asks for; ERR_IO.  As JSON. */
ERR_CHECK enum err topics_file(const struct topics *t, struct http_response *res);
void topics_json(const struct topics *t, struct http_response *res);

#endif
