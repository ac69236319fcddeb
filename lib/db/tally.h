/* Tallies and free texts of counted responses. */
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

struct db_remark {
	const char *id; /* hexadecimal */
	uint16_t item;
	const char *text;
};

/* Free texts of an item of a version (ordered by random id: no order of arrival),
   from offset, at most limit; *total_r counts them all. */
ERR_CHECK enum err db_remark_list(struct db *db, struct arena *a, uint32_t campaign_id,
    uint32_t version_id, uint16_t item, size_t offset, size_t limit,
    struct db_remark **v_r, size_t *n_r, size_t *total_r);

/* One text by its id, if it is of that version.  ERR_NOT_FOUND. */
ERR_CHECK enum err db_remark_get(struct db *db, struct arena *a, uint32_t campaign_id,
    uint32_t version_id, const char *id, struct db_remark *r_r);

#endif
