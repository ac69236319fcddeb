#include "pager.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define PAGE_MAX 100000

size_t pager_page(const struct http_request *req, size_t pages)
{
	const char *text = http_param(&req->query, "page");
	long v;

	if (text == NULL || text_int(text, 1, PAGE_MAX, &v) != ERR_OK || pages == 0)
		return 1;
	return (size_t)v > pages ? pages : (size_t)v;
}

void pager_write(struct html *h, const struct http_request *req, const char *path,
    size_t page, size_t pages)
{
	struct arena *a = req->arena;
	char join = strchr(path, '?') != NULL ? '&' : '?';

	if (pages < 2)
		return;
	html_open(h, "nav", "aria-label", _("Pages"), NULL);
	html_open(h, "p", NULL);
	if (page > 1)
		html_link(h, req->base_path,
		    arena_printf(a, "%s%cpage=%zu", path, join, page - 1),
		    _("Previous page"));
	html_textf(h, " ");
	html_textf(h, _("page %zu of %zu"), page, pages);
	html_textf(h, " ");
	if (page < pages)
		html_link(h, req->base_path,
		    arena_printf(a, "%s%cpage=%zu", path, join, page + 1),
		    _("Next page"));
	html_close(h);
	html_close(h);
}
