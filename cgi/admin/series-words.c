/* Rounds, periods and groups in words. */
#include "base/i18n.h"
#include "series-write.h"

static const struct stat_row *row_of(const struct series *s, size_t item)
{
	/* Texts alone are taken, and they are those of the reference: any table of it. */
	for (size_t i = 0; i < s->n; i++)
		if (item < s->points[i].table->n_rows &&
		    s->points[i].form == s->trend->form)
			return &s->points[i].table->rows[item];
	return &s->results.table->rows[item];
}

static const char *item_name(struct arena *a, const struct series *s, size_t item)
{
	const struct stat_row *r = row_of(s, item);

	return arena_printf(a, "%s. %s", r->item->id, export_item_text(r));
}

static const char *kind_name(
    struct arena *a, enum stat_line_kind kind, const struct form_question *q)
{
	switch (kind) {
	case STAT_LINE_NPS:
		return export_nps_name(a, q);
	case STAT_LINE_EASE:
		return export_ease_name(a, q);
	case STAT_LINE_ROW_CSI:
		return "CSI";
	case STAT_LINE_RATING:
		return _("mean rating");
	case STAT_LINE_IMPORTANCE:
		return _("mean importance");
	case STAT_LINE_MEAN:
		return _("mean mark");
	default:
		return _("satisfied, %");
	}
}

static const char *index_name(struct arena *a, const struct stat_line *l)
{
	switch (l->kind) {
	case STAT_LINE_CSI:
		return "CSI";
	case STAT_LINE_CSI_COMMON:
		return _("CSI over the rows asked in every column");
	case STAT_LINE_CSI_BLOCK:
		return arena_printf(a, "CSI %s", export_block_name(a, l->name));
	case STAT_LINE_SAT:
		return _("Satisfaction overall, %");
	case STAT_LINE_SAT_INDEX:
		return _("Satisfaction index, %");
	case STAT_LINE_SAT_INDEX_COMMON:
		return _("Satisfaction index over the rows asked in every column, %");
	default:
		return arena_printf(a, "%s: %s", _("Dimension, satisfied, %"), l->name);
	}
}

const char *series_line_name(
    struct arena *a, const struct series *s, const struct stat_line *l)
{
	const struct stat_row *r;

	if (l->item == SIZE_MAX)
		return index_name(a, l);
	if (l->kind != STAT_LINE_OPTION)
		return arena_printf(a, "%s: %s", item_name(a, s, l->item),
		    kind_name(a, l->kind, row_of(s, l->item)->question));
	r = row_of(s, l->item);
	return arena_printf(a, "%s: %s, %%", item_name(a, s, l->item),
	    r->question->options[l->option].text);
}

const char *series_short_name(
    struct arena *a, const struct series *s, const struct stat_line *l)
{
	const struct stat_row *r;

	if (l->item == SIZE_MAX)
		return index_name(a, l);
	r = row_of(s, l->item);
	if (l->kind != STAT_LINE_OPTION)
		return kind_name(a, l->kind, r->question);
	return r->question->options[l->option].text;
}

bool series_is_index(const struct stat_line *l)
{
	return l->item == SIZE_MAX || l->kind == STAT_LINE_NPS ||
	       l->kind == STAT_LINE_EASE;
}

bool series_is_main(const struct stat_line *l)
{
	return l->kind == STAT_LINE_ROW_CSI || l->kind == STAT_LINE_RATING ||
	       l->kind == STAT_LINE_MEAN || l->kind == STAT_LINE_SATISFIED;
}

const char *series_change(struct arena *a, const struct stat_difference *d)
{
	static const char *const marks[] = {[STAT_CHANGE_NO_DATA] = "",
	    [STAT_CHANGE_FEW] = "?",
	    [STAT_CHANGE_CHANCE] = "≈",
	    [STAT_CHANGE_UP] = "▲",
	    [STAT_CHANGE_DOWN] = "▼"};
	struct stat_figure by = d->by;
	const char *sign = by.v < 0 ? "−" : by.v > 0 ? "+" : "";

	if (d->change == STAT_CHANGE_NO_DATA)
		return "";
	by.v = by.v < 0 ? -by.v : by.v;
	return arena_printf(
	    a, "%s %s%s", marks[d->change], sign, stat_figure_text(a, by, ','));
}

const char *series_change_words(enum stat_change c)
{
	switch (c) {
	case STAT_CHANGE_FEW:
		return _("too few answers for a test");
	case STAT_CHANGE_CHANCE:
		return _("may be chance");
	case STAT_CHANGE_UP:
		return _("significantly more");
	case STAT_CHANGE_DOWN:
		return _("significantly less");
	case STAT_CHANGE_NO_DATA:
		break;
	}
	return NULL;
}

const char *series_remark(const struct stat_value *v)
{
	if (v->absent)
		return _("not comparable");
	if (v->hidden)
		return _("hidden: small group");
	if (v->rows)
		return _("index of other rows");
	return v->wording ? _("other wording") : NULL;
}

struct stat_interval series_interval(const struct stat_value *v)
{
	if (v->absent || v->hidden)
		return (struct stat_interval){{false, 0, 1}, {false, 0, 1}};
	return stat_interval_of(&v->estimate);
}

bool series_has_small_base(const struct stat_value *v)
{
	return !v->absent && !v->hidden && v->estimate.base < STAT_USABLE_BASE;
}

static const char *reason(enum form_lineage_kind kind)
{
	switch (kind) {
	case FORM_LINEAGE_OPTIONS:
		return _("other answers to choose from");
	case FORM_LINEAGE_GONE:
		return _("asked there only");
	default:
		return _("not asked there");
	}
}

const char *series_left_out(
    struct arena *a, const struct series *s, const struct stat_left_out *l)
{
	const struct form_item *item = &l->form->items[l->item];
	const struct form_question *q = &l->form->questions[item->question];

	return arena_printf(a, "%s — %s. %s: %s", s->points[l->point].label, item->id,
	    item->text ? item->text : q->text, reason(l->kind));
}
