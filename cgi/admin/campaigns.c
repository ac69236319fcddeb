#include "campaigns.h"

#include <time.h>

#include "base/i18n.h"
#include "db/ballot.h"
#include "db/tally.h"

enum err campaigns_load(
    struct worker *w, struct arena *a, struct campaign_line **v_r, size_t *n_r)
{
	struct campaign_line *v;
	struct db_campaign *c;
	size_t n;
	enum err e = db_campaign_list(w->db, a, w->session.staff.agency_id, &c, &n);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, n, struct campaign_line);
	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		v[i].campaign = c[i];
		e = db_tally_responses(w->db, c[i].id, &v[i].responses);
		if (e == ERR_OK)
			e = db_ballot_waiting(w->db, c[i].id, &v[i].waiting);
	}
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

bool campaigns_is_open(const struct db_campaign *c)
{
	enum db_campaign_phase phase = db_campaign_phase(c, (int64_t)time(NULL));

	return phase == DB_PHASE_EARLY || phase == DB_PHASE_OPEN;
}

static void write_line(struct html *h, const struct worker *w,
    const struct http_request *req, const struct campaign_line *l, bool with_agency)
{
	const struct db_campaign *c = &l->campaign;
	enum db_campaign_phase phase = db_campaign_phase(c, time(NULL));
	struct arena *a = req->arena;

	html_row(h);
	html_open(h, "td", "class", "code", NULL);
	html_text(h, c->code);
	html_close(h);
	html_open(h, "th", "scope", "row", NULL);
	if (w->session.staff.role >= DB_ROLE_ANALYST)
		html_link(h, req->base_path,
		    arena_printf(a, "/admin/campaign/%s", c->code), c->title);
	else
		html_link(h, req->base_path,
		    arena_printf(a, "/admin/campaign/%s/links", c->code), c->title);
	if (phase == DB_PHASE_OPEN || phase == DB_PHASE_GRACE)
		admin_link_line(h, req,
		    arena_printf(a, "/admin/campaign/%s/entry", c->code),
		    _("Key in sheets"));
	html_close(h);
	html_cell(h, admin_audience(c->audience));
	html_cell(h, admin_period(a, c));
	html_cell(h, admin_state(c));
	html_cell_number(h, arena_printf(a, "%u", l->responses));
	html_cell_number(h, arena_printf(a, "%u", l->waiting));
	if (with_agency)
		html_cell(h, c->agency);
	html_row_end(h);
}

void campaigns_write(struct html *h, const struct worker *w,
    const struct http_request *req, const struct campaigns_view *view)
{
	bool all = w->session.staff.agency_id == 0;
	struct html_column columns[] = {{_("Code"), "code", false},
	    {_("Survey"), "title", false}, {_("Audience"), NULL, false},
	    {_("Dates"), "close", false}, {_("State"), NULL, false},
	    {_("Responses"), "responses", true}, {_("Waiting"), "waiting", true},
	    {_("Agency"), NULL, false}};

	for (size_t i = 0; !view->url && i < 8; i++)
		columns[i].sort = NULL;
	html_table_begin(h, &(struct html_table){.caption = _("Surveys"),
				.caption_hidden = true,
				.columns = columns,
				.n_columns = all ? 8 : 7,
				.url = view->url,
				.sorted = view->sorted,
				.descending = view->descending});
	for (size_t i = 0; i < view->n; i++)
		write_line(h, w, req, &view->v[i], all);
	html_table_end(h);
}
