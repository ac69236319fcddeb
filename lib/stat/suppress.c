#include "stat/suppress.h"

enum stat_view stat_view(const struct stat_rules *rules, uint32_t responses)
{
	if (rules->trial || rules->messages)
		return STAT_VIEW_RESULTS;
	if (rules->internal && !rules->final)
		return STAT_VIEW_NOT_CLOSED;
	return responses < (uint32_t)rules->k ? STAT_VIEW_TOO_FEW : STAT_VIEW_RESULTS;
}

/* Has one of the counts everybody? */
static bool holds_all(const uint32_t *counts, size_t n_counts, uint32_t n)
{
	for (size_t i = 0; i < n_counts; i++)
		if (counts[i] == n)
			return true;
	return false;
}

/* Knowing that somebody answered would be knowing the answer. */
static bool is_unanimous(const struct stat_row *r)
{
	switch (r->question->type) {
	case FORM_CSI:
		return holds_all(r->ratings, STAT_MARKS, r->n) ||
		       holds_all(r->importances, STAT_MARKS, r->n);
	case FORM_TEXT:
		return false;
	default:
		return holds_all(r->counts, r->n_counts, r->n);
	}
}

enum stat_view stat_suppress(const struct stat_rules *rules, struct stat_table *t)
{
	enum stat_view view = stat_view(rules, t->responses);

	t->hidden = view != STAT_VIEW_RESULTS;
	for (size_t i = 0; i < t->n_rows; i++) {
		struct stat_row *r = &t->rows[i];

		r->hidden = t->hidden;
		if (rules->internal && !rules->trial && !rules->messages && r->n > 0)
			r->hidden |= r->n < (uint32_t)rules->k || is_unanimous(r);
	}
	return view;
}
