/*
 * Settings of an installation: one file of "key = value" lines ('#' at the
 * start of a line or behind white space starts a comment), one table in
 * config.c that names each key, its type, default and place.  An unknown key,
 * a repeated key or a bad value stops the start.  conf/otklik.conf documents
 * every key (a test compares it with the table).
 */
#ifndef OTKLIK_BASE_CONFIG_H
#define OTKLIK_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct config {
	const char *base_path;  /* "/feedback": no slash at the end */
	const char *public_url; /* "https://host": for links on paper; "" if unset */
	const char *db_socket;  /* unix socket of mariadbd */
	const char *db_name;
	const char *db_user; /* account of this program; "" = named as the user */
	const char *db_password_file; /* "" = unix_socket authentication */
	const char *token_key_file;   /* otklik-survey: 32 random bytes, 0600 */
	const char *appeal_key_file;  /* otklik-appeal: likewise */
	const char *entry_key_file;   /* otklik-admin: likewise, for keying in sheets */
	const char *ticket_key_file;  /* otklik-survey, otklik-admin: 32 bytes, 0640 */
	const char *key_dir;          /* otklik-count: private keys, 0700 */
	const char *doctor_file;      /* otklikctl doctor: what it has confirmed */
	int doctor_days;              /* for how long respondents are told of it */
	const char *schema_dir;       /* otklikctl: migrations */
	const char *forms_dir;        /* otklikctl: procedures, RELAX NG schemas */
	const char *calendar_dir;     /* working-day calendars, a file a year */
	const char *locale_dir;       /* gettext catalogues */
	const char *language;         /* "ru" */
	int threads;                  /* request slots of a FastCGI program */
	int k;                        /* smallest group, floor for every campaign */
	int batch_min;                /* least ballots waiting before an external box
					 is opened; 0 = 2k; 1 only for trying out */
	bool list_internal;           /* list internal campaigns publicly (trial) */
	int form_age_min;             /* seconds before an answer is taken; 0 = off */
	int alert_dissatisfied;       /* share in per cent that asks for attention */
	int alert_base;               /* least number of answers for it */
	int csi_low, csi_high;        /* CSI below, above which its level is low, high */
	int session_idle;             /* seconds */
	int session_max;              /* seconds */
	bool cookie_secure;           /* Secure attribute on the session cookie */
	const char *smtp_url;         /* otklik-admin: "smtp://host:587"; "" = no mail */
	bool smtp_tls;                /* STARTTLS is a must (smtps:// needs none) */
	const char *smtp_ca_file;     /* "" = certificates of the system */
	const char *smtp_from;        /* address letters come from */
	const char *smtp_user;        /* "" = no login */
	const char *smtp_password_file;
	int smtp_timeout; /* seconds for one letter */
};

/*
 * Reads the file (NULL: defaults only).  Strings live in the arena.  On
 * ERR_CONFIG *fault_r (in the arena) says file, line and what was expected.
 */
ERR_CHECK enum err config_load(
    struct arena *a, const char *path, struct config *c_r, const char **fault_r);

/* The table, for the test and for `otklikctl config`: NULL behind the last. */
const char *config_key_name(size_t i);

#endif
