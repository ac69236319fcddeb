/* Addresses of a survey by channel, for links, QR codes and posters. */
#ifndef OTKLIK_ADMIN_LINKS_H
#define OTKLIK_ADMIN_LINKS_H

#include "admin.h"

/*
 * Path of the form below the host, with the mark of a channel ("" or NULL:
 * none): "/feedback/survey/ne-a2?c=site".
 */
const char *links_path(
    const struct http_request *req, const struct db_campaign *c, const char *channel);

/*
 * The whole address; NULL when the settings name no host (public_url).  It is
 * never taken from the request: whoever sends a Host header would choose what
 * is printed.
 */
const char *links_url(const struct worker *w, const struct http_request *req,
    const struct db_campaign *c, const char *channel);

/*
 * The agency's procedure with its channels for this audience; *channels_r is
 * NULL for an internal survey, whose answers keep no channel, and for a
 * procedure without the list.  procedure_free() *p_r.
 */
ERR_CHECK enum err links_channels(struct worker *w, struct arena *a,
    const struct db_campaign *c, struct procedure **p_r,
    const struct procedure_list **channels_r);

/*
 * The whole address with the secret of a closed link ("g") or of a one-time link
 * ("t"); requires public_url.
 */
const char *links_secret_url(const struct worker *w, const struct http_request *req,
    const struct db_campaign *c, const char *name, const char *secret);
/* What a one-time link is, for who gets it: what the settings in force keep. */
const char *links_ticket_note(const struct worker *w, const struct db_campaign *c);

/* Says that public_url is not set and what to do. */
void links_write_unset(struct html *h);

#endif
