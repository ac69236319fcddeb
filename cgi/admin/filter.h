/* The filter of the results of an external campaign, in the URL. */
#ifndef OTKLIK_ADMIN_FILTER_H
#define OTKLIK_ADMIN_FILTER_H

#include "results.h"
#include "stat/cut.h"

/*
 * The query may hold: period= (2026-11, 2026-Q4, 2026-H2, 2026), from= and to=, of which
 * all must hold; channel=, language=; and is.<item>=<answer> for any items of
 * stat_place_named(), the answer as in stat_cut_term(): several of one item mean any of
 * them, of different items all.  item= and option= are one such pair more, unless the
 * query names a campaign (the link of a pain, whose item is the evidence).
 */

/*
 * Cuts the results down to what the query asks for, counted from the responses;
 * without a filter they stay as they are.  ERR_INVALID: no such day, item or
 * answer; ERR_DENIED: a filter on answers of internal clients (filter_fail() says
 * why).
 */
ERR_CHECK enum err filter_apply(
    struct worker *w, const struct http_request *req, struct results *r);
/* The same, with the ids of `limit` texts of every item from `offset` on. */
ERR_CHECK enum err filter_apply_texts(struct worker *w, const struct http_request *req,
    size_t offset, size_t limit, struct results *r);

/*
 * Results of an external campaign, counted anew from the responses inside a cut,
 * with `limit` texts of every item; what is not shown as a whole is not cut either.
 */
ERR_CHECK enum err filter_apply_cut(struct worker *w, struct arena *a,
    const struct stat_cut *cut, size_t offset, size_t limit, struct results *r);
/* The same for figures alone: free texts are not looked at, as if none were inside. */
ERR_CHECK enum err filter_apply_tally(
    struct worker *w, struct arena *a, const struct stat_cut *cut, struct results *r);

/* Does the query hold a filter? */
bool filter_is_set(const struct http_request *req);
/* The cut the query asks for; in the request's arena.  ERR_INVALID as above. */
ERR_CHECK enum err filter_cut(
    const struct http_request *req, const struct form *f, struct stat_cut *c_r);
/*
 * The answers the query asks for to an item by its name (stat_place_name()), whatever
 * name the query has for it, each once.  In the request's arena.
 */
const char *const *filter_answers(
    const struct http_request *req, const struct form *f, const char *name, size_t *n_r);
/* "?from=2026-11-01&channel=site" of the request, the version kept; "" for none. */
const char *filter_query(const struct http_request *req);
/* The same to follow other parameters: "&from=…"; "" for none. */
const char *filter_more(const struct http_request *req);
/* The same without the parameters of a list that NULL ends: they are said anew. */
const char *filter_more_but(const struct http_request *req, const char *const *but);
/* The filter in words, or NULL. */
const char *filter_words(const struct http_request *req, const struct form *f);
/* A language of responses in its own words. */
const char *filter_language(const struct form *f, const char *code);
/* Hidden fields of the filter and the version, for other forms of method get. */
void filter_hidden(struct html *h, const struct http_request *req);

/* What cannot be meant, in words; NULL: nothing wrong there. */
struct filter_faults {
	const char *period, *from, *to, *language;
	const char *answers; /* a question or an answer there is none of */
	const char *item;    /* the question, if there is one: a name of is.<item> */
};
/* Is anything of the filter of the query faulty? */
bool filter_find_faults(
    const struct http_request *req, const struct form *f, struct filter_faults *f_r);

/*
 * Answers a request that failed at its filter: 403 and why answers of internal clients
 * are not cut (ERR_DENIED), 422 and the form with all that was typed (ERR_INVALID of a
 * page whose filter is faulty).  Any other e, and that of files, is returned.
 */
ERR_CHECK enum err filter_fail(enum err e, struct worker *w,
    const struct http_request *req, struct http_response *res, const struct results *r);

/* Responses left out for their day, in a sentence; NULL: none. */
const char *filter_unsure_words(struct arena *a, const struct stat_cut_unsure *u);
/* The notice of what is inside, on pages without the form. */
void filter_write_notice(struct html *h, struct arena *a, const struct results *r);

/* On the results page: what is filtered, the form to change it. */
ERR_CHECK enum err filter_write(struct html *h, struct worker *w,
    const struct http_request *req, const struct results *r);

#endif
