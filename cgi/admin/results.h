/* The results of one campaign, as far as they may be shown. */
#ifndef OTKLIK_ADMIN_RESULTS_H
#define OTKLIK_ADMIN_RESULTS_H

#include "admin.h"
#include "db/remark.h"
#include "db/tally.h"
#include "export/results.h"
#include "export/words.h"
#include "stat/csi.h"
#include "stat/cut.h"
#include "stat/recommend.h"
#include "stat/satisfaction.h"
#include "stat/suppress.h"

#define RESULTS_TEXTS_SHOWN 5 /* on the results page; all of them on their own */

/* With a filter: which free texts of each item belong to responses inside. */
struct results_texts {
	size_t offset, limit;
	size_t *totals;        /* by item */
	uint8_t *ids;          /* by item, `limit` of them, 16 bytes each */
	const uint8_t *inside; /* ids of all of them, ascending */
	size_t n_inside;
};

struct results {
	struct db_campaign campaign;       /* version: the one shown */
	const struct db_counted *versions; /* it has responses of, and its own */
	size_t n_versions;
	/* "?version=1" and "&version=1" of links that stay with another version than
	   the campaign's own, and with the filter; else "" */
	const char *query, *more;
	const struct form *form;
	struct stat_table *table; /* hidden rows are marked */
	enum stat_view view;
	bool trial;           /* db_campaign_is_trial(): say so */
	uint32_t waiting;     /* ballots in the box */
	uint32_t quarantined; /* of all versions: neither counted nor waiting */
	const struct stat_csi *csi;
	const struct stat_satisfaction *satisfaction;
	day_t today;                       /* of the agency: "as of" */
	const char *filter;                /* in words (filter.h); NULL: all responses */
	uint32_t all_responses;            /* with a filter: without it */
	const struct results_texts *texts; /* with a filter */
	struct stat_cut_unsure unsure;     /* left out of a filter by days, of a split */
};

/* The campaign of a code; of another agency than one's own: ERR_NOT_FOUND. */
ERR_CHECK enum err results_campaign(
    struct worker *w, struct arena *a, const char *code, struct db_campaign *c_r);

/*
 * Everything about it, small groups hidden: of the version the query names
 * ("version=1"), else of the campaign's own.  ERR_NOT_FOUND also for a version
 * without responses.
 */
ERR_CHECK enum err results_load(struct worker *w, const struct http_request *req,
    const char *code, struct results *r_r);

/* The same of a version of it, whatever the query says; 0: the campaign's own. */
ERR_CHECK enum err results_load_version(struct worker *w, const struct http_request *req,
    const char *code, int version, struct results *r_r);

/*
 * Dimensions of internal clients that the agency's order lists and this version does
 * not ask (NE-7.2-2: in a block that is off); none where it asks no dimension at all.
 * Borrowed from the procedure.
 */
const char **results_unasked(
    struct arena *a, const struct results *r, const struct procedure *p, size_t *n_r);

/* What may be seen of a campaign and version, by the rules of small groups. */
struct stat_rules results_rules(
    const struct db_campaign *c, const struct form *f, bool trial);
/* Messages of internal clients, opened daily and read one by one? */
bool results_are_messages(const struct results *r);
/* May anything be written in answer to the question? */
bool results_takes_text(const struct form_question *q);
/* May the free texts of the row be read? */
bool results_has_texts(const struct results *r, const struct stat_row *row);
/*
 * The free texts of an item from offset on, at most limit, those of responses
 * inside the filter (then offset and limit are those of filter_apply_texts());
 * *total_r counts them all.
 */
ERR_CHECK enum err results_text_list(struct worker *w, struct arena *a,
    const struct results *r, size_t item, size_t offset, size_t limit,
    struct db_remark **v_r, size_t *n_r, size_t *total_r);
/* What files are written from, with the facts about the campaign; in the arena. */
struct export_results results_export(struct arena *a, const struct results *r);
/* Notes in the audit log, before it is made, the file of single answers or texts that
   the path asks for. */
ERR_CHECK enum err results_note_file(struct worker *w, const struct http_request *req,
    const struct results *r, const char *action, bool filtered);
/* With a filter: does the text of that id (hexadecimal) belong to a response inside? */
bool results_text_is_inside(const struct results *r, const char *id);
/* "single", "multi" … as in results.json. */
const char *results_type_name(enum form_type type);

#endif
