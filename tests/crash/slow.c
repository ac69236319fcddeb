/*
 * slow: a mariadbd whose redo log reaches the disk late (LD_PRELOAD).
 *
 * While the file named by OTKLIK_SLOW exists, each write to the redo log waits
 * half a second first: what happens between a commit in memory, when row locks
 * are let go already, and its durability can then be looked at.
 */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define REDO_LOG "ib_logfile0"
#define WAIT_NS 500000000

typedef ssize_t write_at(int fd, const void *p, size_t n, off_t at);
write_at pwrite, pwrite64;

static bool is_redo_log(int fd)
{
	char link[64], path[4096];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	if (n < (ssize_t)strlen(REDO_LOG))
		return false;
	path[n] = '\0';
	return strcmp(path + n - strlen(REDO_LOG), REDO_LOG) == 0;
}

static void wait_for(int fd)
{
	const struct timespec t = {0, WAIT_NS};
	const char *path = getenv("OTKLIK_SLOW");

	if (path != NULL && access(path, F_OK) == 0 && is_redo_log(fd))
		nanosleep(&t, NULL);
}

static ssize_t pass(const char *name, int fd, const void *p, size_t n, off_t at)
{
	void *symbol = dlsym(RTLD_NEXT, name);
	write_at *real;

	memcpy(&real, &symbol, sizeof(real));
	wait_for(fd);
	return real(fd, p, n, at);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pass("pwrite", fd, p, n, at);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off_t at)
{
	return pass("pwrite64", fd, p, n, at);
}
