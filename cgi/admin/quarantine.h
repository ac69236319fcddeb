/* What looks like spam: the rules in words, and what they have done. */
#ifndef OTKLIK_ADMIN_QUARANTINE_H
#define OTKLIK_ADMIN_QUARANTINE_H

#include "admin.h"
#include "db/quarantine.h"

/* Name of a rule by its number: as a value of a form, and in words. */
const char *quarantine_rule_name(unsigned rule);
const char *quarantine_rule_words(struct arena *a, unsigned rule);

/* Ballots of a campaign that are in quarantine now. */
ERR_CHECK enum err quarantine_number(
    struct worker *w, uint32_t campaign_id, uint32_t *n_r);

/* A fact of a <dl>: the number, leading to the page of the quarantine. */
void quarantine_write_fact(struct html *h, const struct http_request *req,
    const struct db_campaign *c, uint32_t n);

#endif
