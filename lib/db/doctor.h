/* What `otklikctl doctor` asks the server, as an administrator of it. */
#ifndef OTKLIK_DB_DOCTOR_H
#define OTKLIK_DB_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

/*
 * Everything an account @localhost may do, one right a text: "SELECT ON
 * otklik.agency", "INSERT(key) ON otklik.ballot", "EXECUTE ON FUNCTION
 * otklik.ticket_fits", "SELECT ON *.*"; "ROLE x" for a role it may take.  Sorted.
 */
ERR_CHECK enum err db_doctor_rights(
    struct db *db, struct arena *a, const char *account, const char ***v_r, size_t *n_r);

/* Value of a setting of the server in force, or "" if it has none of that name. */
ERR_CHECK enum err db_doctor_setting(
    struct db *db, struct arena *a, const char *name, const char **value_r);

/* Names of active audit plugins, behind one another; "" for none. */
ERR_CHECK enum err db_doctor_audit(struct db *db, struct arena *a, const char **names_r);

/* The server's clock, UTC seconds. */
ERR_CHECK enum err db_doctor_clock(struct db *db, int64_t *now_r);

/* Has the campaign a key to seal to? */
ERR_CHECK enum err db_doctor_has_key(struct db *db, uint32_t campaign_id, bool *has_r);

/* Is there such an account @localhost? */
ERR_CHECK enum err db_doctor_has_account(struct db *db, const char *account, bool *has_r);

#endif
