/* «Главное»: what stands in front of the report, computed from what follows. */
#include <stdlib.h>

#include "base/i18n.h"
#include "coding.h"
#include "report.h"
#include "series-write.h"
#include "stat/interval.h"
#include "stat/recommend.h"

#define WORST 3  /* rows named */
#define TOPICS 5 /* topics named */

static void item(struct report *r, const char *text)
{
	export_document_text(r->doc, EXPORT_ITEM, text);
}

static const char *decimal(const struct report *r, struct stat_figure f)
{
	return stat_figure_text(r->arena, f, ',');
}

/* ---- the indices, and how they changed */

static const struct stat_line *line_of(
    const struct stat_trend *t, enum stat_line_kind kind)
{
	for (size_t i = 0; t != NULL && i < t->n_lines; i++)
		if (t->lines[i].kind == kind)
			return &t->lines[i];
	return NULL;
}

static const struct stat_value *now_of(
    const struct stat_trend *t, const struct stat_line *l)
{
	const struct stat_value *v = l ? &l->v[t->n_points - 1] : NULL;

	return v != NULL && !v->absent && !v->hidden && v->estimate.value.known ? v
										: NULL;
}

/* "▲ +3,20: significantly more (01.04.2026 – 30.06.2026)". */
static const char *change_of(const struct report *r, const struct report_survey *s,
    const struct stat_value *v, enum stat_line_kind common)
{
	const struct stat_line *l = line_of(s->trend, common);
	const char *over = "";

	if (s->before == NULL)
		return _("nothing to compare with");
	/* An index of other rows than before compares over those asked both times. */
	if (v->difference.change == STAT_CHANGE_NO_DATA && now_of(s->trend, l) != NULL) {
		v = now_of(s->trend, l);
		over = _(", over the rows asked both times");
	}
	if (v->difference.change == STAT_CHANGE_NO_DATA)
		return arena_printf(r->arena, _("not comparable (%s)"), s->before);
	return arena_printf(r->arena, "%s: %s%s (%s)",
	    series_change(r->arena, &v->difference),
	    series_change_words(v->difference.change), over, s->before);
}

/* Few answers are said before any level. */
static const char *worth_of(
    struct arena *a, const struct stat_value *v, enum stat_line_kind kind)
{
	if (stat_estimate_is_rough(&v->estimate))
		return export_rough(a, &v->estimate);
	return kind == STAT_LINE_CSI ? export_level(stat_level(v->estimate.value)) : NULL;
}

struct main_index {
	enum stat_line_kind kind, common; /* the same where there is no other */
};

static bool put_index(struct report *r, struct export_grid *g,
    const struct report_survey *s, const struct main_index *i, const char *name,
    bool *named)
{
	const struct stat_value *v = now_of(s->trend, line_of(s->trend, i->kind));

	if (v == NULL)
		return false;
	/* The whole title once. */
	export_grid_text(
	    g, *named ? s->label : report_caption(r, s, s->results.campaign.title));
	*named = true;
	export_grid_text(g, name);
	export_grid_figure(g, v->estimate.value);
	export_grid_number(g, v->estimate.base);
	export_grid_text(g, worth_of(r->arena, v, i->kind));
	export_grid_text(g, change_of(r, s, v, i->common));
	return true;
}

static void put_nps(
    struct report *r, struct export_grid *g, const struct report_survey *s, bool *named)
{
	const struct main_index nps = {STAT_LINE_NPS, STAT_LINE_NPS};
	const struct stat_line *l = line_of(s->trend, STAT_LINE_NPS);
	const struct form *f = s->results.form;
	const struct form_question *q;

	if (l == NULL)
		return;
	q = &f->questions[f->items[l->item].question];
	put_index(r, g, s, &nps,
	    arena_printf(r->arena, _("NPS (scale %d–%d)"), q->min, q->max), named);
}

/* Satisfaction overall where that is asked, else the mean of the dimensions. */
static void put_survey(
    struct report *r, struct export_grid *g, const struct report_survey *s)
{
	const struct main_index csi = {STAT_LINE_CSI, STAT_LINE_CSI_COMMON};
	const struct main_index overall = {STAT_LINE_SAT, STAT_LINE_SAT};
	const struct main_index index = {STAT_LINE_SAT_INDEX, STAT_LINE_SAT_INDEX_COMMON};
	bool named = false;

	put_index(r, g, s, &csi, "CSI", &named);
	if (!put_index(r, g, s, &overall, _("Satisfied overall, %"), &named))
		put_index(r, g, s, &index, _("Satisfaction index, %"), &named);
	put_nps(r, g, s, &named);
}

static void write_indices(struct report *r)
{
	struct export_grid *g = export_grid_new(r->arena, _("Main indices"));

	export_grid_column(g, _("Survey"), false);
	export_grid_column(g, _("Index"), false);
	export_grid_column(g, _("Value"), true);
	export_grid_column(g, _("Base"), true);
	export_grid_column(g, _("Level"), false);
	export_grid_column(g, _("How it changed"), false);
	for (size_t i = 0; i < r->n; i++)
		put_survey(r, g, &r->v[i]);
	if (export_grid_rows(g) == 0)
		return;
	g->note = arena_printf(r->arena,
	    _("Change: against the period of the same length before, in the same survey, "
	      "or else against the survey before it (in brackets). ▲ ▼: more than chance "
	      "explains (95 %%); ≈: may be chance; ?: fewer than %d answers, no test."),
	    STAT_USABLE_BASE);
	export_document_grid(r->doc, g);
}

/* ---- the worst rows */

struct worst {
	const struct report_survey *survey;
	const struct stat_row *row;
	struct stat_figure value;
};

/* Rough figures behind all others; the largest first. */
static bool is_before(const struct worst *a, const struct worst *b)
{
	bool x = stat_interval_is_rough(a->row), y = stat_interval_is_rough(b->row);

	return x != y ? !x : a->value.v > b->value.v;
}

/* Keeps the first WORST of all that come. */
static void keep(struct worst v[WORST], size_t *n, struct worst w)
{
	size_t at = *n;

	while (at > 0 && is_before(&w, &v[at - 1]))
		at--;
	if (at == WORST)
		return;
	*n += *n < WORST;
	for (size_t i = *n - 1; i > at; i--)
		v[i] = v[i - 1];
	v[at] = w;
}

static struct stat_figure dissatisfied(const struct stat_row *row)
{
	return row->sided ? stat_share_row(row).dissatisfied : (struct stat_figure){0};
}

static struct stat_figure gap(const struct stat_row *row)
{
	return row->question->type == FORM_CSI ? stat_gap(row) : (struct stat_figure){0};
}

static size_t find_worst(const struct report *r,
    struct stat_figure (*of)(const struct stat_row *row), struct worst v[WORST])
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct stat_table *t = r->v[i].results.table;

		for (size_t j = 0; !t->hidden && j < t->n_rows; j++) {
			struct worst w = {&r->v[i], &t->rows[j], {0}};

			if (w.row->hidden)
				continue;
			w.value = of(w.row);
			if (w.value.known && w.value.v > 0)
				keep(v, &n, w);
		}
	}
	return n;
}

/* "dissatisfied 34,5 %, base 87". */
static const char *words_of(const struct report *r, const struct worst *w)
{
	const struct stat_row *row = w->row;
	const char *value = decimal(r, w->value);

	return row->sided
		   ? arena_printf(
			 r->arena, _("dissatisfied %s %%, base %u"), value, row->base)
		   : arena_printf(r->arena, _("gap %s, answered %u"), value, row->n);
}

static void write_worst(struct report *r, const char *heading,
    struct stat_figure (*of)(const struct stat_row *row))
{
	struct worst v[WORST];
	size_t n = find_worst(r, of, v);

	if (n == 0)
		return;
	export_document_text(r->doc, EXPORT_PARAGRAPH, heading);
	for (size_t i = 0; i < n; i++)
		item(r,
		    arena_printf(r->arena, "%s — %s%s (%s)",
			report_row_title(r, v[i].row), words_of(r, &v[i]),
			stat_interval_is_rough(v[i].row)
			    ? arena_printf(r->arena, ", %s", export_rough_words(r->arena))
			    : "",
			v[i].survey->label));
}

/* ---- texts, terms, appeals */

struct topic {
	const char *text;
	size_t texts;
};

static int most_first(const void *a, const void *b)
{
	const struct topic *x = a, *y = b;

	return (x->texts < y->texts) - (x->texts > y->texts);
}

static void write_topics(struct report *r)
{
	const struct procedure_list *l = procedure_list(r->procedure, "topics");
	const size_t n = l ? l->n : 0;
	struct topic *v = ARENA_ARRAY(r->arena, n, struct topic);
	const char *words = NULL;

	for (size_t i = 0; i < n; i++) {
		v[i].text = l->v[i].text;
		for (size_t j = 0; j < r->n; j++)
			if (report_has_topics(r, &r->v[j]))
				v[i].texts += coding_count_topic(
				    r->v[j].coded, r->v[j].n_coded, l->v[i].id);
	}
	if (n > 0)
		qsort(v, n, sizeof(*v), most_first);
	for (size_t i = 0; i < n && i < TOPICS && v[i].texts > 0; i++)
		words = arena_printf(r->arena, "%s%s%s (%zu)", words ? words : "",
		    words ? "; " : "", v[i].text, v[i].texts);
	if (words != NULL)
		item(r, arena_printf(r->arena,
			    _("Most frequent topics of the texts coded: %s."), words));
}

static void write_unread(struct report *r)
{
	size_t texts = 0, read = 0;

	for (size_t i = 0; i < r->n; i++) {
		texts += r->v[i].texts;
		read += r->v[i].texts_read;
	}
	if (texts > read)
		item(r, arena_printf(r->arena,
			    _("Free answers nobody has read and coded yet: %zu of %zu."),
			    texts - read, texts));
}

static void write_overdue(struct report *r)
{
	const size_t n = report_overdue(r);

	item(r, n == 0 ? _("Pain map: nothing is overdue.")
		       : arena_printf(r->arena, _("Pain map: overdue rows: %zu."), n));
}

static void write_appeals(struct report *r)
{
	if (r->appeals > 0 || r->appeals_waiting > 0)
		item(r, arena_printf(r->arena,
			    _("Appeals sent by the site: came in within the period: %u; "
			      "waiting for a reply today: %u, of them overdue: %u."),
			    r->appeals, r->appeals_waiting, r->appeals_overdue));
}

void report_main(struct report *r)
{
	export_document_heading(r->doc, 1, _("The main points"));
	export_document_text(r->doc, EXPORT_PARAGRAPH,
	    arena_printf(r->arena, _("Surveys in the period: %zu, responses: %u."),
		r->surveys, r->responses));
	write_indices(r);
	write_worst(r, _("Where most are dissatisfied:"), dissatisfied);
	write_worst(r, _("Where importance exceeds the rating most:"), gap);
	export_document_text(r->doc, EXPORT_PARAGRAPH, _("Also:"));
	write_topics(r);
	write_unread(r);
	write_overdue(r);
	write_appeals(r);
}
