/*
 * GET /admin/campaign/:code/trend — rounds, periods, agencies beside each other;
 * GET /admin/campaign/:code/cut — groups by the answer to a question.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "series-write.h"

/* --- ways to compare --- */

static const char *by_words(enum series_by by)
{
	switch (by) {
	case SERIES_MONTHS:
		return _("by month");
	case SERIES_QUARTERS:
		return _("by quarter");
	case SERIES_HALVES:
		return _("by half-year");
	case SERIES_YEARS:
		return _("by year");
	case SERIES_AGENCIES:
		return _("agencies that ask the same");
	default:
		return _("rounds of the questionnaire");
	}
}

static bool is_offered(const struct series *v, enum series_by by)
{
	return by != SERIES_SPLIT && (v->results.campaign.audience == FORM_EXTERNAL ||
					 by == SERIES_ROUNDS || by == SERIES_AGENCIES);
}

static void write_ways(const struct sheet *s, const struct series *v)
{
	html_open(s->h, "nav", "aria-label", _("What to compare"), NULL);
	html_open(s->h, "ul", NULL);
	for (int i = SERIES_ROUNDS; i <= SERIES_AGENCIES; i++) {
		enum series_by by = (enum series_by)i;

		if (!is_offered(v, by))
			continue;
		html_open(s->h, "li", NULL);
		html_element(s->h, "a", by_words(by), "href",
		    html_path(s->h, s->req->base_path,
			arena_printf(s->arena, "/admin/campaign/%s/trend?by=%s%s",
			    v->results.campaign.code, series_by_name(by),
			    filter_more(s->req))),
		    "aria-current", v->by == by ? "page" : NULL, NULL);
		html_close(s->h);
	}
	html_close(s->h);
	html_close(s->h);
}

static void write_split(const struct sheet *s, const struct series *v)
{
	html_open(s->h, "form", "method", "get", "action",
	    html_path(s->h, s->req->base_path,
		arena_printf(
		    s->arena, "/admin/campaign/%s/trend", v->results.campaign.code)),
	    NULL);
	filter_hidden(s->h, s->req);
	html_field(s->h, &(struct html_field){.type = "date",
			     .name = "split",
			     .label = _("Before and after a day"),
			     .value = http_param(&s->req->query, "split"),
			     .hint = _("The day a measure took effect: answers before it "
				       "against those from it on.")});
	html_button(s->h, NULL, NULL, _("Compare"), NULL);
	html_close(s->h);
}

/* --- the pages --- */

static void write_top(const struct sheet *s, const struct series *v)
{
	const struct db_campaign *c = &v->results.campaign;

	admin_link_line(s->h, s->req,
	    arena_printf(s->arena, "/admin/campaign/%s%s", c->code, filter_query(s->req)),
	    c->title);
	html_open(s->h, "dl", "class", "facts", NULL);
	admin_fact(s->h, _("Questionnaire"), c->questionnaire);
	admin_fact(s->h, _("Audience"), admin_audience(c->audience));
	admin_fact(s->h, _("As of"), day_russian(s->arena, v->results.today));
	html_close(s->h);
	if (v->results.trial)
		html_notice(s->h, "warning",
		    _("This installation is set up for trying out: the ballot box is "
		      "opened one or a few answers at a time, and results are shown "
		      "before closing. Answers are not anonymous in this mode."));
	filter_write_notice(s->h, s->arena, &v->results);
}

static const char *own_query(const struct sheet *s, const struct series *v)
{
	const char *way;

	if (v->by == SERIES_CUT)
		way = arena_printf(s->arena, "?by=%s%s",
		    admin_url_part(s->arena, v->results.form->items[v->cut].id),
		    v->by_headings ? "&groups=1" : "");
	else if (v->by == SERIES_SPLIT)
		way = arena_printf(s->arena, "?split=%s", day_iso(s->arena, v->split));
	else
		way = arena_printf(s->arena, "?by=%s", series_by_name(v->by));
	return arena_printf(s->arena, "%s%s", way, filter_more(s->req));
}

static void write_trend(const struct sheet *s, const struct series *v)
{
	const struct db_campaign *c = &v->results.campaign;

	write_top(s, v);
	write_ways(s, v);
	write_split(s, v);
	if (c->audience == FORM_INTERNAL)
		html_notice(s->h, "note",
		    _("Answers of internal clients are compared by whole closed "
		      "campaigns "
		      "only."));
	if (v->by == SERIES_AGENCIES && s->worker->session.staff.agency_id != 0)
		html_notice(s->h, "note",
		    _("You see one agency; who may see several can compare them."));
	if (v->n < 2)
		html_element(s->h, "p",
		    _("There is nothing to compare yet: it takes two rounds or periods "
		      "with results."),
		    NULL);
	if (v->trend != NULL)
		grid_downloads(s->h, s->req,
		    arena_printf(s->arena, "/admin/campaign/%s/trend", c->code),
		    own_query(s, v));
	series_write(s, v);
}

enum err page_trend_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct sheet s = {.worker = worker, .req = req, .arena = req->arena};
	struct admin_page page;
	struct series v;
	enum err e = series_load(worker, req, &v);

	s.r = &v.results;
	if (e != ERR_OK)
		return filter_fail(e, worker, req, res, s.r);
	if (grid_is_file(req))
		return series_file(req, res, &v,
		    arena_printf(req->arena, "%s-trend", v.results.campaign.code));
	if (grid_is_json(req)) {
		series_json(req, res, &v);
		return ERR_OK;
	}
	s.h = admin_page_begin(
	    &page, worker, req, res, ADMIN_TAB_CAMPAIGNS, _("Change over time"));
	write_trend(&s, &v);
	admin_page_end(&page);
	return ERR_OK;
}

/* --- groups --- */

static bool asks_for_headings(const struct sheet *s)
{
	return text_equal(http_param(&s->req->query, "groups"), "1");
}

static bool any_headings(const struct form *f, const size_t *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (f->audience == FORM_EXTERNAL && series_has_headings(f, items[i]))
			return true;
	return false;
}

static void write_headings_choice(const struct sheet *s)
{
	html_open(s->h, "fieldset", NULL);
	html_element(s->h, "legend", _("Answers of a list"), NULL);
	html_choice(
	    s->h, &(struct html_choice){.type = "checkbox",
		      .name = "groups",
		      .value = "1",
		      .label = _("by the headings of its list, where it has such"),
		      .checked = asks_for_headings(s)});
	html_close(s->h);
}

static enum err write_questions(const struct sheet *s, const struct series *v)
{
	const struct results *r = &v->results;
	struct html_option *options;
	const size_t *items;
	size_t n, n_options = 0;
	enum err e = series_cuts(s->worker, s->arena, r, &items, &n);

	if (e != ERR_OK)
		return e;
	if (n == 0) {
		html_element(s->h, "p",
		    r->campaign.audience == FORM_INTERNAL
			? _("No question parts the answers into groups that are all "
			    "large "
			    "enough, or the survey is not closed yet: the results are "
			    "shown whole.")
			: _("The questionnaire asks nothing to cut the results by."),
		    NULL);
		return ERR_OK;
	}
	options = ARENA_ARRAY(s->arena, n + 1, struct html_option);
	options[n_options++] = (struct html_option){"", _("choose"), NULL};
	for (size_t i = 0; i < n; i++) {
		const struct form_item *item = &r->form->items[items[i]];
		const struct form_question *q = &r->form->questions[item->question];

		options[n_options++] = (struct html_option){
		    item->id, arena_printf(s->arena, "%s. %s", item->id, q->text), NULL};
	}
	html_open(s->h, "form", "method", "get", "action",
	    html_path(s->h, s->req->base_path,
		arena_printf(s->arena, "/admin/campaign/%s/cut", r->campaign.code)),
	    NULL);
	filter_hidden(s->h, s->req);
	html_field(s->h, &(struct html_field){.type = "select",
			     .name = "by",
			     .label = _("Groups by the answer to"),
			     .value = http_param(&s->req->query, "by"),
			     .options = options,
			     .n_options = n_options});
	if (any_headings(r->form, items, n))
		write_headings_choice(s);
	html_button(s->h, NULL, NULL, _("Show the groups"), NULL);
	html_close(s->h);
	return ERR_OK;
}

static enum err write_cut(const struct sheet *s, const struct series *v)
{
	enum err e;

	write_top(s, v);
	if (v->results.campaign.audience == FORM_INTERNAL)
		html_notice(s->h, "note",
		    _("Answers of internal clients are shown by groups only after "
		      "closing, one question at a time, and only if every group is large "
		      "enough."));
	e = write_questions(s, v);
	if (v->cut != SIZE_MAX && asks_for_headings(s) && !v->by_headings)
		html_notice(s->h, "note",
		    _("The answers to this question stand under no headings: the groups "
		      "are the answers."));
	if (e == ERR_OK && v->trend == NULL && v->cut != SIZE_MAX)
		html_element(s->h, "p",
		    _("There are no answers, or too few of them to be shown."), NULL);
	if (e != ERR_OK || v->trend == NULL)
		return e;
	grid_downloads(s->h, s->req,
	    arena_printf(s->arena, "/admin/campaign/%s/cut", v->results.campaign.code),
	    own_query(s, v));
	series_write_groups(s, v);
	return ERR_OK;
}

enum err page_cut_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct sheet s = {.worker = worker, .req = req, .arena = req->arena};
	struct admin_page page;
	struct series v;
	enum err e = series_load_cut(worker, req, &v);

	s.r = &v.results;
	if (e != ERR_OK)
		return filter_fail(e, worker, req, res, s.r);
	if (grid_is_file(req))
		return series_file(req, res, &v,
		    arena_printf(req->arena, "%s-cut", v.results.campaign.code));
	if (grid_is_json(req)) {
		series_json(req, res, &v);
		return ERR_OK;
	}
	s.h = admin_page_begin(
	    &page, worker, req, res, ADMIN_TAB_CAMPAIGNS, _("Results by groups"));
	e = write_cut(&s, &v);
	admin_page_end(&page);
	return e;
}
