/* Topics of free texts, agreement of coders and words as CSV, XLSX and JSON. */
#include "base/i18n.h"
#include "grid.h"
#include "json.h"
#include "topics.h"

#define WORDS_MAX 1000

typedef void each_item(void *ctx, const struct topics *t, size_t item);

/* Answers to different questions have different denominators: one after the other. */
static void walk_items(const struct topics *t, each_item *each, void *ctx)
{
	for (size_t i = 0; i < t->coding->results.form->n_items; i++)
		if (topics_texts(t, i) > 0)
			each(ctx, t, i);
}

static void put_topic(struct export_grid *g, const struct topics *t, size_t item,
    const char *id, const char *text)
{
	size_t n = topics_given(t, item, id), read = topics_read(t, item);

	export_grid_text(g, coding_question(t->coding, item));
	export_grid_text(g, text);
	export_grid_number(g, (int64_t)n);
	export_grid_figure(g, stat_percent((int64_t)n, (int64_t)read));
	export_grid_number(g, (int64_t)read);
	export_grid_number(g, (int64_t)topics_texts(t, item));
}

static void put_item(void *ctx, const struct topics *t, size_t item)
{
	const struct procedure_list *l = t->coding->topics;

	for (size_t i = 0; l != NULL && i < l->n; i++)
		put_topic(ctx, t, item, l->v[i].id, l->v[i].text);
	put_topic(ctx, t, item, NULL, _("None of the topics"));
}

static struct export_grid *topics(const struct topics *t)
{
	struct export_grid *g = export_grid_new(t->coding->req->arena, _("Topics"));

	export_grid_column(g, _("Question"), false);
	export_grid_column(g, _("Topic"), false);
	export_grid_column(g, _("Texts"), true);
	export_grid_column(g, _("Share of those read"), true);
	export_grid_column(g, _("Texts read"), true);
	export_grid_column(g, _("Texts in all"), true);
	walk_items(t, put_item, g);
	g->note = _("A text counts in every topic that any coder gave it, so that the "
		    "shares may add up to more than 100 %.");
	return g;
}

/* --- agreement --- */

typedef void each_pair(void *ctx, const struct topics *t, const struct coding_coder *x,
    const struct coding_coder *y);

static void walk_pairs(const struct topics *t, each_pair *each, void *ctx)
{
	for (size_t i = 0; i < t->n_coders; i++)
		for (size_t j = i + 1; j < t->n_coders; j++)
			each(ctx, t, &t->coders[i], &t->coders[j]);
}

static void put_pair(void *ctx, const struct topics *t, const struct coding_coder *x,
    const struct coding_coder *y)
{
	const struct procedure_list *l = t->coding->topics;
	const struct stat_agreement *g = topics_agreements(t, x, y);
	struct export_grid *grid = ctx;

	for (size_t i = 0; g != NULL && i < l->n; i++) {
		export_grid_text(grid, x->login);
		export_grid_text(grid, y->login);
		export_grid_text(grid, l->v[i].text);
		export_grid_number(grid, (int64_t)topics_together(&g[i]));
		export_grid_number(grid, g[i].both);
		export_grid_number(grid, g[i].first + g[i].second);
		export_grid_figure(grid, stat_kappa(&g[i]));
	}
	if (g == NULL)
		return;
	export_grid_text(grid, x->login);
	export_grid_text(grid, y->login);
	export_grid_text(grid, _("All topics together"));
	export_grid_number(grid, (int64_t)topics_together(&g[0]));
	export_grid_text(grid, NULL);
	export_grid_text(grid, NULL);
	export_grid_figure(grid, stat_kappa_pooled(g, l->n));
}

static struct export_grid *agreement(const struct topics *t)
{
	struct export_grid *g =
	    export_grid_new(t->coding->req->arena, _("Agreement of coders"));

	export_grid_column(g, _("Coder"), false);
	export_grid_column(g, _("Coder"), false);
	export_grid_column(g, _("Topic"), false);
	export_grid_column(g, _("Read by both"), true);
	export_grid_column(g, _("Given by both"), true);
	export_grid_column(g, _("By one of them"), true);
	export_grid_column(g, _("Cohen's kappa"), true);
	walk_pairs(t, put_pair, g);
	return g;
}

/* --- words --- */

static struct export_grid *words(const struct topics *t)
{
	struct arena *a = t->coding->req->arena;
	struct export_grid *g = export_grid_new(a, _("Most frequent words"));
	size_t n;
	const struct stat_word *v = stat_words_top(t->words, a, WORDS_MAX, &n);

	export_grid_column(g, _("Word"), false);
	export_grid_column(g, _("Texts"), true);
	export_grid_column(g, _("Share of the texts"), true);
	for (size_t i = 0; i < n; i++) {
		export_grid_text(g, v[i].word);
		export_grid_number(g, v[i].texts);
		export_grid_figure(g, stat_percent(v[i].texts, (int64_t)t->counted));
	}
	if (t->counted < topics_texts(t, TOPICS_ALL))
		g->note = arena_printf(
		    a, _("Counted in a random sample of %zu texts."), t->counted);
	return g;
}

enum err topics_file(const struct topics *t, struct http_response *res)
{
	const struct coding *c = t->coding;
	struct export_fact facts[GRID_FACTS];
	struct export_grid *v[] = {topics(t), agreement(t), words(t)};

	return grid_file(c->req, res,
	    &(struct export_grids){.facts = facts,
		.n_facts = grid_facts(c->req->arena, &c->results, facts),
		.v = v,
		.n = sizeof(v) / sizeof(v[0])},
	    arena_printf(c->req->arena, "%s-topics", c->results.campaign.code));
}

/* --- JSON --- */

static json_t *topic_json(
    const struct topics *t, size_t item, const char *id, const char *text)
{
	size_t n = topics_given(t, item, id), read = topics_read(t, item);
	json_t *o = json_object();

	json_object_set_new(o, "id", id ? json_string(id) : json_null());
	json_object_set_new(o, "text", json_string(text));
	json_object_set_new(o, "texts", json_integer((json_int_t)n));
	json_object_set_new(
	    o, "share", admin_json_figure(stat_percent((int64_t)n, (int64_t)read)));
	return o;
}

static void add_item(void *ctx, const struct topics *t, size_t item)
{
	const struct procedure_list *l = t->coding->topics;
	const struct form_item *i = &t->coding->results.form->items[item];
	json_t *o = json_object(), *v = json_array();

	for (size_t j = 0; l != NULL && j < l->n; j++)
		json_array_append_new(v, topic_json(t, item, l->v[j].id, l->v[j].text));
	json_array_append_new(v, topic_json(t, item, NULL, _("None of the topics")));
	json_object_set_new(o, "id", json_string(i->id));
	json_object_set_new(o, "text", json_string(coding_question(t->coding, item)));
	json_object_set_new(o, "texts", json_integer((json_int_t)topics_texts(t, item)));
	json_object_set_new(o, "read", json_integer((json_int_t)topics_read(t, item)));
	json_object_set_new(o, "topics", v);
	json_array_append_new(ctx, o);
}

static void add_pair(void *ctx, const struct topics *t, const struct coding_coder *x,
    const struct coding_coder *y)
{
	const struct procedure_list *l = t->coding->topics;
	const struct stat_agreement *g = topics_agreements(t, x, y);
	json_t *o, *v;

	if (g == NULL)
		return;
	o = json_object();
	v = json_array();
	for (size_t i = 0; i < l->n; i++) {
		json_t *row = json_object();

		json_object_set_new(row, "id", json_string(l->v[i].id));
		json_object_set_new(row, "both", json_integer(g[i].both));
		json_object_set_new(row, "one", json_integer(g[i].first + g[i].second));
		json_object_set_new(row, "kappa", admin_json_figure(stat_kappa(&g[i])));
		json_array_append_new(v, row);
	}
	json_object_set_new(o, "coders", json_pack("[ss]", x->login, y->login));
	json_object_set_new(o, "texts", json_integer((json_int_t)topics_together(&g[0])));
	json_object_set_new(o, "kappa", admin_json_figure(stat_kappa_pooled(g, l->n)));
	json_object_set_new(o, "topics", v);
	json_array_append_new(ctx, o);
}

void topics_json(const struct topics *t, struct http_response *res)
{
	const struct results *r = &t->coding->results;
	json_t *o = json_object(), *items = json_array(), *pairs = json_array();

	json_object_set_new(o, "campaign", json_string(r->campaign.code));
	json_object_set_new(o, "version", json_integer(r->campaign.version));
	if (r->filter)
		json_object_set_new(o, "filter", json_string(r->filter));
	json_object_set_new(
	    o, "as_of", json_string(day_iso(t->coding->req->arena, r->today)));
	walk_items(t, add_item, items);
	walk_pairs(t, add_pair, pairs);
	json_object_set_new(o, "items", items);
	json_object_set_new(o, "agreement", pairs);
	admin_json_send(res, o);
}
