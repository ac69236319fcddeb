/* The filter of the results of an external campaign, in the URL. */
#ifndef OTKLIK_ADMIN_FILTER_H
#define OTKLIK_ADMIN_FILTER_H

#include "results.h"
#include "stat/cut.h"

/*
 * Cuts the results down to what the query asks for (?period=, from=, to=,
 * channel=, item=, option=), counted from the responses; without a filter they
 * stay as they are.  ERR_INVALID: no such day, item or answer; ERR_DENIED: a
 * filter on answers of internal clients (filter_refuse() says why).
 */
ERR_CHECK enum err filter_apply(
    struct worker *w, const struct http_request *req, struct results *r);

/* Does the query hold a filter? */
bool filter_is_set(const struct http_request *req);
/* The cut the query asks for.  ERR_INVALID as above. */
ERR_CHECK enum err filter_cut(
    const struct http_request *req, const struct form *f, struct stat_cut *c_r);
/* "?from=2026-11-01&channel=site" of the request, the version kept; "" for none. */
const char *filter_query(const struct http_request *req);
/* The filter in words, or NULL. */
const char *filter_words(const struct http_request *req, const struct form *f);

/* The page with status 403 that says why answers of internal clients are not cut. */
void filter_refuse(struct worker *w, const struct http_request *req,
    struct http_response *res, const struct results *r);

/* On the results page: what is filtered, the form, the answers to cut by. */
void filter_write(
    struct html *h, const struct http_request *req, const struct results *r);

#endif
