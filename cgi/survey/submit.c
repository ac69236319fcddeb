/*
 * A posted form: checked, carried on to the next section, or sealed into the
 * box.  Nothing of it is logged, and the ballot row is all that is written.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/text.h"
#include "box/seal.h"
#include "db/ballot.h"
#include "saved.h"
#include "survey.h"

#define RETRY_SECONDS 5 /* Retry-After of a form that could not be saved */

/* One posted form on its way. */
struct post {
	struct worker *w;
	struct http_request *req;
	struct http_response *res;
	struct db_campaign campaign;
	bool stale; /* the database was away when the campaign was looked up */
	time_t now;
	struct box_token token;
	enum err token_err; /* what box_token_check() said */
	struct survey_pass pass;
	uint32_t version; /* form_version.id of form */
	const struct form *form;
	struct form_answers *answers;
	bool lost; /* the answers of other sections could not be read */
	const struct form_problem_at *problems;
	size_t n_problems;
	struct survey_sheet sheet;
};

static const char *posted(const struct post *p, const char *name)
{
	const char *value = http_param(&p->req->form, name);

	return value != NULL ? value : "";
}

static const char *source(void *ctx, const char *name, size_t nth)
{
	const struct http_params *form = ctx;

	for (size_t i = 0; i < form->n; i++)
		if (strcmp(form->v[i].name, name) == 0 && nth-- == 0)
			return form->v[i].value;
	return NULL;
}

/* It goes from page to page as it is: what it does is decided when the box is opened. */
static bool is_trapped(const struct post *p)
{
	return *posted(p, SURVEY_TRAP) != '\0';
}

static enum err show(struct post *p, int status)
{
	p->sheet.campaign = &p->campaign;
	p->sheet.secret = p->pass.secret;
	p->sheet.answers = p->answers;
	p->sheet.problems = p->problems;
	p->sheet.trapped = is_trapped(p) ? posted(p, SURVEY_TRAP) : NULL;
	p->sheet.n_problems = p->n_problems;
	p->res->status = status;
	survey_write_form(p->w, p->req, p->res, &p->sheet);
	return ERR_OK;
}

static enum err show_alert(struct post *p, int status, const char *alert)
{
	p->problems = NULL;
	p->n_problems = 0;
	p->sheet.alert = alert;
	return show(p, status);
}

static enum err show_unsaved(struct post *p)
{
	p->res->retry_after = RETRY_SECONDS;
	return show_alert(p, 503,
	    _("The answer could not be saved for the moment. Everything is still filled "
	      "in: please send the form again."));
}

static enum err refuse(struct post *p)
{
	survey_write_refused(p->req, p->res, &p->campaign);
	return ERR_OK;
}

static enum err shut(struct post *p, enum err e)
{
	survey_write_shut(p->req, p->res, &p->campaign, e);
	return ERR_OK;
}

/* ERR_OK: the campaign takes this form.  A form issued before the closing was
   noticed is taken for one hour more; it needs a valid token to prove it. */
static enum err check_phase(const struct post *p)
{
	switch (db_campaign_phase(&p->campaign, p->now)) {
	case DB_PHASE_EARLY:
		return ERR_NOT_OPEN;
	case DB_PHASE_OPEN:
		return ERR_OK;
	case DB_PHASE_GRACE:
		return p->token_err == ERR_OK &&
			       p->token.issued - db_campaign_end(&p->campaign) <=
				   SURVEY_FRESH
			   ? ERR_OK
			   : ERR_CLOSED;
	case DB_PHASE_OVER:
		break;
	}
	return ERR_CLOSED;
}

/* The answers of other sections, from the carried state.  A state that does not
   open costs these answers, never the ones on the page; it is said, too. */
static struct form_answers *read_state(struct post *p)
{
	struct arena *a = p->req->arena;
	struct form_answers *answers;
	uint8_t *state;
	size_t n;

	if (p->form->n_sections == 1 ||
	    (p->sheet.section == 0 && *posted(p, "state") == '\0'))
		return form_answers_new(a, p->form);
	if (box_state_open(a, &p->w->survey->key, p->sheet.token, posted(p, "state"),
		&state, &n) == ERR_OK &&
	    form_resume(a, p->form, state, n, &answers) == ERR_OK)
		return answers;
	p->lost = true;
	return form_answers_new(a, p->form);
}

static size_t read_section(const struct post *p)
{
	long section;

	if (text_int(posted(p, "section"), 0, (long)p->form->n_sections - 1, &section) !=
	    ERR_OK)
		return 0;
	return (size_t)section;
}

static void read_answers(struct post *p)
{
	p->sheet.section = read_section(p);
	p->sheet.channel =
	    survey_channel(p->w, p->req->arena, &p->campaign, posted(p, "c"));
	p->answers = read_state(p);
	form_read(p->answers, p->sheet.section, source, &p->req->form, &p->problems,
	    &p->n_problems);
}

/* Looks up everything the form needs; what it needs not to be refused. */
static enum err open_post(struct post *p)
{
	enum err e = survey_campaign(
	    p->w, p->req->arena, p->req->segment[0], &p->campaign, &p->stale);

	if (e != ERR_OK)
		return e;
	p->sheet.token = posted(p, "token");
	p->token_err = box_token_check(
	    &p->w->survey->key, p->sheet.token, p->campaign.id, p->now, &p->token);
	/* A permanent campaign may have moved on to another version since. */
	p->version = p->token_err == ERR_OK || p->token_err == ERR_EXPIRED
			 ? p->token.version
			 : p->campaign.version_id;
	return survey_form(p->w, p->req->arena, p->version, posted(p, "lang"), &p->form);
}

/* A fresh token with every answer kept; the form stays of the version it was. */
static enum err show_renewed(struct post *p)
{
	p->sheet.token = box_token_issue(p->req->arena, &p->w->survey->key,
	    p->campaign.id, p->version, p->now, &p->token);
	return show_alert(p, 422,
	    p->lost
		? _("The form has come damaged, and the answers on its other pages are "
		    "lost. Please go back and give them again, then send the form.")
		: _("The form was open for too long or has come damaged. What could be "
		    "read is still filled in: please check it and send the form again."));
}

/* Nothing typed is lost: with a fault on it the page stays. */
static enum err go_back(struct post *p)
{
	size_t before = form_section_before(p->answers, p->sheet.section);

	if (p->n_problems > 0)
		return show(p, 422);
	if (before != SIZE_MAX)
		p->sheet.section = before;
	return show(p, 200);
}

/* The same page in another language; faults wait for «Далее». */
static enum err change_language(struct post *p)
{
	enum err e =
	    survey_form(p->w, p->req->arena, p->version, posted(p, "language"), &p->form);

	if (e != ERR_OK)
		return e;
	p->answers->form = p->form;
	p->n_problems = 0;
	return show(p, 200);
}

/* What stands in the file before the sealed answers: what it is, how to use it. */
static void write_saved_head(const struct post *p, struct buf *out)
{
	buf_printf(out, "# %s\r\n", p->form->title);
	buf_printf(out, "# %s\r\n", _("A form saved before it was finished."));
	/* The secret of a link is not put into the file. */
	if (p->campaign.access != DB_ACCESS_OPEN) {
		buf_printf(out, "# %s\r\n",
		    _("To go on open the link you got and choose “Open a saved form”."));
		return;
	}
	buf_printf(out, "# %s%s%s/survey/%s/resume\r\n", _("To go on open this page: "),
	    p->w->survey->config.public_url, p->req->base_path, p->campaign.code);
}

/*
 * The answers as they stand, faulty ones left out, as a download (issued to who
 * asks, kept nowhere).  In the hour after closing a file could not be opened.
 */
static enum err send_saved(struct post *p)
{
	const struct box_token_key *key = &p->w->survey->key;
	struct buf answers = {0};
	struct saved s = {.version = p->version,
	    .section = p->sheet.section,
	    .channel = p->sheet.channel,
	    .language = p->form->language->code};

	if (db_campaign_phase(&p->campaign, p->now) != DB_PHASE_OPEN)
		return show_alert(p, 422,
		    _("The survey has closed, and a saved form could not be opened any "
		      "more. Please finish the form and send it now."));
	form_save(p->answers, &answers);
	s.answers = answers.data;
	s.n_answers = answers.len;
	write_saved_head(p, &p->res->body);
	saved_write(p->req->arena, key, p->campaign.id, &s, &p->res->body);
	buf_free(&answers);
	p->res->content_type = "text/plain; charset=utf-8";
	p->res->filename = arena_printf(p->req->arena, "otklik-%s.txt", p->campaign.code);
	return ERR_OK;
}

/* Of the whole form only the first section with a problem can be shown. */
static enum err show_first_problem(struct post *p)
{
	const struct form *f = p->form;
	const struct form_problem_at *v = p->problems;
	size_t section, n = 0;

	if (v[0].item >= f->n_items) {
		p->n_problems = 1;
		return show(p, 422); /* a form without a single answer */
	}
	section = f->questions[f->items[v[0].item].question].section;
	while (n < p->n_problems && v[n].item < f->n_items &&
	       f->questions[f->items[v[n].item].question].section == section)
		n++;
	p->sheet.section = section;
	p->n_problems = n;
	return show(p, 422);
}

/* The agency's day, in the hour after closing still the last one. */
static day_t submission_day(const struct post *p)
{
	const struct db_campaign *c = &p->campaign;
	day_t today = day_today(c->utc_offset);

	return c->closes_on != DAY_NONE && today > c->closes_on ? c->closes_on : today;
}

/* Seals and stores.  Internal ballots carry no day, no channel and no language. */
static enum err deposit(const struct post *p)
{
	bool external = p->campaign.audience == FORM_EXTERNAL;
	day_t day = submission_day(p);
	struct box_ballot ballot = {.version = p->version,
	    .marks = is_trapped(p) ? BOX_MARK_TRAP : 0,
	    .day = external ? day : DAY_NONE,
	    .channel = external ? p->sheet.channel : "",
	    .language =
		external && p->form->n_languages > 1 ? p->form->language->code : ""};
	uint8_t public_key[BOX_PUBLIC_BYTES], key[BOX_BALLOT_KEY_BYTES];
	struct buf plain = {0}, sealed = {0};
	uint32_t key_id;
	enum err e = survey_key(p->w, &p->campaign, day, &key_id, public_key);

	if (e != ERR_OK)
		return e;
	form_encode(p->answers, &plain);
	ballot.answers = plain.data;
	ballot.n_answers = plain.len;
	e = box_seal(public_key, &ballot, &sealed);
	if (e == ERR_OK) {
		box_ballot_key(&p->token, key);
		e = p->campaign.access == DB_ACCESS_TICKET
			? db_ballot_put_ticket(p->w->db, p->w->name, key, p->campaign.id,
			      key_id, sealed.data, sealed.len, p->pass.hash)
			: db_ballot_put(p->w->db, p->w->name, key, p->campaign.id, key_id,
			      sealed.data, sealed.len);
	}
	buf_free(&plain);
	buf_free(&sealed);
	return e;
}

static const char *language_query(const struct post *p)
{
	if (p->form->n_languages < 2)
		return "";
	return arena_printf(p->req->arena, "?lang=%s", p->form->language->code);
}

/* What does not apply is left in the form until it is taken: form_encode() leaves
   it out. */
static enum err finish(struct post *p)
{
	enum err e;

	form_check_complete(p->answers, SIZE_MAX, &p->problems, &p->n_problems);
	if (p->n_problems > 0)
		return show_first_problem(p);
	if (p->now - p->token.issued < p->w->survey->config.form_age_min)
		return show_alert(p, 422,
		    _("The form came back sooner than it can be read. Please wait a few "
		      "seconds and send it again."));
	/* Whatever the cause: nothing is acknowledged and nothing typed is lost. */
	e = p->stale ? ERR_UNAVAILABLE : deposit(p);
	if (e == ERR_DENIED)
		return refuse(p);
	if (e != ERR_OK && e != ERR_DUPLICATE)
		return show_unsaved(p);
	http_redirect(p->res, p->req->arena, p->req->base_path,
	    arena_printf(p->req->arena, "/survey/%s/thanks%s%s%s", p->campaign.code,
		language_query(p),
		e != ERR_DUPLICATE         ? ""
		: p->form->n_languages > 1 ? "&"
					   : "?",
		e == ERR_DUPLICATE ? "repeat=1" : ""));
	return ERR_OK;
}

static enum err go_on(struct post *p)
{
	size_t next;

	form_check_answers(p->answers, p->sheet.section, p->problems, p->n_problems,
	    &p->problems, &p->n_problems);
	if (p->n_problems > 0)
		return show(p, 422);
	next = form_section_next(p->answers, p->sheet.section);
	if (next == p->form->n_sections)
		return finish(p);
	form_drop_hidden(p->answers);
	p->sheet.section = next;
	return show(p, 200);
}

enum err survey_post_form(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct post p = {.w = worker, .req = req, .res = res, .now = time(NULL)};
	enum err e = open_post(&p);

	if (e != ERR_OK)
		return e;
	e = check_phase(&p);
	if (e != ERR_OK)
		return shut(&p, e);
	/* A token of ours was got with a link that worked. */
	e = survey_pass(p.w, &p.campaign, &req->form, p.token_err != ERR_OK, &p.pass);
	if (e != ERR_OK)
		return e == ERR_DENIED ? refuse(&p) : e;
	read_answers(&p);
	if (p.token_err != ERR_OK || p.lost)
		return show_renewed(&p);
	if (http_param(&req->form, "language") != NULL)
		return change_language(&p);
	if (http_param(&req->form, "save") != NULL)
		return send_saved(&p);
	if (http_param(&req->form, "back") != NULL)
		return go_back(&p);
	return go_on(&p);
}
