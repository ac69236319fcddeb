/* GET /admin/appeals — appeals, newest first; what looks like spam apart. */
#include <string.h>

#include "appeals.h"
#include "base/i18n.h"
#include "base/text.h"
#include "db/agency.h"

#define PAGE 50
#define PAGE_MAX 100000

static const char *const state_names[] = {"", "waiting", "overdue", "answered"};

/* The page being written; filter values as they stand in the URL. */
struct view {
	struct worker *worker;
	const struct http_request *req;
	struct html *h;
	struct db_appeal_filter filter;
	const char *agency; /* code, or "" */
	struct db_agency *agencies;
	size_t n_agencies;
	struct db_appeal *v;
	size_t n, total, page;
};

static const char *param(const struct view *view, const char *name)
{
	const char *value = http_param(&view->req->query, name);

	return value != NULL ? value : "";
}

/* --- what is asked for --- */

static enum err read_agencies(struct view *view)
{
	struct db_agency *v;
	size_t n;
	enum err e = db_agency_list(view->worker->db, view->req->arena, &v, &n);

	view->agencies = v;
	for (size_t i = 0; e == ERR_OK && i < n; i++)
		if (worker_may_see(view->worker, v[i].id))
			v[view->n_agencies++] = v[i];
	return e;
}

/* ERR_NOT_FOUND: an agency one may not see. */
static enum err read_agency(struct view *view)
{
	const char *code = param(view, "agency");

	view->agency = "";
	view->filter.agency_id = view->worker->session.staff.agency_id;
	if (*code == '\0')
		return ERR_OK;
	for (size_t i = 0; i < view->n_agencies; i++) {
		if (!text_equal(view->agencies[i].code, code))
			continue;
		view->filter.agency_id = view->agencies[i].id;
		view->agency = view->agencies[i].code;
		return ERR_OK;
	}
	return ERR_NOT_FOUND;
}

static void read_filter(struct view *view)
{
	const char *state = param(view, "state"), *number = param(view, "number");
	long page;

	view->filter.kind =
	    (enum db_appeal_kind)db_appeal_named(db_appeal_kinds, param(view, "kind"));
	for (int i = 1; i <= DB_APPEAL_ANSWERED; i++)
		if (strcmp(state, state_names[i]) == 0)
			view->filter.state = (enum db_appeal_state)i;
	if (*number != '\0')
		view->filter.receipt = number;
	view->filter.quarantined = *param(view, "quarantine") != '\0';
	view->page = 1;
	if (text_int(param(view, "page"), 1, PAGE_MAX, &page) == ERR_OK)
		view->page = (size_t)page;
}

static enum err read_view(struct view *view)
{
	enum err e = read_agencies(view);

	if (e == ERR_OK)
		e = read_agency(view);
	if (e != ERR_OK)
		return e;
	read_filter(view);
	return db_appeal_list(view->worker->db, view->req->arena, &view->filter,
	    (view->page - 1) * PAGE, PAGE, &view->v, &view->n, &view->total);
}

/* The same list at another page. */
static const char *path_of(const struct view *view, size_t page)
{
	struct arena *a = view->req->arena;

	return arena_printf(a,
	    "/admin/appeals?agency=%s&kind=%s&state=%s&number=%s%s&page=%zu",
	    view->agency, view->filter.kind ? db_appeal_kinds[view->filter.kind] : "",
	    state_names[view->filter.state], admin_url_part(a, param(view, "number")),
	    view->filter.quarantined ? "&quarantine=1" : "", page);
}

/* --- the filter --- */

static void write_select(const struct view *view, const char *name, const char *label,
    const char *value, const struct html_option *v, size_t n)
{
	html_field(view->h, &(struct html_field){.type = "select",
				.name = name,
				.label = label,
				.value = value,
				.options = v,
				.n_options = n});
}

static void write_agencies(const struct view *view)
{
	struct html_option *v;

	if (view->n_agencies < 2)
		return;
	v = ARENA_ARRAY(view->req->arena, view->n_agencies + 1, struct html_option);
	v[0] = (struct html_option){"", _("all"), NULL};
	for (size_t i = 0; i < view->n_agencies; i++)
		v[i + 1] = (struct html_option){
		    view->agencies[i].code, view->agencies[i].name, NULL};
	write_select(view, "agency", _("Agency"), view->agency, v, view->n_agencies + 1);
}

static void write_filter(const struct view *view)
{
	const enum db_appeal_kind kind = view->filter.kind;
	const struct html_option kinds[] = {{"", _("all"), NULL},
	    {"appeal", appeals_kind(DB_APPEAL_APPEAL), NULL},
	    {"complaint", appeals_kind(DB_APPEAL_COMPLAINT), NULL},
	    {"proposal", appeals_kind(DB_APPEAL_PROPOSAL), NULL}};
	const struct html_option states[] = {{"", _("all"), NULL},
	    {"waiting", _("under consideration"), NULL}, {"overdue", _("overdue"), NULL},
	    {"answered", _("answered"), NULL}};

	html_open(view->h, "form", "method", "get", "action",
	    html_path(view->h, view->req->base_path, "/admin/appeals"), "class", "choice",
	    NULL);
	if (view->filter.quarantined)
		html_hidden(view->h, "quarantine", "1");
	write_agencies(view);
	write_select(
	    view, "kind", _("Kind"), kind ? db_appeal_kinds[kind] : "", kinds, 4);
	write_select(
	    view, "state", _("State"), state_names[view->filter.state], states, 4);
	html_field(view->h, &(struct html_field){.type = "text",
				.name = "number",
				.label = _("Receipt number"),
				.value = param(view, "number"),
				.inputmode = "numeric"});
	html_button(view->h, NULL, NULL, _("Show"), "quiet");
	html_close(view->h);
}

/* --- the list --- */

static void write_row(const struct view *view, const struct db_appeal *p,
    const struct appeal_choices *c, bool agency)
{
	struct arena *a = view->req->arena;
	bool cut = text_chars(p->text) >= DB_APPEAL_START;

	html_row(view->h);
	html_open(view->h, "th", "scope", "row", NULL);
	html_link(view->h, view->req->base_path,
	    arena_printf(a, "/admin/appeal/%u", p->id), p->receipt);
	html_close(view->h);
	html_cell(view->h, day_russian(a, p->received_on));
	html_cell(view->h, day_russian(a, p->due_on));
	html_cell(view->h, appeals_kind(p->kind));
	html_cell(view->h, c->topic != NULL ? c->topic : "—");
	html_cell(view->h, cut ? arena_printf(a, "%s…", p->text) : p->text);
	html_cell(view->h, appeals_state(p));
	if (agency)
		html_cell(view->h, p->agency);
	html_row_end(view->h);
}

static enum err write_table(const struct view *view)
{
	const struct html_column columns[] = {{_("Receipt number"), NULL, false},
	    {_("Registered"), NULL, false}, {_("Reply due"), NULL, false},
	    {_("Kind"), NULL, false}, {_("Topic"), NULL, false}, {_("Text"), NULL, false},
	    {_("State"), NULL, false}, {_("Agency"), NULL, false}};
	bool agency = view->filter.agency_id == 0;
	struct appeal_choices c;
	enum err e = ERR_OK;

	html_table_begin(
	    view->h, &(struct html_table){.caption = _("Appeals, newest first"),
			 .caption_hidden = true,
			 .columns = columns,
			 .n_columns = agency ? 8 : 7});
	for (size_t i = 0; i < view->n && e == ERR_OK; i++) {
		e = appeals_choices(view->worker, view->req->arena, &view->v[i], &c);
		if (e == ERR_OK)
			write_row(view, &view->v[i], &c, agency);
	}
	html_table_end(view->h);
	return e;
}

static void write_pager(const struct view *view)
{
	size_t pages = (view->total + PAGE - 1) / PAGE;

	if (pages < 2)
		return;
	html_open(view->h, "nav", "aria-label", _("Pages"), NULL);
	html_open(view->h, "p", NULL);
	if (view->page > 1)
		html_link(view->h, view->req->base_path, path_of(view, view->page - 1),
		    _("Previous page"));
	html_text(view->h, " ");
	html_textf(view->h, _("page %zu of %zu"), view->page, pages);
	html_text(view->h, " ");
	if (view->page < pages)
		html_link(view->h, view->req->base_path, path_of(view, view->page + 1),
		    _("Next page"));
	html_close(view->h);
	html_close(view->h);
}

/* The way to the other list. */
static enum err write_quarantine(const struct view *view)
{
	struct db_appeal_filter f = {
	    .agency_id = view->filter.agency_id, .quarantined = true};
	uint32_t n;
	enum err e;

	if (view->filter.quarantined) {
		html_notice(view->h, "note",
		    _("Here is what programs seem to have sent: a field was filled in "
		      "that people do not see. Their senders were told that it is "
		      "accepted. Whatever a person has written can be taken over among "
		      "the appeals."));
		admin_link_line(
		    view->h, view->req, "/admin/appeals", _("All other appeals"));
		return ERR_OK;
	}
	e = db_appeal_count(view->worker->db, &f, &n);
	if (e == ERR_OK && n > 0)
		admin_link_line(view->h, view->req,
		    arena_printf(view->req->arena,
			"/admin/appeals?quarantine=1&agency=%s", view->agency),
		    arena_printf(view->req->arena, _("Quarantine: %u"), n));
	return e;
}

enum err page_appeal_list(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view view = {.worker = worker, .req = req};
	struct admin_page page;
	enum err e = read_view(&view);

	if (e != ERR_OK)
		return e;
	view.h = admin_page_begin(&page, worker, req, res, ADMIN_TAB_APPEALS,
	    view.filter.quarantined ? _("Quarantine") : _("Appeals"));
	e = write_quarantine(&view);
	write_filter(&view);
	if (view.n == 0)
		html_element(view.h, "p", _("There is none."), NULL);
	else if (e == ERR_OK)
		e = write_table(&view);
	write_pager(&view);
	admin_page_end(&page);
	return e;
}
