/* GET /admin/pain, /admin/pain/print — the pain map and its print view. */

#include "base/i18n.h"
#include "base/text.h"
#include "pains.h"

#define COLUMNS_MAX 10

/* Keys of the order's columns that can be sorted by. */
static const char *const sort_keys[COLUMNS_MAX] = {
    "number", "process", NULL, "prevalence", "priority", NULL, NULL, "due", "queue"};

static size_t order_columns(const struct pain_map *m)
{
	size_t n = m->procedure->n_pain_headings;

	return n < COLUMNS_MAX ? n : COLUMNS_MAX - 1;
}

static size_t fill_columns(
    const struct pain_map *m, struct html_column v[COLUMNS_MAX], bool sortable)
{
	size_t n = order_columns(m);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct html_column){m->procedure->pain_headings[i],
		    sortable ? sort_keys[i] : NULL, i == 0 || i == 8};
	return n;
}

static void tab(struct html *h, const struct http_request *req, const char *query,
    const char *text, bool current)
{
	html_open(h, "li", NULL);
	html_element(h, "a", text, "href",
	    arena_printf(req->arena, "%s/admin/pain?%s", req->base_path, query),
	    "aria-current", current ? "page" : NULL, NULL);
	html_close(h);
}

/* Maps of the two audiences are never shown together (RA-1.3-1). */
static void write_audiences(
    struct html *h, const struct http_request *req, const struct pain_map *m)
{
	const char *agency = m->agency.code;

	html_open(h, "nav", "aria-label", _("Audience"), NULL);
	html_open(h, "ul", NULL);
	tab(h, req, arena_printf(req->arena, "agency=%s&audience=external", agency),
	    _("External clients"), m->audience == FORM_EXTERNAL);
	tab(h, req, arena_printf(req->arena, "agency=%s&audience=internal", agency),
	    _("Internal clients"), m->audience == FORM_INTERNAL);
	html_close(h);
	html_close(h);
}

/* Choosing the agency, for those who may see several. */
static enum err write_agencies(struct worker *w, struct html *h,
    const struct http_request *req, const struct pain_map *m)
{
	struct html_option *options;
	struct db_agency *v;
	size_t n;
	enum err e = pains_agencies(w, req->arena, &v, &n);

	if (e != ERR_OK || n < 2)
		return e;
	options = ARENA_ARRAY(req->arena, n, struct html_option);
	for (size_t i = 0; i < n; i++)
		options[i] = (struct html_option){v[i].code, v[i].name, NULL};
	html_open(h, "form", "method", "get", "action",
	    html_path(h, req->base_path, "/admin/pain"), "class", "choice", NULL);
	html_hidden(
	    h, "audience", m->audience == FORM_INTERNAL ? "internal" : "external");
	html_field(h, &(struct html_field){.type = "select",
			  .name = "agency",
			  .label = _("Agency"),
			  .value = m->agency.code,
			  .options = options,
			  .n_options = n});
	html_button(h, NULL, NULL, _("Show"), "quiet");
	html_close(h);
	return ERR_OK;
}

static void write_filter(
    struct html *h, const struct http_request *req, const struct pain_map *m)
{
	static const struct {
		const char *show, *text;
	} shows[] = {{"open", N_("Open")}, {"closed", N_("Closed")}, {"all", N_("All")}};

	html_open(h, "nav", "aria-label", _("Rows"), NULL);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < 3; i++)
		tab(h, req,
		    arena_printf(req->arena, "%s&show=%s", pains_query(req->arena, m),
			shows[i].show),
		    _(shows[i].text), text_equal(shows[i].show, m->show));
	html_close(h);
	html_close(h);
}

static void write_status(struct html *h, const struct http_request *req,
    const struct pain_line *l, const struct worker *w)
{
	const struct db_pain *p = l->pain;

	html_cell_open(h, false);
	html_text(h, pains_status(p->status));
	if (*p->reason)
		html_element(h, "p", p->reason, "class", "hint", NULL);
	html_open(h, "p", NULL);
	html_element(h, "a", worker_may_edit(w) ? _("Edit") : _("Open the row"), "href",
	    arena_printf(req->arena, "%s/admin/pain/%u", req->base_path, p->id),
	    "aria-label",
	    arena_printf(req->arena,
		worker_may_edit(w) ? _("Edit row %zu") : _("Open row %zu"), l->number),
	    NULL);
	html_close(h);
	html_close(h);
}

static void write_map(struct html *h, const struct http_request *req,
    const struct worker *w, const struct pain_map *m)
{
	struct html_column columns[COLUMNS_MAX];
	size_t n = fill_columns(m, columns, true);
	bool down = m->sort && *m->sort == '-';

	columns[n++] = (struct html_column){_("Status"), NULL, false};
	html_table_begin(
	    h, &(struct html_table){.caption = _("Pain map"),
		   .caption_hidden = true,
		   .columns = columns,
		   .n_columns = n,
		   .url = arena_printf(req->arena, "%s/admin/pain?%s&show=%s",
		       req->base_path, pains_query(req->arena, m), m->show),
		   .sorted = m->sort ? m->sort + down : NULL,
		   .descending = down});
	for (size_t i = 0; i < m->n; i++) {
		html_row(h);
		html_cell_number(h, arena_printf(req->arena, "%zu", m->v[i].number));
		pains_write_cells(h, req->arena, m, &m->v[i], true);
		write_status(h, req, &m->v[i], w);
		html_row_end(h);
	}
	html_table_end(h);
}

static void write_links(struct html *h, const struct http_request *req,
    const struct worker *w, const struct pain_map *m)
{
	const char *query = pains_query(req->arena, m);

	html_open(h, "p", NULL);
	if (worker_may_edit(w)) {
		html_link(h, req->base_path,
		    arena_printf(req->arena, "/admin/pain/new?%s", query),
		    _("Add a row"));
		html_text(h, " · ");
	}
	html_link(h, req->base_path,
	    arena_printf(req->arena, "/admin/pain/print?%s&show=%s%s%s", query, m->show,
		"&sort=", m->sort ? m->sort : "number"),
	    _("Print view"));
	html_close(h);
}

static enum err write_page(struct worker *w, struct http_request *req,
    struct http_response *res, const struct pain_map *m)
{
	struct admin_page page;
	struct html *h =
	    admin_page_begin(&page, w, req, res, ADMIN_TAB_PAIN, _("Pain map"));
	enum err e = write_agencies(w, h, req, m);

	if (http_param(&req->query, "saved"))
		html_notice(h, "success", _("The row has been saved."));
	write_audiences(h, req, m);
	html_element(h, "h2",
	    arena_printf(
		req->arena, "%s: %s", m->agency.name, admin_audience(m->audience)),
	    NULL);
	write_filter(h, req, m);
	write_links(h, req, w, m);
	if (m->n > 0)
		write_map(h, req, w, m);
	else
		html_element(h, "p",
		    m->total > 0 ? _("No row fits this choice.")
				 : _("There are no rows yet. A row can be made from any "
				     "figure or text of a survey’s results."),
		    NULL);
	html_open(h, "p", "class", "hint", NULL);
	html_textf(h, _("Rows shown: %zu of %zu. As of %s."), m->n, m->total,
	    day_russian(req->arena, day_today(m->agency.utc_offset)));
	html_close(h);
	admin_page_end(&page);
	return e;
}

enum err page_pain_list(void *worker, struct http_request *req, struct http_response *res)
{
	struct pain_map m;
	enum err e = pains_load(worker, req, &m);

	if (e != ERR_OK)
		return e;
	e = write_page(worker, req, res, &m);
	pains_free(&m);
	return e;
}

/* --- the print view: the order's appendix, filled in --- */

static void write_numbers(struct html *h, const struct http_request *req, size_t n)
{
	html_open(h, "tr", "class", "numbers", NULL);
	for (size_t i = 1; i <= n; i++)
		html_element(h, "td", arena_printf(req->arena, "%zu", i), NULL);
	html_row_end(h);
}

static void write_print(
    struct html *h, const struct http_request *req, const struct pain_map *m)
{
	struct html_column columns[COLUMNS_MAX];
	size_t n = fill_columns(m, columns, false);

	html_table_begin(h, &(struct html_table){.caption = _("Pain map"),
				.caption_hidden = true,
				.columns = columns,
				.n_columns = n});
	write_numbers(h, req, n);
	for (size_t i = 0; i < m->n; i++) {
		html_row(h);
		html_cell_number(h, arena_printf(req->arena, "%zu", m->v[i].number));
		pains_write_cells(h, req->arena, m, &m->v[i], false);
		html_row_end(h);
	}
	html_table_end(h);
}

enum err page_pain_print(
    void *worker, struct http_request *req, struct http_response *res)
{
	static const struct html_link none[1];
	struct html_page frame = {.base_path = req->base_path,
	    .title = _("Pain map"),
	    .section = "/admin/pain",
	    .wide = true,
	    .nav = none};
	struct pain_map m;
	struct html *h;
	enum err e = pains_load(worker, req, &m);

	if (e != ERR_OK)
		return e;
	frame.agency = m.agency.name;
	h = html_begin(req->arena, &res->body);
	html_page_begin(h, &frame);
	html_element(h, "h1", _("Pain map"), NULL);
	html_open(h, "p", NULL);
	html_textf(h, _("%s: %s. As of %s."), m.agency.name, admin_audience(m.audience),
	    day_russian(req->arena, day_today(m.agency.utc_offset)));
	html_close(h);
	html_open(h, "div", "class", "landscape", NULL);
	write_print(h, req, &m);
	html_close(h);
	html_page_end(h, &frame);
	html_end(h);
	pains_free(&m);
	return ERR_OK;
}
