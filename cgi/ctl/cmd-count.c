#include <errno.h>
#include <grp.h>
#include <libgen.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "ctl.h"

#define PROGRAM "otklik-count"

/* Beside this program in the build tree, else where it is installed. */
static const char *find_program(struct ctl *ctl)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *beside;

	if (n > 0) {
		self[n] = '\0';
		beside = arena_printf(ctl->arena, "%s/" PROGRAM, dirname(self));
		if (access(beside, X_OK) == 0)
			return beside;
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

enum ctl_exit ctl_count(struct ctl *ctl, int argc, char **argv)
{
	const char *program = find_program(ctl);

	if (argc != 1)
		return ctl_misused(_("%s takes no arguments"), argv[0]);
	if (!become_owner(ctl->config.key_dir))
		return ctl_fail("%s: %s", ctl->config.key_dir, strerror(errno));
	if (ctl->config_path == NULL)
		execl(program, PROGRAM, "--once", (char *)NULL);
	else
		execl(program, PROGRAM, "--config", ctl->config_path, "--once",
		    (char *)NULL);
	return ctl_fail("%s: %s", program, strerror(errno));
}
