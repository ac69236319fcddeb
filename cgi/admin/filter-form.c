/* Filters on the page: what is chosen, the form that changes it, what went wrong. */
#include "base/i18n.h"
#include "base/text.h"
#include "crossing.h"
#include "grid.h"
#include "series-period.h"

#define CHECKED_MAX 15 /* more answers than this are a list to choose from */
#define PERIODS_A_YEAR (1 + 2 + 4 + 12)

struct writer {
	struct html *h;
	struct worker *worker;
	const struct http_request *req;
	struct arena *arena;
	const struct results *r;
	struct filter_faults faults;
};

static bool is_option(const struct html_option *v, size_t n, const char *value)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(v[i].value, value))
			return true;
	return value == NULL;
}

/* --- questions --- */

static const struct form_question *question_of(
    const struct writer *w, const struct stat_place *p)
{
	return &w->r->form->questions[w->r->form->items[p->item].question];
}

static const char *name_of(const struct writer *w, const struct stat_place *p)
{
	return stat_place_name(w->arena, w->r->form, p);
}

/* What may be asked of one item, and what is. */
struct question {
	const char *name, *field; /* "7.1.rating", "is.7.1.rating" */
	const char *const *asked; /* answers of the query */
	size_t n_asked;
	struct html_option *v; /* answers to choose from */
	size_t n;
};

static bool is_chosen(const struct question *q, const char *answer)
{
	for (size_t i = 0; i < q->n_asked; i++)
		if (text_equal(q->asked[i], answer))
			return true;
	return false;
}

/* Headings of a list come before its entries: a whole group may be chosen. */
static size_t add_groups(
    struct arena *a, const struct form_question *q, struct html_option *v)
{
	size_t n = 0;

	for (size_t i = 0; i < q->n_options; i++) {
		const char *group = q->options[i].group;
		size_t j = 0;

		while (group && j < n && !text_equal(v[j].value + 1, group))
			j++;
		if (group && j == n)
			v[n++] = (struct html_option){arena_printf(a, "@%s", group),
			    arena_printf(a, _("all of the group “%s”"), group),
			    _("Groups")};
	}
	return n;
}

/* Everything that may be asked for of a question; room for twice its answers. */
static size_t add_answers(
    const struct writer *w, const struct stat_place *p, struct html_option *v)
{
	const struct form_question *q = question_of(w, p);
	const bool marks = q->type == FORM_SCALE || q->type == FORM_CSI;
	size_t n = marks ? 0 : add_groups(w->arena, q, v);

	for (size_t i = 0; i < p->answers; i++) {
		const char *text = crossing_answer(w->arena, w->r->form, p, i);

		v[n++] = (struct html_option){marks ? text : q->options[i].code, text,
		    marks ? NULL : q->options[i].group};
	}
	return n;
}

static void write_check(const struct writer *w, const struct question *q,
    const char *answer, const char *label, bool chosen)
{
	html_choice(w->h, &(struct html_choice){.type = "checkbox",
			      .name = q->field,
			      .value = answer,
			      .label = label,
			      .checked = chosen});
}

static void write_checks(
    const struct writer *w, const struct question *q, bool chosen_only)
{
	for (size_t i = 0; i < q->n; i++) {
		const bool chosen = is_chosen(q, q->v[i].value);

		if (chosen || !chosen_only)
			write_check(w, q, q->v[i].value, q->v[i].text, chosen);
	}
}

/* Answers the item does not have: what was asked for is not lost. */
static void write_unknown(const struct writer *w, const struct question *q)
{
	for (size_t i = 0; i < q->n_asked; i++)
		if (!is_option(q->v, q->n, q->asked[i]))
			write_check(w, q, q->asked[i], q->asked[i], true);
}

/* A long list: what is chosen stays checked, one more is chosen from the list. */
static void write_list(const struct writer *w, const struct question *q)
{
	struct html_option *left = ARENA_ARRAY(w->arena, q->n + 1, struct html_option);
	size_t n_left = 0;

	write_checks(w, q, true);
	left[n_left++] = (struct html_option){"", _("choose"), NULL};
	for (size_t i = 0; i < q->n; i++)
		if (!is_chosen(q, q->v[i].value))
			left[n_left++] = q->v[i];
	html_field(w->h, &(struct html_field){.type = "select",
			     .name = q->field,
			     .id = arena_printf(w->arena, "%s.more", q->field),
			     .label = _("One more answer"),
			     .options = left,
			     .n_options = n_left});
}

/* Are its answers wanted to choose from? */
static bool is_wanted(const struct writer *w, const char *name)
{
	return text_equal(http_param(&w->req->query, "ask"), name);
}

static struct question question_at(const struct writer *w, const struct stat_place *p)
{
	const char *name = name_of(w, p);
	struct question q = {.name = name,
	    .field = arena_printf(w->arena, "is.%s", name),
	    .v = ARENA_ARRAY(w->arena, 2 * p->answers, struct html_option)};

	q.asked = filter_answers(w->req, w->r->form, name, &q.n_asked);
	q.n = add_answers(w, p, q.v);
	return q;
}

static void write_item(const struct writer *w, const struct stat_place *p)
{
	const struct question question = question_at(w, p), *q = &question;
	const char *title = crossing_name(w->arena, w->r, p);
	const bool faulty = text_equal(w->faults.item, q->name);

	html_open(w->h, "details", "class", "answers", "open",
	    q->n_asked > 0 || is_wanted(w, q->name) ? HTML_ON : NULL, NULL);
	html_element(w->h, "summary",
	    q->n_asked ? arena_printf(w->arena, _("%s — chosen: %zu"), title, q->n_asked)
		       : title,
	    NULL);
	html_open(w->h, "fieldset", "id", q->field, NULL);
	html_element(w->h, "legend", _("Any of the answers"), NULL);
	if (faulty)
		html_fault(w->h, arena_printf(w->arena, "%s-fault", q->field),
		    w->faults.answers);
	write_unknown(w, q);
	if (q->n <= CHECKED_MAX)
		write_checks(w, q, false);
	else
		write_list(w, q);
	html_close(w->h);
	html_close(w->h);
}

/* What may be asked of item i: of a csi row its two marks. */
static size_t places_of(const struct writer *w, size_t i, struct stat_place v[2])
{
	if (!stat_place_of(w->r->form, i, false, &v[0]))
		return 0;
	return stat_place_of(w->r->form, i, true, &v[1]) ? 2 : 1;
}

/* It says who answered, or is asked of, or its answers are wanted. */
static bool is_written(const struct writer *w, const struct stat_place *p)
{
	size_t n;

	if (stat_cut_by(w->r->form, p->item) || is_wanted(w, name_of(w, p)))
		return true;
	filter_answers(w->req, w->r->form, name_of(w, p), &n);
	return n > 0;
}

static void write_items(const struct writer *w)
{
	struct stat_place v[2];

	for (size_t i = 0; i < w->r->form->n_items; i++)
		for (size_t j = 0, n = places_of(w, i, v); j < n; j++)
			if (is_written(w, &v[j]))
				write_item(w, &v[j]);
}

/* Any other question: its answers stand in the form once it is chosen. */
static void write_others(const struct writer *w)
{
	const size_t most = 2 * w->r->form->n_items + 1;
	struct html_option *v = ARENA_ARRAY(w->arena, most, struct html_option);
	struct stat_place p[2];
	size_t n = 0;

	v[n++] = (struct html_option){"", _("choose"), NULL};
	for (size_t i = 0; i < w->r->form->n_items; i++)
		for (size_t j = 0, all = places_of(w, i, p); j < all; j++)
			if (!is_written(w, &p[j]))
				v[n++] = (struct html_option){name_of(w, &p[j]),
				    crossing_name(w->arena, w->r, &p[j]), NULL};
	if (n == 1)
		return;
	html_open(w->h, "details", "class", "answers", NULL);
	html_element(w->h, "summary", _("Other questions"), NULL);
	html_field(w->h, &(struct html_field){.type = "select",
			     .name = "ask",
			     .label = _("Filter by the answers to"),
			     .hint = _("Its answers stand here to be chosen from after "
				       "the button."),
			     .options = v,
			     .n_options = n});
	html_close(w->h);
}

/* --- marks --- */

/* Marks of channels the agency knows; any other may be typed. */
static void write_channel(
    struct html *h, const struct http_request *req, const struct procedure *p)
{
	const struct procedure_list *l = procedure_list(p, "channels-external");
	struct html_option *v = ARENA_ARRAY(req->arena, l ? l->n : 0, struct html_option);

	for (size_t i = 0; l && i < l->n; i++)
		v[i] = (struct html_option){l->v[i].id, l->v[i].text, NULL};
	html_field(h, &(struct html_field){.type = "text",
			  .name = "channel",
			  .label = _("Mark of the channel"),
			  .value = http_param(&req->query, "channel"),
			  .options = v,
			  .n_options = l ? l->n : 0});
}

/* Of a questionnaire in several languages: which one the form was read in. */
static void write_language(const struct writer *w)
{
	const struct form *f = w->r->form;
	const char *value = http_param(&w->req->query, "language");
	struct html_option *v =
	    ARENA_ARRAY(w->arena, f->n_languages + 3, struct html_option);
	size_t n = 0;

	if (f->n_languages < 2)
		return;
	v[n++] = (struct html_option){"", _("any language"), NULL};
	for (size_t i = 0; i < f->n_languages; i++)
		v[n++] = (struct html_option){
		    f->languages[i].code, f->languages[i].title, NULL};
	v[n++] = (struct html_option){STAT_CUT_OTHER, _("not known exactly"), NULL};
	if (!is_option(v, n, value))
		v[n++] = (struct html_option){value, value, NULL};
	html_field(w->h, &(struct html_field){.type = "select",
			     .name = "language",
			     .label = _("Language of the form"),
			     .value = value,
			     .fault = w->faults.language,
			     .options = v,
			     .n_options = n});
}

/* Periods of one length from that of the first day to that of the last. */
static size_t add_periods(struct arena *a, enum series_by by, const char *group,
    day_t first, day_t last, struct html_option *v)
{
	const struct series s = {.by = by, .split = DAY_NONE};
	const long end = series_period_of(by, last, DAY_NONE);
	size_t n = 0;

	for (long i = series_period_of(by, first, DAY_NONE); i <= end; i++)
		v[n++] = (struct html_option){
		    series_period_key(a, by, i), series_period_label(a, &s, i), group};
	return n;
}

/* The days answers were taken so far; of what opens later its first day. */
static void open_days(const struct results *r, day_t *first_r, day_t *last_r)
{
	const day_t first = r->campaign.opens_on;
	day_t last = db_campaign_last_day(&r->campaign);

	if (last == DAY_NONE || last > r->today)
		last = r->today;
	*first_r = first;
	*last_r = last > first ? last : first;
}

static size_t years_of(day_t first, day_t last)
{
	return (size_t)(series_period_of(SERIES_YEARS, last, DAY_NONE) -
			series_period_of(SERIES_YEARS, first, DAY_NONE)) +
	       1;
}

/* Of those days; what the URL asks for stays whatever it is. */
static void write_period(const struct writer *w)
{
	const struct {
		enum series_by by;
		const char *group;
	} lengths[] = {{SERIES_YEARS, _("Years")}, {SERIES_HALVES, _("Half-years")},
	    {SERIES_QUARTERS, _("Quarters")}, {SERIES_MONTHS, _("Months")}};
	const char *value = http_param(&w->req->query, "period");
	struct html_option *v;
	day_t first, last;
	size_t n = 0;

	open_days(w->r, &first, &last);
	v = ARENA_ARRAY(
	    w->arena, PERIODS_A_YEAR * years_of(first, last) + 2, struct html_option);
	v[n++] = (struct html_option){"", _("any period"), NULL};
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
		n += add_periods(
		    w->arena, lengths[i].by, lengths[i].group, first, last, v + n);
	if (!is_option(v, n, value))
		v[n++] = (struct html_option){value, value, NULL};
	html_field(w->h, &(struct html_field){.type = "select",
			     .name = "period",
			     .label = _("Period"),
			     .value = value,
			     .fault = w->faults.period,
			     .options = v,
			     .n_options = n});
}

/* A browser shows nothing of what is no date in a field of dates. */
static void write_day(
    const struct writer *w, const char *name, const char *label, const char *fault)
{
	const char *value = http_param(&w->req->query, name);
	day_t unused;
	const bool date = value == NULL || !*value || day_parse(value, &unused) == ERR_OK;

	html_field(w->h, &(struct html_field){.type = date ? "date" : "text",
			     .name = name,
			     .label = label,
			     .value = value,
			     .fault = fault});
}

/* --- the form --- */

static void write_fields(const struct writer *w, const struct procedure *p)
{
	html_open(w->h, "form", "method", "get", "action",
	    html_path(w->h, w->req->base_path,
		arena_printf(w->arena, "/admin/campaign/%s", w->r->campaign.code)),
	    "class", "fields", NULL);
	if (http_param(&w->req->query, "version"))
		html_hidden(w->h, "version", http_param(&w->req->query, "version"));
	write_period(w);
	write_day(w, "from", _("From the day"), w->faults.from);
	write_day(w, "to", _("To the day"), w->faults.to);
	write_channel(w->h, w->req, p);
	write_language(w);
	write_items(w);
	write_others(w);
	html_button(w->h, NULL, NULL, _("Filter"), NULL);
	html_close(w->h);
}

static enum err write_form(const struct writer *w, bool open)
{
	struct procedure *p;
	enum err e =
	    worker_procedure(w->worker, w->arena, w->r->campaign.agency_code, &p);

	if (e != ERR_OK)
		return e;
	html_open(w->h, "details", "open", open ? HTML_ON : NULL, NULL);
	html_element(w->h, "summary", _("Filter the responses"), NULL);
	write_fields(w, p);
	html_element(w->h, "p",
	    _("Several answers to one question: any of them; period, days, channel and "
	      "different questions must all hold. A day, a channel or a language that "
	      "too few share is kept less exactly: the day as the first of its month, "
	      "the others as “other”. Such responses are inside only with their whole "
	      "month."),
	    "class", "hint", NULL);
	html_close(w->h);
	procedure_free(&p);
	return ERR_OK;
}

static void write_unsure(struct html *h, struct arena *a, const struct results *r)
{
	const char *words = r->filter ? filter_unsure_words(a, &r->unsure) : NULL;

	if (words)
		html_notice(h, "note",
		    arena_printf(a, _("Not inside because of their day — %s."), words));
}

void filter_write_notice(struct html *h, struct arena *a, const struct results *r)
{
	if (r->filter)
		html_notice(h, "note", arena_printf(a, _("Filter: %s."), r->filter));
	write_unsure(h, a, r);
}

enum err filter_write(struct html *h, struct worker *w, const struct http_request *req,
    const struct results *r)
{
	const struct writer form = {h, w, req, req->arena, r, {NULL}};

	if (r->campaign.audience == FORM_INTERNAL || r->view != STAT_VIEW_RESULTS)
		return ERR_OK;
	if (r->filter) {
		html_notice(h, "note",
		    arena_printf(req->arena, _("Filter: %s. Responses inside: %u of %u."),
			r->filter, r->table->responses, r->all_responses));
		write_unsure(h, req->arena, r);
		admin_link_line(h, req,
		    arena_printf(req->arena, "/admin/campaign/%s", r->campaign.code),
		    _("Show all responses"));
	}
	return write_form(&form, r->filter || http_param(&req->query, "ask"));
}

/* --- what went wrong --- */

static void write_refusal(struct worker *w, const struct http_request *req,
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

static void write_summary(const struct writer *w)
{
	const struct filter_faults *f = &w->faults;
	const struct html_fault_link all[] = {{"period", f->period}, {"from", f->from},
	    {"to", f->to}, {w->r->form->n_languages > 1 ? "language" : NULL, f->language},
	    {f->item ? arena_printf(w->arena, "is.%s", f->item) : NULL, f->answers}};
	struct html_fault_link v[sizeof(all) / sizeof(*all)];
	size_t n = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i].text)
			v[n++] = all[i];
	html_fault_summary(w->h, v, n);
}

/* No figures: those of all responses are not what was asked for. */
static enum err write_faulty(const struct writer *form, struct http_response *res)
{
	struct writer w = *form;
	struct admin_page page;
	enum err e;

	res->status = 422;
	w.h = admin_page_begin_titled(&page, w.worker, w.req, res, ADMIN_TAB_CAMPAIGNS,
	    arena_printf(w.arena, _("Error: %s"), w.r->campaign.title),
	    w.r->campaign.title);
	write_summary(&w);
	e = write_form(&w, true);
	admin_link_line(w.h, w.req,
	    arena_printf(w.arena, "/admin/campaign/%s", w.r->campaign.code),
	    _("Show all responses"));
	admin_page_end(&page);
	return e;
}

enum err filter_fail(enum err e, struct worker *w, const struct http_request *req,
    struct http_response *res, const struct results *r)
{
	struct writer form = {NULL, w, req, req->arena, r, {NULL}};

	if (e == ERR_DENIED) {
		write_refusal(w, req, res, r);
		return ERR_OK;
	}
	if (e != ERR_INVALID || grid_is_file(req) || grid_is_json(req) ||
	    !filter_find_faults(req, r->form, &form.faults))
		return e;
	return write_faulty(&form, res);
}
