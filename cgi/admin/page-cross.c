/* GET /admin/campaign/:code/cross — two questions of an external campaign. */
#include "base/i18n.h"
#include "db/response.h"
#include "filter.h"
#include "sheet.h"
#include "stat/cross.h"

struct crossing {
	const struct results *r;
	struct stat_cut cut;
	struct arena *arena, *row; /* row: of one response */
	size_t row_item, column_item;
	struct stat_cross *cross;
};

static enum err add_response(void *ctx, const struct db_response *response)
{
	struct crossing *c = ctx;
	struct form_answers *ans;
	enum err e = form_vector_read(
	    c->row, c->r->form, response->vector, response->n_vector, &ans);

	if (e == ERR_OK && stat_cut_holds(&c->cut, response->day, response->channel, ans))
		stat_cross_add(c->cross, ans);
	arena_reset(c->row);
	return e;
}

static enum err add_all(struct db *db, void *ctx)
{
	struct crossing *c = ctx;

	c->cross = stat_cross_new(c->arena, c->r->form, c->row_item, c->column_item);
	return db_response_walk(
	    db, c->r->campaign.id, c->r->campaign.version_id, add_response, c);
}

/* The item a parameter names; SIZE_MAX without one. */
static enum err item_asked(const struct http_request *req, const struct form *f,
    const char *name, size_t *item_r)
{
	const char *id = http_param(&req->query, name);
	size_t item = SIZE_MAX;

	if (id && *id) {
		item = form_item_find(f, id);
		if (!stat_cross_by(f, item))
			return ERR_INVALID;
	}
	*item_r = item;
	return ERR_OK;
}

static enum err count(struct worker *w, const struct http_request *req,
    const struct results *r, struct crossing *c)
{
	enum err e = item_asked(req, r->form, "rows", &c->row_item);

	if (e == ERR_OK)
		e = item_asked(req, r->form, "columns", &c->column_item);
	if (e == ERR_OK)
		e = filter_cut(req, r->form, &c->cut);
	if (e != ERR_OK || c->row_item == SIZE_MAX || c->column_item == SIZE_MAX ||
	    r->view != STAT_VIEW_RESULTS)
		return e;
	c->row = arena_new();
	e = db_transaction(w->db, add_all, c);
	arena_free(&c->row);
	return e;
}

/* --- the page --- */

static const char *answer(struct arena *a, const struct form *f, size_t item, size_t i)
{
	const struct form_question *q = &f->questions[f->items[item].question];

	return q->type == FORM_SCALE ? arena_printf(a, "%d", q->min + (int)i)
				     : q->options[i].text;
}

static const char *item_name(struct arena *a, const struct results *r, size_t item)
{
	const struct stat_row *row = &r->table->rows[item];

	return arena_printf(a, "%s. %s", row->item->id, export_item_text(row));
}

static void write_choice(const struct sheet *s, const char *name, const char *label)
{
	const struct form *f = s->r->form;
	struct html_option *options =
	    ARENA_ARRAY(s->arena, f->n_items + 1, struct html_option);
	size_t n = 0;

	options[n++] = (struct html_option){"", _("choose"), NULL};
	for (size_t i = 0; i < f->n_items; i++)
		if (stat_cross_by(f, i))
			options[n++] = (struct html_option){
			    f->items[i].id, item_name(s->arena, s->r, i), NULL};
	html_field(s->h, &(struct html_field){.type = "select",
			     .name = name,
			     .label = label,
			     .value = http_param(&s->req->query, name),
			     .options = options,
			     .n_options = n});
}

static void write_form(const struct sheet *s)
{
	static const char *const kept[] = {
	    "version", "period", "from", "to", "channel", "item", "option"};

	html_open(s->h, "form", "method", "get", "action",
	    html_path(s->h, s->req->base_path,
		arena_printf(s->arena, "/admin/campaign/%s/cross", s->r->campaign.code)),
	    NULL);
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (http_param(&s->req->query, kept[i]))
			html_hidden(s->h, kept[i], http_param(&s->req->query, kept[i]));
	write_choice(s, "rows", _("In the rows"));
	write_choice(s, "columns", _("In the columns"));
	html_button(s->h, NULL, NULL, _("Show the table"), NULL);
	html_close(s->h);
}

static void write_cells(
    const struct sheet *s, const char *name, const uint32_t *v, uint32_t total, size_t n)
{
	html_row(s->h);
	html_cell_head(s->h, name);
	for (size_t i = 0; i < n; i++)
		html_cell_number(
		    s->h, total ? arena_printf(s->arena, "%u (%s)", v[i],
				      sheet_percent(s, stat_percent(v[i], total)))
				: "0");
	html_cell_number(s->h, sheet_count(s, total));
	html_row_end(s->h);
}

static void write_table(const struct sheet *s, const struct stat_cross *c)
{
	struct html_column *columns =
	    ARENA_ARRAY(s->arena, c->n_columns + 2, struct html_column);
	size_t n = 0;

	columns[n++] =
	    (struct html_column){item_name(s->arena, s->r, c->row_item), NULL, false};
	for (size_t i = 0; i < c->n_columns; i++)
		columns[n++] = (struct html_column){
		    answer(s->arena, c->form, c->column_item, i), NULL, true};
	columns[n++] = (struct html_column){_("Total"), NULL, true};
	html_table_begin(s->h,
	    &(struct html_table){.caption = item_name(s->arena, s->r, c->column_item),
		.columns = columns,
		.n_columns = n});
	for (size_t i = 0; i < c->n_rows; i++)
		write_cells(s, answer(s->arena, c->form, c->row_item, i),
		    &c->counts[i * c->n_columns], c->row_totals[i], c->n_columns);
	write_cells(s, _("Total"), c->column_totals, c->n, c->n_columns);
	html_table_end(s->h);
	html_element(s->h, "p",
	    _("Shares are of the row. Only responses that answered both questions."),
	    "class", "hint", NULL);
}

static const char *rounded(const struct sheet *s, long double v, int digits)
{
	return sheet_decimal(s, stat_mean(v, 1, digits));
}

static void write_test(const struct sheet *s, const struct stat_cross *c)
{
	struct stat_cross_test t = stat_cross_test(c);

	if (!t.known) {
		html_element(s->h, "p",
		    _("Too few different answers to test whether they depend on each "
		      "other."),
		    NULL);
		return;
	}
	html_open(s->h, "dl", "class", "facts", NULL);
	admin_fact(s->h, "χ²", rounded(s, t.chi_square, 2));
	admin_fact(s->h, _("Degrees of freedom"), arena_printf(s->arena, "%ld", t.df));
	admin_fact(s->h, "p", t.p < 0.0001L ? "< 0,0001" : rounded(s, t.p, 4));
	admin_fact(s->h, _("Cramér's V"), rounded(s, t.v, 3));
	html_close(s->h);
	html_element(s->h, "p",
	    t.p < 0.05L ? _("The answers depend on each other (p < 0.05). V says how "
			    "much: 0 not at all, 1 wholly.")
			: _("No dependence can be shown (p ≥ 0.05)."),
	    NULL);
	if (5 * t.thin > t.cells)
		html_notice(s->h, "warning",
		    arena_printf(s->arena,
			_("In %zu of %zu cells fewer than 5 answers are expected: the "
			  "test is not reliable here."),
			t.thin, t.cells));
}

static void write_page(const struct sheet *s, const struct crossing *c)
{
	admin_link_line(s->h, s->req,
	    arena_printf(s->arena, "/admin/campaign/%s%s", s->r->campaign.code,
		filter_query(s->req)),
	    s->r->campaign.title);
	if (s->r->view != STAT_VIEW_RESULTS) {
		html_notice(s->h, "note",
		    arena_printf(s->arena,
			_("Fewer than %d answers: only their number is shown."),
			s->r->campaign.k));
		return;
	}
	if (filter_words(s->req, s->r->form))
		html_notice(s->h, "note",
		    arena_printf(
			s->arena, _("Filter: %s."), filter_words(s->req, s->r->form)));
	write_form(s);
	if (c->cross == NULL)
		return;
	write_table(s, c->cross);
	write_test(s, c->cross);
}

enum err page_cross_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct sheet s = {.worker = worker, .req = req, .arena = req->arena};
	struct crossing c = {.arena = req->arena};
	struct admin_page page;
	struct results r;
	enum err e = results_load(worker, req, req->segment[0], &r);

	if (e == ERR_OK && r.campaign.audience == FORM_INTERNAL) {
		filter_refuse(worker, req, res, &r);
		return ERR_OK;
	}
	c.r = s.r = &r;
	if (e == ERR_OK)
		e = count(worker, req, &r, &c);
	if (e != ERR_OK)
		return e;
	s.h = admin_page_begin(&page, worker, req, res, ADMIN_TAB_CAMPAIGNS,
	    _("Two questions against each other"));
	write_page(&s, &c);
	admin_page_end(&page);
	return ERR_OK;
}
