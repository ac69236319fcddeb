/* otklikctl: the commands of the agency's IT, a file each (cmd-<name>.c). */
#ifndef OTKLIK_CTL_CTL_H
#define OTKLIK_CTL_CTL_H

#include <getopt.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/err.h"
#include "db/db.h"
#include "form/load.h"

/* Exit codes. */
enum ctl_exit { CTL_OK = 0, CTL_FAILED = 1, CTL_USAGE = 2 };

struct ctl {
	const char *config_path; /* NULL: none there, defaults in force */
	struct config config;
	struct arena *arena; /* of the whole run */
	struct db *db;
};

/* argv[0] is the last word of the command; getopt starts afresh. */
typedef enum ctl_exit ctl_run(struct ctl *ctl, int argc, char **argv);

struct ctl_command {
	const char *words; /* "campaign open" */
	const char *usage; /* arguments */
	const char *help;  /* what it does and its options; msgid */
	ctl_run *run;
};

extern const struct ctl_command ctl_commands[]; /* ends with words == NULL */

ctl_run ctl_init, ctl_migrate;
ctl_run ctl_user_add, ctl_user_passwd, ctl_user_list;
ctl_run ctl_procedure_load, ctl_form_check;
ctl_run ctl_campaign_open, ctl_campaign_close, ctl_campaign_list;
ctl_run ctl_count, ctl_views, ctl_doctor;
ctl_run ctl_demo_load, ctl_demo_remove;

/* "otklikctl: …" on stderr; returns CTL_FAILED or CTL_USAGE. */
enum ctl_exit ctl_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
enum ctl_exit ctl_misused(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* An error of the database or of a file in words; CTL_FAILED. */
enum ctl_exit ctl_err(enum err e, const char *what);

/*
 * Reads a whole file of at most max bytes into the arena, a 0 behind it; says
 * what is wrong on stderr and returns NULL if it cannot.
 */
char *ctl_read_file(struct ctl *ctl, const char *path, size_t max, size_t *len_r);

/* The loader of forms_dir, or NULL and a message. */
struct form_loader *ctl_loader(struct ctl *ctl);

/* One pass of otklik-count, as `otklikctl count` does it; waits for its end. */
enum ctl_exit ctl_count_once(struct ctl *ctl);

/* The procedure of the agency of that code, or a message. */
enum ctl_exit ctl_procedure(struct ctl *ctl, const char *agency, struct procedure **p_r);

/* Prints "path:line: text" for each fault on stderr. */
void ctl_print_faults(const char *path, const struct form_fault *v, size_t n);

#endif
