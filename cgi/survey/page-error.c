/* Pages of what went wrong: each says what happened and what to do next. */
#include <string.h>

#include "base/i18n.h"
#include "html/control.h"
#include "html/page.h"
#include "survey.h"

#define SOON_SECONDS 60 /* Retry-After until the key of a box is made */

static const struct message {
	enum err err;
	const char *title, *text;
} messages[] = {
    {ERR_NOT_FOUND, N_("There is no such page"),
	N_("Check the address: perhaps a part of the link was lost when it was copied.")},
    {ERR_METHOD, N_("This address cannot be used in this way"),
	N_("Open the survey by its link and answer it there.")},
    {ERR_NOT_OPEN, N_("The survey is not open yet"), N_("Please come back later.")},
    {ERR_CLOSED, N_("The survey is closed"),
	N_("Answers are no longer taken. Thank you!")},
    {ERR_TOO_LARGE, N_("The answer is too large"),
	N_("It has not been saved. Go back, shorten your texts and send the form "
	   "again.")},
    {ERR_INVALID, N_("The request cannot be read"),
	N_("Nothing has been saved. Go back and send the form again.")},
    {ERR_MEDIA_TYPE, N_("The request cannot be read"),
	N_("Nothing has been saved. Go back and send the form again.")},
    {ERR_UNAVAILABLE, N_("The service is not available for the moment"),
	N_("Please try again in a minute.")},
    {ERR_OK, N_("Something went wrong on our side"),
	N_("Please try again later. If it happens again, tell the agency.")},
};

static const struct message *message_of(enum err e)
{
	const struct message *m = messages;

	while (m->err != e && m->err != ERR_OK)
		m++;
	return m;
}

static void write_way_out(struct html *h, const struct http_request *req)
{
	html_open(h, "p", NULL);
	html_link(h, req->base_path, "/", _("All surveys"));
	html_close(h);
}

/*
 * The answer could not even be checked: all that was posted goes back as hidden
 * fields behind one button, so that nothing is lost.
 */
static void write_again(struct html *h, const struct http_request *req)
{
	html_form_post(h, req->base_path, req->path, NULL);
	for (size_t i = 0; i < req->form.n; i++)
		html_hidden(h, req->form.v[i].name, req->form.v[i].value);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Send again"), NULL);
	html_close(h);
	html_close(h);
}

void survey_fail(
    void *worker, enum err e, const struct http_request *req, struct http_response *res)
{
	const struct message *m = message_of(e);
	struct html_page page = {.base_path = req->base_path, .title = _(m->title)};
	struct html *h = html_begin(req->arena, &res->body);
	bool again = false;

	(void)worker;
	/* Only the database says so, of our account: people have no rights here. */
	if (e == ERR_DENIED)
		res->status = http_status(ERR_CONFIG);
	if (res->status >= 500)
		again = req->method == HTTP_POST && req->form.n > 0;
	if (again)
		page.title = _("The answer has not been saved");
	html_page_begin(h, &page);
	html_element(h, "h1", page.title, NULL);
	if (again) {
		html_element(h, "p",
		    e == ERR_UNAVAILABLE
			? _("The service is not available for the moment. Your answers "
			    "are kept on this page: please send them again in a minute.")
			: _("Something went wrong on our side. Your answers are kept on "
			    "this page: please send them again later. If it happens "
			    "again, tell the agency."),
		    NULL);
		write_again(h, req);
	} else {
		html_element(h, "p", _(m->text), NULL);
	}
	write_way_out(h, req);
	html_page_end(h, &page);
	html_end(h);
}

void survey_write_shut(const struct http_request *req, struct http_response *res,
    const struct db_campaign *c, enum err e)
{
	const struct message *m = message_of(e);
	struct html_page page = {
	    .base_path = req->base_path, .title = _(m->title), .agency = c->agency};
	struct html *h = html_begin(req->arena, &res->body);

	res->status = http_status(e);
	html_page_begin(h, &page);
	html_element(h, "p", c->title, "class", "over", NULL);
	html_element(h, "h1", _(m->title), NULL);
	if (e == ERR_NOT_OPEN)
		html_element(h, "p",
		    arena_printf(req->arena, _("It opens on %s. Please come back then."),
			day_russian(req->arena, c->opens_on)),
		    NULL);
	else
		html_element(h, "p", _(m->text), NULL);
	write_way_out(h, req);
	html_page_end(h, &page);
	html_end(h);
}

void survey_write_soon(const struct http_request *req, struct http_response *res,
    const struct db_campaign *c)
{
	struct html_page page = {.base_path = req->base_path,
	    .title = _("The survey opens in a minute"),
	    .agency = c->agency};
	struct html *h = html_begin(req->arena, &res->body);

	res->status = http_status(ERR_UNAVAILABLE);
	res->retry_after = SOON_SECONDS;
	html_page_begin(h, &page);
	html_element(h, "p", c->title, "class", "over", NULL);
	html_element(h, "h1", page.title, NULL);
	html_element(h, "p",
	    _("The ballot box is being made ready. Please reload this page in a minute."),
	    NULL);
	write_way_out(h, req);
	html_page_end(h, &page);
	html_end(h);
}
