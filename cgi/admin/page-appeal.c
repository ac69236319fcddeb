/*
 * GET and POST /admin/appeal/:id, POST /admin/appeal/:id/quarantine — one appeal:
 * what was written, who is to get the reply, what came of it.
 */
#include "appeals.h"
#include "base/i18n.h"
#include "base/text.h"

#define REMARK_MAX 500

/* The page, with what was posted when that is at fault. */
struct view {
	struct worker *worker;
	const struct http_request *req;
	struct http_response *res;
	struct html *h;
	struct db_appeal stored, appeal; /* as it is, as it is to be */
	const char *day;                 /* of the reply, as typed */
	struct html_fault_link faults[3];
	size_t n_faults;
};

static const char *fault_of(const struct view *v, const char *id)
{
	for (size_t i = 0; i < v->n_faults; i++)
		if (text_equal(v->faults[i].id, id))
			return v->faults[i].text;
	return NULL;
}

static const char *path_of(const struct view *v, const char *more)
{
	return arena_printf(v->req->arena, "/admin/appeal/%u%s", v->appeal.id, more);
}

/* --- the page --- */

static void write_facts(const struct view *v, const struct appeal_choices *c)
{
	struct arena *a = v->req->arena;
	const struct db_appeal *p = &v->stored;

	html_open(v->h, "dl", NULL);
	admin_fact(v->h, _("Agency"), p->agency);
	admin_fact(v->h, _("Kind"), appeals_kind(p->kind));
	admin_fact(v->h, _("Registered"), day_russian(a, p->received_on));
	admin_fact(v->h, _("Reply due"), day_russian(a, p->due_on));
	admin_fact(v->h, _("Organisation"), c->organisation);
	admin_fact(v->h, _("Topic"), c->topic);
	admin_fact(v->h, _("Reason"), c->reason);
	admin_fact(v->h, _("State"), appeals_state(p));
	if (p->answered_on != DAY_NONE)
		admin_fact(v->h, _("Answered"),
		    p->late
			? arena_printf(a, _("%s, late"), day_russian(a, p->answered_on))
			: day_russian(a, p->answered_on));
	admin_fact(v->h, _("Note"), *p->remark ? p->remark : NULL);
	html_close(v->h);
}

static enum err write_sender(const struct view *v)
{
	struct db_appeal_contact c;
	enum err e;

	html_element(v->h, "h2", _("For the reply"), NULL);
	if (!v->appeal.has_contact || !appeals_may_answer(v->worker)) {
		html_element(v->h, "p",
		    v->appeal.has_contact
			? _("Name and addresses are shown to those who prepare replies.")
			: _("Its sender gave neither name nor address: no reply is "
			    "sent."),
		    NULL);
		return ERR_OK;
	}
	e = db_appeal_contact(v->worker->db, v->req->arena, v->appeal.id, &c);
	if (e != ERR_OK)
		return e;
	html_open(v->h, "dl", NULL);
	admin_fact(v->h, _("Surname, first name, patronymic"), c.name);
	admin_fact(v->h, _("E-mail address"), *c.email ? c.email : NULL);
	admin_fact(v->h, _("Postal address"), *c.postal ? c.postal : NULL);
	html_close(v->h);
	return ERR_OK;
}

static void write_outcome(const struct view *v)
{
	struct html_option options[DB_OUTCOME_OTHER];

	for (int i = DB_OUTCOME_PENDING; i <= DB_OUTCOME_OTHER; i++)
		options[i - 1] = (struct html_option){db_appeal_outcomes[i],
		    appeals_outcome((enum db_appeal_outcome)i), NULL};
	html_field(v->h, &(struct html_field){.type = "select",
			     .name = "outcome",
			     .label = _("What came of it"),
			     .value = db_appeal_outcomes[v->appeal.outcome],
			     .fault = fault_of(v, "outcome"),
			     .options = options,
			     .n_options = DB_OUTCOME_OTHER});
}

static void write_answer(const struct view *v)
{
	const struct db_appeal *p = &v->appeal;
	const char *day = v->day;

	if (day == NULL && p->answered_on != DAY_NONE)
		day = day_iso(v->req->arena, p->answered_on);
	html_element(v->h, "h2", _("Outcome"), NULL);
	admin_form(v->h, v->worker, v->req, path_of(v, ""));
	html_hidden(v->h, "revision", arena_printf(v->req->arena, "%u", p->revision));
	write_outcome(v);
	html_field(v->h, &(struct html_field){.type = "date",
			     .name = "answered_on",
			     .label = _("Day of the reply"),
			     .hint = _("Of the decision, when no reply is sent."),
			     .value = day,
			     .fault = fault_of(v, "answered_on")});
	html_field(
	    v->h, &(struct html_field){.type = "text",
		      .name = "remark",
		      .label = _("Note"),
		      .hint = _("For example the number of the letter. No personal "
				"data here: it goes into the audit log."),
		      .value = p->remark,
		      .fault = fault_of(v, "remark"),
		      .max_chars = REMARK_MAX});
	html_open(v->h, "div", "class", "buttons", NULL);
	html_button(v->h, NULL, NULL, _("Save"), NULL);
	html_close(v->h);
	html_close(v->h);
}

static void write_quarantine(const struct view *v)
{
	bool inside = v->appeal.quarantined;

	admin_form(v->h, v->worker, v->req, path_of(v, "/quarantine"));
	html_hidden(
	    v->h, "revision", arena_printf(v->req->arena, "%u", v->appeal.revision));
	html_hidden(v->h, "to", inside ? "0" : "1");
	html_open(v->h, "div", "class", "buttons", NULL);
	html_button(v->h, NULL, NULL,
	    inside ? _("Take it over among the appeals") : _("Move it to the quarantine"),
	    "quiet");
	html_close(v->h);
	html_close(v->h);
}

static enum err write_body(const struct view *v)
{
	struct appeal_choices c;
	enum err e = appeals_choices(v->worker, v->req->arena, &v->appeal, &c);

	if (e != ERR_OK)
		return e;
	html_fault_summary(v->h, v->faults, v->n_faults);
	admin_link_line(v->h, v->req,
	    v->appeal.quarantined ? "/admin/appeals?quarantine=1" : "/admin/appeals",
	    v->appeal.quarantined ? _("Quarantine") : _("Appeals"));
	if (http_param(&v->req->query, "saved") != NULL)
		html_notice(v->h, "success", _("It has been saved."));
	if (v->appeal.quarantined)
		html_notice(v->h, "warning",
		    _("It is in the quarantine: a program seems to have sent it."));
	write_facts(v, &c);
	html_element(v->h, "h2", _("Text"), NULL);
	html_open(v->h, "p", NULL);
	html_lines(v->h, v->appeal.text);
	html_close(v->h);
	e = write_sender(v);
	if (e == ERR_OK && appeals_may_answer(v->worker)) {
		if (!v->appeal.quarantined)
			write_answer(v);
		write_quarantine(v);
	}
	return e;
}

static enum err write_page(struct view *v)
{
	const char *heading =
	    arena_printf(v->req->arena, _("Appeal No. %s"), v->appeal.receipt);
	const char *title = heading;
	struct admin_page page;
	enum err e;

	if (v->n_faults > 0) {
		title = arena_printf(v->req->arena, _("Error: %s"), heading);
		v->res->status = 422;
	}
	v->h = admin_page_begin_titled(
	    &page, v->worker, v->req, v->res, ADMIN_TAB_APPEALS, title, heading);
	e = write_body(v);
	admin_page_end(&page);
	return e;
}

enum err page_appeal_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res};
	enum err e = appeals_get(worker, req, &v.stored);

	v.appeal = v.stored;
	return e == ERR_OK ? write_page(&v) : e;
}

/* --- what is posted --- */

static const char *posted(const struct view *v, const char *name)
{
	const char *value = http_param(&v->req->form, name);

	return value != NULL ? value : "";
}

static void add_fault(struct view *v, const char *id, const char *text)
{
	v->faults[v->n_faults++] = (struct html_fault_link){id, text};
}

/* The one that the form was of, by somebody who may change it. */
static enum err open_post(struct view *v)
{
	long revision;
	enum err e = appeals_get(v->worker, v->req, &v->stored);

	v->appeal = v->stored;
	if (e == ERR_OK && !appeals_may_answer(v->worker))
		e = ERR_DENIED;
	if (e == ERR_OK &&
	    text_int(posted(v, "revision"), 1, UINT32_MAX, &revision) != ERR_OK)
		e = ERR_INVALID;
	if (e == ERR_OK)
		v->appeal.revision = (uint32_t)revision;
	return e;
}

/* A reply is not of the future and not older than what it replies to. */
static void read_day(struct view *v, const char *text, bool pending)
{
	struct db_appeal *p = &v->appeal;
	day_t day = DAY_NONE;

	v->day = text;
	if (*text != '\0' && day_parse(text, &day) != ERR_OK)
		add_fault(
		    v, "answered_on", _("Day of the reply: a day such as 2026-11-23"));
	else if (!pending && day == DAY_NONE)
		add_fault(v, "answered_on", _("Day of the reply: it is missing"));
	else if (pending && day != DAY_NONE)
		add_fault(v, "outcome", _("What came of it: please choose"));
	else if (day != DAY_NONE &&
		 (day < p->received_on || day > day_today(p->utc_offset)))
		add_fault(v, "answered_on",
		    _("Day of the reply: from the day of registration until today"));
	else
		p->answered_on = day;
}

static void read_answer(struct view *v)
{
	struct db_appeal *p = &v->appeal;
	int outcome = db_appeal_named(db_appeal_outcomes, posted(v, "outcome"));

	if (outcome == 0)
		add_fault(v, "outcome", _("What came of it: please choose"));
	else
		p->outcome = (enum db_appeal_outcome)outcome;
	read_day(v, posted(v, "answered_on"), outcome == DB_OUTCOME_PENDING);
	p->remark = posted(v, "remark");
	if (text_clean(v->req->arena, p->remark, REMARK_MAX, &p->remark) != ERR_OK)
		add_fault(v, "remark", _("Note: at most 500 characters"));
}

static enum err save(struct view *v)
{
	enum err e = db_appeal_save(
	    v->worker->db, v->req->arena, &v->appeal, v->worker->session.staff.id);

	if (e == ERR_OK)
		http_redirect(
		    v->res, v->req->arena, v->req->base_path, path_of(v, "?saved=1"));
	return e;
}

enum err page_appeal_save(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res};
	enum err e = open_post(&v);

	if (e != ERR_OK)
		return e;
	read_answer(&v);
	return v.n_faults > 0 ? write_page(&v) : save(&v);
}

enum err page_appeal_quarantine(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res};
	enum err e = open_post(&v);

	if (e != ERR_OK)
		return e;
	v.appeal.quarantined = text_equal(posted(&v, "to"), "1");
	return save(&v);
}
