/* The running programs: who they run as, and what a crash would leave. */
#include <ctype.h>
#include <dirent.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "doctor.h"

#define TEXT_BYTES 8192

const char *doctor_text(struct doctor *d, const char *path)
{
	FILE *in = fopen(path, "re");
	char text[TEXT_BYTES];
	size_t n;

	if (in == NULL)
		return "";
	n = fread(text, 1, sizeof(text) - 1, in);
	fclose(in);
	for (size_t i = 0; i < n; i++)
		if (text[i] == '\0')
			text[i] = ' '; /* between the words of a command line */
	text[n] = '\0';
	return arena_strdup(d->arena, text);
}

static bool is_called(struct doctor *d, const char *pid, const char *name)
{
	const char *comm = doctor_text(d, arena_printf(d->arena, "/proc/%s/comm", pid));
	size_t n = strcspn(comm, "\n");

	if (n != strlen(name) || strncmp(comm, name, n) != 0)
		return false;
	return d->only == NULL ||
	       strstr(doctor_text(d, arena_printf(d->arena, "/proc/%s/cmdline", pid)),
		   d->only) != NULL;
}

void doctor_each_process(struct doctor *d, const char *name,
    void (*f)(struct doctor *d, const char *name, const char *pid))
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	if (proc == NULL)
		return;
	while ((entry = readdir(proc)) != NULL)
		if (isdigit((unsigned char)entry->d_name[0]) &&
		    is_called(d, entry->d_name, name))
			f(d, name, entry->d_name);
	closedir(proc);
}

/* ---- who they are */

struct seen {
	const char *name;
	long uid; /* -1: does not run */
};
static struct seen seen[] = {{"otklik-survey", -1}, {"otklik-admin", -1},
    {"otklik-appeal", -1}, {"otklik-results", -1}, {"otklik-count", -1}, {"mariadbd", -1},
    {"nginx", -1}, {"apache2", -1}};
#define SEEN (sizeof(seen) / sizeof(seen[0]))

static void note_user(struct doctor *d, const char *name, const char *pid)
{
	struct stat st;

	if (stat(arena_printf(d->arena, "/proc/%s", pid), &st) != 0)
		return;
	for (size_t i = 0; i < SEEN; i++)
		if (strcmp(seen[i].name, name) == 0 &&
		    (seen[i].uid == -1 || st.st_uid != 0))
			seen[i].uid = (long)st.st_uid;
}

static const char *user_name(struct doctor *d, long uid)
{
	const struct passwd *p = getpwuid((uid_t)uid);

	return p != NULL ? arena_strdup(d->arena, p->pw_name)
			 : arena_printf(d->arena, "%ld", uid);
}

/* No two programs of ours under one user, and none under root. */
static void check_users(struct doctor *d)
{
	d->apart = true;
	for (size_t i = 0; text_starts(seen[i].name, "otklik"); i++) {
		bool shared = seen[i].uid == 0;

		if (seen[i].uid == -1)
			continue;
		for (size_t j = 0; j < SEEN; j++)
			shared = shared || (j != i && seen[j].uid == seen[i].uid);
		doctor_say(d, "programs.user",
		    !shared    ? DOCTOR_OK
		    : d->alone ? DOCTOR_WARNING
			       : DOCTOR_FAULT,
		    "%s: %s", seen[i].name, user_name(d, seen[i].uid));
		d->apart = d->apart && !shared;
	}
}

static void check_running(struct doctor *d)
{
	/* otklik-count ends between two runs of its timer: box.closed tells. */
	static const char *const needed[] = {"otklik-survey", "otklik-admin"};

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		for (size_t j = 0; j < SEEN; j++)
			if (strcmp(seen[j].name, needed[i]) == 0)
				doctor_say(d, "programs.run",
				    seen[j].uid == -1 ? DOCTOR_WARNING : DOCTOR_OK, "%s",
				    needed[i]);
}

/* ---- what a crash leaves */

/* "Max core file size        0          0    bytes": soft and hard limit. */
static void check_core(struct doctor *d, const char *name, const char *pid)
{
	const char *line =
	    strstr(doctor_text(d, arena_printf(d->arena, "/proc/%s/limits", pid)),
		"Max core file size");
	char soft[32] = "?";

	if (line != NULL && sscanf(line, "Max core file size %31s", soft) != 1)
		soft[0] = '?';
	/* Of the servers it is a matter of what they hold in memory, too. */
	doctor_say(d, "programs.core",
	    strcmp(soft, "0") == 0        ? DOCTOR_OK
	    : text_starts(name, "otklik") ? DOCTOR_FAULT
					  : DOCTOR_WARNING,
	    "%s (%s): %s", name, pid, soft);
}

static void check_pattern(struct doctor *d)
{
	const char *text = doctor_text(d, "/proc/sys/kernel/core_pattern");
	const char *pattern = arena_strndup(d->arena, text, strcspn(text, "\n"));
	bool piped = pattern[0] == '|' && strstr(pattern, "systemd-coredump") == NULL;

	doctor_say(
	    d, "programs.core-pipe", piped ? DOCTOR_WARNING : DOCTOR_OK, "%s", pattern);
}

/* ---- since when */

static time_t youngest;

/* proc(5): the 22nd field, counted behind the name in parentheses, in ticks since the
   machine was started. */
static void note_start(struct doctor *d, const char *name, const char *pid)
{
	const char *stat =
	    strrchr(doctor_text(d, arena_printf(d->arena, "/proc/%s/stat", pid)), ')');
	struct timespec up;
	time_t start;

	(void)name;
	for (int i = 2; stat != NULL && i < 22; i++)
		stat = strchr(stat + 1, ' ');
	if (stat == NULL || clock_gettime(CLOCK_BOOTTIME, &up) != 0)
		return;
	start = time(NULL) - up.tv_sec +
		(time_t)(strtoll(stat, NULL, 10) / sysconf(_SC_CLK_TCK));
	if (start > youngest)
		youngest = start;
}

time_t doctor_started(struct doctor *d, const char *name)
{
	youngest = 0;
	doctor_each_process(d, name, note_start);
	return youngest;
}

void doctor_programs(struct doctor *d)
{
	for (size_t i = 0; i < SEEN; i++)
		doctor_each_process(d, seen[i].name, note_user);
	check_running(d);
	check_users(d);
	for (size_t i = 0; i < SEEN; i++)
		doctor_each_process(d, seen[i].name, check_core);
	check_pattern(d);
}
