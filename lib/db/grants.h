/* What grants.sql gives to whom, to compare with what the server says. */
#ifndef OTKLIK_DB_GRANTS_H
#define OTKLIK_DB_GRANTS_H

#include <stddef.h>

#include "base/arena.h"

/*
 * The rights the text of grants.sql gives an account @localhost, each as
 * db_doctor_rights() names it; names without a database get the one given.  What is
 * taken back in a block is not read: it is given nowhere.
 */
void db_grants_read(struct arena *a, const char *text, const char *database,
    const char *account, const char ***v_r, size_t *n_r);

#endif
