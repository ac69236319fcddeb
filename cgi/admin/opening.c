#include "opening.h"

#include "base/i18n.h"
#include "base/text.h"

int opening_batch(const struct config *config, int k)
{
	int trial = db_campaign_trial_batch(config);

	return trial > 0 ? trial
			 : db_campaign_batch(config, &(struct db_campaign){.k = k});
}

static struct html *begin(struct admin_page *p, const struct opening *o)
{
	const char *heading = _("Open a survey");
	struct html *h = admin_page_begin_titled(p, o->worker, o->req, o->res,
	    ADMIN_TAB_CAMPAIGNS,
	    o->n_faults ? arena_printf(o->req->arena, _("Error: %s"), heading) : heading,
	    heading);

	admin_link_line(h, o->req, "/admin/campaign", _("Surveys"));
	return h;
}

static const char *fault_of(const struct opening *o, const char *id)
{
	for (size_t i = 0; i < o->n_faults; i++)
		if (text_equal(o->faults[i].id, id))
			return o->faults[i].text;
	return NULL;
}

/* --- the plan of a sample that goes with it --- */

static void write_plan(struct html *h, const struct opening *o)
{
	struct arena *a = o->req->arena;
	const struct db_sampling plan = sample_plan(&o->plan);

	if (!o->plan.computed)
		return;
	html_element(h, "h2", _("Plan of the sample"), NULL);
	html_open(h, "dl", "class", "facts", NULL);
	if (o->after.code != NULL)
		admin_fact(h, _("Additional to"), o->after.title);
	sample_write_facts(h, a, &plan);
	for (size_t i = 0; i < plan.n_quotas; i++)
		admin_fact(h, plan.quotas[i].name,
		    arena_printf(
			a, _("%u of %u"), plan.quotas[i].wanted, plan.quotas[i].size));
	html_close(h);
}

static void write_carried(struct html *h, const struct opening *o)
{
	if (!o->plan.computed)
		return;
	sample_hidden(h, &o->plan);
	if (o->after.code != NULL)
		html_hidden(h, "after", o->after.code);
}

/* An additional round usually asks the same. */
static bool is_of_after(const struct opening *o, const struct db_questionnaire *q)
{
	return o->after.code != NULL && text_equal(q->code, o->after.questionnaire) &&
	       text_equal(q->agency_code, o->after.agency_code);
}

static const struct html_option *quota_options(const struct opening *o, size_t *n_r)
{
	const struct form *f = o->form;
	struct html_option *v =
	    ARENA_ARRAY(o->req->arena, f->n_items + 1, struct html_option);
	size_t n = 0;

	v[n++] = (struct html_option){"", _("only the total is followed"), NULL};
	for (size_t i = 0; i < f->n_items; i++)
		if (sample_is_quota_item(f, i))
			v[n++] = (struct html_option){f->items[i].id,
			    f->questions[f->items[i].question].text, NULL};
	*n_r = n;
	return v;
}

/* Groups of the agency's own staff are never followed. */
static void write_quota_item(struct html *h, const struct opening *o)
{
	struct html_field field = {.type = "select",
	    .name = "quota_item",
	    .label = _("Question that tells the group"),
	    .hint = _("The groups of the plan are called as its answers, or as headings "
		      "that answers stand under."),
	    .fault = fault_of(o, "quota_item"),
	    .value = o->quota_item};

	if (o->plan.n_groups == 0 || o->questionnaire->audience != FORM_EXTERNAL)
		return;
	field.options = quota_options(o, &field.n_options);
	html_field(h, &field);
}

void opening_write_choice(const struct opening *o)
{
	struct arena *a = o->req->arena;
	struct html_option *v = ARENA_ARRAY(a, o->n_all, struct html_option);
	const char *preset = NULL;
	struct admin_page page;
	struct html *h = begin(&page, o);

	write_plan(h, o);
	for (size_t i = 0; i < o->n_all; i++) {
		v[i] = (struct html_option){arena_printf(a, "%u", o->all[i].id),
		    arena_printf(a, "%s. %s", o->all[i].code, o->all[i].title),
		    o->worker->session.staff.agency_id == 0 ? o->all[i].agency_code
							    : NULL};
		if (is_of_after(o, &o->all[i]))
			preset = v[i].value;
	}
	html_open(h, "form", "method", "get", "action",
	    html_path(h, o->req->base_path, "/admin/campaign/new"), "class", "choice",
	    NULL);
	write_carried(h, o);
	html_field(h, &(struct html_field){.type = "select",
			  .name = "form",
			  .label = _("With which questionnaire"),
			  .value = preset,
			  .options = v,
			  .n_options = o->n_all});
	html_button(h, NULL, NULL, _("Go on"), NULL);
	html_close(h);
	html_element(h, "p", _("Only published questionnaires are offered."), "class",
	    "hint", NULL);
	admin_page_end(&page);
}

/* --- the fields --- */

static void write_names(struct html *h, const struct opening *o)
{
	html_field(h, &(struct html_field){.type = "text",
			  .name = "code",
			  .label = _("Code"),
			  .hint = _("It stands in the address of the survey and cannot "
				    "be changed later."),
			  .fault = fault_of(o, "code"),
			  .value = o->code,
			  .required = true,
			  .autocomplete = "off"});
	html_field(h, &(struct html_field){.type = "text",
			  .name = "title",
			  .label = _("Title"),
			  .fault = fault_of(o, "title"),
			  .value = o->title,
			  .max_chars = OPENING_TITLE_MAX,
			  .required = true,
			  .autocomplete = "off"});
}

static void write_dates(struct html *h, const struct opening *o)
{
	const struct html_option ends[] = {
	    {"days", _("after the working days given below"), NULL},
	    {"date", _("on the last day given below"), NULL},
	    {"permanent", _("it does not end (counted by month)"), NULL}};

	html_field(h, &(struct html_field){.type = "date",
			  .name = "opens",
			  .label = _("First day"),
			  .fault = fault_of(o, "opens"),
			  .value = o->opens,
			  .required = true});
	html_field(h, &(struct html_field){.type = "select",
			  .name = "ends",
			  .label = _("When it ends"),
			  .value = o->ends,
			  .options = ends,
			  .n_options = 3});
	html_field(h, &(struct html_field){.type = "text",
			  .name = "days",
			  .label = _("Working days"),
			  .hint = _("The first day counts, if it is a working one."),
			  .fault = fault_of(o, "days"),
			  .value = o->days,
			  .inputmode = "numeric",
			  .autocomplete = "off"});
	html_field(h, &(struct html_field){.type = "date",
			  .name = "closes",
			  .label = _("Last day"),
			  .fault = fault_of(o, "closes"),
			  .value = o->closes});
}

static void write_access(struct html *h, const struct opening *o)
{
	const struct html_option kinds[] = {
	    {"open", _("everybody who knows the address"), NULL},
	    {"group", _("who has got the closed link"), NULL},
	    {"ticket", _("who has got a one-time link"), NULL}};

	html_field(
	    h, &(struct html_field){.type = "select",
		   .name = "access",
		   .label = _("Who may answer"),
		   .hint = _("Closed and one-time links are made on the page of the "
			     "survey after it is opened."),
		   .fault = fault_of(o, "access"),
		   .value = o->access,
		   .options = kinds,
		   .n_options = 3});
}

/* When answers are opened, as it will be frozen with the least k. */
static const char *batch_rule(const struct opening *o)
{
	const struct config *config = o->worker->config;
	struct arena *a = o->req->arena;

	if (db_campaign_trial_batch(config) > 0)
		return arena_printf(a,
		    _("This installation is for trying out: answers are opened as soon "
		      "as %d wait, so they are not anonymous among each other."),
		    db_campaign_trial_batch(config));
	if (o->daily)
		return _("Messages are opened once a day and each is kept together.");
	if (o->questionnaire->audience == FORM_INTERNAL)
		return _("Answers of internal clients are opened once, at the end (of a "
			 "survey without an end: at the end of a month, if at least k "
			 "wait); with fewer than k answers only their number is shown.");
	return arena_printf(a,
	    _("Answers are opened and shuffled when at least 2k, here %d, wait; k of "
	      "them, chosen at random, are left for the next time. At the end all are "
	      "opened; with fewer than k answers only their number is shown."),
	    opening_batch(config, config->k));
}

static void write_rules(struct html *h, const struct opening *o)
{
	html_element(h, "h2", _("Anonymity"), NULL);
	html_field(h, &(struct html_field){.type = "text",
			  .name = "k",
			  .label = _("Smallest group (k)"),
			  .hint = arena_printf(o->req->arena,
			      _("At least %d. It is frozen with the survey: no group of "
				"fewer answers is ever shown."),
			      o->worker->config->k),
			  .fault = fault_of(o, "k"),
			  .value = o->k,
			  .inputmode = "numeric",
			  .autocomplete = "off"});
	html_element(h, "p", batch_rule(o), "class", "hint", NULL);
}

void opening_write(const struct opening *o)
{
	const struct db_questionnaire *q = o->questionnaire;
	struct arena *a = o->req->arena;
	struct admin_page page;
	struct html *h = begin(&page, o);

	html_fault_summary(h, o->faults, o->n_faults);
	html_open(h, "dl", NULL);
	admin_fact(h, _("Agency"), o->procedure->agency);
	admin_fact(h, _("Questionnaire"), arena_printf(a, "%s. %s", q->code, q->title));
	admin_fact(
	    h, _("Version"), arena_printf(a, _("%d; the survey keeps it"), q->version));
	admin_fact(h, _("Audience"), admin_audience(q->audience));
	html_close(h);
	write_plan(h, o);
	admin_form(h, o->worker, o->req, "/admin/campaign/new");
	html_hidden(h, "form", arena_printf(a, "%u", q->id));
	write_carried(h, o);
	write_quota_item(h, o);
	write_names(h, o);
	write_dates(h, o);
	write_access(h, o);
	write_rules(h, o);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Open the survey"), NULL);
	html_close(h);
	html_close(h);
	admin_page_end(&page);
}
