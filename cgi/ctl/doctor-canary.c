/* The canary from its marks to the report. */
#include <libgen.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "canary.h"
#include "db/ballot.h"
#include "db/doctor.h"

#define SETTLE_SECONDS 2 /* for logs that are written a moment later */

static const char *random_mark(struct arena *a, const char *prefix)
{
	uint8_t bytes[10];

	randombytes_buf(bytes, sizeof(bytes));
	return arena_printf(a, "%s%s", prefix, text_hex(a, bytes, sizeof(bytes)));
}

static void make_marks(struct canary *c)
{
	struct arena *a = c->doctor->arena;

	c->mark[CANARY_ANSWER] = random_mark(a, "canaryanswer");
	c->mark[CANARY_AGENT] = random_mark(a, "canaryagent");
	c->mark[CANARY_SOURCE] = c->options->source;
	/* Of the addresses that are for documentation (RFC 3849). */
	c->mark[CANARY_FORWARDED] = arena_printf(a, "2001:db8:%x:%x:%x::1",
	    0x1000 + randombytes_uniform(0xefff), 0x1000 + randombytes_uniform(0xefff),
	    0x1000 + randombytes_uniform(0xefff));
}

/* A folder the server names in a setting; what is relative is below datadir. */
static void search_setting(struct canary *c, const char *name, bool file)
{
	const char *path = "";

	if (db_doctor_setting(c->doctor->db, c->doctor->arena, name, &path) != ERR_OK ||
	    path[0] != '/')
		return;
	if (file)
		path = dirname(arena_strdup(c->doctor->arena, path));
	canary_search_folder(c, path, strcmp(name, "datadir") == 0);
}

static void search_dump(struct canary *c, const char *user)
{
	const struct config *config = &c->doctor->ctl->config;
	struct arena *a = c->doctor->arena;
	char *argv[] = {(char[]){"mariadb-dump"}, (char[]){"--no-defaults"},
	    arena_printf(a, "--socket=%s", config->db_socket),
	    (char[]){"--single-transaction"}, (char[]){"--routines"},
	    arena_strdup(a, config->db_name),
	    user[0] == '\0' ? NULL : arena_printf(a, "--user=%s", user), NULL};

	canary_search_command(c, "mariadb-dump", argv);
}

static void search_journal(struct canary *c)
{
	struct arena *a = c->doctor->arena;
	char *argv[] = {(char[]){"journalctl"}, (char[]){"--no-pager"},
	    (char[]){"--output=export"},
	    arena_printf(a, "--since=@%lld", (long long)c->since - 1), NULL};

	if (access("/run/systemd/journal", F_OK) == 0)
		canary_search_command(c, "journalctl", argv);
}

static void search(struct canary *c)
{
	static const char *const folders[] = {
	    "/var/log", "/tmp", "/var/tmp", "/var/lib/nginx", "/var/cache", "/dev/shm"};
	const struct config *config = &c->doctor->ctl->config;
	const char *const ours[] = {config->token_key_file, config->appeal_key_file,
	    config->entry_key_file, config->ticket_key_file, config->doctor_file};

	search_setting(c, "datadir", false);
	search_setting(c, "tmpdir", false);
	search_setting(c, "innodb_log_group_home_dir", false);
	search_setting(c, "innodb_undo_directory", false);
	search_setting(c, "log_bin_basename", true);
	search_setting(c, "log_error", true);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		canary_search_folder(c, folders[i], false);
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		canary_search_folder(
		    c, dirname(arena_strdup(c->doctor->arena, ours[i])), false);
	for (size_t i = 0; i < c->options->n_folders; i++)
		canary_search_folder(c, c->options->folders[i], false);
	search_dump(c, c->options->user);
	search_journal(c);
}

/* ---- the report */

static bool still_waits(struct canary *c)
{
	uint32_t n = 0;

	return db_ballot_waiting(c->doctor->ctl->db, c->open.id, &n) == ERR_OK && n > 0;
}

static void say(struct canary *c, const char *id, enum canary_mark mark)
{
	size_t more = c->n_found[mark];

	if (c->mark[mark] == NULL)
		return;
	doctor_say(c->doctor, id, c->found[mark] == NULL ? DOCTOR_OK : DOCTOR_FAULT,
	    "%s%s%s%s", c->mark[mark], c->found[mark] == NULL ? "" : ": ",
	    c->found[mark] == NULL ? "" : c->found[mark], more > 5 ? ", …" : "");
}

/* Where a box is opened at once (trying out) the answer is where it belongs. */
static void say_answer(struct canary *c, bool counted)
{
	if (c->found[CANARY_ANSWER] != NULL && counted)
		doctor_say(c->doctor, "canary.answer", DOCTOR_WARNING,
		    "batch_min = %d: %s", c->doctor->ctl->config.batch_min,
		    c->found[CANARY_ANSWER]);
	else
		say(c, "canary.answer", CANARY_ANSWER);
}

static void report(struct canary *c, bool counted)
{
	doctor_say(c->doctor, "canary.searched",
	    c->unread == 0 ? DOCTOR_OK : DOCTOR_WARNING, "%zu (-%zu)", c->files,
	    c->unread);
	say_answer(c, counted);
	say(c, "canary.address", CANARY_SOURCE);
	say(c, "canary.address", CANARY_FORWARDED);
	say(c, "canary.agent", CANARY_AGENT);
	say(c, "canary.ticket", CANARY_TICKET);
}

void doctor_canary(struct doctor *d, const struct canary_options *o)
{
	struct canary c = {.doctor = d, .options = o, .since = time(NULL)};

	make_marks(&c);
	canary_campaigns(&c);
	if (c.open.code == NULL) {
		doctor_say(d, "canary.sent", DOCTOR_FAULT, "campaign canary");
		return;
	}
	canary_send(&c);
	doctor_say(d, "canary.sent", c.sent ? DOCTOR_OK : DOCTOR_FAULT, "%s", c.statuses);
	sleep(SETTLE_SECONDS);
	search(&c);
	report(&c, !still_waits(&c));
}
