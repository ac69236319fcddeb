#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <string.h>
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

enum ctl_exit ctl_count(struct ctl *ctl, int argc, char **argv)
{
	const char *program = find_program(ctl);

	if (argc != 1)
		return ctl_misused(_("%s takes no arguments"), argv[0]);
	if (ctl->config_path == NULL)
		execl(program, PROGRAM, "--once", (char *)NULL);
	else
		execl(program, PROGRAM, "--config", ctl->config_path, "--once",
		    (char *)NULL);
	return ctl_fail("%s: %s", program, strerror(errno));
}
