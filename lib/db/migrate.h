/*
 * The schema: numbered files NNNN-name.sql applied in order, each recorded with
 * its checksum.  Every statement of them may be run twice, so a migration that
 * was cut short is simply run again.
 */
#ifndef OTKLIK_DB_MIGRATE_H
#define OTKLIK_DB_MIGRATE_H

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

#define DB_CHECKSUM_BYTES 32

struct db_schema_file {
	const char *name; /* "0001-core.sql" */
	const char *text; /* NULL for one only recorded */
	uint8_t checksum[DB_CHECKSUM_BYTES];
};

/*
 * The migrations of a folder, by number.  ERR_CONFIG (fault_r in the arena
 * says why): unreadable, none there, or a number missing or used twice.
 */
ERR_CHECK enum err db_schema_read(struct arena *a, const char *dir,
    struct db_schema_file **v_r, size_t *n_r, const char **fault_r);

/*
 * How many files are applied already: the recorded ones must be the first
 * files, unchanged.  ERR_CONFIG: the database is newer than these files, or
 * an applied file was changed.
 */
ERR_CHECK enum err db_schema_compare(struct arena *a, const struct db_schema_file *files,
    size_t n_files, const struct db_schema_file *recorded, size_t n_recorded,
    size_t *applied_r, const char **fault_r);

/*
 * Applies what is not applied yet, one process at a time (GET_LOCK), then
 * dir/grants.sql if its text has changed.  *applied_r is the number of files
 * applied now.  The account needs every right on the database, with grant
 * option.  fault_r is set (in the arena) on every error but ERR_UNAVAILABLE.
 */
ERR_CHECK enum err db_migrate(struct db *db, struct arena *a, const char *dir,
    size_t *applied_r, const char **fault_r);

#endif
