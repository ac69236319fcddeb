/* Sealed ballots: what comes back, what their length tells, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "box/seal.h"

#define CLASS 1024

struct box {
	struct arena *arena;
	struct buf sealed;
	uint8_t public_key[BOX_PUBLIC_BYTES], secret_key[BOX_SECRET_BYTES];
	uint8_t answers[300000];
};

static int setup(void **state)
{
	static struct box b;

	if (sodium_init() < 0)
		return -1;
	b.arena = arena_new();
	crypto_box_keypair(b.public_key, b.secret_key);
	randombytes_buf(b.answers, sizeof(b.answers));
	*state = &b;
	return 0;
}

static int teardown(void **state)
{
	struct box *b = *state;

	buf_free(&b->sealed);
	arena_free(&b->arena);
	return 0;
}

static struct box_ballot ballot_of(const struct box *b, size_t n)
{
	return (struct box_ballot){.version = 0xdeadbeef,
	    .day = 20779,
	    .channel = "site",
	    .language = "sr-Latn",
	    .answers = b->answers,
	    .n_answers = n};
}

static enum err open_it(struct box *b, struct box_ballot *r)
{
	return box_open(
	    b->arena, b->public_key, b->secret_key, b->sealed.data, b->sealed.len, r);
}

static void test_round_trip(void **state)
{
	struct box *b = *state;
	struct box_ballot in = ballot_of(b, 100), out;

	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_OK);
	assert_int_equal(open_it(b, &out), ERR_OK);
	assert_int_equal(out.version, 0xdeadbeef);
	assert_int_equal(out.day, 20779);
	assert_string_equal(out.channel, "site");
	assert_string_equal(out.language, "sr-Latn");
	assert_int_equal(out.n_answers, 100);
	assert_memory_equal(out.answers, b->answers, 100);
}

/* The mark is in what is sealed: outside one ballot is like the other. */
static void test_marks(void **state)
{
	struct box *b = *state;
	struct box_ballot in = ballot_of(b, 100), out;
	size_t len;

	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_OK);
	assert_int_equal(open_it(b, &out), ERR_OK);
	assert_int_equal(out.marks, 0);
	len = b->sealed.len;
	buf_clear(&b->sealed);
	in.marks = BOX_MARK_TRAP;
	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_OK);
	assert_int_equal(b->sealed.len, len);
	assert_int_equal(open_it(b, &out), ERR_OK);
	assert_int_equal(out.marks, BOX_MARK_TRAP);
	assert_int_equal(out.n_answers, 100);
}

static void test_internal_ballot_has_no_day(void **state)
{
	struct box *b = *state;
	struct box_ballot in = ballot_of(b, 0), out;

	in.day = DAY_NONE;
	in.channel = in.language = "";
	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_OK);
	assert_int_equal(open_it(b, &out), ERR_OK);
	assert_int_equal(out.day, DAY_NONE);
	assert_string_equal(out.channel, "");
	assert_string_equal(out.language, "");
	assert_int_equal(out.n_answers, 0);
}

/* The stored length is a power of two of KiB, whatever the answers are. */
static void test_size_classes(void **state)
{
	struct box *b = *state;
	const size_t overhead = 1 + 1 + 4 + 4 + 1 + 4 + 1 + 7 + 4; /* "site", "sr-Latn" */
	const struct {
		size_t answers, size;
	} cases[] = {{0, CLASS}, {1, CLASS}, {CLASS - overhead, CLASS},
	    {CLASS - overhead + 1, 2 * CLASS}, {2 * CLASS - overhead, 2 * CLASS},
	    {2 * CLASS - overhead + 1, 4 * CLASS}, {300000, 512 * CLASS}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct box_ballot in = ballot_of(b, cases[i].answers), out;

		buf_clear(&b->sealed);
		assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_OK);
		assert_int_equal(b->sealed.len, cases[i].size + crypto_box_SEALBYTES);
		assert_int_equal(open_it(b, &out), ERR_OK);
		assert_int_equal(out.n_answers, cases[i].answers);
	}
}

static void test_appends(void **state)
{
	struct box *b = *state;
	struct box_ballot in = ballot_of(b, 5), out;

	buf_puts(&b->sealed, "before");
	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_OK);
	assert_memory_equal(b->sealed.data, "before", 6);
	assert_int_equal(box_open(b->arena, b->public_key, b->secret_key,
			     b->sealed.data + 6, b->sealed.len - 6, &out),
	    ERR_OK);
}

static void test_same_ballot_never_looks_the_same(void **state)
{
	struct box *b = *state;
	struct box_ballot in = ballot_of(b, 50);
	struct buf other = {0};

	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_OK);
	assert_int_equal(box_seal(b->public_key, &in, &other), ERR_OK);
	assert_int_equal(b->sealed.len, other.len);
	assert_memory_not_equal(b->sealed.data, other.data, other.len);
	buf_free(&other);
}

static void test_refuses_too_much(void **state)
{
	struct box *b = *state;
	struct box_ballot in = ballot_of(b, 1024 * 1024);

	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_TOO_LARGE);
	in = ballot_of(b, 1);
	in.channel = "a-channel-mark-that-is-far-too-long";
	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_INVALID);
	assert_int_equal(b->sealed.len, 0);
}

static void test_every_flipped_bit_is_found(void **state)
{
	struct box *b = *state;
	struct box_ballot in = ballot_of(b, 20), out = {.version = 7};

	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_OK);
	for (size_t i = 0; i < b->sealed.len; i += 37) {
		b->sealed.data[i] ^= 1;
		assert_int_equal(open_it(b, &out), ERR_FORGED);
		b->sealed.data[i] ^= 1;
	}
	assert_int_equal(out.version, 7);
	assert_int_equal(open_it(b, &out), ERR_OK);
}

static void test_wrong_length_and_key(void **state)
{
	struct box *b = *state;
	struct box_ballot in = ballot_of(b, 20), out;

	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_OK);
	for (size_t n = 0; n < b->sealed.len; n += 100)
		assert_int_equal(box_open(b->arena, b->public_key, b->secret_key,
				     b->sealed.data, n, &out),
		    ERR_FORGED);
	crypto_box_keypair(b->public_key, b->secret_key);
	assert_int_equal(open_it(b, &out), ERR_FORGED);
}

/* What only the holder of the public key could have made, but not we. */
static void seal_raw(struct box *b, const uint8_t *plain, size_t n)
{
	static uint8_t sealed[4 * CLASS];

	crypto_box_seal(sealed, plain, n, b->public_key);
	buf_clear(&b->sealed);
	buf_add(&b->sealed, sealed, n + crypto_box_SEALBYTES);
}

static void test_wrong_encoding_inside(void **state)
{
	struct box *b = *state;
	uint8_t plain[CLASS] = {1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 'x', 0, 0, 0, 1, 'a'};
	struct box_ballot out;

	seal_raw(b, plain, sizeof(plain));
	assert_int_equal(open_it(b, &out), ERR_OK);
	seal_raw(b, plain, sizeof(plain) - 1); /* no size class */
	assert_int_equal(open_it(b, &out), ERR_FORGED);
	plain[CLASS - 1] = 1; /* a hidden mark in the padding */
	seal_raw(b, plain, sizeof(plain));
	assert_int_equal(open_it(b, &out), ERR_FORGED);
	plain[CLASS - 1] = 0;
	for (size_t i = 0; i < 2; i++) {
		plain[0] = i == 0 ? 4 : 0; /* another format */
		seal_raw(b, plain, sizeof(plain));
		assert_int_equal(open_it(b, &out), ERR_FORGED);
	}
	plain[0] = 1;
	plain[12] = 0xff; /* more answers than there are bytes */
	seal_raw(b, plain, sizeof(plain));
	assert_int_equal(open_it(b, &out), ERR_FORGED);
	plain[12] = 0;
	plain[9] = 33; /* channel too long */
	seal_raw(b, plain, sizeof(plain));
	assert_int_equal(open_it(b, &out), ERR_FORGED);
	plain[9] = 2; /* channel with a 0 in it */
	seal_raw(b, plain, sizeof(plain));
	assert_int_equal(open_it(b, &out), ERR_FORGED);
}

/* What was sealed before there was this format, and waits. */
static void test_older_formats(void **state)
{
	static const uint8_t oldest[CLASS] = {
	    1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 'x', 0, 0, 0, 1, 'a'};
	static const uint8_t with_marks[CLASS] = {
	    2, BOX_MARK_TRAP, 0, 0, 0, 2, 0, 0, 0, 3, 1, 'x', 0, 0, 0, 1, 'a'};
	struct box *b = *state;
	struct box_ballot out;

	for (int i = 0; i < 2; i++) {
		seal_raw(b, i == 0 ? oldest : with_marks, CLASS);
		assert_int_equal(open_it(b, &out), ERR_OK);
		assert_int_equal(out.marks, i == 0 ? 0 : BOX_MARK_TRAP);
		assert_int_equal(out.version, 2);
		assert_int_equal(out.day, 3);
		assert_string_equal(out.channel, "x");
		assert_string_equal(out.language, "");
		assert_int_equal(out.n_answers, 1);
		assert_int_equal(out.answers[0], 'a');
	}
}

/* A count that knows no languages yet throws nothing away. */
static void test_without_a_language(void **state)
{
	struct box *b = *state;
	struct box_ballot in = ballot_of(b, 20), out;
	uint8_t plain[CLASS];

	for (int i = 0; i < 2; i++) {
		in.language = i == 0 ? "" : "en";
		buf_clear(&b->sealed);
		assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_OK);
		assert_int_equal(crypto_box_seal_open(plain, b->sealed.data,
				     b->sealed.len, b->public_key, b->secret_key),
		    0);
		assert_int_equal(plain[0], i == 0 ? 2 : 3);
		assert_int_equal(open_it(b, &out), ERR_OK);
		assert_string_equal(out.language, in.language);
		assert_memory_equal(out.answers, in.answers, 20);
	}
}

static void test_refuses_a_long_language(void **state)
{
	struct box *b = *state;
	struct box_ballot in = ballot_of(b, 20);

	in.language = "aaa-bbbbbbbb-ccccccc";
	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_OK);
	in.language = "aaa-bbbbbbbb-cccccccc";
	assert_int_equal(box_seal(b->public_key, &in, &b->sealed), ERR_INVALID);
}

static void test_channel_marks(void **state)
{
	(void)state;
	assert_true(box_is_channel(""));
	assert_true(box_is_channel("qr-2_b.c"));
	assert_true(box_is_channel("abcdefghijklmnopqrstuvwxyz012345"));
	assert_false(box_is_channel("abcdefghijklmnopqrstuvwxyz0123456"));
	assert_false(box_is_channel("<b>"));
	assert_false(box_is_channel("Site"));
	assert_false(box_is_channel("сайт"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_channel_marks),
	    cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_marks, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_internal_ballot_has_no_day, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_size_classes, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_appends, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_same_ballot_never_looks_the_same, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_refuses_too_much, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_every_flipped_bit_is_found, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_wrong_length_and_key, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_wrong_encoding_inside, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_older_formats, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_without_a_language, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_refuses_a_long_language, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
