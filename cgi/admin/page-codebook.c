/*
 * GET /admin/campaign/:code/codebook — what the columns of the files of answers mean:
 * every variable with its question, its values and their labels; as a page to be
 * printed, as codebook.csv and codebook.xlsx.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "export/variables.h"
#include "grid.h"
#include "stat/cut.h"

#define VARIABLE_COLUMNS 5 /* before those of the value */

static const char *flag(bool yes)
{
	return yes ? _("yes") : NULL;
}

static const char *side_of(enum form_side side)
{
	switch (side) {
	case FORM_SIDE_SATISFIED:
		return _("satisfied");
	case FORM_SIDE_DISSATISFIED:
		return _("dissatisfied");
	case FORM_SIDE_OUTSIDE:
		return _("outside the base");
	case FORM_SIDE_NONE:
		break;
	}
	return NULL;
}

/* The first columns of a variable's line. */
static void put_variable(struct export_grid *g, const struct form *f, const char *name,
    size_t item, const char *label)
{
	const struct form_item *i = &f->items[item];
	const struct form_question *q = &f->questions[i->question];

	export_grid_text(g, name);
	/* A bare "4.1" would become a date in a spreadsheet. */
	export_grid_text(g, arena_printf(g->arena, "№ %s", i->id));
	export_grid_text(g, label);
	export_grid_text(g, results_type_name(q->type));
	export_grid_text(g, flag(q->required));
}

static void put_code(struct export_grid *g, const char *code, long number,
    const char *label, const char *side)
{
	export_grid_text(g, code);
	export_grid_number(g, number);
	export_grid_text(g, label);
	export_grid_text(g, side);
	export_grid_row_end(g);
}

/* Further values of a variable: its name again, so that lines can be sorted. */
static void put_again(struct export_grid *g, const char *name)
{
	export_grid_text(g, name);
	for (int i = 1; i < VARIABLE_COLUMNS; i++)
		export_grid_text(g, NULL);
}

static void put_options(struct export_grid *g, const struct export_variable *x)
{
	const struct form_question *q = x->question;

	for (size_t i = 0; i < q->n_options; i++) {
		if (i > 0)
			put_again(g, x->name);
		put_code(g, q->options[i].code, export_option_number(q, i),
		    q->options[i].text, side_of(q->options[i].side));
	}
}

/* Marks have end labels alone. */
static void put_marks(struct export_grid *g, const struct export_variables *x,
    const struct export_variable *v)
{
	const char *min, *max;

	export_variable_ends(x, v, &min, &max);
	put_code(g, NULL, v->place.first, min, NULL);
	put_again(g, v->name);
	put_code(g, NULL, v->place.first + (long)v->place.answers - 1, max, NULL);
}

/* The codes of languages, the last line for those that were not kept. */
static void put_languages(struct export_grid *g, const struct form *f, const char *name)
{
	for (size_t i = 0; i <= f->n_languages; i++) {
		const bool known = i < f->n_languages;

		put_again(g, name);
		export_grid_text(g, known ? f->languages[i].code : STAT_CUT_OTHER);
		export_grid_text(g, NULL);
		export_grid_text(
		    g, known ? f->languages[i].title : _("not known exactly"));
		export_grid_row_end(g);
	}
}

/* Day, channel and language, which no question asks. */
static void put_head(struct export_grid *g, const struct export_variables *x)
{
	struct export_head head[EXPORT_HEAD_MAX];
	const size_t n = export_head_columns(x, head);

	for (size_t i = 0; i < n; i++) {
		export_grid_text(g, head[i].name);
		export_grid_text(g, NULL);
		export_grid_text(g, head[i].label);
		export_grid_row_end(g);
	}
	if (n == EXPORT_HEAD_MAX)
		put_languages(g, x->form, head[n - 1].name);
}

static void put_texts(struct export_grid *g, const struct form *f)
{
	for (size_t i = 0; i < f->n_items; i++) {
		const struct form_question *q = &f->questions[f->items[i].question];

		if (q->type != FORM_TEXT && q->type != FORM_MATRIX_TEXT)
			continue;
		put_variable(g, f, _("(no column)"), i,
		    f->items[i].text
			? arena_printf(g->arena, "%s. %s — %s", f->items[i].id,
			      f->items[i].text, q->text)
			: arena_printf(g->arena, "%s. %s", f->items[i].id, q->text));
		export_grid_row_end(g);
	}
}

static struct export_grid *codebook(struct arena *a, const struct form *f)
{
	const struct export_variables *x = export_variables_new(a, f);
	struct export_grid *g = export_grid_new(a, _("Variables and their values"));

	export_grid_column(g, _("Variable"), false);
	export_grid_column(g, _("Item"), false);
	export_grid_column(g, _("Question"), false);
	export_grid_column(g, _("Type"), false);
	export_grid_column(g, _("Required"), false);
	export_grid_column(g, _("Code"), false);
	export_grid_column(g, _("Number"), true);
	export_grid_column(g, _("Meaning"), false);
	export_grid_column(g, _("In the share of the satisfied"), false);
	put_head(g, x);
	for (size_t i = 0; i < x->n; i++) {
		const struct export_variable *v = &x->v[i];

		put_variable(g, f, v->name, v->place.item, v->label);
		if (v->option != NULL) {
			put_code(g, NULL, 1, _("chosen"), NULL);
			put_again(g, v->name);
			put_code(g, NULL, 0, _("not chosen"), NULL);
		} else if (v->coded) {
			put_options(g, v);
		} else {
			put_marks(g, x, v);
		}
	}
	put_texts(g, f);
	g->note =
	    _("An empty cell is no answer. The day is the first of the month, or "
	      "missing, where too few answered on it; a channel or language of too few "
	      "is other. Free answers have no column; they have files of their own.");
	return g;
}

static void write_page(struct worker *w, const struct http_request *req,
    struct http_response *res, const struct results *r, const struct export_grid *g)
{
	const char *code = r->campaign.code;
	struct admin_page page;
	struct html *h = admin_page_begin_titled(&page, w, req, res, ADMIN_TAB_CAMPAIGNS,
	    arena_printf(req->arena, _("Codebook: %s"), code), _("Codebook"));
	struct export_fact facts[GRID_FACTS];
	size_t n = grid_facts(req->arena, r, facts);

	html_open(h, "dl", "class", "facts", NULL);
	for (size_t i = 0; i < n; i++)
		if (facts[i].text != NULL)
			admin_fact(h, facts[i].name, facts[i].text);
	html_close(h);
	grid_tables(h, req, arena_printf(req->arena, "/admin/campaign/%s/codebook", code),
	    r->query);
	grid_write(h, req->arena, g);
	admin_page_end(&page);
}

enum err page_codebook_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct export_fact facts[GRID_FACTS];
	struct export_grid *g;
	struct results r;
	enum err e = results_load(worker, req, req->segment[0], &r);

	if (e != ERR_OK)
		return e;
	g = codebook(req->arena, r.form);
	if (!grid_is_file(req)) {
		write_page(worker, req, res, &r, g);
		return ERR_OK;
	}
	return grid_file(req, res,
	    &(struct export_grids){.facts = facts,
		.n_facts = grid_facts(req->arena, &r, facts),
		.v = &g,
		.n = 1},
	    arena_printf(req->arena, "%s-codebook", r.campaign.code));
}
