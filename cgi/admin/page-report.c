/*
 * GET /admin/report — the analysis of a period for the working group; without a
 * choice the form alone.  GET /admin/report.odt — the same as a file.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "grid.h"
#include "pains.h"
#include "report.h"
#include "sheet.h"
#include "stat/cut.h"

#define YEARS 3    /* offered, this one included */
#define PERIODS 19 /* of a year: months, quarters, halves and the year itself */

struct view {
	struct worker *worker;
	struct http_request *req;
	struct html *h;
	struct db_agency *agencies;
	size_t n_agencies;
	struct report_choice choice;
	bool chosen; /* the query asks for a report */
	struct {
		const char *period, *from, *to; /* NULL: nothing wrong there */
	} faults;
};

/* ---- what the query asks for */

static const char *param(const struct view *v, const char *name)
{
	const char *s = http_param(&v->req->query, name);

	return s != NULL ? s : "";
}

static enum err choose_agency(struct view *v)
{
	const char *code = param(v, "agency");
	enum err e =
	    pains_agencies(v->worker, v->req->arena, &v->agencies, &v->n_agencies);

	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < v->n_agencies; i++) {
		if (*code == '\0' || strcmp(code, v->agencies[i].code) == 0) {
			v->choice.agency = v->agencies[i];
			return ERR_OK;
		}
	}
	return ERR_NOT_FOUND;
}

/* What is wrong with a day of one's own; NULL: nothing. */
static const char *choose_day(const struct view *v, const char *name, day_t *day_r)
{
	const char *s = param(v, name);
	day_t last;

	if (*s == '\0')
		return _("Choose a period, or give the first and the last day.");
	if (stat_cut_period(s, day_r, &last) != ERR_OK || last != *day_r)
		return _("There is no such day.");
	return NULL;
}

/* Days of one's own go before the period of the list. */
static void choose_days(struct view *v)
{
	struct report_choice *c = &v->choice;

	if (*param(v, "from") == '\0' && *param(v, "to") == '\0') {
		if (stat_cut_period(param(v, "period"), &c->from, &c->to) != ERR_OK)
			v->faults.period =
			    _("Choose a period, or give the first and the last day.");
		return;
	}
	v->faults.from = choose_day(v, "from", &c->from);
	v->faults.to = choose_day(v, "to", &c->to);
	if (v->faults.from == NULL && v->faults.to == NULL && c->to < c->from)
		v->faults.to = _("The last day is before the first.");
}

static bool is_faulty(const struct view *v)
{
	return v->faults.period || v->faults.from || v->faults.to;
}

static enum err choose(struct view *v)
{
	const char *audience = param(v, "audience"), *data = param(v, "data");
	enum err e = choose_agency(v);

	if (e != ERR_OK)
		return e;
	if (*audience != '\0' && strcmp(audience, "external") != 0 &&
	    strcmp(audience, "internal") != 0)
		return ERR_NOT_FOUND;
	v->choice.audience =
	    strcmp(audience, "internal") == 0 ? FORM_INTERNAL : FORM_EXTERNAL;
	v->choice.demo = strcmp(data, "demo") == 0;
	v->chosen = http_param(&v->req->query, "period") != NULL ||
		    http_param(&v->req->query, "from") != NULL;
	if (v->chosen)
		choose_days(v);
	return ERR_OK;
}

/* The same choice for a link: "?agency=…". */
static const char *query_of(const struct view *v)
{
	struct arena *a = v->req->arena;
	const struct report_choice *c = &v->choice;

	return arena_printf(a, "?agency=%s&audience=%s&data=%s&from=%s&to=%s",
	    c->agency.code, c->audience == FORM_INTERNAL ? "internal" : "external",
	    c->demo ? "demo" : "real", day_iso(a, c->from), day_iso(a, c->to));
}

/* ---- the form */

static void select_agency(const struct view *v)
{
	struct html_option *o =
	    ARENA_ARRAY(v->req->arena, v->n_agencies, struct html_option);

	if (v->n_agencies < 2)
		return;
	for (size_t i = 0; i < v->n_agencies; i++)
		o[i] =
		    (struct html_option){v->agencies[i].code, v->agencies[i].name, NULL};
	html_field(v->h, &(struct html_field){.type = "select",
			     .name = "agency",
			     .label = _("Agency"),
			     .value = v->choice.agency.code,
			     .options = o,
			     .n_options = v->n_agencies});
}

static void select_audience(const struct view *v)
{
	const struct html_option o[] = {{"external", _("external clients"), NULL},
	    {"internal", _("internal clients"), NULL}};

	html_field(v->h, &(struct html_field){.type = "select",
			     .name = "audience",
			     .label = _("Audience"),
			     .value = o[v->choice.audience == FORM_INTERNAL].value,
			     .options = o,
			     .n_options = 2});
}

/* Demonstration data are offered where there are any. */
static enum err select_data(const struct view *v)
{
	const struct html_option o[] = {
	    {"real", _("real answers"), NULL}, {"demo", _("demonstration data"), NULL}};
	struct db_campaign *c;
	size_t n;
	bool any = false;
	enum err e = db_campaign_list(
	    v->worker->db, v->req->arena, v->worker->session.staff.agency_id, &c, &n);

	for (size_t i = 0; e == ERR_OK && i < n; i++)
		any = any || c[i].demo;
	if (any)
		html_field(v->h, &(struct html_field){.type = "select",
				     .name = "data",
				     .label = _("Data"),
				     .value = o[v->choice.demo].value,
				     .options = o,
				     .n_options = 2});
	return e;
}

static void add_period(struct html_option *o, size_t *n, const char *value,
    const char *text, const char *group)
{
	o[(*n)++] = (struct html_option){value, text, group};
}

/* From once a month to once a quarter, as the volume demands (UM-4.2-1). */
static void add_year(struct arena *a, struct html_option *o, size_t *n, int year)
{
	static const char *const quarters[] = {"I", "II", "III", "IV"};
	static const char *const months[] = {N_("January"), N_("February"), N_("March"),
	    N_("April"), N_("May"), N_("June"), N_("July"), N_("August"), N_("September"),
	    N_("October"), N_("November"), N_("December")};
	const char *group = arena_printf(a, "%d", year);

	for (int month = 1; month <= 12; month++)
		add_period(o, n, arena_printf(a, "%d-%02d", year, month),
		    arena_printf(a, "%s %d", _(months[month - 1]), year), group);
	for (int q = 1; q <= 4; q++)
		add_period(o, n, arena_printf(a, "%d-Q%d", year, q),
		    arena_printf(a, _("%s quarter of %d"), quarters[q - 1], year), group);
	for (int half = 1; half <= 2; half++)
		add_period(o, n, arena_printf(a, "%d-H%d", year, half),
		    arena_printf(a, _("%s half of %d"), quarters[half - 1], year), group);
	add_period(o, n, group, arena_printf(a, _("year %d"), year), group);
}

static void select_period(const struct view *v)
{
	struct html_option o[YEARS * PERIODS];
	int this_year, month, mday;
	size_t n = 0;

	day_to_date(day_today(v->choice.agency.utc_offset), &this_year, &month, &mday);
	for (int year = this_year; year > this_year - YEARS; year--)
		add_year(v->req->arena, o, &n, year);
	html_field(v->h, &(struct html_field){.type = "select",
			     .name = "period",
			     .label = _("Period"),
			     .value = param(v, "period"),
			     .fault = v->faults.period,
			     .options = o,
			     .n_options = n});
}

static void write_day(
    const struct view *v, const char *name, const char *label, const char *fault)
{
	html_field(v->h, &(struct html_field){.type = "date",
			     .name = name,
			     .label = label,
			     .value = param(v, name),
			     .fault = fault});
}

static void write_faults(const struct view *v)
{
	const struct html_fault_link all[] = {
	    {"period", v->faults.period}, {"from", v->faults.from}, {"to", v->faults.to}};
	struct html_fault_link faults[sizeof(all) / sizeof(*all)];
	size_t n = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i].text)
			faults[n++] = all[i];
	html_fault_summary(v->h, faults, n);
}

static enum err write_form(const struct view *v)
{
	enum err e;

	html_open(v->h, "form", "method", "get", "class", "choice", "action",
	    html_path(v->h, v->req->base_path, "/admin/report"), NULL);
	select_agency(v);
	select_audience(v);
	e = select_data(v);
	select_period(v);
	write_day(v, "from", _("or from"), v->faults.from);
	write_day(v, "to", _("to"), v->faults.to);
	html_button(v->h, NULL, NULL, _("Show the analysis"), NULL);
	html_close(v->h);
	return e;
}

/* ---- the report as a page */

static void write_chart(
    const struct report *r, struct html *h, const struct report_chart *c)
{
	const struct results *x = &c->survey->results;
	const struct sheet s = {.worker = r->worker,
	    .req = r->req,
	    .h = h,
	    .arena = r->arena,
	    .r = x,
	    .ids = arena_printf(r->arena, "%u-%d-", x->campaign.id, x->campaign.version),
	    .label = c->survey->label};

	if (c->question == NULL)
		sheet_chart_dimensions(&s);
	else
		sheet_chart(&s, c->question, &x->table->rows[c->question->item]);
}

static void write_block(const struct report *r, struct html *h, size_t i)
{
	static const char *const headings[] = {"h2", "h3", "h4"};
	const struct export_block *v = r->doc->v, *b = &v[i];

	switch (b->kind) {
	case EXPORT_HEADING:
		html_element(h, headings[b->level - 1], b->text, NULL);
		break;
	case EXPORT_PARAGRAPH:
		html_element(h, "p", b->text, NULL);
		break;
	case EXPORT_NOTE:
		html_element(h, "p", b->text, "class", "hint", NULL);
		break;
	case EXPORT_ITEM:
		if (i == 0 || v[i - 1].kind != EXPORT_ITEM)
			html_open(h, "ul", NULL);
		html_open(h, "li", NULL);
		html_lines(h, b->text);
		html_close(h);
		if (i + 1 == r->doc->n || v[i + 1].kind != EXPORT_ITEM)
			html_close(h);
		break;
	case EXPORT_GRID:
		grid_write(h, r->arena, b->grid);
		break;
	case EXPORT_OWN:
		write_chart(r, h, b->own);
		break;
	}
}

static void write_report(const struct report *r, struct html *h, const char *query)
{
	html_open(h, "p", "class", "buttons", NULL);
	html_link(h, r->req->base_path,
	    arena_printf(r->arena, "/admin/report.odt%s", query),
	    _("As a text document (ODT)"));
	html_close(h);
	if (r->choice.demo)
		html_notice(h, "warning",
		    _("Demonstration data: the answers are made up. They are never "
		      "counted together with real ones."));
	for (size_t i = 0; i < r->doc->n; i++)
		write_block(r, h, i);
}

static enum err load(const struct view *v, struct report *r)
{
	enum err e = report_load(v->worker, v->req, &v->choice, r);

	if (e != ERR_OK)
		return e;
	e = report_write(r);
	if (e != ERR_OK)
		report_free(r);
	return e;
}

/* What browsers print at the top of each page of a report. */
static const char *window_title(const struct view *v, const struct report *r)
{
	struct arena *a = v->req->arena;

	if (is_faulty(v))
		return arena_printf(a, _("Error: %s"), _("Analysis of a period"));
	return r->doc ? arena_printf(a, "%s. %s", r->doc->title, r->doc->header)
		      : _("Analysis of a period");
}

enum err page_report_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req};
	struct admin_page page;
	struct report r = {0};
	bool shown;
	enum err e = choose(&v);

	shown = v.chosen && !is_faulty(&v);
	if (e == ERR_OK && shown)
		e = load(&v, &r);
	if (e != ERR_OK)
		return e;
	v.h = admin_page_begin_titled(&page, worker, req, res, ADMIN_TAB_REPORT,
	    window_title(&v, &r), shown ? r.doc->title : _("Analysis of a period"));
	if (is_faulty(&v))
		res->status = 422;
	write_faults(&v);
	e = write_form(&v);
	if (shown)
		write_report(&r, v.h, query_of(&v));
	else if (!is_faulty(&v))
		html_element(v.h, "p",
		    _("Tables, charts and indices of all surveys of the period, with the "
		      "pains found: to be printed for the working group, or taken along "
		      "as a text document."),
		    NULL);
	admin_page_end(&page);
	report_free(&r);
	return e;
}

enum err page_report_odt(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req};
	struct report r;
	enum err e = choose(&v);

	if (e == ERR_OK && (!v.chosen || is_faulty(&v)))
		e = ERR_INVALID;
	if (e == ERR_OK)
		e = load(&v, &r);
	if (e != ERR_OK)
		return e;
	e = export_document_odt(r.doc, &res->body);
	res->content_type = "application/vnd.oasis.opendocument.text";
	res->filename = arena_printf(req->arena, "%s-%s-%s.odt", v.choice.agency.code,
	    day_iso(req->arena, v.choice.from), day_iso(req->arena, v.choice.to));
	report_free(&r);
	return e;
}
