#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void each_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int i = ERR_OK; i <= ERR_INTERNAL; i++) {
		assert_string_not_equal(err_name((enum err)i), "unknown error");
		for (int j = ERR_OK; j < i; j++)
			assert_string_not_equal(
			    err_name((enum err)i), err_name((enum err)j));
	}
	assert_string_equal(err_name((enum err)(ERR_INTERNAL + 1)), "unknown error");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_has_a_name_of_its_own)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
