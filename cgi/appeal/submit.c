/*
 * A posted form: checked and stored.  Nothing of it is logged, and two rows are all
 * that is written: the appeal, and who sent it.
 */
#include <time.h>

#include "appeal.h"
#include "base/i18n.h"
#include "db/appeal.h"

#define RETRY_SECONDS 5 /* Retry-After of a form that could not be saved */

/* One posted form on its way. */
struct post {
	struct worker *w;
	struct http_request *req;
	struct http_response *res;
	time_t now;
	struct db_agency agency;
	struct procedure *procedure;
	struct fields fields;
	struct box_token token;
	enum err token_err; /* what box_token_check() said */
	struct appeal_sheet sheet;
};

static enum err show(struct post *p, int status, const char *alert)
{
	p->sheet.agency = &p->agency;
	p->sheet.procedure = p->procedure;
	p->sheet.fields = &p->fields;
	p->sheet.alert = alert;
	p->res->status = status;
	appeal_write_form(p->req, p->res, &p->sheet);
	return ERR_OK;
}

/* A fresh token with everything kept. */
static enum err show_renewed(struct post *p)
{
	p->sheet.token = box_token_issue(
	    p->req->arena, &p->w->appeal->key, p->agency.id, 0, p->now, &p->token);
	return show(p, 422,
	    _("The form was open for too long or has come damaged. What could be read is "
	      "still filled in: please check it and send the form again."));
}

static enum err store(
    const struct post *p, const uint8_t key[BOX_BALLOT_KEY_BYTES], const char *receipt)
{
	const char *const *v = p->fields.value;
	day_t today = day_today(p->agency.utc_offset);
	struct db_appeal appeal = {.agency_id = p->agency.id,
	    .receipt = receipt,
	    .kind = (enum db_appeal_kind)db_appeal_named(db_appeal_kinds, v[FIELD_KIND]),
	    .organisation = v[FIELD_ORGANISATION],
	    .topic = v[FIELD_TOPIC],
	    .reason = v[FIELD_REASON],
	    .text = v[FIELD_TEXT],
	    .received_on = today,
	    .due_on = today + DB_APPEAL_DAYS,
	    .quarantined = *p->fields.trap != '\0'};
	struct db_appeal_contact contact = {
	    v[FIELD_NAME], v[FIELD_EMAIL], v[FIELD_POSTAL]};

	return db_appeal_put(p->w->db, p->w->name, key, &appeal,
	    fields_name_sender(&p->fields) ? &contact : NULL);
}

static enum err finish(struct post *p)
{
	char receipt[BOX_RECEIPT_CHARS + 1];
	uint8_t key[BOX_BALLOT_KEY_BYTES];
	enum err e;

	box_appeal_key(&p->token, key);
	box_receipt(key, receipt);
	e = store(p, key, receipt);
	if (e != ERR_OK && e != ERR_DUPLICATE) {
		p->res->retry_after = RETRY_SECONDS;
		return show(p, 503,
		    _("It could not be saved for the moment. Everything is still filled "
		      "in: please send the form again."));
	}
	http_redirect(p->res, p->req->arena, p->req->base_path,
	    arena_printf(p->req->arena, "/appeal/thanks?agency=%s&number=%s%s%s",
		p->agency.code, receipt, fields_name_sender(&p->fields) ? "&reply=1" : "",
		e == ERR_DUPLICATE ? "&repeat=1" : ""));
	return ERR_OK;
}

static enum err take(struct post *p)
{
	fields_read(p->req->arena, &p->req->form, p->procedure, &p->fields);
	if (p->token_err != ERR_OK)
		return show_renewed(p);
	if (p->fields.n_faults > 0)
		return show(p, 422, NULL);
	if (p->now - p->token.issued < p->w->appeal->config.form_age_min)
		return show(p, 422,
		    _("The form came back sooner than it can be read. Please wait a few "
		      "seconds and send it again."));
	return finish(p);
}

enum err appeal_post_form(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct post p = {.w = worker, .req = req, .res = res, .now = time(NULL)};
	const char *code = http_param(&req->form, "agency");
	const char *token = http_param(&req->form, "token");
	enum err e = ERR_INVALID;

	if (code != NULL)
		e = appeal_agency(p.w, req->arena, code, &p.agency, &p.procedure);
	if (e != ERR_OK)
		return e;
	p.sheet.token = token != NULL ? token : "";
	p.token_err = box_token_check(
	    &p.w->appeal->key, p.sheet.token, p.agency.id, p.now, &p.token);
	e = take(&p);
	procedure_free(&p.procedure);
	return e;
}
