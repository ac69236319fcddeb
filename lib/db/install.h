/* Database and accounts of an installation; run by a MariaDB administrator. */
#ifndef OTKLIK_DB_INSTALL_H
#define OTKLIK_DB_INSTALL_H

#include "db/db.h"

/* The account that owns the database and is the definer of its functions. */
#define DB_OWNER "otklik-ctl"

struct db_account {
	const char *name;     /* lower-case letters, digits, '-' */
	const char *password; /* letters and digits; NULL: the OS user of that name,
				 told by the unix socket */
};

/*
 * The account names of a file: one a line, '#' starts a comment.  ERR_CONFIG
 * with *fault_r (in the arena) if it cannot be read or holds anything else.
 */
ERR_CHECK enum err db_account_read(struct arena *a, const char *path,
    struct db_account **v_r, size_t *n_r, const char **fault_r);

/*
 * Makes the database and the accounts if they are not there, sets how the
 * accounts log in, and gives the owner all rights on the database.  The
 * connection is an administrator's, made without a database name.  Harmless
 * when repeated.  *fault_r as above.
 */
ERR_CHECK enum err db_install(struct db *db, struct arena *a, const char *database,
    const struct db_account *v, size_t n, const char **fault_r);

#endif
