/* Reading grants.sql: rights one by one, as the server names them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "db/grants.h"

static const char text[] =
    "-- GRANT ALL ON nothing TO 'a'@'localhost';\n"
    "GRANT SELECT ON agency TO 'a'@'localhost';\n"
    "GRANT INSERT (`key`, campaign_id),\n"
    "  SELECT, UPDATE (n) ON ballot -- a comment; with a semicolon\n"
    "  TO 'a'@'localhost';\n"
    "GRANT EXECUTE ON FUNCTION ticket_fits TO 'a'@'localhost';\n"
    "GRANT SELECT ON other.thing TO 'a'@'localhost';\n"
    "GRANT DELETE ON agency TO 'ab'@'localhost';\n"
    "BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR 1141 BEGIN END; "
    "REVOKE SELECT ON ballot FROM 'a'@'localhost'; END;\n";

static void expect(const char *account, const char *const *wanted, size_t n_wanted)
{
	struct arena *a = arena_new();
	const char **v;
	size_t n;

	db_grants_read(a, text, "otklik", account, &v, &n);
	assert_int_equal(n, n_wanted);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(v[i], wanted[i]);
	arena_free(&a);
}

static void test_rights_of_an_account(void **state)
{
	static const char *const a[] = {"SELECT ON otklik.agency",
	    "INSERT(key) ON otklik.ballot", "INSERT(campaign_id) ON otklik.ballot",
	    "SELECT ON otklik.ballot", "UPDATE(n) ON otklik.ballot",
	    "EXECUTE ON FUNCTION otklik.ticket_fits", "SELECT ON other.thing"};
	static const char *const ab[] = {"DELETE ON otklik.agency"};

	(void)state;
	expect("a", a, sizeof(a) / sizeof(a[0]));
	expect("ab", ab, 1);
	expect("b", NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rights_of_an_account)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
