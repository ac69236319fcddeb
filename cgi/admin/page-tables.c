/*
 * GET /admin/campaign/:code/tables.json — every table of results that can be had of
 * a campaign of internal clients: the whole list, so that a test can subtract them
 * all from each other.  External ones are free: "free" is true and only the whole
 * tables stand in the list.
 */
#include "json.h"
#include "series.h"

static void put(json_t *tables, const char *path)
{
	json_array_append_new(tables, json_string(path));
}

static void put_whole(struct arena *a, json_t *tables, const struct results *r)
{
	for (size_t i = 0; i < r->n_versions; i++)
		put(tables, arena_printf(a, "/admin/campaign/%s/results.json?version=%d",
				r->campaign.code, r->versions[i].version));
	put(tables,
	    arena_printf(a, "/admin/campaign/%s/trend.json?by=round", r->campaign.code));
	put(tables,
	    arena_printf(a, "/admin/campaign/%s/trend.json?by=agency", r->campaign.code));
	put(tables, arena_printf(a, "/admin/beside.json?%s=%s",
			r->campaign.audience == FORM_INTERNAL ? "internal" : "external",
			r->campaign.code));
}

enum err page_tables_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	json_t *o, *tables;
	struct results r;
	const size_t *cuts;
	size_t n;
	enum err e = results_load(worker, req, req->segment[0], &r);

	if (e == ERR_OK)
		e = series_cuts(worker, req->arena, &r, &cuts, &n);
	if (e != ERR_OK)
		return e;
	o = json_object();
	tables = json_array();
	put_whole(req->arena, tables, &r);
	for (size_t i = 0; i < n; i++)
		put(tables, arena_printf(req->arena, "/admin/campaign/%s/cut.json?by=%s",
				r.campaign.code,
				admin_url_part(req->arena, r.form->items[cuts[i]].id)));
	json_object_set_new(o, "campaign", json_string(r.campaign.code));
	json_object_set_new(
	    o, "free", json_boolean(r.campaign.audience == FORM_EXTERNAL));
	json_object_set_new(o, "k", json_integer(r.campaign.k));
	json_object_set_new(o, "tables", tables);
	admin_json_send(res, o);
	return ERR_OK;
}
