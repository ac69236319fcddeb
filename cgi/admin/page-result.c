/* GET /admin/campaign/:code — the results of a campaign. */
#include "base/i18n.h"
#include "base/text.h"
#include "coding.h"
#include "filter.h"
#include "messages.h"
#include "quarantine.h"
#include "sample.h"

/* --- head of the page --- */

static void write_facts(const struct sheet *s)
{
	const struct db_campaign *c = &s->r->campaign;
	struct arena *a = s->arena;

	html_open(s->h, "dl", "class", "facts", NULL);
	admin_fact(s->h, _("Responses counted"), sheet_count(s, s->r->table->responses));
	admin_fact(s->h, _("Waiting in the ballot box"), sheet_count(s, s->r->waiting));
	if (c->spam_rules != 0 || s->r->quarantined > 0)
		quarantine_write_fact(s->h, s->req, c, s->r->quarantined);
	if (c->rejected > 0)
		admin_fact(s->h, _("Could not be opened"), sheet_count(s, c->rejected));
	admin_fact(s->h, _("As of"), day_russian(a, s->r->today));
	admin_fact(s->h, _("Audience"), admin_audience(c->audience));
	admin_fact(s->h, _("Dates"), admin_period(a, c));
	admin_fact(s->h, _("State"), admin_state(c));
	admin_fact(s->h, _("Questionnaire"),
	    arena_printf(a, _("%s, version %d"), c->questionnaire, c->version));
	admin_fact(s->h, _("Smallest group"), arena_printf(a, "%d", c->k));
	html_close(s->h);
}

static void write_notices(const struct sheet *s)
{
	const struct db_campaign *c = &s->r->campaign;

	if (c->demo)
		html_notice(s->h, "warning",
		    _("Demonstration data: the answers are made up. They are never "
		      "counted together with real ones."));
	if (s->r->trial)
		html_notice(s->h, "warning",
		    _("This installation is set up for trying out: the ballot box is "
		      "opened one or a few answers at a time, and results are shown "
		      "before closing. Answers are not anonymous in this mode."));
	if (s->r->form->proposed)
		html_notice(s->h, "note",
		    _("The wording of this questionnaire is a draft: the order names it "
		      "but does not give its text."));
	if (s->r->view == STAT_VIEW_NOT_CLOSED)
		html_notice(s->h, "note",
		    _("Answers of internal clients are counted once, after closing. "
		      "Until "
		      "then no results can be shown."));
	if (s->r->view == STAT_VIEW_TOO_FEW)
		html_notice(s->h, "note",
		    arena_printf(s->arena,
			_("Fewer than %d answers: only their number is shown."), c->k));
	if (s->r->view == STAT_VIEW_RESULTS && c->permanent && !s->r->trial &&
	    c->audience == FORM_INTERNAL && !results_are_messages(s->r))
		html_notice(s->h, "note",
		    arena_printf(s->arena,
			_("The survey is permanent: new answers to a question are added "
			  "to its table once at least %d have given them, and not all "
			  "alike. Until then fewer have answered in the tables than in "
			  "all."),
			c->k));
}

/* Each version has results of its own: its questions differ. */
static void write_versions(const struct sheet *s)
{
	const struct results *r = s->r;
	struct arena *a = s->arena;

	if (r->n_versions < 2)
		return;
	html_open(s->h, "nav", "aria-label", _("Versions of the questionnaire"), NULL);
	html_open(s->h, "ul", NULL);
	for (size_t i = 0; i < r->n_versions; i++) {
		const struct db_counted *v = &r->versions[i];

		html_open(s->h, "li", NULL);
		html_element(s->h, "a",
		    arena_printf(
			a, _("Version %d: responses %u"), v->version, v->responses),
		    "href",
		    html_path(s->h, s->req->base_path,
			arena_printf(a, "/admin/campaign/%s?version=%d", r->campaign.code,
			    v->version)),
		    "aria-current", v->version == r->campaign.version ? "page" : NULL,
		    NULL);
		html_close(s->h);
	}
	html_close(s->h);
	html_close(s->h);
}

struct link {
	const char *page; /* below the campaign */
	const char *text;
	const char *query; /* the filter, the version, or "" */
};

static void write_links(const struct sheet *s, const struct link *v, size_t n)
{
	html_open(s->h, "p", NULL);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			html_text(s->h, " · ");
		html_link(s->h, s->req->base_path,
		    arena_printf(s->arena, "/admin/campaign/%s/%s%s", s->r->campaign.code,
			v[i].page, v[i].query),
		    v[i].text);
	}
	html_close(s->h);
}

/* Files; responses one by one of external clients alone, and what their columns mean. */
static void write_downloads(const struct sheet *s)
{
	const struct results *r = s->r;
	const char *query = filter_query(s->req);
	struct link v[7] = {{"results.csv", _("Table for a spreadsheet (CSV)"), query},
	    {"results.xlsx", _("Workbook, a sheet a question (XLSX)"), query},
	    {"results.json", _("Data for programs (JSON)"), query},
	    {"codebook", _("Codebook"), r->query}};
	size_t n = 4;

	if (r->campaign.audience == FORM_EXTERNAL && worker_may_edit(s->worker) &&
	    r->view == STAT_VIEW_RESULTS) {
		v[n++] =
		    (struct link){"answers.csv", _("Answers one by one (CSV)"), query};
		v[n++] = (struct link){"answers-numbers.csv",
		    _("The same in numbers, for SPSS (CSV)"), query};
		v[n++] = (struct link){
		    "answers.sps", _("Syntax that reads them (SPS)"), query};
	}
	write_links(s, v, n);
}

/* The other pages about the same answers, and about the survey itself. */
static void write_pages(const struct sheet *s)
{
	const struct db_campaign *c = &s->r->campaign;
	const char *const version[] = {"version", NULL}; /* it is not of both surveys */
	const char *query = filter_query(s->req);
	struct link v[6];
	size_t n = 0;

	if (c->audience == FORM_EXTERNAL)
		v[n++] =
		    (struct link){"cross", _("Two questions against each other"), query};
	v[n++] = (struct link){"cut", _("Results by groups"), query};
	v[n++] = (struct link){"trend", _("Change over time"), query};
	if (coding_is_possible(s->r))
		v[n++] =
		    (struct link){"texts", _("Free texts: search, topics, words"), query};
	v[n++] = (struct link){"links", _("Links, QR codes and paper form"), ""};
	if (worker_may_edit(s->worker) && c->state == DB_CAMPAIGN_OPEN)
		v[n++] = (struct link){"close", _("Close the survey"), ""};
	write_links(s, v, n);
	admin_link_line(s->h, s->req,
	    arena_printf(s->arena, "/admin/beside?%s=%s%s",
		c->audience == FORM_INTERNAL ? "internal" : "external", c->code,
		filter_more_but(s->req, version)),
	    _("External and internal clients side by side"));
}

/* --- indices --- */

/* What follows the value of an estimate in its row. */
static void sureness_cells(const struct sheet *s, const struct stat_estimate *e)
{
	html_cell_number(s->h, sheet_interval(s, stat_interval_of(e)));
	html_cell_number(s->h, e->value.known ? sheet_base(s, e) : NULL);
}

static void index_row(const struct sheet *s, const char *name, const struct stat_index *i)
{
	const struct stat_estimate e = stat_index_estimate(i);

	html_row(s->h);
	html_cell_head(s->h, name);
	html_cell_number(s->h, sheet_decimal(s, i->value));
	sureness_cells(s, &e);
	html_cell(s->h, i->value.known ? export_level(i->level) : _("no data"));
	html_row_end(s->h);
}

/* Said of a table when one of its indices rests on few answers. */
static void write_rough(const struct sheet *s, bool rough)
{
	if (rough)
		html_notice(s->h, "warning",
		    arena_printf(s->arena,
			_("Some indices have rows with fewer than %d answers in the "
			  "base: they are rough, do not decide on them alone."),
			STAT_USABLE_BASE));
}

static bool csi_is_rough(const struct stat_csi *csi)
{
	struct stat_estimate e = stat_index_estimate(&csi->overall);
	bool rough = stat_estimate_is_rough(&e);

	for (size_t i = 0; i < csi->n_blocks; i++) {
		e = stat_index_estimate(&csi->blocks[i].index);
		rough |= stat_estimate_is_rough(&e);
	}
	return rough;
}

static void write_csi_note(const struct sheet *s)
{
	const struct stat_levels levels = stat_levels();

	html_element(s->h, "p",
	    arena_printf(s->arena,
		_("Level: above %d high, below %d low, else boundary: the order does not "
		  "define it. The shares of marks 8–10 are a separate measure: marks 8 "
		  "and 8 give a CSI of 64."),
		levels.high, levels.low),
	    "class", "hint", NULL);
	html_element(s->h, "p",
	    _("The interval is a cautious one: tallies do not tell how rating and "
	      "importance, and the rows, of one person go together, so the widest case "
	      "is taken, with errors adjusted by Agresti and Coull (two answers more at "
	      "each end of the scale). Base: how many rated the row with the fewest and "
	      "the row with the most answers; how many rated at least one row the "
	      "tallies do not tell."),
	    "class", "hint", NULL);
}

static void write_csi_index(const struct sheet *s)
{
	const struct html_column columns[] = {{_("Index"), NULL, false},
	    {"CSI", NULL, true}, {_("Interval (95 %)"), NULL, true},
	    {_("Base"), NULL, true}, {_("Level"), NULL, false}};
	const struct stat_csi *csi = s->r->csi;

	html_element(s->h, "h2", _("Customer satisfaction index (CSI)"), NULL);
	write_rough(s, csi_is_rough(csi));
	html_table_begin(
	    s->h, &(struct html_table){.caption = _("Customer satisfaction index (CSI)"),
		      .caption_hidden = true,
		      .columns = columns,
		      .n_columns = 5});
	index_row(s, _("Overall"), &csi->overall);
	for (size_t i = 0; i < csi->n_blocks; i++)
		index_row(s, export_block_name(s->arena, csi->blocks[i].name),
		    &csi->blocks[i].index);
	if (csi->has_own_scale)
		index_row(s, _("Overall without rows on a scale of their own"),
		    &csi->without_own_scale);
	if (csi->has_excluded)
		index_row(
		    s, _("Overall with the rows that do not count"), &csi->with_excluded);
	html_table_end(s->h);
	write_csi_note(s);
}

static void satisfaction_row(const struct sheet *s, const char *name,
    const struct stat_estimate *e, struct stat_figure balance)
{
	html_row(s->h);
	html_cell_head(s->h, name);
	html_cell_number(
	    s->h, e->value.known ? sheet_percent(s, e->value) : _("no data"));
	sureness_cells(s, e);
	html_cell_number(s->h, sheet_decimal(s, balance));
	html_row_end(s->h);
}

static bool satisfaction_is_rough(const struct stat_satisfaction *v)
{
	bool rough = stat_estimate_is_rough(&v->overall_estimate);

	for (size_t i = 0; i < v->n_dimensions; i++)
		rough |= stat_estimate_is_rough(&v->dimensions[i].estimate);
	return rough;
}

/* Dimensions the order lists, of which this version asks nothing: without data, but
   named. */
static void write_unasked(const struct sheet *s, const struct procedure *p)
{
	const struct stat_estimate none = {.base = 0};
	size_t n;
	const char **v = results_unasked(s->arena, s->r, p, &n);

	for (size_t i = 0; i < n; i++)
		satisfaction_row(s, v[i], &none, none.value);
}

static enum err write_satisfaction_index(const struct sheet *s)
{
	const struct stat_satisfaction *v = s->r->satisfaction;
	struct procedure *p;
	const struct html_column columns[] = {{_("Dimension"), NULL, false},
	    {_("Satisfied"), NULL, true}, {_("Interval (95 %), %"), NULL, true},
	    {_("Base"), NULL, true}, {_("Balance"), NULL, true}};

	enum err e =
	    worker_procedure(s->worker, s->arena, s->r->campaign.agency_code, &p);

	if (e != ERR_OK)
		return e;
	html_element(s->h, "h2", _("Satisfaction"), NULL);
	write_rough(s, satisfaction_is_rough(v));
	html_table_begin(s->h, &(struct html_table){.caption = _("Satisfaction"),
				   .caption_hidden = true,
				   .columns = columns,
				   .n_columns = 5});
	if (v->has_overall)
		satisfaction_row(
		    s, _("Overall question"), &v->overall_estimate, v->overall_balance);
	for (size_t i = 0; i < v->n_dimensions; i++)
		satisfaction_row(s, v->dimensions[i].name, &v->dimensions[i].estimate,
		    v->dimensions[i].balance);
	write_unasked(s, p);
	procedure_free(&p);
	if (v->n_dimensions > 0)
		satisfaction_row(s, _("Index: mean of the dimensions"),
		    &v->index_estimate, v->index_balance);
	html_table_end(s->h);
	sheet_chart_dimensions(s);
	html_element(s->h, "p",
	    _("Computed by the system: the orders give no formula. Satisfied among those "
	      "who were satisfied or dissatisfied; “hard to say” and “not taking part” "
	      "stay outside the base. Balance: satisfied less dissatisfied. Interval: of "
	      "one row by Wilson's formula; of a mean of rows the normal one with the "
	      "mean of the rows' errors, the widest case, adjusted by Agresti and Coull. "
	      "Base: of the row with the fewest and of the row with the most answers."),
	    "class", "hint", NULL);
	return ERR_OK;
}

static enum err write_questions(const struct sheet *s)
{
	const struct form *f = s->r->form;
	enum err e = ERR_OK;

	if (results_are_messages(s->r))
		e = messages_write(s);
	if (e != ERR_OK)
		return e;
	if (s->r->csi->any)
		write_csi_index(s);
	/* A question alone, neither overall nor of a dimension, has no index. */
	if (s->r->satisfaction->has_overall || s->r->satisfaction->n_dimensions > 0)
		e = write_satisfaction_index(s);
	if (e != ERR_OK)
		return e;
	html_element(s->h, "h2", _("Answers by question"), NULL);
	html_element(s->h, "p", sheet_interval_note(), "class", "hint", NULL);
	for (size_t i = 0; i < f->n_questions && e == ERR_OK; i++)
		e = sheet_question(s, &f->questions[i]);
	return e;
}

enum err page_result_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct sheet s = {.worker = worker, .req = req, .arena = req->arena};
	struct admin_page page;
	struct results r;
	enum err e = results_load(worker, req, req->segment[0], &r);

	if (e == ERR_OK)
		e = filter_apply(worker, req, &r);
	if (e != ERR_OK)
		return filter_fail(e, worker, req, res, &r);
	s.r = &r;
	s.h = admin_page_begin_titled(&page, worker, req, res, ADMIN_TAB_CAMPAIGNS,
	    arena_printf(req->arena, _("Results: %s"), r.campaign.code),
	    r.campaign.title);
	write_facts(&s);
	write_versions(&s);
	write_notices(&s);
	write_pages(&s);
	write_downloads(&s);
	e = sample_write_progress(&s);
	if (e == ERR_OK)
		e = filter_write(s.h, worker, req, &r);
	if (e == ERR_OK && r.view == STAT_VIEW_RESULTS)
		e = write_questions(&s);
	admin_page_end(&page);
	return e;
}
