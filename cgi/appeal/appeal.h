/* otklik-appeal: what its files share. */
#ifndef OTKLIK_APPEAL_APPEAL_H
#define OTKLIK_APPEAL_APPEAL_H

#include "base/config.h"
#include "box/token.h"
#include "db/agency.h"
#include "db/db.h"
#include "fields.h"
#include "form/load.h"
#include "http/server.h"

/* Of the process. */
struct appeal {
	struct arena *arena; /* of the settings */
	struct config config;
	struct box_token_key key;
};

/* Settings, texts, key; a fault is logged.  appeal_close() after either outcome. */
ERR_CHECK enum err appeal_open(struct appeal *s, const char *file);
void appeal_close(struct appeal *s);

/* Of one request slot. */
struct worker {
	const struct appeal *appeal;
	struct db *db;
	struct form_loader *loader;
	char name[32]; /* its row in barrier */
};

enum err worker_new(void *appeal, int slot, void **worker_r);
void worker_free(void **worker);

/* An agency and its procedure; procedure_free() that.  ERR_NOT_FOUND. */
ERR_CHECK enum err appeal_agency(struct worker *w, struct arena *a, const char *code,
    struct db_agency *g_r, struct procedure **p_r);

/* A form page. */
struct appeal_sheet {
	const struct db_agency *agency;
	const struct procedure *procedure;
	const struct fields *fields;
	const char *token;
	const char *alert; /* why it is shown again, when no field is at fault */
};
void appeal_write_form(const struct http_request *req, struct http_response *res,
    const struct appeal_sheet *s);

/* What a kind is called; msgid. */
const char *appeal_kind(int kind);

/* The handlers of the route table. */
http_handler appeal_get_form, appeal_post_form, appeal_get_thanks;
void appeal_fail(
    void *worker, enum err e, const struct http_request *req, struct http_response *res);

#endif
