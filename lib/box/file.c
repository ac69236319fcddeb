#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "box/file-private.h"

static enum err io_failed(const char *path)
{
	log_error("%s: %s", path, strerror(errno));
	return ERR_IO;
}

static enum err read_exactly(int fd, const char *path, uint8_t *p, size_t n)
{
	size_t done = 0;

	while (done < n) {
		ssize_t got = read(fd, p + done, n - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return io_failed(path);
		if (got == 0)
			return ERR_CONFIG;
		done += (size_t)got;
	}
	return ERR_OK;
}

enum err box_file_read(
    const char *path, uint8_t *p_r, size_t n, enum box_file_readers readers)
{
	mode_t closed = readers == BOX_FILE_GROUP ? 027 : 077;
	struct stat st;
	enum err e = ERR_CONFIG;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd == -1)
		return errno == ENOENT ? ERR_NOT_FOUND : io_failed(path);
	if (fstat(fd, &st) != 0)
		e = io_failed(path);
	else if ((st.st_mode & closed) != 0)
		log_error("%s: group or others may read it; chmod %o", path,
		    (unsigned)(0660 & ~closed));
	else if (st.st_size != (off_t)n)
		log_error("%s: %zu bytes were expected", path, n);
	else
		e = read_exactly(fd, path, p_r, n);
	close(fd);
	return e;
}

static enum err write_exactly(int fd, const char *path, const uint8_t *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return io_failed(path);
		p += done;
		n -= (size_t)done;
	}
	return fsync(fd) == 0 ? ERR_OK : io_failed(path);
}

static enum err sync_folder(const char *path)
{
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int fd, rc;

	snprintf(dir, sizeof(dir), "%.*s", slash == NULL ? 1 : (int)(slash - path + 1),
	    slash == NULL ? "." : path);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return io_failed(dir);
	rc = fsync(fd);
	close(fd);
	return rc == 0 ? ERR_OK : io_failed(dir);
}

enum err box_file_make(
    const char *path, const uint8_t *p, size_t n, enum box_file_readers readers)
{
	char tmp[PATH_MAX];
	enum err e;
	int fd;

	if (snprintf(tmp, sizeof(tmp), "%s.%ld" BOX_FILE_NEW, path, (long)getpid()) >=
	    (int)sizeof(tmp))
		return ERR_IO;
	unlink(tmp); /* of a process of that number that was killed */
	fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return io_failed(tmp);
	e = write_exactly(fd, tmp, p, n);
	/* The programs run with a umask that lets no group in. */
	if (e == ERR_OK && readers == BOX_FILE_GROUP && fchmod(fd, 0640) != 0)
		e = io_failed(tmp);
	close(fd);
	/* link(2), not rename(2): whoever was first stays. */
	if (e == ERR_OK && link(tmp, path) != 0)
		e = errno == EEXIST ? ERR_DUPLICATE : io_failed(path);
	unlink(tmp);
	if (e == ERR_OK)
		e = sync_folder(path);
	return e;
}

static enum err overwrite(const char *path, size_t n)
{
	uint8_t noise[256];
	enum err e = ERR_OK;
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd == -1)
		return errno == ENOENT ? ERR_NOT_FOUND : io_failed(path);
	while (n > 0 && e == ERR_OK) {
		size_t part = n < sizeof(noise) ? n : sizeof(noise);

		randombytes_buf(noise, part);
		e = write_exactly(fd, path, noise, part);
		n -= part;
	}
	close(fd);
	return e;
}

enum err box_file_destroy(const char *path, size_t n)
{
	enum err e = overwrite(path, n);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	if (e == ERR_OK && unlink(path) != 0)
		e = io_failed(path);
	return e == ERR_OK ? sync_folder(path) : e;
}
