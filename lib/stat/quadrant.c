#include "stat/quadrant.h"

struct stat_split stat_split(const struct stat_row *rows, size_t n)
{
	long double rating = 0, importance = 0;
	size_t with = 0;

	for (size_t i = 0; i < n; i++) {
		if (rows[i].hidden || rows[i].n == 0)
			continue;
		rating += (long double)rows[i].rating_sum / rows[i].n;
		importance += (long double)rows[i].importance_sum / rows[i].n;
		with++;
	}
	return (struct stat_split){
	    stat_mean(rating, with, 2), stat_mean(importance, with, 2)};
}

enum stat_quadrant stat_quadrant(const struct stat_split *s, const struct stat_row *r)
{
	bool important, good;

	if (r->hidden || r->n == 0)
		return STAT_QUADRANT_NONE;
	important = stat_importance_mean(r).v >= s->importance.v;
	good = stat_rating_mean(r).v >= s->rating.v;
	if (important)
		return good ? STAT_QUADRANT_KEEP : STAT_QUADRANT_IMPROVE;
	return good ? STAT_QUADRANT_AMPLE : STAT_QUADRANT_MINOR;
}

enum stat_quadrant stat_quadrant_of(const struct stat_table *t, const struct stat_row *r)
{
	const struct form_question *q = r->question;
	const struct stat_split split = stat_split(&t->rows[q->item], q->items);

	return stat_quadrant(&split, r);
}

const char *stat_quadrant_name(enum stat_quadrant q)
{
	static const char *const names[] = {[STAT_QUADRANT_IMPROVE] = "improve",
	    [STAT_QUADRANT_KEEP] = "keep",
	    [STAT_QUADRANT_MINOR] = "minor",
	    [STAT_QUADRANT_AMPLE] = "ample",
	    [STAT_QUADRANT_NONE] = NULL};

	return names[q];
}
