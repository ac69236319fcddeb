/* The landing page: surveys whose results ask for attention (AMB-32). */
#ifndef OTKLIK_ADMIN_ALERTS_H
#define OTKLIK_ADMIN_ALERTS_H

#include "campaigns.h"

/*
 * Of the newest permanent survey and the newest round of each questionnaire, unless it
 * has long been over: what is alarming in it, with the way to an additional round;
 * writes nothing when nothing is.
 */
ERR_CHECK enum err alerts_write(struct html *h, struct worker *w,
    const struct http_request *req, const struct campaign_line *v, size_t n);

/* Texts that nobody has read yet, by survey (NE-4.3-1); nothing when there are none. */
ERR_CHECK enum err alerts_write_unread(struct html *h, struct worker *w,
    const struct http_request *req, const struct campaign_line *v, size_t n);

#endif
