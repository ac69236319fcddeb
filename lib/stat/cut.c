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

	strncpy(year, s, YEAR_CHARS);
	if (strlen(year) != YEAR_CHARS || text_int(year, 1970, 9998, &v) != ERR_OK)
		return ERR_INVALID;
	if (day_parse(s, &day) == ERR_OK) {
		*first_r = *last_r = day;
		return ERR_OK;
	}
	return part_of_year((int)v, s + YEAR_CHARS, first_r, last_r);
}

bool stat_cut_by(const struct form *f, size_t item)
{
	const unsigned about =
	    FORM_FEED_PROFILE | FORM_FEED_CHANNEL | FORM_FEED_TOPIC | FORM_FEED_REASON;
	const struct form_question *q;

	if (item >= f->n_items)
		return false;
	q = &f->questions[f->items[item].question];
	return q->type == FORM_REF ||
	       ((q->type == FORM_SINGLE || q->type == FORM_MULTI) &&
		   (q->feeds & about) != 0);
}

/* Is answer i of the place meant by "2", by "7", by "@Group"? */
static bool is_asked(const struct form_question *q, const struct stat_place *p, size_t i,
    const char *answer)
{
	long mark;

	if (q->type == FORM_SCALE || q->type == FORM_CSI)
		return text_int(answer, p->first, p->first + (long)p->answers - 1,
			   &mark) == ERR_OK &&
		       (size_t)(mark - p->first) == i;
	return *answer == '@' ? text_equal(q->options[i].group, answer + 1)
			      : text_equal(q->options[i].code, answer);
}

bool stat_cut_term(struct arena *a, const struct form *f, const char *name,
    const char *const *answers, size_t n, struct stat_cut_term *t_r)
{
	const struct form_question *q;
	struct stat_cut_term t;
	bool *in;

	if (n == 0 || !stat_place_named(f, name, &t.place))
		return false;
	q = &f->questions[f->items[t.place.item].question];
	in = ARENA_ARRAY(a, t.place.answers, bool);
	for (size_t k = 0; k < n; k++) {
		bool any = false;

		for (size_t i = 0; i < t.place.answers; i++)
			if (is_asked(q, &t.place, i, answers[k]))
				any = in[i] = true;
		if (!any)
			return false;
	}
	t.in = in;
	*t_r = t;
	return true;
}

static bool term_holds(const struct stat_cut_term *t, const uint8_t *vector)
{
	uint64_t v = stat_place_read(&t->place, vector);

	if (!t->place.set)
		return v > 0 && v <= t->place.answers && t->in[v - 1];
	for (size_t i = 0; i < t->place.answers; i++)
		if (t->in[i] && (v >> i & 1))
			return true;
	return false;
}

bool stat_cut_terms_hold(const struct stat_cut *c, const uint8_t *vector)
{
	for (size_t i = 0; i < c->n_terms; i++)
		if (!term_holds(&c->terms[i], vector))
			return false;
	return true;
}

/* First and last day of what the day may stand for. */
static void meant(day_t day, day_t *first_r, day_t *last_r)
{
	int year, month, mday;

	day_to_date(day, &year, &month, &mday);
	*first_r = *last_r = day;
	if (mday == 1)
		months(year, month, 1, first_r, last_r);
}

bool stat_cut_is_first(const struct stat_cut *c)
{
	day_t first, last;

	if (c->from == DAY_NONE || c->from != c->to)
		return false;
	meant(c->from, &first, &last);
	return last != first;
}

enum stat_cut_day stat_cut_day(const struct stat_cut *c, day_t day)
{
	day_t first, last;

	if (c->from == DAY_NONE && c->to == DAY_NONE)
		return STAT_CUT_INSIDE;
	if (day == DAY_NONE)
		return STAT_CUT_UNDATED;
	if (stat_cut_is_first(c))
		return day == c->from ? STAT_CUT_INSIDE : STAT_CUT_OUTSIDE;
	meant(day, &first, &last);
	if ((c->from != DAY_NONE && last < c->from) ||
	    (c->to != DAY_NONE && first > c->to))
		return STAT_CUT_OUTSIDE;
	return (c->from == DAY_NONE || first >= c->from) &&
		       (c->to == DAY_NONE || last <= c->to)
		   ? STAT_CUT_INSIDE
		   : STAT_CUT_COARSE;
}

static bool channel_holds(
    const struct stat_cut *c, const char *channel, const char *language)
{
	return (c->channel == NULL || text_equal(c->channel, channel)) &&
	       (c->language == NULL ||
		   text_equal(c->language, language != NULL ? language : STAT_CUT_OTHER));
}

bool stat_cut_marks_hold(
    const struct stat_cut *c, day_t day, const char *channel, const char *language)
{
	return stat_cut_day(c, day) == STAT_CUT_INSIDE &&
	       channel_holds(c, channel, language);
}

void stat_cut_add_unsure(const struct stat_cut *c, struct stat_cut_unsure *u, day_t day,
    const char *channel, const char *language, const uint8_t *vectors, size_t width,
    size_t n)
{
	enum stat_cut_day where = stat_cut_day(c, day);
	uint32_t *count = where == STAT_CUT_COARSE    ? &u->coarse
			  : where == STAT_CUT_UNDATED ? &u->undated
						      : NULL;

	if (count == NULL || !channel_holds(c, channel, language))
		return;
	for (size_t i = 0; i < n; i++)
		*count += stat_cut_terms_hold(c, vectors + i * width);
}
