/* Files of secrets: exact length, readable by no more than they are for, durable. */
#ifndef OTKLIK_BOX_FILE_PRIVATE_H
#define OTKLIK_BOX_FILE_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Who may read a file of secrets: 0600, 0640. */
enum box_file_readers { BOX_FILE_OWNER, BOX_FILE_GROUP };

/*
 * Reads exactly n bytes.  ERR_NOT_FOUND: no such file; ERR_CONFIG: another
 * length, or more may read it than should; ERR_IO.
 */
ERR_CHECK enum err box_file_read(
    const char *path, uint8_t *p_r, size_t n, enum box_file_readers readers);

/*
 * Makes the file of n bytes with the mode of its readers, synced with its folder before
 * it gets its name: it is there whole or not at all.  ERR_DUPLICATE: it was there before
 * and is untouched; ERR_IO.
 */
ERR_CHECK enum err box_file_make(
    const char *path, const uint8_t *p, size_t n, enum box_file_readers readers);

/* Behind the name of a file that is not finished yet. */
#define BOX_FILE_NEW ".new"

/* Overwrites n bytes, unlinks, syncs the folder; a missing file is ERR_OK. */
ERR_CHECK enum err box_file_destroy(const char *path, size_t n);

#endif
