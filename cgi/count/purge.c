#include "count.h"

#define PURGE_DAYS 2 /* 48 hours: twice the life of a form's token */
#define PURGE_ROWS 5000

enum err count_purge(struct counter *c)
{
	day_t before = day_today(0) - PURGE_DAYS;
	uint64_t n = PURGE_ROWS;
	enum err e = ERR_OK;

	while (e == ERR_OK && n == PURGE_ROWS && !count_stopped(0))
		e = db_count_purge(c->db, before, PURGE_ROWS, &n);
	return e;
}
