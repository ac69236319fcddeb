/* Who may read and change what lies on the disk: sockets, keys, settings, backups. */
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "doctor.h"

/* "0640 otklik" would need the names; the number of the mode says enough. */
static const char *mode_text(struct doctor *d, const char *path, const struct stat *st)
{
	return arena_printf(d->arena, "%s (%04o, %u:%u)", path,
	    (unsigned)(st->st_mode & 07777), (unsigned)st->st_uid, (unsigned)st->st_gid);
}

/* A path none of whose forbidden bits may be set; one that is not there is left
   out unless it must be. */
static void check_mode(
    struct doctor *d, const char *id, const char *path, mode_t forbidden, bool needed)
{
	struct stat st;

	if (path[0] == '\0')
		return;
	if (stat(path, &st) != 0) {
		if (needed || errno != ENOENT)
			doctor_say(
			    d, id, DOCTOR_WARNING, "%s: %s", path, strerror(errno));
		return;
	}
	doctor_say(d, id, (st.st_mode & forbidden) == 0 ? DOCTOR_OK : DOCTOR_FAULT, "%s",
	    mode_text(d, path, &st));
}

static void check_sockets(struct doctor *d)
{
	static const char *const names[] = {"survey", "admin", "appeal", "results"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		check_mode(d, "files.socket",
		    arena_printf(d->arena, "%s/%s.sock", d->sockets, names[i]), 0007,
		    i < 2);
}

/* The folder, and each key file in it. */
static void check_box_keys(struct doctor *d)
{
	const char *dir = d->ctl->config.key_dir;
	struct dirent *entry;
	DIR *keys;

	check_mode(d, "files.box-keys", dir, 0077, true);
	keys = opendir(dir);
	if (keys == NULL)
		return;
	while ((entry = readdir(keys)) != NULL) {
		const char *path = arena_printf(d->arena, "%s/%s", dir, entry->d_name);
		struct stat st;

		if (stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
		    (st.st_mode & 0077) != 0)
			doctor_say(d, "files.box-keys", DOCTOR_FAULT, "%s",
			    mode_text(d, path, &st));
	}
	closedir(keys);
}

static void check_settings(struct doctor *d, const char *file, const struct config *c)
{
	if (file != NULL)
		check_mode(d, "files.settings", file, 0022, true);
	check_mode(d, "files.settings", c->db_password_file, 0077, true);
}

static void check_all_settings(struct doctor *d)
{
	check_settings(d, d->ctl->config_path, &d->ctl->config);
	for (size_t i = 0; i < d->n_settings; i++) {
		struct config c;
		const char *fault;

		if (text_equal(d->settings[i], d->ctl->config_path))
			continue;
		if (config_load(d->arena, d->settings[i], &c, &fault) == ERR_OK)
			check_settings(d, d->settings[i], &c);
		else
			doctor_say(d, "files.settings", DOCTOR_FAULT, "%s", fault);
	}
}

/* ---- backups */

static struct {
	struct arena *arena;
	const char *open, *key; /* the first of each, or NULL */
	size_t n;
} walk;

static int visit(const char *path, const struct stat *st, int type, struct FTW *at)
{
	const char *name = path + at->base;
	size_t n = strlen(name);

	if (type != FTW_F)
		return 0;
	walk.n++;
	if ((st->st_mode & 0077) != 0 && walk.open == NULL)
		walk.open = arena_strdup(walk.arena, path);
	/* Names of lib/box/key.c. */
	if (n > 4 && strcmp(name + n - 4, ".key") == 0 && walk.key == NULL)
		walk.key = arena_strdup(walk.arena, path);
	return 0;
}

static void check_backups(struct doctor *d)
{
	walk.arena = d->arena;
	if (d->backups == NULL)
		return;
	if (nftw(d->backups, visit, 20, FTW_PHYS) != 0)
		doctor_say(d, "files.backups", DOCTOR_FAULT, "%s: %s", d->backups,
		    strerror(errno));
	else
		doctor_say(d, "files.backups",
		    walk.open == NULL ? DOCTOR_OK : DOCTOR_FAULT, "%s (%zu)",
		    walk.open == NULL ? d->backups : walk.open, walk.n);
	doctor_say(d, "files.backup-keys", walk.key == NULL ? DOCTOR_OK : DOCTOR_FAULT,
	    "%s", walk.key == NULL ? d->backups : walk.key);
}

void doctor_files(struct doctor *d)
{
	const struct config *c = &d->ctl->config;

	check_sockets(d);
	check_mode(d, "files.key", c->token_key_file, 0077, false);
	check_mode(d, "files.key", c->appeal_key_file, 0077, false);
	check_mode(d, "files.key", c->entry_key_file, 0077, false);
	check_mode(d, "files.key", c->ticket_key_file, 0027, false);
	check_box_keys(d);
	check_all_settings(d);
	check_backups(d);
}
