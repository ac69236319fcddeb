/* An agency's procedure: forms/<procedure>/procedure.xml. */
#ifndef OTKLIK_FORM_PROCEDURE_H
#define OTKLIK_FORM_PROCEDURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct procedure_entry {   /* of a reference list */
	const char *id;	   /* short ASCII id, stable */
	const char *text;
	const char *group; /* heading it stands under, or NULL */
};

struct procedure_list {
	const char *id;	   /* "channels-external", "services", "processes"… */
	const char *title;
	const struct procedure_entry *v;
	size_t n;
};

struct procedure {
	const char *id;		 /* "nenets": folder name and agency code */
	const char *prefix;	 /* "ne": of campaign codes */
	const char *agency;	 /* full name, nominative */
	const char *agency_short;/* as in notices: {орган} */
	const char *order;	 /* name, number and date of the order */
	const char *basis;	 /* legal basis text, or "" */
	const char *order_url;	 /* or "" */
	const char *accent;	 /* CSS colour "#1f5f8b" */
	int utc_offset;		 /* minutes */
	int external_days;	 /* working days of an online survey; 0 = free */
	int internal_days;
	int publish_after;	 /* working days after the end; 0 = not set */
	const struct procedure_list *lists;
	size_t n_lists;
	const char *const *pain_headings; /* eight columns, as the order prints them */
	size_t n_pain_headings;
	const char *const *questionnaires; /* file names in the folder, in order */
	size_t n_questionnaires;
	struct arena *arena;
};

void procedure_free(struct procedure **p);
/* The list with that id, or NULL. */
const struct procedure_list *procedure_list(const struct procedure *p, const char *id);

#endif
