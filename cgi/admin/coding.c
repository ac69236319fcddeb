#include "coding.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

bool coding_is_possible(const struct results *r)
{
	if (results_are_messages(r))
		return false;
	for (size_t i = 0; i < r->form->n_items; i++)
		if (results_has_texts(r, &r->table->rows[i]))
			return true;
	return false;
}

/* item= is which question here, to the filter a half of one of its conditions. */
static struct http_request without_own(const struct http_request *req)
{
	static const char *const own[] = {"q", "item", "topic", "text", "page"};
	struct http_param *v = ARENA_ARRAY(req->arena, req->query.n, struct http_param);
	struct http_request plain = *req;

	plain.query = (struct http_params){.v = v};
	for (size_t i = 0; i < req->query.n; i++) {
		bool is_own = false;

		for (size_t j = 0; j < sizeof(own) / sizeof(own[0]); j++)
			is_own |= text_equal(own[j], req->query.v[i].name);
		if (!is_own)
			v[plain.query.n++] = req->query.v[i];
	}
	return plain;
}

static enum err begin(
    struct worker *w, const struct http_request *req, const char *code, struct coding *c)
{
	enum err e;

	*c = (struct coding){.worker = w, .req = req, .plain = without_own(req)};
	e = results_load(w, req, code, &c->results);
	if (e == ERR_OK && !coding_is_possible(&c->results))
		e = ERR_NOT_FOUND;
	c->whole_query = c->results.query;
	return e;
}

static enum err read_coded(struct coding *c)
{
	struct arena *a = c->req->arena;
	const struct db_campaign *of = &c->results.campaign;
	enum err e =
	    db_coding_list(c->worker->db, a, of->id, of->version_id, &c->v, &c->n);

	if (e == ERR_OK)
		e = worker_procedure(c->worker, a, of->agency_code, &c->procedure);
	if (e == ERR_OK)
		c->topics = procedure_list(c->procedure, "topics");
	return e;
}

enum err coding_load(struct worker *w, const struct http_request *req, struct coding *c_r)
{
	struct coding c;
	enum err e = begin(w, req, req->segment[0], &c);

	if (e == ERR_OK)
		e = read_coded(&c);
	if (e == ERR_OK)
		*c_r = c;
	return e;
}

enum err coding_load_filtered(struct worker *w, const struct http_request *req,
    const char *code, struct coding *c_r)
{
	enum err e = begin(w, req, code, c_r);

	if (e == ERR_OK)
		e = filter_apply_texts(w, &c_r->plain, 0, 0, &c_r->results);
	return e == ERR_OK ? read_coded(c_r) : e;
}

void coding_free(struct coding *c)
{
	procedure_free(&c->procedure);
}

bool coding_is_shown(const struct coding *c, uint16_t item)
{
	return item < c->results.form->n_items &&
	       results_has_texts(&c->results, &c->results.table->rows[item]);
}

bool coding_has(const struct coding *c, const struct db_remark *r)
{
	if (!coding_is_shown(c, r->item))
		return false;
	return c->results.filter == NULL || results_text_is_inside(&c->results, r->id);
}

static int by_remark(const void *key, const void *coding)
{
	return strcmp(key, ((const struct db_coding *)coding)->remark);
}

const struct db_coding *coding_of(const struct coding *c, const char *remark, size_t *n_r)
{
	const struct db_coding *v =
	    c->n > 0 ? bsearch(remark, c->v, c->n, sizeof(*c->v), by_remark) : NULL;
	const struct db_coding *end;

	*n_r = 0;
	if (v == NULL)
		return NULL;
	while (v > c->v && strcmp(v[-1].remark, remark) == 0)
		v--;
	for (end = v; end < c->v + c->n && strcmp(end->remark, remark) == 0; end++)
		(*n_r)++;
	return v;
}

bool coding_has_topic(const struct db_coding *v, size_t n, const char *topic)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(v[i].topic, topic))
			return true;
	return false;
}

void coding_add_coders(
    struct coding_coder *v, size_t *n_coders, const struct db_coding *given, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t j = 0;

		while (j < *n_coders && v[j].id != given[i].staff_id)
			j++;
		if (j == *n_coders)
			v[(*n_coders)++] =
			    (struct coding_coder){given[i].staff_id, given[i].login};
	}
}

size_t coding_count_topic(const struct db_coding *v, size_t n, const char *topic)
{
	const char *last = NULL;
	size_t texts = 0;

	for (size_t i = 0; i < n; i++) {
		if (!text_equal(v[i].topic, topic) || text_equal(v[i].remark, last))
			continue;
		last = v[i].remark;
		texts++;
	}
	return texts;
}

const char *coding_given(
    const struct coding *c, const struct db_coding *v, size_t n, uint32_t coder)
{
	const char *s = NULL;

	for (size_t i = 0; i < n; i++) {
		if (coder != 0 && v[i].staff_id != coder)
			continue;
		if (s == NULL)
			s = "";
		/* Rows of one topic by several coders do not follow one another. */
		if (v[i].topic != NULL && !coding_has_topic(v, coder ? 0 : i, v[i].topic))
			s = arena_printf(c->req->arena, "%s%s%s", s, *s ? "; " : "",
			    coding_topic_text(c, v[i].topic));
	}
	return s == NULL || *s != '\0' ? s : _("none of the topics");
}

static const struct procedure_entry *topic_of(const struct coding *c, const char *topic)
{
	for (size_t i = 0; c->topics != NULL && i < c->topics->n; i++)
		if (text_equal(c->topics->v[i].id, topic))
			return &c->topics->v[i];
	return NULL;
}

bool coding_is_topic(const struct coding *c, const char *topic)
{
	return topic_of(c, topic) != NULL;
}

const char *coding_topic_text(const struct coding *c, const char *topic)
{
	const struct procedure_entry *entry = topic_of(c, topic);

	return entry != NULL ? entry->text : topic;
}

const char *coding_path(const struct coding *c, const char *page, const char *more)
{
	const struct results *r = &c->results;
	const char *query = text_equal(page, "coding") ? c->whole_query : r->query;

	return arena_printf(c->req->arena, "/admin/campaign/%s/%s%s%s%s",
	    r->campaign.code, page, query,
	    *more == '\0'    ? ""
	    : *query == '\0' ? "?"
			     : "&",
	    more);
}

void coding_write_nav(struct html *h, const struct coding *c, const char *page)
{
	static const struct {
		const char *page, *text;
	} pages[] = {{"texts", N_("All texts, search")}, {"coding", N_("Read and code")},
	    {"topics", N_("Topics, words, agreement of coders")}};
	const struct results *r = &c->results;

	admin_link_line(h, c->req,
	    arena_printf(
		c->req->arena, "/admin/campaign/%s%s", r->campaign.code, r->query),
	    r->campaign.title);
	html_open(h, "nav", "aria-label", _("Free texts"), "class", "parts", NULL);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		html_open(h, "li", NULL);
		html_element(h, "a", _(pages[i].text), "href",
		    html_path(h, c->req->base_path, coding_path(c, pages[i].page, "")),
		    "aria-current", text_equal(page, pages[i].page) ? "page" : NULL,
		    NULL);
		html_close(h);
	}
	html_close(h);
	html_close(h);
}

void coding_write_filter(struct html *h, const struct coding *c)
{
	if (c->results.filter != NULL)
		html_notice(h, "note",
		    arena_printf(c->req->arena, _("Filter: %s."), c->results.filter));
}

const struct html_option *coding_item_options(
    const struct coding *c, const char *first, size_t *n_r)
{
	const struct form *f = c->results.form;
	struct html_option *o =
	    ARENA_ARRAY(c->req->arena, f->n_items + 1, struct html_option);
	size_t n = 0;

	o[n++] = (struct html_option){"", first, NULL};
	for (size_t i = 0; i < f->n_items; i++)
		if (coding_is_shown(c, (uint16_t)i))
			o[n++] = (struct html_option){
			    f->items[i].id, coding_question(c, i), NULL};
	*n_r = n;
	return o;
}

const char *coding_question(const struct coding *c, size_t item)
{
	const struct stat_row *row = &c->results.table->rows[item];
	const char *number = export_item_number(row);

	return *number
		   ? arena_printf(c->req->arena, "%s. %s", number, export_item_text(row))
		   : export_item_text(row);
}

void coding_write_question(struct html *h, const struct coding *c, uint16_t item)
{
	html_element(h, "p", coding_question(c, item), "class", "hint", NULL);
}
