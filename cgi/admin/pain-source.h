/* «Создать боль»: a first draft of a row from a figure or a text of a survey. */
#ifndef OTKLIK_ADMIN_PAIN_SOURCE_H
#define OTKLIK_ADMIN_PAIN_SOURCE_H

#include "pains.h"

/*
 * Fills a new row from campaign= and item= (and text=: one remark, or
 * topic=: what free texts are about) of the query, inside its filter.
 * ERR_NOT_FOUND: no such campaign or item for this person, or not to be shown.
 */
ERR_CHECK enum err pain_source_fill(
    struct worker *w, const struct http_request *req, struct db_pain *p_r);

/* An empty row of a map. */
struct db_pain pain_source_empty(uint16_t agency_id, enum form_audience audience);

#endif
