/* What each check of the doctor is about, and what to do when it is not well. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "doctor.h"

static const struct doctor_words words[] = {
    {"database.reach", N_("MariaDB answers its administrator"),
	N_("Run the doctor as root, or name an administrator with --admin.")},
    {"grants.rights", N_("Rights of an account are those of grants.sql"),
	N_("otklikctl init grants what is missing; REVOKE what is too much.")},
    {"database.durable", N_("A commit is on disk before it is acknowledged"),
	N_("Set innodb_flush_log_at_trx_commit = 1: «принят» means committed.")},
    {"database.doublewrite", N_("Half-written pages are repaired"),
	N_("Leave innodb_doublewrite on.")},
    {"database.general-log", N_("No log of all statements"),
	N_("Set general_log = OFF: it holds the time of every statement.")},
    {"database.slow-log", N_("No log of slow statements"),
	N_("Set slow_query_log = OFF: it holds statements with their time, and the "
	   "texts of answers being counted.")},
    {"database.audit", N_("No audit plugin logs statements"),
	N_("Leave the accounts of Otklik out of it (server_audit_excl_users), or log "
	   "connections only.")},
    {"database.errors", N_("The error log holds no statements"),
	N_("Set innodb_print_all_deadlocks and innodb_status_output to OFF.")},
    {"database.binlog", N_("No binary log"),
	N_("It holds the second in which each sealed ballot and each used one-time link "
	   "came: without a replica set skip-log-bin, else keep it short "
	   "(binlog_expire_logs_seconds, 7 days at most). See doc/anonymity.md.")},
    {"database.binlog-sync", N_("The binary log is written with each commit"),
	N_("Set sync_binlog = 1.")},
    {"database.core", N_("MariaDB leaves no core files"),
	N_("Take core-file out of its settings.")},
    {"box.closed", N_("Closed campaigns are counted"),
	N_("Does otklik-count.timer run? Look at the journal of otklik-count.")},
    {"box.keys", N_("Open campaigns have a key to seal to"),
	N_("otklik-count makes it at its next run: see its timer and journal.")},
    {"box.rejected", N_("Every ballot could be opened"),
	N_("Is a private key of the box lost? They are tried again at the final count.")},
    {"programs.run", N_("The program runs"),
	N_("Start its socket or timer (systemctl status).")},
    {"programs.user", N_("Each program has a Unix user of its own"),
	N_("Start them by the systemd units: one that is taken over must not reach "
	   "the others' files.")},
    {"programs.core", N_("A crash leaves no core file"),
	N_("Set LimitCORE=0 (DefaultLimitCORE, ulimit -c 0) for it.")},
    {"programs.core-pipe", N_("Crashes are not handed to a collector"),
	N_("A collector gets a core whatever the limit says: switch it off "
	   "(kernel.core_pattern=core); systemd-coredump keeps to the limit.")},
    {"files.socket", N_("Only the web server may connect to the socket"),
	N_("Mode 0660 and the web server's user, as in the socket units.")},
    {"files.key", N_("The key is readable for its program only"),
	N_("Give it to the program's user with mode 0600 (ticket.key: 0640).")},
    {"files.box-keys", N_("Private keys of the box are out of reach"),
	N_("The folder belongs to otklik-count, mode 0700, its files 0600.")},
    {"files.settings", N_("Settings and passwords are changed by their owner only"),
	N_("No write permission for others; password files 0600.")},
    {"files.backups", N_("Backups are readable for their owner only"),
	N_("chmod -R go= the folder: they hold sealed ballots and counted answers.")},
    {"files.backup-keys", N_("No private keys of the box in the backups"),
	N_("Leave key_dir out: who has both can open ballots that wait.")},
    {"machine.swap", N_("Memory does not reach a disk through swap"),
	N_("Encrypt it (crypttab, swap with a random key) or switch it off.")},
    {"machine.clock-database", N_("MariaDB's clock is this machine's"),
	N_("Synchronise both with NTP: days and endings are told by them.")},
    {"machine.clock", N_("The clock is synchronised"),
	N_("Switch NTP on (timedatectl set-ntp true).")},
    {"machine.calendar", N_("A calendar of working days of the year"),
	N_("Put the production calendar into calendar_dir (see the one of 2026); until "
	   "then last days are provisional.")},
    {"web.config", N_("Configuration of the web server"),
	N_("Include the snippet, and name the configuration with --nginx FILE or "
	   "--apache FILE.")},
    {"web.loaded", N_("The web server goes by the configuration as it is now"),
	N_("It was changed since: reload the web server and run the doctor again.")},
    {"web.access-log", N_("Public pages stand in no access log"),
	N_("nginx: access_log off in the location; Apache: env=!otklik at every "
	   "CustomLog.")},
    {"web.error-log", N_("Public pages stand in no error log"),
	N_("nginx: error_log /dev/null emerg; Apache: LogLevel emerg. It holds addresses "
	   "too.")},
    {"web.body", N_("Answers are not spooled to disk"),
	N_("client_body_buffer_size at least client_max_body_size, "
	   "fastcgi_max_temp_file_size 0; no proxy-sendcl.")},
    {"web.told", N_("The programs are told neither address nor browser"),
	N_("Pass what the snippet passes, and nothing else.")},
    {"web.away", N_("Nothing leads public requests elsewhere"),
	N_("An error page, a mirror or a cache outside the location is logged by the "
	   "rules of that place: leave them out of it.")},
    {"web.redirect", N_("The server that redirects to https logs nothing"),
	N_("access_log off there for the base path, too: a typed address comes with "
	   "the link's secret.")},
    {"web.limit", N_("Floods are held off in memory"),
	N_("limit_req (nginx), RequestReadTimeout (Apache) as in the snippet.")},
    {"canary.sent", N_("Marked requests came through the web server"),
	N_("The URL must be that of the public pages, reachable from here.")},
    {"canary.searched", N_("Places searched for the marks"),
	N_("Run it as root: some places could not be read.")},
    {"canary.answer", N_("The marked answer lies nowhere in clear"),
	N_("Find out who writes that file: answers must be sealed until the count.")},
    {"canary.address", N_("The sender's address lies nowhere"),
	N_("Find out who writes that file: a log, a proxy, a firewall.")},
    {"canary.agent", N_("The sender's browser lies nowhere"),
	N_("Find out who writes that file: a log, a proxy.")},
    {"canary.ticket", N_("The one-time link lies nowhere in clear"),
	N_("Find out who writes that file: links must be kept as hashes only.")},
};

const struct doctor_words *doctor_words(const char *id)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].id, id) == 0)
			return &words[i];
	abort();
}
