/* A csi question on the results page: its rows, how marks lie, how sure they are. */
#include "base/i18n.h"
#include "base/text.h"
#include "sheet-private.h"

/* The printed row over its sub-rows: their mean, one aspect of the index. */
static void composite_row(const struct sheet *s, const struct stat_csi_group *g)
{
	html_row(s->h);
	html_cell_head(s->h, export_composite_title(s->arena, g));
	for (int i = 0; i < 3; i++)
		html_cell_number(s->h, NULL);
	html_cell_number(s->h, sheet_decimal(s, g->index.value));
	html_cell(s->h, export_level(g->index.level));
	for (int i = 0; i < 2; i++)
		html_cell_number(s->h, NULL);
	html_cell(s->h, "");
	html_row_end(s->h);
}

static void csi_row(const struct sheet *s, const struct stat_row *r)
{
	struct stat_index index = stat_csi_row(r);

	html_row(s->h);
	html_cell_head(s->h, sheet_numbered(s, r));
	if (r->hidden) {
		sheet_hidden_cell(s);
		for (int i = 0; i < 7; i++)
			html_cell(s->h, "");
		html_row_end(s->h);
		return;
	}
	html_cell_number(s->h, sheet_count(s, r->n));
	html_cell_number(s->h, sheet_decimal(s, stat_rating_mean(r)));
	html_cell_number(s->h, sheet_decimal(s, stat_importance_mean(r)));
	html_cell_number(s->h, sheet_decimal(s, index.value));
	html_cell(s->h, r->n ? export_level(index.level) : _("no data"));
	html_cell_number(
	    s->h, sheet_percent(s, stat_share_high(r->ratings, STAT_MARKS, 1)));
	html_cell_number(
	    s->h, sheet_percent(s, stat_share_high(r->importances, STAT_MARKS, 1)));
	sheet_pain_cell(s, r);
	html_row_end(s->h);
}

static void marks_row(const struct sheet *s, const char *name, const uint32_t *v)
{
	html_row(s->h);
	html_cell_head(s->h, name);
	for (size_t i = 0; i < STAT_MARKS; i++)
		html_cell_number(s->h, sheet_count(s, v[i]));
	html_row_end(s->h);
}

static void write_marks(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	static const char *const marks[] = {
	    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
	struct html_column columns[1 + STAT_MARKS] = {{_("Row"), NULL, false}};

	for (size_t i = 0; i < STAT_MARKS; i++)
		columns[1 + i] = (struct html_column){marks[i], NULL, true};
	html_open(s->h, "details", NULL);
	html_element(s->h, "summary", _("How the marks are distributed"), NULL);
	html_table_begin(
	    s->h, &(struct html_table){.caption = _("Number of marks 1 to 10"),
		      .columns = columns,
		      .n_columns = 1 + STAT_MARKS});
	for (size_t i = 0; i < q->items; i++) {
		if (rows[i].hidden)
			continue;
		marks_row(s,
		    arena_printf(s->arena, _("%s: rating"), sheet_numbered(s, &rows[i])),
		    rows[i].ratings);
		marks_row(s,
		    arena_printf(
			s->arena, _("%s: importance"), sheet_numbered(s, &rows[i])),
		    rows[i].importances);
	}
	html_table_end(s->h);
	html_close(s->h);
}

static void interval_row(
    const struct sheet *s, const char *name, const struct stat_index *i)
{
	const struct stat_estimate e = stat_index_estimate(i);

	html_cell_head(s->h, name);
	html_cell_number(s->h, sheet_interval(s, stat_interval_of(&e)));
	html_cell_number(s->h, sheet_base(s, &e));
}

static void intervals_of(const struct sheet *s, const struct stat_row *r)
{
	const struct stat_index index = stat_csi_row(r);

	html_row(s->h);
	interval_row(s, sheet_numbered(s, r), &index);
	html_cell_number(
	    s->h, sheet_interval(s, stat_interval_mean(r->ratings, STAT_MARKS, 1)));
	html_cell_number(
	    s->h, sheet_interval(s, stat_interval_mean(r->importances, STAT_MARKS, 1)));
	html_row_end(s->h);
}

static void write_csi_intervals(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	const struct html_column columns[] = {{_("Criterion"), NULL, false},
	    {"CSI", NULL, true}, {_("Base"), NULL, true}, {_("Mean rating"), NULL, true},
	    {_("Mean importance"), NULL, true}};
	const struct stat_csi *csi = s->r->csi;

	sheet_intervals_begin(s, columns, 5);
	for (size_t i = 0; i < q->items; i++)
		if (!rows[i].hidden)
			intervals_of(s, &rows[i]);
	for (size_t i = 0; i < csi->n_composites; i++) {
		if (!stat_csi_has_parts(&csi->composites[i], rows, q->items))
			continue;
		html_row(s->h);
		interval_row(s, export_composite_name(s->arena, &csi->composites[i]),
		    &csi->composites[i].index);
		html_cell_number(s->h, NULL);
		html_cell_number(s->h, NULL);
		html_row_end(s->h);
	}
	sheet_intervals_end(s);
}

void sheet_csi(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	const struct html_column columns[] = {{_("Criterion"), NULL, false},
	    {_("Answered"), NULL, true}, {_("Mean rating"), NULL, true},
	    {_("Mean importance"), NULL, true}, {"CSI", NULL, true},
	    {_("Level"), NULL, false}, {_("Ratings 8–10"), NULL, true},
	    {_("Importances 8–10"), NULL, true}, {_("Action"), NULL, false}};
	const struct stat_csi_group *last = NULL;

	html_table_begin(s->h, &(struct html_table){.caption = q->text,
				   .caption_hidden = true,
				   .columns = columns,
				   .n_columns = 9});
	for (size_t i = 0; i < q->items; i++) {
		const struct stat_csi_group *g =
		    stat_csi_composite(s->r->csi, rows[i].item);

		if (g && g != last)
			composite_row(s, g);
		last = g;
		csi_row(s, &rows[i]);
	}
	html_table_end(s->h);
	write_marks(s, q, rows);
	write_csi_intervals(s, q, rows);
}
