/* Filters on the page: what is chosen, the form that changes it, the refusal. */
#include "base/i18n.h"
#include "base/text.h"
#include "filter.h"

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

/* Headings of a list come before its entries: a whole group may be chosen. */
static size_t add_groups(
    struct arena *a, const struct form_question *q, struct html_option *v, size_t n)
{
	const size_t first = n;

	for (size_t i = 0; i < q->n_options; i++) {
		const char *group = q->options[i].group;
		size_t j = first;

		while (group && j < n && !text_equal(v[j].value + 1, group))
			j++;
		if (group && j == n)
			v[n++] = (struct html_option){arena_printf(a, "@%s", group),
			    arena_printf(a, _("all of the group “%s”"), group),
			    _("Groups")};
	}
	return n;
}

/* What the query says of the item; item= and option= mean the same. */
static const char *chosen(const struct http_request *req, const char *item)
{
	const char *s = http_param(&req->query, arena_printf(req->arena, "is.%s", item));

	if (s == NULL && text_equal(http_param(&req->query, "item"), item))
		s = http_param(&req->query, "option");
	return s;
}

static void write_item(
    struct html *h, const struct http_request *req, const struct form *f, size_t item)
{
	const struct form_question *q = &f->questions[f->items[item].question];
	struct arena *a = req->arena;
	struct html_option *v = ARENA_ARRAY(a, 2 * q->n_options + 1, struct html_option);
	size_t n = 0;

	v[n++] = (struct html_option){"", _("any answer"), NULL};
	n = add_groups(a, q, v, n);
	for (size_t i = 0; i < q->n_options; i++)
		v[n++] = (struct html_option){
		    q->options[i].code, q->options[i].text, q->options[i].group};
	html_field(
	    h, &(struct html_field){.type = "select",
		   .name = arena_printf(a, "is.%s", f->items[item].id),
		   .label = *q->number ? arena_printf(a, "%s. %s", q->number, q->text)
				       : q->text,
		   .value = chosen(req, f->items[item].id),
		   .options = v,
		   .n_options = n});
}

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
static void write_language(
    struct html *h, const struct http_request *req, const struct form *f)
{
	struct html_option *v =
	    ARENA_ARRAY(req->arena, f->n_languages + 2, struct html_option);
	size_t n = 0;

	if (f->n_languages < 2)
		return;
	v[n++] = (struct html_option){"", _("any language"), NULL};
	for (size_t i = 0; i < f->n_languages; i++)
		v[n++] = (struct html_option){
		    f->languages[i].code, f->languages[i].title, NULL};
	v[n++] = (struct html_option){STAT_CUT_OTHER, _("not known exactly"), NULL};
	html_field(h, &(struct html_field){.type = "select",
			  .name = "language",
			  .label = _("Language of the form"),
			  .value = http_param(&req->query, "language"),
			  .options = v,
			  .n_options = n});
}

static void write_days(struct html *h, const struct http_request *req)
{
	html_field(h, &(struct html_field){.type = "text",
			  .name = "period",
			  .label = _("Period"),
			  .value = http_param(&req->query, "period"),
			  .hint = _("A month 2026-11, quarter 2026-Q4, half-year 2026-H2 "
				    "or year 2026.")});
	html_field(h, &(struct html_field){.type = "date",
			  .name = "from",
			  .label = _("From the day"),
			  .value = http_param(&req->query, "from")});
	html_field(h, &(struct html_field){.type = "date",
			  .name = "to",
			  .label = _("To the day"),
			  .value = http_param(&req->query, "to")});
}

static void write_form(struct html *h, const struct http_request *req,
    const struct results *r, const struct procedure *p)
{
	html_open(h, "form", "method", "get", "action",
	    html_path(h, req->base_path,
		arena_printf(req->arena, "/admin/campaign/%s", r->campaign.code)),
	    "class", "fields", NULL);
	if (http_param(&req->query, "version"))
		html_hidden(h, "version", http_param(&req->query, "version"));
	write_days(h, req);
	write_channel(h, req, p);
	write_language(h, req, r->form);
	for (size_t i = 0; i < r->form->n_items; i++)
		if (stat_cut_by(r->form, i))
			write_item(h, req, r->form, i);
	html_button(h, NULL, NULL, _("Filter"), NULL);
	html_close(h);
}

enum err filter_write(struct html *h, struct worker *w, const struct http_request *req,
    const struct results *r)
{
	struct procedure *p;
	enum err e;

	if (r->campaign.audience == FORM_INTERNAL || r->view != STAT_VIEW_RESULTS)
		return ERR_OK;
	e = worker_procedure(w, req->arena, r->campaign.agency_code, &p);
	if (e != ERR_OK)
		return e;
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
	write_form(h, req, r, p);
	html_element(h, "p",
	    _("A day, a channel or a language that too few share is kept less exactly: "
	      "the day as the first of its month, the others as “other”."),
	    "class", "hint", NULL);
	html_close(h);
	procedure_free(&p);
	return ERR_OK;
}
