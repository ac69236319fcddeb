/* GET /admin/campaign/:code/cross — two questions of an external campaign. */
#include "base/i18n.h"
#include "base/text.h"
#include "crossing.h"
#include "grid.h"

#define PATH "/admin/campaign/%s/cross"

/* --- what to show --- */

static size_t add_choice(const struct sheet *s, struct html_option *v, size_t item,
    bool importance, const char *ending)
{
	const char *id = s->r->form->items[item].id;
	struct stat_place p;

	if (!stat_place_of(s->r->form, item, importance, &p))
		return 0;
	*v = (struct html_option){arena_printf(s->arena, "%s%s", id, ending),
	    crossing_name(s->arena, s->r, &p), NULL};
	return 1;
}

static void write_choice(const struct sheet *s, const char *name, const char *label)
{
	const struct form *f = s->r->form;
	struct html_option *v =
	    ARENA_ARRAY(s->arena, 2 * f->n_items + 1, struct html_option);
	size_t n = 0;

	v[n++] = (struct html_option){"", _("choose"), NULL};
	for (size_t i = 0; i < f->n_items; i++) {
		bool csi = f->questions[f->items[i].question].type == FORM_CSI;

		n += add_choice(s, &v[n], i, false, csi ? ".rating" : "");
		if (csi)
			n += add_choice(s, &v[n], i, true, ".importance");
	}
	html_field(s->h, &(struct html_field){.type = "select",
			     .name = name,
			     .label = label,
			     .value = http_param(&s->req->query, name),
			     .options = v,
			     .n_options = n});
}

static bool of_columns(const struct sheet *s)
{
	return text_equal(http_param(&s->req->query, "shares"), "column");
}

static void write_form(const struct sheet *s)
{
	const struct html_option shares[] = {
	    {"row", _("of the row"), NULL}, {"column", _("of the column"), NULL}};

	html_open(s->h, "form", "method", "get", "action",
	    html_path(s->h, s->req->base_path,
		arena_printf(s->arena, PATH, s->r->campaign.code)),
	    NULL);
	filter_hidden(s->h, s->req);
	write_choice(s, "rows", _("In the rows"));
	write_choice(s, "columns", _("In the columns"));
	html_field(s->h, &(struct html_field){.type = "select",
			     .name = "shares",
			     .label = _("Shares"),
			     .value = of_columns(s) ? "column" : "row",
			     .options = shares,
			     .n_options = 2});
	html_button(s->h, NULL, NULL, _("Show the table"), NULL);
	html_close(s->h);
}

/* --- the table --- */

static void write_cells(const struct sheet *s, const struct stat_cross *c,
    const char *name, const uint32_t *v, uint32_t total)
{
	html_row(s->h);
	html_cell_head(s->h, name);
	for (size_t i = 0; i < c->columns.answers; i++) {
		uint32_t whole = of_columns(s) ? c->column_totals[i] : total;

		html_cell_number(
		    s->h, whole ? arena_printf(s->arena, "%u (%s)", v[i],
				      sheet_percent(s, stat_percent(v[i], whole)))
				: "0");
	}
	html_cell_number(s->h, sheet_count(s, total));
	html_row_end(s->h);
}

static void write_note(const struct sheet *s, const struct stat_cross *c)
{
	html_open(s->h, "p", "class", "hint", NULL);
	html_text(s->h, of_columns(s) ? _("Shares are of the column. Only responses that "
					  "answered both questions.")
				      : _("Shares are of the row. Only responses that "
					  "answered both questions."));
	if (c->rows.set || c->columns.set) {
		html_text(s->h, " ");
		html_text(s->h, _("Where several answers could be chosen, shares add up "
				  "to more than 100 %."));
	}
	html_close(s->h);
}

static void write_table(const struct sheet *s, const struct stat_cross *c)
{
	struct html_column *columns =
	    ARENA_ARRAY(s->arena, c->columns.answers + 2, struct html_column);
	size_t n = 0;

	columns[n++] =
	    (struct html_column){crossing_name(s->arena, s->r, &c->rows), NULL, false};
	for (size_t i = 0; i < c->columns.answers; i++)
		columns[n++] = (struct html_column){
		    crossing_answer(s->arena, s->r->form, &c->columns, i), NULL, true};
	columns[n++] = (struct html_column){_("Total"), NULL, true};
	html_table_begin(s->h,
	    &(struct html_table){.caption = crossing_name(s->arena, s->r, &c->columns),
		.columns = columns,
		.n_columns = n});
	for (size_t i = 0; i < c->rows.answers; i++)
		/* A list of services is long: only those somebody chose. */
		if (c->rows.width < 2 || c->row_totals[i] > 0)
			write_cells(s, c,
			    crossing_answer(s->arena, s->r->form, &c->rows, i),
			    &c->counts[i * c->columns.answers], c->row_totals[i]);
	write_cells(s, c, _("Total"), c->column_totals, c->n);
	html_table_end(s->h);
	write_note(s, c);
}

/* --- the test --- */

static const char *rounded(const struct sheet *s, long double v, int digits)
{
	return sheet_decimal(s, stat_mean(v, 1, digits));
}

static const char *p_value(const struct sheet *s, long double p)
{
	return p < 0.0001L ? "< 0,0001" : rounded(s, p, 4);
}

static void write_thin(const struct sheet *s, const struct stat_cross_test *t)
{
	if (5 * t->thin > t->cells)
		html_notice(s->h, "warning",
		    arena_printf(s->arena,
			_("In %zu of %zu cells fewer than 5 answers are expected: the "
			  "test is not reliable here."),
			t->thin, t->cells));
}

static void write_whole_test(const struct sheet *s, const struct stat_cross *c)
{
	struct stat_cross_test t =
	    stat_cross_test(s->arena, c, STAT_CROSS_ALL, STAT_CROSS_ALL);

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
	admin_fact(s->h, "p", p_value(s, t.p));
	admin_fact(s->h, _("Cramér's V"), rounded(s, t.v, 3));
	html_close(s->h);
	html_element(s->h, "p",
	    t.p < 0.05L ? _("The answers depend on each other (p < 0.05). V says how "
			    "much: 0 not at all, 1 wholly.")
			: _("No dependence can be shown (p ≥ 0.05)."),
	    NULL);
	write_thin(s, &t);
}

/* One test: an answer, chosen or not, against the other question. */
static void test_row(const struct sheet *s, const struct stat_cross *c, size_t row,
    size_t column, const char *name)
{
	struct stat_cross_test t = stat_cross_test(s->arena, c, row, column);

	html_row(s->h);
	html_cell_head(s->h, name);
	html_cell_number(s->h, t.known ? rounded(s, t.chi_square, 2) : NULL);
	html_cell_number(s->h, t.known ? arena_printf(s->arena, "%ld", t.df) : NULL);
	html_cell_number(s->h, t.known ? p_value(s, t.p) : NULL);
	html_cell_number(s->h, t.known ? rounded(s, t.v, 3) : NULL);
	html_cell(s->h, !t.known               ? _("too few different answers")
			: 5 * t.thin > t.cells ? _("not reliable: few answers")
			: t.p < 0.05L          ? _("depends")
					       : _("no dependence shown"));
	html_row_end(s->h);
}

static const char *pair_name(
    const struct sheet *s, const struct stat_cross *c, size_t row, size_t column)
{
	const char *a = row == STAT_CROSS_ALL
			    ? NULL
			    : crossing_answer(s->arena, s->r->form, &c->rows, row);
	const char *b = column == STAT_CROSS_ALL
			    ? NULL
			    : crossing_answer(s->arena, s->r->form, &c->columns, column);

	return a && b ? arena_printf(s->arena, "%s × %s", a, b) : a ? a : b;
}

/* Answers that do not exclude each other: each is tested by itself. */
static void write_tests(const struct sheet *s, const struct stat_cross *c)
{
	const struct html_column columns[] = {{_("Answer, chosen or not"), NULL, false},
	    {"χ²", NULL, true}, {_("Degrees of freedom"), NULL, true}, {"p", NULL, true},
	    {_("Cramér's V"), NULL, true}, {_("Conclusion"), NULL, false}};
	const size_t rows = c->rows.set ? c->rows.answers : 1;
	const size_t n = c->columns.set ? c->columns.answers : 1;

	html_table_begin(
	    s->h, &(struct html_table){.caption = _("Each answer tested by itself"),
		      .columns = columns,
		      .n_columns = 6});
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < n; j++) {
			size_t row = c->rows.set ? i : STAT_CROSS_ALL;
			size_t column = c->columns.set ? j : STAT_CROSS_ALL;

			test_row(s, c, row, column, pair_name(s, c, row, column));
		}
	html_table_end(s->h);
	html_element(s->h, "p",
	    _("Several answers could be chosen, so they do not exclude each other and "
	      "there is no test of the whole table. Of twenty tests one finds a "
	      "dependence by chance alone (p < 0.05)."),
	    "class", "hint", NULL);
}

/* --- the page --- */

static void write_cross(const struct sheet *s, const struct crossing *c)
{
	write_table(s, c->cross);
	grid_downloads(s->h, s->req, arena_printf(s->arena, PATH, s->r->campaign.code),
	    arena_printf(s->arena, "?rows=%s&columns=%s%s",
		admin_url_part(s->arena, c->rows), admin_url_part(s->arena, c->columns),
		filter_more(s->req)));
	html_element(s->h, "h2", _("Do the answers depend?"), NULL);
	if (c->cross->rows.set || c->cross->columns.set)
		write_tests(s, c->cross);
	else
		write_whole_test(s, c->cross);
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
	if (s->r->filter)
		html_notice(
		    s->h, "note", arena_printf(s->arena, _("Filter: %s."), s->r->filter));
	write_form(s);
	if (c->cross != NULL)
		write_cross(s, c);
}

enum err page_cross_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct sheet s = {.worker = worker, .req = req, .arena = req->arena};
	struct admin_page page;
	struct crossing c;
	enum err e = crossing_load(worker, req, &c);

	s.r = &c.results;
	if (e == ERR_DENIED) {
		filter_refuse(worker, req, res, s.r);
		return ERR_OK;
	}
	if (e != ERR_OK)
		return e;
	if (grid_is_file(req))
		return crossing_file(req, res, &c);
	if (grid_is_json(req)) {
		crossing_json(req, res, &c);
		return ERR_OK;
	}
	s.h = admin_page_begin(&page, worker, req, res, ADMIN_TAB_CAMPAIGNS,
	    _("Two questions against each other"));
	write_page(&s, &c);
	admin_page_end(&page);
	return ERR_OK;
}
