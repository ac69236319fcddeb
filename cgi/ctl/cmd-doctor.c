/* otklikctl doctor: what to look at, and what the outcome is kept for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "doctor.h"

#define SOCKETS "/run/otklik"
#define SETTINGS_MAX 16

struct arguments {
	struct doctor *doctor;
	struct canary_options canary;
	const char *admin, *password_file;
	bool json, forget;
};

enum { NGINX = 256, APACHE, CANARY, SCAN, SOURCE };

static const struct option options[] = {{"json", no_argument, NULL, 'j'},
    {"admin", required_argument, NULL, 'a'},
    {"admin-password-file", required_argument, NULL, 'f'},
    {"nginx", required_argument, NULL, NGINX},
    {"apache", required_argument, NULL, APACHE},
    {"sockets", required_argument, NULL, 's'}, {"settings", required_argument, NULL, 'c'},
    {"backups", required_argument, NULL, 'b'}, {"only", required_argument, NULL, 'o'},
    {"one-user", no_argument, NULL, 'u'}, {"no-keep", no_argument, NULL, 'k'},
    {"canary", required_argument, NULL, CANARY}, {"scan", required_argument, NULL, SCAN},
    {"source", required_argument, NULL, SOURCE}, {NULL, 0, NULL, 0}};

static bool add_to(const char **v, size_t *n)
{
	if (*n == SETTINGS_MAX)
		return false;
	v[(*n)++] = optarg;
	return true;
}

static bool read_option(int o, struct arguments *r)
{
	struct doctor *d = r->doctor;

	switch (o) {
	case 'j':
		r->json = true;
		break;
	case 'a':
		r->admin = r->canary.user = optarg;
		break;
	case 'f':
		r->password_file = optarg;
		break;
	case NGINX:
	case APACHE:
		d->server = o == NGINX ? "nginx" : "apache";
		d->web = optarg;
		break;
	case 's':
		d->sockets = optarg;
		break;
	case 'c':
		return add_to(d->settings, &d->n_settings);
	case 'b':
		d->backups = optarg;
		break;
	case 'o':
		d->only = optarg;
		break;
	case 'u':
		d->alone = true;
		break;
	case 'k':
		r->forget = true;
		break;
	case CANARY:
		r->canary.url = optarg;
		break;
	case SCAN:
		return add_to(r->canary.folders, &r->canary.n_folders);
	case SOURCE:
		r->canary.source = optarg;
		break;
	default:
		return false;
	}
	return true;
}

static bool read_arguments(int argc, char **argv, struct arguments *r)
{
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (!read_option(o, r))
			return false;
	return optind == argc;
}

/* ---- what respondents may be told */

static void confirm(struct assurance *a, enum assurance_point p, bool confirmed)
{
	a->confirmed[p] = confirmed ? day_today(0) : DAY_NONE;
}

/*
 * A warning about the binary log, and any fault about a log of the database, takes
 * the word about the time of sending back.
 */
static void set_assurance(const struct doctor *d, struct assurance *a)
{
	static const char *const address[] = {
	    "web.config", "web.access-log", "web.error-log", "web.body", "web.told"};
	static const char *const moment[] = {"database.reach", "database.general-log",
	    "database.slow-log", "database.audit", "database.binlog"};
	bool hidden = true, timeless = true;

	for (size_t i = 0; i < sizeof(address) / sizeof(address[0]); i++)
		hidden = hidden && doctor_worst(d, address[i]) == DOCTOR_OK;
	for (size_t i = 0; i < d->n_lines; i++) {
		const char *id = d->lines[i].words->id;

		if (d->lines[i].level == DOCTOR_FAULT &&
		    (strcmp(id, "web.away") == 0 || strcmp(id, "web.redirect") == 0 ||
			strcmp(id, "canary.address") == 0 ||
			strcmp(id, "canary.agent") == 0))
			hidden = false;
		if (d->lines[i].level != DOCTOR_OK && strcmp(id, "web.loaded") == 0)
			hidden = false;
	}
	for (size_t i = 0; i < sizeof(moment) / sizeof(moment[0]); i++)
		timeless = timeless && doctor_worst(d, moment[i]) == DOCTOR_OK;
	confirm(a, ASSURANCE_ADDRESS, hidden);
	confirm(a, ASSURANCE_TIME, hidden && timeless);
	confirm(a, ASSURANCE_RIGHTS, d->apart && doctor_worst(d, "grants.") == DOCTOR_OK);
}

static enum ctl_exit keep(const struct doctor *d)
{
	const char *file = d->ctl->config.doctor_file;
	struct assurance a;

	set_assurance(d, &a);
	return assurance_write(file, &a) == ERR_OK ? CTL_OK : ctl_err(ERR_IO, file);
}

/* ---- the command */

static void look(struct doctor *d, const struct arguments *args)
{
	struct config admin = d->ctl->config;

	admin.db_user = args->admin == NULL ? "" : args->admin;
	admin.db_password_file = args->password_file == NULL ? "" : args->password_file;
	d->db = db_new(&admin);
	doctor_database(d);
	doctor_grants(d);
	doctor_box(d);
	doctor_programs(d);
	doctor_files(d);
	doctor_machine(d);
	doctor_web(d);
	if (args->canary.url != NULL && d->db != NULL)
		doctor_canary(d, &args->canary);
	db_free(&d->db);
}

enum ctl_exit ctl_doctor(struct ctl *ctl, int argc, char **argv)
{
	const char *settings[SETTINGS_MAX], *folders[SETTINGS_MAX];
	struct doctor d = {
	    .ctl = ctl, .arena = ctl->arena, .sockets = SOCKETS, .settings = settings};
	struct arguments args = {
	    .doctor = &d, .canary = {.folders = folders, .user = ""}};
	enum ctl_exit status;

	if (!read_arguments(argc, argv, &args))
		return ctl_misused(_("see otklikctl doctor --help"));
	look(&d, &args);
	doctor_print(&d, args.json);
	status = (enum ctl_exit)doctor_worst(&d, "");
	if (!args.forget && keep(&d) != CTL_OK)
		status = (enum ctl_exit)DOCTOR_FAULT;
	free(d.lines);
	return status;
}
