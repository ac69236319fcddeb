/* Which web server there is, and whether it goes by its configuration as it is now. */
#include <string.h>

#include "doctor.h"

#define CLOCK_SLACK 2 /* seconds: the start of a process is told that coarsely */

void doctor_loaded(struct doctor *d, const char *name, time_t changed)
{
	time_t started = doctor_started(d, name);

	if (started == 0)
		return;
	doctor_say(d, "web.loaded",
	    changed <= started + CLOCK_SLACK ? DOCTOR_OK : DOCTOR_WARNING, "%s", name);
}

/* The word behind " -c " in a command line, else otherwise. */
static const char *argument(
    struct doctor *d, const char *line, const char *option, const char *otherwise)
{
	const char *at = strstr(line, option);

	if (at == NULL)
		return otherwise;
	at += strlen(option);
	return arena_strndup(d->arena, at, strcspn(at, " "));
}

static void note_server(struct doctor *d, const char *name, const char *pid)
{
	bool nginx = strcmp(name, "nginx") == 0;
	const char *line =
	    doctor_text(d, arena_printf(d->arena, "/proc/%s/cmdline", pid));

	if (d->web != NULL || (nginx && strstr(line, "master process") == NULL))
		return;
	d->server = nginx ? "nginx" : "apache";
	d->web = nginx ? argument(d, line, " -c ", "/etc/nginx/nginx.conf")
		       : argument(d, line, " -f ", "/etc/apache2/apache2.conf");
}

void doctor_web(struct doctor *d)
{
	if (d->web == NULL)
		doctor_each_process(d, "nginx", note_server);
	if (d->web == NULL)
		doctor_each_process(d, "apache2", note_server);
	if (d->web == NULL)
		doctor_say(d, "web.config", DOCTOR_FAULT, "-");
	else if (strcmp(d->server, "nginx") == 0)
		doctor_nginx(d, d->web);
	else
		doctor_apache(d, d->web);
}
