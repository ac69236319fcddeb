/*
 * Free texts as CSV and XLSX: a line a text, with its question and what coders gave
 * it; of its response nothing else.  They stand in the random order of their ids.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "grid.h"
#include "text-search.h"

#define FACTS (GRID_FACTS + 3)

struct writer {
	const struct text_search *search;
	struct export_grid *grid;
	struct coding_coder *coders;
	size_t n_coders;
};

/* Of several coders each has a column besides that of all. */
static void begin(struct writer *w)
{
	const struct coding *c = w->search->coding;
	struct arena *a = c->req->arena;

	w->coders = ARENA_ARRAY(a, c->n, struct coding_coder);
	coding_add_coders(w->coders, &w->n_coders, c->v, c->n);
	if (w->n_coders < 2)
		w->n_coders = 0;
	w->grid = export_grid_new(a, _("Free texts"));
	export_grid_column(w->grid, _("Question"), false);
	export_grid_column(w->grid, _("Text"), false);
	export_grid_column(w->grid, _("Read"), false);
	export_grid_column(w->grid, _("Topics"), false);
	for (size_t i = 0; i < w->n_coders; i++)
		export_grid_column(
		    w->grid, arena_printf(a, _("Topics: %s"), w->coders[i].login), false);
	w->grid->note =
	    _("The order is random and says nothing about when a text was written.");
}

static enum err put_text(void *ctx, const struct db_remark *r)
{
	const struct writer *w = ctx;
	const struct coding *c = w->search->coding;
	const struct db_coding *given;
	size_t n;

	if (!text_search_fits(w->search, r))
		return ERR_OK;
	given = coding_of(c, r->id, &n);
	export_grid_text(w->grid, coding_question(c, r->item));
	export_grid_text(w->grid, arena_strdup(c->req->arena, r->text));
	export_grid_text(w->grid, n > 0 ? _("yes") : _("no"));
	export_grid_text(w->grid, coding_given(c, given, n, 0));
	for (size_t i = 0; i < w->n_coders; i++)
		export_grid_text(w->grid, coding_given(c, given, n, w->coders[i].id));
	return ERR_OK;
}

static size_t facts_of(const struct text_search *s, struct export_fact v[FACTS])
{
	const struct results *r = &s->coding->results;
	size_t n = grid_facts(s->coding->req->arena, r, v);
	size_t item = form_item_find(r->form, s->item);

	if (*s->words != '\0')
		v[n++] = (struct export_fact){
		    .name = _("Words, in any of their forms"), .text = s->words};
	if (item != SIZE_MAX)
		v[n++] = (struct export_fact){
		    .name = _("Question"), .text = coding_question(s->coding, item)};
	if (*s->topic != '\0')
		v[n++] = (struct export_fact){
		    .name = _("Topic"), .text = text_search_topic(s)};
	return n;
}

enum err text_search_file(const struct text_search *s, struct http_response *res)
{
	const struct coding *c = s->coding;
	const struct db_campaign *of = &c->results.campaign;
	struct writer w = {.search = s};
	struct export_fact facts[FACTS];
	enum err e;

	begin(&w);
	e = db_remark_walk(c->worker->db, of->id, of->version_id, put_text, &w);
	if (e != ERR_OK)
		return e;
	return grid_file(c->req, res,
	    &(struct export_grids){
		.facts = facts, .n_facts = facts_of(s, facts), .v = &w.grid, .n = 1},
	    arena_printf(c->req->arena, "%s-texts", of->code));
}
