/*
 * The file of «Сохранить и продолжить позже»: a half-filled form, sealed for its
 * campaign with the key of the survey programs.  It holds no token, so that a form
 * opened again is a form of its own; a ticket or group link is not in it either.
 */
#ifndef OTKLIK_SURVEY_SAVED_H
#define OTKLIK_SURVEY_SAVED_H

#include "base/buf.h"
#include "box/token.h"

struct saved {
	uint32_t version;               /* form_version.id */
	size_t section;                 /* the one that was open */
	const char *channel, *language; /* "" = none, the first */
	const uint8_t *answers;         /* form_save() */
	size_t n_answers;
};

/* Appends the sealed lines; what stands before them in the file is the caller's,
   as lines that start with '#'. */
void saved_write(struct arena *a, const struct box_token_key *k, uint32_t campaign,
    const struct saved *s, struct buf *out);

/* ERR_FORGED: no file of ours, or not of this campaign. */
ERR_CHECK enum err saved_read(struct arena *a, const struct box_token_key *k,
    uint32_t campaign, const char *text, size_t n, struct saved *s_r);

#endif
