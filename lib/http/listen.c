#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "http/listen-private.h"
#include "http/server.h"

#define BACKLOG 511
#define SPAWN_FCGI_FD 0
#define SYSTEMD_FD 3

static struct sockaddr_un own = {.sun_family = AF_UNIX};
static int own_fd = -1;

bool http_listen_is_own(int fd)
{
	return fd == own_fd;
}

void http_listen_remove(void)
{
	if (own_fd >= 0)
		unlink(own.sun_path);
}

static bool is_listening(int fd)
{
	socklen_t n = sizeof(int);
	int yes = 0;

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &n) == 0 && yes;
}

static enum err handed_over(int *fd_r)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
	int fd = SPAWN_FCGI_FD;
	long v;

	if (pid != NULL && fds != NULL && text_int(pid, 1, INT32_MAX, &v) == ERR_OK &&
	    v == getpid() && text_int(fds, 1, INT32_MAX, &v) == ERR_OK)
		fd = SYSTEMD_FD;
	if (!is_listening(fd)) {
		log_error("no listening socket was handed over on fd %d", fd);
		return ERR_CONFIG;
	}
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	*fd_r = fd;
	return ERR_OK;
}

/* Does a program answer there already?  (EAGAIN: its queue is full.) */
static bool is_alive(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool alive = fd >= 0 && (connect(fd, (const struct sockaddr *)address,
				     sizeof(*address)) == 0 ||
				    errno == EAGAIN);

	if (fd >= 0)
		close(fd);
	return alive;
}

/* Clears the way for bind(): only a socket that nobody serves is removed. */
static bool remove_stale(const struct sockaddr_un *address)
{
	struct stat st;

	if (lstat(address->sun_path, &st) != 0)
		return errno == ENOENT;
	if (!S_ISSOCK(st.st_mode)) {
		errno = EEXIST;
		return false;
	}
	if (is_alive(address)) {
		errno = EADDRINUSE;
		return false;
	}
	return unlink(address->sun_path) == 0;
}

static int bind_private(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	mode_t mask = umask(0117); /* 0660 from the first moment on */
	int bound =
	    fd < 0 ? -1 : bind(fd, (const struct sockaddr *)address, sizeof(*address));

	umask(mask);
	if (bound == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

enum err http_listen(const char *path, int *fd_r)
{
	int fd = -1;

	if (path == NULL)
		return handed_over(fd_r);
	if (strlen(path) >= sizeof(own.sun_path)) {
		log_error("%s: too long for a socket", path);
		return ERR_CONFIG;
	}
	memset(own.sun_path, 0, sizeof(own.sun_path));
	memcpy(own.sun_path, path, strlen(path));
	if (remove_stale(&own))
		fd = bind_private(&own);
	if (fd < 0) {
		log_error("%s: %s", path, strerror(errno));
		return ERR_IO;
	}
	own_fd = fd;
	*fd_r = fd;
	return ERR_OK;
}
