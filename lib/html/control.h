/* Form controls: native ones, each with its label, hint and fault in words. */
#ifndef OTKLIK_HTML_CONTROL_H
#define OTKLIK_HTML_CONTROL_H

#include <stdbool.h>
#include <stddef.h>

#include "html/html.h"

/* <input type="hidden">. */
void html_hidden(struct html *h, const char *name, const char *value);

/*
 * A submit button; name may be NULL.  The main button of a form has
 * look NULL, a lesser one "quiet", one that destroys "danger".
 */
void html_button(struct html *h, const char *name, const char *value, const char *label,
    const char *look);

/*
 * One radio or checkbox (type "radio", "checkbox") inside its label: the whole
 * label is the target.
 */
struct html_choice {
	const char *type, *name, *value, *label;
	bool checked;
	bool own;       /* the label is a text of ours, see html_own() */
	const char *id; /* NULL = none */
};
void html_choice(struct html *h, const struct html_choice *c);

/* A labelled field.  type of <input>, "textarea" or "select". */
struct html_option {
	const char *value, *text;
	const char *group; /* heading; options of a group follow one another */
};

struct html_field {
	const char *type, *name, *label;
	const char *value;                 /* NULL = empty */
	const char *id;                    /* NULL = the name */
	const char *hint, *fault;          /* said below the label; NULL = none */
	bool required;                     /* marked in words; the server checks */
	bool focus;                        /* autofocus */
	size_t max_chars;                  /* 0 = no limit said */
	const char *autocomplete;          /* token of the attribute, or NULL */
	const char *inputmode;             /* or NULL */
	const struct html_option *options; /* of a select; of an input: offered */
	size_t n_options;
};
void html_field(struct html *h, const struct html_field *f);

/* The message of a faulty control, with the id that describedby names. */
void html_fault(struct html *h, const char *id, const char *text);

/*
 * The error summary at the top of a page: focused without scripts, links to
 * the first control of each fault.  Nothing is written for n = 0.
 */
struct html_fault_link {
	const char *id; /* of the control, without '#'; NULL = text only */
	const char *text;
};
void html_fault_summary(struct html *h, const struct html_fault_link *v, size_t n);

/* The same frame for one message that belongs to no control. */
void html_alert(struct html *h, const char *heading, const char *text);

/* A window title of a page with faults: "Error: …" in the language set. */
const char *html_fault_title(struct html *h, const char *title);

/* A box of a sentence or two: kind "note", "success", "warning". */
void html_notice(struct html *h, const char *kind, const char *text);
/* The same with a text of ours, see html_own(). */
void html_own_notice(struct html *h, const char *kind, const char *text);

#endif
