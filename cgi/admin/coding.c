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

enum err coding_load(struct worker *w, const struct http_request *req, struct coding *c_r)
{
	struct coding c = {.worker = w, .req = req};
	struct results *r = &c.results;
	enum err e = results_load(w, req, req->segment[0], r);

	if (e == ERR_OK && !coding_is_possible(r))
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		e = db_coding_list(w->db, req->arena, r->campaign.id,
		    r->campaign.version_id, &c.v, &c.n);
	if (e == ERR_OK)
		e = worker_procedure(
		    w, req->arena, r->campaign.agency_code, &c.procedure);
	if (e != ERR_OK)
		return e;
	c.topics = procedure_list(c.procedure, "topics");
	*c_r = c;
	return ERR_OK;
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

	return arena_printf(c->req->arena, "/admin/campaign/%s/%s%s%s%s",
	    r->campaign.code, page, r->query,
	    *more == '\0'       ? ""
	    : *r->query == '\0' ? "?"
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

void coding_write_question(struct html *h, const struct coding *c, uint16_t item)
{
	const struct stat_row *row = &c->results.table->rows[item];
	const char *number = export_item_number(row);

	html_element(h, "p",
	    *number ? arena_printf(c->req->arena, "%s. %s", number, export_item_text(row))
		    : export_item_text(row),
	    "class", "hint", NULL);
}
