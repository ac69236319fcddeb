#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"

static int saved = -1, end = -1;

static void capture(void)
{
	int fd[2];

	assert_int_equal(pipe(fd), 0);
	saved = dup(STDERR_FILENO);
	dup2(fd[1], STDERR_FILENO);
	close(fd[1]);
	end = fd[0];
}

static void captured(char *s, size_t size)
{
	ssize_t n;

	dup2(saved, STDERR_FILENO);
	close(saved);
	n = read(end, s, size - 1);
	assert_true(n >= 0);
	s[n] = '\0';
	close(end);
}

static void one_line_with_priority(void **state)
{
	char s[3000];

	(void)state;
	log_init("otklik-test");
	capture();
	log_info("%d threads", 16);
	log_warn("slow");
	log_error("two\nlines\x7f");
	captured(s, sizeof(s));
	assert_string_equal(s, "<6>otklik-test: 16 threads\n<4>otklik-test: "
			       "slow\n<3>otklik-test: two lines \n");
}

static void long_messages_are_cut(void **state)
{
	char s[3000], text[2500];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	capture();
	log_info("%s", text);
	captured(s, sizeof(s));
	assert_int_equal(strlen(s), 1023);
	assert_int_equal(s[1022], '\n');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_line_with_priority),
	    cmocka_unit_test(long_messages_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
