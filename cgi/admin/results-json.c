/* results.json: the results for machines, as the contract of the README says. */
#include "export/figures.h"
#include "filter.h"
#include "json.h"

/* A hidden cell is null. */
static json_t *shown(const struct stat_row *r, json_t *value)
{
	if (!r->hidden)
		return value;
	json_decref(value);
	return json_null();
}

static void put(json_t *o, const char *key, const struct stat_row *r, json_t *value)
{
	json_object_set_new(o, key, shown(r, value));
}

/* "share" gets "share_low" and "share_high": 95 % confidence (stat/interval.h). */
static void put_interval(struct arena *a, json_t *o, const char *key,
    const struct stat_row *r, struct stat_interval v)
{
	put(o, arena_printf(a, "%s_low", key), r, admin_json_figure(v.low));
	put(o, arena_printf(a, "%s_high", key), r, admin_json_figure(v.high));
}

static void put_estimate_interval(struct arena *a, json_t *o, const char *key,
    const struct stat_row *r, struct stat_estimate e)
{
	put_interval(a, o, key, r, stat_interval_of(&e));
}

static json_t *name(const char *s)
{
	return s ? json_string(s) : json_null();
}

static json_t *level(enum stat_level l)
{
	return name(stat_level_name(l));
}

static json_t *marks(const uint32_t *v)
{
	json_t *array = json_array();

	for (size_t i = 0; i < STAT_MARKS; i++)
		json_array_append_new(array, json_integer(v[i]));
	return array;
}

static void put_csi(
    struct arena *a, json_t *o, const struct stat_table *t, const struct stat_row *r)
{
	struct stat_index index = stat_csi_row(r);

	put(o, "ratings", r, marks(r->ratings));
	put(o, "importances", r, marks(r->importances));
	put(o, "rating_mean", r, admin_json_figure(stat_rating_mean(r)));
	put(o, "importance_mean", r, admin_json_figure(stat_importance_mean(r)));
	put(o, "rating_8_10", r,
	    admin_json_figure(stat_share_high(r->ratings, STAT_MARKS, 1)));
	put(o, "importance_8_10", r,
	    admin_json_figure(stat_share_high(r->importances, STAT_MARKS, 1)));
	put(o, "csi", r, admin_json_figure(index.value));
	put(o, "level", r, level(index.level));
	put_interval(
	    a, o, "rating_mean", r, stat_interval_mean(r->ratings, STAT_MARKS, 1));
	put_interval(a, o, "importance_mean", r,
	    stat_interval_mean(r->importances, STAT_MARKS, 1));
	put_estimate_interval(
	    a, o, "rating_8_10", r, stat_high_estimate(r->ratings, STAT_MARKS, 1));
	put_estimate_interval(a, o, "importance_8_10", r,
	    stat_high_estimate(r->importances, STAT_MARKS, 1));
	put_estimate_interval(a, o, "csi", r, stat_index_estimate(&index));
	put(o, "gap", r, admin_json_figure(stat_gap(r)));
	put(o, "field", r, name(stat_quadrant_name(stat_quadrant_of(t, r))));
	json_object_set_new(o, "counts_in_index", json_boolean(r->item->counts));
}

static json_t *options(struct arena *a, const struct stat_row *r)
{
	json_t *array = json_array();

	for (size_t i = 0; i < r->n_counts && i < r->question->n_options; i++) {
		const struct form_option *option = &r->question->options[i];
		json_t *o = json_object();

		json_object_set_new(o, "code", json_string(option->code));
		json_object_set_new(o, "text", json_string(option->text));
		put(o, "n", r, json_integer(r->counts[i]));
		put(o, "share", r, admin_json_figure(stat_percent(r->counts[i], r->n)));
		put_interval(a, o, "share", r, stat_interval_share(r->counts[i], r->n));
		json_array_append_new(array, o);
	}
	return array;
}

static void put_options(struct arena *a, json_t *o, const struct stat_row *r)
{
	struct stat_share share = stat_share_row(r);

	json_object_set_new(o, "options", options(a, r));
	if (!r->sided)
		return;
	put(o, "satisfied", r, admin_json_figure(share.satisfied));
	put(o, "dissatisfied", r, admin_json_figure(share.dissatisfied));
	put(o, "balance", r, admin_json_figure(share.balance));
	put_interval(a, o, "satisfied", r, stat_interval_share(r->satisfied, r->base));
	put_interval(
	    a, o, "dissatisfied", r, stat_interval_share(r->dissatisfied, r->base));
}

static json_t *scale_counts(struct arena *a, const struct stat_row *r)
{
	json_t *o = json_object();

	for (size_t i = 0; i < r->n_counts; i++)
		json_object_set_new(o, arena_printf(a, "%d", r->question->min + (int)i),
		    json_integer(r->counts[i]));
	return o;
}

static void put_nps(struct arena *a, json_t *o, const struct stat_row *r)
{
	const struct stat_nps nps = stat_nps(r);

	put(o, "nps", r, admin_json_figure(nps.value));
	put_estimate_interval(a, o, "nps", r, stat_nps_estimate(r));
	put(o, "promoters", r, json_integer(nps.promoters));
	put(o, "passives", r, json_integer(nps.passives));
	put(o, "critics", r, json_integer(nps.critics));
}

static void put_scale(struct arena *a, json_t *o, const struct stat_row *r)
{
	put(o, "counts", r, scale_counts(a, r));
	put(o, "mean", r, admin_json_figure(stat_scale_mean(r)));
	put_interval(a, o, "mean", r,
	    stat_interval_mean(r->counts, r->n_counts, r->question->min));
	json_object_set_new(o, "min", json_integer(r->question->min));
	json_object_set_new(o, "max", json_integer(r->question->max));
	if (r->question->feeds & FORM_FEED_NPS)
		put_nps(a, o, r);
	if (r->question->feeds & FORM_FEED_CES) {
		put(o, "share_8_10", r, admin_json_figure(stat_ease_share(r)));
		put_estimate_interval(a, o, "share_8_10", r, stat_ease_estimate(r));
	}
}

static json_t *item(struct arena *a, const struct stat_table *t, const struct stat_row *r)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", json_string(r->item->id));
	json_object_set_new(o, "text", json_string(export_item_text(r)));
	json_object_set_new(o, "type", json_string(results_type_name(r->question->type)));
	if (r->item->text)
		json_object_set_new(o, "question", json_string(r->question->text));
	if (r->hidden)
		json_object_set_new(o, "hidden", json_true());
	put(o, "n", r, json_integer(r->n));
	put(o, "base", r, json_integer(r->base));
	put(o, "small_base", r, json_boolean(r->base < STAT_USABLE_BASE));
	switch (r->question->type) {
	case FORM_CSI:
		put_csi(a, o, t, r);
		break;
	case FORM_SCALE:
		put_scale(a, o, r);
		break;
	case FORM_MATRIX_TEXT:
		put(o, "texts", r, json_integer(r->texts));
		put_options(a, o, r);
		break;
	case FORM_SINGLE:
	case FORM_MULTI:
	case FORM_MATRIX:
	case FORM_REF:
		put_options(a, o, r);
		break;
	case FORM_TEXT:
		break;
	}
	return o;
}

static json_t *groups(const struct stat_csi_group *v, size_t n)
{
	json_t *o = json_object();

	for (size_t i = 0; i < n; i++)
		json_object_set_new(o, v[i].name, admin_json_figure(v[i].index.value));
	return o;
}

static json_t *csi_indices(const struct stat_csi *csi)
{
	json_t *o = json_object();

	json_object_set_new(o, "overall", admin_json_figure(csi->overall.value));
	json_object_set_new(o, "level", level(csi->overall.level));
	json_object_set_new(o, "blocks", groups(csi->blocks, csi->n_blocks));
	json_object_set_new(o, "composites", groups(csi->composites, csi->n_composites));
	if (csi->has_own_scale)
		json_object_set_new(o, "without_own_scale",
		    admin_json_figure(csi->without_own_scale.value));
	if (csi->has_excluded)
		json_object_set_new(
		    o, "with_excluded", admin_json_figure(csi->with_excluded.value));
	return o;
}

static json_t *satisfaction_indices(const struct stat_satisfaction *s)
{
	json_t *o = json_object(), *dimensions = json_object(), *balances = json_object();

	for (size_t i = 0; i < s->n_dimensions; i++) {
		json_object_set_new(dimensions, s->dimensions[i].name,
		    admin_json_figure(s->dimensions[i].satisfied));
		json_object_set_new(balances, s->dimensions[i].name,
		    admin_json_figure(s->dimensions[i].balance));
	}
	json_object_set_new(o, "overall", admin_json_figure(s->overall));
	json_object_set_new(o, "index", admin_json_figure(s->index));
	json_object_set_new(o, "overall_balance", admin_json_figure(s->overall_balance));
	json_object_set_new(o, "index_balance", admin_json_figure(s->index_balance));
	json_object_set_new(o, "dimensions", dimensions);
	json_object_set_new(o, "balances", balances);
	return o;
}

/* Each index with how sure it is; of several rows "n" is the least and "n_max" the
   largest number that answered one. */
static json_t *figure(const struct export_figure *f)
{
	json_t *o = json_object();

	json_object_set_new(o, "index", json_string(f->key));
	json_object_set_new(o, "of", name(f->row ? f->row->item->id : f->of));
	json_object_set_new(o, "name", json_string(f->name));
	json_object_set_new(o, "value", admin_json_figure(f->value));
	json_object_set_new(o, "low", admin_json_figure(f->interval.low));
	json_object_set_new(o, "high", admin_json_figure(f->interval.high));
	json_object_set_new(o, "n", json_integer(f->base));
	json_object_set_new(o, "n_max", json_integer(f->most));
	json_object_set_new(o, "small_base", json_boolean(f->base < STAT_USABLE_BASE));
	json_object_set_new(o, "level", level(f->level));
	return o;
}

static json_t *figures(struct arena *a, const struct results *r)
{
	const struct export_results out = results_export(a, r);
	const struct export_figures *l = export_figures_indices(a, &out);
	json_t *array = json_array();

	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].key)
			json_array_append_new(array, figure(&l->v[i]));
	return array;
}

static json_t *document(struct arena *a, const struct results *r)
{
	const struct db_campaign *c = &r->campaign;
	json_t *o = json_object(), *items = json_array(), *indices = json_object();

	for (size_t i = 0; i < r->table->n_rows; i++)
		json_array_append_new(items, item(a, r->table, &r->table->rows[i]));
	json_object_set_new(indices, "csi", csi_indices(r->csi));
	json_object_set_new(
	    indices, "satisfaction", satisfaction_indices(r->satisfaction));
	json_object_set_new(indices, "figures", figures(a, r));
	json_object_set_new(o, "campaign", json_string(c->code));
	json_object_set_new(o, "title", json_string(c->title));
	json_object_set_new(o, "questionnaire", json_string(c->questionnaire));
	json_object_set_new(o, "version", json_integer(c->version));
	json_object_set_new(o, "audience",
	    json_string(c->audience == FORM_INTERNAL ? "internal" : "external"));
	json_object_set_new(o, "demo", json_boolean(c->demo));
	json_object_set_new(o, "as_of", json_string(day_iso(a, r->today)));
	json_object_set_new(o, "responses", json_integer(r->table->responses));
	if (r->filter) {
		json_object_set_new(o, "filter", json_string(r->filter));
		json_object_set_new(o, "responses_all", json_integer(r->all_responses));
		admin_json_unsure(o, &r->unsure);
	}
	json_object_set_new(o, "waiting", json_integer(r->waiting));
	json_object_set_new(o, "quarantined", json_integer(r->quarantined));
	json_object_set_new(o, "rejected", json_integer(c->rejected));
	json_object_set_new(o, "k", json_integer(c->k));
	json_object_set_new(o, "items", items);
	json_object_set_new(o, "indices", indices);
	return o;
}

enum err page_result_json(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct results r;
	json_t *o;
	enum err e = results_load(worker, req, req->segment[0], &r);

	if (e == ERR_OK)
		e = filter_apply(worker, req, &r);
	if (e != ERR_OK)
		return filter_fail(e, worker, req, res, &r);
	o = document(req->arena, &r);
	admin_json_send(res, o);
	return ERR_OK;
}
