/* Channel marks (?c=) by the list of the agency's procedure. */
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "box/seal.h"
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

/*
 * Reads the procedure.  One that does not load is not tried again at once: what was
 * known of its channels stays known for as long as if it had been read.
 */
static void refresh(struct worker *w, struct arena *a, const char *code, int64_t now)
{
	struct cache *cache = w->survey->cache;
	const struct form_fault *faults;
	struct db_agency agency;
	struct procedure *p;
	size_t n;
	enum err e = db_agency_by_code(w->db, a, code, &agency);

	if (e == ERR_UNAVAILABLE)
		return;
	if (e == ERR_OK)
		e = procedure_load(w->loader, a, agency.procedure_xml,
		    agency.procedure_len, &p, &faults, &n);
	if (e != ERR_OK) {
		log_error("procedure %s does not load", code);
		cache_channels_fail(cache, code, now);
		return;
	}
	cache_channels_keep(cache, code, procedure_list(p, LIST), now);
	procedure_free(&p);
}

const char *survey_channel(
    struct worker *w, struct arena *a, const struct db_campaign *c, const char *mark)
{
	struct cache *cache = w->survey->cache;
	int64_t now = seconds(), age;

	if (mark == NULL || *mark == '\0' || c->audience == FORM_INTERNAL)
		return "";
	/* The count would not know it either; and it is never a reason to fail. */
	if (!box_is_channel(mark))
		return OTHER;
	if (cache_has_channel(cache, c->agency_code, mark, now, &age))
		return mark;
	if (age >= FRESH)
		refresh(w, a, c->agency_code, now);
	return cache_has_channel(cache, c->agency_code, mark, now, &age) ? mark : OTHER;
}
