#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static void appends(void **state)
{
	struct buf b = {0};

	(void)state;
	assert_string_equal(buf_str(&b), "");
	buf_puts(&b, "один");
	buf_add(&b, "\0x", 2);
	buf_printf(&b, "-%d-", 42);
	assert_int_equal(b.len, 8 + 2 + 4);
	assert_memory_equal(b.data, "один\0x-42-", b.len + 1);
	buf_free(&b);
	assert_null(b.data);
	buf_puts(&b, "again");
	assert_string_equal(buf_str(&b), "again");
	buf_free(&b);
}

static void grows(void **state)
{
	struct buf b = {0};

	(void)state;
	for (int i = 0; i < 10000; i++)
		buf_printf(&b, "%04d", i);
	assert_int_equal(b.len, 40000);
	for (int i = 0; i < 10000; i += 999) {
		char s[5] = {0};

		memcpy(s, b.data + (size_t)i * 4, 4);
		assert_int_equal(strtol(s, NULL, 10), i);
	}
	assert_int_equal(b.data[b.len], 0);
	buf_free(&b);
}

static void clear_wipes(void **state)
{
	struct buf b = {0};

	(void)state;
	buf_clear(&b);
	buf_puts(&b, "secret");
	buf_clear(&b);
	assert_int_equal(b.len, 0);
	assert_memory_equal(b.data, "\0\0\0\0\0\0", 6);
	assert_string_equal(buf_str(&b), "");
	buf_free(&b);
}

static void integers_there_and_back(void **state)
{
	struct buf b = {0};
	struct cursor c;

	(void)state;
	buf_add_u8(&b, 0xfe);
	buf_add_u16(&b, 0x1234);
	buf_add_u32(&b, 0x89abcdef);
	buf_puts(&b, "end");
	assert_memory_equal(b.data, "\xfe\x12\x34\x89\xab\xcd\xef", 7);
	c = (struct cursor){b.data, b.data + b.len, 0};
	assert_int_equal(cursor_u8(&c), 0xfe);
	assert_int_equal(cursor_u16(&c), 0x1234);
	assert_int_equal(cursor_u32(&c), 0x89abcdef);
	assert_memory_equal(cursor_bytes(&c, 3), "end", 3);
	assert_ptr_equal(c.p, c.end);
	assert_int_equal(c.bad, 0);
	buf_free(&b);
}

/* Once past the end, everything is 0, even what would still be there. */
static void cursor_stays_bad(void **state)
{
	const uint8_t bytes[] = {1, 2, 3};
	struct cursor c = {bytes, bytes + sizeof(bytes), 0};

	(void)state;
	assert_int_equal(cursor_u32(&c), 0);
	assert_int_equal(c.bad, 1);
	assert_int_equal(cursor_u8(&c), 0);
	assert_int_equal(cursor_u16(&c), 0);
	assert_null(cursor_bytes(&c, 0));
	assert_ptr_equal(c.p, bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(appends),
	    cmocka_unit_test(grows),
	    cmocka_unit_test(clear_wipes),
	    cmocka_unit_test(integers_there_and_back),
	    cmocka_unit_test(cursor_stays_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
