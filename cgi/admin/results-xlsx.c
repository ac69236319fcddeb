/* results.xlsx: a summary and a sheet a question (lib/export). */
#include "base/i18n.h"
#include "export/results.h"
#include "filter.h"

#define FACTS 12

static size_t collect_facts(
    struct arena *a, const struct results *r, struct export_fact v[FACTS])
{
	const struct db_campaign *c = &r->campaign;
	size_t n = 0;

	v[n++] = (struct export_fact){.name = _("Campaign"), .text = c->title};
	if (c->demo)
		v[n++] = (struct export_fact){
		    .name = _("Answers"), .text = _("Demonstration data")};
	v[n++] = (struct export_fact){.name = _("Questionnaire"),
	    .text = arena_printf(a, _("%s, version %d"), c->questionnaire, c->version)};
	v[n++] = (struct export_fact){
	    .name = _("Audience"), .text = admin_audience(c->audience)};
	v[n++] = (struct export_fact){.name = _("Dates"), .text = admin_period(a, c)};
	v[n++] =
	    (struct export_fact){.name = _("As of"), .text = day_russian(a, r->today)};
	if (r->filter)
		v[n++] = (struct export_fact){.name = _("Filter"), .text = r->filter};
	if (filter_unsure_words(a, &r->unsure))
		v[n++] =
		    (struct export_fact){.name = _("Not inside because of their day"),
			.text = filter_unsure_words(a, &r->unsure)};
	v[n++] = (struct export_fact){
	    .name = _("Responses counted"), .number = r->table->responses};
	v[n++] = (struct export_fact){
	    .name = _("Waiting in the ballot box"), .number = r->waiting};
	if (r->quarantined > 0)
		v[n++] = (struct export_fact){
		    .name = _("In quarantine"), .number = r->quarantined};
	v[n++] = (struct export_fact){.name = _("Smallest group"), .number = c->k};
	return n;
}

enum err page_result_xlsx(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct export_fact facts[FACTS];
	struct results r;
	enum err e = results_load(worker, req, req->segment[0], &r);

	if (e == ERR_OK)
		e = filter_apply(worker, req, &r);
	if (e != ERR_OK)
		return filter_fail(e, worker, req, res, &r);
	e = export_results_xlsx(req->arena,
	    &(struct export_results){.facts = facts,
		.n_facts = collect_facts(req->arena, &r, facts),
		.table = r.table,
		.csi = r.csi,
		.satisfaction = r.satisfaction},
	    &res->body);
	res->content_type =
	    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	res->filename = arena_printf(req->arena, "%s.xlsx", r.campaign.code);
	return e;
}
