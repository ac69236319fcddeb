#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "http/listen-private.h"
#include "http/server.h"

static char dir[] = "/tmp/otklik-listen-XXXXXX", path[100];

static int setup(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/socket", dir);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(dir);
}

static void opens_a_path(void **state)
{
	struct stat st;
	int fd = -1, other = -1;

	(void)state;
	assert_int_equal(http_listen(path, &fd), ERR_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISSOCK(st.st_mode));
	assert_int_equal(st.st_mode & 0777, 0660);
	assert_true(http_listen_is_own(fd));
	/* Somebody answers there: it is not taken away. */
	assert_int_equal(http_listen(path, &other), ERR_IO);
	assert_int_equal(other, -1);
	/* Nobody answers any more: it is replaced. */
	close(fd);
	assert_int_equal(http_listen(path, &fd), ERR_OK);
	http_listen_remove();
	assert_int_equal(stat(path, &st), -1);
	close(fd);
}

static void refuses(void **state)
{
	char longer[200];
	int fd = -1;
	FILE *f;

	(void)state;
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(http_listen(longer, &fd), ERR_CONFIG);
	assert_int_equal(http_listen("/nonexistent/dir/socket", &fd), ERR_IO);
	/* A file of somebody is no stale socket. */
	f = fopen(path, "w");
	assert_non_null(f);
	fclose(f);
	assert_int_equal(http_listen(path, &fd), ERR_IO);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(fd, -1);
}

static int listening(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	/* An abstract name: nothing to clean up. */
	snprintf(
	    address.sun_path + 1, sizeof(address.sun_path) - 1, "otklik-%d", getpid());
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fd, 5), 0);
	return fd;
}

/* The fd of spawn-fcgi is 0; systemd's is 3, if meant for this process. */
static void takes_what_is_handed_over(void **state)
{
	int input = fcntl(0, F_DUPFD, 10), third = fcntl(3, F_DUPFD, 10);
	int server = fcntl(listening(), F_DUPFD, 10), fd = -1;
	char pid[20];

	(void)state;
	snprintf(pid, sizeof(pid), "%d", getpid());
	close(0);
	assert_int_equal(http_listen(NULL, &fd), ERR_CONFIG);
	assert_int_equal(dup2(server, 0), 0);
	assert_int_equal(http_listen(NULL, &fd), ERR_OK);
	assert_int_equal(fd, 0);
	assert_false(http_listen_is_own(fd));
	setenv("LISTEN_PID", "1", 1);
	setenv("LISTEN_FDS", "1", 1);
	assert_int_equal(http_listen(NULL, &fd), ERR_OK);
	assert_int_equal(fd, 0);
	dup2(server, 3);
	setenv("LISTEN_PID", pid, 1);
	assert_int_equal(http_listen(NULL, &fd), ERR_OK);
	assert_int_equal(fd, 3);
	dup2(input, 0);
	unsetenv("LISTEN_PID");
	assert_int_equal(http_listen(NULL, &fd), ERR_CONFIG);
	assert_int_equal(fd, 3);
	if (third >= 0)
		dup2(third, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(opens_a_path),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(takes_what_is_handed_over),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
