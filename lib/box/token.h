/*
 * The form's nonce and the state of a long form, both carried by the page:
 * no cookie, no session.  Signed and encrypted with the survey programs' key
 * (shared by all web nodes).
 */
#ifndef OTKLIK_BOX_TOKEN_H
#define OTKLIK_BOX_TOKEN_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/arena.h"
#include "base/err.h"

#define BOX_NONCE_BYTES 16
#define BOX_BALLOT_KEY_BYTES 32
#define BOX_TOKEN_LIFE (24 * 3600) /* seconds */

struct box_token_key {
	uint8_t sign[32], seal[32];
};

/* Reads 32 bytes from the file (made with random bytes, 0600, if missing) and
   derives both keys. */
ERR_CHECK enum err box_token_key_load(const char *path, struct box_token_key *k_r);

struct box_token {
	uint8_t nonce[BOX_NONCE_BYTES];
	uint32_t campaign, version; /* campaign.id, form_version.id */
	time_t issued;
};

/* A fresh token for a form page; base64url text in the arena. */
char *box_token_issue(struct arena *a, const struct box_token_key *k, uint32_t campaign,
    uint32_t version, time_t now, struct box_token *t_r);

/*
 * ERR_FORGED: not ours or not of this campaign; ERR_EXPIRED: older than
 * BOX_TOKEN_LIFE (*t_r is filled all the same).
 */
ERR_CHECK enum err box_token_check(const struct box_token_key *k, const char *text,
    uint32_t campaign, time_t now, struct box_token *t_r);

/* key of the ballot = H(campaign ‖ nonce): never of the answers. */
void box_ballot_key(const struct box_token *t, uint8_t key[BOX_BALLOT_KEY_BYTES]);

/*
 * An appeal has a token of its agency (in place of the campaign).  Its key is
 * likewise of agency and nonce; the receipt is the number its sender is told, made
 * from the key: "4821-0937-1553".  Receipts of two appeals may be the same by
 * chance, keys may not.
 */
#define BOX_RECEIPT_CHARS 14
void box_appeal_key(const struct box_token *t, uint8_t key[BOX_BALLOT_KEY_BYTES]);
void box_receipt(
    const uint8_t key[BOX_BALLOT_KEY_BYTES], char receipt_r[BOX_RECEIPT_CHARS + 1]);
bool box_is_receipt(const char *s);

/*
 * State of a long form: the answers so far, encrypted and bound to the token
 * text; base64url in the arena.  Opening: ERR_FORGED.
 */
char *box_state_seal(struct arena *a, const struct box_token_key *k, const char *token,
    const uint8_t *p, size_t n);
ERR_CHECK enum err box_state_open(struct arena *a, const struct box_token_key *k,
    const char *token, const char *text, uint8_t **p_r, size_t *n_r);

#endif
