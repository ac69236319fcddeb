/*
 * The count program's private keys: one file per campaign and period in a
 * directory of its own (0700), each 0600, outside the database and its
 * backups, destroyed after the final count.
 */
#ifndef OTKLIK_BOX_KEY_H
#define OTKLIK_BOX_KEY_H

#include <stdint.h>

#include "base/err.h"
#include "box/seal.h"

struct box_key {
	uint8_t public_key[BOX_PUBLIC_BYTES];
	uint8_t secret_key[BOX_SECRET_BYTES];
};

/*
 * The key of campaign `id` and period ("2026-11", or "all"): read if its file
 * is there, else made, written, synced (file and directory) and only then
 * returned.  Wipe with box_key_wipe().
 */
ERR_CHECK enum err box_key_make(
    const char *dir, uint32_t id, const char *period, struct box_key *k_r);
/* Reads; ERR_NOT_FOUND if destroyed or never made here; ERR_CONFIG if the
   file or directory is readable by others. */
ERR_CHECK enum err box_key_read(
    const char *dir, uint32_t id, const char *period, struct box_key *k_r);
/* Overwrites, unlinks, syncs the directory.  A missing file is ERR_OK. */
ERR_CHECK enum err box_key_destroy(const char *dir, uint32_t id, const char *period);
/* Removes what a killed box_key_make() left; no other may be running in dir. */
ERR_CHECK enum err box_key_tidy(const char *dir);
void box_key_wipe(struct box_key *k);

#endif
