#include "stat/trend.h"

#include "base/text.h"
#include "stat/holm.h"
#include "stat/recommend.h"

struct point {
	const struct form *form;
	const struct stat_table *table;
	const struct stat_csi *csi;
	const struct stat_satisfaction *satisfaction;
	/* The same over the rows that every point has. */
	const struct stat_csi *common_csi;
	const struct stat_satisfaction *common_satisfaction;
	size_t *item;  /* of this form, by item of the reference; SIZE_MAX: none */
	bool *wording; /* by item of the reference */
	size_t *back;  /* item of the reference, by item of this form */
};

struct maker {
	struct arena *arena;
	const struct form *form; /* the reference */
	struct point *points;
	size_t n_points;
	enum stat_against against;
	struct stat_line *lines;
	size_t n_lines;
	struct stat_left_out *left;
	size_t n_left;
};

static const struct form_question *question_of(const struct form *f, size_t item)
{
	return &f->questions[f->items[item].question];
}

/* --- which item is which --- */

static void leave_out(struct maker *m, size_t point, enum form_lineage_kind kind,
    const struct form *f, size_t item)
{
	m->left[m->n_left++] = (struct stat_left_out){point, kind, f, item};
}

static void match_same(struct point *p)
{
	for (size_t i = 0; i < p->form->n_items; i++)
		p->item[i] = p->back[i] = i;
}

static void match(struct maker *m, size_t at)
{
	struct point *p = &m->points[at];
	const struct form_lineage *l;
	size_t n;

	if (p->form == m->form) {
		match_same(p);
		return;
	}
	l = form_lineage(m->arena, p->form, m->form, &n);
	for (size_t i = 0; i < n; i++) {
		if (l[i].kind == FORM_LINEAGE_GONE) {
			leave_out(m, at, l[i].kind, p->form, l[i].old_item);
		} else if (l[i].kind == FORM_LINEAGE_NEW ||
			   l[i].kind == FORM_LINEAGE_OPTIONS) {
			leave_out(m, at, l[i].kind, m->form, l[i].new_item);
		} else {
			p->item[l[i].new_item] = l[i].old_item;
			p->wording[l[i].new_item] = l[i].wording;
			p->back[l[i].old_item] = l[i].new_item;
		}
	}
}

/* Is the item of the reference asked, and shown, in every point? */
static bool everywhere(const struct maker *m, size_t item)
{
	for (size_t i = 0; item != SIZE_MAX && i < m->n_points; i++) {
		const struct point *p = &m->points[i];

		if (p->item[item] == SIZE_MAX || p->table->rows[p->item[item]].hidden)
			return false;
	}
	return item != SIZE_MAX;
}

/* A copy in which only the rows that every point has may enter an index. */
static const struct stat_table *common(const struct maker *m, const struct point *p)
{
	struct stat_table *t = arena_memdup(m->arena, p->table, sizeof(*t));

	t->rows = arena_memdup(m->arena, t->rows, t->n_rows * sizeof(*t->rows));
	for (size_t i = 0; i < t->n_rows; i++)
		t->rows[i].hidden = !everywhere(m, p->back[i]);
	return t;
}

static void prepare(struct maker *m, const struct stat_point *points)
{
	struct arena *a = m->arena;

	for (size_t i = 0; i < m->n_points; i++) {
		struct point *p = &m->points[i];

		p->form = points[i].form;
		p->table = points[i].table;
		p->csi = stat_csi(a, p->table);
		p->satisfaction = stat_satisfaction(a, p->table);
		p->item = ARENA_ARRAY(a, m->form->n_items, size_t);
		p->wording = ARENA_ARRAY(a, m->form->n_items, bool);
		p->back = ARENA_ARRAY(a, p->form->n_items, size_t);
		for (size_t j = 0; j < m->form->n_items; j++)
			p->item[j] = SIZE_MAX;
		for (size_t j = 0; j < p->form->n_items; j++)
			p->back[j] = SIZE_MAX;
		match(m, i);
	}
	for (size_t i = 0; i < m->n_points; i++) {
		const struct stat_table *t = common(m, &m->points[i]);

		m->points[i].common_csi = stat_csi(a, t);
		m->points[i].common_satisfaction = stat_satisfaction(a, t);
	}
}

/* --- differences --- */

static bool has_data(const struct stat_value *v)
{
	return !v->absent && !v->hidden && v->estimate.value.known;
}

/* Indices of different rows are not the same thing measured twice. */
static void compare(struct stat_value *v, size_t at, size_t with)
{
	if (!has_data(&v[at]) || !has_data(&v[with]) || v[at].rows || v[with].rows)
		return;
	v[at].difference = stat_differ(&v[with].estimate, &v[at].estimate);
}

/* The groups of a line against their rests, as a family of tests. */
static void compare_groups(const struct maker *m, struct stat_value *v)
{
	const size_t groups = m->n_points / 2;
	struct stat_holm *p = ARENA_ARRAY(m->arena, groups, struct stat_holm);
	size_t n = 0;

	for (size_t i = 0; i < groups; i++) {
		compare(v, i, groups + 1 + i);
		if (v[i].difference.change >= STAT_CHANGE_CHANCE)
			p[n++] = (struct stat_holm){v[i].difference.p, i};
	}
	stat_holm(p, n);
	for (size_t i = 0; i < n; i++) {
		struct stat_difference *d = &v[p[i].at].difference;

		d->p = p[i].p;
		if (d->p >= STAT_SIGNIFICANT)
			d->change = STAT_CHANGE_CHANCE;
	}
}

static void compare_all(const struct maker *m, struct stat_value *v)
{
	size_t last = SIZE_MAX;

	if (m->against == STAT_AGAINST_REST) {
		compare_groups(m, v);
		return;
	}
	for (size_t i = 0; i < m->n_points; i++) {
		if (m->against == STAT_AGAINST_FIRST && i > 0)
			compare(v, i, 0);
		else if (m->against == STAT_AGAINST_PREVIOUS && last != SIZE_MAX)
			compare(v, i, last);
		if (has_data(&v[i]))
			last = i;
	}
}

static void add_line(struct maker *m, struct stat_line line, struct stat_value *v)
{
	compare_all(m, v);
	line.v = v;
	m->lines[m->n_lines++] = line;
}

/* --- indices --- */

/* Does the row enter the index? */
static bool enters(
    enum stat_line_kind kind, const char *name, const struct form *f, size_t item)
{
	const struct form_question *q = question_of(f, item);
	const struct form_item *i = &f->items[item];

	switch (kind) {
	case STAT_LINE_CSI:
		return q->type == FORM_CSI && i->counts;
	case STAT_LINE_CSI_BLOCK:
		return q->type == FORM_CSI && i->counts &&
		       stat_csi_in_block(i->blocks, name);
	case STAT_LINE_SAT:
		return (q->feeds & FORM_FEED_SAT) && q->overall;
	case STAT_LINE_SAT_INDEX:
		return (q->feeds & FORM_FEED_SAT) && !q->overall && i->dimension;
	case STAT_LINE_DIMENSION:
		return (q->feeds & FORM_FEED_SAT) && !q->overall &&
		       text_equal(i->dimension, name);
	default:
		return false;
	}
}

/* Rows of an index of a point against those of the reference; hidden ones are not
   in it. */
struct rows {
	size_t here, there, both;
	bool wording;
};

static struct rows count_rows(const struct maker *m, const struct point *p,
    enum stat_line_kind kind, const char *name)
{
	struct rows r = {0};

	for (size_t i = 0; i < p->form->n_items; i++)
		r.here += enters(kind, name, p->form, i);
	for (size_t i = 0; i < m->form->n_items; i++) {
		bool there = enters(kind, name, m->form, i);

		r.there += there;
		if (!there || p->item[i] == SIZE_MAX ||
		    p->table->rows[p->item[i]].hidden ||
		    !enters(kind, name, p->form, p->item[i]))
			continue;
		r.both++;
		r.wording |= p->wording[i];
	}
	return r;
}

static struct stat_estimate block_of(const struct stat_csi *csi, const char *name)
{
	for (size_t i = 0; i < csi->n_blocks; i++)
		if (text_equal(csi->blocks[i].name, name))
			return stat_index_estimate(&csi->blocks[i].index);
	return stat_index_estimate(&(struct stat_index){.n = 0});
}

static struct stat_estimate dimension_of(
    const struct stat_satisfaction *s, const char *name)
{
	for (size_t i = 0; i < s->n_dimensions; i++)
		if (text_equal(s->dimensions[i].name, name))
			return s->dimensions[i].estimate;
	return (struct stat_estimate){.kind = STAT_ESTIMATE_INDEX};
}

static struct stat_estimate index_of(
    const struct point *p, enum stat_line_kind kind, const char *name)
{
	switch (kind) {
	case STAT_LINE_CSI:
		return stat_index_estimate(&p->csi->overall);
	case STAT_LINE_CSI_COMMON:
		return stat_index_estimate(&p->common_csi->overall);
	case STAT_LINE_CSI_BLOCK:
		return block_of(p->csi, name);
	case STAT_LINE_SAT:
		return p->satisfaction->overall_estimate;
	case STAT_LINE_SAT_INDEX:
		return p->satisfaction->index_estimate;
	case STAT_LINE_SAT_INDEX_COMMON:
		return p->common_satisfaction->index_estimate;
	default:
		return dimension_of(p->satisfaction, name);
	}
}

/* Hidden rows leave no data: the index may rest on the others, or on none. */
static bool all_hidden(const struct point *p, enum stat_line_kind kind, const char *name)
{
	bool any = false;

	for (size_t i = 0; i < p->form->n_items; i++)
		if (enters(kind, name, p->form, i)) {
			if (!p->table->rows[i].hidden)
				return false;
			any = true;
		}
	return any;
}

/* The line, and whether its rows are other ones in some point. */
static bool add_index(struct maker *m, enum stat_line_kind kind, const char *name)
{
	struct stat_value *v = ARENA_ARRAY(m->arena, m->n_points, struct stat_value);
	bool other = false;

	for (size_t i = 0; i < m->n_points; i++) {
		const struct point *p = &m->points[i];
		struct rows r = count_rows(m, p, kind, name);

		v[i].estimate = index_of(p, kind, name);
		v[i].absent = r.here == 0;
		v[i].wording = r.wording;
		v[i].rows = r.here > 0 && (r.both < r.here || r.both < r.there);
		v[i].hidden = all_hidden(p, kind, name);
		other |= v[i].rows;
	}
	add_line(m, (struct stat_line){.kind = kind, .name = name, .item = SIZE_MAX}, v);
	return other;
}

static void add_common(
    struct maker *m, enum stat_line_kind kind, enum stat_line_kind whole)
{
	struct stat_value *v = ARENA_ARRAY(m->arena, m->n_points, struct stat_value);

	for (size_t i = 0; i < m->n_points; i++) {
		v[i].estimate = index_of(&m->points[i], kind, NULL);
		v[i].wording = count_rows(m, &m->points[i], whole, NULL).wording;
	}
	add_line(m, (struct stat_line){.kind = kind, .item = SIZE_MAX}, v);
}

static bool asks(const struct maker *m, enum stat_line_kind kind)
{
	for (size_t i = 0; i < m->form->n_items; i++)
		if (enters(kind, NULL, m->form, i))
			return true;
	return false;
}

static void add_indices(struct maker *m, const struct point *reference)
{
	const struct stat_csi *csi = reference->csi;
	const struct stat_satisfaction *s = reference->satisfaction;

	if (asks(m, STAT_LINE_CSI) && add_index(m, STAT_LINE_CSI, NULL))
		add_common(m, STAT_LINE_CSI_COMMON, STAT_LINE_CSI);
	for (size_t i = 0; i < csi->n_blocks; i++)
		add_index(m, STAT_LINE_CSI_BLOCK, csi->blocks[i].name);
	if (asks(m, STAT_LINE_SAT))
		add_index(m, STAT_LINE_SAT, NULL);
	if (asks(m, STAT_LINE_SAT_INDEX) && add_index(m, STAT_LINE_SAT_INDEX, NULL))
		add_common(m, STAT_LINE_SAT_INDEX_COMMON, STAT_LINE_SAT_INDEX);
	for (size_t i = 0; i < s->n_dimensions; i++)
		add_index(m, STAT_LINE_DIMENSION, s->dimensions[i].name);
}

/* --- items --- */

static struct stat_estimate marks(const uint32_t *v, size_t n, int min)
{
	return stat_estimate_mean(v, n, min, 1, 2);
}

static struct stat_estimate item_of(
    const struct stat_row *r, enum stat_line_kind kind, size_t option)
{
	struct stat_index csi;

	switch (kind) {
	case STAT_LINE_ROW_CSI:
		csi = stat_csi_row(r);
		return stat_index_estimate(&csi);
	case STAT_LINE_RATING:
		return marks(r->ratings, STAT_MARKS, 1);
	case STAT_LINE_IMPORTANCE:
		return marks(r->importances, STAT_MARKS, 1);
	case STAT_LINE_MEAN:
		return marks(r->counts, r->n_counts, r->question->min);
	case STAT_LINE_NPS:
		return stat_nps_estimate(r);
	case STAT_LINE_EASE:
		return stat_ease_estimate(r);
	case STAT_LINE_SATISFIED:
		return stat_estimate_share(r->satisfied, r->base);
	default:
		return stat_estimate_share(r->counts[option], r->n);
	}
}

static void add_item(
    struct maker *m, enum stat_line_kind kind, size_t item, size_t option)
{
	struct stat_value *v = ARENA_ARRAY(m->arena, m->n_points, struct stat_value);

	for (size_t i = 0; i < m->n_points; i++) {
		const struct point *p = &m->points[i];
		size_t here = p->item[item];

		v[i].absent = here == SIZE_MAX;
		if (v[i].absent)
			continue;
		v[i].wording = p->wording[item];
		v[i].hidden = p->table->rows[here].hidden;
		if (!v[i].hidden)
			v[i].estimate = item_of(&p->table->rows[here], kind, option);
	}
	add_line(m, (struct stat_line){.kind = kind, .item = item, .option = option}, v);
}

static bool is_chosen(const struct maker *m, size_t item, size_t option)
{
	for (size_t i = 0; i < m->n_points; i++) {
		const size_t here = m->points[i].item[item];
		const struct stat_row *r = m->points[i].table->rows;

		/* Not even that a line is missing may tell of a hidden row. */
		if (here != SIZE_MAX && !r[here].hidden && r[here].counts[option] > 0)
			return true;
	}
	return false;
}

static bool is_sided(const struct form_question *q)
{
	for (size_t i = 0; i < q->n_options; i++)
		if (q->options[i].side != FORM_SIDE_NONE)
			return true;
	return false;
}

static void add_item_lines(struct maker *m, size_t item)
{
	const struct form_question *q = question_of(m->form, item);

	switch (q->type) {
	case FORM_CSI:
		add_item(m, STAT_LINE_ROW_CSI, item, 0);
		add_item(m, STAT_LINE_RATING, item, 0);
		add_item(m, STAT_LINE_IMPORTANCE, item, 0);
		return;
	case FORM_SCALE:
		add_item(m, STAT_LINE_MEAN, item, 0);
		if (q->feeds & FORM_FEED_NPS)
			add_item(m, STAT_LINE_NPS, item, 0);
		if (q->feeds & FORM_FEED_CES)
			add_item(m, STAT_LINE_EASE, item, 0);
		return;
	case FORM_TEXT:
	case FORM_MATRIX_TEXT: /* texts leave no trace in a vector */
		return;
	default:
		if (is_sided(q))
			add_item(m, STAT_LINE_SATISFIED, item, 0);
		for (size_t i = 0; i < q->n_options; i++)
			/* A list of services is long: only those somebody chose. */
			if (q->type != FORM_REF || is_chosen(m, item, i))
				add_item(m, STAT_LINE_OPTION, item, i);
	}
}

/* More than enough: three a row, one an answer, the indices. */
static size_t lines_max(const struct form *f, const struct point *reference)
{
	size_t n = 8 + reference->csi->n_blocks + reference->satisfaction->n_dimensions;

	for (size_t i = 0; i < f->n_items; i++)
		n += 3 + question_of(f, i)->n_options;
	return n;
}

const struct stat_trend *stat_trend(struct arena *a, const struct stat_point *points,
    size_t n, size_t reference, enum stat_against against)
{
	struct maker m = {.arena = a,
	    .form = points[reference].form,
	    .n_points = n,
	    .against = against};
	struct stat_trend *t = ARENA_NEW(a, struct stat_trend);
	size_t left = 0;

	for (size_t i = 0; i < n; i++)
		left += points[i].form->n_items + m.form->n_items;
	m.points = ARENA_ARRAY(a, n, struct point);
	m.left = ARENA_ARRAY(a, left, struct stat_left_out);
	prepare(&m, points);
	m.lines =
	    ARENA_ARRAY(a, lines_max(m.form, &m.points[reference]), struct stat_line);
	add_indices(&m, &m.points[reference]);
	for (size_t i = 0; i < m.form->n_items; i++)
		add_item_lines(&m, i);
	*t = (struct stat_trend){.form = m.form,
	    .points = points,
	    .n_points = n,
	    .lines = m.lines,
	    .n_lines = m.n_lines,
	    .left = m.left,
	    .n_left = m.n_left};
	return t;
}

const char *stat_line_name(enum stat_line_kind kind)
{
	static const char *const names[] = {[STAT_LINE_CSI] = "csi",
	    [STAT_LINE_CSI_COMMON] = "csi-common",
	    [STAT_LINE_CSI_BLOCK] = "csi-block",
	    [STAT_LINE_SAT] = "satisfaction",
	    [STAT_LINE_SAT_INDEX] = "satisfaction-index",
	    [STAT_LINE_SAT_INDEX_COMMON] = "satisfaction-index-common",
	    [STAT_LINE_DIMENSION] = "dimension",
	    [STAT_LINE_NPS] = "nps",
	    [STAT_LINE_EASE] = "share-8-10",
	    [STAT_LINE_ROW_CSI] = "row-csi",
	    [STAT_LINE_RATING] = "rating",
	    [STAT_LINE_IMPORTANCE] = "importance",
	    [STAT_LINE_MEAN] = "mean",
	    [STAT_LINE_SATISFIED] = "satisfied",
	    [STAT_LINE_OPTION] = "option"};

	return names[kind];
}
