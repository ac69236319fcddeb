/* The indices of the surveys in the report. */
#include "base/i18n.h"
#include "report.h"
#include "stat/recommend.h"

/* --- of all surveys --- */

static struct stat_figure csi_of(const struct results *x)
{
	return x->csi->overall.value;
}

static struct stat_figure overall_of(const struct results *x)
{
	return x->satisfaction->overall;
}

static struct stat_figure index_of(const struct results *x)
{
	return x->satisfaction->index;
}

/* Scales of different ends are not one index. */
static struct stat_figure nps_of(const struct results *x, int min)
{
	for (size_t i = 0; i < x->table->n_rows; i++) {
		const struct stat_row *row = &x->table->rows[i];
		const struct form_question *q = row->question;

		if (q->type == FORM_SCALE && (q->feeds & FORM_FEED_NPS) != 0 &&
		    q->min == min && !row->hidden)
			return stat_nps(row).value;
	}
	return (struct stat_figure){0};
}

static struct stat_figure nps_from_0(const struct results *x)
{
	return nps_of(x, 0);
}

static struct stat_figure nps_from_1(const struct results *x)
{
	return nps_of(x, 1);
}

/* Indices of a survey; a column is there if any survey has it. */
static const struct index_column {
	const char *heading;
	struct stat_figure (*of)(const struct results *x);
} indices[] = {{"CSI", csi_of}, {N_("Satisfied overall, %"), overall_of},
    {N_("Satisfaction index, %"), index_of}, {N_("NPS (scale 0–10)"), nps_from_0},
    {N_("NPS (scale 1–10)"), nps_from_1}};

#define INDICES (sizeof(indices) / sizeof(indices[0]))

static struct stat_figure figure_of(const struct report_survey *s, size_t index)
{
	return s->results.view == STAT_VIEW_RESULTS ? indices[index].of(&s->results)
						    : (struct stat_figure){0};
}

static bool has(const struct report *r, size_t index)
{
	for (size_t i = 0; i < r->n; i++)
		if (figure_of(&r->v[i], index).known)
			return true;
	return false;
}

static void put_survey(
    const struct report *r, struct export_grid *g, const struct report_survey *s)
{
	const struct results *x = &s->results;

	export_grid_text(g, report_caption(r, s, x->campaign.title));
	export_grid_text(g, admin_period(r->arena, &x->campaign));
	export_grid_number(g, x->table->responses);
	for (size_t i = 0; i < INDICES; i++)
		if (has(r, i))
			export_grid_figure(g, figure_of(s, i));
}

void report_surveys(struct report *r)
{
	struct export_grid *g = export_grid_new(r->arena, _("Surveys and their indices"));

	export_grid_column(g, _("Survey"), false);
	export_grid_column(g, _("Dates"), false);
	export_grid_column(g, _("Responses"), true);
	for (size_t i = 0; i < INDICES; i++)
		if (has(r, i))
			export_grid_column(g, _(indices[i].heading), true);
	for (size_t i = 0; i < r->n; i++)
		put_survey(r, g, &r->v[i]);
	export_document_grid(r->doc, g);
}

/* --- of one survey --- */

static void add_interval_columns(struct export_grid *g)
{
	export_grid_column(g, _("95 %: from"), true);
	export_grid_column(g, _("95 %: to"), true);
	export_grid_column(g, _("Reliability"), false);
}

static void put_interval(
    struct report *r, struct export_grid *g, const struct stat_estimate *e)
{
	export_grid_interval(g, stat_interval_of(e));
	export_grid_text(g, export_rough(r->arena, e));
}

static void put_index(struct report *r, struct export_grid *g, const char *name,
    const struct stat_index *index)
{
	const struct stat_estimate e = stat_index_estimate(index);

	export_grid_text(g, name);
	export_grid_figure(g, index->value);
	export_grid_text(
	    g, index->value.known ? export_level(index->level) : _("no data"));
	export_grid_number(g, e.base);
	put_interval(r, g, &e);
}

void report_csi(struct report *r, const struct report_survey *s)
{
	const struct stat_csi *csi = s->results.csi;
	struct export_grid *g;

	if (!csi->any)
		return;
	g = export_grid_new(
	    r->arena, report_caption(r, s, _("Customer satisfaction index (CSI)")));
	g->note = arena_printf(r->arena,
	    _("CSI = mean rating × mean importance; above %d high, below %d low. Base: "
	      "answers of the row with the fewest."),
	    stat_levels().high, stat_levels().low);
	export_grid_column(g, _("Index"), false);
	export_grid_column(g, "CSI", true);
	export_grid_column(g, _("Level"), false);
	export_grid_column(g, _("Base"), true);
	add_interval_columns(g);
	put_index(r, g, _("Overall"), &csi->overall);
	for (size_t i = 0; i < csi->n_blocks; i++)
		put_index(r, g, export_block_name(r->arena, csi->blocks[i].name),
		    &csi->blocks[i].index);
	/* AMB-05: the row on how often the site is used. */
	if (csi->has_own_scale)
		put_index(r, g, _("Overall without rows on a scale of their own"),
		    &csi->without_own_scale);
	if (csi->has_excluded)
		put_index(r, g, _("Overall with the rows that do not count"),
		    &csi->with_excluded);
	export_document_grid(r->doc, g);
}

static void put_dimension(
    struct report *r, struct export_grid *g, const struct stat_dimension *d)
{
	export_grid_text(g, d->name);
	export_grid_number(g, (int64_t)d->rows);
	export_grid_number(g, d->estimate.base);
	export_grid_figure(g, d->satisfied);
	export_grid_figure(g, d->balance);
	put_interval(r, g, &d->estimate);
}

static void put_whole(struct report *r, struct export_grid *g, const char *name,
    const struct stat_estimate *satisfied, struct stat_figure balance)
{
	if (!satisfied->value.known)
		return;
	export_grid_text(g, name);
	export_grid_text(g, NULL);
	export_grid_number(g, satisfied->base);
	export_grid_figure(g, satisfied->value);
	export_grid_figure(g, balance);
	put_interval(r, g, satisfied);
}

/* Listed by the order, asked by no question of this version. */
static void put_unasked(
    struct report *r, const struct report_survey *s, struct export_grid *g)
{
	size_t n;
	const char **v = results_unasked(r->arena, &s->results, r->procedure, &n);

	for (size_t i = 0; i < n; i++) {
		export_grid_text(g, arena_printf(r->arena, _("%s: not asked"), v[i]));
		export_grid_row_end(g);
	}
}

void report_dimensions(struct report *r, const struct report_survey *s)
{
	const struct stat_satisfaction *v = s->results.satisfaction;
	struct export_grid *g;
	struct report_chart *chart;

	if (v->n_dimensions == 0)
		return;
	g = export_grid_new(r->arena, report_caption(r, s, _("Satisfied, by dimension")));
	g->note =
	    _("Satisfied among those who were satisfied or dissatisfied; balance: "
	      "satisfied less dissatisfied; base: of the row with the fewest answers. "
	      "Computed by the system: the orders give no formula.");
	export_grid_column(g, _("Dimension"), false);
	export_grid_column(g, _("Rows"), true);
	export_grid_column(g, _("Base"), true);
	export_grid_column(g, _("Satisfied, %"), true);
	export_grid_column(g, _("Balance"), true);
	add_interval_columns(g);
	for (size_t i = 0; i < v->n_dimensions; i++)
		put_dimension(r, g, &v->dimensions[i]);
	put_unasked(r, s, g);
	put_whole(r, g, _("Index: mean of the dimensions"), &v->index_estimate,
	    v->index_balance);
	put_whole(r, g, _("Overall question"), &v->overall_estimate, v->overall_balance);
	export_document_grid(r->doc, g);
	chart = ARENA_NEW(r->arena, struct report_chart);
	*chart = (struct report_chart){s, NULL};
	export_document_own(r->doc, chart);
}
