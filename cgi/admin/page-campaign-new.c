/* GET, POST /admin/campaign/new — opening a survey with a published questionnaire. */
#include <stdlib.h>

#include "base/calendar.h"
#include "base/i18n.h"
#include "base/text.h"
#include "db/agency.h"
#include "opening.h"

static void fault(struct opening *o, const char *id, const char *text)
{
	o->faults[o->n_faults++] = (struct html_fault_link){id, text};
}

/* --- what can be opened --- */

/* The plan comes from the page that computed it: a fault is nobody's slip. */
static enum err take_plan(struct opening *o, const struct http_params *given)
{
	const char *after = http_param(given, "after");

	sample_read(&o->plan, o->req->arena, given);
	if (http_param(given, "confidence") != NULL && !o->plan.computed)
		return ERR_INVALID;
	return after == NULL || *after == '\0'
		   ? ERR_OK
		   : results_campaign(o->worker, o->req->arena, after, &o->after);
}

enum err opening_begin(struct opening *o, struct worker *w, struct http_request *req,
    struct http_response *res, const struct http_params *given)
{
	struct db_questionnaire *v;
	enum err e;

	*o = (struct opening){.worker = w, .req = req, .res = res};
	if (!worker_may_edit(w))
		return ERR_DENIED;
	e = take_plan(o, given);
	if (e != ERR_OK)
		return e;
	e = db_questionnaire_list(
	    w->db, req->arena, w->session.staff.agency_id, &v, &o->n_all);
	o->all = v;
	return e;
}

/* The questionnaire of that number, with its procedure. */
static enum err choose(struct opening *o, const char *number)
{
	enum err e;

	for (size_t i = 0; i < o->n_all; i++)
		if (text_equal(number, arena_printf(o->req->arena, "%u", o->all[i].id)))
			o->questionnaire = &o->all[i];
	if (o->questionnaire == NULL)
		return ERR_NOT_FOUND;
	e = worker_form(o->worker, o->req->arena, o->questionnaire->version_id, &o->form);
	if (e != ERR_OK)
		return e;
	o->daily = o->form->daily;
	return worker_procedure(
	    o->worker, o->req->arena, o->questionnaire->agency_code, &o->procedure);
}

static int days_of(const struct opening *o)
{
	return o->questionnaire->audience == FORM_INTERNAL ? o->procedure->internal_days
							   : o->procedure->external_days;
}

/* --- what is proposed --- */

static bool is_taken(const struct db_campaign *v, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(v[i].code, code))
			return true;
	return false;
}

/* The procedure's code of the questionnaire, with the first number that is free. */
static enum err propose_code(struct opening *o)
{
	struct arena *a = o->req->arena;
	const char *first =
	    procedure_campaign_code(a, o->procedure, o->questionnaire->code);
	struct db_campaign *v;
	size_t n;
	enum err e = db_campaign_list(o->worker->db, a, 0, &v, &n);

	if (e != ERR_OK)
		return e;
	o->code = first;
	for (int i = 2; is_taken(v, n, o->code); i++)
		o->code = arena_printf(a, "%s-%d", first, i);
	return ERR_OK;
}

static enum err propose(struct opening *o)
{
	struct arena *a = o->req->arena;
	int days = days_of(o);

	o->title = o->questionnaire->title;
	o->opens = day_iso(a, day_today(o->procedure->utc_offset));
	o->ends = days > 0 || !o->procedure->permanent ? "days" : "permanent";
	o->days = days > 0 ? arena_printf(a, "%d", days) : "";
	o->closes = "";
	o->access = "open";
	o->k = arena_printf(a, "%d", o->worker->config->k);
	o->quota_item = "";
	return propose_code(o);
}

enum err page_campaign_new(
    void *worker, struct http_request *req, struct http_response *res)
{
	const char *number = http_param(&req->query, "form");
	struct opening o;
	enum err e = opening_begin(&o, worker, req, res, &req->query);

	if (e != ERR_OK)
		return e;
	if (number == NULL) {
		opening_write_choice(&o);
		return ERR_OK;
	}
	e = choose(&o, number);
	if (e == ERR_OK)
		e = propose(&o);
	if (e == ERR_OK)
		opening_write(&o);
	procedure_free(&o.procedure);
	return e;
}

/* --- opening it --- */

static const char *posted(const struct opening *o, const char *name)
{
	const char *value = http_param(&o->req->form, name), *clean;

	if (value == NULL ||
	    text_clean(o->req->arena, value, OPENING_TITLE_MAX * 2, &clean) != ERR_OK)
		return "";
	return clean;
}

static void read_sheet(struct opening *o)
{
	o->code = posted(o, "code");
	o->title = posted(o, "title");
	o->opens = posted(o, "opens");
	o->ends = posted(o, "ends");
	o->days = posted(o, "days");
	o->closes = posted(o, "closes");
	o->access = posted(o, "access");
	o->k = posted(o, "k");
	o->quota_item = posted(o, "quota_item");
}

static void check_names(struct opening *o, struct db_campaign_new *c)
{
	if (!db_is_code(o->code) || text_equal(o->code, "new"))
		fault(o, "code",
		    arena_printf(o->req->arena,
			_("A code has small Latin letters, digits and hyphens, %d "
			  "characters at most."),
			DB_CODE_MAX));
	if (*o->title == '\0')
		fault(o, "title", _("Please give the title."));
	else if (text_chars(o->title) > OPENING_TITLE_MAX)
		fault(o, "title",
		    arena_printf(o->req->arena,
			_("The title is longer than %d characters."), OPENING_TITLE_MAX));
	c->code = o->code;
	c->title = o->title;
	c->version_id = o->questionnaire->version_id;
}

/* The last of so many working days (NE-21-3, NE-21-4; AMB-18). */
static enum err set_working_days(struct opening *o, struct db_campaign_new *c)
{
	const char *wrong = "";
	struct calendar *calendar;
	long n;

	if (text_int(o->days, 1, OPENING_DAYS_MAX, &n) != ERR_OK) {
		fault(o, "days",
		    arena_printf(o->req->arena, _("A whole number from 1 to %d, please."),
			OPENING_DAYS_MAX));
		return ERR_OK;
	}
	if (calendar_load(o->worker->config->calendar_dir, &calendar, &wrong) != ERR_OK)
		return ERR_CONFIG;
	c->closes_on = calendar_nth(calendar, c->opens_on, (int)n, NULL);
	calendar_free(&calendar);
	return ERR_OK;
}

/* A slip of the hand; the end computed from it might be no date any more. */
static bool is_too_far(day_t day)
{
	return day >= day_from_date(OPENING_YEAR_END, 1, 1);
}

static enum err check_dates(struct opening *o, struct db_campaign_new *c)
{
	day_t today = day_today(o->procedure->utc_offset);

	c->closes_on = DAY_NONE;
	if (day_parse(o->opens, &c->opens_on) != ERR_OK || c->opens_on < today) {
		fault(o, "opens", _("A date from today on, please."));
		c->opens_on = today;
	} else if (is_too_far(c->opens_on)) {
		fault(o, "opens", _("A date before the year 2100, please."));
		c->opens_on = today;
	}
	c->permanent = text_equal(o->ends, "permanent");
	if (c->permanent)
		return ERR_OK;
	if (!text_equal(o->ends, "date"))
		return set_working_days(o, c);
	if (day_parse(o->closes, &c->closes_on) != ERR_OK || c->closes_on < c->opens_on)
		fault(o, "closes", _("A date not before the first day, please."));
	else if (is_too_far(c->closes_on))
		fault(o, "closes", _("A date before the year 2100, please."));
	return ERR_OK;
}

/* Whatever it does not know opens nothing to everybody. */
static bool find_access(const char *name, enum db_campaign_access *access_r)
{
	static const char *const names[] = {[DB_ACCESS_OPEN] = "open",
	    [DB_ACCESS_GROUP] = "group",
	    [DB_ACCESS_TICKET] = "ticket"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_equal(names[i], name)) {
			*access_r = (enum db_campaign_access)i;
			return true;
		}
	return false;
}

static void check_rules(struct opening *o, struct db_campaign_new *c)
{
	const struct config *config = o->worker->config;
	long k = config->k;

	if (text_int(o->k, config->k, OPENING_K_MAX, &k) != ERR_OK)
		fault(o, "k",
		    arena_printf(o->req->arena,
			_("A whole number from %d, which the settings have as the "
			  "least, to %d, please."),
			config->k, OPENING_K_MAX));
	c->k = (int)k;
	c->batch_min = opening_batch(config, (int)k);
	if (!find_access(o->access, &c->access))
		fault(o, "access", _("Please choose who may answer."));
	if (o->daily && c->access == DB_ACCESS_TICKET)
		fault(o, "access",
		    _("Messages of this questionnaire are opened daily: a one-time link "
		      "would tell whose message it is."));
}

static void check_quotas(struct opening *o, struct db_sampling *s)
{
	size_t item = form_item_find(o->form, o->quota_item);
	const char *unknown;

	if (*o->quota_item == '\0' || o->questionnaire->audience != FORM_EXTERNAL)
		return;
	if (item == SIZE_MAX || !sample_is_quota_item(o->form, item)) {
		fault(o, "quota_item", _("Please choose one of the questions."));
		return;
	}
	unknown = sample_unknown_group(
	    &o->plan, &o->form->questions[o->form->items[item].question]);
	if (unknown != NULL)
		fault(o, "quota_item",
		    arena_printf(o->req->arena,
			_("None of the answers to that question is called “%s”."),
			unknown));
	s->quota_item = o->quota_item;
}

static enum err open_it(struct opening *o)
{
	struct db_sampling plan = sample_plan(&o->plan);
	struct db_campaign_new c = {.sampling = o->plan.computed ? &plan : NULL};
	uint32_t id;
	enum err e;

	check_names(o, &c);
	e = check_dates(o, &c);
	if (e != ERR_OK)
		return e;
	check_rules(o, &c);
	check_quotas(o, &plan);
	plan.after_id = o->after.id;
	if (o->n_faults > 0)
		return ERR_OK;
	e = db_campaign_open_by(o->worker->db, &c, o->worker->session.staff.id, &id);
	if (e == ERR_DUPLICATE) {
		fault(o, "code", _("Another survey has this code."));
		return ERR_OK;
	}
	if (e == ERR_OK)
		http_redirect(o->res, o->req->arena, o->req->base_path,
		    arena_printf(
			o->req->arena, "/admin/campaign/%s/links?opened=1", o->code));
	return e;
}

enum err page_campaign_open(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct opening o;
	enum err e = opening_begin(&o, worker, req, res, &req->form);

	if (e == ERR_OK)
		e = choose(&o, posted(&o, "form"));
	if (e != ERR_OK)
		return e;
	read_sheet(&o);
	e = open_it(&o);
	if (e == ERR_OK && o.n_faults > 0) {
		res->status = 422;
		opening_write(&o);
	}
	procedure_free(&o.procedure);
	return e;
}
