/*
 * A questionnaire on its way from XML to struct form: the form's arrays, still
 * writable, and for each part the element it came from, so that rules can name
 * lines.  draft.c fills it, rules.c judges it, layout.c finishes the form.
 */
#ifndef OTKLIK_FORM_DRAFT_PRIVATE_H
#define OTKLIK_FORM_DRAFT_PRIVATE_H

#include "form/form.h"
#include "form/procedure.h"
#include "form/xml-private.h"

struct form_draft {
	struct form *form;
	struct form_section *sections; /* those of form, writable */
	struct form_question *questions;
	struct form_item *items;
	const xmlNode *root;
	const xmlNode **question_nodes, **item_nodes; /* by index */
	bool *typed;                  /* by question: its type is one we know */
	bool whole;                   /* with the blocks that are switched off */
	const struct procedure *proc; /* or NULL */
	const char *language;         /* of the texts, other than the first; or NULL */
	struct form_faults *faults;
};

/* How a type is written; FORM_TEXT with *known_r false for any other word. */
enum form_type form_type_named(const char *word, bool *known_r);

/*
 * Reads the elements into a form in an arena of its own.  Never fails: what
 * is missing stays empty and is the schema's or the rules' affair.
 */
void form_draft_read(struct form_draft *d);

/* Element that holds the options of a question: itself or a shared set; NULL
   if it names a set that is not there. */
const xmlNode *form_draft_options(const struct form_draft *d, size_t question);

/* Is the part left out: switched off by its block, or a question whose optional
   list has no entries? */
bool form_draft_is_off(const struct form_draft *d, const xmlNode *node);

/* Is the entry offered in questionnaires of that audience? */
bool form_list_offers(const struct procedure_entry *e, enum form_audience audience);

/* Appends a fault for every rule broken. */
void form_rules_check(const struct form_draft *d);

/* Resolves conditions and gives items their places; faults for conditions
   that name what is not there. */
void form_layout(struct form_draft *d);

/*
 * Replaces {орган}, {органа}, {органе}, {анкета} and {минут} in a text of the
 * form; without a procedure they stay.
 */
const char *form_fill(struct arena *a, const char *text, const struct form *f,
    const struct procedure *proc);
/*
 * Puts the placeholders back where form_fill() has replaced them: the next version
 * is to follow when title, minutes or the agency's names change.  Filled again it is
 * the same text.
 */
const char *form_unfill(struct arena *a, const char *text, const char *title, int minutes,
    const struct procedure *proc);
/* First placeholder that form_fill() does not know, or NULL. */
const char *form_fill_unknown(struct arena *a, const char *text);

#endif
