/* Which surveys a report is of, and its frame. */
#include "report.h"

#include "base/i18n.h"
#include "filter.h"
#include "pains.h"
#include "sheet.h"
#include "stat/interval.h"
#include "stat/recommend.h"

/* The last day answers were taken; DAY_NONE: still open. */
static day_t last_day(const struct db_campaign *c)
{
	int64_t end = db_campaign_end(c);

	return end == INT64_MAX
		   ? DAY_NONE
		   : (day_t)((end - 1 + (int64_t)c->utc_offset * 60) / 86400);
}

static bool belongs(const struct report_choice *x, const struct db_campaign *c)
{
	day_t last = last_day(c);

	if (c->agency_id != x->agency.id || c->audience != x->audience ||
	    c->demo != x->demo || c->opens_on > x->to)
		return false;
	if (c->audience == FORM_INTERNAL)
		return c->permanent ||
		       (last != DAY_NONE && last >= x->from && last <= x->to);
	return last == DAY_NONE || last >= x->from;
}

/* Does it reach beyond the period on either side? */
static bool reaches_beyond(const struct report_choice *x, const struct db_campaign *c)
{
	day_t last = last_day(c);

	return c->audience == FORM_EXTERNAL &&
	       (c->opens_on < x->from || last == DAY_NONE || last > x->to);
}

static enum err load_survey(
    struct report *r, const struct db_campaign *c, struct report_survey *s_r)
{
	struct stat_cut cut = {.from = r->choice.from, .to = r->choice.to};
	enum err e = results_load(r->worker, r->req, c->code, &s_r->results);

	s_r->cut = reaches_beyond(&r->choice, c);
	if (e == ERR_OK && s_r->cut)
		e = filter_apply_cut(
		    r->worker, r->arena, &cut, 0, REPORT_TEXTS, &s_r->results);
	return e;
}

enum err report_load(struct worker *w, const struct http_request *req,
    const struct report_choice *c, struct report *r_r)
{
	struct report r = {.worker = w, .req = req, .arena = req->arena, .choice = *c};
	struct db_campaign *v;
	size_t n;
	enum err e = db_campaign_list(w->db, r.arena, c->agency.id, &v, &n);

	if (e != ERR_OK)
		return e;
	r.v = ARENA_ARRAY(r.arena, n, struct report_survey);
	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		struct report_survey *s = &r.v[r.n];

		if (!belongs(c, &v[i]))
			continue;
		e = load_survey(&r, &v[i], s);
		/* Messages are read one by one, not tabulated. */
		if (e != ERR_OK || results_are_messages(&s->results))
			continue;
		r.responses += s->results.table->responses;
		r.n++;
	}
	if (e == ERR_OK)
		e = worker_procedure(w, r.arena, c->agency.code, &r.procedure);
	if (e == ERR_OK)
		*r_r = r;
	return e;
}

void report_free(struct report *r)
{
	procedure_free(&r->procedure);
}

/* ---- head */

static void fact(struct export_grid *g, const char *name, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	export_grid_text(g, name);
	export_grid_text(g, value);
}

static const char *count(const struct report *r, size_t n)
{
	return arena_printf(r->arena, "%zu", n);
}

static void write_head(struct report *r)
{
	struct export_grid *g = export_grid_new(r->arena, _("About this analysis"));
	const struct report_choice *c = &r->choice;

	export_grid_column(g, _("Fact"), false);
	export_grid_column(g, _("Value"), false);
	fact(g, _("Agency"), c->agency.name);
	fact(g, _("Order"), r->procedure->order);
	fact(g, _("Legal basis"), r->procedure->basis);
	fact(g, _("Audience"), admin_audience(c->audience));
	fact(g, _("Period"),
	    arena_printf(r->arena, "%s – %s", day_russian(r->arena, c->from),
		day_russian(r->arena, c->to)));
	fact(g, _("As of"), day_russian(r->arena, day_today(c->agency.utc_offset)));
	fact(g, _("Surveys"), count(r, r->n));
	fact(g, _("Responses"), count(r, r->responses));
	if (c->demo)
		fact(g, _("Data"), _("Demonstration data: made up"));
	export_document_grid(r->doc, g);
}

static struct stat_figure csi_of(const struct results *x)
{
	return x->csi->overall.value;
}

static struct stat_figure overall_of(const struct results *x)
{
	return x->satisfaction->overall;
}

static struct stat_figure index_of(const struct results *x)
{
	return x->satisfaction->index;
}

static struct stat_figure nps_of(const struct results *x)
{
	for (size_t i = 0; i < x->table->n_rows; i++) {
		const struct stat_row *row = &x->table->rows[i];

		if (row->question->type == FORM_SCALE &&
		    (row->question->feeds & FORM_FEED_NPS) != 0 && !row->hidden)
			return stat_nps(row).value;
	}
	return (struct stat_figure){0};
}

/* Indices of a survey; a column is there if any survey has it. */
static const struct index_column {
	const char *heading;
	struct stat_figure (*of)(const struct results *x);
} indices[] = {{"CSI", csi_of}, {N_("Satisfied overall, %"), overall_of},
    {N_("Satisfaction index, %"), index_of}, {"NPS", nps_of}};

#define INDICES (sizeof(indices) / sizeof(indices[0]))

static struct stat_figure figure_of(const struct report_survey *s, size_t index)
{
	return s->results.view == STAT_VIEW_RESULTS ? indices[index].of(&s->results)
						    : (struct stat_figure){0};
}

static bool has(const struct report *r, size_t index)
{
	for (size_t i = 0; i < r->n; i++)
		if (figure_of(&r->v[i], index).known)
			return true;
	return false;
}

static void put_survey(
    const struct report *r, struct export_grid *g, const struct report_survey *s)
{
	const struct results *x = &s->results;

	export_grid_text(g, x->campaign.title);
	export_grid_text(g, admin_period(r->arena, &x->campaign));
	export_grid_number(g, x->table->responses);
	for (size_t i = 0; i < INDICES; i++)
		if (has(r, i))
			export_grid_figure(g, figure_of(s, i));
}

/* What a line of the table does not say. */
static void write_reserve(struct report *r, const struct report_survey *s)
{
	const struct results *x = &s->results;
	const char *text = NULL;

	if (x->view == STAT_VIEW_TOO_FEW)
		text = arena_printf(r->arena,
		    _("%s: fewer than %d answers, only their number is shown."),
		    x->campaign.title, x->campaign.k);
	else if (x->view == STAT_VIEW_NOT_CLOSED)
		text = arena_printf(r->arena,
		    _("%s: counted after closing; nothing is shown before (smallest "
		      "group %d)."),
		    x->campaign.title, x->campaign.k);
	else if (s->cut)
		text = arena_printf(r->arena,
		    _("%s: only responses of the period, %u of %u."), x->campaign.title,
		    x->table->responses, x->all_responses);
	if (text != NULL)
		export_document_text(r->doc, EXPORT_NOTE, text);
}

/* Each version asks other questions, so there is no table of them all. */
static void write_versions(struct report *r, const struct report_survey *s)
{
	const struct results *x = &s->results;
	uint32_t others = 0;

	for (size_t i = 0; i < x->n_versions; i++)
		if (x->versions[i].version_id != x->campaign.version_id)
			others += x->versions[i].responses;
	if (others > 0)
		export_document_text(r->doc, EXPORT_NOTE,
		    arena_printf(r->arena,
			_("%s: only version %d of the questionnaire; to other versions "
			  "there are %u responses in all, see the results of the "
			  "survey."),
			x->campaign.title, x->campaign.version, others));
}

static void write_surveys(struct report *r)
{
	struct export_grid *g = export_grid_new(r->arena, _("Surveys and their indices"));

	export_document_heading(r->doc, 1, _("Surveys of the period"));
	if (r->n == 0) {
		export_document_text(r->doc, EXPORT_PARAGRAPH,
		    _("There are no surveys of this audience with results in the "
		      "period."));
		return;
	}
	export_grid_column(g, _("Survey"), false);
	export_grid_column(g, _("Dates"), false);
	export_grid_column(g, _("Responses"), true);
	for (size_t i = 0; i < INDICES; i++)
		if (has(r, i))
			export_grid_column(g, _(indices[i].heading), true);
	for (size_t i = 0; i < r->n; i++)
		put_survey(r, g, &r->v[i]);
	export_document_grid(r->doc, g);
	for (size_t i = 0; i < r->n; i++) {
		write_reserve(r, &r->v[i]);
		write_versions(r, &r->v[i]);
	}
}

/* ---- what the order wants to be seen, by what questions are asked for */

struct part {
	unsigned feeds;
	const char *external, *internal; /* headings */
};

/* A question stands in the first part it belongs to. */
static const struct part parts[] = {
    {FORM_FEED_NEED, N_("Needs of the target audience"), N_("Needs of the staff")},
    {FORM_FEED_CSI | FORM_FEED_SAT | FORM_FEED_CES,
	N_("Rating of the interaction and of its parameters"),
	N_("Rating of the conditions and organisation of work")},
    {FORM_FEED_REASON, N_("Main reasons"), N_("Main reasons")},
    {FORM_FEED_TOPIC, N_("Topics"), N_("Topics")},
    {FORM_FEED_PAIN, N_("Problems met"), N_("Problems met")},
    {FORM_FEED_PROPOSAL, N_("Proposals"), N_("Proposals")},
    {FORM_FEED_EFFECT, N_("Effectiveness and effect on the quality of life"),
	N_("Effect")},
    {FORM_FEED_NPS, N_("Readiness to recommend"), N_("Readiness to recommend")},
    {FORM_FEED_PRIORITY, N_("Priorities"), N_("Priorities")},
    {FORM_FEED_CHANNEL, N_("Channels"), N_("Channels")},
    {FORM_FEED_PROFILE, N_("Who answered"), N_("Who answered")},
};

static bool is_in(const struct form_question *q, size_t part)
{
	for (size_t i = 0; i < part; i++)
		if (q->feeds & parts[i].feeds)
			return false;
	return (q->feeds & parts[part].feeds) != 0;
}

/* The indices stand before the questions they are made of. */
static void write_dimensions(struct report *r, const struct report_survey *s)
{
	const struct stat_satisfaction *v = s->results.satisfaction;
	struct export_grid *g;
	struct report_chart *chart;

	if (v->n_dimensions == 0)
		return;
	g = export_grid_new(r->arena, report_caption(r, s, _("Satisfied, by dimension")));
	g->note =
	    _("Satisfied among those who were satisfied or dissatisfied; computed by "
	      "the system: the orders give no formula.");
	export_grid_column(g, _("Dimension"), false);
	export_grid_column(g, _("Satisfied, %"), true);
	for (size_t i = 0; i < v->n_dimensions; i++) {
		export_grid_text(g, v->dimensions[i].name);
		export_grid_figure(g, v->dimensions[i].satisfied);
	}
	export_grid_text(g, _("Index: mean of the dimensions"));
	export_grid_figure(g, v->index);
	chart = ARENA_NEW(r->arena, struct report_chart);
	*chart = (struct report_chart){s, NULL};
	export_document_grid(r->doc, g);
	export_document_own(r->doc, chart);
}

static void write_blocks(struct report *r, const struct report_survey *s)
{
	const struct stat_csi *csi = s->results.csi;
	struct export_grid *g;

	if (!csi->any)
		return;
	g = export_grid_new(
	    r->arena, report_caption(r, s, _("Customer satisfaction index (CSI)")));
	g->note = arena_printf(r->arena,
	    _("CSI = mean rating × mean importance; above %d high, below %d low."),
	    stat_levels().high, stat_levels().low);
	export_grid_column(g, _("Index"), false);
	export_grid_column(g, "CSI", true);
	export_grid_column(g, _("Level"), false);
	export_grid_text(g, _("Overall"));
	export_grid_figure(g, csi->overall.value);
	export_grid_text(g, export_level(csi->overall.level));
	for (size_t i = 0; i < csi->n_blocks; i++) {
		export_grid_text(g, export_block_name(r->arena, csi->blocks[i].name));
		export_grid_figure(g, csi->blocks[i].index.value);
		export_grid_text(g, export_level(csi->blocks[i].index.level));
	}
	export_document_grid(r->doc, g);
}

static enum err write_survey(
    struct report *r, const struct report_survey *s, size_t part, bool *begun)
{
	const struct form *f = s->results.form;
	bool named = false;
	enum err e = ERR_OK;

	for (size_t i = 0; i < f->n_questions && e == ERR_OK; i++) {
		const struct form_question *q = &f->questions[i];

		if (!is_in(q, part))
			continue;
		if (!*begun)
			export_document_heading(r->doc, 1,
			    _(r->choice.audience == FORM_INTERNAL
				    ? parts[part].internal
				    : parts[part].external));
		*begun = true;
		if (!named)
			export_document_heading(r->doc, 2, s->results.campaign.title);
		if (!named && (parts[part].feeds & FORM_FEED_SAT) != 0) {
			write_dimensions(r, s);
			write_blocks(r, s);
		}
		named = true;
		e = report_question(r, s, q);
	}
	return e;
}

static enum err write_parts(struct report *r)
{
	enum err e = ERR_OK;

	for (size_t part = 0; part < sizeof(parts) / sizeof(parts[0]); part++) {
		bool begun = false;

		for (size_t i = 0; i < r->n && e == ERR_OK; i++)
			if (r->v[i].results.view == STAT_VIEW_RESULTS &&
			    r->v[i].results.table->responses > 0)
				e = write_survey(r, &r->v[i], part, &begun);
	}
	return e;
}

/* What free answers are about, as far as they were read and coded. */
static enum err write_topics(struct report *r)
{
	enum err e = ERR_OK;
	bool begun = false;

	for (size_t i = 0; i < r->n && e == ERR_OK; i++)
		e = report_topics(r, &r->v[i], &begun);
	return e;
}

/* ---- pains */

static bool is_of(const struct report *r, const struct db_pain *p)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].results.campaign.id == p->campaign_id)
			return true;
	/* Found elsewhere: it belongs to no period, so it stays until it is closed. */
	return p->campaign_id == 0 && !r->choice.demo && db_pain_is_open(p);
}

static const char *measures_of(const struct report *r, const struct db_pain *p)
{
	const char *s = "";

	for (size_t i = 0; i < p->n_measures; i++)
		s = arena_printf(r->arena, "%s%s%zu. %s%s", s, i ? "\n" : "", i + 1,
		    p->measures[i].text,
		    p->measures[i].reengineering ? _(" (re-engineering)") : "");
	return s;
}

static void put_pain(
    const struct report *r, struct export_grid *g, const struct db_pain *p)
{
	export_grid_text(g, p->process);
	export_grid_text(g, p->text);
	export_grid_text(g, pains_prevalence(r->arena, p));
	export_grid_text(g, pains_priority(p->priority));
	export_grid_text(g, measures_of(r, p));
	export_grid_text(g, p->responsible);
	export_grid_text(g, pains_due(r->arena, p));
	export_grid_text(g, pains_status(p->status));
}

static enum err write_pains(struct report *r)
{
	struct export_grid *g = export_grid_new(r->arena, _("Pain map"));
	struct db_pain *v;
	size_t n;
	enum err e = db_pain_list(
	    r->worker->db, r->arena, r->choice.agency.id, r->choice.audience, &v, &n);

	if (e != ERR_OK)
		return e;
	export_document_heading(r->doc, 1, _("Pains, measures and decisions"));
	export_grid_column(g, _("Process"), false);
	export_grid_column(g, _("Problem or need"), false);
	export_grid_column(g, _("How widespread"), false);
	export_grid_column(g, _("Priority"), false);
	export_grid_column(g, _("Measures"), false);
	export_grid_column(g, _("Responsible"), false);
	export_grid_column(g, _("Term"), false);
	export_grid_column(g, _("State"), false);
	for (size_t i = 0; i < n; i++)
		if (is_of(r, &v[i]))
			put_pain(r, g, &v[i]);
	if (export_grid_rows(g) > 0)
		export_document_grid(r->doc, g);
	else
		export_document_text(r->doc, EXPORT_PARAGRAPH,
		    _("No row of the pain map was found in these surveys."));
	return ERR_OK;
}

static void write_method(struct report *r)
{
	export_document_heading(r->doc, 1, _("How it was counted"));
	export_document_text(r->doc, EXPORT_ITEM,
	    _("Answered: respondents who answered the question. Base: those of them who "
	      "were satisfied or dissatisfied; “hard to say” and “not taking part” stay "
	      "outside of it."));
	export_document_text(r->doc, EXPORT_ITEM, sheet_interval_note());
	export_document_text(r->doc, EXPORT_ITEM,
	    arena_printf(r->arena,
		_("Figures of fewer than %d answers are rough: do not decide on them "
		  "alone."),
		STAT_USABLE_BASE));
	export_document_text(r->doc, EXPORT_ITEM,
	    _("External and internal clients are never counted together. Of internal "
	      "ones only whole surveys are shown, after closing; small groups and "
	      "questions all answered alike are hidden."));
}

enum err report_write(struct report *r)
{
	const struct report_choice *c = &r->choice;
	enum err e;

	r->doc = export_document_new(r->arena,
	    c->audience == FORM_INTERNAL ? _("Analysis of feedback: internal clients")
					 : _("Analysis of feedback: external clients"),
	    arena_printf(r->arena, "%s%s. %s – %s",
		c->demo ? _("Demonstration data. ") : "", r->procedure->agency_short,
		day_russian(r->arena, c->from), day_russian(r->arena, c->to)));
	write_head(r);
	write_surveys(r);
	e = write_parts(r);
	if (e == ERR_OK)
		e = write_topics(r);
	if (e == ERR_OK)
		e = write_pains(r);
	write_method(r);
	return e;
}
