/* One question of the report: its tables and chart, its free answers. */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/text.h"
#include "report.h"
#include "sheet.h"
#include "stat/interval.h"
#include "stat/recommend.h"

#define OPTIONS_MAX 20 /* of a list: the most frequent ones, each in a row */

static const struct stat_row *rows_of(
    const struct report_survey *s, const struct form_question *q)
{
	return &s->results.table->rows[q->item];
}

const char *report_caption(
    const struct report *r, const struct report_survey *s, const char *text)
{
	return arena_printf(r->arena, "%s (%s)", text, s->label);
}

static const char *title_of(const struct report *r, const struct form_question *q)
{
	return *q->number ? arena_printf(r->arena, "%s. %s", q->number, q->text)
			  : q->text;
}

const char *report_row_title(const struct report *r, const struct stat_row *row)
{
	/* Parts of a row of csi have no number in print, but their points need one. */
	const char *number =
	    row->question->type == FORM_CSI ? row->item->id : export_item_number(row);

	return *number ? arena_printf(r->arena, "%s. %s", number, export_item_text(row))
		       : export_item_text(row);
}

static const char *answered(const struct report *r, const struct stat_row *row)
{
	const char *rough = stat_interval_is_rough(row) ? arena_printf(r->arena, " %s",
							      export_rough_row(r->arena))
							: "";

	return row->sided ? arena_printf(r->arena, _("Answered: %u, base: %u.%s"), row->n,
				row->base, rough)
			  : arena_printf(r->arena, _("Answered: %u.%s"), row->n, rough);
}

/* Which rows of a table are rough, by their ids: "1, 13.2"; NULL: none. */
static const char *rough_rows(
    const struct report *r, const struct stat_row *rows, size_t n)
{
	const char *s = NULL;

	for (size_t i = 0; i < n; i++)
		if (!rows[i].hidden && stat_interval_is_rough(&rows[i]))
			s = s ? arena_printf(r->arena, "%s, %s", s, rows[i].item->id)
			      : rows[i].item->id;
	return s;
}

/* The note of a table of rows: what it says of itself, and which are rough. */
static const char *note_of(
    const struct report *r, const char *note, const struct stat_row *rows, size_t n)
{
	const char *rough = rough_rows(r, rows, n), *words;

	if (rough == NULL)
		return note;
	words = arena_printf(r->arena,
	    _("Fewer than %d answers in the base, the figures are rough: rows %s."),
	    STAT_USABLE_BASE, rough);
	return note ? arena_printf(r->arena, "%s %s", note, words) : words;
}

/* A hidden row is named, without its figures. */
static bool put_hidden(
    const struct report *r, struct export_grid *g, const struct stat_row *row)
{
	if (!row->hidden)
		return false;
	export_grid_text(
	    g, arena_printf(r->arena, _("%s: hidden, a small group or all alike."),
		   report_row_title(r, row)));
	export_grid_row_end(g);
	return true;
}

void report_chart(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	struct report_chart *c = ARENA_NEW(r->arena, struct report_chart);

	*c = (struct report_chart){s, q};
	export_document_own(r->doc, c);
}

/* ---- answers to choose from */

struct place {
	size_t option;
	uint32_t n;
};

/* The most frequent first, equals as printed. */
static int by_number(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return (x->option > y->option) - (x->option < y->option);
}

/* A scale of satisfaction keeps its order, everything else stands by frequency. */
static size_t order(
    const struct report *r, const struct stat_row *row, struct place **v_r)
{
	struct place *v = ARENA_ARRAY(r->arena, row->n_counts, struct place);
	size_t n = 0;

	for (size_t i = 0; i < row->n_counts; i++)
		if (row->question->type != FORM_REF || row->counts[i] > 0)
			v[n++] = (struct place){i, row->counts[i]};
	if (!row->sided && n > 0)
		qsort(v, n, sizeof(*v), by_number);
	*v_r = v;
	return n;
}

/* Behind the most frequent ones the others of a long list, together. */
static void put_others(struct report *r, struct export_grid *g,
    const struct stat_row *row, const struct place *v, size_t n)
{
	uint32_t answers = 0;

	if (n <= OPTIONS_MAX)
		return;
	for (size_t i = OPTIONS_MAX; i < n; i++)
		answers += v[i].n;
	export_grid_text(g, arena_printf(r->arena, _("others (%zu)"), n - OPTIONS_MAX));
	export_grid_number(g, answers);
	/* Where several may be chosen it is not known by how many respondents. */
	if (row->question->type != FORM_MULTI) {
		export_grid_figure(g, stat_percent(answers, row->n));
		export_grid_interval(g, stat_interval_share(answers, row->n));
	}
	export_grid_row_end(g);
}

/* Reasons and topics stand beside the total of the period (AMB-27). */
static void put_total(struct export_grid *g, const struct stat_row *row)
{
	if ((row->question->feeds & (FORM_FEED_REASON | FORM_FEED_TOPIC)) == 0)
		return;
	export_grid_text(g, _("Total for the period"));
	export_grid_number(g, row->n);
	export_grid_row_end(g);
}

static const char *decimal(const struct report *r, struct stat_figure f)
{
	return stat_figure_text(r->arena, f, ',');
}

static const char *options_note(const struct report *r, const struct stat_row *row)
{
	const struct stat_share share = stat_share_row(row);

	if (!share.satisfied.known)
		return answered(r, row);
	return arena_printf(r->arena,
	    _("%s Satisfied %s %%, dissatisfied %s %%, balance %s."), answered(r, row),
	    decimal(r, share.satisfied), decimal(r, share.dissatisfied),
	    decimal(r, share.balance));
}

static void write_options(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *row = rows_of(s, q);
	struct export_grid *g =
	    export_grid_new(r->arena, report_caption(r, s, title_of(r, q)));
	struct place *v;
	size_t n = order(r, row, &v);

	export_grid_column(g, _("Answer"), false);
	export_grid_column(g, _("Number of answers"), true);
	export_grid_column(g, _("Share, %"), true);
	export_grid_column(g, _("95 %: from"), true);
	export_grid_column(g, _("95 %: to"), true);
	for (size_t i = 0; i < n && i < OPTIONS_MAX; i++) {
		export_grid_text(g, q->options[v[i].option].text);
		export_grid_number(g, v[i].n);
		export_grid_figure(g, stat_percent(v[i].n, row->n));
		export_grid_interval(g, stat_interval_share(v[i].n, row->n));
	}
	put_others(r, g, row, v, n);
	put_total(g, row);
	g->note = options_note(r, row);
	export_document_grid(r->doc, g);
	/* Who answered and through which channel is read in the table. */
	if ((q->feeds & (FORM_FEED_PROFILE | FORM_FEED_CHANNEL)) == 0)
		report_chart(r, s, q);
}

/* ---- rows: a line each */

/* The parts of every row: what the chart shows, “hard to say” too. */
static struct export_grid *shares_of(const struct report *r,
    const struct form_question *q, const struct stat_row *rows, const char *caption)
{
	struct export_grid *g = export_grid_new(r->arena, caption);

	export_grid_column(g, _("Row"), false);
	export_grid_column(g, _("Answered"), true);
	for (size_t i = 0; i < q->n_options; i++)
		export_grid_column(
		    g, arena_printf(r->arena, "%s, %%", q->options[i].text), true);
	for (size_t i = 0; i < q->items; i++) {
		const struct stat_row *row = &rows[i];

		if (put_hidden(r, g, row))
			continue;
		export_grid_text(g, report_row_title(r, row));
		export_grid_number(g, row->n);
		for (size_t j = 0; j < row->n_counts; j++)
			export_grid_figure(g, stat_percent(row->counts[j], row->n));
		export_grid_row_end(g);
	}
	return g;
}

static void put_satisfied(
    const struct report *r, struct export_grid *g, const struct stat_row *row)
{
	const struct stat_share share = stat_share_row(row);

	export_grid_text(g, report_row_title(r, row));
	export_grid_number(g, row->base);
	export_grid_figure(g, share.satisfied);
	export_grid_interval(g, stat_interval_share(row->satisfied, row->base));
	export_grid_figure(g, share.dissatisfied);
	export_grid_figure(g, share.balance);
}

static void write_satisfied(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *rows = rows_of(s, q);
	struct export_grid *g =
	    export_grid_new(r->arena, report_caption(r, s, title_of(r, q)));

	export_grid_column(g, _("Row"), false);
	export_grid_column(g, _("Base"), true);
	export_grid_column(g, _("Satisfied, %"), true);
	export_grid_column(g, _("95 %: from"), true);
	export_grid_column(g, _("95 %: to"), true);
	export_grid_column(g, _("Dissatisfied, %"), true);
	export_grid_column(g, _("Balance"), true);
	for (size_t i = 0; i < q->items; i++)
		if (!put_hidden(r, g, &rows[i]))
			put_satisfied(r, g, &rows[i]);
	g->note = note_of(r, NULL, rows, q->items);
	export_document_grid(r->doc, g);
}

static void write_matrix(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *rows = rows_of(s, q);
	const char *caption = title_of(r, q);
	struct export_grid *g;

	if (rows[0].sided) {
		write_satisfied(r, s, q);
		caption =
		    arena_printf(r->arena, "%s: %s", caption, _("shares of the answers"));
	}
	g = shares_of(r, q, rows, report_caption(r, s, caption));
	if (!rows[0].sided)
		g->note = note_of(r, NULL, rows, q->items);
	export_document_grid(r->doc, g);
	report_chart(r, s, q);
}

/* The texts themselves follow. */
static void write_matrix_text(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *rows = rows_of(s, q);
	struct export_grid *g =
	    export_grid_new(r->arena, report_caption(r, s, title_of(r, q)));

	export_grid_column(g, _("Row"), false);
	export_grid_column(g, _("Answered"), true);
	export_grid_column(g, _("Texts"), true);
	export_grid_column(g, q->options[0].text, true);
	for (size_t i = 0; i < q->items; i++) {
		if (put_hidden(r, g, &rows[i]))
			continue;
		export_grid_text(g, report_row_title(r, &rows[i]));
		export_grid_number(g, rows[i].n);
		export_grid_number(g, rows[i].texts);
		export_grid_number(g, rows[i].counts[0]);
	}
	export_document_grid(r->doc, g);
}

/* ---- criteria: rating and importance */

/* The printed row over its sub-rows: their mean, one aspect of the index. */
static void put_composite(
    struct report *r, const struct stat_csi_group *c, struct export_grid *g)
{
	export_grid_text(g, export_composite_title(r->arena, c));
	for (int j = 0; j < 3; j++)
		export_grid_text(g, NULL);
	export_grid_figure(g, c->index.value);
	export_grid_text(g, export_level(c->index.level));
	export_grid_row_end(g);
}

static void put_criterion(
    const struct report *r, struct export_grid *g, const struct stat_row *row)
{
	const struct stat_index index = stat_csi_row(row);

	export_grid_text(g, report_row_title(r, row));
	export_grid_number(g, row->n);
	export_grid_figure(g, stat_rating_mean(row));
	export_grid_figure(g, stat_importance_mean(row));
	export_grid_figure(g, index.value);
	export_grid_text(g, row->n ? export_level(index.level) : _("no data"));
	export_grid_figure(g, stat_share_high(row->ratings, STAT_MARKS, 1));
	export_grid_figure(g, stat_share_high(row->importances, STAT_MARKS, 1));
}

static void write_criteria(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *rows = rows_of(s, q);
	const struct stat_csi_group *last = NULL;
	struct export_grid *g =
	    export_grid_new(r->arena, report_caption(r, s, title_of(r, q)));

	export_grid_column(g, _("Criterion"), false);
	export_grid_column(g, _("Answered"), true);
	export_grid_column(g, _("Mean rating"), true);
	export_grid_column(g, _("Mean importance"), true);
	export_grid_column(g, "CSI", true);
	export_grid_column(g, _("Level"), false);
	export_grid_column(g, _("Ratings 8–10, %"), true);
	export_grid_column(g, _("Importances 8–10, %"), true);
	for (size_t i = 0; i < q->items; i++) {
		const struct stat_csi_group *c =
		    stat_csi_composite(s->results.csi, rows[i].item);

		if (c != NULL && c != last)
			put_composite(r, c, g);
		last = c;
		if (!put_hidden(r, g, &rows[i]))
			put_criterion(r, g, &rows[i]);
	}
	g->note = note_of(r,
	    _("Marks 8–10: satisfied, important; marks 1–7: not satisfied, not "
	      "important."),
	    rows, q->items);
	export_document_grid(r->doc, g);
}

/* The widest gap first. */
static int by_gap(const void *a, const void *b)
{
	const struct stat_row *x = *(const struct stat_row *const *)a;
	const struct stat_row *y = *(const struct stat_row *const *)b;
	const int64_t gap = stat_gap(y).v - stat_gap(x).v;

	return gap != 0 ? (gap > 0) - (gap < 0) : (x > y) - (x < y);
}

static void write_gaps(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *rows = rows_of(s, q);
	const struct stat_row **v =
	    ARENA_ARRAY(r->arena, q->items, const struct stat_row *);
	size_t n = 0;
	struct export_grid *g =
	    export_grid_new(r->arena, report_caption(r, s,
					  arena_printf(r->arena, "%s: %s", title_of(r, q),
					      _("what is wanted and not given"))));

	for (size_t i = 0; i < q->items; i++)
		if (!rows[i].hidden && rows[i].n > 0)
			v[n++] = &rows[i];
	if (n == 0)
		return;
	qsort(v, n, sizeof(*v), by_gap);
	export_grid_column(g, _("Criterion"), false);
	export_grid_column(g, _("Mean importance"), true);
	export_grid_column(g, _("Mean rating"), true);
	export_grid_column(g, _("Gap"), true);
	export_grid_column(g, _("Field of the chart"), false);
	for (size_t i = 0; i < n; i++) {
		export_grid_text(g, report_row_title(r, v[i]));
		export_grid_figure(g, stat_importance_mean(v[i]));
		export_grid_figure(g, stat_rating_mean(v[i]));
		export_grid_figure(g, stat_gap(v[i]));
		export_grid_text(
		    g, export_quadrant(stat_quadrant_of(s->results.table, v[i])));
	}
	g->note =
	    _("Gap: mean importance minus mean rating. The fields part at the means "
	      "of all criteria.");
	export_document_grid(r->doc, g);
	report_chart(r, s, q);
}

/* ---- marks */

static void put_share(
    struct export_grid *g, const char *name, uint32_t part, uint32_t whole)
{
	export_grid_text(g, name);
	export_grid_number(g, part);
	export_grid_figure(g, stat_percent(part, whole));
	export_grid_interval(g, stat_interval_share(part, whole));
}

static void write_marks(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *row = rows_of(s, q);
	const struct stat_nps nps = stat_nps(row);
	struct export_grid *g =
	    export_grid_new(r->arena, report_caption(r, s,
					  arena_printf(r->arena, "%s: %s", title_of(r, q),
					      _("shares of the marks"))));

	export_grid_column(g, _("Mark"), false);
	export_grid_column(g, _("Number of answers"), true);
	export_grid_column(g, _("Share, %"), true);
	export_grid_column(g, _("95 %: from"), true);
	export_grid_column(g, _("95 %: to"), true);
	for (size_t i = 0; i < row->n_counts; i++)
		put_share(g, arena_printf(r->arena, "%d", q->min + (int)i),
		    row->counts[i], row->n);
	if (q->feeds & FORM_FEED_NPS) {
		put_share(g, _("promoters"), nps.promoters, row->n);
		put_share(g, _("passives"), nps.passives, row->n);
		put_share(g, _("critics"), nps.critics, row->n);
	}
	export_document_grid(r->doc, g);
}

static void write_scale(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *row = rows_of(s, q);
	const struct stat_estimate index =
	    q->feeds & FORM_FEED_NPS ? stat_nps_estimate(row) : stat_ease_estimate(row);
	struct export_grid *g =
	    export_grid_new(r->arena, report_caption(r, s, title_of(r, q)));

	export_grid_column(g, _("Index"), false);
	export_grid_column(g, _("Value"), true);
	export_grid_column(g, _("95 %: from"), true);
	export_grid_column(g, _("95 %: to"), true);
	export_grid_text(g, q->feeds & FORM_FEED_NPS ? export_nps_name(r->arena, q)
						     : export_ease_name(r->arena, q));
	export_grid_figure(g, index.value);
	export_grid_interval(g, stat_interval_of(&index));
	export_grid_text(
	    g, arena_printf(r->arena, _("Mean of marks %d to %d"), q->min, q->max));
	export_grid_figure(g, stat_scale_mean(row));
	export_grid_interval(g, stat_interval_mean(row->counts, row->n_counts, q->min));
	g->note = answered(r, row);
	export_document_grid(r->doc, g);
	report_chart(r, s, q);
	write_marks(r, s, q);
}

/* ---- */

static bool are_all_hidden(const struct stat_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!rows[i].hidden)
			return false;
	return true;
}

static void write_figures(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *row = rows_of(s, q);

	switch (q->type) {
	case FORM_CSI:
		write_criteria(r, s, q);
		write_gaps(r, s, q);
		break;
	case FORM_MATRIX:
		write_matrix(r, s, q);
		break;
	case FORM_MATRIX_TEXT:
		write_matrix_text(r, s, q);
		break;
	case FORM_SCALE:
		write_scale(r, s, q);
		break;
	case FORM_TEXT:
		if (row->texts == 0)
			export_document_text(r->doc, EXPORT_NOTE,
			    arena_printf(
				r->arena, _("%s: no free answers."), title_of(r, q)));
		break;
	case FORM_SINGLE:
	case FORM_MULTI:
	case FORM_REF:
		write_options(r, s, q);
		break;
	}
}

enum err report_question(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *rows = rows_of(s, q);
	enum err e = ERR_OK;

	if (are_all_hidden(rows, q->items)) {
		export_document_text(r->doc, EXPORT_NOTE,
		    arena_printf(r->arena, _("%s: hidden, a small group or all alike."),
			title_of(r, q)));
		return ERR_OK;
	}
	write_figures(r, s, q);
	for (size_t i = 0; i < q->items && e == ERR_OK; i++)
		e = report_texts(r, s, &rows[i]);
	return e;
}
