#include "crossing.h"

#include "base/i18n.h"
#include "base/text.h"
#include "db/response.h"

struct counting {
	struct results *r;
	struct arena *arena;
	struct stat_cut cut;
	struct stat_axis rows, columns;
	struct stat_cross *cross;
};

static enum err add_responses(void *ctx, const struct db_responses *r)
{
	struct counting *c = ctx;
	const size_t width = c->r->form->vector;

	stat_cut_add_unsure(&c->cut, &c->r->unsure, r->day, r->channel, r->language,
	    r->vectors, width, r->n);
	if (!stat_cut_marks_hold(&c->cut, r->day, r->channel, r->language))
		return ERR_OK;
	for (size_t i = 0; i < r->n; i++)
		if (stat_cut_terms_hold(&c->cut, r->vectors + i * width))
			stat_cross_add(c->cross, r->vectors + i * width);
	return ERR_OK;
}

static enum err add_all(struct db *db, void *ctx)
{
	struct counting *c = ctx;
	const struct db_campaign *of = &c->r->campaign;

	c->r->unsure = (struct stat_cut_unsure){0};
	c->cross = stat_cross_new(c->arena, &c->rows, &c->columns);
	return db_response_walk(
	    db, of->id, of->version_id, c->r->form->vector, add_responses, c);
}

/* The item a parameter names, if it does. */
static enum err asked(const struct http_request *req, const struct crossing *c,
    const char *parameter, const char **name_r, struct stat_axis *x_r)
{
	const char *name = http_param(&req->query, parameter);
	const struct form *f = c->results.form;
	struct stat_place p;

	if (name == NULL || *name == '\0')
		return ERR_OK;
	if (!stat_place_named(f, name, &p))
		return ERR_INVALID;
	*x_r = stat_axis(req->arena, f, &p, c->bands, c->base);
	*name_r = stat_place_name(req->arena, f, &p);
	return ERR_OK;
}

enum err crossing_load(
    struct worker *w, const struct http_request *req, struct crossing *c_r)
{
	struct crossing *c = c_r;
	struct counting count = {.r = &c->results, .arena = req->arena};
	enum err e = results_load(w, req, req->segment[0], &c->results);

	c->rows = c->columns = NULL;
	c->bands = text_equal(http_param(&req->query, "bands"), "1");
	c->base = text_equal(http_param(&req->query, "base"), "1");
	c->cross = NULL;
	if (e == ERR_OK && c->results.campaign.audience == FORM_INTERNAL)
		e = ERR_DENIED;
	if (e == ERR_OK)
		e = asked(req, c, "rows", &c->rows, &count.rows);
	if (e == ERR_OK)
		e = asked(req, c, "columns", &c->columns, &count.columns);
	if (e == ERR_OK)
		e = filter_cut(req, c->results.form, &count.cut);
	if (e != ERR_OK)
		return e;
	if (filter_is_set(req))
		c->results.filter = filter_words(req, c->results.form);
	if (!c->rows || !c->columns || c->results.view != STAT_VIEW_RESULTS)
		return ERR_OK;
	e = db_transaction(w->db, add_all, &count);
	if (e == ERR_OK)
		c->cross = stat_cross_used(req->arena, count.cross);
	return e;
}

const char *crossing_answer(
    struct arena *a, const struct form *f, const struct stat_place *p, size_t i)
{
	const struct form_question *q = &f->questions[f->items[p->item].question];

	return q->type == FORM_SCALE || q->type == FORM_CSI
		   ? arena_printf(a, "%d", p->first + (int)i)
		   : q->options[i].text;
}

const char *crossing_row(
    struct arena *a, const struct form *f, const struct stat_axis *x, size_t i)
{
	const char *first = crossing_answer(a, f, &x->place, x->first[i]);

	if (x->first[i] == x->last[i])
		return first;
	return arena_printf(
	    a, "%s–%s", first, crossing_answer(a, f, &x->place, x->last[i]));
}

const char *crossing_more(struct arena *a, const struct crossing *c)
{
	return arena_printf(
	    a, "%s%s", c->bands ? "&bands=1" : "", c->base ? "&base=1" : "");
}

const char *crossing_name(
    struct arena *a, const struct results *r, const struct stat_place *p)
{
	const struct stat_row *row = &r->table->rows[p->item];
	const char *name =
	    arena_printf(a, "%s. %s", row->item->id, export_item_text(row));

	if (row->question->type != FORM_CSI)
		return name;
	return arena_printf(
	    a, "%s (%s)", name, p->importance ? _("importance") : _("rating"));
}
