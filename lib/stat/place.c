#include "stat/place.h"

#include <string.h>

#define MARKS 10 /* csi marks run from 1 to 10 */
#define RATING ".rating"
#define IMPORTANCE ".importance"

static void csi_place(const struct form_item *item, struct stat_place *p)
{
	p->at = item->at + p->importance;
	p->width = 1;
	p->answers = MARKS;
	p->first = 1;
}

bool stat_place_of(
    const struct form *f, size_t item, bool importance, struct stat_place *p_r)
{
	struct stat_place p = {.item = item, .importance = importance};
	const struct form_question *q;

	if (item >= f->n_items)
		return false;
	q = &f->questions[f->items[item].question];
	if (q->type == FORM_TEXT || q->type == FORM_MATRIX_TEXT ||
	    (importance && q->type != FORM_CSI))
		return false;
	p.at = f->items[item].at;
	p.width = f->items[item].width;
	p.answers = q->n_options;
	p.set = q->type == FORM_MULTI;
	p.list = q->type == FORM_REF;
	if (q->type == FORM_CSI)
		csi_place(&f->items[item], &p);
	if (q->type == FORM_SCALE) {
		p.answers = (size_t)(q->max - q->min) + 1;
		p.first = q->min;
	}
	*p_r = p;
	return true;
}

/* The name without its ending, if it has it. */
static size_t find_without(const struct form *f, const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	if (n <= m || strcmp(name + n - m, ending) != 0)
		return SIZE_MAX;
	for (size_t i = 0; i < f->n_items; i++)
		if (strlen(f->items[i].id) == n - m &&
		    memcmp(f->items[i].id, name, n - m) == 0)
			return f->questions[f->items[i].question].type == FORM_CSI
				   ? i
				   : SIZE_MAX;
	return SIZE_MAX;
}

bool stat_place_named(const struct form *f, const char *name, struct stat_place *p_r)
{
	size_t item = form_item_find(f, name);
	bool importance = false;

	if (item == SIZE_MAX)
		item = find_without(f, name, RATING);
	if (item == SIZE_MAX) {
		item = find_without(f, name, IMPORTANCE);
		importance = true;
	}
	return stat_place_of(f, item, importance, p_r);
}

const char *stat_place_name(
    struct arena *a, const struct form *f, const struct stat_place *p)
{
	const struct form_item *item = &f->items[p->item];

	if (f->questions[item->question].type != FORM_CSI)
		return item->id;
	return arena_printf(a, "%s%s", item->id, p->importance ? IMPORTANCE : RATING);
}
