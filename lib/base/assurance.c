#include "base/assurance.h"

#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

#define LINE_BYTES 100

static const char *const names[ASSURANCE_POINTS] = {
    [ASSURANCE_ADDRESS] = "address",
    [ASSURANCE_TIME] = "time",
    [ASSURANCE_RIGHTS] = "rights",
};

/* "address = 2026-11-23"; false for anything else. */
static bool read_line(char *line, struct assurance *a)
{
	char *day = strstr(line, " = ");
	size_t i = 0;

	if (day == NULL)
		return false;
	*day = '\0';
	day += 3;
	day[strcspn(day, "\n")] = '\0';
	while (i < ASSURANCE_POINTS && strcmp(names[i], line) != 0)
		i++;
	return i < ASSURANCE_POINTS && day_parse(day, &a->confirmed[i]) == ERR_OK;
}

static void clear(struct assurance *a)
{
	for (size_t i = 0; i < ASSURANCE_POINTS; i++)
		a->confirmed[i] = DAY_NONE;
}

void assurance_read(const char *path, struct assurance *a_r)
{
	FILE *in = fopen(path, "re");
	char line[LINE_BYTES];
	bool good = true;

	clear(a_r);
	if (in == NULL)
		return;
	while (good && fgets(line, sizeof(line), in) != NULL)
		good = line[0] == '#' || read_line(line, a_r);
	if (!good || ferror(in))
		clear(a_r);
	fclose(in);
}

static bool write_file(const char *path, struct arena *arena, const struct assurance *a)
{
	FILE *out;
	bool good;

	unlink(path);
	out = fopen(path, "wxe");
	if (out == NULL)
		return false;
	fputs("# Written by `otklikctl doctor`: what it has confirmed, and when.\n", out);
	for (size_t i = 0; i < ASSURANCE_POINTS; i++)
		if (a->confirmed[i] != DAY_NONE)
			fprintf(
			    out, "%s = %s\n", names[i], day_iso(arena, a->confirmed[i]));
	good =
	    fchmod(fileno(out), 0644) == 0 && fflush(out) == 0 && fsync(fileno(out)) == 0;
	return fclose(out) == 0 && good;
}

enum err assurance_write(const char *path, const struct assurance *a)
{
	struct arena *arena = arena_new();
	const char *fresh = arena_printf(arena, "%s.new", path);
	const char *dir = dirname(arena_strdup(arena, path));
	/* Whatever the umask: other programs' users must get in. */
	bool good = mkdir(dir, 0755) != 0 || chmod(dir, 0755) == 0;

	good = good && write_file(fresh, arena, a) && rename(fresh, path) == 0;
	if (!good)
		unlink(fresh);
	arena_free(&arena);
	return good ? ERR_OK : ERR_IO;
}

bool assurance_holds(
    const struct assurance *a, enum assurance_point point, day_t today, int days)
{
	day_t day = a->confirmed[point];

	/* A day of grace: the agency's day and UTC's differ. */
	return day != DAY_NONE && day <= today + 1 && today - day <= days;
}
