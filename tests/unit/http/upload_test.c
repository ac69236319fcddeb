#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/upload.h"

#define TYPE "multipart/form-data; boundary=b-1"
#define FILE_PART "Content-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\n"

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	arena_free((struct arena **)state);
	return 0;
}

static enum err parse(
    void **state, const char *type, const char *body, struct http_upload *u)
{
	return http_upload_parse(*state, type, body, strlen(body), u);
}

static void one_file_is_taken(void **state)
{
	static const char *const types[] = {TYPE, "Multipart/Form-Data;boundary=\"b-1\"",
	    "multipart/form-data;  boundary=b-1 "};
	struct http_upload u;

	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(
		    parse(state, types[i],
			"--b-1\r\n" FILE_PART
			"Content-Type: text/plain\r\n\r\none\r\ntwo\r\n--b-1--\r\n",
			&u),
		    ERR_OK);
		assert_string_equal(u.field, "f");
		assert_int_equal(u.n, 8);
		assert_string_equal(u.data, "one\r\ntwo");
	}
}

static void any_bytes_are_taken(void **state)
{
	static const char body[] = "--b-1\r\n" FILE_PART "\r\n\0\xff\r\n--b\r\n--b-1--";
	struct http_upload u;

	assert_int_equal(
	    http_upload_parse(*state, TYPE, body, sizeof body - 1, &u), ERR_OK);
	assert_int_equal(u.n, 7);
	assert_memory_equal(u.data, "\0\xff\r\n--b", 8);
}

static void no_file_chosen_is_an_empty_one(void **state)
{
	struct http_upload u;

	assert_int_equal(parse(state, TYPE,
			     "--b-1\r\nContent-Disposition: form-data; name=\"f\"; "
			     "filename=\"\"\r\nContent-Type: "
			     "application/octet-stream\r\n\r\n\r\n--b-1--\r\n",
			     &u),
	    ERR_OK);
	assert_int_equal(u.n, 0);
	assert_string_equal(u.data, "");
}

static void other_types_are_refused(void **state)
{
	static const char *const types[] = {NULL, "", "text/plain", "multipart/form-data",
	    "multipart/form-data;",
	    "multipart/form-data; boundary=", "multipart/form-data; boundary=\"b-1",
	    "multipart/form-data; boundary=b-1; x=y",
	    "multipart/form-data; charset=x; boundary=b-1",
	    "multipart/form-data; boundary=b 1", "multipart/form-datax; boundary=b-1",
	    "multipart/form-data; "
	    "boundary="
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
	struct http_upload u;

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		assert_int_equal(
		    parse(state, types[i], "--b-1\r\n" FILE_PART "\r\nx\r\n--b-1--", &u),
		    ERR_MEDIA_TYPE);
}

static void anything_else_is_refused(void **state)
{
	static const char *const bodies[] = {"", "--b-1", "--b-1\r\n", "--b-1--\r\n",
	    "before\r\n--b-1\r\n" FILE_PART "\r\nx\r\n--b-1--",
	    "--b-2\r\n" FILE_PART "\r\nx\r\n--b-2--",
	    /* no end, more behind it, a second part */
	    "--b-1\r\n" FILE_PART "\r\nx", "--b-1\r\n" FILE_PART "\r\nx\r\n--b-1",
	    "--b-1\r\n" FILE_PART "\r\nx\r\n--b-1--\r\nmore",
	    "--b-1\r\n" FILE_PART "\r\nx\r\n--b-1\r\n" FILE_PART "\r\ny\r\n--b-1--",
	    /* a field, no name, no headers, two dispositions, bad lines */
	    "--b-1\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--b-1--",
	    "--b-1\r\nContent-Disposition: form-data; filename=\"f\"\r\n\r\nx\r\n--b-1--",
	    "--b-1\r\n\r\nx\r\n--b-1--",
	    "--b-1\r\n" FILE_PART FILE_PART "\r\nx\r\n--b-1--",
	    "--b-1\r\n" FILE_PART "nonsense\r\n\r\nx\r\n--b-1--",
	    "--b-1\r\n" FILE_PART "A: \xff\r\n\r\nx\r\n--b-1--",
	    "--b-1\r\n" FILE_PART "A: 1\r\nA: 2\r\nA: 3\r\nA: 4\r\n\r\nx\r\n--b-1--"};
	struct http_upload u = {.field = "untouched"};

	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		if (parse(state, TYPE, bodies[i], &u) != ERR_INVALID)
			fail_msg("body %zu was taken", i);
	assert_string_equal(u.field, "untouched");
}

static void every_cut_is_refused(void **state)
{
	static const char body[] = "--b-1\r\n" FILE_PART "\r\none\r\n--b-1--";
	struct http_upload u;

	for (size_t n = 0; n < sizeof body - 1; n++)
		assert_int_equal(http_upload_parse(
				     *state, TYPE, arena_strndup(*state, body, n), n, &u),
		    ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(one_file_is_taken, setup, teardown),
	    cmocka_unit_test_setup_teardown(any_bytes_are_taken, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		no_file_chosen_is_an_empty_one, setup, teardown),
	    cmocka_unit_test_setup_teardown(other_types_are_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(anything_else_is_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(every_cut_is_refused, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
