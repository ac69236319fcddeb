/*
 * A connection to MariaDB: one per worker thread, prepared statements only.
 * Callers above lib/db see domain structs (campaign.h, ballot.h …), never rows;
 * the statement API for this room's own files is in db-private.h.
 */
#ifndef OTKLIK_DB_DB_H
#define OTKLIK_DB_DB_H

#include <stdint.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/err.h"

struct db;

/*
 * Connects lazily: the first statement opens the connection, a lost one is
 * opened again by the next statement outside a transaction.  Never fails.
 * *c must outlive the connection.  Used and freed by one thread.
 */
struct db *db_new(const struct config *c);
void db_free(struct db **db);

/*
 * Seconds a statement may take before the connection counts as lost (10 unless
 * set; a web page must not wait longer).  For the count and for migrations;
 * call before the first statement.
 */
void db_set_patience(struct db *db, unsigned seconds);

/*
 * Transactions: work runs between begin and COMMIT.  On ERR_UNAVAILABLE from a
 * deadlock (1213), lock timeout (1205) or lost connection before COMMIT the
 * whole of it is rolled back and run again, up to 5 times with a short random
 * pause; work must therefore have no effects outside the database.  A lost
 * connection in COMMIT itself is ERR_UNAVAILABLE: the outcome is unknown.
 * Any other error of work rolls back and is returned.
 */
typedef enum err db_work(struct db *db, void *ctx);
ERR_CHECK enum err db_transaction(struct db *db, db_work *work, void *ctx);

#endif
