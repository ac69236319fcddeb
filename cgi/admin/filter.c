/* Filters: the responses of one campaign are read anew and those inside counted. */
#include "filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/response.h"

static const char *const names[] = {"period", "from", "to", "channel", "item", "option"};
#define NAMES (sizeof(names) / sizeof(*names))

/* A field left empty is no filter. */
static const char *asked(const struct http_request *req, const char *name)
{
	const char *s = http_param(&req->query, name);

	return s && *s ? s : NULL;
}

bool filter_is_set(const struct http_request *req)
{
	for (size_t i = 0; i < NAMES; i++)
		if (asked(req, names[i]))
			return true;
	return false;
}

static const char *query_of(
    const struct http_request *req, const char *item, const char *option)
{
	struct arena *a = req->arena;
	const char *q = "", *version = asked(req, "version");

	if (version)
		q = arena_printf(a, "?version=%s", admin_url_part(a, version));
	for (size_t i = 0; i < NAMES; i++) {
		const char *v = asked(req, names[i]);

		if (text_equal(names[i], "item"))
			v = item;
		else if (text_equal(names[i], "option"))
			v = option;
		if (v)
			q = arena_printf(a, "%s%c%s=%s", q, *q ? '&' : '?', names[i],
			    admin_url_part(a, v));
	}
	return q;
}

const char *filter_query(const struct http_request *req)
{
	return query_of(req, asked(req, "item"), asked(req, "option"));
}

static enum err cut_days(const struct http_request *req, struct stat_cut *c)
{
	const char *period = asked(req, "period"), *from = asked(req, "from"),
		   *to = asked(req, "to");
	day_t unused;
	enum err e = ERR_OK;

	if (period)
		e = stat_cut_period(period, &c->from, &c->to);
	if (e == ERR_OK && from)
		e = stat_cut_period(from, &c->from, &unused);
	if (e == ERR_OK && to)
		e = stat_cut_period(to, &unused, &c->to);
	return e;
}

static enum err cut_answer(
    const struct http_request *req, const struct form *f, struct stat_cut *c)
{
	const char *item = asked(req, "item"), *option = asked(req, "option");

	if (!item && !option)
		return ERR_OK;
	if (!item || !option)
		return ERR_INVALID;
	c->item = form_item_find(f, item);
	if (!stat_cut_by(f, c->item))
		return ERR_INVALID;
	c->option = form_option_find(&f->questions[f->items[c->item].question], option);
	return c->option == SIZE_MAX ? ERR_INVALID : ERR_OK;
}

enum err filter_cut(
    const struct http_request *req, const struct form *f, struct stat_cut *c_r)
{
	struct stat_cut c = {DAY_NONE, DAY_NONE, asked(req, "channel"), SIZE_MAX, 0};
	enum err e = cut_days(req, &c);

	if (e == ERR_OK)
		e = cut_answer(req, f, &c);
	if (e == ERR_OK)
		*c_r = c;
	return e;
}

/* --- counting --- */

struct counting {
	const struct results *r;
	const struct stat_cut *cut;
	struct arena *arena;
	struct arena *row; /* of one response */
	struct stat_tally *tally;
	struct buf keys; /* of the responses inside, ascending */
};

static enum err count_response(void *ctx, const struct db_response *response)
{
	struct counting *c = ctx;
	struct form_answers *ans;
	enum err e = form_vector_read(
	    c->row, c->r->form, response->vector, response->n_vector, &ans);

	if (e == ERR_OK &&
	    stat_cut_holds(c->cut, response->day, response->channel, ans)) {
		stat_tally_add(c->tally, ans);
		buf_add(&c->keys, response->key, DB_RESPONSE_KEY);
	}
	arena_reset(c->row);
	return e;
}

static int by_key(const void *a, const void *b)
{
	return memcmp(a, b, DB_RESPONSE_KEY);
}

/* Texts leave no trace in a vector: those of the responses inside are counted. */
static enum err count_text(void *ctx, const struct db_response_text *t)
{
	struct counting *c = ctx;
	const struct form *f = c->r->form;
	enum form_type type;

	if (t->item >= f->n_items)
		return ERR_INTERNAL;
	type = f->questions[f->items[t->item].question].type;
	if ((type == FORM_TEXT || type == FORM_MATRIX_TEXT) && c->keys.len > 0 &&
	    bsearch(t->key, c->keys.data, c->keys.len / DB_RESPONSE_KEY, DB_RESPONSE_KEY,
		by_key))
		stat_tally_put(c->tally, t->item, 0, 1);
	return ERR_OK;
}

/* Both walks at one moment; run again from the start if the database asks so. */
static enum err count_all(struct db *db, void *ctx)
{
	struct counting *c = ctx;
	const struct db_campaign *of = &c->r->campaign;
	enum err e;

	c->tally = stat_tally_new(c->arena, c->r->form);
	buf_clear(&c->keys);
	e = db_response_walk(db, of->id, of->version_id, count_response, c);
	if (e == ERR_OK)
		e = db_response_walk_texts(db, of->id, of->version_id, count_text, c);
	return e;
}

enum err filter_apply(struct worker *w, const struct http_request *req, struct results *r)
{
	struct counting c = {.r = r, .arena = req->arena};
	struct stat_cut cut;
	enum err e;

	if (!filter_is_set(req))
		return ERR_OK;
	if (r->campaign.audience == FORM_INTERNAL)
		return ERR_DENIED;
	e = filter_cut(req, r->form, &cut);
	/* With fewer than k answers only their number is shown, and no cut of it. */
	if (e != ERR_OK || r->view != STAT_VIEW_RESULTS)
		return e;
	c.cut = &cut;
	c.row = arena_new();
	e = db_transaction(w->db, count_all, &c);
	arena_free(&c.row);
	buf_free(&c.keys);
	if (e != ERR_OK)
		return e;
	r->all_responses = r->table->responses;
	r->filter = filter_words(req, r->form);
	r->table = stat_tabulate(req->arena, r->form, c.tally);
	r->csi = stat_csi(req->arena, r->table);
	r->satisfaction = stat_satisfaction(req->arena, r->table);
	return ERR_OK;
}

/* --- in words --- */

static const char *joined(struct arena *a, const char *s, const char *more)
{
	return s ? arena_printf(a, "%s; %s", s, more) : more;
}

const char *filter_words(const struct http_request *req, const struct form *f)
{
	struct arena *a = req->arena;
	const char *s = NULL;
	struct stat_cut c;

	if (filter_cut(req, f, &c) != ERR_OK)
		return NULL;
	if (c.from != DAY_NONE)
		s = joined(a, s, arena_printf(a, _("from %s"), day_russian(a, c.from)));
	if (c.to != DAY_NONE)
		s = joined(a, s, arena_printf(a, _("to %s"), day_russian(a, c.to)));
	if (c.channel)
		s = joined(a, s, arena_printf(a, _("channel %s"), c.channel));
	if (c.item != SIZE_MAX) {
		const struct form_question *q = &f->questions[f->items[c.item].question];

		s = joined(
		    a, s, arena_printf(a, "%s — %s", q->text, q->options[c.option].text));
	}
	return s;
}

void filter_refuse(struct worker *w, const struct http_request *req,
    struct http_response *res, const struct results *r)
{
	struct admin_page page;
	struct html *h;

	res->status = http_status(ERR_DENIED);
	h = admin_page_begin(&page, w, req, res, ADMIN_TAB_CAMPAIGNS,
	    _("Answers of internal clients are not cut"));
	html_element(h, "p",
	    _("Few employees answer, and a filter or a table of two questions would tell "
	      "who said what. Their results are shown whole, after closing."),
	    NULL);
	admin_link_line(h, req,
	    arena_printf(req->arena, "/admin/campaign/%s", r->campaign.code),
	    r->campaign.title);
	admin_page_end(&page);
}

static void write_options(struct html *h, const struct http_request *req,
    const struct results *r, const struct form_question *q)
{
	const char *item = r->form->items[q->item].id;
	const char *now = asked(req, "item"), *chosen = asked(req, "option");

	html_open(h, "details", "open", text_equal(now, item) ? HTML_ON : NULL, NULL);
	html_element(h, "summary", q->text, NULL);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < q->n_options; i++) {
		bool here =
		    text_equal(now, item) && text_equal(chosen, q->options[i].code);

		html_open(h, "li", NULL);
		html_element(h, "a", q->options[i].text, "href",
		    html_path(h, req->base_path,
			arena_printf(req->arena, "/admin/campaign/%s%s", r->campaign.code,
			    query_of(req, item, q->options[i].code))),
		    "aria-current", here ? "true" : NULL, NULL);
		html_close(h);
	}
	html_close(h);
	html_close(h);
}

static void write_form(
    struct html *h, const struct http_request *req, const struct results *r)
{
	static const char *const kept[] = {"version", "item", "option"};

	html_open(h, "form", "method", "get", "action",
	    html_path(h, req->base_path,
		arena_printf(req->arena, "/admin/campaign/%s", r->campaign.code)),
	    NULL);
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (asked(req, kept[i]))
			html_hidden(h, kept[i], asked(req, kept[i]));
	html_field(h, &(struct html_field){.type = "text",
			  .name = "period",
			  .label = _("Period"),
			  .value = asked(req, "period"),
			  .hint = _("A month 2026-11, quarter 2026-Q4, half-year 2026-H2 "
				    "or year 2026.")});
	html_field(h, &(struct html_field){.type = "date",
			  .name = "from",
			  .label = _("From the day"),
			  .value = asked(req, "from")});
	html_field(h, &(struct html_field){.type = "date",
			  .name = "to",
			  .label = _("To the day"),
			  .value = asked(req, "to")});
	html_field(h, &(struct html_field){.type = "text",
			  .name = "channel",
			  .label = _("Mark of the channel"),
			  .value = asked(req, "channel")});
	html_button(h, NULL, NULL, _("Filter"), NULL);
	html_close(h);
}

void filter_write(struct html *h, const struct http_request *req, const struct results *r)
{
	if (r->campaign.audience == FORM_INTERNAL || r->view != STAT_VIEW_RESULTS)
		return;
	if (r->filter) {
		html_notice(h, "note",
		    arena_printf(req->arena, _("Filter: %s. Responses inside: %u of %u."),
			r->filter, r->table->responses, r->all_responses));
		admin_link_line(h, req,
		    arena_printf(req->arena, "/admin/campaign/%s", r->campaign.code),
		    _("Show all responses"));
	}
	html_open(h, "details", "open", r->filter ? HTML_ON : NULL, NULL);
	html_element(h, "summary", _("Filter the responses"), NULL);
	write_form(h, req, r);
	html_element(h, "p",
	    _("A day or a channel that too few share is kept less exactly: the day as "
	      "the "
	      "first of its month, the channel as “other”."),
	    "class", "hint", NULL);
	for (size_t i = 0; i < r->form->n_questions; i++)
		if (stat_cut_by(r->form, r->form->questions[i].item))
			write_options(h, req, r, &r->form->questions[i]);
	html_close(h);
}
