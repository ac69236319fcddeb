/* GET and POST /survey/:code/resume — a saved form is opened again. */
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "html/control.h"
#include "html/page.h"
#include "saved.h"
#include "survey.h"

struct resume {
	struct worker *w;
	const struct http_request *req;
	struct http_response *res;
	struct db_campaign campaign;
	struct survey_pass pass;
	const struct form *form; /* as it is asked now */
};

static enum err open_resume(struct resume *r, const char *language, enum err *shut_r)
{
	enum db_campaign_phase phase;
	bool stale;
	enum err e = survey_campaign(
	    r->w, r->req->arena, r->req->segment[0], &r->campaign, &stale);

	if (e != ERR_OK || stale)
		return e != ERR_OK ? e : ERR_UNAVAILABLE;
	phase = db_campaign_phase(&r->campaign, time(NULL));
	*shut_r = phase == DB_PHASE_EARLY  ? ERR_NOT_OPEN
		  : phase == DB_PHASE_OPEN ? ERR_OK
					   : ERR_CLOSED;
	if (*shut_r == ERR_OK) {
		e = survey_pass(r->w, &r->campaign, &r->req->query, true, &r->pass);
		if (e != ERR_OK && e != ERR_DENIED)
			return e;
		*shut_r = e;
		if (e == ERR_OK && !survey_has_key(r->w, &r->campaign))
			*shut_r = ERR_UNAVAILABLE;
	}
	return survey_form(
	    r->w, r->req->arena, r->campaign.version_id, language, &r->form);
}

static void write_upload(const struct resume *r, struct html *h, const char *fault)
{
	const char *language = r->form->language->code;

	html_open(h, "form", "method", "post", "enctype", "multipart/form-data", "action",
	    html_path(h, r->req->base_path,
		arena_printf(r->req->arena, "/survey/%s/resume?lang=%s%s",
		    r->campaign.code, language,
		    survey_pass_query(r->req->arena, &r->campaign, r->pass.secret, '&'))),
	    NULL);
	html_open(h, "div", "class", "field", NULL);
	html_element(h, "label", _("The file you have saved"), "for", "file", NULL);
	if (fault != NULL)
		html_fault(h, "file-fault", fault);
	html_open(h, "input", "type", "file", "name", "file", "id", "file", "accept",
	    ".txt,text/plain", "aria-describedby", fault != NULL ? "file-fault" : NULL,
	    "aria-invalid", fault != NULL ? "true" : NULL, NULL);
	html_close(h);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Open the file"), NULL);
	html_close(h);
	html_close(h);
}

static void write_content(const struct resume *r, struct html *h, const char *fault)
{
	struct http_request const *req = r->req;
	const struct html_fault_link link = {"file", fault};

	if (fault != NULL)
		html_fault_summary(h, &link, 1);
	html_element(h, "p", r->form->title, "class", "over", NULL);
	html_open(h, "div", "lang", html_own(h), "dir", html_own_dir(h), NULL);
	html_element(h, "h1", _("Continue a saved form"), NULL);
	html_element(h, "p",
	    _("Choose the file: the form opens with the answers you had given, and you "
	      "go on from there. Nothing is sent to the agency until you send the "
	      "form."),
	    NULL);
	html_notice(h, "warning", _(survey_saved_warning));
	write_upload(r, h, fault);
	html_open(h, "p", NULL);
	html_link(h, req->base_path,
	    arena_printf(req->arena, "/survey/%s?lang=%s%s", r->campaign.code,
		r->form->language->code,
		survey_pass_query(req->arena, &r->campaign, r->pass.secret, '&')),
	    _("Begin a fresh form"));
	html_close(h);
	html_close(h);
}

static enum err write_page(const struct resume *r, const char *fault)
{
	struct html *h = html_begin(r->req->arena, &r->res->body);
	struct html_page page = {.base_path = r->req->base_path,
	    .title = _("Continue a saved form"),
	    .agency = r->campaign.agency,
	    .lang = r->form->language->code,
	    .rtl = r->form->language->rtl};

	if (fault != NULL)
		page.title = html_fault_title(h, page.title);
	r->res->status = fault != NULL ? 422 : 200;
	html_page_begin(h, &page);
	write_content(r, h, fault);
	html_page_end(h, &page);
	html_end(h);
	return ERR_OK;
}

static void refuse(const struct resume *r, enum err e)
{
	if (e == ERR_DENIED)
		survey_write_refused(r->req, r->res, &r->campaign);
	else if (e == ERR_UNAVAILABLE)
		survey_write_soon(r->req, r->res, &r->campaign);
	else
		survey_write_shut(r->req, r->res, &r->campaign, e);
}

enum err survey_get_resume(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct resume r = {.w = worker, .req = req, .res = res};
	enum err shut, e = open_resume(&r, http_param(&req->query, "lang"), &shut);

	if (e != ERR_OK)
		return e;
	if (shut != ERR_OK) {
		refuse(&r, shut);
		return ERR_OK;
	}
	return write_page(&r, NULL);
}

/* The answers of the file as answers to the form of today. */
static enum err read_answers(
    const struct resume *r, const struct saved *s, struct form_answers **answers_r)
{
	struct arena *a = r->req->arena;
	const struct form *was = r->form;
	struct form_answers *answers;
	enum err e = ERR_OK;

	if (s->version != r->campaign.version_id)
		e = survey_form(r->w, a, s->version, NULL, &was);
	if (e == ERR_OK)
		e = form_resume(a, was, s->answers, s->n_answers, &answers);
	if (e == ERR_OK)
		*answers_r = was == r->form ? answers : form_carry(a, answers, r->form);
	return e;
}

static size_t section_of(
    const struct resume *r, const struct saved *s, const struct form_answers *answers)
{
	size_t first = form_section_next(answers, SIZE_MAX);

	if (s->version != r->campaign.version_id || s->section >= r->form->n_sections)
		return first;
	/* The one that was open, if its questions still apply. */
	if (s->section > 0 && form_section_next(answers, s->section - 1) == s->section)
		return s->section;
	return first;
}

static enum err show(const struct resume *r, const struct saved *s)
{
	struct arena *a = r->req->arena;
	struct survey_sheet sheet = {.campaign = &r->campaign, .secret = r->pass.secret};
	struct form_answers *answers;
	struct box_token t;
	enum err e = read_answers(r, s, &answers);

	if (e == ERR_UNAVAILABLE)
		return e;
	if (e != ERR_OK)
		return write_page(
		    r, _("The questionnaire has changed so much that the saved answers "
			 "cannot be opened. Please begin a fresh form."));
	sheet.answers = answers;
	sheet.section = section_of(r, s, answers);
	sheet.token = box_token_issue(a, &r->w->survey->key, r->campaign.id,
	    r->campaign.version_id, time(NULL), &t);
	sheet.channel = survey_channel(r->w, a, &r->campaign, s->channel);
	sheet.note =
	    s->version == r->campaign.version_id
		? _("Your saved answers are filled in again.")
		: _("The questionnaire has changed since you saved it. Answers to "
		    "questions that are still asked are filled in again; please "
		    "check every page.");
	survey_write_form(r->w, r->req, r->res, &sheet);
	return ERR_OK;
}

enum err survey_post_resume(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct resume r = {.w = worker, .req = req, .res = res};
	struct saved s = {.language = ""};
	enum err shut, e = open_resume(&r, http_param(&req->query, "lang"), &shut);

	if (e != ERR_OK)
		return e;
	if (shut != ERR_OK) {
		refuse(&r, shut);
		return ERR_OK;
	}
	if (req->upload.field == NULL || req->upload.n == 0)
		return write_page(&r, _("No file is chosen, or it is empty."));
	if (saved_read(req->arena, &r.w->survey->key, r.campaign.id, req->upload.data,
		req->upload.n, &s) != ERR_OK)
		return write_page(&r,
		    _("This is not a saved form of this survey, or the file is damaged. "
		      "Please choose the file you saved here."));
	/* In the language it was saved in. */
	e = survey_form(worker, req->arena, r.campaign.version_id, s.language, &r.form);
	return e != ERR_OK ? e : show(&r, &s);
}
