/* Of the machine: swap, clock, calendars. */
#include <string.h>
#include <sys/timex.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/text.h"
#include "doctor.h"

/* dm-crypt says so; zram stays in memory. */
static bool is_encrypted(struct doctor *d, const char *device)
{
	const char *name = strrchr(device, '/');
	char real[256];
	ssize_t n;

	if (text_starts(device, "/dev/zram"))
		return true;
	n = readlink(device, real, sizeof(real) - 1);
	if (n > 0) {
		real[n] = '\0';
		name = strrchr(real, '/');
	}
	if (name == NULL)
		return false;
	return text_starts(
	    doctor_text(d, arena_printf(d->arena, "/sys/block/%s/dm/uuid", name + 1)),
	    "CRYPT-");
}

/* The first line is a heading; the first word of each other one a device or file. */
static void check_swap(struct doctor *d)
{
	char *text = arena_strdup(d->arena, doctor_text(d, "/proc/swaps")), *save = NULL;
	bool any = false;

	for (char *line = strtok_r(text, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		line[strcspn(line, " \t")] = '\0';
		if (strcmp(line, "Filename") == 0)
			continue;
		any = true;
		doctor_say(d, "machine.swap",
		    is_encrypted(d, line) ? DOCTOR_OK : DOCTOR_WARNING, "%s", line);
	}
	if (!any)
		doctor_say(d, "machine.swap", DOCTOR_OK, "-");
}

static void check_clock(struct doctor *d)
{
	struct timex t = {.modes = 0};
	int state = adjtimex(&t);

	doctor_say(d, "machine.clock",
	    state != -1 && state != TIME_ERROR ? DOCTOR_OK : DOCTOR_WARNING, "NTP");
}

/* This year's must be there; next year's is published in autumn. */
static void check_calendar(struct doctor *d)
{
	const char *dir = d->ctl->config.calendar_dir, *fault = "";
	struct calendar *c = NULL;
	int year, month, day;

	if (calendar_load(dir, &c, &fault) != ERR_OK) {
		doctor_say(d, "machine.calendar", DOCTOR_FAULT, "%s", fault);
		return;
	}
	calendar_free(&c);
	day_to_date(day_today(0), &year, &month, &day);
	for (int i = 0; i < 2; i++) {
		const char *path = arena_printf(d->arena, "%s/%d.txt", dir, year + i);
		bool there = access(path, R_OK) == 0;

		if (there || i == 0 || month >= 10)
			doctor_say(d, "machine.calendar",
			    there    ? DOCTOR_OK
			    : i == 0 ? DOCTOR_FAULT
				     : DOCTOR_WARNING,
			    "%s", path);
	}
}

void doctor_machine(struct doctor *d)
{
	check_swap(d);
	check_clock(d);
	check_calendar(d);
}
