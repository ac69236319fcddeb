/* The pain map in the report: what was found, what is done about it, what became of it.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "pains.h"
#include "report.h"

/* Was it found in a survey of the report's kind of data?  In none: the map is real. */
static bool is_of_data(const struct report *r, const struct db_pain *p)
{
	for (size_t i = 0; p->campaign_id != 0 && i < r->n_campaigns; i++)
		if (r->campaigns[i].id == p->campaign_id)
			return r->campaigns[i].demo == r->choice.demo;
	return !r->choice.demo;
}

static bool is_of(const struct report *r, const struct db_pain *p)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].results.campaign.id == p->campaign_id)
			return true;
	/* Found elsewhere: it belongs to no period, so it stays until it is closed. */
	return p->campaign_id == 0 && !r->choice.demo && db_pain_is_open(p);
}

size_t report_overdue(const struct report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_pains; i++)
		n += is_of_data(r, &r->pains[i]) &&
		     pains_is_overdue(&r->pains[i], r->today);
	return n;
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

/* "removed: the term was cut to one day". */
static const char *decision_of(const struct report *r, const struct db_pain *p)
{
	const char *state =
	    pains_is_overdue(p, r->today)
		? arena_printf(r->arena, "%s, %s", pains_status(p->status), _("overdue"))
		: pains_status(p->status);

	return *p->reason ? arena_printf(r->arena, "%s: %s", state, p->reason) : state;
}

/* Lines of one cell; empty ones are left out. */
static const char *two_lines(const struct report *r, const char *a, const char *b)
{
	if (a == NULL || *a == '\0')
		return b;
	return b == NULL || *b == '\0' ? a : arena_printf(r->arena, "%s\n%s", a, b);
}

static void put_pain(
    const struct report *r, struct export_grid *g, const struct db_pain *p)
{
	export_grid_text(g, two_lines(r, p->text, p->process));
	export_grid_text(
	    g, two_lines(r, pains_prevalence(r->arena, p), pains_priority(p->priority)));
	export_grid_text(g, measures_of(r, p));
	export_grid_text(g, two_lines(r, p->responsible, pains_due(r->arena, p)));
	export_grid_text(g, decision_of(r, p));
}

void report_pains(struct report *r)
{
	struct export_grid *g = export_grid_new(r->arena, _("Pain map"));

	export_document_heading(r->doc, 1, _("Pains, measures and decisions"));
	export_grid_column(g, _("Problem or need, process"), false);
	export_grid_column(g, _("How widespread, priority"), false);
	export_grid_column(g, _("Measures"), false);
	export_grid_column(g, _("Responsible, term"), false);
	export_grid_column(g, _("State and decision"), false);
	for (size_t i = 0; i < r->n_pains; i++)
		if (is_of(r, &r->pains[i]))
			put_pain(r, g, &r->pains[i]);
	if (export_grid_rows(g) > 0)
		export_document_grid(r->doc, g);
	else
		export_document_text(r->doc, EXPORT_PARAGRAPH,
		    _("No row of the pain map was found in these surveys."));
}
