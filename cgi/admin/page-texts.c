/* GET /admin/campaign/:code/texts — every free text of a campaign: search, topics. */
#include <string.h>

#include "base/i18n.h"
#include "base/stem.h"
#include "coding.h"
#include "pager.h"

#define PER_PAGE 50

/* topic= of the query besides an id of the classifier */
#define OF_NONE "-"  /* read, and given no topic */
#define UNREAD "new" /* read by nobody */

struct view {
	struct coding *c;
	struct stemmer *stemmer;
	struct stem_search *search;
	struct arena *scratch;
	const char *words, *topic, *item; /* of the query; "" = any */
	size_t first;                     /* of those that fit, the first on the page */
	size_t total;                     /* that fit */
	struct db_remark shown[PER_PAGE];
	size_t n_shown;
};

/* --- which texts --- */

static bool fits_topic(const struct view *v, const struct db_remark *r)
{
	size_t n;
	const struct db_coding *given = coding_of(v->c, r->id, &n);

	if (*v->topic == '\0')
		return true;
	if (strcmp(v->topic, UNREAD) == 0)
		return n == 0;
	if (strcmp(v->topic, OF_NONE) != 0)
		return coding_has_topic(given, n, v->topic);
	for (size_t i = 0; i < n; i++)
		if (given[i].topic != NULL)
			return false;
	return n > 0;
}

static bool fits(const struct view *v, const struct db_remark *r)
{
	bool found;

	if (!coding_is_shown(v->c, r->item))
		return false;
	if (*v->item != '\0' &&
	    strcmp(v->item, v->c->results.form->items[r->item].id) != 0)
		return false;
	if (!fits_topic(v, r))
		return false;
	found = stem_search_fits(v->search, v->scratch, r->text);
	arena_reset(v->scratch);
	return found;
}

static enum err look(void *ctx, const struct db_remark *r)
{
	struct view *v = ctx;
	struct arena *a = v->c->req->arena;

	if (!fits(v, r))
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
	o[1] = (struct html_option){UNREAD, _("not read yet"), NULL};
	o[2] = (struct html_option){OF_NONE, _("read, none of the topics"), NULL};
	for (size_t i = 0; i < n; i++)
		o[3 + i] = (struct html_option){t->v[i].id, t->v[i].text, NULL};
	*n_r = n + 3;
	return o;
}

static const struct html_option *item_options(const struct view *v, size_t *n_r)
{
	const struct results *r = &v->c->results;
	struct html_option *o =
	    ARENA_ARRAY(v->c->req->arena, r->form->n_items + 1, struct html_option);
	size_t n = 0;

	o[n++] = (struct html_option){"", _("any question"), NULL};
	for (size_t i = 0; i < r->form->n_items; i++)
		if (coding_is_shown(v->c, (uint16_t)i))
			o[n++] = (struct html_option){r->form->items[i].id,
			    export_item_text(&r->table->rows[i]), NULL};
	*n_r = n;
	return o;
}

static void write_search(const struct view *v, struct html *h)
{
	const struct coding *c = v->c;
	struct html_field topic = {
	    .type = "select", .name = "topic", .label = _("Topic"), .value = v->topic};
	struct html_field item = {
	    .type = "select", .name = "item", .label = _("Question"), .value = v->item};

	topic.options = topic_options(v, &topic.n_options);
	item.options = item_options(v, &item.n_options);
	html_open(h, "form", "method", "get", "role", "search", "action",
	    html_path(h, c->req->base_path,
		arena_printf(
		    c->req->arena, "/admin/campaign/%s/texts", c->results.campaign.code)),
	    NULL);
	if (*c->results.query != '\0')
		html_hidden(h, "version",
		    arena_printf(c->req->arena, "%d", c->results.campaign.version));
	html_field(h, &(struct html_field){.type = "search",
			  .name = "q",
			  .label = _("Words, in any of their forms"),
			  .value = v->words});
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

	if (!stem_search_has(m->v->search, w))
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
	stem_words(v->stemmer, v->c->req->arena, text, mark, &m);
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

static const char *own_path(const struct view *v)
{
	struct arena *a = v->c->req->arena;

	return coding_path(v->c, "texts",
	    arena_printf(a, "q=%s&item=%s&topic=%s", admin_url_part(a, v->words),
		admin_url_part(a, v->item), admin_url_part(a, v->topic)));
}

static void write_page(const struct view *v, struct http_response *res)
{
	const struct coding *c = v->c;
	struct admin_page page;
	struct html *h = admin_page_begin(&page, c->worker, c->req, res,
	    ADMIN_TAB_CAMPAIGNS,
	    arena_printf(c->req->arena, _("Free texts: %s"), c->results.campaign.code));

	coding_write_nav(h, c, "texts");
	write_search(v, h);
	html_open(h, "p", NULL);
	html_textf(h, _("Texts: %zu. As of %s."), v->total,
	    day_russian(c->req->arena, c->results.today));
	html_close(h);
	html_element(h, "p",
	    _("The order is random and says nothing about when a text was written."),
	    "class", "hint", NULL);
	html_open(h, "ul", "class", "texts", NULL);
	for (size_t i = 0; i < v->n_shown; i++)
		write_text(v, h, &v->shown[i]);
	html_close(h);
	pager_write(h, c->req, own_path(v), v->first / PER_PAGE + 1,
	    (v->total + PER_PAGE - 1) / PER_PAGE);
	admin_page_end(&page);
}

static const char *asked(const struct http_request *req, const char *name)
{
	const char *value = http_param(&req->query, name);

	return value != NULL ? value : "";
}

enum err page_texts_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct coding c;
	struct view v = {.c = &c};
	enum err e = coding_load(worker, req, &c);

	if (e != ERR_OK)
		return e;
	v.words = asked(req, "q");
	v.topic = asked(req, "topic");
	v.item = asked(req, "item");
	v.stemmer = stem_new();
	v.scratch = arena_new();
	v.search = stem_search_new(v.stemmer, req->arena, v.words);
	e = find(&v);
	if (e == ERR_OK)
		write_page(&v, res);
	arena_free(&v.scratch);
	stem_free(&v.stemmer);
	coding_free(&c);
	return e;
}
