/* An agency's procedure: forms/<procedure>/procedure.xml. */
#ifndef OTKLIK_FORM_PROCEDURE_H
#define OTKLIK_FORM_PROCEDURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct procedure_translation { /* of an entry */
	const char *language;  /* "en" */
	const char *text;
	const char *group; /* or NULL */
};

struct procedure_entry { /* of a reference list */
	const char *id;  /* short ASCII id, stable */
	const char *text;
	const char *group;       /* heading it stands under, or NULL */
	bool external, internal; /* offered in questionnaires of that audience */
	const struct procedure_translation *translations;
	size_t n_translations;
};

struct procedure_list {
	const char *id; /* "channels-external", "services", "processes"… */
	const char *title;
	bool proposed; /* entries are a start to be edited, not the order's */
	const struct procedure_entry *v;
	size_t n;
};

struct procedure {
	const char *id;           /* "nenets": folder name and agency code */
	const char *prefix;       /* "ne": of campaign codes */
	const char *serves;       /* requirement IDs, space separated */
	const char *agency;       /* full name, nominative */
	const char *agency_short; /* as in notices: {орган} */
	const char *agency_genitive, *agency_prepositional; /* {органа}, {органе} */
	const char *order;     /* name, number and date of the order */
	const char *basis;     /* legal basis text, or "" */
	const char *order_url; /* or "" */
	const char *accent;    /* CSS colour "#1f5f8b" */
	int utc_offset;        /* minutes */
	int external_days;     /* working days of an online survey; 0 = free */
	int internal_days;
	int publish_after;     /* working days after the end; 0 = not set */
	int external_per_year; /* least number of surveys a year; 0 = not set */
	int internal_per_year;
	int analysis_per_year; /* least number of analyses a year; 0 = not set */
	bool permanent;        /* surveys run without an end (RA-2.6-1) */
	const struct procedure_list *lists;
	size_t n_lists;
	const char *const *pain_headings; /* eight columns, as the order prints them;
					     a ninth where the order ranks
					     re-engineering (RA-3.3-2) */
	size_t n_pain_headings;
	const char *const *questionnaires; /* file names in the folder, in order;
					      shared ones as "../common/…" */
	const char *const *campaigns;      /* code of the campaign of each, or NULL: its
					      id in lower case */
	size_t n_questionnaires;
	struct arena *arena;
};

void procedure_free(struct procedure **p);
/* The code its campaign of a questionnaire begins with: what the file says, else the
   questionnaire's id in lower case.  In the arena. */
const char *procedure_campaign_code(
    struct arena *a, const struct procedure *p, const char *questionnaire);
/* The entry in a language; NULL: it is not translated into that. */
const struct procedure_translation *procedure_translation(
    const struct procedure_entry *e, const char *language);
/* The list with that id, or NULL. */
const struct procedure_list *procedure_list(const struct procedure *p, const char *id);

#endif
