/* Tallies of counted responses. */
#ifndef OTKLIK_DB_TALLY_H
#define OTKLIK_DB_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

/* One folded count; what item and cell mean is said in stat/tally.h. */
struct db_cell {
	uint16_t item, cell;
	uint32_t n;
};

/* Every cell of the campaign and version, ordered by item and cell. */
ERR_CHECK enum err db_tally_read(struct db *db, struct arena *a, uint32_t campaign_id,
    uint32_t version_id, struct db_cell **v_r, size_t *n_r);

/* Responses counted, of every version: the cells of the whole questionnaire alone,
   for lists. */
ERR_CHECK enum err db_tally_responses(struct db *db, uint32_t campaign_id, uint32_t *n_r);

/* A version that a campaign has responses of. */
struct db_counted {
	uint32_t version_id;
	int version; /* 1, 2 … */
	uint32_t responses;
};

/* Ascending by version: a permanent campaign may have moved on. */
ERR_CHECK enum err db_tally_versions(struct db *db, struct arena *a, uint32_t campaign_id,
    struct db_counted **v_r, size_t *n_r);

#endif
