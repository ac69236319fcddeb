/* GET /admin/campaign/:code/text/:item — free texts of an item, page by page. */
#include "base/i18n.h"
#include "db/remark.h"
#include "filter.h"
#include "pager.h"

#define PER_PAGE 50

static const char *text_path(struct arena *a, const struct results *r, const char *item)
{
	return arena_printf(a, "/admin/campaign/%s/text/%s%s", r->campaign.code,
	    admin_url_part(a, item), r->query);
}

static void write_text(struct html *h, const struct worker *w,
    const struct http_request *req, const struct results *r, const char *item,
    const struct db_remark *m)
{
	html_open(h, "li", NULL);
	html_open(h, "p", NULL);
	html_lines(h, m->text);
	html_close(h);
	if (worker_may_edit(w))
		admin_link_line(h, req,
		    arena_printf(req->arena,
			"/admin/pain/new?campaign=%s&item=%s&text=%s%s", r->campaign.code,
			admin_url_part(req->arena, item), m->id, r->more),
		    _("Create a pain"));
	html_close(h);
}

static void write_page(struct worker *w, struct http_request *req,
    struct http_response *res, const struct results *r, const struct stat_row *row,
    const struct db_remark *v, size_t n, size_t total)
{
	const char *path = text_path(req->arena, r, row->item->id);
	struct admin_page page;
	struct html *h = admin_page_begin(&page, w, req, res, ADMIN_TAB_CAMPAIGNS,
	    arena_printf(req->arena, _("Texts: %s"), export_item_text(row)));

	admin_link_line(h, req,
	    arena_printf(req->arena, "/admin/campaign/%s%s#q%s", r->campaign.code,
		r->query, row->question->id),
	    r->campaign.title);
	html_open(h, "p", NULL);
	html_textf(
	    h, _("Texts: %zu. As of %s."), total, day_russian(req->arena, r->today));
	html_close(h);
	filter_write_notice(h, req->arena, r);
	html_element(h, "p",
	    _("The order is random and says nothing about when a text was written."),
	    "class", "hint", NULL);
	html_open(h, "ul", "class", "texts", NULL);
	for (size_t i = 0; i < n; i++)
		write_text(h, w, req, r, row->item->id, &v[i]);
	html_close(h);
	pager_write(
	    h, req, path, pager_page(req, SIZE_MAX), (total + PER_PAGE - 1) / PER_PAGE);
	admin_page_end(&page);
}

enum err page_text_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	struct db_remark *v;
	struct results r;
	size_t item, n, total;
	const size_t offset = (pager_page(req, SIZE_MAX) - 1) * PER_PAGE;
	enum err e = results_load(w, req, req->segment[0], &r);

	if (e == ERR_OK)
		e = filter_apply_texts(w, req, offset, PER_PAGE, &r);
	if (e != ERR_OK)
		return filter_fail(e, w, req, res, &r);
	item = form_item_find(r.form, req->segment[1]);
	if (item == SIZE_MAX || !results_has_texts(&r, &r.table->rows[item]))
		return ERR_NOT_FOUND;
	e = results_text_list(w, req->arena, &r, item, offset, PER_PAGE, &v, &n, &total);
	if (e == ERR_OK)
		write_page(w, req, res, &r, &r.table->rows[item], v, n, total);
	return e;
}
