/* GET /admin/form — the questionnaires one may see, their versions and drafts. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/agency.h"
#include "forms.h"

/* One page in hand. */
struct list {
	struct worker *worker;
	const struct http_request *req;
	struct html *h;
	const struct db_campaign *campaigns;
	size_t n_campaigns;
	const struct db_agency *agencies;
	size_t n_agencies;
};

static int offset_of(const struct list *l, uint16_t agency_id)
{
	for (size_t i = 0; i < l->n_agencies; i++)
		if (l->agencies[i].id == agency_id)
			return l->agencies[i].utc_offset;
	return 0;
}

/* Campaigns under way that use some version of the questionnaire. */
static void write_campaigns(const struct list *l, const struct db_questionnaire *q)
{
	struct arena *a = l->req->arena;
	size_t n = 0;

	html_cell_open(l->h, false);
	for (size_t i = 0; i < l->n_campaigns; i++) {
		const struct db_campaign *c = &l->campaigns[i];

		if (c->agency_id != q->agency_id || c->state == DB_CAMPAIGN_COUNTED ||
		    !text_equal(c->questionnaire, q->code))
			continue;
		if (n++ > 0)
			html_text(l->h, ", ");
		html_link(l->h, l->req->base_path,
		    arena_printf(a, "/admin/campaign/%s", c->code), c->code);
		if (c->version != q->version)
			html_textf(l->h, _(" (version %d)"), c->version);
	}
	if (n == 0)
		html_text(l->h, "—");
	html_close(l->h);
}

static void write_draft(const struct list *l, const struct db_form_line *f)
{
	struct arena *a = l->req->arena;

	if (f->revision == 0) {
		html_cell(l->h, "—");
		return;
	}
	html_cell(l->h,
	    arena_printf(a, _("%s, %s"), f->editor ? f->editor : "",
		forms_moment(a, f->edited_at, offset_of(l, f->questionnaire.agency_id))));
}

static enum err write_line(const struct list *l, const struct db_form_line *f)
{
	const struct db_questionnaire *q = &f->questionnaire;
	struct arena *a = l->req->arena;
	const struct form *form = NULL;
	enum err e = ERR_OK;

	if (q->version > 0)
		e = worker_form(l->worker, a, q->version_id, &form);
	if (e != ERR_OK)
		return e;
	html_row(l->h);
	html_cell(l->h, q->code);
	html_open(l->h, "th", "scope", "row", NULL);
	html_link(l->h, l->req->base_path, arena_printf(a, "/admin/form/%u", q->id),
	    *q->title ? q->title : q->code);
	if (form != NULL && form->proposed) {
		html_text(l->h, " ");
		html_element(l->h, "em", _("project of a questionnaire"), NULL);
	}
	html_close(l->h);
	html_cell(l->h, admin_audience(q->audience));
	html_cell(l->h, q->version > 0 ? arena_printf(a, _("%d of %s"), q->version,
					     day_russian(a, f->published_on))
				       : "—");
	write_draft(l, f);
	write_campaigns(l, q);
	if (l->worker->session.staff.agency_id == 0)
		html_cell(l->h, q->agency_code);
	html_row_end(l->h);
	return ERR_OK;
}

static enum err write_list(const struct list *l, const struct db_form_line *v, size_t n)
{
	const struct html_column columns[] = {{_("Code"), NULL, false},
	    {_("Questionnaire"), NULL, false}, {_("Audience"), NULL, false},
	    {_("Version"), NULL, false}, {_("Draft"), NULL, false},
	    {_("Surveys under way"), NULL, false}, {_("Agency"), NULL, false}};
	enum err e = ERR_OK;

	html_table_begin(
	    l->h, &(struct html_table){.caption = _("Questionnaires"),
		      .caption_hidden = true,
		      .columns = columns,
		      .n_columns = l->worker->session.staff.agency_id == 0 ? 7 : 6});
	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = write_line(l, &v[i]);
	html_table_end(l->h);
	return e;
}

enum err page_form_list(void *worker, struct http_request *req, struct http_response *res)
{
	struct list l = {.worker = worker, .req = req};
	uint16_t agency = l.worker->session.staff.agency_id;
	struct db_campaign *campaigns;
	struct db_agency *agencies;
	struct db_form_line *v;
	struct admin_page page;
	size_t n;
	enum err e = db_form_list(l.worker->db, req->arena, agency, &v, &n);

	if (e == ERR_OK)
		e = db_campaign_list(
		    l.worker->db, req->arena, agency, &campaigns, &l.n_campaigns);
	if (e == ERR_OK)
		e = db_agency_list(l.worker->db, req->arena, &agencies, &l.n_agencies);
	if (e != ERR_OK)
		return e;
	l.campaigns = campaigns;
	l.agencies = agencies;
	l.h = admin_page_begin(
	    &page, worker, req, res, ADMIN_TAB_FORMS, _("Questionnaires"));
	html_element(l.h, "p",
	    _("A published version never changes: editing makes a draft, publishing the "
	      "draft makes the next version. Surveys under way keep theirs; permanent "
	      "ones move on with the next month."),
	    "class", "hint", NULL);
	if (worker_may_edit(worker))
		admin_link_line(l.h, req, "/admin/form/new", _("New questionnaire"));
	e = write_list(&l, v, n);
	admin_page_end(&page);
	return e;
}
