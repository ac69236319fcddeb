/*
 * GET /admin/campaign/:code/tables.json — every table of results that can be had of
 * a campaign of internal clients: the whole list, so that a test can subtract them
 * all from each other; and the pages that show the same figures, or free texts.
 * External ones are free: "free" is true and only the whole tables stand in the list.
 */
#include "coding.h"
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
	/* Of internal clients whole campaigns, whatever the day. */
	put(tables, arena_printf(a, "/admin/campaign/%s/trend.json?split=%s",
			r->campaign.code, day_iso(a, r->campaign.opens_on)));
	put(tables, arena_printf(a, "/admin/beside.json?%s=%s",
			r->campaign.audience == FORM_INTERNAL ? "internal" : "external",
			r->campaign.code));
}

/* Free texts, of each item and all of them, and what they are about. */
static void put_texts(struct arena *a, json_t *pages, const struct results *r)
{
	static const char *const all[] = {"texts", "texts.csv", "texts.xlsx", "coding",
	    "topics", "topics.csv", "topics.xlsx", "topics.json"};

	for (size_t i = 0; i < r->table->n_rows; i++)
		if (results_has_texts(r, &r->table->rows[i]))
			put(pages,
			    arena_printf(a, "/admin/campaign/%s/text/%s?version=%d",
				r->campaign.code, admin_url_part(a, r->form->items[i].id),
				r->campaign.version));
	for (size_t i = 0; coding_is_possible(r) && i < sizeof(all) / sizeof(*all); i++)
		put(pages, arena_printf(a, "/admin/campaign/%s/%s?version=%d",
			       r->campaign.code, all[i], r->campaign.version));
}

/* The analysis of the period the campaign falls into. */
static void put_reports(struct arena *a, json_t *pages, const struct results *r)
{
	static const char *const forms[] = {"report", "report.odt"};
	const struct db_campaign *c = &r->campaign;
	const day_t end = c->closes_on == DAY_NONE ? r->today : c->closes_on;

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		put(pages, arena_printf(a,
			       "/admin/%s?agency=%s&audience=%s&data=%s&from=%s&to=%s",
			       forms[i], admin_url_part(a, c->agency_code),
			       c->audience == FORM_INTERNAL ? "internal" : "external",
			       c->demo ? "demo" : "real", day_iso(a, c->opens_on),
			       day_iso(a, end)));
}

enum err page_tables_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	json_t *o, *tables, *pages;
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
	pages = json_array();
	put_whole(req->arena, tables, &r);
	put_texts(req->arena, pages, &r);
	put_reports(req->arena, pages, &r);
	for (size_t i = 0; i < n; i++)
		put(tables, arena_printf(req->arena, "/admin/campaign/%s/cut.json?by=%s",
				r.campaign.code,
				admin_url_part(req->arena, r.form->items[cuts[i]].id)));
	json_object_set_new(o, "campaign", json_string(r.campaign.code));
	json_object_set_new(
	    o, "free", json_boolean(r.campaign.audience == FORM_EXTERNAL));
	json_object_set_new(o, "k", json_integer(r.campaign.k));
	json_object_set_new(o, "tables", tables);
	json_object_set_new(o, "pages", pages);
	admin_json_send(res, o);
	return ERR_OK;
}
