#include "export/figures.h"

#include <string.h>

#include "base/i18n.h"
#include "export/grid.h"
#include "export/words.h"
#include "stat/recommend.h"

#define ROOM 64

static void put(struct export_figures *l, const struct export_figure *f)
{
	struct export_figure *v;

	if (l->n == l->room) {
		l->room = 2 * l->room + ROOM;
		v = ARENA_ARRAY(l->arena, l->room, struct export_figure);
		if (l->n > 0)
			memcpy(v, l->v, l->n * sizeof(*v));
		l->v = v;
	}
	l->v[l->n++] = *f;
}

/* The figure with its value, interval and base, as far as it has any. */
static void put_estimate(
    struct export_figures *l, struct export_figure f, const struct stat_estimate *e)
{
	f.value = e->value;
	f.interval = stat_interval_of(e);
	f.base = e->base;
	f.most = e->most;
	f.rough = export_rough(l->arena, e);
	put(l, &f);
}

static void put_value(
    struct export_figures *l, struct export_figure f, struct stat_figure value)
{
	f.value = value;
	put(l, &f);
}

/* --- indices of the questionnaire --- */

static void put_index(struct export_figures *l, const char *key, const char *name,
    const char *of, const struct stat_index *i)
{
	const struct stat_estimate e = stat_index_estimate(i);

	put_estimate(l,
	    (struct export_figure){.key = key, .name = name, .of = of, .level = i->level},
	    &e);
}

static void put_csi_indices(struct export_figures *l, const struct stat_csi *csi)
{
	if (!csi->any)
		return;
	put_index(l, "csi", "CSI", NULL, &csi->overall);
	for (size_t i = 0; i < csi->n_blocks; i++) {
		const struct stat_csi_group *g = &csi->blocks[i];

		put_index(l, "csi-block",
		    arena_printf(
			l->arena, "CSI %s", export_block_name(l->arena, g->name)),
		    g->name, &g->index);
	}
	if (csi->has_own_scale)
		put_index(l, "csi-without-own-scale",
		    _("CSI overall without rows on a scale of their own"), NULL,
		    &csi->without_own_scale);
	if (csi->has_excluded)
		put_index(l, "csi-with-excluded",
		    _("CSI overall with the rows that do not count"), NULL,
		    &csi->with_excluded);
	for (size_t i = 0; i < csi->n_composites; i++) {
		const struct stat_csi_group *g = &csi->composites[i];

		put_index(l, "csi-composite", export_composite_name(l->arena, g), g->name,
		    &g->index);
	}
}

static void put_overall(struct export_figures *l, const struct stat_satisfaction *s)
{
	put_estimate(l,
	    (struct export_figure){
		.key = "satisfaction", .name = _("Satisfaction overall, %")},
	    &s->overall_estimate);
	put_value(l, (struct export_figure){.name = _("Satisfaction overall: balance")},
	    s->overall_balance);
}

static void put_satisfaction(struct export_figures *l, const struct stat_satisfaction *s)
{
	if (!s->any)
		return;
	if (s->has_overall)
		put_overall(l, s);
	for (size_t i = 0; i < s->n_dimensions; i++) {
		const struct stat_dimension *d = &s->dimensions[i];

		put_estimate(l,
		    (struct export_figure){.key = "dimension",
			.name = _("Dimension, satisfied, %"),
			.answer = d->name,
			.of = d->name},
		    &d->estimate);
		put_value(l,
		    (struct export_figure){
			.name = _("Dimension: balance"), .answer = d->name},
		    d->balance);
	}
	if (s->n_dimensions == 0)
		return;
	put_estimate(l,
	    (struct export_figure){
		.key = "satisfaction-index", .name = _("Satisfaction index, %")},
	    &s->index_estimate);
	put_value(l, (struct export_figure){.name = _("Satisfaction index: balance")},
	    s->index_balance);
}

/* --- scales --- */

static void put_nps(struct export_figures *l, const struct stat_row *r)
{
	const struct stat_estimate e = stat_nps_estimate(r);

	if (r->question->feeds & FORM_FEED_NPS)
		put_estimate(l,
		    (struct export_figure){.key = "nps",
			.row = r,
			.name = export_nps_name(l->arena, r->question)},
		    &e);
}

static void put_ease(struct export_figures *l, const struct stat_row *r)
{
	const struct stat_estimate e = stat_ease_estimate(r);

	if (r->question->feeds & FORM_FEED_CES)
		put_estimate(l,
		    (struct export_figure){.key = "share-8-10",
			.row = r,
			.name = export_ease_name(l->arena, r->question)},
		    &e);
}

static void put_scale_indices(struct export_figures *l, const struct stat_table *t)
{
	for (size_t i = 0; i < t->n_rows; i++) {
		const struct stat_row *r = &t->rows[i];

		if (r->question->type != FORM_SCALE || r->hidden)
			continue;
		put_nps(l, r);
		put_ease(l, r);
	}
}

/* --- figures of a row --- */

static void put_number(
    struct export_figures *l, const struct stat_row *r, const char *name, uint32_t n)
{
	put(l,
	    &(struct export_figure){.row = r, .name = name, .counted = true, .count = n});
}

static void put_of_row(struct export_figures *l, const struct stat_row *r,
    const char *name, struct stat_estimate e)
{
	put_estimate(l, (struct export_figure){.row = r, .name = name}, &e);
}

/* How many gave the answer, and their share of those who answered the row. */
static void put_part(struct export_figures *l, const struct stat_row *r, const char *name,
    const char *answer, uint32_t n)
{
	const struct stat_estimate e = stat_estimate_share(n, r->n);

	put_estimate(l,
	    (struct export_figure){
		.row = r, .name = name, .answer = answer, .counted = true, .count = n},
	    &e);
}

static void put_marks(struct export_figures *l, const struct stat_row *r,
    const char *name, const uint32_t *v, size_t n, int min)
{
	for (size_t i = 0; i < n; i++)
		put_part(l, r, name, arena_printf(l->arena, "%d", min + (int)i), v[i]);
}

static void put_csi(
    struct export_figures *l, const struct stat_table *t, const struct stat_row *r)
{
	const struct stat_index index = stat_csi_row(r);
	const struct stat_estimate e = stat_index_estimate(&index);

	put_of_row(
	    l, r, _("Mean rating"), stat_estimate_mean(r->ratings, STAT_MARKS, 1, 1, 2));
	put_of_row(l, r, _("Mean importance"),
	    stat_estimate_mean(r->importances, STAT_MARKS, 1, 1, 2));
	put_estimate(
	    l, (struct export_figure){.row = r, .name = "CSI", .level = index.level}, &e);
	put_of_row(
	    l, r, _("Ratings 8–10, %"), stat_high_estimate(r->ratings, STAT_MARKS, 1));
	put_of_row(l, r, _("Importances 8–10, %"),
	    stat_high_estimate(r->importances, STAT_MARKS, 1));
	put_value(l, (struct export_figure){.row = r, .name = _("Gap")}, stat_gap(r));
	put(l, &(struct export_figure){.row = r,
		   .name = _("Field of the chart"),
		   .answer = export_quadrant(stat_quadrant_of(t, r))});
	put_marks(l, r, _("Rating"), r->ratings, STAT_MARKS, 1);
	put_marks(l, r, _("Importance"), r->importances, STAT_MARKS, 1);
}

static void put_scale(struct export_figures *l, const struct stat_row *r)
{
	const struct stat_nps nps = stat_nps(r);

	put_marks(l, r, _("Mark"), r->counts, r->n_counts, r->question->min);
	put_of_row(l, r, _("Mean"),
	    stat_estimate_mean(r->counts, r->n_counts, r->question->min, 1, 2));
	put_nps(l, r);
	if (r->question->feeds & FORM_FEED_NPS) {
		put_part(l, r, _("Promoters"), NULL, nps.promoters);
		put_part(l, r, _("Passives"), NULL, nps.passives);
		put_part(l, r, _("Critics"), NULL, nps.critics);
	}
	put_ease(l, r);
}

static void put_sides(struct export_figures *l, const struct stat_row *r)
{
	put_of_row(l, r, _("Satisfied, %"), stat_estimate_share(r->satisfied, r->base));
	put_of_row(
	    l, r, _("Dissatisfied, %"), stat_estimate_share(r->dissatisfied, r->base));
	put_value(l, (struct export_figure){.row = r, .name = _("Balance")},
	    stat_share_row(r).balance);
}

static void put_options(struct export_figures *l, const struct stat_row *r)
{
	if (r->question->type == FORM_MATRIX_TEXT)
		put_number(l, r, _("Texts"), r->texts);
	for (size_t i = 0; i < r->n_counts && i < r->question->n_options; i++)
		put_part(l, r, _("Answers"), r->question->options[i].text, r->counts[i]);
	if (r->sided)
		put_sides(l, r);
}

static void put_row(
    struct export_figures *l, const struct stat_table *t, const struct stat_row *r)
{
	if (r->hidden) {
		put(l,
		    &(struct export_figure){.row = r, .name = _("Hidden: small group")});
		return;
	}
	put_number(l, r, _("Answered"), r->n);
	if (r->sided)
		put_number(l, r, _("Base"), r->base);
	if (r->question->type == FORM_CSI)
		put_csi(l, t, r);
	else if (r->question->type == FORM_SCALE)
		put_scale(l, r);
	else
		put_options(l, r);
}

/* --- the lists --- */

static struct export_figures *indices(struct arena *a, const struct export_results *r)
{
	struct export_figures *l = ARENA_NEW(a, struct export_figures);

	l->arena = a;
	put_csi_indices(l, r->csi);
	put_satisfaction(l, r->satisfaction);
	return l;
}

const struct export_figures *export_figures_indices(
    struct arena *a, const struct export_results *r)
{
	struct export_figures *l = indices(a, r);

	put_scale_indices(l, r->table);
	return l;
}

const struct export_figures *export_figures_all(
    struct arena *a, const struct export_results *r)
{
	struct export_figures *l = indices(a, r);

	for (size_t i = 0; i < r->table->n_rows; i++)
		put_row(l, r->table, &r->table->rows[i]);
	return l;
}

/* --- as a table --- */

static struct export_grid *grid_new(struct arena *a)
{
	struct export_grid *g = export_grid_new(a, _("All figures"));

	export_grid_column(g, _("Item"), false);
	export_grid_column(g, _("Question"), false);
	export_grid_column(g, _("Row"), false);
	export_grid_column(g, _("Indicator"), false);
	export_grid_column(g, _("Answer"), false);
	export_grid_column(g, _("Number of answers"), true);
	export_grid_column(g, _("Value or share, %"), true);
	export_grid_column(g, _("95 %: from"), true);
	export_grid_column(g, _("95 %: to"), true);
	export_grid_column(g, _("Base"), true);
	export_grid_column(g, _("Base of the largest row"), true);
	export_grid_column(g, _("Level"), false);
	export_grid_column(g, _("Reliability"), false);
	return g;
}

static void write_fact(struct export_grid *g, const struct export_fact *f)
{
	for (int i = 0; i < 3; i++)
		export_grid_text(g, NULL);
	export_grid_text(g, f->name);
	export_grid_text(g, f->text);
	if (f->text == NULL)
		export_grid_number(g, f->number);
	export_grid_row_end(g);
}

static void write_number(struct export_grid *g, bool known, uint32_t n)
{
	if (known)
		export_grid_number(g, n);
	else
		export_grid_text(g, NULL);
}

static void write_figure(struct export_grid *g, const struct export_figure *f)
{
	const struct stat_row *r = f->row;

	/* A bare "4.1" would become a date in a spreadsheet. */
	export_grid_text(g, r ? arena_printf(g->arena, "№ %s", r->item->id) : NULL);
	export_grid_text(g, r ? r->question->text : NULL);
	export_grid_text(g, r ? r->item->text : NULL);
	export_grid_text(g, f->name);
	export_grid_text(g, f->answer);
	write_number(g, f->counted, f->count);
	export_grid_figure(g, f->value);
	export_grid_interval(g, f->interval);
	write_number(g, f->base > 0, f->base);
	write_number(g, f->most > 0, f->most);
	export_grid_text(g, f->level == STAT_LEVEL_NONE ? NULL : export_level(f->level));
	export_grid_text(g, f->rough);
}

struct export_grid *export_figures_grid(struct arena *a, const struct export_results *r,
    const struct export_fact *facts, size_t n_facts)
{
	struct export_grid *g = grid_new(a);
	const struct export_figures *l;

	for (size_t i = 0; i < n_facts; i++)
		write_fact(g, &facts[i]);
	if (r->table->hidden)
		return g;
	l = export_figures_all(a, r);
	for (size_t i = 0; i < l->n; i++)
		write_figure(g, &l->v[i]);
	return g;
}
