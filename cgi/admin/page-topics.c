/*
 * GET /admin/campaign/:code/topics — what free texts are about: topics given by
 * coders, how far they agree, the most frequent words (UM-4.4-3, RA-3.2-10); as
 * topics.csv, topics.xlsx, topics.json, noted in the audit log.
 */
#include "base/i18n.h"
#include "grid.h"
#include "topics.h"

#define WORDS_SHOWN 50

struct view {
	const struct topics *t;
	struct arena *arena;
	struct html *h;
};

static const struct form_item *item_of(const struct topics *t)
{
	return t->item == TOPICS_ALL ? NULL : &t->coding->results.form->items[t->item];
}

/* "item=10" of links, "item=" for all together. */
static const char *item_query(const struct view *v)
{
	const struct form_item *i = item_of(v->t);

	return arena_printf(
	    v->arena, "item=%s", i ? admin_url_part(v->arena, i->id) : "");
}

static const char *percent(const struct view *v, size_t part, size_t whole)
{
	const char *s =
	    stat_figure_text(v->arena, stat_percent((int64_t)part, (int64_t)whole), ',');

	return s != NULL ? arena_printf(v->arena, "%s %%", s) : NULL;
}

/* --- which question --- */

static void write_choice(const struct view *v)
{
	const struct coding *c = v->t->coding;
	const struct form_item *i = item_of(v->t);
	struct html_field item = {.type = "select",
	    .name = "item",
	    .label = _("Question"),
	    .value = i ? i->id : ""};

	item.options =
	    coding_item_options(c, _("all questions together"), &item.n_options);
	if (item.n_options <= 2)
		return;
	html_open(v->h, "form", "method", "get", "class", "choice", "action",
	    html_path(v->h, c->req->base_path,
		arena_printf(
		    v->arena, "/admin/campaign/%s/topics", c->results.campaign.code)),
	    NULL);
	filter_hidden(v->h, &c->plain);
	html_field(v->h, &item);
	html_button(v->h, NULL, NULL, _("Show"), "quiet");
	html_close(v->h);
	if (i == NULL)
		html_notice(v->h, "note",
		    _("Answers to different questions are counted together: what is "
		      "bad, what is good, what is proposed. Choose one question to "
		      "speak of shares."));
}

/* --- topics --- */

/* A pain needs one question to point to. */
static bool may_create(const struct view *v)
{
	return item_of(v->t) != NULL && worker_may_edit(v->t->coding->worker);
}

static void pain_cell(const struct view *v, const char *topic)
{
	const struct coding *c = v->t->coding;

	html_cell_open(v->h, false);
	if (topic != NULL)
		html_link(v->h, c->req->base_path,
		    arena_printf(v->arena, "/admin/pain/new?campaign=%s&%s&topic=%s%s",
			c->results.campaign.code, item_query(v),
			admin_url_part(v->arena, topic), c->results.more),
		    _("Create a pain"));
	html_close(v->h);
}

/* topic NULL: read, and none of them. */
static void topic_row(const struct view *v, const char *topic, const char *text)
{
	const struct coding *c = v->t->coding;
	size_t n = topics_given(v->t, TOPICS_ALL, topic);

	html_row(v->h);
	html_open(v->h, "th", "scope", "row", NULL);
	html_link(v->h, c->req->base_path,
	    coding_path(c, "texts",
		arena_printf(v->arena, "topic=%s&%s",
		    topic ? admin_url_part(v->arena, topic) : "-", item_query(v))),
	    text);
	html_close(v->h);
	html_cell_number(v->h, arena_printf(v->arena, "%zu", n));
	html_cell_number(v->h, percent(v, n, topics_read(v->t, TOPICS_ALL)));
	if (may_create(v))
		pain_cell(v, topic);
	html_row_end(v->h);
}

static void write_table(const struct view *v)
{
	const struct procedure_list *l = v->t->coding->topics;
	const struct html_column columns[] = {{_("Topic"), NULL, false},
	    {_("Texts"), NULL, true}, {_("Share of those read"), NULL, true},
	    {_("Action"), NULL, false}};

	html_table_begin(v->h, &(struct html_table){.caption = l->title,
				   .caption_hidden = true,
				   .columns = columns,
				   .n_columns = may_create(v) ? 4 : 3});
	for (size_t i = 0; i < l->n; i++)
		topic_row(v, l->v[i].id, l->v[i].text);
	topic_row(v, NULL, _("None of the topics"));
	html_table_end(v->h);
	html_element(v->h, "p",
	    _("A text counts in every topic that any coder gave it, so that the shares "
	      "may add up to more than 100 %."),
	    "class", "hint", NULL);
}

static void write_topics(const struct view *v)
{
	const struct coding *c = v->t->coding;
	size_t read = topics_read(v->t, TOPICS_ALL);

	html_element(v->h, "h2", _("Topics"), NULL);
	html_open(v->h, "p", NULL);
	html_textf(v->h, _("Texts: %zu, of them read: %zu. As of %s."),
	    topics_texts(v->t, TOPICS_ALL), read,
	    day_russian(v->arena, c->results.today));
	html_close(v->h);
	if (c->topics != NULL && read > 0)
		write_table(v);
	if (worker_may_edit(c->worker))
		grid_downloads(v->h, c->req,
		    arena_printf(
			v->arena, "/admin/campaign/%s/topics", c->results.campaign.code),
		    arena_printf(
			v->arena, "?%s%s", item_query(v), filter_more(&c->plain)));
}

/* --- agreement --- */

static void kappa_row(const struct view *v, const char *what,
    const struct stat_agreement *g, struct stat_figure kappa)
{
	html_row(v->h);
	html_cell_head(v->h, what);
	html_cell_number(v->h, g ? arena_printf(v->arena, "%u", g->both) : NULL);
	html_cell_number(
	    v->h, g ? arena_printf(v->arena, "%u", g->first + g->second) : NULL);
	html_cell_number(v->h, stat_figure_text(v->arena, kappa, ','));
	html_row_end(v->h);
}

static void write_pair(
    const struct view *v, const struct coding_coder *x, const struct coding_coder *y)
{
	const struct procedure_list *l = v->t->coding->topics;
	const struct stat_agreement *g = topics_agreements(v->t, x, y);
	const struct html_column columns[] = {{_("Topic"), NULL, false},
	    {_("Given by both"), NULL, true}, {_("By one of them"), NULL, true},
	    {_("Cohen's kappa"), NULL, true}};

	if (g == NULL)
		return;
	html_table_begin(v->h,
	    &(struct html_table){
		.caption = arena_printf(v->arena, _("%s and %s, texts read by both: %zu"),
		    x->login, y->login, topics_together(&g[0])),
		.columns = columns,
		.n_columns = 4});
	for (size_t i = 0; i < l->n; i++)
		if (g[i].both + g[i].first + g[i].second > 0)
			kappa_row(v, l->v[i].text, &g[i], stat_kappa(&g[i]));
	kappa_row(v, _("All topics together"), NULL, stat_kappa_pooled(g, l->n));
	html_table_end(v->h);
}

static void write_agreement(const struct view *v)
{
	const struct topics *t = v->t;

	if (t->n_coders < 2)
		return;
	html_element(v->h, "h2", _("Agreement of coders"), NULL);
	for (size_t i = 0; i < t->n_coders; i++)
		for (size_t j = i + 1; j < t->n_coders; j++)
			write_pair(v, &t->coders[i], &t->coders[j]);
	html_element(v->h, "p",
	    _("1 is full agreement, 0 no more than by chance. Above 0.80 it is usually "
	      "called almost perfect, from 0.61 substantial; below 0.41 the meaning of "
	      "the topic should be talked over."),
	    "class", "hint", NULL);
}

/* --- words --- */

static void write_words(const struct view *v)
{
	const struct html_column columns[] = {{_("Word"), NULL, false},
	    {_("Texts"), NULL, true}, {_("Share of the texts"), NULL, true}};
	size_t n;
	const struct stat_word *words =
	    stat_words_top(v->t->words, v->arena, WORDS_SHOWN, &n);

	if (n == 0)
		return;
	html_element(v->h, "h2", _("Most frequent words"), NULL);
	if (v->t->counted < topics_texts(v->t, TOPICS_ALL))
		html_element(v->h, "p",
		    arena_printf(v->arena, _("Counted in a random sample of %zu texts."),
			v->t->counted),
		    NULL);
	html_table_begin(v->h, &(struct html_table){.caption = _("Most frequent words"),
				   .caption_hidden = true,
				   .columns = columns,
				   .n_columns = 3});
	for (size_t i = 0; i < n; i++) {
		html_row(v->h);
		html_open(v->h, "th", "scope", "row", NULL);
		html_link(v->h, v->t->coding->req->base_path,
		    coding_path(v->t->coding, "texts",
			arena_printf(v->arena, "q=%s&%s",
			    admin_url_part(v->arena, words[i].word), item_query(v))),
		    words[i].word);
		html_close(v->h);
		html_cell_number(v->h, arena_printf(v->arena, "%u", words[i].texts));
		html_cell_number(v->h, percent(v, words[i].texts, v->t->counted));
		html_row_end(v->h);
	}
	html_table_end(v->h);
	html_element(v->h, "p",
	    _("All forms of a word count as one; words of grammar and figures are left "
	      "out."),
	    "class", "hint", NULL);
}

static void write_page(struct view *v, struct http_response *res)
{
	const struct coding *c = v->t->coding;
	struct admin_page page;

	v->h = admin_page_begin(&page, c->worker, c->req, res, ADMIN_TAB_CAMPAIGNS,
	    arena_printf(v->arena, _("Topics and words: %s"), c->results.campaign.code));
	coding_write_nav(v->h, c, "topics");
	coding_write_filter(v->h, c);
	write_choice(v);
	write_topics(v);
	write_agreement(v);
	write_words(v);
	admin_page_end(&page);
}

static enum err give_file(const struct topics *t, struct http_response *res)
{
	const struct coding *c = t->coding;
	enum err e = results_note_file(
	    c->worker, c->req, &c->results, "topics.export", c->results.filter != NULL);

	if (e != ERR_OK)
		return e;
	if (grid_is_file(c->req))
		return topics_file(t, res);
	topics_json(t, res);
	return ERR_OK;
}

static enum err give(const struct coding *c, size_t item, struct http_response *res)
{
	const struct http_request *req = c->req;
	struct topics t;
	struct view v = {.t = &t, .arena = req->arena};
	enum err e = topics_load(c, item, &t);

	if (e == ERR_OK && (grid_is_file(req) || grid_is_json(req)))
		e = give_file(&t, res);
	else if (e == ERR_OK)
		write_page(&v, res);
	topics_free(&t);
	return e;
}

enum err page_topics_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct coding c;
	size_t item;
	enum err e;

	/* What coders made of the texts leaves the house by an analyst's hand alone. */
	if ((grid_is_file(req) || grid_is_json(req)) && !worker_may_edit(worker))
		return ERR_DENIED;
	e = coding_load_filtered(worker, req, req->segment[0], &c);
	if (e != ERR_OK)
		return filter_fail(e, worker, &c.plain, res, &c.results);
	e = topics_item(&c, &item);
	if (e == ERR_OK)
		e = give(&c, item, res);
	coding_free(&c);
	return e;
}
