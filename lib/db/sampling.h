/* Whom an additional survey is to ask: population and sample (UM-4.3-2). */
#ifndef OTKLIK_DB_SAMPLING_H
#define OTKLIK_DB_SAMPLING_H

#include <stddef.h>
#include <stdint.h>

#include "db/audit.h"
#include "db/db.h"

/* A group, and how many of it are to answer. */
struct db_quota {
	const char *name;
	uint32_t size, wanted;
};

struct db_sampling {
	uint32_t population;    /* how many there are; 0 = not known */
	uint32_t sample;        /* answers wanted */
	int confidence;         /* per cent */
	int margin;             /* tenths of a percentage point */
	int share;              /* expected, per cent */
	int rate;               /* how many of those invited answer, per cent */
	uint32_t after_id;      /* campaign whose results asked for it; 0 = none */
	const char *after;      /* its code, when read */
	const char *quota_item; /* that tells the group; NULL: not followed */
	const struct db_quota *quotas;
	size_t n_quotas;
};

/* Of a campaign, in the arena.  ERR_NOT_FOUND: none was recorded. */
ERR_CHECK enum err db_sampling_get(
    struct db *db, struct arena *a, uint32_t campaign_id, struct db_sampling *s_r);

/* Records it in place of an earlier one; inside a transaction of the caller. */
ERR_CHECK enum err db_sampling_put(
    struct db *db, uint32_t campaign_id, const struct db_sampling *s);
/* As JSON, for the audit log; in the arena. */
const char *db_sampling_json(struct arena *a, const struct db_sampling *s);

/* The same in a transaction of its own, with the entry in the audit log. */
ERR_CHECK enum err db_sampling_save(struct db *db, uint32_t campaign_id,
    const struct db_sampling *s, const struct db_audit *audit);

#endif
