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

static bool is_asked(const struct form_option *option, const char *answer)
{
	return *answer == '@' ? text_equal(option->group, answer + 1)
			      : text_equal(option->code, answer);
}

bool stat_cut_term(struct arena *a, const struct form *f, size_t item, const char *answer,
    struct stat_cut_term *t_r)
{
	const struct form_question *q;
	struct stat_cut_term t;
	bool any = false;
	bool *in;

	if (!stat_cut_by(f, item) || !stat_place_of(f, item, false, &t.place))
		return false;
	q = &f->questions[f->items[item].question];
	in = ARENA_ARRAY(a, q->n_options, bool);
	for (size_t i = 0; i < q->n_options; i++) {
		in[i] = is_asked(&q->options[i], answer);
		any |= in[i];
	}
	t.in = in;
	if (any)
		*t_r = t;
	return any;
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

bool stat_cut_marks_hold(
    const struct stat_cut *c, day_t day, const char *channel, const char *language)
{
	if (c->from != DAY_NONE && (day == DAY_NONE || day < c->from))
		return false;
	if (c->to != DAY_NONE && (day == DAY_NONE || day > c->to))
		return false;
	if (c->channel != NULL && !text_equal(c->channel, channel))
		return false;
	return c->language == NULL ||
	       text_equal(c->language, language != NULL ? language : STAT_CUT_OTHER);
}
