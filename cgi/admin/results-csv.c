/*
 * results.csv: one figure a line (export/figures.h), for Russian spreadsheets: UTF-8
 * with BOM, ';', decimal comma.  First the facts about the campaign.
 */
#include "export/figures.h"
#include "export/grid.h"
#include "filter.h"

enum err page_result_csv(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct export_results out;
	struct results r;
	enum err e = results_load(worker, req, req->segment[0], &r);

	if (e == ERR_OK)
		e = filter_apply(worker, req, &r);
	if (e != ERR_OK)
		return filter_fail(e, worker, req, res, &r);
	out = results_export(req->arena, &r);
	res->content_type = "text/csv; charset=utf-8";
	res->filename = arena_printf(req->arena, "%s.csv", r.campaign.code);
	buf_puts(&res->body, "\xEF\xBB\xBF");
	export_grid_csv(req->arena,
	    export_figures_grid(req->arena, &out, out.facts, out.n_facts), &res->body);
	return ERR_OK;
}
