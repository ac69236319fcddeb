#include "box/ticket.h"

#include <sodium.h>

#include "base/text.h"
#include "box/file-private.h"

#define MASTER_BYTES crypto_kdf_KEYBYTES

static const char kdf_context[crypto_kdf_CONTEXTBYTES] = {
    'o', 't', 'k', 'l', 'l', 'i', 'n', 'k'};

enum err box_ticket_key_load(const char *path, struct box_ticket_key *k_r)
{
	uint8_t master[MASTER_BYTES];
	enum err e;

	if (sodium_init() < 0)
		return ERR_INTERNAL;
	e = box_file_read(path, master, sizeof(master), BOX_FILE_GROUP);
	if (e == ERR_NOT_FOUND) {
		randombytes_buf(master, sizeof(master));
		e = box_file_make(path, master, sizeof(master), BOX_FILE_GROUP);
		/* Another program was faster: its key is the one. */
		if (e == ERR_DUPLICATE)
			e = box_file_read(path, master, sizeof(master), BOX_FILE_GROUP);
	}
	if (e == ERR_OK)
		crypto_kdf_derive_from_key(
		    k_r->hash, sizeof(k_r->hash), 1, kdf_context, master);
	sodium_memzero(master, sizeof(master));
	return e;
}

char *box_ticket_make(struct arena *a)
{
	uint8_t bytes[BOX_SECRET_CHARS / 2];
	char *secret;

	randombytes_buf(bytes, sizeof(bytes));
	secret = text_hex(a, bytes, sizeof(bytes));
	sodium_memzero(bytes, sizeof(bytes));
	return secret;
}

void box_ticket_hash(const struct box_ticket_key *k, enum box_link kind,
    uint32_t campaign, const char *secret, uint8_t hash[BOX_HASH_BYTES])
{
	const uint8_t head[5] = {(uint8_t)kind, (uint8_t)(campaign >> 24),
	    (uint8_t)(campaign >> 16), (uint8_t)(campaign >> 8), (uint8_t)campaign};
	crypto_generichash_state st;

	crypto_generichash_init(&st, k->hash, sizeof(k->hash), BOX_HASH_BYTES);
	crypto_generichash_update(&st, head, sizeof(head));
	for (; *secret != '\0'; secret++) {
		uint8_t c = (uint8_t)*secret;

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		crypto_generichash_update(&st, &c, 1);
	}
	crypto_generichash_final(&st, hash, BOX_HASH_BYTES);
	sodium_memzero(&st, sizeof(st));
}

bool box_ticket_equal(const uint8_t a[BOX_HASH_BYTES], const uint8_t b[BOX_HASH_BYTES])
{
	return sodium_memcmp(a, b, BOX_HASH_BYTES) == 0;
}
