/* Filters on the page: what is chosen, the form that changes it, what went wrong. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "crossing.h"
#include "db/response.h"
#include "grid.h"
#include "series-period.h"

#define CHECKED_MAX 15 /* more answers than this are a list to choose from */

struct writer {
	struct html *h;
	struct worker *worker;
	const struct http_request *req;
	struct arena *arena;
	const struct results *r;
	struct filter_faults faults;
};

/* --- questions --- */

static const struct form_question *question_of(
    const struct writer *w, const struct stat_place *p)
{
	return &w->r->form->questions[w->r->form->items[p->item].question];
}

/* Is the answer asked for?  item= and option= mean the same as is.<item>=. */
static bool is_chosen(const struct writer *w, const char *name, const char *answer)
{
	const struct http_params *q = &w->req->query;
	const char *field = arena_printf(w->arena, "is.%s", name);

	if (text_equal(http_param(q, "item"), name) &&
	    text_equal(http_param(q, "option"), answer))
		return true;
	for (size_t i = 0; i < q->n; i++)
		if (text_equal(q->v[i].name, field) && text_equal(q->v[i].value, answer))
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

static void write_checks(const struct writer *w, const char *name,
    const struct html_option *v, size_t n, bool chosen_only)
{
	for (size_t i = 0; i < n; i++) {
		const bool chosen = is_chosen(w, name, v[i].value);

		if (chosen || !chosen_only)
			html_choice(
			    w->h, &(struct html_choice){.type = "checkbox",
				      .name = arena_printf(w->arena, "is.%s", name),
				      .value = v[i].value,
				      .label = v[i].text,
				      .checked = chosen});
	}
}

/* A long list: what is chosen stays checked, one more is chosen from the list. */
static void write_list(
    const struct writer *w, const char *name, struct html_option *v, size_t n)
{
	struct html_option *left = ARENA_ARRAY(w->arena, n + 1, struct html_option);
	const char *field = arena_printf(w->arena, "is.%s", name);
	size_t n_left = 0;

	write_checks(w, name, v, n, true);
	left[n_left++] = (struct html_option){"", _("choose"), NULL};
	for (size_t i = 0; i < n; i++)
		if (!is_chosen(w, name, v[i].value))
			left[n_left++] = v[i];
	html_field(w->h, &(struct html_field){.type = "select",
			     .name = field,
			     .id = arena_printf(w->arena, "%s.more", field),
			     .label = _("One more answer"),
			     .options = left,
			     .n_options = n_left});
}

static size_t count_chosen(
    const struct writer *w, const char *name, const struct html_option *v, size_t n)
{
	size_t chosen = 0;

	for (size_t i = 0; i < n; i++)
		chosen += is_chosen(w, name, v[i].value);
	return chosen;
}

static void write_item(
    const struct writer *w, const char *name, const struct stat_place *p, bool open)
{
	struct html_option *v = ARENA_ARRAY(w->arena, 2 * p->answers, struct html_option);
	const char *title = crossing_name(w->arena, w->r, p);
	size_t n = add_answers(w, p, v), chosen = count_chosen(w, name, v, n);
	const bool faulty = text_equal(w->faults.item, name);

	html_open(w->h, "details", "class", "answers", "open",
	    open || chosen > 0 || faulty ? HTML_ON : NULL, NULL);
	html_element(w->h, "summary",
	    chosen ? arena_printf(w->arena, _("%s — chosen: %zu"), title, chosen) : title,
	    NULL);
	html_open(w->h, "fieldset", "id", arena_printf(w->arena, "is.%s", name), NULL);
	html_element(w->h, "legend", _("Any of the answers"), NULL);
	if (faulty)
		html_fault(
		    w->h, arena_printf(w->arena, "is.%s-fault", name), w->faults.answers);
	if (n <= CHECKED_MAX)
		write_checks(w, name, v, n, false);
	else
		write_list(w, name, v, n);
	html_close(w->h);
	html_close(w->h);
}

/* Names of what may be asked of item i: its two marks, of a csi row. */
static size_t names_of(
    const struct writer *w, size_t i, const char *names[2], struct stat_place places[2])
{
	const struct form *f = w->r->form;
	const char *id = f->items[i].id;

	if (!stat_place_of(f, i, false, &places[0]))
		return 0;
	names[0] = id;
	if (!stat_place_of(f, i, true, &places[1]))
		return 1;
	names[0] = arena_printf(w->arena, "%s.rating", id);
	names[1] = arena_printf(w->arena, "%s.importance", id);
	return 2;
}

/* Is anything asked of it, or its answers wanted to choose from? */
static bool is_wanted(const struct writer *w, const char *name)
{
	const struct http_params *q = &w->req->query;
	const char *field = arena_printf(w->arena, "is.%s", name);

	if (text_equal(http_param(q, "ask"), name) ||
	    (http_param(q, "option") && text_equal(http_param(q, "item"), name)))
		return true;
	for (size_t i = 0; i < q->n; i++)
		if (text_equal(q->v[i].name, field) && *q->v[i].value)
			return true;
	return false;
}

/* The questions about the respondent, and those that are asked of. */
static void write_items(const struct writer *w)
{
	struct stat_place places[2];
	const char *names[2];

	for (size_t i = 0; i < w->r->form->n_items; i++)
		for (size_t j = 0, n = names_of(w, i, names, places); j < n; j++)
			if (stat_cut_by(w->r->form, i) || is_wanted(w, names[j]))
				write_item(w, names[j], &places[j],
				    text_equal(
					http_param(&w->req->query, "ask"), names[j]));
}

/* Any other question: its answers stand in the form once it is chosen. */
static void write_others(const struct writer *w)
{
	const size_t most = 2 * w->r->form->n_items + 1;
	struct html_option *v = ARENA_ARRAY(w->arena, most, struct html_option);
	struct stat_place places[2];
	const char *names[2];
	size_t n = 0;

	v[n++] = (struct html_option){"", _("choose"), NULL};
	for (size_t i = 0; i < w->r->form->n_items; i++)
		for (size_t j = 0, all = names_of(w, i, names, places); j < all; j++)
			if (!stat_cut_by(w->r->form, i) && !is_wanted(w, names[j]))
				v[n++] = (struct html_option){names[j],
				    crossing_name(w->arena, w->r, &places[j]), NULL};
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

static bool is_option(const struct html_option *v, size_t n, const char *value)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(v[i].value, value))
			return true;
	return value == NULL;
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

/* Periods of one length that the days are in, each once. */
static size_t add_periods(struct arena *a, enum series_by by, const char *group,
    const day_t *days, size_t n_days, struct html_option *v)
{
	const struct series s = {.by = by, .split = DAY_NONE};
	size_t n = 0;
	long last = -1;

	for (size_t i = 0; i < n_days; i++) {
		long order = series_period_of(by, days[i], DAY_NONE);

		if (order != last)
			v[n++] = (struct html_option){series_period_key(a, by, order),
			    series_period_label(a, &s, order), group};
		last = order;
	}
	return n;
}

/* Of the days there are responses of; what the URL asks for stays whatever it is. */
static enum err write_period(const struct writer *w)
{
	const struct {
		enum series_by by;
		const char *group;
	} lengths[] = {{SERIES_YEARS, _("Years")}, {SERIES_HALVES, _("Half-years")},
	    {SERIES_QUARTERS, _("Quarters")}, {SERIES_MONTHS, _("Months")}};
	const struct db_campaign *c = &w->r->campaign;
	const char *value = http_param(&w->req->query, "period");
	struct html_option *v;
	day_t *days;
	size_t n_days, n = 0;
	enum err e = db_response_days(
	    w->worker->db, w->arena, c->id, c->version_id, &days, &n_days);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(w->arena, 4 * n_days + 2, struct html_option);
	v[n++] = (struct html_option){"", _("any period"), NULL};
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
		n += add_periods(
		    w->arena, lengths[i].by, lengths[i].group, days, n_days, v + n);
	if (!is_option(v, n, value))
		v[n++] = (struct html_option){value, value, NULL};
	html_field(w->h, &(struct html_field){.type = "select",
			     .name = "period",
			     .label = _("Period"),
			     .value = value,
			     .fault = w->faults.period,
			     .options = v,
			     .n_options = n});
	return ERR_OK;
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

static enum err write_fields(const struct writer *w, const struct procedure *p)
{
	enum err e;

	html_open(w->h, "form", "method", "get", "action",
	    html_path(w->h, w->req->base_path,
		arena_printf(w->arena, "/admin/campaign/%s", w->r->campaign.code)),
	    "class", "fields", NULL);
	if (http_param(&w->req->query, "version"))
		html_hidden(w->h, "version", http_param(&w->req->query, "version"));
	e = write_period(w);
	write_day(w, "from", _("From the day"), w->faults.from);
	write_day(w, "to", _("To the day"), w->faults.to);
	write_channel(w->h, w->req, p);
	write_language(w);
	write_items(w);
	write_others(w);
	html_button(w->h, NULL, NULL, _("Filter"), NULL);
	html_close(w->h);
	return e;
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
	e = write_fields(w, p);
	html_element(w->h, "p",
	    _("Several answers to one question: any of them; period, days, channel and "
	      "different questions must all hold. A day, a channel or a language that "
	      "too few share is kept less exactly: the day as the first of its month, "
	      "the others as “other”. Such responses are inside only with their whole "
	      "month."),
	    "class", "hint", NULL);
	html_close(w->h);
	procedure_free(&p);
	return e;
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
