/* Long lists, page by page: "page=" of the query, and the links between pages. */
#ifndef OTKLIK_ADMIN_PAGER_H
#define OTKLIK_ADMIN_PAGER_H

#include "admin.h"

/* The page asked for, 1 … pages (0 pages count as one). */
size_t pager_page(const struct http_request *req, size_t pages);
/* Links to the pages before and after; nothing for one page.  path may have a query. */
void pager_write(struct html *h, const struct http_request *req, const char *path,
    size_t page, size_t pages);

#endif
