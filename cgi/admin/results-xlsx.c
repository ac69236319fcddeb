/* results.xlsx: a summary, all figures, a sheet a question (lib/export). */
#include "filter.h"

enum err page_result_xlsx(
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
	e = export_results_xlsx(req->arena, &out, &res->body);
	res->content_type =
	    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	res->filename = arena_printf(req->arena, "%s.xlsx", r.campaign.code);
	return e;
}
