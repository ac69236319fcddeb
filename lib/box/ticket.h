/*
 * Secrets in links: of a closed link that a circle of people shares, and of
 * one-time links.  The database holds keyed hashes of them only.  The key is a
 * file of its own, shared by otklik-survey, which checks links, and otklik-admin,
 * which makes them: that one must not get the key that signs forms.
 */
#ifndef OTKLIK_BOX_TICKET_H
#define OTKLIK_BOX_TICKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

#define BOX_HASH_BYTES 32
#define BOX_SECRET_CHARS 24 /* 96 random bits in hexadecimal: can be typed */

struct box_ticket_key {
	uint8_t hash[32];
};

/*
 * Reads 32 bytes from the file (made with random bytes, 0640, if missing: its
 * folder's group are the programs that share it).  ERR_CONFIG: others may read it.
 */
ERR_CHECK enum err box_ticket_key_load(const char *path, struct box_ticket_key *k_r);

/* What a secret opens: hashes of the two kinds never meet. */
enum box_link { BOX_LINK_GROUP = 1, BOX_LINK_TICKET };

/* A fresh secret: BOX_SECRET_CHARS lower-case characters in the arena. */
char *box_ticket_make(struct arena *a);

/* Hash of whatever was sent as the secret of a campaign; letters in either case. */
void box_ticket_hash(const struct box_ticket_key *k, enum box_link kind,
    uint32_t campaign, const char *secret, uint8_t hash[BOX_HASH_BYTES]);

/* Equal?  In the same time whatever they hold. */
bool box_ticket_equal(const uint8_t a[BOX_HASH_BYTES], const uint8_t b[BOX_HASH_BYTES]);

#endif
