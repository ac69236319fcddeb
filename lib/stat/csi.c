#include "stat/csi.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

#define HUNDREDTHS 100 /* of a value with 2 digits */
#define GAP " ,"       /* between the blocks of a row */

/* Which rows an index takes. */
struct choice {
	const char *block;     /* NULL = any */
	const char *composite; /* NULL = any */
	bool excluded;         /* also rows that do not count */
	bool own_scale;        /* also rows on a scale of their own */
};

/* The order: CSI > 71 high, CSI < 70 low (NE-15). */
static struct stat_levels levels = {70, 71};

void stat_levels_set(struct stat_levels v)
{
	assert(v.low <= v.high);
	levels = v;
}

struct stat_levels stat_levels(void)
{
	return levels;
}

enum stat_level stat_level(struct stat_figure value)
{
	if (!value.known)
		return STAT_LEVEL_NONE;
	if (value.v > HUNDREDTHS * levels.high)
		return STAT_LEVEL_HIGH;
	return value.v < HUNDREDTHS * levels.low ? STAT_LEVEL_LOW : STAT_LEVEL_BOUNDARY;
}

const char *stat_level_name(enum stat_level l)
{
	static const char *const names[] = {[STAT_LEVEL_NONE] = NULL,
	    [STAT_LEVEL_LOW] = "low",
	    [STAT_LEVEL_BOUNDARY] = "boundary",
	    [STAT_LEVEL_HIGH] = "high"};

	return names[l];
}

struct stat_estimate stat_index_estimate(const struct stat_index *i)
{
	return (struct stat_estimate){.kind = STAT_ESTIMATE_INDEX,
	    .value = i->value,
	    .base = i->n,
	    .most = i->most,
	    .mean = i->mean,
	    .error = i->error,
	    .min = 1,
	    .max = STAT_MARKS * STAT_MARKS};
}

/* Widest standard error of the product of two means of the same people. */
static long double error_of(const struct stat_row *r)
{
	const long double n = r->n, rating = (long double)r->rating_sum / n,
			  importance = (long double)r->importance_sum / n;

	return importance * stat_adjusted_error(r->ratings, STAT_MARKS, 1) +
	       rating * stat_adjusted_error(r->importances, STAT_MARKS, 1);
}

static long double exact(const struct stat_row *r)
{
	return (long double)r->rating_sum * (long double)r->importance_sum /
	       ((long double)r->n * (long double)r->n);
}

const struct stat_csi_group *stat_csi_composite(
    const struct stat_csi *csi, const struct form_item *item)
{
	for (size_t i = 0; i < csi->n_composites; i++)
		if (text_equal(csi->composites[i].name, item->composite))
			return &csi->composites[i];
	return NULL;
}

bool stat_csi_has_parts(
    const struct stat_csi_group *composite, const struct stat_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(rows[i].item->composite, composite->name))
			return true;
	return false;
}

struct stat_index stat_csi_row(const struct stat_row *r)
{
	int64_t n = r->hidden ? 0 : r->n;
	struct stat_index i = {
	    .value = stat_figure(
		n ? (int64_t)(r->rating_sum * r->importance_sum) : 0, n * n, 2)};

	i.level = stat_level(i.value);
	if (n > 0) {
		i.n = i.most = r->n;
		i.mean = exact(r);
		i.error = error_of(r);
	}
	return i;
}

struct stat_figure stat_gap(const struct stat_row *r)
{
	return stat_figure(
	    (int64_t)r->importance_sum - (int64_t)r->rating_sum, r->hidden ? 0 : r->n, 2);
}

/* Is the word among those of the list, separated by spaces or commas? */
static bool has_word(const char *list, const char *word, size_t n)
{
	for (const char *p = list + strspn(list, GAP); *p; p += strspn(p, GAP)) {
		size_t len = strcspn(p, GAP);

		if (len == n && memcmp(p, word, n) == 0)
			return true;
		p += len;
	}
	return false;
}

bool stat_csi_in_block(const char *blocks, const char *block)
{
	return has_word(blocks, block, strlen(block));
}

static bool chosen(const struct stat_row *r, const struct choice *c)
{
	const struct form_item *item = r->item;

	return r->question->type == FORM_CSI && (c->excluded || item->counts) &&
	       (c->own_scale || !item->rating_min) &&
	       (!c->composite ||
		   (item->composite && text_equal(item->composite, c->composite))) &&
	       (!c->block || stat_csi_in_block(item->blocks, c->block));
}

/* One aspect: a row of its own, or the sub-rows of a composite one. */
struct aspect {
	const char *composite; /* NULL = a row of its own */
	long double sum, error;
	size_t n;
};

static struct aspect *aspect_for(struct aspect *v, size_t *n, const char *composite)
{
	for (size_t i = 0; composite && i < *n; i++)
		if (v[i].composite && text_equal(v[i].composite, composite))
			return &v[i];
	v[*n].composite = composite;
	return &v[(*n)++];
}

static struct stat_index index_over(
    struct arena *a, const struct stat_table *t, const struct choice *c)
{
	struct aspect *v = ARENA_ARRAY(a, t->n_rows, struct aspect);
	struct stat_index index = {.n = 0};
	size_t n = 0;

	for (size_t i = 0; i < t->n_rows; i++) {
		const struct stat_row *r = &t->rows[i];
		struct aspect *aspect;

		if (!chosen(r, c) || r->hidden || r->n == 0)
			continue;
		aspect = aspect_for(v, &n, r->item->composite);
		aspect->sum += exact(r);
		aspect->error += error_of(r);
		aspect->n++;
		if (index.n == 0 || r->n < index.n)
			index.n = r->n;
		if (r->n > index.most)
			index.most = r->n;
	}
	for (size_t i = 0; i < n; i++) {
		index.mean += v[i].sum / (long double)v[i].n;
		index.error += v[i].error / (long double)v[i].n;
	}
	index.value = stat_mean(index.mean, n, 2);
	index.level = stat_level(index.value);
	if (n > 0) {
		index.mean /= (long double)n;
		index.error /= (long double)n;
	}
	return index;
}

/* Adds a name if it is new; the array has room. */
static void add_name(
    struct stat_csi_group *v, size_t *n, const char *name, const char *text)
{
	for (size_t i = 0; i < *n; i++)
		if (text_equal(v[i].name, name))
			return;
	v[*n].name = name;
	v[(*n)++].text = text;
}

static void collect_blocks(
    struct arena *a, const char *list, struct stat_csi_group *v, size_t *n)
{
	for (const char *p = list + strspn(list, GAP); *p; p += strspn(p, GAP)) {
		size_t len = strcspn(p, GAP);

		add_name(v, n, arena_strndup(a, p, len), NULL);
		p += len;
	}
}

/* Names of blocks and composite rows, in order of appearance. */
static void collect(struct arena *a, const struct stat_table *t,
    struct stat_csi_group *blocks, struct stat_csi_group *composites,
    struct stat_csi *csi)
{
	for (size_t i = 0; i < t->n_rows; i++) {
		const struct form_item *item = t->rows[i].item;

		if (t->rows[i].question->type != FORM_CSI)
			continue;
		csi->any = true;
		csi->has_excluded |= !item->counts;
		csi->has_own_scale |= item->counts && item->rating_min;
		collect_blocks(a, item->blocks, blocks, &csi->n_blocks);
		if (item->composite)
			add_name(composites, &csi->n_composites, item->composite,
			    item->composite_text);
	}
}

/* Every byte of the lists starts at most one name. */
static size_t names_max(const struct stat_table *t)
{
	size_t n = 1;

	for (size_t i = 0; i < t->n_rows; i++)
		n += t->rows[i].item->blocks ? strlen(t->rows[i].item->blocks) : 0;
	return n;
}

const struct stat_csi *stat_csi(struct arena *a, const struct stat_table *t)
{
	struct stat_csi *csi = ARENA_NEW(a, struct stat_csi);
	struct stat_csi_group *blocks =
	    ARENA_ARRAY(a, names_max(t), struct stat_csi_group);
	struct stat_csi_group *composites =
	    ARENA_ARRAY(a, t->n_rows + 1, struct stat_csi_group);

	collect(a, t, blocks, composites, csi);
	csi->overall = index_over(a, t, &(struct choice){.own_scale = true});
	csi->without_own_scale = index_over(a, t, &(struct choice){0});
	csi->with_excluded =
	    index_over(a, t, &(struct choice){.own_scale = true, .excluded = true});
	for (size_t i = 0; i < csi->n_blocks; i++)
		blocks[i].index = index_over(
		    a, t, &(struct choice){.block = blocks[i].name, .own_scale = true});
	for (size_t i = 0; i < csi->n_composites; i++)
		composites[i].index = index_over(a, t,
		    &(struct choice){.composite = composites[i].name,
			.own_scale = true,
			.excluded = true});
	csi->blocks = blocks;
	csi->composites = composites;
	return csi;
}
