/* Tallies and free texts of counted responses. */
#ifndef OTKLIK_DB_TALLY_H
#define OTKLIK_DB_TALLY_H

#include "db/db.h"
#include "stat/tally.h"

/* Adds every cell of the campaign and version to t. */
ERR_CHECK enum err db_tally_read(struct db *db, uint32_t campaign_id,
    uint32_t version_id, struct stat_tally *t);

struct db_remark {
	const char *id;	  /* hexadecimal */
	uint16_t item;
	const char *text;
};

/* Free texts of an item (any order that says nothing: by random id), from
   offset, at most limit. */
ERR_CHECK enum err db_remark_list(struct db *db, struct arena *a, uint32_t campaign_id,
    uint16_t item, size_t offset, size_t limit, struct db_remark **v_r, size_t *n_r);

#endif
