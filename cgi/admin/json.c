#include "json.h"

#include <stdlib.h>

/* Figures are rounded decimals already: 15 digits print them as they are. */
#define DIGITS 15

json_t *admin_json_figure(struct stat_figure f)
{
	return f.known ? json_real(stat_figure_double(f)) : json_null();
}

void admin_json_unsure(json_t *o, const struct stat_cut_unsure *u)
{
	json_object_set_new(o, "coarse", json_integer(u->coarse));
	json_object_set_new(o, "undated", json_integer(u->undated));
}

void admin_json_send(struct http_response *res, json_t *o)
{
	char *text = json_dumps(o, JSON_INDENT(1) | JSON_REAL_PRECISION(DIGITS));

	json_decref(o);
	if (text == NULL)
		abort(); /* no memory: every string came out of UTF-8 columns */
	res->content_type = "application/json";
	buf_puts(&res->body, text);
	buf_puts(&res->body, "\n");
	free(text);
}
