/*
 * /admin/campaign/:code/quarantine — what looked like spam in a campaign: the rules in
 * force and what they did, the answers themselves of an external one, and releasing
 * them into the results.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "entry.h"
#include "filter.h"
#include "form/answer.h"
#include "pager.h"
#include "quarantine.h"
#include "results.h"

struct view {
	struct worker *worker;
	const struct http_request *req;
	struct http_response *res;
	struct html *h;
	struct db_campaign campaign;
};

static const char *own_path(const struct view *v)
{
	return arena_printf(
	    v->req->arena, "/admin/campaign/%s/quarantine", v->campaign.code);
}

static bool is_external(const struct view *v)
{
	return v->campaign.audience == FORM_EXTERNAL;
}

/* --- what the rules did --- */

static enum err write_rules(const struct view *v)
{
	const struct html_column columns[] = {{_("Rule"), NULL, false},
	    {_("In force"), NULL, false}, {_("Put into quarantine"), NULL, true},
	    {_("Counted after all"), NULL, true}};
	struct arena *a = v->req->arena;
	struct db_quarantine_count counts[DB_SPAM_RULES];
	enum err e = db_quarantine_counts(v->worker->db, v->campaign.id, counts);

	if (e != ERR_OK)
		return e;
	html_table_begin(v->h, &(struct html_table){.caption = _("Rules of this survey"),
				   .columns = columns,
				   .n_columns = 4});
	for (unsigned i = 0; i < DB_SPAM_RULES; i++) {
		html_row(v->h);
		html_cell_head(v->h, quarantine_rule_words(a, i));
		html_cell(
		    v->h, v->campaign.spam_rules & DB_SPAM_BIT(i) ? _("yes") : _("no"));
		html_cell_number(v->h, arena_printf(a, "%u", counts[i].n));
		html_cell_number(v->h, arena_printf(a, "%u", counts[i].released));
		html_row_end(v->h);
	}
	html_table_end(v->h);
	return ERR_OK;
}

/* --- the answers --- */

static enum err read_answers(
    const struct view *v, const struct db_quarantined *q, struct form_answers **answers_r)
{
	const struct form *f;
	enum err e = worker_form(v->worker, v->req->arena, q->version_id, &f);

	if (e == ERR_OK)
		e = form_vector_read(v->req->arena, f, q->vector, q->n_vector, answers_r);
	for (size_t i = 0; e == ERR_OK && i < q->n_texts; i++)
		if (q->texts[i].item < f->n_items)
			(*answers_r)->v[q->texts[i].item].text = q->texts[i].text;
	return e;
}

static bool is_answered(const struct form_answer *x)
{
	return x->choice != 0 || x->rating != 0 || x->set != 0 || x->text != NULL;
}

static void write_answer(
    const struct view *v, const struct form_answers *answers, size_t i)
{
	const struct form *f = answers->form;
	const struct form_item *item = &f->items[i];

	html_element(v->h, "dt",
	    item->text != NULL ? item->text : f->questions[item->question].text, NULL);
	html_open(v->h, "dd", NULL);
	html_lines(v->h, entry_answer(v->req->arena, answers, i));
	html_close(v->h);
}

/* What tells spam is in the texts; the rest unfolds. */
static void write_answers(const struct view *v, const struct form_answers *answers)
{
	size_t n = answers->form->n_items;

	html_open(v->h, "dl", "class", "facts", NULL);
	for (size_t i = 0; i < n; i++)
		if (answers->v[i].text != NULL)
			write_answer(v, answers, i);
	html_close(v->h);
	html_open(v->h, "details", NULL);
	html_element(v->h, "summary", _("All other answers"), NULL);
	html_open(v->h, "dl", "class", "facts", NULL);
	for (size_t i = 0; i < n; i++)
		if (answers->v[i].text == NULL && is_answered(&answers->v[i]))
			write_answer(v, answers, i);
	html_close(v->h);
	html_close(v->h);
}

static enum err write_one(
    const struct view *v, const struct db_quarantined *q, size_t nth)
{
	struct arena *a = v->req->arena;
	struct form_answers *answers;
	const char *title = arena_printf(a, _("Answer in quarantine %zu"), nth);
	enum err e = read_answers(v, q, &answers);

	if (e != ERR_OK)
		return e;
	html_open(v->h, "section", "class", "field", NULL);
	if (worker_may_edit(v->worker))
		html_choice(v->h, &(struct html_choice){.type = "checkbox",
				      .name = "key",
				      .value = text_hex(a, q->key, sizeof(q->key)),
				      .label = title});
	else
		html_element(v->h, "h3", title, NULL);
	html_open(v->h, "p", "class", "hint", NULL);
	html_text(v->h, quarantine_rule_words(a, q->rule));
	if (q->day != DAY_NONE)
		html_textf(v->h, " · %s", day_russian(a, q->day));
	if (q->language != NULL)
		html_textf(v->h, " · %s", filter_language(answers->form, q->language));
	html_close(v->h);
	write_answers(v, answers);
	html_close(v->h);
	return ERR_OK;
}

static enum err write_list(const struct view *v)
{
	struct db_quarantined *rows;
	size_t n, page, pages;
	uint32_t left;
	enum err e = db_quarantine_left(v->worker->db, v->campaign.id, &left);

	if (e != ERR_OK)
		return e;
	pages = (left + DB_QUARANTINE_PAGE - 1) / DB_QUARANTINE_PAGE;
	page = pager_page(v->req, pages);
	e = db_quarantine_list(v->worker->db, v->req->arena, v->campaign.id,
	    (page - 1) * DB_QUARANTINE_PAGE, &rows, &n);
	if (e != ERR_OK)
		return e;
	html_element(v->h, "h2", _("Answers in quarantine"), NULL);
	if (n == 0) {
		html_element(v->h, "p", _("There are none to look at."), NULL);
		return ERR_OK;
	}
	html_element(v->h, "p",
	    _("Their order is random. What is marked and released is counted like any "
	      "other answer at the next opening of the box, and stays counted."),
	    "class", "hint", NULL);
	admin_form(v->h, v->worker, v->req, own_path(v));
	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = write_one(v, &rows[i], (page - 1) * DB_QUARANTINE_PAGE + i + 1);
	if (worker_may_edit(v->worker)) {
		html_open(v->h, "div", "class", "buttons", NULL);
		html_button(v->h, NULL, NULL,
		    _("Release the marked ones into the results"), NULL);
		html_close(v->h);
	}
	html_close(v->h);
	pager_write(v->h, v->req, own_path(v), page, pages);
	return e;
}

/* --- the page --- */

static void write_outcome(const struct view *v, const char *fault)
{
	const char *released = http_param(&v->req->query, "released");
	long n;

	if (fault != NULL)
		html_alert(v->h, _("Nothing has been released"), fault);
	else if (released != NULL && text_int(released, 1, 1000000, &n) == ERR_OK)
		html_notice(v->h, "success",
		    arena_printf(v->req->arena,
			_("Released: %ld. They are counted at the next opening of the "
			  "box."),
			n));
}

static enum err write_page(struct view *v, const char *fault)
{
	struct admin_page page;
	const char *title =
	    arena_printf(v->req->arena, _("Quarantine: %s"), v->campaign.code);
	enum err e;

	if (fault != NULL)
		title = arena_printf(v->req->arena, _("Error: %s"), title);
	v->h = admin_page_begin_titled(&page, v->worker, v->req, v->res,
	    ADMIN_TAB_CAMPAIGNS, title,
	    arena_printf(v->req->arena, _("Quarantine: %s"), v->campaign.title));
	write_outcome(v, fault);
	html_element(v->h, "p",
	    _("What looks like spam is acknowledged and kept like any answer, and is set "
	      "apart when the box is opened: received = counted + in quarantine + "
	      "waiting. The rules look at the answer alone; where it came from nobody "
	      "knows. They were frozen when the survey opened."),
	    NULL);
	e = write_rules(v);
	if (e == ERR_OK && is_external(v))
		e = write_list(v);
	else if (e == ERR_OK)
		html_notice(v->h, "note",
		    _("Of an internal survey only the number is kept: what single people "
		      "wrote is read by nobody."));
	admin_link_line(v->h, v->req,
	    arena_printf(v->req->arena, "/admin/campaign/%s", v->campaign.code),
	    _("Results"));
	admin_link_line(v->h, v->req, "/admin/spam", _("Protection against spam"));
	admin_page_end(&page);
	return e;
}

enum err page_quarantine_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res};
	enum err e = results_campaign(worker, req->arena, req->segment[0], &v.campaign);

	return e == ERR_OK ? write_page(&v, NULL) : e;
}

/* --- releasing --- */

static enum err release(const struct view *v, const uint8_t *keys, size_t n)
{
	struct arena *a = v->req->arena;
	const struct db_audit entry = {.staff_id = v->worker->session.staff.id,
	    .action = "quarantine.release",
	    .object = arena_printf(a, "campaign %s", v->campaign.code),
	    .after = arena_printf(a, "{\"number\":%zu}", n)};

	return db_quarantine_release(v->worker->db, v->campaign.id, keys, n, &entry);
}

static enum err post(struct view *v)
{
	const struct http_params *form = &v->req->form;
	uint8_t *keys = arena_array(v->req->arena, form->n, DB_QUARANTINE_KEY);
	size_t n = 0;
	enum err e;

	for (size_t i = 0; i < form->n; i++)
		if (text_equal(form->v[i].name, "key") &&
		    text_unhex(form->v[i].value, keys + n * DB_QUARANTINE_KEY,
			DB_QUARANTINE_KEY))
			n++;
	e = n == 0 ? ERR_INVALID : release(v, keys, n);
	if (e == ERR_INVALID || e == ERR_CONFLICT) {
		v->res->status = e == ERR_INVALID ? 422 : 409;
		return write_page(v, e == ERR_INVALID
					 ? _("Mark the answers that are to be counted.")
					 : _("Somebody else has released some of them "
					     "meanwhile: please mark them again."));
	}
	if (e == ERR_OK)
		http_redirect(v->res, v->req->arena, v->req->base_path,
		    arena_printf(v->req->arena, "%s?released=%zu", own_path(v), n));
	return e;
}

enum err page_quarantine_post(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res};
	enum err e = results_campaign(worker, req->arena, req->segment[0], &v.campaign);

	if (e == ERR_OK && !(worker_may_edit(worker) && is_external(&v)))
		e = ERR_DENIED;
	return e == ERR_OK ? post(&v) : e;
}
