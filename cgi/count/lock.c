#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "count.h"

#define LOCK_FILE ".lock"
#define LOCK_POLL_MS 100

static void stop_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
}

void count_signals_block(void)
{
	sigset_t set;

	stop_signals(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

bool count_stopped(unsigned ms)
{
	static bool stopped;
	struct timespec t = {ms / 1000, (long)(ms % 1000) * 1000000};
	sigset_t set;

	if (stopped)
		return true;
	stop_signals(&set);
	stopped = sigtimedwait(&set, NULL, &t) > 0;
	return stopped;
}

static int lock_failed(const char *dir)
{
	log_error("%s: %s", dir, strerror(errno));
	return -1;
}

static int open_lock(const char *dir)
{
	int at, fd;

	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return lock_failed(dir);
	at = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (at == -1)
		return lock_failed(dir);
	fd = openat(at, LOCK_FILE, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		lock_failed(dir);
	close(at);
	return fd;
}

enum err count_lock(const char *dir, int *fd_r)
{
	int fd = open_lock(dir);

	if (fd == -1)
		return ERR_CONFIG;
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			close(fd);
			return ERR_IO;
		}
		if (count_stopped(LOCK_POLL_MS)) {
			close(fd);
			return ERR_CLOSED;
		}
	}
	*fd_r = fd;
	return ERR_OK;
}

void count_unlock(int fd)
{
	close(fd);
}
