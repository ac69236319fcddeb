/* GET /admin/campaign — the campaigns one may see. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "campaigns.h"

/* Columns of the list that can be sorted by, and how. */
static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct campaign_line *)a)->campaign.code,
	    ((const struct campaign_line *)b)->campaign.code);
}

static int by_title(const void *a, const void *b)
{
	return strcmp(((const struct campaign_line *)a)->campaign.title,
	    ((const struct campaign_line *)b)->campaign.title);
}

static int by_close(const void *a, const void *b)
{
	day_t x = ((const struct campaign_line *)a)->campaign.closes_on;
	day_t y = ((const struct campaign_line *)b)->campaign.closes_on;

	return (x > y) - (x < y);
}

static int by_responses(const void *a, const void *b)
{
	uint32_t x = ((const struct campaign_line *)a)->responses;
	uint32_t y = ((const struct campaign_line *)b)->responses;

	return (x > y) - (x < y);
}

static int by_waiting(const void *a, const void *b)
{
	uint32_t x = ((const struct campaign_line *)a)->waiting;
	uint32_t y = ((const struct campaign_line *)b)->waiting;

	return (x > y) - (x < y);
}

static const struct order {
	const char *key;
	int (*compare)(const void *, const void *);
} orders[] = {{"code", by_code}, {"title", by_title}, {"close", by_close},
    {"responses", by_responses}, {"waiting", by_waiting}};

static void reverse(struct campaign_line *v, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct campaign_line x = v[i];

		v[i] = v[n - 1 - i];
		v[n - 1 - i] = x;
	}
}

/* Sorts by the key of the query ("-key" downwards); NULL if it names none. */
static const char *sort_lines(struct campaign_line *v, size_t n, const char *sort)
{
	bool down = sort && *sort == '-';

	for (size_t i = 0; sort && i < sizeof(orders) / sizeof(orders[0]); i++) {
		if (!text_equal(sort + down, orders[i].key))
			continue;
		qsort(v, n, sizeof(*v), orders[i].compare);
		if (down)
			reverse(v, n);
		return orders[i].key;
	}
	return NULL;
}

enum err page_campaign_list(
    void *worker, struct http_request *req, struct http_response *res)
{
	const char *sort = http_param(&req->query, "sort");
	struct campaigns_view view = {0};
	struct admin_page page;
	struct html *h;
	enum err e = campaigns_load(worker, req->arena, &view.v, &view.n);

	if (e != ERR_OK)
		return e;
	view.url = arena_printf(req->arena, "%s/admin/campaign", req->base_path);
	view.sorted = sort_lines(view.v, view.n, sort);
	view.descending = view.sorted && *sort == '-';
	h = admin_page_begin(&page, worker, req, res, ADMIN_TAB_CAMPAIGNS, _("Surveys"));
	if (worker_may_edit(worker))
		admin_link_line(h, req, "/admin/campaign/new", _("Open a survey"));
	campaigns_write(h, worker, req, &view);
	if (view.n == 0)
		html_element(h, "p", _("No survey has been opened yet."), NULL);
	admin_link_line(h, req, "/admin/spam", _("Protection against spam"));
	admin_page_end(&page);
	return ERR_OK;
}
