/* Figures and documents as JSON. */
#ifndef OTKLIK_ADMIN_JSON_H
#define OTKLIK_ADMIN_JSON_H

#include <jansson.h>

#include "admin.h"
#include "stat/cut.h"
#include "stat/figure.h"

/* A rounded decimal; null without data. */
json_t *admin_json_figure(struct stat_figure f);
/* "coarse", "undated": responses left out because of their day. */
void admin_json_unsure(json_t *o, const struct stat_cut_unsure *u);
/* Answers with the document and lets go of it. */
void admin_json_send(struct http_response *res, json_t *o);

#endif
