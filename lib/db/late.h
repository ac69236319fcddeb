/*
 * Cells that wait to be added to the tally (permanent internal campaigns): what is new
 * of an item since its table was last shown must not come down to a few respondents.
 */
#ifndef OTKLIK_DB_LATE_H
#define OTKLIK_DB_LATE_H

#include "db/count.h"

/*
 * Inside a transaction: adds the batch's late cells to those that wait and asks its
 * ripen() which of all that wait may be shown; takes these away and gives them back,
 * to be added to the tally.
 */
ERR_CHECK enum err db_late_put(struct db *db, struct arena *a,
    const struct db_count_batch *b, struct db_count_cell **ripe_r, size_t *n_r);

#endif
