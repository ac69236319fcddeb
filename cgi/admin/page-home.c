/* GET /admin — what needs doing. */
#include "alerts.h"
#include "appeals.h"
#include "base/i18n.h"
#include "campaigns.h"
#include "db/agency.h"
#include "db/pain.h"

#define SOON 3 /* days before closing */

static void write_overdue(
    struct html *h, const struct http_request *req, const struct db_pain *v, size_t n)
{
	const struct html_column columns[] = {{_("Due"), NULL, false},
	    {_("Problem or need"), NULL, false}, {_("Process"), NULL, false},
	    {_("Responsible"), NULL, false}};
	struct arena *a = req->arena;

	html_table_begin(h, &(struct html_table){.caption = _("Overdue measures"),
				.caption_hidden = true,
				.columns = columns,
				.n_columns = 4});
	for (size_t i = 0; i < n; i++) {
		html_row(h);
		html_cell(h, day_russian(a, v[i].due_on));
		html_open(h, "th", "scope", "row", NULL);
		html_link(h, req->base_path, arena_printf(a, "/admin/pain/%u", v[i].id),
		    v[i].text);
		html_close(h);
		html_cell(h, v[i].process);
		html_cell(h, v[i].responsible);
		html_row_end(h);
	}
	html_table_end(h);
}

/* Overdue rows of each agency one may see, by that agency's own day. */
static enum err overdue(struct worker *w, struct http_request *req, struct html *h,
    const struct db_agency *agencies, size_t n_agencies)
{
	bool any = false;
	enum err e = ERR_OK;

	html_element(h, "h2", _("Overdue measures"), NULL);
	for (size_t i = 0; i < n_agencies; i++) {
		struct db_pain *v;
		size_t n;

		if (!worker_may_see(w, agencies[i].id))
			continue;
		e = db_pain_overdue(w->db, req->arena, agencies[i].id,
		    day_today(agencies[i].utc_offset), &v, &n);
		if (e != ERR_OK)
			return e;
		if (n == 0)
			continue;
		any = true;
		if (w->session.staff.agency_id == 0)
			html_element(h, "h3", agencies[i].name, NULL);
		write_overdue(h, req, v, n);
	}
	if (!any)
		html_element(h, "p", _("Nothing is overdue."), NULL);
	return e;
}

/* Those still open, or not yet counted; and of them those that close soon. */
static size_t keep_current(struct campaign_line *v, size_t n, size_t *soon_r)
{
	size_t kept = 0;

	*soon_r = 0;
	for (size_t i = 0; i < n; i++) {
		const struct db_campaign *c = &v[i].campaign;

		if (c->state == DB_CAMPAIGN_COUNTED)
			continue;
		if (c->closes_on != DAY_NONE && c->state == DB_CAMPAIGN_OPEN &&
		    c->closes_on - day_today(c->utc_offset) <= SOON)
			(*soon_r)++;
		v[kept++] = v[i];
	}
	return kept;
}

static void write_campaigns(struct worker *w, struct http_request *req, struct html *h,
    struct campaign_line *v, size_t n)
{
	size_t soon;
	struct campaigns_view view = {.v = v, .n = keep_current(v, n, &soon)};

	html_element(h, "h2", _("Surveys under way"), NULL);
	if (soon > 0)
		html_notice(h, "note",
		    arena_printf(
			req->arena, _("Closing within %d days: %zu."), SOON, soon));
	if (view.n == 0)
		html_element(h, "p", _("No survey is open."), NULL);
	else
		campaigns_write(h, w, req, &view);
}

enum err page_home_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	struct db_agency *agencies;
	struct campaign_line *v;
	size_t n, n_agencies;
	struct admin_page page;
	struct html *h;
	enum err e = campaigns_load(w, req->arena, &v, &n);

	if (e == ERR_OK)
		e = db_agency_list(w->db, req->arena, &agencies, &n_agencies);
	if (e != ERR_OK)
		return e;
	h = admin_page_begin(&page, w, req, res, ADMIN_TAB_HOME, _("What to do"));
	if (w->session.staff.role >= DB_ROLE_ANALYST)
		e = overdue(w, req, h, agencies, n_agencies);
	if (e == ERR_OK)
		e = appeals_write_waiting(h, w, req);
	if (e == ERR_OK && w->session.staff.role >= DB_ROLE_ANALYST)
		e = alerts_write(h, w, req, v, n);
	if (e == ERR_OK && w->session.staff.role >= DB_ROLE_ANALYST)
		e = alerts_write_unread(h, w, req, v, n);
	write_campaigns(w, req, h, v, n);
	admin_page_end(&page);
	return e;
}
