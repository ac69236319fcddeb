/*
 * Sealing a ballot to the public key of its campaign's count period (libsodium
 * sealed box, anonymous sender): whoever holds the database cannot open it.
 */
#ifndef OTKLIK_BOX_SEAL_H
#define OTKLIK_BOX_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "base/err.h"

#define BOX_PUBLIC_BYTES 32
#define BOX_SECRET_BYTES 32
#define BOX_CHANNEL_MAX 32
#define BOX_LANGUAGE_MAX 20 /* as the schema of questionnaires has it */

#define BOX_MARK_TRAP 1 /* the field nobody sees was filled in */

/* What is sealed. */
struct box_ballot {
	uint32_t version;       /* form_version.id */
	uint8_t marks;          /* BOX_MARK_…: what the form was noticed for */
	day_t day;              /* the agency's day of submission; DAY_NONE: internal */
	const char *channel;    /* channel mark, "" = none */
	const char *language;   /* the form was read in, of several; "" = the only one */
	const uint8_t *answers; /* of form_encode() */
	size_t n_answers;
};

/*
 * Can it be a channel mark: at most BOX_CHANNEL_MAX of a-z 0-9 - _ and '.'?  What
 * is sealed and what is counted ask this one question.
 */
bool box_is_channel(const char *s);

/*
 * Encodes, pads to a size class (1, 2, 4 … KiB, so that lengths tell nothing)
 * and seals.  Bytes are appended to out.
 */
ERR_CHECK enum err box_seal(const uint8_t public_key[BOX_PUBLIC_BYTES],
    const struct box_ballot *b, struct buf *out);

/* The reverse; ERR_FORGED if the seal or the encoding does not fit. */
ERR_CHECK enum err box_open(struct arena *a, const uint8_t public_key[BOX_PUBLIC_BYTES],
    const uint8_t secret_key[BOX_SECRET_BYTES], const uint8_t *p, size_t n,
    struct box_ballot *b_r);

#endif
