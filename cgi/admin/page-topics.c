/*
 * GET /admin/campaign/:code/topics — what free texts are about: topics given by
 * coders, how far they agree, the most frequent words (UM-4.4-3, RA-3.2-10).
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "coding.h"
#include "sheet.h"
#include "stat/kappa.h"
#include "stat/words.h"

#define WORDS_SHOWN 50
/* Ids of texts are random, so the first ones by id are a random sample. */
#define WORDS_OF 20000

struct coder {
	uint32_t id;
	const char *login;
	size_t n; /* texts read */
};

struct view {
	struct coding *c;
	struct arena *arena;
	struct html *h;
	struct coder *coders;
	size_t n_coders;
	size_t read;           /* texts read by anybody */
	size_t texts, counted; /* that may be read; whose words were counted */
	struct stat_words *words;
};

/* --- counting --- */

static struct coder *coder_of(struct view *v, const struct db_coding *given)
{
	for (size_t i = 0; i < v->n_coders; i++)
		if (v->coders[i].id == given->staff_id)
			return &v->coders[i];
	v->coders[v->n_coders] = (struct coder){given->staff_id, given->login, 0};
	return &v->coders[v->n_coders++];
}

/* Rows stand by text, then by coder: a new one of either begins where it changes. */
static bool new_text(const struct coding *c, size_t i)
{
	return i == 0 || strcmp(c->v[i].remark, c->v[i - 1].remark) != 0;
}

static bool new_reading(const struct coding *c, size_t i)
{
	return new_text(c, i) || c->v[i].staff_id != c->v[i - 1].staff_id;
}

static void count_coders(struct view *v)
{
	const struct coding *c = v->c;

	v->coders = ARENA_ARRAY(v->arena, c->n, struct coder);
	for (size_t i = 0; i < c->n; i++) {
		v->read += new_text(c, i);
		if (new_reading(c, i))
			coder_of(v, &c->v[i])->n++;
	}
}

static enum err count_words(void *ctx, const struct db_remark *r)
{
	struct view *v = ctx;

	if (!coding_is_shown(v->c, r->item))
		return ERR_OK;
	v->texts++;
	if (v->counted >= WORDS_OF)
		return ERR_OK;
	v->counted++;
	stat_words_add(v->words, r->text);
	return ERR_OK;
}

/* --- topics --- */

/* Texts that any coder gave the topic; NULL: those read and given none. */
static size_t texts_of(const struct coding *c, const char *topic)
{
	size_t n = 0;

	for (size_t i = 0, end; i < c->n; i = end) {
		bool any = false;

		for (end = i + 1; end < c->n && !new_text(c, end);)
			end++;
		for (size_t j = i; j < end; j++)
			any |= c->v[j].topic != NULL;
		n += topic == NULL ? !any : coding_has_topic(c->v + i, end - i, topic);
	}
	return n;
}

static const char *percent(const struct view *v, size_t part, size_t whole)
{
	const char *s =
	    stat_figure_text(v->arena, stat_percent((int64_t)part, (int64_t)whole), ',');

	return s != NULL ? arena_printf(v->arena, "%s %%", s) : NULL;
}

static void topic_row(const struct view *v, const char *id, const char *text, size_t n)
{
	const struct coding *c = v->c;

	html_row(v->h);
	html_open(v->h, "th", "scope", "row", NULL);
	html_link(v->h, c->req->base_path,
	    coding_path(c, "texts",
		arena_printf(v->arena, "topic=%s", admin_url_part(v->arena, id))),
	    text);
	html_close(v->h);
	html_cell_number(v->h, arena_printf(v->arena, "%zu", n));
	html_cell_number(v->h, percent(v, n, v->read));
	html_row_end(v->h);
}

static void write_topics(const struct view *v)
{
	const struct coding *c = v->c;
	const struct html_column columns[] = {{_("Topic"), NULL, false},
	    {_("Texts"), NULL, true}, {_("Share of those read"), NULL, true}};

	html_element(v->h, "h2", _("Topics"), NULL);
	html_open(v->h, "p", NULL);
	html_textf(v->h, _("Texts: %zu, of them read: %zu. As of %s."), v->texts, v->read,
	    day_russian(v->arena, c->results.today));
	html_close(v->h);
	if (c->topics == NULL || v->read == 0)
		return;
	html_table_begin(v->h, &(struct html_table){.caption = c->topics->title,
				   .caption_hidden = true,
				   .columns = columns,
				   .n_columns = 3});
	for (size_t i = 0; i < c->topics->n; i++)
		topic_row(v, c->topics->v[i].id, c->topics->v[i].text,
		    texts_of(c, c->topics->v[i].id));
	topic_row(v, "-", _("None of the topics"), texts_of(c, NULL));
	html_table_end(v->h);
	html_element(v->h, "p",
	    _("A text counts in every topic that any coder gave it, so that the shares "
	      "may add up to more than 100 %."),
	    "class", "hint", NULL);
}

/* --- agreement --- */

/* Has that coder read the text of the rows, and given the topic? */
static bool gave(
    const struct db_coding *v, size_t n, uint32_t coder, const char *topic, bool *read_r)
{
	bool given = false;

	*read_r = false;
	for (size_t i = 0; i < n; i++) {
		if (v[i].staff_id != coder)
			continue;
		*read_r = true;
		given |= text_equal(v[i].topic, topic);
	}
	return given;
}

static struct stat_agreement agreement(
    const struct coding *c, uint32_t first, uint32_t second, const char *topic)
{
	struct stat_agreement g = {0};

	for (size_t i = 0, end; i < c->n; i = end) {
		bool a, b, a_read, b_read;

		for (end = i + 1; end < c->n && !new_text(c, end);)
			end++;
		a = gave(c->v + i, end - i, first, topic, &a_read);
		b = gave(c->v + i, end - i, second, topic, &b_read);
		if (!a_read || !b_read)
			continue;
		g.both += a && b;
		g.first += a && !b;
		g.second += !a && b;
		g.neither += !a && !b;
	}
	return g;
}

static size_t together(const struct stat_agreement *g)
{
	return (size_t)g->both + g->first + g->second + g->neither;
}

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

static void write_pair(const struct view *v, const struct coder *x, const struct coder *y)
{
	const struct procedure_list *t = v->c->topics;
	struct stat_agreement *g = ARENA_ARRAY(v->arena, t->n + 1, struct stat_agreement);
	const struct html_column columns[] = {{_("Topic"), NULL, false},
	    {_("Given by both"), NULL, true}, {_("By one of them"), NULL, true},
	    {_("Cohen's kappa"), NULL, true}};

	for (size_t i = 0; i < t->n; i++)
		g[i] = agreement(v->c, x->id, y->id, t->v[i].id);
	if (t->n == 0 || together(&g[0]) == 0)
		return;
	html_table_begin(v->h,
	    &(struct html_table){
		.caption = arena_printf(v->arena, _("%s and %s, texts read by both: %zu"),
		    x->login, y->login, together(&g[0])),
		.columns = columns,
		.n_columns = 4});
	for (size_t i = 0; i < t->n; i++)
		if (g[i].both + g[i].first + g[i].second > 0)
			kappa_row(v, t->v[i].text, &g[i], stat_kappa(&g[i]));
	kappa_row(v, _("All topics together"), NULL, stat_kappa_pooled(g, t->n));
	html_table_end(v->h);
}

static void write_agreement(const struct view *v)
{
	if (v->c->topics == NULL || v->n_coders < 2)
		return;
	html_element(v->h, "h2", _("Agreement of coders"), NULL);
	for (size_t i = 0; i < v->n_coders; i++)
		for (size_t j = i + 1; j < v->n_coders; j++)
			write_pair(v, &v->coders[i], &v->coders[j]);
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
	    stat_words_top(v->words, v->arena, WORDS_SHOWN, &n);

	if (n == 0)
		return;
	html_element(v->h, "h2", _("Most frequent words"), NULL);
	if (v->counted < v->texts)
		html_element(v->h, "p",
		    arena_printf(v->arena, _("Counted in a random sample of %zu texts."),
			v->counted),
		    NULL);
	html_table_begin(v->h, &(struct html_table){.caption = _("Most frequent words"),
				   .caption_hidden = true,
				   .columns = columns,
				   .n_columns = 3});
	for (size_t i = 0; i < n; i++) {
		html_row(v->h);
		html_open(v->h, "th", "scope", "row", NULL);
		html_link(v->h, v->c->req->base_path,
		    coding_path(v->c, "texts",
			arena_printf(
			    v->arena, "q=%s", admin_url_part(v->arena, words[i].word))),
		    words[i].word);
		html_close(v->h);
		html_cell_number(v->h, arena_printf(v->arena, "%u", words[i].texts));
		html_cell_number(v->h, percent(v, words[i].texts, v->counted));
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
	const struct coding *c = v->c;
	struct admin_page page;

	v->h = admin_page_begin(&page, c->worker, c->req, res, ADMIN_TAB_CAMPAIGNS,
	    arena_printf(v->arena, _("Topics and words: %s"), c->results.campaign.code));
	coding_write_nav(v->h, c, "topics");
	write_topics(v);
	write_agreement(v);
	write_words(v);
	admin_page_end(&page);
}

enum err page_topics_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct coding c;
	struct view v = {.c = &c, .arena = req->arena};
	struct stemmer *stemmer;
	enum err e = coding_load(worker, req, &c);

	if (e != ERR_OK)
		return e;
	stemmer = stem_new();
	v.words = stat_words_new(stemmer);
	count_coders(&v);
	e = db_remark_walk(c.worker->db, c.results.campaign.id,
	    c.results.campaign.version_id, count_words, &v);
	if (e == ERR_OK)
		write_page(&v, res);
	stat_words_free(&v.words);
	stem_free(&stemmer);
	coding_free(&c);
	return e;
}
