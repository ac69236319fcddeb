/* Channel marks (?c=) by the list of the agency's procedure. */
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "cache.h"
#include "db/agency.h"
#include "survey.h"

#define FRESH 60 /* seconds; a procedure can be loaded anew at any time */
#define LIST "channels-external"
#define OTHER "other"

static int64_t seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* May it be a mark at all?  For an agency whose channels cannot be read now. */
static bool is_mark(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-");

	return s[n] == '\0' && n <= 32;
}

/* Reads the procedure; false when the database is away or it does not load. */
static bool refresh(struct worker *w, struct arena *a, const char *code, int64_t now)
{
	const struct form_fault *faults;
	struct db_agency agency;
	struct procedure *p;
	size_t n;

	if (db_agency_by_code(w->db, a, code, &agency) != ERR_OK)
		return false;
	if (procedure_load(w->loader, a, agency.procedure_xml, agency.procedure_len, &p,
		&faults, &n) != ERR_OK) {
		log_error("procedure %s does not load", agency.code);
		return false;
	}
	cache_channels_keep(w->survey->cache, code, procedure_list(p, LIST), now);
	procedure_free(&p);
	return true;
}

const char *survey_channel(
    struct worker *w, struct arena *a, const struct db_campaign *c, const char *mark)
{
	struct cache *cache = w->survey->cache;
	int64_t now = seconds(), age;

	if (mark == NULL || *mark == '\0' || c->audience == FORM_INTERNAL)
		return "";
	if (cache_has_channel(cache, c->agency_code, mark, now, &age))
		return mark;
	if (!is_mark(mark))
		return OTHER;
	if (age >= FRESH && refresh(w, a, c->agency_code, now) &&
	    cache_has_channel(cache, c->agency_code, mark, now, &age))
		return mark;
	/* Nothing to judge by: a mark is never a reason to fail. */
	return age == INT64_MAX ? mark : OTHER;
}
