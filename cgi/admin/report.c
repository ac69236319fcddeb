/* The frame of a report: its head, its surveys, its parts, how it was counted. */
#include "report.h"

#include "base/i18n.h"
#include "filter.h"
#include "sheet.h"
#include "stat/interval.h"

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
	fact(g, _("As of"), day_russian(r->arena, r->today));
	fact(g, _("Surveys"), count(r, r->surveys));
	fact(g, _("Responses"), count(r, r->responses));
	if (c->demo)
		fact(g, _("Data"), _("Demonstration data: made up"));
	export_document_grid(r->doc, g);
}

/* ---- surveys */

static void note(struct report *r, const char *text)
{
	export_document_text(r->doc, EXPORT_NOTE, text);
}

/* Why a survey has no figures, or those of some days alone. */
static void write_reserve(struct report *r, const struct report_survey *s)
{
	const struct results *x = &s->results;

	if (x->view == STAT_VIEW_TOO_FEW)
		note(r, arena_printf(r->arena,
			    _("%s: fewer than %d answers, only their number is shown."),
			    s->name, x->campaign.k));
	else if (x->view == STAT_VIEW_NOT_CLOSED)
		note(r,
		    arena_printf(r->arena,
			_("%s: counted after closing; nothing is shown before (smallest "
			  "group %d)."),
			s->name, x->campaign.k));
	else if (s->cut)
		note(r, arena_printf(r->arena,
			    _("%s: only responses of the period, %u of %u."), s->name,
			    x->table->responses, x->all_responses));
	if (filter_unsure_words(r->arena, &x->unsure) != NULL)
		note(r, arena_printf(r->arena, _("%s: not counted into the period: %s."),
			    s->name, filter_unsure_words(r->arena, &x->unsure)));
}

/* Its responses tell no days: it cannot be cut to the period. */
static void write_permanent(struct report *r, const struct report_survey *s)
{
	const struct db_campaign *c = &s->results.campaign;

	if (c->audience == FORM_INTERNAL && c->permanent)
		note(r,
		    arena_printf(r->arena,
			_("%s: a permanent survey; answers of internal clients keep no "
			  "day, so that all of them since %s are counted here, not those "
			  "of the period alone."),
			s->name, day_russian(r->arena, c->opens_on)));
}

static void write_surveys(struct report *r)
{
	export_document_heading(r->doc, 1, _("Surveys of the period"));
	if (r->n == 0) {
		export_document_text(r->doc, EXPORT_PARAGRAPH,
		    _("There are no surveys of this audience with results in the "
		      "period."));
		return;
	}
	report_surveys(r);
	for (size_t i = 0; i < r->n; i++) {
		write_reserve(r, &r->v[i]);
		write_permanent(r, &r->v[i]);
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
    {0, N_("Other questions"), N_("Other questions")}, /* asked for none of these */
};

static bool is_in(const struct form_question *q, size_t part)
{
	for (size_t i = 0; i < part; i++)
		if (q->feeds & parts[i].feeds)
			return false;
	return parts[part].feeds == 0 || (q->feeds & parts[part].feeds) != 0;
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
			export_document_heading(r->doc, 2, s->name);
		if (!named && (parts[part].feeds & FORM_FEED_SAT) != 0) {
			report_dimensions(r, s);
			report_csi(r, s);
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
	report_main(r);
	write_head(r);
	write_surveys(r);
	e = write_parts(r);
	report_topics(r);
	report_pains(r);
	write_method(r);
	return e;
}
