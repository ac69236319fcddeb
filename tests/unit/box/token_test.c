/* The form's token and the state it carries: whose, how long, for what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "box/token.h"

#define NOW 1795391999

struct world {
	struct arena *arena;
	struct box_token_key key;
	char path[60];
};

static int setup(void **state)
{
	static struct world w;

	w.arena = arena_new();
	strcpy(w.path, "/tmp/otklik-token-XXXXXX");
	if (mkdtemp(w.path) == NULL)
		return -1;
	strcat(w.path, "/token.key");
	if (box_token_key_load(w.path, &w.key) != ERR_OK)
		return -1;
	*state = &w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	unlink(w->path);
	*strrchr(w->path, '/') = '\0';
	arena_free(&w->arena);
	return rmdir(w->path);
}

static void test_key_file(void **state)
{
	struct world *w = *state;
	struct box_token_key again;
	struct stat st;

	assert_int_equal(stat(w->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, 32);
	assert_int_equal(box_token_key_load(w->path, &again), ERR_OK);
	assert_memory_equal(&again, &w->key, sizeof(again));
	assert_memory_not_equal(again.sign, again.seal, sizeof(again.sign));
	chmod(w->path, 0644);
	assert_int_equal(box_token_key_load(w->path, &again), ERR_CONFIG);
}

static void test_round_trip(void **state)
{
	struct world *w = *state;
	struct box_token out, in;
	char *text = box_token_issue(w->arena, &w->key, 12, 34, NOW, &in);

	assert_int_equal(box_token_check(&w->key, text, 12, NOW + 5, &out), ERR_OK);
	assert_memory_equal(out.nonce, in.nonce, sizeof(in.nonce));
	assert_int_equal(out.campaign, 12);
	assert_int_equal(out.version, 34);
	assert_int_equal(out.issued, NOW);
}

static void test_life(void **state)
{
	struct world *w = *state;
	struct box_token in, out = {.campaign = 0};
	char *text = box_token_issue(w->arena, &w->key, 1, 2, NOW, &in);

	assert_int_equal(box_token_check(&w->key, text, 1, NOW + 86400, &out), ERR_OK);
	out.campaign = 0;
	assert_int_equal(
	    box_token_check(&w->key, text, 1, NOW + 86401, &out), ERR_EXPIRED);
	assert_int_equal(out.campaign, 1);
	assert_memory_equal(out.nonce, in.nonce, sizeof(in.nonce));
}

static void test_every_forgery(void **state)
{
	struct world *w = *state;
	struct box_token in, out = {.campaign = 77};
	char *text = box_token_issue(w->arena, &w->key, 1, 2, NOW, &in);
	size_t n = strlen(text);

	assert_int_equal(box_token_check(&w->key, text, 2, NOW, &out), ERR_FORGED);
	for (size_t i = 0; i < n; i++) {
		char *bad = arena_strdup(w->arena, text);

		bad[i] = bad[i] == 'A' ? 'B' : 'A';
		assert_int_equal(box_token_check(&w->key, bad, 1, NOW, &out), ERR_FORGED);
		bad[i] = '\0';
		assert_int_equal(box_token_check(&w->key, bad, 1, NOW, &out), ERR_FORGED);
	}
	assert_int_equal(
	    box_token_check(&w->key, arena_printf(w->arena, "%sA", text), 1, NOW, &out),
	    ERR_FORGED);
	assert_int_equal(
	    box_token_check(&w->key, arena_printf(w->arena, "%s=", text), 1, NOW, &out),
	    ERR_FORGED);
	w->key.sign[5] ^= 1;
	assert_int_equal(box_token_check(&w->key, text, 1, NOW, &out), ERR_FORGED);
	assert_int_equal(out.campaign, 77);
}

static void test_ballot_key(void **state)
{
	struct world *w = *state;
	struct box_token a, b;
	uint8_t ka[BOX_BALLOT_KEY_BYTES], kb[BOX_BALLOT_KEY_BYTES];

	box_token_issue(w->arena, &w->key, 1, 2, NOW, &a);
	b = a;
	b.version = 3;
	b.issued++;
	box_ballot_key(&a, ka);
	box_ballot_key(&b, kb);
	assert_memory_equal(ka, kb, sizeof(ka)); /* campaign and nonce alone */
	b.campaign = 2;
	box_ballot_key(&b, kb);
	assert_memory_not_equal(ka, kb, sizeof(ka));
	b = a;
	b.nonce[15] ^= 1;
	box_ballot_key(&b, kb);
	assert_memory_not_equal(ka, kb, sizeof(ka));
}

static void test_two_tokens_differ(void **state)
{
	struct world *w = *state;
	struct box_token a, b;

	box_token_issue(w->arena, &w->key, 1, 2, NOW, &a);
	box_token_issue(w->arena, &w->key, 1, 2, NOW, &b);
	assert_memory_not_equal(a.nonce, b.nonce, sizeof(a.nonce));
}

static void test_state_round_trip(void **state)
{
	struct world *w = *state;
	const uint8_t plain[] = "answers\0so far";
	char *text = box_state_seal(w->arena, &w->key, "token", plain, sizeof(plain)),
	     *other;
	uint8_t *p;
	size_t n;

	assert_int_equal(
	    box_state_open(w->arena, &w->key, "token", text, &p, &n), ERR_OK);
	assert_int_equal(n, sizeof(plain));
	assert_memory_equal(p, plain, n);
	other = box_state_seal(w->arena, &w->key, "token", plain, 0);
	assert_int_equal(
	    box_state_open(w->arena, &w->key, "token", other, &p, &n), ERR_OK);
	assert_int_equal(n, 0);
}

static void test_state_is_secret_and_bound(void **state)
{
	struct world *w = *state;
	const uint8_t plain[] = "answers";
	char *text = box_state_seal(w->arena, &w->key, "token", plain, sizeof(plain));
	uint8_t *p, *bytes;
	size_t n = 99;

	assert_int_equal(text_base64url_decode(w->arena, text, &bytes, &n), ERR_OK);
	assert_null(memmem(bytes, n, "answers", 7));
	assert_int_equal(
	    box_state_open(w->arena, &w->key, "tokem", text, &p, &n), ERR_FORGED);
	assert_int_equal(
	    box_state_open(w->arena, &w->key, "token", "", &p, &n), ERR_FORGED);
	assert_int_equal(
	    box_state_open(w->arena, &w->key, "token", "?", &p, &n), ERR_FORGED);
	for (size_t i = 0; text[i] != '\0'; i++) {
		char *bad = arena_strdup(w->arena, text);

		bad[i] = bad[i] == 'A' ? 'B' : 'A';
		assert_int_equal(
		    box_state_open(w->arena, &w->key, "token", bad, &p, &n), ERR_FORGED);
	}
}

/* Of agency and nonce alone, never a ballot's key; the receipt is made from it. */
static void test_appeal_key_and_receipt(void **state)
{
	struct world *w = *state;
	uint8_t key[BOX_BALLOT_KEY_BYTES], other[BOX_BALLOT_KEY_BYTES];
	char receipt[BOX_RECEIPT_CHARS + 1];
	struct box_token t, u;

	box_token_issue(w->arena, &w->key, 3, 0, 1000, &t);
	box_token_issue(w->arena, &w->key, 3, 0, 1000, &u);
	box_appeal_key(&t, key);
	box_ballot_key(&t, other);
	assert_memory_not_equal(key, other, sizeof(key));
	box_appeal_key(&u, other);
	assert_memory_not_equal(key, other, sizeof(key));
	u = t;
	u.issued++;
	box_appeal_key(&u, other);
	assert_memory_equal(key, other, sizeof(key));
	u.campaign++;
	box_appeal_key(&u, other);
	assert_memory_not_equal(key, other, sizeof(key));

	memset(key, 0, sizeof(key));
	box_receipt(key, receipt);
	assert_string_equal(receipt, "0000-0000-0000");
	memset(key, 0xff, 8); /* 18446744073709551615 */
	box_receipt(key, receipt);
	assert_string_equal(receipt, "0737-0955-1615");
	assert_true(box_is_receipt(receipt));
	for (size_t i = 0; i < BOX_RECEIPT_CHARS; i++) {
		char bad[BOX_RECEIPT_CHARS + 1];

		memcpy(bad, receipt, sizeof(bad));
		bad[i] = bad[i] == '-' ? '1' : '-';
		assert_false(box_is_receipt(bad));
	}
	assert_false(box_is_receipt(""));
	assert_false(box_is_receipt("0737-0955-16155"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_key_file, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_life, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_every_forgery, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_ballot_key, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_two_tokens_differ, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_appeal_key_and_receipt, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_state_round_trip, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_state_is_secret_and_bound, setup, teardown),
	};

	log_init("token_test");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
