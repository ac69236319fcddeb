#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ctl.h"
#include "db/agency.h"
#include "db/staff.h"

#define GENERATED_BYTES 12 /* 16 characters, 96 bits */

static const struct option options[] = {{"role", required_argument, NULL, 'r'},
    {"agency", required_argument, NULL, 'a'}, {"name", required_argument, NULL, 'n'},
    {"generate", no_argument, NULL, 'g'}, {NULL, 0, NULL, 0}};

struct arguments {
	const char *login, *role, *agency, *name;
	bool generate;
};

static bool read_arguments(int argc, char **argv, struct arguments *r)
{
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'r')
			r->role = optarg;
		else if (o == 'a')
			r->agency = optarg;
		else if (o == 'n')
			r->name = optarg;
		else if (o == 'g')
			r->generate = true;
		else
			return false;
	}
	if (optind + 1 != argc)
		return false;
	r->login = argv[optind];
	return true;
}

/* One line of standard input; a terminal is asked without showing it. */
static bool read_line(char *line, size_t size, const char *prompt)
{
	struct termios before, quiet;
	bool tty = tcgetattr(STDIN_FILENO, &before) == 0, ok;

	if (tty) {
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
		fputs(prompt, stderr);
	}
	ok = fgets(line, (int)size, stdin) != NULL;
	if (tty) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		fputc('\n', stderr);
	}
	line[ok ? strcspn(line, "\r\n") : 0] = '\0';
	return ok;
}

static const char *read_password(struct ctl *ctl, bool generate)
{
	uint8_t bytes[GENERATED_BYTES];
	char *line, *again;

	if (generate) {
		randombytes_buf(bytes, sizeof(bytes));
		return text_base64url(ctl->arena, bytes, sizeof(bytes));
	}
	line = arena_alloc(ctl->arena, DB_PASSWORD_MAX + 2);
	again = arena_alloc(ctl->arena, DB_PASSWORD_MAX + 2);
	if (!read_line(line, DB_PASSWORD_MAX + 2, _("Password: "))) {
		ctl_fail(_("no password on standard input"));
		return NULL;
	}
	if (isatty(STDIN_FILENO) &&
	    (!read_line(again, DB_PASSWORD_MAX + 2, _("Again: ")) ||
		strcmp(line, again) != 0)) {
		ctl_fail(_("the passwords differ"));
		return NULL;
	}
	return line;
}

static enum ctl_exit finish(
    enum err e, const struct arguments *args, const char *password)
{
	if (e == ERR_INVALID)
		return ctl_fail(_("%s: a login has a-z 0-9 . _ -, a password at least %d "
				  "characters and at most %d bytes"),
		    args->login, DB_PASSWORD_MIN, DB_PASSWORD_MAX);
	if (e != ERR_OK)
		return ctl_err(e, args->login);
	if (args->generate)
		printf("%s\n", password);
	return CTL_OK;
}

enum ctl_exit ctl_user_add(struct ctl *ctl, int argc, char **argv)
{
	struct arguments args = {.name = ""};
	struct db_staff s = {.active = true};
	struct db_agency g;
	const char *password;
	uint32_t id;
	enum err e;

	if (!read_arguments(argc, argv, &args) || args.role == NULL)
		return ctl_misused(_("see otklikctl user add --help"));
	if (strcmp(args.role, "administrator") == 0)
		args.role = db_role_name(DB_ROLE_ADMIN);
	if (db_role_parse(args.role, &s.role) != ERR_OK)
		return ctl_misused(_("unknown role: %s"), args.role);
	if (args.agency != NULL) {
		e = db_agency_by_code(ctl->db, ctl->arena, args.agency, &g);
		if (e != ERR_OK)
			return ctl_err(e, args.agency);
		s.agency_id = g.id;
	}
	s.login = args.login;
	s.name = args.name;
	password = read_password(ctl, args.generate);
	if (password == NULL)
		return CTL_FAILED;
	return finish(db_staff_add(ctl->db, &s, password, &id), &args, password);
}

enum ctl_exit ctl_user_passwd(struct ctl *ctl, int argc, char **argv)
{
	struct arguments args = {0};
	const char *password;

	if (!read_arguments(argc, argv, &args) || args.role != NULL ||
	    args.agency != NULL || args.name != NULL)
		return ctl_misused(_("see otklikctl user passwd --help"));
	password = read_password(ctl, args.generate);
	if (password == NULL)
		return CTL_FAILED;
	return finish(db_staff_passwd(ctl->db, args.login, password), &args, password);
}

enum ctl_exit ctl_user_list(struct ctl *ctl, int argc, char **argv)
{
	struct db_staff *v;
	size_t n;
	enum err e;

	if (argc != 1)
		return ctl_misused(_("%s takes no arguments"), argv[0]);
	e = db_staff_list(ctl->db, ctl->arena, &v, &n);
	if (e != ERR_OK)
		return ctl_err(e, argv[0]);
	for (size_t i = 0; i < n; i++)
		printf("%s\t%s\t%s\t%s\t%s\n", v[i].login, db_role_name(v[i].role),
		    v[i].active ? _("active") : _("inactive"),
		    v[i].agency == NULL ? _("every agency") : v[i].agency, v[i].name);
	return CTL_OK;
}
