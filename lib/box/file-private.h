/* Files of secrets: exact length, readable by their owner alone, durable. */
#ifndef OTKLIK_BOX_FILE_PRIVATE_H
#define OTKLIK_BOX_FILE_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Reads exactly n bytes.  ERR_NOT_FOUND: no such file; ERR_CONFIG: another
 * length, or group or others may read it; ERR_IO.
 */
ERR_CHECK enum err box_file_read(const char *path, uint8_t *p_r, size_t n);

/*
 * Makes the file of n bytes, mode 0600, synced with its folder before it gets
 * its name: it is there whole or not at all.  ERR_DUPLICATE: it was there
 * before and is untouched; ERR_IO.
 */
ERR_CHECK enum err box_file_make(const char *path, const uint8_t *p, size_t n);

/* Behind the name of a file that is not finished yet. */
#define BOX_FILE_NEW ".new"

/* Overwrites n bytes, unlinks, syncs the folder; a missing file is ERR_OK. */
ERR_CHECK enum err box_file_destroy(const char *path, size_t n);

#endif
