#include "box/token.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "box/file-private.h"

/* Token: format byte, nonce, campaign u32, version u32, issued u64, MAC. */
#define FORMAT 1
#define PAYLOAD_BYTES (1 + BOX_NONCE_BYTES + 4 + 4 + 8)
#define TOKEN_BYTES (PAYLOAD_BYTES + crypto_auth_BYTES)
#define TOKEN_CHARS ((TOKEN_BYTES * 8 + 5) / 6)
#define MASTER_BYTES crypto_kdf_KEYBYTES

static const char kdf_context[crypto_kdf_CONTEXTBYTES] = {
    'o', 't', 'k', 'l', 't', 'o', 'k', 'n'};

/* Says which hash this is, so that no other use of BLAKE2b gives the same. */
static const char ballot_context[] = "otklik ballot key 1";
static const char appeal_context[] = "otklik appeal key 1";

#define RECEIPTS UINT64_C(1000000000000) /* twelve digits */

enum err box_token_key_load(const char *path, struct box_token_key *k_r)
{
	uint8_t master[MASTER_BYTES];
	enum err e;

	if (sodium_init() < 0)
		return ERR_INTERNAL;
	e = box_file_read(path, master, sizeof(master), BOX_FILE_OWNER);
	if (e == ERR_NOT_FOUND) {
		randombytes_buf(master, sizeof(master));
		e = box_file_make(path, master, sizeof(master), BOX_FILE_OWNER);
		/* Another worker was faster: its key is the one. */
		if (e == ERR_DUPLICATE)
			e = box_file_read(path, master, sizeof(master), BOX_FILE_OWNER);
	}
	if (e == ERR_OK) {
		crypto_kdf_derive_from_key(
		    k_r->sign, sizeof(k_r->sign), 1, kdf_context, master);
		crypto_kdf_derive_from_key(
		    k_r->seal, sizeof(k_r->seal), 2, kdf_context, master);
	}
	sodium_memzero(master, sizeof(master));
	return e;
}

char *box_token_issue(struct arena *a, const struct box_token_key *k, uint32_t campaign,
    uint32_t version, time_t now, struct box_token *t_r)
{
	uint8_t mac[crypto_auth_BYTES];
	struct buf b = {0};
	char *text;

	*t_r =
	    (struct box_token){.campaign = campaign, .version = version, .issued = now};
	randombytes_buf(t_r->nonce, sizeof(t_r->nonce));
	buf_add_u8(&b, FORMAT);
	buf_add(&b, t_r->nonce, sizeof(t_r->nonce));
	buf_add_u32(&b, campaign);
	buf_add_u32(&b, version);
	buf_add_u32(&b, (uint32_t)((uint64_t)now >> 32));
	buf_add_u32(&b, (uint32_t)now);
	crypto_auth(mac, b.data, b.len, k->sign);
	buf_add(&b, mac, sizeof(mac));
	text = text_base64url(a, b.data, b.len);
	buf_free(&b);
	return text;
}

/* The bytes of a token text, if they are exactly as many as there should be. */
static bool token_bytes(const char *text, uint8_t p[TOKEN_BYTES])
{
	const char *end;
	size_t n;

	if (strnlen(text, TOKEN_CHARS + 1) != TOKEN_CHARS)
		return false;
	return sodium_base642bin(p, TOKEN_BYTES, text, TOKEN_CHARS, NULL, &n, &end,
		   sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
	       n == TOKEN_BYTES && *end == '\0';
}

enum err box_token_check(const struct box_token_key *k, const char *text,
    uint32_t campaign, time_t now, struct box_token *t_r)
{
	uint8_t p[TOKEN_BYTES];
	struct cursor c = {p, p + PAYLOAD_BYTES, 0};
	struct box_token t;
	uint64_t issued;

	if (!token_bytes(text, p) ||
	    crypto_auth_verify(p + PAYLOAD_BYTES, p, PAYLOAD_BYTES, k->sign) != 0 ||
	    cursor_u8(&c) != FORMAT)
		return ERR_FORGED;
	memcpy(t.nonce, cursor_bytes(&c, sizeof(t.nonce)), sizeof(t.nonce));
	t.campaign = cursor_u32(&c);
	t.version = cursor_u32(&c);
	issued = (uint64_t)cursor_u32(&c) << 32;
	t.issued = (time_t)(issued | cursor_u32(&c));
	if (t.campaign != campaign)
		return ERR_FORGED;
	*t_r = t;
	return now - t.issued > BOX_TOKEN_LIFE ? ERR_EXPIRED : ERR_OK;
}

static void hash_nonce(const struct box_token *t, const char *context, size_t n,
    uint8_t key[BOX_BALLOT_KEY_BYTES])
{
	struct buf b = {0};

	buf_add(&b, context, n);
	buf_add_u32(&b, t->campaign);
	buf_add(&b, t->nonce, sizeof(t->nonce));
	crypto_generichash(key, BOX_BALLOT_KEY_BYTES, b.data, b.len, NULL, 0);
	buf_free(&b);
}

void box_ballot_key(const struct box_token *t, uint8_t key[BOX_BALLOT_KEY_BYTES])
{
	hash_nonce(t, ballot_context, sizeof(ballot_context), key);
}

void box_appeal_key(const struct box_token *t, uint8_t key[BOX_BALLOT_KEY_BYTES])
{
	hash_nonce(t, appeal_context, sizeof(appeal_context), key);
}

void box_receipt(
    const uint8_t key[BOX_BALLOT_KEY_BYTES], char receipt_r[BOX_RECEIPT_CHARS + 1])
{
	struct cursor c = {key, key + BOX_BALLOT_KEY_BYTES, 0};
	uint64_t n = (uint64_t)cursor_u32(&c) << 32;

	n = (n | cursor_u32(&c)) % RECEIPTS;
	snprintf(receipt_r, BOX_RECEIPT_CHARS + 1, "%04u-%04u-%04u",
	    (unsigned)(n / 100000000 % 10000), (unsigned)(n / 10000 % 10000),
	    (unsigned)(n % 10000));
}

bool box_is_receipt(const char *s)
{
	if (strlen(s) != BOX_RECEIPT_CHARS)
		return false;
	for (size_t i = 0; i < BOX_RECEIPT_CHARS; i++)
		if (i % 5 == 4 ? s[i] != '-' : s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

#define STATE_NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define STATE_MAC crypto_aead_xchacha20poly1305_ietf_ABYTES

char *box_state_seal(struct arena *a, const struct box_token_key *k, const char *token,
    const uint8_t *p, size_t n)
{
	uint8_t *sealed = arena_alloc(a, STATE_NONCE + n + STATE_MAC);

	randombytes_buf(sealed, STATE_NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + STATE_NONCE, NULL, p, n,
	    (const uint8_t *)token, strlen(token), NULL, sealed, k->seal);
	return text_base64url(a, sealed, STATE_NONCE + n + STATE_MAC);
}

enum err box_state_open(struct arena *a, const struct box_token_key *k, const char *token,
    const char *text, uint8_t **p_r, size_t *n_r)
{
	uint8_t *sealed, *plain;
	size_t n;

	if (text_base64url_decode(a, text, &sealed, &n) != ERR_OK ||
	    n < STATE_NONCE + STATE_MAC)
		return ERR_FORGED;
	n -= STATE_NONCE + STATE_MAC;
	plain = arena_alloc(a, n + 1);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL,
		sealed + STATE_NONCE, n + STATE_MAC, (const uint8_t *)token,
		strlen(token), sealed, k->seal) != 0)
		return ERR_FORGED;
	*p_r = plain;
	*n_r = n;
	return ERR_OK;
}
