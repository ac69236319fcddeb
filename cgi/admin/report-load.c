/* Which surveys a report is of, and what it compares them with. */
#include "base/i18n.h"
#include "base/text.h"
#include "db/appeal.h"
#include "filter.h"
#include "report.h"

static bool is_of_kind(const struct report_choice *x, const struct db_campaign *c)
{
	return c->agency_id == x->agency.id && c->audience == x->audience &&
	       c->demo == x->demo;
}

static bool belongs(const struct report_choice *x, const struct db_campaign *c)
{
	day_t last = db_campaign_last_day(c);

	if (!is_of_kind(x, c) || c->opens_on > x->to)
		return false;
	if (c->audience == FORM_INTERNAL)
		return c->permanent ||
		       (last != DAY_NONE && last >= x->from && last <= x->to);
	return last == DAY_NONE || last >= x->from;
}

/* Does it reach beyond the period on either side? */
static bool reaches_beyond(const struct report_choice *x, const struct db_campaign *c)
{
	day_t last = db_campaign_last_day(c);

	return c->audience == FORM_EXTERNAL &&
	       (c->opens_on < x->from || last == DAY_NONE || last > x->to);
}

/* --- what went before --- */

/* Of whole months as many months before, else as many days; DAY_NONE: before 1970. */
static day_t period_before(const struct report_choice *c)
{
	int year, month, mday, end_year, end_month, end_mday, n;

	day_to_date(c->from, &year, &month, &mday);
	day_to_date(c->to + 1, &end_year, &end_month, &end_mday);
	if (mday != 1 || end_mday != 1) {
		const day_t first = c->from - (c->to - c->from + 1);

		return first >= 0 ? first : DAY_NONE;
	}
	n = 12 * year + month - 1; /* months since the year 0 */
	n -= 12 * end_year + end_month - 1 - n;
	return n >= 12 * 1970 ? day_from_date(n / 12, n % 12 + 1, 1) : DAY_NONE;
}

static const struct stat_trend *trend_of(
    struct report *r, const struct report_survey *s, const struct results *before)
{
	const struct results *x = &s->results;
	struct stat_point v[2];
	size_t n = 0;

	if (before != NULL)
		v[n++] = (struct stat_point){before->form, before->table};
	v[n++] = (struct stat_point){x->form, x->table};
	return stat_trend(r->arena, v, n, n - 1, STAT_AGAINST_PREVIOUS);
}

/* The days before the period, of the same survey.  `whole` is cut to them. */
static enum err compare_periods(
    struct report *r, struct report_survey *s, struct results *whole)
{
	const struct stat_cut cut = {
	    .from = period_before(&r->choice), .to = r->choice.from - 1};
	enum err e;

	if (cut.from == DAY_NONE)
		return ERR_OK;
	e = filter_apply_tally(r->worker, r->arena, &cut, whole);
	if (e != ERR_OK || whole->table->responses == 0)
		return e;
	s->before = arena_printf(r->arena, "%s – %s", day_russian(r->arena, cut.from),
	    day_russian(r->arena, cut.to));
	s->trend = trend_of(r, s, whole);
	return ERR_OK;
}

/* Was it over when the other opened?  Answers of the same days are none before. */
static bool ended_before(const struct db_campaign *x, const struct db_campaign *c)
{
	const day_t last = db_campaign_last_day(x);

	return last != DAY_NONE && last < c->opens_on;
}

/* The last of the same questionnaire, over before c, that opened before the day. */
static const struct db_campaign *round_before(
    const struct report *r, const struct db_campaign *c, day_t day)
{
	const struct db_campaign *found = NULL;

	for (size_t i = 0; i < r->n_campaigns; i++) {
		const struct db_campaign *x = &r->campaigns[i];

		if (is_of_kind(&r->choice, x) &&
		    text_equal(x->questionnaire, c->questionnaire) &&
		    ended_before(x, c) && x->opens_on < day &&
		    (found == NULL || x->opens_on > found->opens_on))
			found = x;
	}
	return found;
}

static enum err compare_rounds(struct report *r, struct report_survey *s)
{
	const struct db_campaign *own = &s->results.campaign, *c = own;
	enum err e = ERR_OK;

	while (e == ERR_OK && s->before == NULL &&
	       (c = round_before(r, own, c->opens_on)) != NULL) {
		struct results x;

		e = results_load_version(r->worker, r->req, c->code, 0, &x);
		if (e != ERR_OK || x.view != STAT_VIEW_RESULTS || x.table->responses == 0)
			continue;
		s->before = admin_period(r->arena, c);
		s->trend = trend_of(r, s, &x);
	}
	return e;
}

/* `whole`: of all its days.  What never ends and is not cut has nothing before it. */
static enum err compare(struct report *r, struct report_survey *s, struct results *whole)
{
	const struct db_campaign *c = &s->results.campaign;
	enum err e = ERR_OK;

	if (s->results.view != STAT_VIEW_RESULTS)
		return ERR_OK;
	s->trend = trend_of(r, s, NULL);
	if (s->cut && c->opens_on < r->choice.from)
		e = compare_periods(r, s, whole);
	if (e == ERR_OK && s->before == NULL && !c->permanent)
		e = compare_rounds(r, s);
	return e;
}

/* --- the surveys --- */

static enum err load_version(
    struct report *r, const struct db_campaign *c, int version, struct report_survey *s_r)
{
	struct stat_cut cut = {.from = r->choice.from, .to = r->choice.to};
	struct report_survey s = {.cut = reaches_beyond(&r->choice, c)};
	struct results whole;
	enum err e =
	    results_load_version(r->worker, r->req, c->code, version, &s.results);

	if (e != ERR_OK)
		return e;
	whole = s.results;
	if (s.cut)
		e = filter_apply_cut(
		    r->worker, r->arena, &cut, 0, REPORT_TEXTS, &s.results);
	if (e == ERR_OK)
		e = compare(r, &s, &whole);
	if (e == ERR_OK)
		e = report_read_coding(r, &s);
	if (e == ERR_OK)
		*s_r = s;
	return e;
}

static void name_versions(struct report *r, size_t first)
{
	for (size_t i = first; i < r->n; i++) {
		struct report_survey *s = &r->v[i];
		const struct db_campaign *c = &s->results.campaign;

		s->name = c->title;
		s->label = c->code;
		if (s->results.n_versions == 1)
			continue;
		s->name =
		    arena_printf(r->arena, _("%s, version %d"), c->title, c->version);
		s->label =
		    arena_printf(r->arena, _("%s, version %d"), c->code, c->version);
	}
}

static void add(struct report *r, struct report_survey s)
{
	struct report_survey *v = ARENA_ARRAY(r->arena, r->n + 1, struct report_survey);

	for (size_t i = 0; i < r->n; i++)
		v[i] = r->v[i];
	v[r->n++] = s;
	r->v = v;
	r->responses += s.results.table->responses;
}

/* Each version with responses of the period; the survey's own if there are none. */
static enum err load_survey(struct report *r, const struct db_campaign *c)
{
	const size_t first = r->n;
	struct report_survey own, s;
	enum err e = load_version(r, c, 0, &own);

	/* Messages are read one by one, not tabulated. */
	if (e != ERR_OK || results_are_messages(&own.results))
		return e;
	for (size_t i = 0; i < own.results.n_versions && e == ERR_OK; i++) {
		const struct db_counted *version = &own.results.versions[i];

		s = own;
		if (version->version_id != c->version_id)
			e = load_version(r, c, version->version, &s);
		if (e == ERR_OK && s.results.table->responses > 0)
			add(r, s);
	}
	if (e == ERR_OK && r->n == first)
		add(r, own);
	name_versions(r, first);
	r->surveys++;
	return e;
}

/* --- what stands beside the surveys --- */

static enum err count_appeals(struct report *r, struct db_appeal_filter f, uint32_t *n_r)
{
	f.agency_id = r->choice.agency.id;
	return db_appeal_count(r->worker->db, &f, n_r);
}

/* Appeals are real, and come from outside. */
static enum err load_appeals(struct report *r)
{
	const struct report_choice *c = &r->choice;
	enum err e;

	if (c->audience == FORM_INTERNAL || c->demo)
		return ERR_OK;
	e = count_appeals(
	    r, (struct db_appeal_filter){.from = c->from, .to = c->to}, &r->appeals);
	if (e == ERR_OK)
		e = count_appeals(r,
		    (struct db_appeal_filter){.state = DB_APPEAL_WAITING},
		    &r->appeals_waiting);
	if (e == ERR_OK)
		e = count_appeals(r,
		    (struct db_appeal_filter){.state = DB_APPEAL_OVERDUE},
		    &r->appeals_overdue);
	return e;
}

static enum err load_rest(struct report *r)
{
	const struct report_choice *c = &r->choice;
	enum err e = load_appeals(r);

	if (e == ERR_OK)
		e = db_pain_list(r->worker->db, r->arena, c->agency.id, c->audience,
		    &r->pains, &r->n_pains);
	if (e == ERR_OK)
		e = worker_procedure(r->worker, r->arena, c->agency.code, &r->procedure);
	return e;
}

enum err report_load(struct worker *w, const struct http_request *req,
    const struct report_choice *c, struct report *r_r)
{
	struct report r = {.worker = w,
	    .req = req,
	    .arena = req->arena,
	    .choice = *c,
	    .today = day_today(c->agency.utc_offset)};
	struct db_campaign *v;
	enum err e = db_campaign_list(w->db, r.arena, c->agency.id, &v, &r.n_campaigns);

	if (e != ERR_OK)
		return e;
	r.campaigns = v;
	for (size_t i = 0; i < r.n_campaigns && e == ERR_OK; i++)
		if (belongs(c, &v[i]))
			e = load_survey(&r, &v[i]);
	if (e == ERR_OK)
		e = load_rest(&r);
	if (e == ERR_OK)
		*r_r = r;
	return e;
}

void report_free(struct report *r)
{
	procedure_free(&r->procedure);
}
