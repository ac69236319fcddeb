#include "stat/cut.h"

#include <string.h>

#include "base/text.h"

#define YEAR_CHARS 4

static void months(int year, int first, int n, day_t *first_r, day_t *last_r)
{
	int next = first + n;

	*first_r = day_from_date(year, first, 1);
	*last_r = next > 12 ? day_from_date(year + 1, next - 12, 1) - 1
			    : day_from_date(year, next, 1) - 1;
}

/* Behind the year: "", "-11", "-Q4", "-H2". */
static enum err part_of_year(int year, const char *s, day_t *first_r, day_t *last_r)
{
	long v;

	if (*s == '\0') {
		months(year, 1, 12, first_r, last_r);
	} else if (text_starts(s, "-Q") && text_int(s + 2, 1, 4, &v) == ERR_OK) {
		months(year, 3 * (int)v - 2, 3, first_r, last_r);
	} else if (text_starts(s, "-H") && text_int(s + 2, 1, 2, &v) == ERR_OK) {
		months(year, 6 * (int)v - 5, 6, first_r, last_r);
	} else if (*s == '-' && strlen(s) == 3 && text_int(s + 1, 1, 12, &v) == ERR_OK) {
		months(year, (int)v, 1, first_r, last_r);
	} else {
		return ERR_INVALID;
	}
	return ERR_OK;
}

enum err stat_cut_period(const char *s, day_t *first_r, day_t *last_r)
{
	char year[YEAR_CHARS + 1] = "";
	day_t day;
	long v;

	if (day_parse(s, &day) == ERR_OK) {
		*first_r = *last_r = day;
		return ERR_OK;
	}
	strncpy(year, s, YEAR_CHARS);
	if (strlen(year) != YEAR_CHARS || text_int(year, 1970, 9998, &v) != ERR_OK)
		return ERR_INVALID;
	return part_of_year((int)v, s + YEAR_CHARS, first_r, last_r);
}

bool stat_cut_by(const struct form *f, size_t item)
{
	const struct form_question *q;

	if (item >= f->n_items)
		return false;
	q = &f->questions[f->items[item].question];
	return q->type == FORM_SINGLE && (q->feeds & FORM_FEED_PROFILE) != 0;
}

bool stat_cut_holds(const struct stat_cut *c, day_t day, const char *channel,
    const struct form_answers *ans)
{
	if (c->from != DAY_NONE && (day == DAY_NONE || day < c->from))
		return false;
	if (c->to != DAY_NONE && (day == DAY_NONE || day > c->to))
		return false;
	if (c->channel != NULL && !text_equal(c->channel, channel))
		return false;
	return c->item == SIZE_MAX || ans->v[c->item].choice == c->option + 1;
}
