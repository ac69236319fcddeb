#include <errno.h>
#include <grp.h>
#include <libgen.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "ctl.h"

#define PROGRAM "otklik-count"

/* Beside this program in the build tree, where one prefix holds both, else where it
   is configured to be. */
static const char *find_program(struct ctl *ctl)
{
	static const char *const places[] = {"", "../libexec/otklik/"};
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *dir, *found;

	if (n <= 0)
		return OTKLIK_LIBEXECDIR "/" PROGRAM;
	self[n] = '\0';
	dir = dirname(self);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		found = arena_printf(ctl->arena, "%s/%s" PROGRAM, dir, places[i]);
		if (access(found, X_OK) == 0)
			return found;
	}
	return OTKLIK_LIBEXECDIR "/" PROGRAM;
}

/*
 * Root becomes the owner of the key directory: keys made by root could not be
 * read by the service, and the account's name is that of the OS user.
 */
static bool become_owner(const char *key_dir)
{
	struct stat st;

	if (geteuid() != 0 || stat(key_dir, &st) != 0 || st.st_uid == 0)
		return true;
	return setgroups(0, NULL) == 0 && setgid(st.st_gid) == 0 &&
	       setuid(st.st_uid) == 0;
}

/* Becomes the program; returns only if that fails. */
static enum ctl_exit become_program(struct ctl *ctl)
{
	const char *program = find_program(ctl);

	if (!become_owner(ctl->config.key_dir))
		return ctl_fail("%s: %s", ctl->config.key_dir, strerror(errno));
	if (ctl->config_path == NULL)
		execl(program, PROGRAM, "--once", (char *)NULL);
	else
		execl(program, PROGRAM, "--config", ctl->config_path, "--once",
		    (char *)NULL);
	return ctl_fail("%s: %s", program, strerror(errno));
}

enum ctl_exit ctl_count(struct ctl *ctl, int argc, char **argv)
{
	if (argc != 1)
		return ctl_misused(_("%s takes no arguments"), argv[0]);
	return become_program(ctl);
}

enum ctl_exit ctl_count_once(struct ctl *ctl)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(become_program(ctl));
	while (pid != -1 && waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			pid = -1;
	if (pid == -1)
		return ctl_fail(PROGRAM ": %s", strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return ctl_fail(_("%s has failed"), PROGRAM);
	return CTL_OK;
}
