/* Which free texts of a campaign the page of all texts and its files show. */
#ifndef OTKLIK_ADMIN_TEXT_SEARCH_H
#define OTKLIK_ADMIN_TEXT_SEARCH_H

#include "base/stem.h"
#include "coding.h"

/* topic= of the query besides an id of the classifier */
#define TEXTS_OF_NONE "-"  /* read, and given no topic */
#define TEXTS_UNREAD "new" /* read by nobody */

struct text_search {
	const struct coding *coding;
	const char *words, *topic, *item; /* of the query; "" = any */
	struct stemmer *stemmer;
	struct stem_search *search;
	struct arena *scratch;
};

/* From q=, topic= and item= of the query. */
void text_search_begin(struct text_search *s, const struct coding *c);
void text_search_end(struct text_search *s);

/* Does it fit, may it be read, is it inside the filter? */
bool text_search_fits(const struct text_search *s, const struct db_remark *r);
/* A topic of the query in words. */
const char *text_search_topic(const struct text_search *s);
/* "q=…&item=…&topic=…" of links that keep the search. */
const char *text_search_query(const struct text_search *s);

/* The texts that fit, with their topics, as the file the path asks for.  ERR_IO. */
ERR_CHECK enum err text_search_file(
    const struct text_search *s, struct http_response *res);

#endif
