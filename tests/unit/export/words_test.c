#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "export/words.h"

static void no_cell_starts_a_formula(void **state)
{
	static const char *const risky[] = {
	    "=1+1", "+7 000", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(risky) / sizeof(*risky); i++) {
		const char *s = export_cell_text(a, risky[i]);

		assert_int_equal(s[0], '\'');
		assert_string_equal(s + 1, risky[i]);
	}
	arena_free(&a);
}

static void other_texts_stay_as_they_are(void **state)
{
	static const char *const plain[] = {"", "Да", "1=1", " =1", "№ 4.1"};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		assert_ptr_equal(export_cell_text(a, plain[i]), plain[i]);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_cell_starts_a_formula),
	    cmocka_unit_test(other_texts_stay_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
