#include "series-period.h"

#include "base/i18n.h"

long series_period_of(enum series_by by, day_t day, day_t split)
{
	int year, month, mday;

	if (by == SERIES_SPLIT)
		return day >= split;
	day_to_date(day, &year, &month, &mday);
	switch (by) {
	case SERIES_MONTHS:
		return year * 12L + month - 1;
	case SERIES_QUARTERS:
		return year * 4L + (month - 1) / 3;
	case SERIES_HALVES:
		return year * 2L + (month - 1) / 6;
	default:
		return year;
	}
}

const char *series_period_key(struct arena *a, enum series_by by, long order)
{
	switch (by) {
	case SERIES_MONTHS:
		return arena_printf(a, "%04ld-%02ld", order / 12, order % 12 + 1);
	case SERIES_QUARTERS:
		return arena_printf(a, "%04ld-Q%ld", order / 4, order % 4 + 1);
	case SERIES_HALVES:
		return arena_printf(a, "%04ld-H%ld", order / 2, order % 2 + 1);
	case SERIES_SPLIT:
		return order ? "after" : "before";
	default:
		return arena_printf(a, "%04ld", order);
	}
}

const char *series_period_label(struct arena *a, const struct series *s, long order)
{
	switch (s->by) {
	case SERIES_MONTHS:
		return arena_printf(a, "%02ld.%04ld", order % 12 + 1, order / 12);
	case SERIES_QUARTERS:
		return arena_printf(a, _("quarter %ld of %ld"), order % 4 + 1, order / 4);
	case SERIES_HALVES:
		return arena_printf(
		    a, _("half-year %ld of %ld"), order % 2 + 1, order / 2);
	case SERIES_SPLIT:
		return order ? arena_printf(a, _("from %s on"), day_russian(a, s->split))
			     : arena_printf(a, _("before %s"), day_russian(a, s->split));
	default:
		return arena_printf(a, _("year %ld"), order);
	}
}

const char *series_period_mark(struct arena *a, const struct series *s, long order)
{
	static const char *const roman[] = {"I", "II", "III", "IV"};

	switch (s->by) {
	case SERIES_QUARTERS:
		return arena_printf(a, "%s.%04ld", roman[order % 4], order / 4);
	case SERIES_HALVES:
		return arena_printf(a, "%s.%04ld", roman[order % 2], order / 2);
	case SERIES_YEARS:
		return arena_printf(a, "%04ld", order);
	case SERIES_SPLIT:
		return order ? _("after") : _("before");
	default:
		return series_period_label(a, s, order);
	}
}
