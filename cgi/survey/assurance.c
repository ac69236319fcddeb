/* What respondents are told of the logs: only what `otklikctl doctor` confirmed. */
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "cache.h"
#include "survey.h"

static int64_t seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

void survey_assure(struct worker *w)
{
	struct cache *cache = w->survey->cache;
	int64_t now = seconds(), read = cache_assurance(cache, &w->assurance);

	if (read != INT64_MIN && now - read < SURVEY_ASSURED)
		return;
	assurance_read(w->survey->config.doctor_file, &w->assurance);
	/* What is too old is forgotten here, so that the pages that say it are. */
	for (size_t i = 0; i < ASSURANCE_POINTS; i++)
		if (!assurance_holds(&w->assurance, (enum assurance_point)i, day_today(0),
			w->survey->config.doctor_days))
			w->assurance.confirmed[i] = DAY_NONE;
	cache_assurance_keep(cache, &w->assurance, now);
}

static bool is_confirmed(const struct worker *w, enum assurance_point p, day_t today)
{
	return assurance_holds(&w->assurance, p, today, w->survey->config.doctor_days);
}

/* The older of two days says how long ago both were seen. */
static day_t older(day_t a, day_t b)
{
	return a < b ? a : b;
}

const char *survey_assurance(const struct worker *w, struct arena *a, day_t today)
{
	const day_t *day = w->assurance.confirmed;

	const char *logs = NULL, *rights = NULL;

	if (is_confirmed(w, ASSURANCE_RIGHTS, today))
		rights = _("The program that takes answers cannot read them.");
	if (!is_confirmed(w, ASSURANCE_ADDRESS, today))
		return rights;
	if (!is_confirmed(w, ASSURANCE_TIME, today))
		logs = arena_printf(a,
		    _("No log holds the address of your device or its browser (checked "
		      "on %s)."),
		    day_russian(a, day[ASSURANCE_ADDRESS]));
	else
		logs = arena_printf(a,
		    _("No log holds the address of your device, its browser or the time "
		      "of sending (checked on %s)."),
		    day_russian(a, older(day[ASSURANCE_ADDRESS], day[ASSURANCE_TIME])));
	return rights == NULL ? logs : arena_printf(a, "%s %s", logs, rights);
}
