/* One question of the report: its table and chart, its free answers. */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/coding.h"
#include "report.h"
#include "sheet.h"
#include "stat/interval.h"
#include "stat/recommend.h"

#define OPTIONS_MAX 20 /* of a list: the most frequent ones */
#define TEXTS_MAX 20   /* different free answers shown of an item */

static const struct stat_row *rows_of(
    const struct report_survey *s, const struct form_question *q)
{
	return &s->results.table->rows[q->item];
}

const char *report_caption(
    const struct report *r, const struct report_survey *s, const char *text)
{
	return arena_printf(r->arena, "%s (%s)", text, s->results.campaign.code);
}

static const char *title_of(const struct report *r, const struct form_question *q)
{
	return *q->number ? arena_printf(r->arena, "%s. %s", q->number, q->text)
			  : q->text;
}

static const char *row_title(const struct report *r, const struct stat_row *row)
{
	const char *number = export_item_number(row);

	return *number ? arena_printf(r->arena, "%s. %s", number, export_item_text(row))
		       : export_item_text(row);
}

static const char *answered(const struct report *r, const struct stat_row *row)
{
	const char *rough =
	    stat_interval_is_rough(row) ? _(" Few answers: the figures are rough.") : "";

	return row->sided ? arena_printf(r->arena, _("Answered: %u, base: %u.%s"), row->n,
				row->base, rough)
			  : arena_printf(r->arena, _("Answered: %u.%s"), row->n, rough);
}

static void add_chart(
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
	return n < OPTIONS_MAX ? n : OPTIONS_MAX;
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
	for (size_t i = 0; i < n; i++) {
		export_grid_text(g, q->options[v[i].option].text);
		export_grid_number(g, v[i].n);
		export_grid_figure(g, stat_percent(v[i].n, row->n));
		export_grid_interval(g, stat_interval_share(v[i].n, row->n));
	}
	g->note = answered(r, row);
	export_document_grid(r->doc, g);
	/* Who answered and through which channel is read in the table. */
	if ((q->feeds & (FORM_FEED_PROFILE | FORM_FEED_CHANNEL)) == 0)
		add_chart(r, s, q);
}

/* ---- rows: a line each */

static void write_matrix(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *rows = rows_of(s, q);
	struct export_grid *g =
	    export_grid_new(r->arena, report_caption(r, s, title_of(r, q)));

	export_grid_column(g, _("Row"), false);
	export_grid_column(g, _("Answered"), true);
	if (rows[0].sided) {
		export_grid_column(g, _("Base"), true);
		export_grid_column(g, _("Satisfied, %"), true);
		export_grid_column(g, _("95 %: from"), true);
		export_grid_column(g, _("95 %: to"), true);
		export_grid_column(g, _("Dissatisfied, %"), true);
	}
	for (size_t i = 0; !rows[0].sided && i < q->n_options; i++)
		export_grid_column(
		    g, arena_printf(r->arena, "%s, %%", q->options[i].text), true);
	for (size_t i = 0; i < q->items; i++) {
		const struct stat_row *row = &rows[i];

		if (row->hidden)
			continue;
		export_grid_text(g, row_title(r, row));
		export_grid_number(g, row->n);
		if (row->sided) {
			export_grid_number(g, row->base);
			export_grid_figure(g, stat_share_row(row).satisfied);
			export_grid_interval(
			    g, stat_interval_share(row->satisfied, row->base));
			export_grid_figure(g, stat_share_row(row).dissatisfied);
		}
		for (size_t j = 0; !row->sided && j < row->n_counts; j++)
			export_grid_figure(g, stat_percent(row->counts[j], row->n));
		export_grid_row_end(g);
	}
	export_document_grid(r->doc, g);
	add_chart(r, s, q);
}

static void write_csi(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *rows = rows_of(s, q);
	const struct stat_split split = stat_split(rows, q->items);
	struct export_grid *g =
	    export_grid_new(r->arena, report_caption(r, s, title_of(r, q)));

	export_grid_column(g, _("Criterion"), false);
	export_grid_column(g, _("Answered"), true);
	export_grid_column(g, _("Mean rating"), true);
	export_grid_column(g, _("Mean importance"), true);
	export_grid_column(g, _("Gap"), true);
	export_grid_column(g, "CSI", true);
	export_grid_column(g, _("Level"), false);
	export_grid_column(g, _("Field of the chart"), false);
	for (size_t i = 0; i < q->items; i++) {
		const struct stat_row *row = &rows[i];
		struct stat_index index = stat_csi_row(row);

		if (row->hidden)
			continue;
		export_grid_text(g, arena_printf(r->arena, "%s. %s", row->item->id,
					export_item_text(row)));
		export_grid_number(g, row->n);
		export_grid_figure(g, stat_rating_mean(row));
		export_grid_figure(g, stat_importance_mean(row));
		export_grid_figure(g, stat_gap(row));
		export_grid_figure(g, index.value);
		export_grid_text(g, export_level(index.level));
		export_grid_text(g, export_quadrant(stat_quadrant(&split, row)));
	}
	g->note =
	    _("Gap: mean importance minus mean rating. The fields part at the means "
	      "of all criteria.");
	export_document_grid(r->doc, g);
	add_chart(r, s, q);
}

static void write_scale(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *row = rows_of(s, q);
	struct export_grid *g =
	    export_grid_new(r->arena, report_caption(r, s, title_of(r, q)));

	export_grid_column(g, _("Index"), false);
	export_grid_column(g, _("Value"), true);
	export_grid_column(g, _("95 %: from"), true);
	export_grid_column(g, _("95 %: to"), true);
	export_grid_text(
	    g, arena_printf(r->arena, _("Mean of marks %d to %d"), q->min, q->max));
	export_grid_figure(g, stat_scale_mean(row));
	export_grid_interval(g, stat_interval_mean(row->counts, row->n_counts, q->min));
	if (q->feeds & FORM_FEED_NPS) {
		export_grid_text(g, export_nps_name(r->arena, q));
		export_grid_figure(g, stat_nps(row).value);
		export_grid_row_end(g);
	} else {
		export_grid_text(g, export_ease_name(r->arena, q));
		export_grid_figure(g, stat_ease_share(row));
		export_grid_row_end(g);
	}
	g->note = answered(r, row);
	export_document_grid(r->doc, g);
	add_chart(r, s, q);
}

/* ---- free answers */

/* How many of the texts say the same as v[i]; 0 if an earlier one did. */
static size_t repeats(const struct db_remark *v, size_t n, size_t i)
{
	size_t same = 0;

	for (size_t j = 0; j < n; j++) {
		if (!text_equal(v[j].text, v[i].text))
			continue;
		if (j < i)
			return 0;
		same++;
	}
	return same;
}

static enum err write_texts(
    struct report *r, const struct report_survey *s, const struct stat_row *row)
{
	struct db_remark *v;
	size_t n, total, shown = 0, covered = 0;
	enum err e;

	if (!results_has_texts(&s->results, row))
		return ERR_OK;
	e = results_text_list(r->worker, r->arena, &s->results,
	    (size_t)(row->item - s->results.form->items), 0, REPORT_TEXTS, &v, &n,
	    &total);
	if (e != ERR_OK || total == 0)
		return e;
	export_document_heading(r->doc, 3,
	    arena_printf(r->arena, _("%s: free answers, %zu"), row_title(r, row), total));
	for (size_t i = 0; i < n && shown < TEXTS_MAX; i++) {
		size_t same = repeats(v, n, i);

		if (same == 0)
			continue;
		export_document_text(r->doc, EXPORT_ITEM,
		    same == 1
			? v[i].text
			: arena_printf(r->arena, _("%s (%zu times)"), v[i].text, same));
		covered += same;
		shown++;
	}
	if (total > covered)
		export_document_text(r->doc, EXPORT_NOTE,
		    arena_printf(r->arena,
			_("Shown: %zu of them, taken at random; all of them stand in the "
			  "results of the survey."),
			covered));
	return ERR_OK;
}

/* ---- topics of free answers */

/* Texts that any coder gave the topic: rows stand by text. */
static size_t texts_of(const struct db_coding *v, size_t n, const char *topic)
{
	const char *last = NULL;
	size_t texts = 0;

	for (size_t i = 0; i < n; i++) {
		if (!text_equal(v[i].topic, topic) || text_equal(v[i].remark, last))
			continue;
		last = v[i].remark;
		texts++;
	}
	return texts;
}

static size_t texts_read(const struct db_coding *v, size_t n)
{
	size_t texts = 0;

	for (size_t i = 0; i < n; i++)
		texts += i == 0 || !text_equal(v[i].remark, v[i - 1].remark);
	return texts;
}

enum err report_topics(struct report *r, const struct report_survey *s, bool *begun)
{
	const struct procedure_list *topics = procedure_list(r->procedure, "topics");
	const struct db_campaign *c = &s->results.campaign;
	struct export_grid *g;
	struct db_coding *v;
	size_t n, read;
	enum err e;

	/* Readings tell no days, and of internal texts not which may be shown. */
	if (topics == NULL || s->cut || c->audience == FORM_INTERNAL ||
	    s->results.view != STAT_VIEW_RESULTS)
		return ERR_OK;
	e = db_coding_list(r->worker->db, r->arena, c->id, c->version_id, &v, &n);
	if (e != ERR_OK || n == 0)
		return e;
	if (!*begun)
		export_document_heading(r->doc, 1, _("Topics of free answers"));
	*begun = true;
	read = texts_read(v, n);
	g = export_grid_new(r->arena, report_caption(r, s, _("Topics of free answers")));
	g->note = arena_printf(r->arena,
	    _("Texts read and coded: %zu. A text may have several topics."), read);
	export_grid_column(g, _("Topic"), false);
	export_grid_column(g, _("Texts"), true);
	export_grid_column(g, _("Share of the texts read, %"), true);
	for (size_t i = 0; i < topics->n; i++) {
		size_t texts = texts_of(v, n, topics->v[i].id);

		if (texts == 0)
			continue;
		export_grid_text(g, topics->v[i].text);
		export_grid_number(g, (int64_t)texts);
		export_grid_figure(g, stat_percent((int64_t)texts, (int64_t)read));
	}
	export_document_grid(r->doc, g);
	return ERR_OK;
}

enum err report_question(
    struct report *r, const struct report_survey *s, const struct form_question *q)
{
	const struct stat_row *rows = rows_of(s, q);
	enum err e = ERR_OK;

	if (q->items == 1 && rows[0].hidden) {
		export_document_text(r->doc, EXPORT_NOTE,
		    arena_printf(r->arena, _("%s: hidden, a small group or all alike."),
			title_of(r, q)));
		return ERR_OK;
	}
	if (q->type == FORM_CSI)
		write_csi(r, s, q);
	else if (q->type == FORM_MATRIX)
		write_matrix(r, s, q);
	else if (q->type == FORM_SCALE)
		write_scale(r, s, q);
	else if (q->type != FORM_TEXT && q->type != FORM_MATRIX_TEXT)
		write_options(r, s, q);
	for (size_t i = 0; i < q->items && e == ERR_OK; i++)
		e = write_texts(r, s, &rows[i]);
	return e;
}
