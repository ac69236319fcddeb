/* GET, POST /admin/campaign/:code/entry — sheets on paper go into the box. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "box/seal.h"
#include "entry.h"
#include "links.h"
#include "results.h"

#define RETRY_SECONDS 5
#define FIRST_BATCH "1"

/* Where sheets most likely come from, if the procedure has such a channel. */
static const char *const likely_channels[] = {"paper", "reception", "places"};

static const char *field(const struct http_params *p, const char *name)
{
	const char *value = http_param(p, name);

	return value != NULL ? value : "";
}

static const char *posted(const struct entry *p, const char *name)
{
	return field(&p->req->form, name);
}

static const char *source(void *ctx, const char *name, size_t nth)
{
	const struct http_params *form = ctx;

	for (size_t i = 0; i < form->n; i++)
		if (text_equal(form->v[i].name, name) && nth-- == 0)
			return form->v[i].value;
	return NULL;
}

static bool has_channel(const struct entry *p, const char *id)
{
	for (size_t i = 0; i < p->channels->n; i++)
		if (text_equal(p->channels->v[i].id, id))
			return true;
	return false;
}

static const char *likely_channel(const struct entry *p)
{
	for (size_t i = 0; i < sizeof(likely_channels) / sizeof(*likely_channels); i++)
		if (has_channel(p, likely_channels[i]))
			return likely_channels[i];
	return p->channels->n > 0 ? p->channels->v[0].id : "";
}

bool entry_asks_language(const struct entry *p)
{
	return p->campaign.audience == FORM_EXTERNAL && p->form->n_languages > 1;
}

/* The last day a sheet can be of: in the hour after closing that of the end. */
static day_t last_day(const struct entry *p)
{
	const struct db_campaign *c = &p->campaign;

	return c->closes_on != DAY_NONE && p->today > c->closes_on ? c->closes_on
								   : p->today;
}

static bool day_fits(const struct entry *p)
{
	return p->day_on >= p->campaign.opens_on && p->day_on <= last_day(p);
}

/* --- what is kept from sheet to sheet --- */

static enum err read_batch(struct entry *p, const char *s)
{
	const char *clean;
	enum err e = text_clean(p->req->arena, s, DB_BATCH_CHARS, &clean);

	if (e == ERR_OK && (*clean == '\0' || strchr(clean, '\n') != NULL))
		e = ERR_INVALID;
	p->batch = e == ERR_OK ? clean : s;
	return e;
}

/* From a link: what does not fit is replaced by what is likely. */
static void guess_setting(struct entry *p)
{
	const struct http_params *q = &p->req->query;

	p->channel = field(q, "c");
	p->language = field(q, "language");
	p->day = field(q, "day");
	p->verify = *field(q, "verify") != '\0';
	if (read_batch(p, field(q, "batch")) != ERR_OK)
		p->batch = FIRST_BATCH;
	if (p->channels != NULL && !has_channel(p, p->channel))
		p->channel = likely_channel(p);
	if (!entry_asks_language(p))
		p->language = "";
	else if (form_language_find(p->form, p->language) == NULL)
		p->language = p->form->languages[0].code;
	if (day_parse(p->day, &p->day_on) != ERR_OK || !day_fits(p))
		p->day = day_iso(p->req->arena, last_day(p));
}

/* As posted; what does not fit is a fault. */
static void read_setting(struct entry *p)
{
	struct arena *a = p->req->arena;

	p->channel = posted(p, "c");
	p->language = entry_asks_language(p) ? posted(p, "language") : "";
	p->day = posted(p, "day");
	p->verify = *posted(p, "verify") != '\0';
	if (read_batch(p, posted(p, "batch")) != ERR_OK)
		p->batch_fault = arena_printf(a,
		    _("Give the batch a number or a short name of at most %d "
		      "characters."),
		    DB_BATCH_CHARS);
	if (p->campaign.audience == FORM_INTERNAL)
		return;
	if (p->channels != NULL && !has_channel(p, p->channel))
		p->channel_fault = _("Choose the channel the sheet has come by.");
	if (entry_asks_language(p) && form_language_find(p->form, p->language) == NULL)
		p->language_fault = _("Choose the language the sheet is written in.");
	if (day_parse(p->day, &p->day_on) != ERR_OK || !day_fits(p))
		p->day_fault = arena_printf(a,
		    _("Give the day of the sheet, from %s to %s."),
		    day_russian(a, p->campaign.opens_on), day_russian(a, last_day(p)));
}

static bool setting_fits(const struct entry *p)
{
	return p->channel_fault == NULL && p->language_fault == NULL &&
	       p->day_fault == NULL && p->batch_fault == NULL;
}

/* --- the form --- */

/* The campaign, its channels and what was keyed in so far. */
static enum err open_entry(struct entry *p)
{
	struct arena *a = p->req->arena;
	enum err e = results_campaign(p->w, a, p->req->segment[0], &p->campaign);

	if (e == ERR_OK)
		e = links_channels(p->w, a, &p->campaign, &p->procedure, &p->channels);
	if (e == ERR_OK)
		e = db_entry_list(p->w->db, a, p->campaign.id, &p->counts, &p->n_counts);
	p->today = day_today(p->campaign.utc_offset);
	p->version = p->campaign.version_id;
	return e;
}

static enum err open_form(struct entry *p)
{
	enum err e = worker_form(p->w, p->req->arena, p->version, &p->form);

	if (e == ERR_OK)
		p->answers = form_answers_new(p->req->arena, p->form);
	return e;
}

static void issue_token(struct entry *p)
{
	p->token_text = box_token_issue(
	    p->req->arena, p->w->key, p->campaign.id, p->version, p->now, &p->token);
}

/* Unlike a respondent, staff may open forms in the hour after closing as well:
   what was filled in on paper is there before. */
static bool is_open(const struct entry *p, enum db_campaign_phase *phase_r)
{
	*phase_r = db_campaign_phase(&p->campaign, p->now);
	return *phase_r == DB_PHASE_OPEN || *phase_r == DB_PHASE_GRACE;
}

static enum err show(struct entry *p, int status)
{
	p->res->status = status;
	entry_write(p);
	return ERR_OK;
}

static enum err show_alert(struct entry *p, int status, const char *alert)
{
	p->alert = alert;
	return show(p, status);
}

/* --- taking a sheet --- */

/* The first entry as the page of the second carries it. */
static bool read_first(struct entry *p)
{
	struct arena *a = p->req->arena;
	uint8_t *state;
	size_t n;

	if (*posted(p, "first") == '\0')
		return true;
	if (box_state_open(a, p->w->key, p->token_text, posted(p, "first"), &state, &n) !=
		ERR_OK ||
	    form_resume(a, p->form, state, n, &p->first) != ERR_OK)
		return false;
	p->stage = *posted(p, "decide") != '\0' ? ENTRY_DECIDE : ENTRY_SECOND;
	return true;
}

static const char *audit_text(const struct entry *p)
{
	json_t *o = json_pack(
	    "{s:s, s:s}", "batch", p->batch, "day", day_iso(p->req->arena, p->today));
	char *s = json_dumps(o, JSON_COMPACT);
	const char *text = arena_strdup(p->req->arena, s);

	json_decref(o);
	free(s);
	return text;
}

static enum err put(struct entry *p, uint32_t key_id, const struct buf *sealed)
{
	struct db_entry s = {.worker = p->w->name,
	    .campaign_id = p->campaign.id,
	    .key_id = key_id,
	    .staff_id = p->w->session.staff.id,
	    .sealed = sealed->data,
	    .n_sealed = sealed->len,
	    .batch = p->batch,
	    .day = p->today,
	    .audit = {.staff_id = p->w->session.staff.id,
		.action = "entry.batch",
		.object = arena_printf(p->req->arena, "campaign %s", p->campaign.code),
		.after = audit_text(p)}};

	box_ballot_key(&p->token, s.key);
	return db_entry_put(p->w->db, &s, &p->done);
}

/* Seals and stores.  Internal ballots carry no day, no channel and no language. */
static enum err deposit(struct entry *p)
{
	bool external = p->campaign.audience == FORM_EXTERNAL;
	struct box_ballot ballot = {.version = p->version,
	    .day = external ? p->day_on : DAY_NONE,
	    .channel = external && p->channels != NULL ? p->channel : "",
	    .language = p->language};
	uint8_t public_key[BOX_PUBLIC_BYTES];
	struct buf plain = {0}, sealed = {0};
	uint32_t key_id;
	/* The key of now, not of the sheet: that of a past month is destroyed. */
	enum err e =
	    db_campaign_key(p->w->db, &p->campaign, last_day(p), &key_id, public_key);

	if (e != ERR_OK)
		return e;
	form_encode(p->answers, &plain);
	ballot.answers = plain.data;
	ballot.n_answers = plain.len;
	e = box_seal(public_key, &ballot, &sealed);
	if (e == ERR_OK)
		e = put(p, key_id, &sealed);
	buf_free(&plain);
	buf_free(&sealed);
	return e;
}

/* To the next empty form, with all that is kept. */
static void go_to_next(const struct entry *p, const char *outcome)
{
	struct arena *a = p->req->arena;
	const char *path = arena_printf(a, "/admin/campaign/%s/entry?batch=%s",
	    p->campaign.code, admin_url_part(a, p->batch));

	if (p->campaign.audience == FORM_EXTERNAL)
		path = arena_printf(a, "%s&c=%s&day=%s", path,
		    admin_url_part(a, p->channel), day_iso(a, p->day_on));
	if (entry_asks_language(p))
		path = arena_printf(
		    a, "%s&language=%s", path, admin_url_part(a, p->language));
	if (p->verify)
		path = arena_printf(a, "%s&verify=1", path);
	http_redirect(
	    p->res, a, p->req->base_path, arena_printf(a, "%s&%s", path, outcome));
}

static enum err finish(struct entry *p)
{
	enum err e = deposit(p);

	if (e == ERR_DUPLICATE) {
		go_to_next(p, "repeat=1");
	} else if (e == ERR_OK) {
		go_to_next(p, arena_printf(p->req->arena, "done=%u", p->done));
	} else {
		/* Nothing is acknowledged and nothing typed is lost. */
		p->res->retry_after = RETRY_SECONDS;
		return show_alert(p, 503,
		    _("The sheet could not be saved for the moment. Everything is still "
		      "filled in: please save it again."));
	}
	return ERR_OK;
}

static enum err begin_second(struct entry *p)
{
	p->first = p->answers;
	p->answers = form_answers_new(p->req->arena, p->form);
	p->stage = ENTRY_SECOND;
	return show(p, 200);
}

static enum err compare(struct entry *p)
{
	entry_compare(p->req->arena, p->first, p->answers, &p->problems, &p->n_problems);
	if (p->n_problems == 0)
		return finish(p);
	p->stage = ENTRY_DECIDE;
	return show(p, 422);
}

static enum err take(struct entry *p)
{
	form_read(
	    p->answers, SIZE_MAX, source, &p->req->form, &p->problems, &p->n_problems);
	form_check_answers(p->answers, SIZE_MAX, p->problems, p->n_problems, &p->problems,
	    &p->n_problems);
	if (p->n_problems > 0 || !setting_fits(p))
		return show(p, 422);
	form_drop_hidden(p->answers);
	if (p->first != NULL && p->stage == ENTRY_SECOND)
		return compare(p);
	if (p->first == NULL && p->verify)
		return begin_second(p);
	return finish(p);
}

/* A fresh token with every answer kept. */
static enum err renew(struct entry *p)
{
	form_read(
	    p->answers, SIZE_MAX, source, &p->req->form, &p->problems, &p->n_problems);
	p->n_problems = 0;
	issue_token(p);
	return show_alert(p, 422,
	    _("The form was open for too long or has come damaged. What could be read is "
	      "still filled in: please check it and save it again."));
}

static enum err post(struct entry *p)
{
	enum db_campaign_phase phase;
	enum err e = open_entry(p), token_err;

	if (e != ERR_OK)
		return e;
	if (!is_open(p, &phase)) {
		entry_write_shut(p, phase);
		return ERR_OK;
	}
	p->token_text = posted(p, "token");
	token_err =
	    box_token_check(p->w->key, p->token_text, p->campaign.id, p->now, &p->token);
	/* A permanent campaign may have moved on to another version since. */
	if (token_err == ERR_OK || token_err == ERR_EXPIRED)
		p->version = p->token.version;
	e = open_form(p);
	if (e != ERR_OK)
		return e;
	read_setting(p);
	if (!read_first(p) || token_err != ERR_OK)
		return renew(p);
	return take(p);
}

static enum err get(struct entry *p)
{
	enum db_campaign_phase phase;
	long done;
	enum err e = open_entry(p);

	if (e != ERR_OK)
		return e;
	if (!is_open(p, &phase)) {
		entry_write_shut(p, phase);
		return ERR_OK;
	}
	e = open_form(p);
	if (e != ERR_OK)
		return e;
	guess_setting(p);
	issue_token(p);
	if (text_int(field(&p->req->query, "done"), 1, UINT32_MAX, &done) == ERR_OK)
		p->done = (uint32_t)done;
	p->repeated = *field(&p->req->query, "repeat") != '\0';
	return show(p, 200);
}

static enum err run(struct entry *p, enum err (*step)(struct entry *))
{
	enum err e;

	p->now = time(NULL);
	e = step(p);
	procedure_free(&p->procedure);
	return e;
}

enum err page_entry_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct entry p = {.w = worker, .req = req, .res = res};

	return run(&p, get);
}

enum err page_entry_post(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct entry p = {.w = worker, .req = req, .res = res};

	return run(&p, post);
}
