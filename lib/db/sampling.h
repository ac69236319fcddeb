/* Whom an additional survey is to ask: population and sample (UM-4.3-2). */
#ifndef OTKLIK_DB_SAMPLING_H
#define OTKLIK_DB_SAMPLING_H

#include <stdint.h>

#include "db/audit.h"
#include "db/db.h"

struct db_sampling {
	uint32_t population; /* how many there are; 0 = not known */
	uint32_t sample;     /* answers wanted */
	int confidence;      /* per cent */
	int margin;          /* tenths of a percentage point */
};

/* Of a campaign.  ERR_NOT_FOUND: none was recorded. */
ERR_CHECK enum err db_sampling_get(
    struct db *db, uint32_t campaign_id, struct db_sampling *s_r);

/* Records it in place of an earlier one, and the change in the audit log. */
ERR_CHECK enum err db_sampling_save(struct db *db, uint32_t campaign_id,
    const struct db_sampling *s, const struct db_audit *audit);

#endif
