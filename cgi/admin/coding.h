/* Reading and coding of the free texts of a campaign: what its pages share. */
#ifndef OTKLIK_ADMIN_CODING_H
#define OTKLIK_ADMIN_CODING_H

#include "db/coding.h"
#include "filter.h"

struct coding {
	struct worker *worker;
	const struct http_request *req;
	struct results results;
	struct procedure *procedure;
	const struct procedure_list *topics; /* NULL: the procedure lists none */
	struct db_coding *v;                 /* by text, coder, topic */
	size_t n;
	/* the request without the parameters of these pages, some of which the filter
	   would take for its own */
	struct http_request plain;
	const char *whole_query; /* the version without the filter */
};

/*
 * Are there free texts to read?  Not before results may be shown, nor of messages,
 * which are kept whole.
 */
bool coding_is_possible(const struct results *r);

/*
 * The campaign of the path (version= of the query), its classifier and what was
 * coded so far.  ERR_NOT_FOUND also where it is not possible.
 */
ERR_CHECK enum err coding_load(
    struct worker *w, const struct http_request *req, struct coding *c_r);
/*
 * The same of the campaign of that code, with the filter the query holds (filter.h).
 * ERR_DENIED: a filter on texts of internal clients, ERR_INVALID: a faulty one; then
 * c_r->plain and c_r->results are there for filter_fail(), and nothing is to be freed.
 */
ERR_CHECK enum err coding_load_filtered(struct worker *w, const struct http_request *req,
    const char *code, struct coding *c_r);
void coding_free(struct coding *c);

/* May the texts of that item be read? */
bool coding_is_shown(const struct coding *c, uint16_t item);
/* May this one be, and is it inside the filter? */
bool coding_has(const struct coding *c, const struct db_remark *r);

/* What was coded of one text: a part of c->v; *n_r 0 = nobody has read it. */
const struct db_coding *coding_of(
    const struct coding *c, const char *remark, size_t *n_r);
/* Has any coder given it the topic? */
bool coding_has_topic(const struct db_coding *v, size_t n, const char *topic);
/* Texts, of one or many, that any coder gave the topic; v by text. */
size_t coding_count_topic(const struct db_coding *v, size_t n, const char *topic);

struct coding_coder {
	uint32_t id;
	const char *login;
};
/* Adds the coders of n given topics to the *n_coders of v that are not among them yet;
   v has room for all. */
void coding_add_coders(
    struct coding_coder *v, size_t *n_coders, const struct db_coding *given, size_t n);

/* Does the classifier have that topic? */
bool coding_is_topic(const struct coding *c, const char *topic);
/* Words of a topic; an entry the list has no more is shown by its id. */
const char *coding_topic_text(const struct coding *c, const char *topic);

/* The topics a coder gave (0: any coder) among those of one text, joined; NULL: he
   has not read it. */
const char *coding_given(
    const struct coding *c, const struct db_coding *v, size_t n, uint32_t coder);

/* Path of one of its pages ("texts", "coding", "topics") with version and filter kept
   and more parameters ("q=…"; "" for none); "coding" knows no filter. */
const char *coding_path(const struct coding *c, const char *page, const char *more);

/* Links to the three pages, the one named not as a link. */
void coding_write_nav(struct html *h, const struct coding *c, const char *page);

/* What is filtered; nothing without a filter. */
void coding_write_filter(struct html *h, const struct coding *c);
/* Choices of a question that texts are shown of, after one with value "". */
const struct html_option *coding_item_options(
    const struct coding *c, const char *first, size_t *n_r);
/* "10. What should be better?" */
const char *coding_question(const struct coding *c, size_t item);
/* The question a text was written to, as a line above it. */
void coding_write_question(struct html *h, const struct coding *c, uint16_t item);

#endif
