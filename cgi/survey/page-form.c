/* The form page: who asks and why, one section, what is wrong, the way on. */
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "cache.h"
#include "html/control.h"
#include "html/page.h"
#include "render/render.h"
#include "survey.h"

#define TITLE_BYTES 200 /* of a window title: about a hundred letters */

const char *const survey_trial_text =
    N_("This is a trial installation: answers are opened one by one or a few at a "
       "time, as they come, so it does not give full anonymity.");

bool survey_is_trial(const struct worker *w, const struct db_campaign *c)
{
	return db_campaign_is_trial(&w->survey->config, c);
}

const char *const survey_saved_warning =
    N_("The file can be opened by everyone who gets hold of it. On a computer that "
       "others use as well save it to a drive of your own or not at all, and delete it "
       "from the downloads when you leave.");

/* What the settings in force add to the anonymity text (RA-1.5-1, NE-4.4-1); a
   trial installation has a warning instead. */
static const char *secrecy(
    const struct worker *w, struct arena *a, const struct db_campaign *c)
{
	const struct config *config = &w->survey->config;

	if (c->audience == FORM_EXTERNAL)
		return arena_printf(a,
		    _("Answers lie sealed until at least %d have come or the survey is "
		      "closed, and are then opened together and shuffled."),
		    db_campaign_batch(config, c));
	if (c->daily)
		return _("Messages lie sealed and are opened once a day, all that have "
			 "come, even a single one; they are shuffled, and neither the "
			 "day nor the way a message came is kept.");
	if (c->permanent)
		return arena_printf(a,
		    _("Answers lie sealed until the end of the month, are opened only if "
		      "at least %d have come, and are shuffled; neither the day nor the "
		      "way an answer came is kept."),
		    db_campaign_k(config, c));
	return _("Answers lie sealed until the survey closes and are then shuffled; "
		 "neither the day nor the way an answer came is kept.");
}

/* A sentence of ours in a text of the questionnaire. */
static void write_own(struct html *h, const char *text)
{
	if (html_own(h) == NULL)
		html_text(h, text);
	else
		html_element(
		    h, "span", text, "lang", html_own(h), "dir", html_own_dir(h), NULL);
}

static void write_secrecy(
    struct html *h, const struct worker *w, const struct db_campaign *c)
{
	html_text(h, " ");
	write_own(h, secrecy(w, html_arena(h), c));
}

/* What the logs hold is no matter of when a box is opened: a trial says it, too. */
static void write_assurance(
    struct html *h, const struct worker *w, const struct db_campaign *c)
{
	const char *text = survey_assurance(w, html_arena(h), day_today(c->utc_offset));

	if (text == NULL)
		return;
	html_text(h, " ");
	write_own(h, text);
}

/* AMB-28. */
static void write_ticket_secrecy(struct html *h)
{
	html_text(h, " ");
	write_own(h,
	    _("Of your one-time link only that it is used up is kept: neither when, nor "
	      "which answer came by it."));
}

static void write_facts(struct html *h, const struct survey_sheet *s)
{
	const struct form *f = s->answers->form;
	struct arena *a = html_arena(h);

	html_open(
	    h, "p", "class", "facts", "lang", html_own(h), "dir", html_own_dir(h), NULL);
	html_textf(h,
	    ngettext("About %d minute", "About %d minutes", (unsigned)f->minutes),
	    f->minutes);
	if (s->campaign->closes_on != DAY_NONE)
		html_textf(h, _(" · until %s inclusive"),
		    day_russian(a, s->campaign->closes_on));
	html_close(h);
}

/* The first page alone says all of it; a later one only what must be on each. */
static void write_intro(
    struct html *h, const struct worker *w, const struct survey_sheet *s, bool first)
{
	const struct form *f = s->answers->form;
	bool trial = survey_is_trial(w, s->campaign);

	if (first) {
		write_facts(h, s);
		html_element(h, "p", f->notice, NULL);
		html_open(h, "p", NULL);
		html_text(h, f->anonymity);
		write_assurance(h, w, s->campaign);
		if (!trial)
			write_secrecy(h, w, s->campaign);
		if (!trial && s->campaign->access == DB_ACCESS_TICKET)
			write_ticket_secrecy(h);
		html_close(h);
	}
	if (trial)
		html_own_notice(h, "warning", _(survey_trial_text));
}

static const char *heading(struct arena *a, const struct survey_sheet *s)
{
	const struct form *f = s->answers->form;
	const struct form_section *now = &f->sections[s->section];

	if (f->n_sections == 1)
		return f->title;
	return arena_printf(a, _("Part %zu of %zu%s%s"), s->section + 1, f->n_sections,
	    now->title != NULL ? ". " : "", now->title != NULL ? now->title : "");
}

/* On a page in another language each piece keeps its own direction. */
static void write_heading(struct html *h, const struct survey_sheet *s)
{
	const struct form *f = s->answers->form;
	const char *title = f->sections[s->section].title;

	if (html_own(h) == NULL || f->n_sections == 1) {
		html_element(h, "h1", heading(html_arena(h), s), NULL);
		return;
	}
	html_open(h, "h1", NULL);
	html_open(h, "span", "lang", html_own(h), "dir", html_own_dir(h), NULL);
	html_textf(h, _("Part %zu of %zu%s%s"), s->section + 1, f->n_sections, "", "");
	html_close(h);
	if (title != NULL)
		html_textf(h, ". %s", title);
	html_close(h);
}

/*
 * The answers of the other sections, sealed.  Those of the section shown are in
 * its own controls, where a fault can still be among them.
 */
static const char *carried(
    struct arena *a, const struct box_token_key *key, const struct survey_sheet *s)
{
	const struct form *f = s->answers->form;
	struct form_answers others = *s->answers;
	struct buf b = {0};
	const char *text;

	others.v = arena_memdup(a, others.v, f->n_items * sizeof(*others.v));
	for (size_t i = 0; i < f->n_items; i++)
		if (f->questions[f->items[i].question].section == s->section)
			others.v[i] = (struct form_answer){0};
	form_save(&others, &b);
	text = box_state_seal(a, key, s->token, b.data, b.len);
	buf_free(&b);
	return text;
}

static bool is_answered(const struct form_answers *answers)
{
	static const struct form_answer none;

	for (size_t i = 0; i < answers->form->n_items; i++)
		if (memcmp(&answers->v[i], &none, sizeof(none)) != 0)
			return true;
	return false;
}

/* An untouched first page carries no state: but for these fields it is the same
   for everyone. */
static void write_hidden(
    struct html *h, const struct box_token_key *key, const struct survey_sheet *s)
{
	struct arena *a = html_arena(h);

	const struct form *f = s->answers->form;

	html_hidden(h, "token", s->token);
	if (f->n_languages > 1 && f->language != &f->languages[0])
		html_hidden(h, "lang", f->language->code);
	if (*s->channel != '\0')
		html_hidden(h, "c", s->channel);
	if (s->secret != NULL)
		html_hidden(h, survey_pass_name(s->campaign), s->secret);
	if (s->section == 0 && !is_answered(s->answers))
		return;
	if (s->answers->form->n_sections > 1) {
		html_hidden(h, "section", arena_printf(a, "%zu", s->section));
		html_hidden(h, "state", carried(a, key, s));
	}
}

/*
 * Hidden from people and screen readers by the style sheet and aria-hidden, not from
 * programs that fill in every field; without a style sheet it says what it is.
 */
static void write_trap(struct html *h, const struct survey_sheet *s)
{
	if (!(s->campaign->spam_rules & DB_SPAM_TRAP))
		return;
	html_open(h, "label", "class", "hidden", "aria-hidden", "true", NULL);
	html_text(h, _("Leave empty"));
	html_open(h, "input", "name", SURVEY_TRAP, "value", s->trapped, "tabindex", "-1",
	    "autocomplete", "off", NULL);
	html_close(h);
}

static const char *resume_path(struct arena *a, const struct survey_sheet *s)
{
	const struct form *f = s->answers->form;

	if (f->n_languages < 2 || f->language == &f->languages[0])
		return arena_printf(a, "/survey/%s/resume%s", s->campaign->code,
		    survey_pass_query(a, s->campaign, s->secret, '?'));
	return arena_printf(a, "/survey/%s/resume?lang=%s%s", s->campaign->code,
	    f->language->code, survey_pass_query(a, s->campaign, s->secret, '&'));
}

/* «Далее» comes first: Enter in a text field presses the first button. */
static void write_buttons(struct html *h, const struct survey_sheet *s)
{
	size_t n = s->answers->form->n_sections;
	bool last = s->section + 1 == n;

	html_open(h, "div", "class", "buttons", "lang", html_own(h), NULL);
	html_button(h, "next", "1", last ? _("Send") : _("Next"), NULL);
	if (form_section_before(s->answers, s->section) != SIZE_MAX)
		html_button(h, "back", "1", _("Back"), "quiet");
	if (n > 1)
		html_button(h, "save", "1", _("Save and continue later"), "quiet");
	html_close(h);
}

/* What a form of several pages says of its file. */
static void write_saving(
    struct html *h, const struct http_request *req, const struct survey_sheet *s)
{
	if (s->answers->form->n_sections == 1)
		return;
	html_open(
	    h, "p", "class", "hint", "lang", html_own(h), "dir", html_own_dir(h), NULL);
	html_text(h,
	    _("“Save and continue later” gives you a file with your answers, encrypted, "
	      "that this survey opens again while it is open."));
	html_textf(h, " %s ", _(survey_saved_warning));
	html_link(
	    h, req->base_path, resume_path(html_arena(h), s), _("Open a saved form"));
	html_close(h);
}

static void open_languages(struct html *h)
{
	html_open(h, "div", "class", "languages", NULL);
	html_element(
	    h, "span", _("Language:"), "lang", html_own(h), "dir", html_own_dir(h), NULL);
}

/* Before anything is answered: the same page in another language, by links. */
static void write_language_links(
    struct html *h, const struct http_request *req, const struct survey_sheet *s)
{
	const struct form *f = s->answers->form;
	struct arena *a = req->arena;

	if (f->n_languages < 2 || !s->fresh)
		return;
	open_languages(h);
	for (size_t i = 0; i < f->n_languages; i++) {
		const struct form_language *l = &f->languages[i];
		const char *path = arena_printf(a, "/survey/%s?lang=%s%s%s%s",
		    s->campaign->code, l->code, *s->channel != '\0' ? "&c=" : "",
		    s->channel, survey_pass_query(a, s->campaign, s->secret, '&'));

		html_element(h, "a", l->title, "href", html_path(h, req->base_path, path),
		    "lang", l->code, "hreflang", l->code, "dir", l->rtl ? "rtl" : "ltr",
		    "aria-current",
		    strcmp(l->code, f->language->code) == 0 ? "true" : NULL, NULL);
	}
	html_close(h);
}

/* Later by buttons, which take the answers along.  They stand behind «Далее»,
   since Enter in a text field presses the first one. */
static void write_language_buttons(struct html *h, const struct survey_sheet *s)
{
	const struct form *f = s->answers->form;

	if (f->n_languages < 2 || s->fresh)
		return;
	open_languages(h);
	for (size_t i = 0; i < f->n_languages; i++) {
		const struct form_language *l = &f->languages[i];

		if (strcmp(l->code, f->language->code) != 0)
			html_element(h, "button", l->title, "type", "submit", "name",
			    "language", "value", l->code, "class", "quiet", "lang",
			    l->code, "dir", l->rtl ? "rtl" : "ltr", NULL);
	}
	html_close(h);
}

static void write_body(struct html *h, struct worker *w, const struct http_request *req,
    const struct survey_sheet *s)
{
	const struct form *f = s->answers->form;
	bool first = form_section_before(s->answers, s->section) == SIZE_MAX;
	struct render *r =
	    render_new(req->arena, s->answers, s->section, s->problems, s->n_problems);

	if (s->alert != NULL)
		html_alert(h, _("The answer has not been saved"), s->alert);
	if (s->note != NULL)
		html_own_notice(h, "note", s->note);
	render_summary(r, h);
	write_language_links(h, req, s);
	if (f->n_sections > 1)
		html_element(h, "p", f->title, "class", "over", NULL);
	write_heading(h, s);
	write_intro(h, w, s, first);
	html_form_post(h, req->base_path,
	    arena_printf(req->arena, "/survey/%s", s->campaign->code), NULL);
	write_hidden(h, &w->survey->key, s);
	if (f->heading != NULL && first)
		html_element(h, "h2", f->heading, NULL);
	render_questions(r, h);
	write_trap(h, s);
	write_buttons(h, s);
	write_language_buttons(h, s);
	write_saving(h, req, s);
	html_close(h);
}

/* A window shows some words of its title; the heading has them all. */
static const char *window_title(struct arena *a, const char *title)
{
	size_t n = strnlen(title, TITLE_BYTES);

	if (title[n] == '\0')
		return title;
	while (n > 0 && title[n] != ' ')
		n--;
	return n > 0 ? arena_printf(a, "%.*s …", (int)n, title) : title;
}

void survey_write_form(struct worker *w, const struct http_request *req,
    struct http_response *res, const struct survey_sheet *s)
{
	const struct form *f = s->answers->form;
	struct html *h = html_begin(req->arena, &res->body);
	struct html_page page = {.base_path = req->base_path,
	    .title = window_title(req->arena, f->title),
	    .agency = s->campaign->agency,
	    .lang = f->language->code,
	    .rtl = f->language->rtl};

	survey_assure(w);
	if (f->n_sections > 1)
		page.title = arena_printf(
		    req->arena, "%s – %s", heading(req->arena, s), page.title);
	if (s->alert != NULL || s->n_problems > 0)
		page.title = html_fault_title(h, page.title);
	html_page_begin(h, &page);
	write_body(h, w, req, s);
	html_page_end(h, &page);
	html_end(h);
}

/* From the cache if it can be, else written and kept. */
static void write_first(struct worker *w, const struct http_request *req,
    struct http_response *res, const struct survey_sheet *sheet)
{
	struct cache *cache = w->survey->cache;
	struct buf piece = {0};
	struct html *h = html_begin(req->arena, &piece);

	survey_assure(w);
	write_hidden(h, &w->survey->key, sheet);
	html_end(h);
	/* Of a form in several languages the links hold the channel, of a restricted
	   circle the secret, too. */
	if (sheet->answers->form->n_languages > 1 || sheet->secret != NULL)
		survey_write_form(w, req, res, sheet);
	else if (!cache_page(cache, sheet->campaign, &piece, &res->body)) {
		survey_write_form(w, req, res, sheet);
		cache_page_keep(
		    cache, sheet->campaign, &w->assurance, &res->body, &piece);
	}
	buf_free(&piece);
}

enum err survey_get_form(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	struct survey_sheet sheet = {0};
	struct survey_pass pass;
	struct db_campaign c;
	struct box_token t;
	const struct form *f;
	bool stale;
	time_t now = time(NULL);
	enum db_campaign_phase phase;
	enum err e = survey_campaign(w, req->arena, req->segment[0], &c, &stale);

	if (e != ERR_OK || stale)
		return e != ERR_OK ? e : ERR_UNAVAILABLE;
	phase = db_campaign_phase(&c, now);
	if (phase != DB_PHASE_OPEN) {
		survey_write_shut(
		    req, res, &c, phase == DB_PHASE_EARLY ? ERR_NOT_OPEN : ERR_CLOSED);
		return ERR_OK;
	}
	e = survey_pass(w, &c, &req->query, true, &pass);
	if (e == ERR_DENIED) {
		survey_write_refused(req, res, &c);
		return ERR_OK;
	}
	if (e == ERR_OK)
		e = survey_form(
		    w, req->arena, c.version_id, http_param(&req->query, "lang"), &f);
	if (e != ERR_OK)
		return e;
	if (!survey_has_key(w, &c)) {
		survey_write_soon(req, res, &c);
		return ERR_OK;
	}
	sheet.campaign = &c;
	sheet.secret = pass.secret;
	sheet.fresh = true;
	sheet.answers = form_answers_new(req->arena, f);
	sheet.section = form_section_next(sheet.answers, SIZE_MAX);
	sheet.token =
	    box_token_issue(req->arena, &w->survey->key, c.id, c.version_id, now, &t);
	sheet.channel = survey_channel(w, req->arena, &c, http_param(&req->query, "c"));
	write_first(w, req, res, &sheet);
	return ERR_OK;
}
