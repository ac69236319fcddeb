/* The search for marks in files and in what commands print. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "canary.h"

#define CHUNK (1u << 20)
#define OVERLAP 512 /* longer than any mark in any dress */
#define PLACES_MAX 5
#define DRESSES 4

/* As it stands, percent-encoded throughout, in hexadecimal of either case. */
static const char *dressed(struct arena *a, const char *mark, int dress)
{
	char *s = arena_alloc(a, 3 * strlen(mark) + 1), *to = s;
	if (dress == 0)
		return mark;
	for (const char *m = mark; *m != '\0'; m++)
		to += dress == 1   ? sprintf(to, "%%%02X", (unsigned char)*m)
		      : dress == 2 ? sprintf(to, "%02x", (unsigned char)*m)
				   : sprintf(to, "%02X", (unsigned char)*m);
	return s;
}

static void note(struct canary *c, size_t mark, const char *place)
{
	/* Folders lie in one another. */
	if (c->found[mark] != NULL && strstr(c->found[mark], place) != NULL)
		return;
	c->n_found[mark]++;
	if (c->n_found[mark] > PLACES_MAX)
		return;
	c->found[mark] = c->found[mark] == NULL ? arena_strdup(c->doctor->arena, place)
						: arena_printf(c->doctor->arena, "%s, %s",
						      c->found[mark], place);
}

static bool is_in(const char *p, size_t n, const char *mark, struct arena *a)
{
	for (int i = 0; i < DRESSES; i++) {
		const char *m = dressed(a, mark, i);

		if (memmem(p, n, m, strlen(m)) != NULL)
			return true;
	}
	return false;
}

static void search_fd(struct canary *c, int fd, const char *place)
{
	char *chunk = malloc(CHUNK + OVERLAP);
	struct arena *a = arena_new();
	bool seen[CANARY_MARKS] = {false};
	size_t kept = 0;
	ssize_t n;

	if (chunk == NULL)
		abort();
	while ((n = read(fd, chunk + kept, CHUNK)) > 0) {
		size_t all = kept + (size_t)n;

		for (size_t i = 0; i < CANARY_MARKS; i++)
			seen[i] = seen[i] || (c->mark[i] != NULL &&
						 is_in(chunk, all, c->mark[i], a));
		kept = all < OVERLAP ? all : OVERLAP;
		memmove(chunk, chunk + all - kept, kept);
		arena_reset(a);
	}
	c->unread += n < 0;
	for (size_t i = 0; i < CANARY_MARKS; i++)
		if (seen[i])
			note(c, i, place);
	arena_free(&a);
	free(chunk);
}

void canary_search_command(struct canary *c, const char *place, char *const argv[])
{
	int ends[2], status = 0;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return;
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 0);
		dup2(ends[1], 1);
		dup2(null, 2);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(ends[1]);
	if (pid > 0)
		search_fd(c, ends[0], place);
	close(ends[0]);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		c->unread++;
	else
		c->files++;
}

/* ---- folders */

static struct {
	struct canary *canary;
	bool all;
} walk;

static void search_file(struct canary *c, const char *path)
{
	char *const unzip[] = {
	    (char[]){"gzip"}, (char[]){"-dc"}, (char[]){"--"}, (char *)path, NULL};
	size_t n = strlen(path);
	int fd;

	if (n > 3 && strcmp(path + n - 3, ".gz") == 0) {
		canary_search_command(c, path, unzip);
		return;
	}
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1) {
		c->unread += errno != ENOENT;
		return;
	}
	c->files++;
	search_fd(c, fd, path);
	close(fd);
}

static int visit(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)at;
	if (type == FTW_F && S_ISREG(st->st_mode) &&
	    (walk.all || st->st_mtime >= walk.canary->since - 1))
		search_file(walk.canary, path);
	else if (type == FTW_DNR)
		walk.canary->unread++;
	return 0;
}

void canary_search_folder(struct canary *c, const char *folder, bool all)
{
	walk.canary = c;
	walk.all = all;
	if (access(folder, F_OK) == 0 && nftw(folder, visit, 30, FTW_PHYS) != 0)
		c->unread++;
}
