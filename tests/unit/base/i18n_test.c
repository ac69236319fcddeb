#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/i18n.h"

/* Two entries, the header and one text, in the format of msgfmt(1). */
static void write_catalogue(const char *path)
{
	static const char header[] = "Content-Type: text/plain; charset=UTF-8\n";
	static const char from[] = "Send", to[] = "Отправить";
	const uint32_t head = 7 * 4 + 4 * 8;
	const uint32_t v[] = {0x950412de, 0, 2, 28, 28 + 16, 0, 0,
	    /* originals */ 0, head, sizeof(from) - 1, head + 1,
	    /* translations */ sizeof(header) - 1, head + 1 + sizeof(from),
	    sizeof(to) - 1, head + 1 + sizeof(from) + sizeof(header)};
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fwrite(v, sizeof(v), 1, f);
	fputc(0, f);
	fwrite(from, sizeof(from), 1, f);
	fwrite(header, sizeof(header), 1, f);
	fwrite(to, sizeof(to), 1, f);
	fclose(f);
}

static void translates(void **state)
{
	char dir[] = "/tmp/otklik-i18n-XXXXXX", path[200];
	static const char *const parts[] = {
	    "/xx", "/xx/LC_MESSAGES", "/xx/LC_MESSAGES/otklik.mo"};

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s%s", dir, parts[i]);
		assert_int_equal(mkdir(path, 0700), 0);
	}
	snprintf(path, sizeof(path), "%s%s", dir, parts[2]);
	write_catalogue(path);
	assert_int_equal(i18n_init(dir, "xx"), ERR_OK);
	assert_string_equal(_("Send"), "Отправить");
	assert_string_equal(_("No such text"), "No such text");
	assert_string_equal(N_("Send"), "Send");
	for (int i = 2; i >= 0; i--) {
		snprintf(path, sizeof(path), "%s%s", dir, parts[i]);
		remove(path);
	}
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(translates)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
