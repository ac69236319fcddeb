/*
 * GET and POST /admin/sample — how many to ask, and of whom: the size of a sample and
 * a plan of quotas; recorded with a survey when it is one (UM-4.3-1, UM-4.3-2).
 */
#include "base/i18n.h"
#include "base/text.h"
#include "campaigns.h"
#include "sample.h"

struct view {
	struct worker *worker;
	const struct http_request *req;
	struct http_response *res;
	struct html *h;
	const struct http_params *given;
	struct db_campaign campaign; /* whose results ask for it; code NULL: none */
	struct db_sampling recorded; /* sample 0: none */
	struct sample plan;
};

static const char *fault_of(const struct view *v, const char *name)
{
	for (size_t i = 0; i < v->plan.n_faults; i++)
		if (text_equal(v->plan.faults[i].id, name))
			return v->plan.faults[i].text;
	return NULL;
}

/* --- the page --- */

static void write_field(const struct view *v, const char *type, const char *name,
    const char *label, const char *preset, const char *hint)
{
	html_field(v->h, &(struct html_field){.type = type,
			     .name = name,
			     .label = label,
			     .value = sample_typed(&v->plan, name, preset),
			     .hint = hint,
			     .fault = fault_of(v, name),
			     .inputmode = text_equal(type, "text") ? "decimal" : NULL});
}

/* --- a plan goes on from the one recorded --- */

static const struct db_sampling usual = {
    .confidence = 95, .margin = 50, .share = 50, .rate = 100};

/* What is left out of a plan that is asked for is the usual, as it is computed. */
static const struct db_sampling *preset(const struct view *v)
{
	const bool asked = http_param(v->given, "confidence") != NULL;

	return !asked && v->recorded.sample > 0 ? &v->recorded : &usual;
}

static const char *number(const struct view *v, int n)
{
	return arena_printf(v->req->arena, "%d", n);
}

static const char *margin(const struct view *v)
{
	const int tenths = preset(v)->margin;

	return tenths % 10 == 0 ? number(v, tenths / 10)
				: text_ratio(v->req->arena, tenths, 10, 1, ',');
}

static const char *population(const struct view *v)
{
	const uint32_t n = preset(v)->population;

	return n > 0 ? arena_printf(v->req->arena, "%u", n) : "";
}

static const char *groups(const struct view *v)
{
	const struct db_sampling *s = preset(v);
	const char *text = "";

	for (size_t i = 0; i < s->n_quotas; i++)
		text = arena_printf(v->req->arena, "%s%s;%u\n", text, s->quotas[i].name,
		    s->quotas[i].size);
	return text;
}

static void write_form(const struct view *v)
{
	struct html *h = v->h;

	html_open(h, "form", "method", "get", "action",
	    html_path(h, v->req->base_path, "/admin/sample"), NULL);
	if (v->campaign.code != NULL)
		html_hidden(h, "campaign", v->campaign.code);
	write_field(v, "text", "population", _("How many there are in all"),
	    population(v),
	    _("The general population: clients in a period, members of staff. Empty: "
	      "the sum of the groups; without groups: not known, or very many."));
	html_field(h, &(struct html_field){.type = "select",
			  .name = "confidence",
			  .label = _("Confidence"),
			  .value = sample_typed(
			      &v->plan, "confidence", number(v, preset(v)->confidence)),
			  .fault = fault_of(v, "confidence"),
			  .options = (const struct html_option[]){{"90", "90 %", NULL},
			      {"95", "95 %", NULL}, {"99", "99 %", NULL}},
			  .n_options = 3});
	write_field(v, "text", "margin", _("Margin of error, per cent"), margin(v), NULL);
	write_field(v, "text", "share", _("Expected share, per cent"),
	    number(v, preset(v)->share),
	    _("50 is the safest; another one if an earlier survey tells it."));
	write_field(v, "text", "rate", _("How many of those invited answer, per cent"),
	    number(v, preset(v)->rate), NULL);
	write_field(v, "textarea", "groups", _("Groups for quotas"), groups(v),
	    _("One group a line: its name, a semicolon, how many are in it."));
	html_button(h, NULL, NULL, _("Compute"), NULL);
	html_close(h);
}

static void write_number(const struct view *v, const char *name, uint64_t n)
{
	admin_fact(
	    v->h, name, arena_printf(v->req->arena, "%llu", (unsigned long long)n));
}

static void write_quotas(const struct view *v)
{
	const struct html_column columns[] = {{_("Group"), NULL, false},
	    {_("In it"), NULL, true}, {_("Answers wanted"), NULL, true},
	    {_("To be asked"), NULL, true}};
	struct arena *a = v->req->arena;

	if (v->plan.n_groups == 0)
		return;
	html_table_begin(v->h,
	    &(struct html_table){
		.caption = _("Plan of quotas"), .columns = columns, .n_columns = 4});
	for (size_t i = 0; i < v->plan.n_groups; i++) {
		const struct db_quota *q = &v->plan.groups[i];

		html_row(v->h);
		html_cell_head(v->h, q->name);
		html_cell_number(v->h, arena_printf(a, "%u", q->size));
		html_cell_number(v->h, arena_printf(a, "%u", q->wanted));
		html_cell_number(
		    v->h, arena_printf(a, "%llu",
			      (unsigned long long)sample_to_ask(&v->plan, q->wanted)));
		html_row_end(v->h);
	}
	html_table_end(v->h);
}

/* Of all, or of a group, more than there are. */
static bool is_short_of_people(const struct view *v)
{
	if (v->plan.s.population > 0 &&
	    sample_to_ask(&v->plan, v->plan.sample) > v->plan.s.population)
		return true;
	for (size_t i = 0; i < v->plan.n_groups; i++)
		if (sample_to_ask(&v->plan, v->plan.groups[i].wanted) >
		    v->plan.groups[i].size)
			return true;
	return false;
}

/* On to the survey the plan is for; or it is kept with one that runs already. */
static void write_ways(const struct view *v)
{
	const char *after = v->campaign.code;

	if (!worker_may_edit(v->worker))
		return;
	html_open(v->h, "form", "method", "get", "action",
	    html_path(v->h, v->req->base_path, "/admin/campaign/new"), NULL);
	sample_hidden(v->h, &v->plan);
	if (after != NULL)
		html_hidden(v->h, "after", after);
	html_button(v->h, NULL, NULL, _("Open a survey with this plan"), NULL);
	html_close(v->h);
	if (after == NULL || !campaigns_is_open(&v->campaign))
		return;
	admin_form(v->h, v->worker, v->req, "/admin/sample");
	html_hidden(v->h, "campaign", after);
	sample_hidden(v->h, &v->plan);
	html_button(
	    v->h, NULL, NULL, _("Record it with the survey that runs already"), "quiet");
	html_close(v->h);
}

static void write_outcome(const struct view *v)
{
	if (!v->plan.computed)
		return;
	html_element(v->h, "h2", _("The sample"), NULL);
	html_open(v->h, "dl", "class", "facts", NULL);
	write_number(v, _("Answers wanted"), v->plan.sample);
	write_number(v, _("To be asked"), sample_to_ask(&v->plan, v->plan.sample));
	html_close(v->h);
	write_quotas(v);
	if (is_short_of_people(v))
		html_notice(v->h, "warning",
		    _("More would have to be asked than there are, in all or in a "
		      "group: ask everybody, and expect fewer answers than wanted."));
	html_element(v->h, "p",
	    _("For a simple random sample and a share: z²p(1−p)/e², for a finite "
	      "population divided by 1 + (n − 1)/N. A link that anybody may open makes "
	      "no random sample: then the figure is a guide only."),
	    "class", "hint", NULL);
	write_ways(v);
}

static void write_recorded(const struct view *v)
{
	if (v->recorded.sample == 0)
		return;
	html_element(v->h, "h2", _("Recorded with the survey"), NULL);
	html_open(v->h, "dl", "class", "facts", NULL);
	sample_write_facts(v->h, v->req->arena, &v->recorded);
	html_close(v->h);
}

static void write_page(struct view *v)
{
	const char *heading = _("Size of a sample and quotas");
	struct admin_page page;

	if (v->plan.n_faults > 0)
		v->res->status = 422;
	v->h = admin_page_begin_titled(&page, v->worker, v->req, v->res,
	    ADMIN_TAB_CAMPAIGNS,
	    v->plan.n_faults > 0 ? arena_printf(v->req->arena, _("Error: %s"), heading)
				 : heading,
	    heading);
	html_fault_summary(v->h, v->plan.faults, v->plan.n_faults);
	if (v->campaign.code != NULL)
		admin_link_line(v->h, v->req,
		    arena_printf(v->req->arena, "/admin/campaign/%s", v->campaign.code),
		    v->campaign.title);
	write_recorded(v);
	write_outcome(v);
	write_form(v);
	admin_page_end(&page);
}

static enum err begin(struct view *v)
{
	const char *code = http_param(v->given, "campaign");
	enum err e;

	if (code == NULL || *code == '\0')
		return ERR_OK;
	e = results_campaign(v->worker, v->req->arena, code, &v->campaign);
	if (e == ERR_OK)
		e = db_sampling_get(
		    v->worker->db, v->req->arena, v->campaign.id, &v->recorded);
	return v->campaign.code != NULL && e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err page_sample_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res, .given = &req->query};
	enum err e = begin(&v);

	if (e != ERR_OK)
		return e;
	sample_read(&v.plan, req->arena, v.given);
	write_page(&v);
	return ERR_OK;
}

/* The question that tells the group stays as long as its answers are the groups. */
static enum err keep_quota_item(const struct view *v, struct db_sampling *s)
{
	const char *id = v->recorded.quota_item;
	const struct form *f;
	size_t item;
	enum err e;

	if (id == NULL || v->plan.n_groups == 0)
		return ERR_OK;
	e = worker_form(v->worker, v->req->arena, v->campaign.version_id, &f);
	if (e != ERR_OK)
		return e;
	item = form_item_find(f, id);
	if (item != SIZE_MAX && sample_is_quota_item(f, item) &&
	    sample_unknown_group(&v->plan, &f->questions[f->items[item].question]) ==
		NULL)
		s->quota_item = id;
	return ERR_OK;
}

/* What the survey is additional to does not change with its plan. */
static enum err record(struct view *v)
{
	struct arena *a = v->req->arena;
	const bool anew = v->recorded.sample > 0;
	struct db_sampling s = sample_plan(&v->plan);
	struct db_audit audit = {.staff_id = v->worker->session.staff.id,
	    .action = "campaign.sample",
	    .object = arena_printf(a, "campaign %s", v->campaign.code),
	    .before = anew ? db_sampling_json(a, &v->recorded) : NULL};
	enum err e = keep_quota_item(v, &s);

	if (e != ERR_OK)
		return e;
	s.after_id = v->recorded.after_id;
	audit.after = db_sampling_json(a, &s);
	e = db_sampling_save(v->worker->db, v->campaign.id, &s, &audit);
	if (e == ERR_OK)
		http_redirect(v->res, a, v->req->base_path,
		    arena_printf(a, "/admin/sample?campaign=%s", v->campaign.code));
	return e;
}

enum err page_sample_save(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res, .given = &req->form};
	enum err e = begin(&v);

	if (e != ERR_OK)
		return e;
	if (v.campaign.code == NULL)
		return ERR_NOT_FOUND;
	if (!worker_may_edit(worker))
		return ERR_DENIED;
	if (!campaigns_is_open(&v.campaign))
		return ERR_CLOSED;
	sample_read(&v.plan, req->arena, v.given);
	if (v.plan.computed)
		return record(&v);
	write_page(&v);
	return ERR_OK;
}
