/*
 * /admin/campaign/:code/mail — one-time links by e-mail (AR-8.1-1).  What is typed
 * goes from page to page in the form itself; addresses are stored nowhere.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "links.h"
#include "mail/mail.h"
#include "mailing.h"
#include "results.h"

#define FAULTS_SHOWN 50 /* of a file that is no list each line is at fault */

struct view {
	struct mailing m;
	struct http_response *res;
	struct html *h;
	const char *to; /* the addresses as they were typed */
	/* So far: letters sent, addresses that got none or perhaps none, a line each. */
	long sent;
	const char *refused, *unsure;
};

static const char *own_path(const struct view *v, const char *rest)
{
	return arena_printf(
	    v->m.req->arena, "/admin/campaign/%s/mail%s", v->m.campaign.code, rest);
}

static void begin(struct view *v, struct admin_page *page, bool bad)
{
	struct arena *a = v->m.req->arena;
	const char *title = arena_printf(a, _("Links by e-mail: %s"), v->m.campaign.code);

	if (bad)
		title = arena_printf(a, _("Error: %s"), title);
	v->h = admin_page_begin_titled(page, v->m.worker, v->m.req, v->res,
	    ADMIN_TAB_CAMPAIGNS, title,
	    arena_printf(a, _("Links by e-mail: %s"), v->m.campaign.title));
}

static void end(struct view *v, struct admin_page *page)
{
	admin_link_line(v->h, v->m.req,
	    arena_printf(
		v->m.req->arena, "/admin/campaign/%s/tickets", v->m.campaign.code),
	    _("One-time links"));
	admin_page_end(page);
}

/* --- addresses and letter --- */

static const char *fault_words(struct arena *a, const struct mail_fault *f)
{
	switch (f->kind) {
	case MAIL_FAULT_NONE_IN_LINE:
		return arena_printf(
		    a, _("Line %zu, “%s”: there is no address in it"), f->line, f->text);
	case MAIL_FAULT_SEVERAL:
		return arena_printf(
		    a, _("Line %zu, “%s”: more than one address"), f->line, f->text);
	case MAIL_FAULT_ADDRESS:
		break;
	}
	return arena_printf(
	    a, _("Line %zu, “%s”: this is not a valid address"), f->line, f->text);
}

/* All that is wrong, in the order of the page; returns how many. */
static size_t write_faults(struct view *v)
{
	struct arena *a = v->m.req->arena;
	size_t n = 0, all = v->m.list.n_faults;
	struct html_fault_link links[FAULTS_SHOWN + 5];
	const char *subject = mailing_subject_fault(&v->m);
	const char *text = mailing_text_fault(&v->m);

	for (size_t i = 0; i < all && i < FAULTS_SHOWN; i++)
		links[n++] =
		    (struct html_fault_link){"to", fault_words(a, &v->m.list.faults[i])};
	if (all > FAULTS_SHOWN)
		links[n++] = (struct html_fault_link){
		    "to", arena_printf(
			      a, _("Further lines at fault: %zu"), all - FAULTS_SHOWN)};
	if (v->m.list.n == 0 && n == 0)
		links[n++] = (struct html_fault_link){"to", _("There is no address yet")};
	if (v->m.list.n > MAILING_MAX)
		links[n++] = (struct html_fault_link){
		    "to", arena_printf(a, _("More than %d addresses"), MAILING_MAX)};
	if (subject != NULL)
		links[n++] = (struct html_fault_link){"subject", subject};
	if (text != NULL)
		links[n++] = (struct html_fault_link){"text", text};
	html_fault_summary(v->h, links, n);
	return n;
}

static void write_area(struct html *h, const char *name, const char *label,
    const char *value, const char *rows, bool readonly)
{
	html_open(h, "div", "class", "field", NULL);
	html_element(h, "label", label, "for", name, NULL);
	html_open(h, "textarea", "name", readonly ? NULL : name, "id", name, "rows", rows,
	    "spellcheck", "false", "readonly", readonly ? HTML_ON : NULL, NULL);
	if (*value == '\n')
		html_text(h, "\n"); /* the parser drops the first line feed */
	html_text(h, value);
	html_close(h);
	html_close(h);
}

/* The token stands in the name: such a form sends one file and nothing else. */
static void write_upload(struct view *v)
{
	struct html *h = v->h;

	html_element(h, "h2", _("Addresses from a file"), NULL);
	html_open(h, "form", "method", "post", "enctype", "multipart/form-data", "action",
	    html_path(h, v->m.req->base_path, own_path(v, "/list")), NULL);
	html_open(h, "div", "class", "field", NULL);
	html_element(h, "label", _("Text or CSV file"), "for", "file", NULL);
	html_open(h, "input", "type", "file", "id", "file", "name",
	    v->m.worker->session.csrf, "accept", ".csv,.txt,text/csv,text/plain", NULL);
	html_close(h);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Show the file"), "quiet");
	html_close(h);
	html_close(h);
}

static void write_letter_form(struct view *v)
{
	struct html *h = v->h;

	html_element(h, "h2", _("Addresses and letter"), NULL);
	admin_form(h, v->m.worker, v->m.req, own_path(v, ""));
	write_area(h, "to", _("Addresses, one a line"), v->to, "10", false);
	html_field(h, &(struct html_field){.type = "text",
			  .name = "subject",
			  .label = _("Subject"),
			  .value = v->m.subject,
			  .required = true});
	write_area(h, "text", _("Text of the letter"), v->m.text, "12", false);
	html_element(h, "p",
	    _("What stands in braces is filled in: {link}, {title}, {deadline} (the last "
	      "day of the survey)."),
	    "class", "hint", NULL);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, "do", "check", _("Check and show the letter"), NULL);
	html_close(h);
	html_close(h);
}

static enum err write_compose(struct view *v, bool check)
{
	struct admin_page page;

	begin(v, &page, check);
	if (check) {
		write_faults(v);
		v->res->status = 422;
	}
	html_element(v->h, "p",
	    _("Each address gets a letter with a one-time link of its own, made when the "
	      "letter is sent. Neither the addresses are kept nor which of them got "
	      "which link."),
	    NULL);
	write_upload(v);
	write_letter_form(v);
	end(v, &page);
	return ERR_OK;
}

/* --- preview --- */

static const char *joined(struct arena *a, const char *const *v, size_t n)
{
	struct buf b = {0};
	const char *text;

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s\n", v[i]);
	text = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return text;
}

/* What goes on to the next page, with the number of the step it sends. */
static void write_carried(struct view *v, const char *to, const uint8_t *step)
{
	struct arena *a = v->m.req->arena;

	html_hidden(v->h, "to", to);
	html_hidden(v->h, "subject", v->m.subject);
	html_hidden(v->h, "text", v->m.text);
	html_hidden(v->h, "step", text_hex(a, step, DB_MAILING_ID));
	html_hidden(v->h, "sent", arena_printf(a, "%ld", v->sent));
	html_hidden(v->h, "refused", v->refused);
	html_hidden(v->h, "unsure", v->unsure);
}

static void write_left_out(struct view *v)
{
	struct arena *a = v->m.req->arena;

	if (v->m.list.twice > 0)
		html_notice(v->h, "note",
		    arena_printf(a,
			_("Addresses that stand in the list more than once get one "
			  "letter; lines left out: %zu."),
			v->m.list.twice));
	if (v->m.list.heading)
		html_notice(v->h, "note",
		    _("The first line was taken for names of columns and left out."));
}

static void write_letter(struct view *v)
{
	struct arena *a = v->m.req->arena;
	const char *link = links_secret_url(
	    v->m.worker, v->m.req, &v->m.campaign, "t", _("its-own-for-everyone"));

	html_element(v->h, "h2", _("The letter"), NULL);
	html_open(v->h, "dl", "class", "facts", NULL);
	admin_fact(v->h, _("Letters"), arena_printf(a, "%zu", v->m.list.n));
	admin_fact(v->h, _("From"),
	    arena_printf(
		a, "%s <%s>", v->m.campaign.agency, v->m.worker->config->smtp_from));
	admin_fact(v->h, _("Subject"), mailing_subject(&v->m));
	html_close(v->h);
	html_open(v->h, "div", "class", "slip", NULL);
	html_open(v->h, "p", NULL);
	html_lines(v->h, mailing_text(&v->m, link));
	html_close(v->h);
	html_close(v->h);
}

static enum err write_preview(struct view *v)
{
	struct arena *a = v->m.req->arena;
	struct admin_page page;

	mailing_shuffle(&v->m);
	mailing_first_step(&v->m);
	begin(v, &page, false);
	write_left_out(v);
	write_letter(v);
	admin_form(v->h, v->m.worker, v->m.req, own_path(v, ""));
	write_carried(v, joined(a, v->m.list.v, v->m.list.n), v->m.step.id);
	html_open(v->h, "div", "class", "buttons", NULL);
	html_button(v->h, "do", "send",
	    arena_printf(a, _("Send to %zu addresses"), v->m.list.n), NULL);
	html_button(v->h, "do", "change", _("Change"), "quiet");
	html_close(v->h);
	html_close(v->h);
	end(v, &page);
	return ERR_OK;
}

/* --- what has been sent --- */

/* Takes the step into account: what is left comes to the front of the list. */
static void take_outcome(struct view *v)
{
	struct mail_list *list = &v->m.list;
	size_t step = strlen(v->m.step.results), left = 0;
	struct buf refused = {0}, unsure = {0};

	for (size_t i = 0; i < list->n; i++) {
		char mark = i < step ? v->m.step.results[i] : MAILING_LEFT;

		if (mark == MAILING_SENT)
			v->sent++;
		else if (mark == MAILING_REFUSED)
			buf_printf(&refused, "%s\n", list->v[i]);
		else if (mark == MAILING_UNSURE)
			buf_printf(&unsure, "%s\n", list->v[i]);
		else
			list->v[left++] = list->v[i];
	}
	list->n = left;
	v->refused = arena_printf(v->m.req->arena, "%s%s", v->refused, buf_str(&refused));
	v->unsure = arena_printf(v->m.req->arena, "%s%s", v->unsure, buf_str(&unsure));
	buf_free(&refused);
	buf_free(&unsure);
}

static size_t count_lines(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += *s == '\n';
	return n;
}

static void write_not_sent(struct view *v)
{
	struct html *h = v->h;

	if (*v->refused != '\0') {
		html_element(h, "h2", _("Refused by the mail server"), NULL);
		html_element(h, "p",
		    _("No letter went out to these addresses, and their links are void. "
		      "They are shown here only."),
		    NULL);
		write_area(h, "refused", _("Addresses"), v->refused, "5", true);
	}
	if (*v->unsure != '\0') {
		html_element(h, "h2", _("Perhaps not sent"), NULL);
		html_element(h, "p",
		    _("The connection broke while these letters were under way. If one "
		      "has arrived, its link is void: send them again. The addresses "
		      "are shown here only."),
		    NULL);
		write_area(h, "unsure", _("Addresses"), v->unsure, "5", true);
	}
}

static void write_numbers(struct view *v)
{
	struct arena *a = v->m.req->arena;
	size_t not_sent = count_lines(v->refused) + count_lines(v->unsure);
	size_t done = (size_t)v->sent + not_sent;

	html_open(v->h, "dl", "class", "facts", NULL);
	admin_fact(v->h, _("Letters sent"), arena_printf(a, "%ld", v->sent));
	admin_fact(v->h, _("Not sent"), arena_printf(a, "%zu", not_sent));
	admin_fact(v->h, _("Still to be sent"), arena_printf(a, "%zu", v->m.list.n));
	html_close(v->h);
	html_element(v->h, "progress", "", "value", arena_printf(a, "%zu", done), "max",
	    arena_printf(a, "%zu", done + v->m.list.n), "aria-label",
	    _("Progress of the mailing"), NULL);
}

/* The way on: the rest, or what was not sent once more. */
static void write_way_on(struct view *v)
{
	struct arena *a = v->m.req->arena;
	const char *rest = joined(a, v->m.list.v, v->m.list.n);
	bool more = v->m.list.n > 0;
	uint8_t next[DB_MAILING_ID];

	if (!more && *v->refused == '\0' && *v->unsure == '\0')
		return;
	mailing_next_step(&v->m, next);
	admin_form(v->h, v->m.worker, v->m.req, own_path(v, ""));
	if (more) {
		write_carried(v, rest, next);
	} else {
		html_hidden(v->h, "to", arena_printf(a, "%s%s", v->unsure, v->refused));
		html_hidden(v->h, "subject", v->m.subject);
		html_hidden(v->h, "text", v->m.text);
	}
	html_open(v->h, "div", "class", "buttons", NULL);
	if (more)
		html_button(v->h, "do", "send", _("Go on sending"), NULL);
	else
		html_button(v->h, "do", "change", _("Try these addresses again"), NULL);
	html_close(v->h);
	html_close(v->h);
}

static enum err write_outcome(struct view *v)
{
	struct arena *a = v->m.req->arena;
	struct admin_page page;

	take_outcome(v);
	begin(v, &page, false);
	if (v->m.trouble != NULL)
		html_alert(v->h, _("The sending has stopped"),
		    arena_printf(a, _("Why: %s."), v->m.trouble));
	else if (v->m.list.n > 0)
		html_notice(v->h, "note",
		    _("Letters go out some at a time. Keep this page open and go on "
		      "until none is left: the addresses are nowhere else."));
	else
		html_notice(v->h, "success", _("All letters have been dealt with."));
	write_numbers(v);
	write_not_sent(v);
	write_way_on(v);
	end(v, &page);
	return ERR_OK;
}

/* The same step again, to look how it has ended. */
static enum err write_busy(struct view *v)
{
	struct admin_page page;

	begin(v, &page, false);
	html_notice(v->h, "warning",
	    v->m.crowded
		? _("Other letters are being sent just now: none of these has gone out "
		    "yet. Please go on in half a minute.")
		: _("These letters are being sent just now, by another click. Nothing is "
		    "sent twice."));
	admin_form(v->h, v->m.worker, v->m.req, own_path(v, ""));
	write_carried(v, joined(v->m.req->arena, v->m.list.v, v->m.list.n), v->m.step.id);
	html_open(v->h, "div", "class", "buttons", NULL);
	html_button(v->h, "do", "send",
	    v->m.crowded ? _("Go on sending") : _("Look how far it is"), NULL);
	html_close(v->h);
	html_close(v->h);
	end(v, &page);
	return ERR_OK;
}

/* --- requests --- */

/* Says what is missing; true if something is. */
static bool write_unable(struct view *v)
{
	const struct config *c = v->m.worker->config;
	struct admin_page page;

	if (v->m.campaign.state == DB_CAMPAIGN_OPEN && mail_is_set(c) &&
	    *c->public_url != '\0')
		return false;
	begin(v, &page, false);
	if (v->m.campaign.state != DB_CAMPAIGN_OPEN)
		html_notice(v->h, "note",
		    _("The survey is closed: its links lead to a page that says so."));
	else if (*c->public_url == '\0')
		links_write_unset(v->h);
	else
		html_notice(v->h, "warning",
		    _("Mail is not set up: name the mail server and the sender in the "
		      "settings (smtp_url, smtp_from) and start the program again."));
	end(v, &page);
	return true;
}

static enum err open_view(
    struct view *v, void *worker, struct http_request *req, struct http_response *res)
{
	enum err e;

	*v = (struct view){.m = {.worker = worker, .req = req},
	    .res = res,
	    .to = "",
	    .refused = "",
	    .unsure = ""};
	e = results_campaign(worker, req->arena, req->segment[0], &v->m.campaign);
	if (e == ERR_OK && v->m.campaign.access != DB_ACCESS_TICKET)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK && !worker_may_edit(worker))
		e = ERR_DENIED;
	mailing_preset(&v->m);
	return e;
}

enum err page_mail_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct view v;
	enum err e = open_view(&v, worker, req, res);

	if (e != ERR_OK || write_unable(&v))
		return e;
	return write_compose(&v, false);
}

static const char *posted(const struct http_request *req, const char *name)
{
	const char *value = http_param(&req->form, name);

	return value != NULL ? value : "";
}

/* Lines of the page's own lists; what is no address is left out. */
static const char *read_lines(struct arena *a, const char *s)
{
	struct mail_list list;

	mail_list_read(a, s, &list);
	return joined(a, list.v, list.n);
}

static enum err send(struct view *v)
{
	const struct http_request *req = v->m.req;
	enum err e;

	if (!text_unhex(posted(req, "step"), v->m.step.id, DB_MAILING_ID) ||
	    text_int(posted(req, "sent"), 0, MAILING_MAX, &v->sent) != ERR_OK)
		return ERR_INVALID;
	v->refused = read_lines(req->arena, posted(req, "refused"));
	v->unsure = read_lines(req->arena, posted(req, "unsure"));
	e = mailing_send(&v->m);
	if (e != ERR_OK)
		return e;
	return v->m.busy || v->m.crowded ? write_busy(v) : write_outcome(v);
}

enum err page_mail_post(void *worker, struct http_request *req, struct http_response *res)
{
	const char *what = posted(req, "do");
	struct view v;
	enum err e = open_view(&v, worker, req, res);

	if (e != ERR_OK || write_unable(&v))
		return e;
	v.to = posted(req, "to");
	v.m.subject = posted(req, "subject");
	v.m.text = posted(req, "text");
	mail_list_read(req->arena, v.to, &v.m.list);
	if (text_equal(what, "change"))
		return write_compose(&v, false);
	if (v.m.list.n == 0 || v.m.list.n > MAILING_MAX || v.m.list.n_faults > 0 ||
	    mailing_subject_fault(&v.m) != NULL || mailing_text_fault(&v.m) != NULL)
		return write_compose(&v, true);
	return text_equal(what, "send") ? send(&v) : write_preview(&v);
}

/* A table may come in another encoding; addresses are ASCII in all of them. */
static const char *file_text(struct arena *a, const struct http_upload *u)
{
	char *s;

	if (u->data == NULL)
		return "";
	s = arena_strndup(a, u->data, u->n);
	if (text_is_utf8(s, strlen(s)))
		return text_starts(s, "\xEF\xBB\xBF") ? s + 3 : s;
	for (char *p = s; *p != '\0'; p++)
		if ((unsigned char)*p >= 0x80)
			*p = '?';
	return s;
}

enum err page_mail_upload(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v;
	enum err e = open_view(&v, worker, req, res);

	if (e != ERR_OK || write_unable(&v))
		return e;
	v.to = file_text(req->arena, &req->upload);
	mail_list_read(req->arena, v.to, &v.m.list);
	return write_compose(&v, v.m.list.n_faults > 0 || v.m.list.n == 0);
}
