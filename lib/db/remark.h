/* Free texts of counted responses. */
#ifndef OTKLIK_DB_REMARK_H
#define OTKLIK_DB_REMARK_H

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

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

typedef enum err db_remark_each(void *ctx, const struct db_remark *r);

/*
 * Every text of a version, of every item, by its random id, some hundreds in memory
 * at a time: r lives until each() returns; its first error ends the walk and is
 * returned.
 */
ERR_CHECK enum err db_remark_walk(struct db *db, uint32_t campaign_id,
    uint32_t version_id, db_remark_each *each, void *ctx);

#endif
