/* Filters: the responses of one campaign are read anew and those inside counted. */
#include <stdlib.h>
#include <string.h>

#include "db/response.h"
#include "filter.h"

/* Where it says which responses of a block are inside. */
struct marked_block {
	uint8_t key[DB_RESPONSE_KEY];
	size_t n, first;
};

struct counting {
	const struct results *r;
	const struct stat_cut *cut;
	struct arena *arena;
	struct stat_tally *tally;
	bool has_texts;    /* are texts counted, and is anything written on the form? */
	struct buf blocks; /* struct marked_block, ascending by key; if so */
	struct buf inside; /* a byte a response: is it? */
	struct buf ids;    /* of the texts of those inside */
	struct results_texts texts;
	struct stat_cut_unsure unsure;
};

static enum err count_responses(void *ctx, const struct db_responses *r)
{
	struct counting *c = ctx;
	const size_t width = c->r->form->vector;
	struct marked_block block = {.n = r->n, .first = c->inside.len};
	enum err e = ERR_OK;

	stat_cut_add_unsure(
	    c->cut, &c->unsure, r->day, r->channel, r->language, r->vectors, width, r->n);
	if (!stat_cut_marks_hold(c->cut, r->day, r->channel, r->language))
		return ERR_OK;
	for (size_t i = 0; i < r->n && e == ERR_OK; i++) {
		const uint8_t *vector = r->vectors + i * width;
		bool inside = stat_cut_terms_hold(c->cut, vector);

		if (inside)
			e = stat_tally_add_vector(c->tally, vector);
		if (c->has_texts)
			buf_add_u8(&c->inside, inside);
	}
	memcpy(block.key, r->block, sizeof(block.key));
	if (c->has_texts)
		buf_add(&c->blocks, &block, sizeof(block));
	return e;
}

static int by_key(const void *key, const void *block)
{
	return memcmp(key, ((const struct marked_block *)block)->key, DB_RESPONSE_KEY);
}

static bool is_inside(const struct counting *c, const struct db_response_text *t)
{
	const struct marked_block *block =
	    c->blocks.len == 0
		? NULL
		: bsearch(t->block, c->blocks.data, c->blocks.len / sizeof(*block),
		      sizeof(*block), by_key);

	return block != NULL && t->place < block->n &&
	       c->inside.data[block->first + t->place] != 0;
}

/* Of each item the ids of one page of texts are kept. */
static void keep_text(struct results_texts *t, const struct db_response_text *text)
{
	size_t n = t->totals[text->item]++;

	if (n >= t->offset && n < t->offset + t->limit)
		memcpy(t->ids + (text->item * t->limit + n - t->offset) * DB_RESPONSE_KEY,
		    text->id, DB_RESPONSE_KEY);
}

/* Texts leave no trace in a vector: those of the responses inside are counted. */
static enum err count_text(void *ctx, const struct db_response_text *t)
{
	struct counting *c = ctx;
	const struct form *f = c->r->form;
	enum form_type type;

	if (t->item >= f->n_items)
		return ERR_INTERNAL;
	if (!is_inside(c, t))
		return ERR_OK;
	type = f->questions[f->items[t->item].question].type;
	if (type == FORM_TEXT || type == FORM_MATRIX_TEXT)
		stat_tally_put(c->tally, t->item, 0, 1);
	keep_text(&c->texts, t);
	buf_add(&c->ids, t->id, DB_RESPONSE_KEY);
	return ERR_OK;
}

static bool takes_text(const struct form *f)
{
	for (size_t i = 0; i < f->n_questions; i++)
		if (results_takes_text(&f->questions[i]))
			return true;
	return false;
}

/* Both walks at one moment; run again from the start if the database asks so. */
static enum err count_all(struct db *db, void *ctx)
{
	struct counting *c = ctx;
	const struct db_campaign *of = &c->r->campaign;
	enum err e;

	c->tally = stat_tally_new(c->arena, c->r->form);
	c->unsure = (struct stat_cut_unsure){0};
	memset(c->texts.totals, 0, c->r->form->n_items * sizeof(*c->texts.totals));
	buf_clear(&c->blocks);
	buf_clear(&c->inside);
	buf_clear(&c->ids);
	e = db_response_walk(
	    db, of->id, of->version_id, c->r->form->vector, count_responses, c);
	if (e == ERR_OK && c->has_texts)
		e = db_response_walk_texts(db, of->id, of->version_id, count_text, c);
	return e;
}

static int by_id(const void *a, const void *b)
{
	return memcmp(a, b, DB_RESPONSE_KEY);
}

static void keep_ids(struct counting *c)
{
	struct results_texts *t = &c->texts;

	t->n_inside = c->ids.len / DB_RESPONSE_KEY;
	if (t->n_inside == 0)
		return;
	qsort(c->ids.data, t->n_inside, DB_RESPONSE_KEY, by_id);
	t->inside = arena_memdup(c->arena, c->ids.data, c->ids.len);
}

static enum err count(struct worker *w, struct counting *c)
{
	const size_t n_items = c->r->form->n_items;
	enum err e;

	c->texts.totals = ARENA_ARRAY(c->arena, n_items, size_t);
	c->texts.ids = ARENA_ARRAY(
	    c->arena, n_items * c->texts.limit * DB_RESPONSE_KEY + 1, uint8_t);
	e = db_transaction(w->db, count_all, c);
	if (e == ERR_OK)
		keep_ids(c);
	buf_free(&c->blocks);
	buf_free(&c->inside);
	buf_free(&c->ids);
	return e;
}

static enum err apply(struct worker *w, struct counting *c, struct results *r)
{
	struct arena *a = c->arena;
	enum err e;

	if (r->campaign.audience == FORM_INTERNAL)
		return ERR_DENIED;
	/* With fewer than k answers only their number is shown, and no cut of it. */
	if (r->view != STAT_VIEW_RESULTS)
		return ERR_OK;
	e = count(w, c);
	if (e != ERR_OK)
		return e;
	r->all_responses = r->table->responses;
	r->unsure = c->unsure;
	r->texts = arena_memdup(a, &c->texts, sizeof(c->texts));
	r->table = stat_tabulate(a, r->form, c->tally);
	r->csi = stat_csi(a, r->table);
	r->satisfaction = stat_satisfaction(a, r->table);
	return ERR_OK;
}

enum err filter_apply_cut(struct worker *w, struct arena *a, const struct stat_cut *cut,
    size_t offset, size_t limit, struct results *r)
{
	struct counting c = {.r = r,
	    .cut = cut,
	    .arena = a,
	    .has_texts = takes_text(r->form),
	    .texts = {.offset = offset, .limit = limit}};

	return apply(w, &c, r);
}

enum err filter_apply_tally(
    struct worker *w, struct arena *a, const struct stat_cut *cut, struct results *r)
{
	struct counting c = {.r = r, .cut = cut, .arena = a};

	return apply(w, &c, r);
}

enum err filter_apply_texts(struct worker *w, const struct http_request *req,
    size_t offset, size_t limit, struct results *r)
{
	struct stat_cut cut;
	enum err e;

	if (!filter_is_set(req))
		return ERR_OK;
	if (r->campaign.audience == FORM_INTERNAL)
		return ERR_DENIED;
	e = filter_cut(req, r->form, &cut);
	if (e != ERR_OK || r->view != STAT_VIEW_RESULTS)
		return e;
	e = filter_apply_cut(w, req->arena, &cut, offset, limit, r);
	if (e != ERR_OK)
		return e;
	r->filter = filter_words(req, r->form);
	r->query = filter_query(req);
	r->more = filter_more(req);
	return ERR_OK;
}

enum err filter_apply(struct worker *w, const struct http_request *req, struct results *r)
{
	return filter_apply_texts(w, req, 0, RESULTS_TEXTS_SHOWN, r);
}
