/* Secrets of links and their hashes: whose, of what kind, by which key. */
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
#include "box/ticket.h"
#include "box/token.h"

struct world {
	struct arena *arena;
	struct box_ticket_key key;
	char path[60];
};

static int setup(void **state)
{
	static struct world w;

	w.arena = arena_new();
	strcpy(w.path, "/tmp/otklik-ticket-XXXXXX");
	if (mkdtemp(w.path) == NULL)
		return -1;
	strcat(w.path, "/ticket.key");
	if (box_ticket_key_load(w.path, &w.key) != ERR_OK)
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
	struct box_ticket_key again;
	struct stat st;

	assert_int_equal(stat(w->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(st.st_size, 32);
	assert_int_equal(box_ticket_key_load(w->path, &again), ERR_OK);
	assert_memory_equal(&again, &w->key, sizeof(again));
	chmod(w->path, 0600);
	assert_int_equal(box_ticket_key_load(w->path, &again), ERR_OK);
	chmod(w->path, 0644);
	assert_int_equal(box_ticket_key_load(w->path, &again), ERR_CONFIG);
	chmod(w->path, 0660);
	assert_int_equal(box_ticket_key_load(w->path, &again), ERR_CONFIG);
}

/* The programs run with a umask that keeps everybody else out. */
static void test_group_reads_whatever_the_umask(void **state)
{
	struct world *w = *state;
	struct box_ticket_key key;
	struct stat st;
	mode_t was = umask(0077);

	unlink(w->path);
	assert_int_equal(box_ticket_key_load(w->path, &key), ERR_OK);
	umask(was);
	assert_int_equal(stat(w->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

/* One file used for both by mistake still gives keys that have nothing in common. */
static void test_no_key_of_forms(void **state)
{
	struct world *w = *state;
	struct box_token_key forms;

	chmod(w->path, 0600);
	assert_int_equal(box_token_key_load(w->path, &forms), ERR_OK);
	assert_memory_not_equal(forms.sign, w->key.hash, sizeof(forms.sign));
	assert_memory_not_equal(forms.seal, w->key.hash, sizeof(forms.seal));
}

static void test_secrets(void **state)
{
	struct world *w = *state;
	const char *one = box_ticket_make(w->arena), *two = box_ticket_make(w->arena);

	assert_int_equal(strlen(one), BOX_SECRET_CHARS);
	assert_int_equal(strspn(one, "0123456789abcdef"), BOX_SECRET_CHARS);
	assert_string_not_equal(one, two);
}

static void test_hashes(void **state)
{
	struct world *w = *state;
	struct box_ticket_key other = w->key;
	uint8_t hash[BOX_HASH_BYTES], again[BOX_HASH_BYTES];

	other.hash[31] ^= 1;
	box_ticket_hash(&w->key, BOX_LINK_TICKET, 7, "abc123", hash);
	box_ticket_hash(&w->key, BOX_LINK_TICKET, 7, "abc123", again);
	assert_true(box_ticket_equal(hash, again));
	box_ticket_hash(&w->key, BOX_LINK_TICKET, 7, "ABC123", again);
	assert_true(box_ticket_equal(hash, again));
	box_ticket_hash(&w->key, BOX_LINK_TICKET, 7, "abc124", again);
	assert_false(box_ticket_equal(hash, again));
	box_ticket_hash(&w->key, BOX_LINK_TICKET, 7, "abc12", again);
	assert_false(box_ticket_equal(hash, again));
	box_ticket_hash(&w->key, BOX_LINK_TICKET, 8, "abc123", again);
	assert_false(box_ticket_equal(hash, again));
	box_ticket_hash(&w->key, BOX_LINK_GROUP, 7, "abc123", again);
	assert_false(box_ticket_equal(hash, again));
	box_ticket_hash(&other, BOX_LINK_TICKET, 7, "abc123", again);
	assert_false(box_ticket_equal(hash, again));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_key_file, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_group_reads_whatever_the_umask, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_no_key_of_forms, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_secrets, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_hashes, setup, teardown),
	};

	log_init("ticket_test");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
