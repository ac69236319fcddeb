/* Agencies, frozen form versions, campaigns and the keys of their count periods. */
#ifndef OTKLIK_DB_CAMPAIGN_H
#define OTKLIK_DB_CAMPAIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/config.h"
#include "box/seal.h"
#include "box/ticket.h"
#include "db/db.h"
#include "form/form.h"

/*
 * What looks like spam: it is acknowledged and sealed like any answer, and goes
 * into quarantine when the box is opened (db/quarantine.h).  Bits of a set, in the
 * order of the column; a ballot is counted under the first rule that it falls under.
 */
enum db_spam {
	DB_SPAM_TRAP = 1,  /* the field that people do not see was filled in */
	DB_SPAM_LINKS = 2, /* several addresses of sites in the free texts */
	DB_SPAM_SAME = 4   /* one long text in many ballots opened together */
};
#define DB_SPAM_RULES 3
#define DB_SPAM_LEAST_LINKS 2 /* addresses of sites in the texts of a ballot */
#define DB_SPAM_LEAST_SAME 5  /* ballots opened together with one text */
#define DB_SPAM_CHARS 30      /* of such a text, at least */

enum db_campaign_state { DB_CAMPAIGN_OPEN, DB_CAMPAIGN_CLOSED, DB_CAMPAIGN_COUNTED };

/* Who may answer. */
enum db_campaign_access {
	DB_ACCESS_OPEN,  /* everybody who knows the address */
	DB_ACCESS_GROUP, /* holders of the closed link: a secret in it (?g=) */
	DB_ACCESS_TICKET /* holders of one-time links (?t=) */
};

struct db_campaign {
	uint32_t id, version_id; /* form_version.id */
	uint16_t agency_id;
	const char *code; /* "ne-a2" */
	const char *title;
	const char *agency;        /* full name */
	const char *agency_code;   /* "nenets" */
	const char *questionnaire; /* "NE-A2" */
	int version;               /* 1, 2 … of the questionnaire */
	enum form_audience audience;
	int utc_offset; /* of the agency, minutes */
	bool permanent;
	day_t opens_on, closes_on; /* closes_on DAY_NONE: permanent */
	int64_t closed_at;         /* UTC seconds of closing by hand; 0 = none */
	enum db_campaign_state state;
	int k, batch_min;
	uint32_t rejected; /* ballots that could not be opened */
	bool daily;        /* messages: opened once a day, kept together */
	day_t opened_on;   /* daily: the agency's day of the last opening, or DAY_NONE */
	enum db_campaign_access access;
	bool has_link;                     /* group: a link was made */
	uint8_t link_hash[BOX_HASH_BYTES]; /* group: of the secret in it */
	uint32_t tickets;                  /* ticket: how many were made */
	unsigned spam_rules;               /* db_spam, frozen at opening */
	bool demo; /* demonstration data: say so wherever it is shown */
};

/* Where a campaign stands at a moment (pure; the tests walk the edges). */
enum db_campaign_phase {
	DB_PHASE_EARLY, /* not open yet */
	DB_PHASE_OPEN,  /* forms are issued and taken */
	DB_PHASE_GRACE, /* closed, forms issued before are still taken (1 hour) */
	DB_PHASE_OVER
};
enum db_campaign_phase db_campaign_phase(const struct db_campaign *c, int64_t now);
/* Moment after which nothing is issued: UTC seconds, INT64_MAX if permanent. */
int64_t db_campaign_end(const struct db_campaign *c);
/* The day of the agency that moment is on; DAY_NONE if permanent and not closed. */
day_t db_campaign_last_day(const struct db_campaign *c);
#define DB_CAMPAIGN_GRACE 3600 /* seconds */

/*
 * The rules in force: the campaign's own, frozen ones, but never below our
 * settings.  A group has at least k; a box is opened when at least batch wait.
 */
int db_campaign_k(const struct config *config, const struct db_campaign *c);
int db_campaign_batch(const struct config *config, const struct db_campaign *c);
/*
 * Does our batch_min, or the one frozen with the campaign, have boxes opened by
 * fewer than the rule (1 … 2k-1)?  Then every page says so, and internal results
 * are shown before the end.
 */
bool db_campaign_is_trial(const struct config *config, const struct db_campaign *c);
/* The ballots after which the settings have any box opened; 0: no trial. */
int db_campaign_trial_batch(const struct config *config);

/* Strings live in the arena.  ERR_NOT_FOUND.  Codes are case-sensitive. */
ERR_CHECK enum err db_campaign_by_code(
    struct db *db, struct arena *a, const char *code, struct db_campaign *c_r);
/* All, by agency and code; agency_id 0 = every agency. */
ERR_CHECK enum err db_campaign_list(struct db *db, struct arena *a, uint16_t agency_id,
    struct db_campaign **v_r, size_t *n_r);

/* The frozen XML of a version.  ERR_NOT_FOUND. */
ERR_CHECK enum err db_version_xml(struct db *db, struct arena *a, uint32_t version_id,
    const char **xml_r, size_t *len_r);

/* The public key ballots are sealed to on that day (month of a permanent
   campaign, else "all").  ERR_UNAVAILABLE: otklik-count has not made it yet. */
ERR_CHECK enum err db_campaign_key(struct db *db, const struct db_campaign *c, day_t day,
    uint32_t *key_id_r, uint8_t public_key_r[BOX_PUBLIC_BYTES]);

/* "2026-11", or "all": the count period of a day.  buf of 8 bytes. */
void db_campaign_period(const struct db_campaign *c, day_t day, char period_r[8]);

struct db_sampling;

/* A campaign to be opened; k and batch_min are frozen with it. */
struct db_campaign_new {
	const char *code;
	const char *title; /* NULL: the questionnaire's */
	uint32_t version_id;
	bool permanent;
	day_t opens_on, closes_on; /* closes_on DAY_NONE if permanent */
	int k, batch_min;
	enum db_campaign_access access;
	bool demo;
	const struct db_sampling *sampling; /* recorded with it by staff; or NULL */
};

/* ERR_DUPLICATE: the code is taken; ERR_NOT_FOUND: no such version; ERR_INVALID:
   tickets for a questionnaire that is opened daily. */
ERR_CHECK enum err db_campaign_open(
    struct db *db, const struct db_campaign_new *c, uint32_t *id_r);

/* The same by one of the staff, with an entry in the audit log. */
ERR_CHECK enum err db_campaign_open_by(
    struct db *db, const struct db_campaign_new *c, uint32_t staff_id, uint32_t *id_r);

/* Closes by hand at the moment now (UTC seconds).  ERR_CLOSED: it is over. */
ERR_CHECK enum err db_campaign_close(
    struct db *db, const struct db_campaign *c, int64_t now);
/* The same by one of the staff, with an entry in the audit log. */
ERR_CHECK enum err db_campaign_close_by(
    struct db *db, const struct db_campaign *c, int64_t now, uint32_t staff_id);

#endif
