/* otklik-admin: what its files share. */
#ifndef OTKLIK_ADMIN_ADMIN_H
#define OTKLIK_ADMIN_ADMIN_H

#include "base/config.h"
#include "box/token.h"
#include "db/campaign.h"
#include "db/db.h"
#include "db/session.h"
#include "db/staff.h"
#include "form/load.h"
#include "html/control.h"
#include "html/page.h"
#include "html/table.h"
#include "http/server.h"

struct form_entry;

/* Of the process. */
struct admin {
	struct config config;
	struct box_token_key key; /* of the forms sheets are keyed in with */
};

/* Of one request slot. */
struct worker {
	const struct config *config;
	const struct box_token_key *key;
	struct db *db;
	struct form_loader *loader;
	struct form_entry *forms; /* parsed versions: frozen, so never stale */
	char name[32];            /* its row in barrier */
	bool logged_in;
	struct db_session session; /* of the request in hand, if logged_in */
};

enum err worker_new(void *admin, int slot, void **worker_r);
void worker_free(void **worker);

/* The form of a version; it lives as long as the worker. */
ERR_CHECK enum err worker_form(
    struct worker *w, struct arena *a, uint32_t version, const struct form **f_r);

/* The procedure of an agency; procedure_free() it. */
ERR_CHECK enum err worker_procedure(
    struct worker *w, struct arena *a, const char *agency_code, struct procedure **p_r);

/* May the one logged in see things of that agency? */
bool worker_may_see(const struct worker *w, uint16_t agency_id);
/* May he change evidence and pain map rows?  The head only reads and decides. */
bool worker_may_edit(const struct worker *w);
/* Does the installation open the box ballot by ballot, for trying out? */
bool worker_is_trial(const struct worker *w, const struct db_campaign *c);

/* --- gate.c --- */

/* Session, role, CSRF; runs before each handler. */
enum err admin_gate(void *worker, const struct http_route *route,
    struct http_request *req, struct http_response *res);
/* Set-Cookie of a session ("" ends it). */
const char *admin_cookie(const struct worker *w, struct arena *a, const char *value);
/* The session cookie of the request, or NULL. */
const char *admin_cookie_value(const struct worker *w, const struct http_request *req);
/* Set-Cookie of a browser that has logged in (db/device.h). */
const char *admin_device(const struct worker *w, struct arena *a, const char *value);
/* The cookie of the request that tells it, or NULL. */
const char *admin_device_value(const struct worker *w, const struct http_request *req);
/* Looks the session of the request up: fills w->session, w->logged_in. */
ERR_CHECK enum err admin_find_session(struct worker *w, const struct http_request *req);
/* Is it a path of the staff pages, fit to be led to after the login? */
bool admin_is_local(const char *path);

/* --- frame.c --- */

enum admin_tab {
	ADMIN_TAB_NONE,
	ADMIN_TAB_HOME,
	ADMIN_TAB_CAMPAIGNS,
	ADMIN_TAB_FORMS,
	ADMIN_TAB_PAIN,
	ADMIN_TAB_APPEALS,
	ADMIN_TAB_REPORT
};

/* A page of the one logged in (or of nobody): begins it, h1 included. */
struct admin_page {
	struct html *h;
	struct html_page frame;
	struct html_link nav[6];
};
struct html *admin_page_begin(struct admin_page *p, struct worker *w,
    const struct http_request *req, struct http_response *res, enum admin_tab tab,
    const char *title);
/* The same with a window title and a heading that differ ("Error: …"). */
struct html *admin_page_begin_titled(struct admin_page *p, struct worker *w,
    const struct http_request *req, struct http_response *res, enum admin_tab tab,
    const char *title, const char *heading);
void admin_page_end(struct admin_page *p);

/* Opens <form method="post"> of the one logged in; html_close() ends it. */
void admin_form(struct html *h, const struct worker *w, const struct http_request *req,
    const char *path);
/* A link as a paragraph of its own. */
void admin_link_line(
    struct html *h, const struct http_request *req, const char *path, const char *text);
/* A name and its value of a <dl>, nothing for value NULL. */
void admin_fact(struct html *h, const char *name, const char *value);

/* s with all but letters, digits, '-', '.' and '_' percent-encoded. */
const char *admin_url_part(struct arena *a, const char *s);

/* The page of an error. */
void admin_fail(
    void *worker, enum err e, const struct http_request *req, struct http_response *res);

/* --- keep.c: a form that could not be taken goes back whole --- */

/*
 * Writes the fields of a request as hidden ones of the login form; of a login
 * request those that are kept in it already.
 */
void admin_keep(struct html *h, const struct http_request *req);
/* The path that what a login request keeps was meant for, or NULL. */
const char *admin_kept_path(const struct http_request *req);
/* The page that offers to send it now. */
void admin_write_kept(
    struct worker *w, const struct http_request *req, struct http_response *res);
/* Every field of the request behind one button, under a token of now. */
void admin_offer_again(
    struct html *h, const struct worker *w, const struct http_request *req);

/* --- page-login.c --- */

/* The login form; what the request posted elsewhere is kept in it. */
void admin_write_login(struct html *h, const struct http_request *req, const char *login,
    const char *next, const char *fault);

/* --- words.c: names of things to people --- */

const char *admin_audience(enum form_audience audience);
const char *admin_state(const struct db_campaign *c);
/* "12.11.2026 – 25.11.2026", "from 12.11.2026". */
const char *admin_period(struct arena *a, const struct db_campaign *c);
const char *admin_role(enum db_role role);

extern const struct http_route admin_routes[];

/* Its handlers. */
http_handler page_report_get, page_report_odt;
http_handler page_codebook_get, page_answers_csv, page_answers_numbers;
http_handler page_answers_syntax;
http_handler page_login_get, page_login_post, page_logout_post;
http_handler page_home_get;
http_handler page_campaign_new, page_campaign_open;
http_handler page_campaign_list, page_result_get, page_result_json, page_result_csv;
http_handler page_result_xlsx, page_cross_get, page_trend_get, page_cut_get;
http_handler page_beside_get, page_tables_get;
http_handler page_text_get;
http_handler page_texts_get, page_coding_get, page_coding_save, page_topics_get;
http_handler page_campaign_close_get, page_campaign_close;
http_handler page_sample_get, page_sample_save;
http_handler page_links_get, page_poster_get;
http_handler page_tickets_get, page_tickets_post;
http_handler page_quarantine_get, page_quarantine_post, page_spam_get, page_spam_post;
http_handler page_mail_get, page_mail_post, page_mail_upload;
http_handler page_entry_get, page_entry_post;
http_handler page_form_list, page_form_new, page_form_create;
http_handler page_form_get, page_form_start, page_form_discard;
http_handler page_form_change, page_form_question, page_form_question_save;
http_handler page_form_question_remove, page_form_section, page_form_section_save;
http_handler page_form_section_change, page_form_head, page_form_head_save;
http_handler page_form_options, page_form_options_save, page_form_options_remove;
http_handler page_form_blocks, page_form_blocks_save, page_form_xml;
http_handler page_form_languages, page_form_language_add, page_form_language;
http_handler page_form_language_save, page_form_language_remove;
http_handler page_form_xml_save, page_form_upload, page_form_file, page_form_preview;
http_handler page_form_check, page_form_publish, page_form_compare;
http_handler page_pain_list, page_pain_print, page_pain_new, page_pain_create;
http_handler page_pain_get, page_pain_save, page_pain_close, page_pain_reopen;
http_handler page_pain_history;
http_handler page_appeal_list, page_appeal_get, page_appeal_save, page_appeal_quarantine;

#endif
