/* Lists of campaigns with their numbers. */
#ifndef OTKLIK_ADMIN_CAMPAIGNS_H
#define OTKLIK_ADMIN_CAMPAIGNS_H

#include "admin.h"

struct campaign_line {
	struct db_campaign campaign;
	uint32_t responses, waiting;
};

struct campaigns_view {
	struct campaign_line *v;
	size_t n;
	const char *url;    /* of a sortable list; NULL = not sortable */
	const char *sorted; /* key in force, or NULL */
	bool descending;
};

/* Every campaign the one logged in may see. */
ERR_CHECK enum err campaigns_load(
    struct worker *w, struct arena *a, struct campaign_line **v_r, size_t *n_r);

/* Are forms issued, or will they be? */
bool campaigns_is_open(const struct db_campaign *c);

/* The table. */
void campaigns_write(struct html *h, const struct worker *w,
    const struct http_request *req, const struct campaigns_view *view);

#endif
