#include "db/audit.h"

#include <time.h>

#include "db/db-private.h"

static const struct db_sql add = {"audit add",
    "INSERT INTO audit (at, staff_id, action, object, before_json, after_json) "
    "VALUES (?, ?, ?, ?, ?, ?)"};

enum err db_audit_add(struct db *db, const struct db_audit *e)
{
	return db_run(db, &add,
	    DB_IN(db_in_int(time(NULL)),
		e->staff_id ? db_in_uint(e->staff_id) : db_in_null(),
		db_in_text(e->action), db_in_text(e->object), db_in_text(e->before),
		db_in_text(e->after)),
	    NULL);
}
