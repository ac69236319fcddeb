#include "topics.h"

#include "base/text.h"

/* Ids of texts are random, so the first ones by id are a random sample. */
#define WORDS_OF 20000

/* --- which item --- */

enum err topics_item(const struct coding *c, size_t *item_r)
{
	const struct results *r = &c->results;
	const char *asked = http_param(&c->req->query, "item");
	size_t item = TOPICS_ALL;

	if (asked != NULL && *asked != '\0') {
		item = form_item_find(r->form, asked);
		if (item == SIZE_MAX || !coding_is_shown(c, (uint16_t)item))
			return ERR_INVALID;
	}
	for (size_t i = 0; asked == NULL && i < r->form->n_items; i++)
		if (coding_is_shown(c, (uint16_t)i) &&
		    (item == TOPICS_ALL ||
			r->table->rows[i].texts > r->table->rows[item].texts))
			item = i;
	*item_r = item;
	return ERR_OK;
}

/* --- reading --- */

static enum err add_text(void *ctx, const struct db_remark *r)
{
	struct topics *t = ctx;
	struct topics_reading *reading = &t->readings[t->n_readings];

	if (!coding_has(t->coding, r) || (t->item != TOPICS_ALL && t->item != r->item))
		return ERR_OK;
	t->texts[r->item]++;
	reading->item = r->item;
	reading->v = coding_of(t->coding, r->id, &reading->n);
	if (reading->n > 0) {
		coding_add_coders(t->coders, &t->n_coders, reading->v, reading->n);
		t->n_readings++;
	}
	if (t->counted < WORDS_OF) {
		t->counted++;
		stat_words_add(t->words, r->text);
	}
	return ERR_OK;
}

enum err topics_load(const struct coding *c, size_t item, struct topics *t)
{
	struct arena *a = c->req->arena;
	const struct db_campaign *of = &c->results.campaign;

	*t = (struct topics){.coding = c,
	    .item = item,
	    .texts = ARENA_ARRAY(a, c->results.form->n_items, size_t),
	    /* one more: the text in hand, which nobody may have read */
	    .readings = ARENA_ARRAY(a, c->n + 1, struct topics_reading),
	    .coders = ARENA_ARRAY(a, c->n, struct coding_coder),
	    .stemmer = stem_new()};
	t->words = stat_words_new(t->stemmer);
	return db_remark_walk(c->worker->db, of->id, of->version_id, add_text, t);
}

void topics_free(struct topics *t)
{
	stat_words_free(&t->words);
	stem_free(&t->stemmer);
}

/* --- counting --- */

size_t topics_texts(const struct topics *t, size_t item)
{
	size_t n = 0;

	for (size_t i = 0; i < t->coding->results.form->n_items; i++)
		n += item == TOPICS_ALL || item == i ? t->texts[i] : 0;
	return n;
}

static bool is_of(const struct topics_reading *r, size_t item)
{
	return item == TOPICS_ALL || item == r->item;
}

size_t topics_read(const struct topics *t, size_t item)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_readings; i++)
		n += is_of(&t->readings[i], item);
	return n;
}

/* A coder who gave none of them has a row without a topic, and no other. */
static bool has_any_topic(const struct topics_reading *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].topic != NULL)
			return true;
	return false;
}

size_t topics_given(const struct topics *t, size_t item, const char *topic)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_readings; i++) {
		const struct topics_reading *r = &t->readings[i];

		if (is_of(r, item))
			n += topic ? coding_count_topic(r->v, r->n, topic)
				   : !has_any_topic(r);
	}
	return n;
}

/* --- agreement --- */

/* Has that coder read the text, and given the topic? */
static bool gave(const struct topics_reading *r, const struct coding_coder *coder,
    const char *topic, bool *read_r)
{
	bool given = false;

	*read_r = false;
	for (size_t i = 0; i < r->n; i++) {
		if (r->v[i].staff_id != coder->id)
			continue;
		*read_r = true;
		given |= text_equal(r->v[i].topic, topic);
	}
	return given;
}

static struct stat_agreement agreement(const struct topics *t,
    const struct coding_coder *x, const struct coding_coder *y, const char *topic)
{
	struct stat_agreement g = {0};

	for (size_t i = 0; i < t->n_readings; i++) {
		bool x_read, y_read;
		bool a = gave(&t->readings[i], x, topic, &x_read);
		bool b = gave(&t->readings[i], y, topic, &y_read);

		if (!x_read || !y_read)
			continue;
		g.both += a && b;
		g.first += a && !b;
		g.second += !a && b;
		g.neither += !a && !b;
	}
	return g;
}

const struct stat_agreement *topics_agreements(
    const struct topics *t, const struct coding_coder *x, const struct coding_coder *y)
{
	const struct procedure_list *l = t->coding->topics;
	struct stat_agreement *g;

	if (l == NULL || l->n == 0)
		return NULL;
	g = ARENA_ARRAY(t->coding->req->arena, l->n, struct stat_agreement);
	for (size_t i = 0; i < l->n; i++)
		g[i] = agreement(t, x, y, l->v[i].id);
	return topics_together(&g[0]) > 0 ? g : NULL;
}

size_t topics_together(const struct stat_agreement *g)
{
	return (size_t)g->both + g->first + g->second + g->neither;
}
