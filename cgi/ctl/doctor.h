/*
 * otklikctl doctor: looks at a live installation.  Each file doctor-<subject>.c
 * has one function that looks at its subject and says what it found, check by
 * check; the words of every check are in doctor-words.c.
 */
#ifndef OTKLIK_CTL_DOCTOR_H
#define OTKLIK_CTL_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/assurance.h"
#include "ctl.h"

enum doctor_level { DOCTOR_OK, DOCTOR_WARNING, DOCTOR_FAULT };

/* What a check is about and what to do; msgids. */
struct doctor_words {
	const char *id; /* "web.access-log": stable, for --json */
	const char *what, *advice;
};

struct doctor_line {
	const struct doctor_words *words;
	enum doctor_level level;
	const char *found; /* as it is called there: a file, a setting; "" if nothing */
};

struct doctor {
	struct ctl *ctl;
	struct arena *arena;
	struct db *db;      /* as an administrator of MariaDB; NULL: cannot be reached */
	const char *server; /* "nginx", "apache" or NULL: whichever runs */
	const char *web;    /* its configuration, or NULL: of the one that runs */
	const char *sockets, *backups; /* folders; backups may be NULL */
	const char **settings;         /* more settings files, of the programs */
	size_t n_settings;
	const char *only; /* NULL, or what command lines of our processes have in them */
	bool alone;       /* --one-user: trying out, the programs share a Unix user */
	struct doctor_line *lines;
	size_t n_lines;
	bool apart; /* set by doctor_programs(): each program has a user of its own */
};

/* The words of a check; an unknown one ends the process. */
const struct doctor_words *doctor_words(const char *id);

/* Adds a line; found is a format for the arena. */
void doctor_say(struct doctor *d, const char *id, enum doctor_level level,
    const char *found, ...) __attribute__((format(printf, 4, 5)));

/* The worst level of all lines whose id starts so; DOCTOR_FAULT if there is none. */
enum doctor_level doctor_worst(const struct doctor *d, const char *prefix);

/* Prints the lines, to read or as JSON. */
void doctor_print(const struct doctor *d, bool json);

/* The subjects. */
void doctor_grants(struct doctor *d);
void doctor_database(struct doctor *d);
void doctor_box(struct doctor *d);
void doctor_programs(struct doctor *d);
void doctor_files(struct doctor *d);
void doctor_machine(struct doctor *d);
void doctor_web(struct doctor *d);

/* The two kinds of web server configuration: the file is read with what it includes. */
void doctor_nginx(struct doctor *d, const char *file);
void doctor_apache(struct doctor *d, const char *file);

/* Calls f for each process that has that name (comm) and is ours. */
void doctor_each_process(struct doctor *d, const char *name,
    void (*f)(struct doctor *d, const char *name, const char *pid));

/* When the youngest process of that name was started, which is ours; 0: none runs. */
time_t doctor_started(struct doctor *d, const char *name);

/* Has the server read its configuration, last changed then, as it is now? */
void doctor_loaded(struct doctor *d, const char *name, time_t changed);

/* The whole of a small file of the system, or "". */
const char *doctor_text(struct doctor *d, const char *path);

/* doctor-canary.c: answers with marks through the web server, then a search for
   them; url ends with the base path. */
struct canary_options {
	const char *url;
	const char **folders; /* to be searched besides those that are known */
	size_t n_folders;
	const char *source; /* address to send from, or NULL: chosen on loopback */
	const char *user;   /* of MariaDB, for the dump; "" = the Unix user */
};
void doctor_canary(struct doctor *d, const struct canary_options *o);

#endif
