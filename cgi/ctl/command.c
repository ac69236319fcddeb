#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

const struct ctl_command ctl_commands[] = {
    {"init", "[--admin USER] [--admin-password-file FILE] [--passwords DIR]",
	N_("Makes the database and the accounts, applies the migrations and grants.\n"
	   "Run it as an administrator of MariaDB, also after an update that brings\n"
	   "new accounts.  It is harmless when repeated.\n\n"
	   "  --admin USER                MariaDB administrator (default: the OS user)\n"
	   "  --admin-password-file FILE  file with that account's password\n"
	   "  --passwords DIR             accounts get passwords, each in a file of DIR\n"
	   "                              (default: the OS user of the account's name)"),
	ctl_init},
    {"migrate", "",
	N_("Applies migrations that are not applied yet, and changed grants."),
	ctl_migrate},
    {"user add", "LOGIN --role ROLE [--agency CODE] [--name NAME] [--generate]",
	N_("Adds a staff account.  The password is read from standard input.\n\n"
	   "  --role ROLE    operator, analyst, head, admin\n"
	   "  --agency CODE  the only agency it sees (default: every agency)\n"
	   "  --name NAME    as shown\n"
	   "  --generate     make a password and print it"),
	ctl_user_add},
    {"user passwd", "LOGIN [--generate]",
	N_("Sets a new password and ends the account's sessions.\n\n"
	   "  --generate     make a password and print it"),
	ctl_user_passwd},
    {"user list", "", N_("Lists the staff accounts."), ctl_user_list},
    {"procedure load", "DIR",
	N_("Loads a procedure: its agency and a frozen version of each questionnaire.\n"
	   "A changed file makes the next version, an unchanged one none.  DIR is a\n"
	   "folder, or the name of one in forms_dir."),
	ctl_procedure_load},
    {"form check", "[--procedure DIR] FILE...",
	N_("Checks questionnaire files; prints FILE:LINE: and what is wrong.\n\n"
	   "  --procedure DIR  reference lists come from procedure.xml there (default:\n"
	   "                   the folder of the file)"),
	ctl_form_check},
    {"campaign open", "QUESTIONNAIRE [OPTION]...",
	N_("Opens a campaign with the newest version of a questionnaire.\n\n"
	   "  --agency CODE      needed when several agencies have the questionnaire\n"
	   "  --code CODE        in the URL (default: as the procedure says, else the\n"
	   "                     questionnaire in lower case)\n"
	   "  --opens DATE       first day, 2026-11-22 (default: today)\n"
	   "  --closes DATE      last day\n"
	   "  --working-days N   last day is the N-th working day\n"
	   "  --permanent        no last day; counted by month\n"
	   "  --k N              smallest group shown (default and least: the\n"
	   "                     setting k)\n"
	   "  --access KIND      open (default), group (a closed link), ticket "
	   "(one-time\n"
	   "                     links); the links are made on the staff pages\n\n"
	   "Without a last day the procedure says how long the survey is."),
	ctl_campaign_open},
    {"campaign close", "CODE",
	N_("Closes a campaign now.  Forms issued before are taken for one hour more,\n"
	   "then comes the final count."),
	ctl_campaign_close},
    {"campaign list", "", N_("Lists the campaigns."), ctl_campaign_list},
    {"count", "", N_("Opens the boxes that are due (runs otklik-count --once)."),
	ctl_count},
    {"views", "",
	N_("Makes a view of the database for each published version of a questionnaire\n"
	   "for external clients, for SQL and BI tools of your own, and prints its "
	   "name:\n"
	   "a row a response, the columns of the codebook in whole numbers, day, "
	   "channel\n"
	   "and language.  Run it again when a version has been published; who may read\n"
	   "a view is up to you (GRANT SELECT).  They read every response: use the "
	   "files\n"
	   "of results for what is asked often."),
	ctl_views},
    {"demo load", "[OPTION]...",
	N_("Fills demonstration campaigns of the loaded questionnaires with made-up\n"
	   "answers over several quarters, through the ballot box and otklik-count like\n"
	   "any other.  They are marked as demonstration data wherever they are shown;\n"
	   "nobody else can answer them.  Campaigns that are there already are left\n"
	   "alone.  Run it as an account that may run otklik-count.\n\n"
	   "  --agency CODE  only this agency (default: every one)\n"
	   "  --rounds N     quarters before this one, 1 to 12 (4)\n"
	   "  --answers N    about so many a campaign of external clients (160), and a\n"
	   "                 third of it for an agency's own staff\n"
	   "  --seed N       other answers; the same for the same N (1)"),
	ctl_demo_load},
    {"demo remove", "",
	N_("Removes the demonstration campaigns with all that hangs on them, also the\n"
	   "pains found in them, and says how many.  Nothing else is touched."),
	ctl_demo_remove},
    {"doctor", "[OPTION]...",
	N_("Looks at the installation as it runs: rights, sockets, keys, settings, logs "
	   "of\n"
	   "the web server and of MariaDB, the box, clocks, calendars.  Run it as root.\n"
	   "Each line is ok, a warning or a fault with what to do.  What it confirms is\n"
	   "kept (doctor_file): respondents are told no more than that.\n\n"
	   "  --json                      the report for machines\n"
	   "  --no-keep                   look only\n"
	   "  --nginx FILE, --apache FILE configuration of the web server (default: "
	   "that\n"
	   "                              of the one that runs)\n"
	   "  --sockets DIR               sockets of the programs (/run/otklik)\n"
	   "  --settings FILE             more settings to look at (may be repeated)\n"
	   "  --backups DIR               backups of the database\n"
	   "  --only TEXT                 processes with this in their command line "
	   "only\n"
	   "  --one-user                  the programs share a Unix user: for trying "
	   "out\n"
	   "  --admin USER                MariaDB administrator (default: the OS user)\n"
	   "  --admin-password-file FILE  file with that account's password\n"
	   "  --canary URL                also sends marked answers through the web "
	   "server\n"
	   "                              (URL of the public pages, no slash at the "
	   "end)\n"
	   "                              to a campaign of its own and looks for the "
	   "marks\n"
	   "                              in files, logs, journal and a fresh dump\n"
	   "  --scan DIR                  look there, too (may be repeated)\n"
	   "  --source ADDRESS            address of this machine to send from "
	   "(default:\n"
	   "                              one of its own on loopback)\n\n"
	   "Exit status: 0 all is well, 1 warnings, 2 faults."),
	ctl_doctor},
    {NULL, NULL, NULL, NULL},
};

static void message(const char *fmt, va_list ap)
{
	fputs("otklikctl: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

enum ctl_exit ctl_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(fmt, ap);
	va_end(ap);
	return CTL_FAILED;
}

enum ctl_exit ctl_misused(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(fmt, ap);
	va_end(ap);
	return CTL_USAGE;
}

enum ctl_exit ctl_err(enum err e, const char *what)
{
	const char *why;

	switch (e) {
	case ERR_UNAVAILABLE:
		why = _("the database is away");
		break;
	case ERR_CONFIG:
		why = _("the database refuses this account, or is not set up");
		break;
	case ERR_DENIED:
		why = _("the account has no right to do this");
		break;
	case ERR_NOT_FOUND:
		why = _("there is no such thing");
		break;
	case ERR_DUPLICATE:
		why = _("it is there already");
		break;
	default:
		why = err_name(e);
		break;
	}
	return ctl_fail("%s: %s", what, why);
}

static void print_commands(FILE *out)
{
	fputs(_("usage: otklikctl [-c FILE] COMMAND [ARGUMENT]...\n\n"), out);
	for (const struct ctl_command *c = ctl_commands; c->words != NULL; c++)
		fprintf(out, "  %s%s%s\n", c->words, c->usage[0] == '\0' ? "" : " ",
		    c->usage);
	fputs(_("\n  -c, --config FILE  settings (default: otklik.conf in the system's "
		"place)\n"
		"  COMMAND --help     says more\n\n"
		"Exit status: 0 done, 1 failed, 2 wrong use.\n"),
	    out);
}

int command_globals(int argc, char **argv, const char **config_r)
{
	static const struct option options[] = {{"config", required_argument, NULL, 'c'},
	    {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
	int o;

	/* '+': stop at the command; its options are its own. */
	while ((o = getopt_long(argc, argv, "+c:h", options, NULL)) != -1) {
		if (o == 'c')
			*config_r = optarg;
		else if (o == 'h')
			return optind - 1; /* command_run() sees it again */
		else
			return 0;
	}
	return optind;
}

/* How many words of the command line are this command's; 0 = it is another. */
static int words_matched(const char *words, int argc, char **argv)
{
	int n = 0;

	while (*words != '\0') {
		size_t len = strcspn(words, " ");

		if (n >= argc || strlen(argv[n]) != len ||
		    strncmp(argv[n], words, len) != 0)
			return 0;
		words += len + (words[len] == ' ');
		n++;
	}
	return n;
}

static bool wants_help(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	}
	return false;
}

int command_run(struct ctl *ctl, int argc, char **argv)
{
	for (const struct ctl_command *c = ctl_commands; c->words != NULL; c++) {
		int n = words_matched(c->words, argc, argv);

		if (n == 0)
			continue;
		if (wants_help(argc, argv)) {
			printf(_("usage: otklikctl %s %s\n\n"), c->words, c->usage);
			printf("%s\n", _(c->help));
			return CTL_OK;
		}
		optind = 0; /* starts getopt_long() afresh */
		return c->run(ctl, argc - n + 1, argv + n - 1);
	}
	if (argc == 0 || wants_help(argc, argv)) {
		print_commands(argc == 0 ? stderr : stdout);
		return argc == 0 ? CTL_USAGE : CTL_OK;
	}
	return ctl_misused(
	    _("unknown command: %s (otklikctl --help lists them)"), argv[0]);
}
