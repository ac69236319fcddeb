/* lib/mail/address.h: which lines hold an address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "mail/address.h"
#include "mail/mail.h"

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	struct arena *a = *state;

	arena_free(&a);
	return 0;
}

static void addresses(void **state)
{
	static const char *const good[] = {"a@b.ru", "ivanova.a-b_c+x@mail.agency.gov.ru",
	    "O'Neil@b.org", "1@2a.xn--p1ai"};
	static const char *const bad[] = {"", "a", "@b.ru", "a@", "a@b", "a@b.", "a@.ru",
	    "a..b@c.ru", ".a@b.ru", "a.@b.ru", "a@b..ru", "a@-b.ru", "a@b-.ru", "a@b.ru-",
	    "a@1.2.3.4", "a@[1.2.3.4]", "a b@c.ru", "a@b.ru\r\n", "a\n@b.ru", "a@b@c.ru",
	    "\"a b\"@c.ru", "a@b.ru>", "a,b@c.ru", "a;b@c.ru", "а@b.ru", "a@б.рф",
	    "a\x01@b.ru", "a@b.ru\x7f", "<a@b.ru>"};
	char longest[80] = "";

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(mail_is_address(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (mail_is_address(bad[i]))
			fail_msg("taken: %s", bad[i]);
	memset(longest, 'a', 64);
	memcpy(longest + 64, "@b.ru", 6);
	assert_true(mail_is_address(longest));
	memset(longest, 'a', 65);
	memcpy(longest + 65, "@b.ru", 6);
	assert_false(mail_is_address(longest));
	(void)state;
}

static void lists(void **state)
{
	struct mail_list l;

	mail_list_read(*state,
	    "\xEF\xBB\xBF"
	    "ФИО;Почта\r\n"
	    "\"Иванова; А.\";ivanova@b.ru;5\r\n"
	    "\r\n"
	    "Пётр <petr@b.ru>\r"
	    "IVANOVA@B.RU\n"
	    "\"sidorov@b.ru\"\tx\n",
	    &l);
	assert_int_equal(l.n_faults, 0);
	assert_int_equal(l.n, 3);
	assert_string_equal(l.v[0], "ivanova@b.ru");
	assert_string_equal(l.v[1], "petr@b.ru");
	assert_string_equal(l.v[2], "sidorov@b.ru");
	assert_int_equal(l.twice, 1);
	assert_true(l.heading);
}

static void faults(void **state)
{
	struct mail_list l;

	mail_list_read(*state,
	    "нет\n"
	    "a@b.ru, c@d.ru\n"
	    "<a@b.ru> <c@d.ru>\n"
	    "a@b\n"
	    "ok@b.ru\n"
	    "Имя;Отдел\n",
	    &l);
	assert_int_equal(l.n, 1);
	assert_false(l.heading);
	assert_int_equal(l.n_faults, 5);
	assert_int_equal(l.faults[0].kind, MAIL_FAULT_NONE_IN_LINE);
	assert_int_equal(l.faults[1].kind, MAIL_FAULT_SEVERAL);
	assert_int_equal(l.faults[2].kind, MAIL_FAULT_SEVERAL);
	assert_int_equal(l.faults[3].kind, MAIL_FAULT_ADDRESS);
	assert_int_equal(l.faults[3].line, 4);
	assert_string_equal(l.faults[3].text, "a@b");
	assert_int_equal(l.faults[4].line, 6);
	mail_list_read(*state, "", &l);
	assert_int_equal(l.n + l.n_faults, 0);
}

/* Of lines of any bytes nothing but addresses comes out. */
static void garbage(void **state)
{
	static const char bytes[] = "a@b.ru<>\"';,\t\r\n \\%\x01\xD0\xB0()[]:";
	char text[400];
	uint32_t seed = 1;
	struct mail_list l;

	for (int round = 0; round < 5000; round++) {
		size_t n = 0;

		for (; n < sizeof(text) - 1; n++) {
			seed = seed * 1664525 + 1013904223;
			text[n] = bytes[(seed >> 16) % (sizeof(bytes) - 1)];
		}
		text[n] = '\0';
		mail_list_read(*state, text, &l);
		for (size_t i = 0; i < l.n; i++)
			assert_true(mail_is_address(l.v[i]));
		arena_reset(*state);
	}
}

static void header_words(void **state)
{
	const char *s;

	assert_string_equal(mail_header_text(*state, "Plain text"), "Plain text");
	assert_string_equal(mail_header_text(*state, "a\r\nBcc b"), "a  Bcc b");
	assert_null(strchr(mail_header_text(*state, "a\r\nBcc: b"), ':'));
	/* Before an address these would end the name. */
	for (const char *p = ",.;:@()[]"; *p != '\0'; p++) {
		char name[] = "Archive* of North";

		name[7] = *p;
		assert_true(text_starts(mail_header_text(*state, name), "=?UTF-8?B?"));
	}
	assert_string_equal(
	    mail_header_text(*state, "Опрос"), "=?UTF-8?B?0J7Qv9GA0L7RgQ==?=");
	/* Words end between characters and stay below 76 characters. */
	s = mail_header_text(*state, "ббббббббббббббббббббббxбббббббббббббббббббббб");
	assert_non_null(strstr(s, "?=\r\n =?UTF-8?B?"));
	for (const char *line = s; line != NULL; line = strstr(line, "\r\n ")) {
		line += strspn(line, "\r\n ");
		assert_true(strcspn(line, "\r") <= 75);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(addresses, setup, teardown),
	    cmocka_unit_test_setup_teardown(lists, setup, teardown),
	    cmocka_unit_test_setup_teardown(faults, setup, teardown),
	    cmocka_unit_test_setup_teardown(garbage, setup, teardown),
	    cmocka_unit_test_setup_teardown(header_words, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
