/* GET /admin/campaign/:code/cross — two questions of an external campaign. */
#include "base/i18n.h"
#include "base/text.h"
#include "crossing.h"
#include "grid.h"

#define PATH "/admin/campaign/%s/cross"

/* --- what to show --- */

static size_t add_choice(
    const struct sheet *s, struct html_option *v, size_t item, bool importance)
{
	struct stat_place p;

	if (!stat_place_of(s->r->form, item, importance, &p))
		return 0;
	*v = (struct html_option){stat_place_name(s->arena, s->r->form, &p),
	    crossing_name(s->arena, s->r, &p), NULL};
	return 1;
}

/* chosen: a name of stat_place_name(), or NULL. */
static void write_choice(
    const struct sheet *s, const char *name, const char *label, const char *chosen)
{
	const struct form *f = s->r->form;
	struct html_option *v =
	    ARENA_ARRAY(s->arena, 2 * f->n_items + 1, struct html_option);
	size_t n = 0;

	v[n++] = (struct html_option){"", _("choose"), NULL};
	for (size_t i = 0; i < f->n_items; i++) {
		n += add_choice(s, &v[n], i, false);
		n += add_choice(s, &v[n], i, true);
	}
	html_field(s->h, &(struct html_field){.type = "select",
			     .name = name,
			     .label = label,
			     .value = chosen,
			     .options = v,
			     .n_options = n});
}

static const char *rounded(const struct sheet *s, long double v, int digits)
{
	return sheet_decimal(s, stat_mean(v, 1, digits));
}

/* Is the box of that name checked? */
static bool is_on(const struct sheet *s, const char *name)
{
	return text_equal(http_param(&s->req->query, name), "1");
}

static void write_box(const struct sheet *s, const char *name, const char *label)
{
	html_choice(s->h, &(struct html_choice){.type = "checkbox",
			      .name = name,
			      .value = "1",
			      .label = label,
			      .checked = is_on(s, name)});
}

static bool of_columns(const struct sheet *s)
{
	return text_equal(http_param(&s->req->query, "shares"), "column");
}

static void write_form(const struct sheet *s, const struct crossing *c)
{
	const struct html_option shares[] = {
	    {"row", _("of the row"), NULL}, {"column", _("of the column"), NULL}};

	html_open(s->h, "form", "method", "get", "action",
	    html_path(s->h, s->req->base_path,
		arena_printf(s->arena, PATH, s->r->campaign.code)),
	    NULL);
	filter_hidden(s->h, s->req);
	write_choice(s, "rows", _("In the rows"), c->rows);
	write_choice(s, "columns", _("In the columns"), c->columns);
	html_field(s->h, &(struct html_field){.type = "select",
			     .name = "shares",
			     .label = _("Shares"),
			     .value = of_columns(s) ? "column" : "row",
			     .options = shares,
			     .n_options = 2});
	html_open(s->h, "fieldset", NULL);
	html_element(s->h, "legend", _("What the table shows"), NULL);
	write_box(
	    s, "bands", _("marks put together: 1–7 and 8–10, of NPS 0–6, 7–8 and 9–10"));
	write_box(s, "base", _("without answers outside the base (“hard to say”)"));
	write_box(s, "expected", _("what each cell expects"));
	html_close(s->h);
	html_button(s->h, NULL, NULL, _("Show the table"), NULL);
	html_close(s->h);
}

/* --- the table --- */

/* What is said of a cell besides how many there are and its share. */
static void write_deviation(
    const struct sheet *s, const struct stat_cross *c, size_t row, size_t column)
{
	long double z;
	bool more;

	if (is_on(s, "expected"))
		html_element(s->h, "small",
		    arena_printf(s->arena, _("expected %s"),
			rounded(s, stat_cross_expected(c, row, column), 1)),
		    "class", "base", NULL);
	if (!stat_cross_residual(c, row, column, &z) ||
	    (z <= STAT_CROSS_RESIDUAL && z >= -STAT_CROSS_RESIDUAL))
		return;
	more = z > 0;
	html_text(s->h, " ");
	html_open(s->h, "span", "class", more ? "change up" : "change down", NULL);
	html_element(s->h, "span", more ? "▲" : "▼", "aria-hidden", "true", NULL);
	html_element(s->h, "span",
	    more ? _("more than expected") : _("less than expected"), "class", "hidden",
	    NULL);
	html_close(s->h);
}

static void write_cells(
    const struct sheet *s, const struct stat_cross *c, const char *name, size_t row)
{
	const bool total = row == STAT_CROSS_ALL;
	const uint32_t *v = total ? c->column_totals : &c->counts[row * c->columns.n];
	const uint32_t all = total ? c->n : c->row_totals[row];

	html_row(s->h);
	html_cell_head(s->h, name);
	for (size_t i = 0; i < c->columns.n; i++) {
		uint32_t whole = of_columns(s) ? c->column_totals[i] : all;

		html_cell_open(s->h, true);
		html_text(s->h, whole ? arena_printf(s->arena, "%u (%s)", v[i],
					    sheet_percent(s, stat_percent(v[i], whole)))
				      : "0");
		if (!total)
			write_deviation(s, c, row, i);
		html_close(s->h);
	}
	html_cell_number(s->h, sheet_count(s, all));
	html_row_end(s->h);
}

static void write_note(const struct sheet *s, const struct stat_cross *c)
{
	html_open(s->h, "p", "class", "hint", NULL);
	html_text(s->h, of_columns(s) ? _("Shares are of the column. Only responses that "
					  "answered both questions.")
				      : _("Shares are of the row. Only responses that "
					  "answered both questions."));
	if (c->rows.place.set || c->columns.place.set) {
		html_text(s->h, " ");
		html_text(s->h, _("Where several answers could be chosen, shares add up "
				  "to more than 100 %."));
	}
	html_text(s->h, " ");
	html_text(s->h, _("▲ more, ▼ less than expected if neither question told of the "
			  "other: the adjusted standardised residual is beyond ±1.96. Of "
			  "twenty cells one is marked by chance alone."));
	html_close(s->h);
}

static void write_table(const struct sheet *s, const struct stat_cross *c)
{
	struct html_column *columns =
	    ARENA_ARRAY(s->arena, c->columns.n + 2, struct html_column);
	size_t n = 0;

	columns[n++] = (struct html_column){
	    crossing_name(s->arena, s->r, &c->rows.place), NULL, false};
	for (size_t i = 0; i < c->columns.n; i++)
		columns[n++] = (struct html_column){
		    crossing_row(s->arena, s->r->form, &c->columns, i), NULL, true};
	columns[n++] = (struct html_column){_("Total"), NULL, true};
	html_table_begin(s->h, &(struct html_table){.caption = crossing_name(s->arena,
							s->r, &c->columns.place),
				   .columns = columns,
				   .n_columns = n});
	for (size_t i = 0; i < c->rows.n; i++)
		write_cells(s, c, crossing_row(s->arena, s->r->form, &c->rows, i), i);
	write_cells(s, c, _("Total"), STAT_CROSS_ALL);
	html_table_end(s->h);
	write_note(s, c);
}

/* --- the test --- */

/* Of a test that is not reliable nothing is concluded. */
static void write_conclusion(const struct sheet *s, const struct stat_cross_test *t)
{
	if (stat_cross_is_reliable(t))
		html_element(s->h, "p",
		    t->p < 0.05L ? _("The answers depend on each other (p < 0.05). V "
				     "says how much: 0 not at all, 1 wholly.")
				 : _("No dependence can be shown (p ≥ 0.05)."),
		    NULL);
	else
		html_notice(s->h, "warning",
		    arena_printf(s->arena,
			_("In %zu of %zu cells fewer than 5 answers are expected, and in "
			  "one only %s: the test is not reliable here, and nothing is "
			  "concluded from it. Put marks or answers together, or collect "
			  "more answers."),
			t->thin, t->cells, rounded(s, t->least, 1)));
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
	admin_fact(s->h, "p", grid_p(s->arena, t.p));
	admin_fact(s->h, _("Cramér's V"), rounded(s, t.v, 3));
	html_close(s->h);
	write_conclusion(s, &t);
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
	html_cell_number(s->h, t.known ? grid_p(s->arena, t.p) : NULL);
	html_cell_number(s->h, t.known ? rounded(s, t.v, 3) : NULL);
	html_cell(s->h, !t.known                      ? _("too few different answers")
			: !stat_cross_is_reliable(&t) ? _("not reliable: few answers")
			: t.p < 0.05L                 ? _("depends")
						      : _("no dependence shown"));
	html_row_end(s->h);
}

static const char *pair_name(
    const struct sheet *s, const struct stat_cross *c, size_t row, size_t column)
{
	const char *a = row == STAT_CROSS_ALL
			    ? NULL
			    : crossing_row(s->arena, s->r->form, &c->rows, row);
	const char *b = column == STAT_CROSS_ALL
			    ? NULL
			    : crossing_row(s->arena, s->r->form, &c->columns, column);

	return a && b ? arena_printf(s->arena, "%s × %s", a, b) : a ? a : b;
}

/* Answers that do not exclude each other: each is tested by itself. */
static void write_tests(const struct sheet *s, const struct stat_cross *c)
{
	const struct html_column columns[] = {{_("Answer, chosen or not"), NULL, false},
	    {"χ²", NULL, true}, {_("Degrees of freedom"), NULL, true}, {"p", NULL, true},
	    {_("Cramér's V"), NULL, true}, {_("Conclusion"), NULL, false}};
	const size_t rows = c->rows.place.set ? c->rows.n : 1;
	const size_t n = c->columns.place.set ? c->columns.n : 1;

	html_table_begin(
	    s->h, &(struct html_table){.caption = _("Each answer tested by itself"),
		      .columns = columns,
		      .n_columns = 6});
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < n; j++) {
			size_t row = c->rows.place.set ? i : STAT_CROSS_ALL;
			size_t column = c->columns.place.set ? j : STAT_CROSS_ALL;

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
	    arena_printf(s->arena, "?rows=%s&columns=%s%s%s",
		admin_url_part(s->arena, c->rows), admin_url_part(s->arena, c->columns),
		crossing_more(s->arena, c), filter_more(s->req)));
	html_element(s->h, "h2", _("Do the answers depend?"), NULL);
	if (c->cross->rows.place.set || c->cross->columns.place.set)
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
	filter_write_notice(s->h, s->arena, s->r);
	write_form(s, c);
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
	if (e != ERR_OK)
		return filter_fail(e, worker, req, res, s.r);
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
