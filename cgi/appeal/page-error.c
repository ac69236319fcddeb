/* Pages of what went wrong: each says what happened and what to do next. */
#include "appeal.h"
#include "base/i18n.h"
#include "html/control.h"
#include "html/page.h"

static const struct message {
	enum err err;
	const char *title, *text;
} messages[] = {
    {ERR_NOT_FOUND, N_("There is no such page"),
	N_("Check the address: perhaps a part of the link was lost when it was copied.")},
    {ERR_METHOD, N_("This address cannot be used in this way"),
	N_("Open the form by its link and send it there.")},
    {ERR_TOO_LARGE, N_("The text is too large"),
	N_("It has not been saved. Go back, shorten your text and send the form "
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

/*
 * The form could not even be looked at: all that was posted goes back as hidden
 * fields behind one button, so that nothing is lost.
 */
static void write_again(struct html *h, const struct http_request *req)
{
	html_element(h, "p",
	    _("What you wrote is kept on this page: please send it again in a minute."),
	    NULL);
	html_form_post(h, req->base_path, req->path, NULL);
	for (size_t i = 0; i < req->form.n; i++)
		html_hidden(h, req->form.v[i].name, req->form.v[i].value);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Send again"), NULL);
	html_close(h);
	html_close(h);
}

void appeal_fail(
    void *worker, enum err e, const struct http_request *req, struct http_response *res)
{
	const struct message *m = message_of(e);
	struct html_page page = {.base_path = req->base_path, .title = _(m->title)};
	struct html *h = html_begin(req->arena, &res->body);
	bool again;

	(void)worker;
	/* Only the database says so, of our account: people have no rights here. */
	if (e == ERR_DENIED)
		res->status = http_status(ERR_CONFIG);
	again = res->status >= 500 && req->method == HTTP_POST && req->form.n > 0;
	if (again)
		page.title = _("It has not been saved");
	html_page_begin(h, &page);
	html_element(h, "h1", page.title, NULL);
	html_element(h, "p", _(m->text), NULL);
	if (again)
		write_again(h, req);
	html_open(h, "p", NULL);
	html_link(h, req->base_path, "/", _("Feedback"));
	html_close(h);
	html_page_end(h, &page);
	html_end(h);
}
