/*
 * What all request slots share: parsed forms (a frozen version never changes),
 * the campaigns last seen, for showing a form again while the database is away,
 * and each one's first page.  All of it grows with what the installation holds,
 * not with requests.
 */
#ifndef OTKLIK_SURVEY_CACHE_H
#define OTKLIK_SURVEY_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/assurance.h"
#include "base/buf.h"
#include "db/campaign.h"
#include "form/form.h"
#include "form/procedure.h"

struct cache;

struct cache *cache_new(void);
void cache_free(struct cache **c);

/* The form of a version in a language (NULL: the first), or NULL; it lives as long
   as the cache. */
const struct form *cache_form(struct cache *c, uint32_t version, const char *language);
/* Takes f over; another thread's form of the same version and language
   wins. */
const struct form *cache_form_keep(struct cache *c, uint32_t version, struct form *f);

/*
 * A copy in the arena of the campaign last kept under the code, and when that
 * was read from the database (any clock that never goes back).
 */
bool cache_campaign(struct cache *c, struct arena *a, const char *code,
    struct db_campaign *c_r, int64_t *read_r);
void cache_campaign_keep(
    struct cache *c, const struct db_campaign *campaign, int64_t read);

/* The same of the key its ballots of a day are sealed to. */
struct cache_key {
	day_t day;
	uint32_t id;
	uint8_t public_key[BOX_PUBLIC_BYTES];
	int64_t read;
};
bool cache_key(struct cache *c, const struct db_campaign *campaign, day_t day,
    struct cache_key *k_r);
void cache_key_keep(
    struct cache *c, const struct db_campaign *campaign, const struct cache_key *k);

/*
 * The first page of a campaign, the same for everyone but for a piece (token and
 * channel).  Taken from a page that holds the piece once; appended to out with
 * another piece in its place.  False: none is kept for the campaign as it is.
 */
bool cache_page(struct cache *c, const struct db_campaign *campaign,
    const struct buf *piece, struct buf *out);
/* says: what the page was written by; it is not kept if that has changed meanwhile. */
void cache_page_keep(struct cache *c, const struct db_campaign *campaign,
    const struct assurance *says, const struct buf *page, const struct buf *piece);

/* What is confirmed of this machine and when (any clock that never goes back) that
   was read, INT64_MIN at first.  A change drops every page. */
int64_t cache_assurance(struct cache *c, struct assurance *a_r);
void cache_assurance_keep(struct cache *c, const struct assurance *a, int64_t read);

/*
 * Is the mark a channel of the agency?  *age_r is the age in seconds of what is
 * known of its channels, INT64_MAX if nothing is.  now counts seconds from any
 * fixed moment.
 */
bool cache_has_channel(
    struct cache *c, const char *agency, const char *mark, int64_t now, int64_t *age_r);
/* Copies the agency's list of channels (NULL: it has none). */
void cache_channels_keep(
    struct cache *c, const char *agency, const struct procedure_list *list, int64_t now);
/* They could not be read: what is known of them, nothing perhaps, is of now. */
void cache_channels_fail(struct cache *c, const char *agency, int64_t now);

#endif
