/*
 * The audit log: who changed what, with the state before and after.  The admin
 * program's account may only INSERT here.
 */
#ifndef OTKLIK_DB_AUDIT_H
#define OTKLIK_DB_AUDIT_H

#include "db/db.h"

struct db_audit {
	uint32_t staff_id;  /* 0 = nobody logged in */
	const char *action; /* "login", "pain.add", "pain.close" … */
	const char *object; /* "pain 12", "staff ivanov"; "" if none */
	const char *before; /* JSON, or NULL */
	const char *after;  /* JSON, or NULL */
};

/* Writes one entry; within a transaction it stands or falls with the change. */
ERR_CHECK enum err db_audit_add(struct db *db, const struct db_audit *e);

#endif
