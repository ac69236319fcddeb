/*
 * GET /admin/campaign/:code/texts — every free text of a campaign: search, topics; as
 * texts.csv and texts.xlsx, noted in the audit log.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "grid.h"
#include "pager.h"
#include "text-search.h"

#define PER_PAGE 50

struct view {
	struct coding *c;
	struct text_search search;
	size_t first; /* of those that fit, the first on the page */
	size_t total; /* that fit */
	struct db_remark shown[PER_PAGE];
	size_t n_shown;
};

/* --- which texts --- */

static enum err look(void *ctx, const struct db_remark *r)
{
	struct view *v = ctx;
	struct arena *a = v->c->req->arena;

	if (!text_search_fits(&v->search, r))
		return ERR_OK;
	if (v->total++ >= v->first && v->n_shown < PER_PAGE)
		v->shown[v->n_shown++] = (struct db_remark){
		    arena_strdup(a, r->id), r->item, arena_strdup(a, r->text)};
	return ERR_OK;
}

static enum err find(struct view *v)
{
	const struct db_campaign *c = &v->c->results.campaign;
	struct db *db = v->c->worker->db;
	size_t page;
	enum err e;

	v->first = (pager_page(v->c->req, SIZE_MAX) - 1) * PER_PAGE;
	e = db_remark_walk(db, c->id, c->version_id, look, v);
	if (e != ERR_OK || v->n_shown > 0 || v->total == 0)
		return e;
	/* A page behind the last one: the last one. */
	page = (v->total + PER_PAGE - 1) / PER_PAGE;
	v->first = (page - 1) * PER_PAGE;
	v->total = 0;
	return db_remark_walk(db, c->id, c->version_id, look, v);
}

/* --- the page --- */

static const struct html_option *topic_options(const struct view *v, size_t *n_r)
{
	const struct procedure_list *t = v->c->topics;
	size_t n = t ? t->n : 0;
	struct html_option *o = ARENA_ARRAY(v->c->req->arena, n + 3, struct html_option);

	o[0] = (struct html_option){"", _("any"), NULL};
	o[1] = (struct html_option){TEXTS_UNREAD, _("not read yet"), NULL};
	o[2] = (struct html_option){TEXTS_OF_NONE, _("read, none of the topics"), NULL};
	for (size_t i = 0; i < n; i++)
		o[3 + i] = (struct html_option){t->v[i].id, t->v[i].text, NULL};
	*n_r = n + 3;
	return o;
}

static void write_search(const struct view *v, struct html *h)
{
	const struct coding *c = v->c;
	struct html_field topic = {.type = "select",
	    .name = "topic",
	    .label = _("Topic"),
	    .value = v->search.topic};
	struct html_field item = {.type = "select",
	    .name = "item",
	    .label = _("Question"),
	    .value = v->search.item};

	topic.options = topic_options(v, &topic.n_options);
	item.options = coding_item_options(c, _("any question"), &item.n_options);
	html_open(h, "form", "method", "get", "role", "search", "action",
	    html_path(h, c->req->base_path,
		arena_printf(
		    c->req->arena, "/admin/campaign/%s/texts", c->results.campaign.code)),
	    NULL);
	filter_hidden(h, &c->plain);
	html_field(h, &(struct html_field){.type = "search",
			  .name = "q",
			  .label = _("Words, in any of their forms"),
			  .value = v->search.words});
	html_field(h, &item);
	html_field(h, &topic);
	html_button(h, NULL, NULL, _("Search"), NULL);
	html_close(h);
}

struct marking {
	struct html *h;
	const struct view *v;
	const char *text;
	size_t done; /* bytes written */
};

/* Lines of a text up to a place in it. */
static void write_up_to(struct marking *m, size_t end)
{
	if (end > m->done)
		html_lines(m->h,
		    arena_strndup(m->v->c->req->arena, m->text + m->done, end - m->done));
	m->done = end;
}

static void mark(void *ctx, const struct stem_word *w)
{
	struct marking *m = ctx;

	if (!stem_search_has(m->v->search.search, w))
		return;
	write_up_to(m, w->at);
	html_element(m->h, "mark",
	    arena_strndup(m->v->c->req->arena, m->text + w->at, w->n), NULL);
	m->done = w->at + w->n;
}

static void write_marked(const struct view *v, struct html *h, const char *text)
{
	struct marking m = {h, v, text, 0};

	html_open(h, "p", NULL);
	stem_words(v->search.stemmer, v->c->req->arena, text, mark, &m);
	write_up_to(&m, strlen(text));
	html_close(h);
}

/* "Topics: roads (ivanova), housing (ivanova, petrov)". */
static void write_given(const struct view *v, struct html *h, const struct db_remark *r)
{
	struct arena *a = v->c->req->arena;
	const char *words = "";
	size_t n;
	const struct db_coding *given = coding_of(v->c, r->id, &n);

	for (size_t i = 0; i < n; i++)
		words = arena_printf(a, "%s%s%s (%s)", words, *words ? ", " : "",
		    given[i].topic ? coding_topic_text(v->c, given[i].topic)
				   : _("none of the topics"),
		    given[i].login);
	html_element(h, "p",
	    n > 0 ? arena_printf(a, _("Topics: %s"), words) : _("not read yet"), "class",
	    "hint", NULL);
}

static void write_text(const struct view *v, struct html *h, const struct db_remark *r)
{
	const struct coding *c = v->c;
	struct arena *a = c->req->arena;

	html_open(h, "li", NULL);
	coding_write_question(h, c, r->item);
	write_marked(v, h, r->text);
	write_given(v, h, r);
	if (worker_may_edit(c->worker)) {
		html_open(h, "p", NULL);
		html_link(h, c->req->base_path,
		    coding_path(c, "coding", arena_printf(a, "text=%s", r->id)),
		    _("Give topics"));
		html_text(h, " · ");
		html_link(h, c->req->base_path,
		    arena_printf(a, "/admin/pain/new?campaign=%s&item=%s&text=%s%s",
			c->results.campaign.code,
			admin_url_part(a, c->results.form->items[r->item].id), r->id,
			c->results.more),
		    _("Create a pain"));
		html_close(h);
	}
	html_close(h);
}

static void write_head(const struct view *v, struct html *h)
{
	const struct coding *c = v->c;
	struct arena *a = c->req->arena;

	html_open(h, "p", NULL);
	html_textf(
	    h, _("Texts: %zu. As of %s."), v->total, day_russian(a, c->results.today));
	html_close(h);
	if (worker_may_edit(c->worker))
		grid_tables(h, c->req,
		    arena_printf(a, "/admin/campaign/%s/texts", c->results.campaign.code),
		    arena_printf(a, "?%s%s", text_search_query(&v->search),
			filter_more(&c->plain)));
	html_element(h, "p",
	    _("The order is random and says nothing about when a text was written."),
	    "class", "hint", NULL);
}

static void write_page(const struct view *v, struct http_response *res)
{
	const struct coding *c = v->c;
	struct admin_page page;
	struct html *h = admin_page_begin(&page, c->worker, c->req, res,
	    ADMIN_TAB_CAMPAIGNS,
	    arena_printf(c->req->arena, _("Free texts: %s"), c->results.campaign.code));

	coding_write_nav(h, c, "texts");
	coding_write_filter(h, c);
	write_search(v, h);
	write_head(v, h);
	html_open(h, "ul", "class", "texts", NULL);
	for (size_t i = 0; i < v->n_shown; i++)
		write_text(v, h, &v->shown[i]);
	html_close(h);
	pager_write(h, c->req, coding_path(c, "texts", text_search_query(&v->search)),
	    v->first / PER_PAGE + 1, (v->total + PER_PAGE - 1) / PER_PAGE);
	admin_page_end(&page);
}

static enum err give_file(const struct view *v, struct http_response *res)
{
	const struct coding *c = v->c;
	enum err e = results_note_file(
	    c->worker, c->req, &c->results, "texts.export", c->results.filter != NULL);

	return e == ERR_OK ? text_search_file(&v->search, res) : e;
}

enum err page_texts_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct coding c;
	struct view v = {.c = &c};
	enum err e;

	/* Single texts leave the house by an analyst's hand alone, and that is noted. */
	if (grid_is_file(req) && !worker_may_edit(worker))
		return ERR_DENIED;
	e = coding_load_filtered(worker, req, req->segment[0], &c);
	if (e != ERR_OK)
		return filter_fail(e, worker, &c.plain, res, &c.results);
	text_search_begin(&v.search, &c);
	if (grid_is_file(req)) {
		e = give_file(&v, res);
	} else {
		e = find(&v);
		if (e == ERR_OK)
			write_page(&v, res);
	}
	text_search_end(&v.search);
	coding_free(&c);
	return e;
}
