/* otklik-survey: what its files share. */
#ifndef OTKLIK_SURVEY_SURVEY_H
#define OTKLIK_SURVEY_SURVEY_H

#include "base/assurance.h"
#include "base/config.h"
#include "box/ticket.h"
#include "box/token.h"
#include "db/campaign.h"
#include "db/db.h"
#include "form/answer.h"
#include "form/load.h"
#include "http/server.h"

struct cache;

/* Of the process. */
struct survey {
	struct arena *arena; /* of the settings */
	struct config config;
	struct box_token_key key;
	struct box_ticket_key ticket_key;
	bool has_ticket_key;
	struct cache *cache;
	struct db_queue *queue; /* of ballots, shared by all workers */
};

/* Settings, texts, keys; a fault is logged.  survey_close() after either outcome. */
ERR_CHECK enum err survey_open(struct survey *s, const char *file);
void survey_close(struct survey *s);

/* Of one request slot. */
struct worker {
	struct survey *survey;
	struct db *db;
	struct form_loader *loader;
	char name[32];              /* its row in barrier */
	struct assurance assurance; /* as of this request: survey_assure() */
};

enum err worker_new(void *survey, int slot, void **worker_r);
void worker_free(void **worker);

/*
 * The form of a version in a language (in the first one for NULL and one it does
 * not have): from the cache, else read from the database.  It lives as long as the
 * process.
 */
ERR_CHECK enum err survey_form(struct worker *w, struct arena *a, uint32_t version,
    const char *language, const struct form **f_r);

/*
 * A campaign and its key are read from the database at most once in so many
 * seconds; a closing by hand is noticed within them.
 */
#define SURVEY_FRESH 1

/*
 * The campaign of a code.  *stale_r is set true when the database is away and
 * this is what was last seen of it: good to show a form again, not to take one.
 */
ERR_CHECK enum err survey_campaign(struct worker *w, struct arena *a, const char *code,
    struct db_campaign *c_r, bool *stale_r);

/* db_campaign_key(): a ballot sealed to a key spent meanwhile is refused. */
ERR_CHECK enum err survey_key(struct worker *w, const struct db_campaign *c, day_t day,
    uint32_t *id_r, uint8_t public_key_r[BOX_PUBLIC_BYTES]);
/* Can an answer be sealed today?  A form that could not be sent is not shown: nobody
   is to type in vain (survey_write_soon()). */
bool survey_has_key(struct worker *w, const struct db_campaign *c);

/* Name of the field that people do not see: who fills it in has read no page. */
#define SURVEY_TRAP "url"

/* A form page: one section with what was answered, a fresh or the posted token. */
struct survey_sheet {
	const struct db_campaign *campaign;
	const struct form_answers *answers; /* of every section so far */
	size_t section;
	const struct form_problem_at *problems;
	size_t n_problems;
	const char *alert; /* why it is shown again, when no question is at fault */
	const char *token;
	const char *channel; /* mark, "" = none */
	const char *note;    /* what is to be said above the form, or NULL */
	bool fresh;          /* opened by its link: nothing is answered yet */
	const char *secret;  /* of the closed or one-time link, or NULL */
	const char *trapped; /* what stands in the field nobody sees, or NULL */
};
void survey_write_form(struct worker *w, const struct http_request *req,
    struct http_response *res, const struct survey_sheet *sheet);

/*
 * The channel a mark stands for: itself if the agency's procedure names it among
 * its channels for outside surveys, else "other"; "" for none, and for every
 * mark of an internal survey, whose answers keep no channel.
 */
const char *survey_channel(
    struct worker *w, struct arena *a, const struct db_campaign *c, const char *mark);

/* What opens the form of a restricted circle. */
struct survey_pass {
	const char *secret; /* as it came with the request; NULL: none is needed */
	uint8_t hash[BOX_HASH_BYTES];
};

/* Name of the parameter that holds the secret, or NULL. */
const char *survey_pass_name(const struct db_campaign *c);

/*
 * Reads the secret from the query or the form and checks it; a one-time link
 * only if `ask`: at the end it is spent anyway, and a form sent twice must find
 * its thanks.  ERR_DENIED: survey_write_refused().
 */
ERR_CHECK enum err survey_pass(struct worker *w, const struct db_campaign *c,
    const struct http_params *from, bool ask, struct survey_pass *p_r);
/* "?t=…" with that first character, for links of the same survey; or "". */
const char *survey_pass_query(
    struct arena *a, const struct db_campaign *c, const char *secret, char first);
void survey_write_refused(const struct http_request *req, struct http_response *res,
    const struct db_campaign *c);

/* The page of a campaign that is not open (yet, any more). */
void survey_write_shut(const struct http_request *req, struct http_response *res,
    const struct db_campaign *c, enum err e);

/* The page of one that otklik-count has not made the key for yet. */
void survey_write_soon(const struct http_request *req, struct http_response *res,
    const struct db_campaign *c);

/*
 * Reads what `otklikctl doctor` has confirmed of this machine, at most once in so
 * many seconds, into the worker.
 */
#define SURVEY_ASSURED 2
void survey_assure(struct worker *w);

/*
 * What may be said of the logs of this machine today (AMB-28, NE-4.4-1), in the
 * arena: with nothing confirmed, or long ago, NULL.
 */
const char *survey_assurance(const struct worker *w, struct arena *a, day_t today);

/* db_campaign_is_trial() by our settings.  Then every page says so. */
bool survey_is_trial(const struct worker *w, const struct db_campaign *c);
extern const char *const survey_trial_text; /* msgid */

/* What one must know of a saved form on somebody else's computer; msgid. */
extern const char *const survey_saved_warning;

/* The handlers of the route table. */
http_handler survey_get_list, survey_get_form, survey_post_form, survey_get_thanks;
http_handler survey_get_paper, survey_get_resume, survey_post_resume;
void survey_fail(
    void *worker, enum err e, const struct http_request *req, struct http_response *res);

#endif
