/*
 * Editing the text of a questionnaire part by part.  A draft may break every
 * rule on the way (a jump to a question not written yet); it only has to be
 * XML with the right root.  What is wrong with it says form/check.h.
 *
 * Parts are named by their ids.  Strings are what the file has, folded; absent
 * ones are "".  What this room does not know (other attributes and elements,
 * comments between parts) stays as it is.
 */
#ifndef OTKLIK_FORM_EDIT_H
#define OTKLIK_FORM_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "form/form.h"
#include "form/procedure.h"

struct form_edit;

struct form_edit_option {
	const char *was; /* code so far; "" = a new option */
	const char *code, *text, *side, *jump;
	bool exclusive, other;
};

struct form_edit_when { /* space separated */
	const char *items, *codes;
};

struct form_edit_whens {
	struct form_edit_when *v;
	size_t n;
};

struct form_edit_row {
	const char *was; /* id so far; "" = a new row */
	const char *id, *number, *text, *serves, *dimension, *blocks;
	const char *rating_min, *rating_max, *block;
	bool excluded; /* csi: counts="no" */
	bool part;     /* of the nearest row above that is none */
	struct form_edit_whens show_if;
};

struct form_edit_column { /* of marks */
	const char *heading, *min_label, *max_label;
};

struct form_edit_question {
	const char *id, *type, *number, *text, *hint, *serves, *feeds, *dimension;
	const char *origin, *block, *max_answers;
	const char *options_set; /* id of a shared set; "" = its own options */
	bool required, overall;
	const char *min, *max;                  /* scale */
	struct form_edit_column rating, weight; /* csi; a scale's labels in rating */
	const char *result, *text_heading;
	const char *list, *list_other; /* ref: name of the list, text of «другое» */
	bool list_optional;
	size_t list_entries; /* written into the file; read only */
	struct form_edit_option *options;
	size_t n_options;
	struct form_edit_row *rows;
	size_t n_rows;
	struct form_edit_whens show_if;
	const char *section; /* id of the one it stands in; read only */
};

struct form_edit_section {
	const char *id, *title, *intro;
	const struct form_edit_question *questions;
	size_t n_questions;
};

struct form_edit_head {
	const char *id, *audience; /* read only */
	const char *origin, *minutes, *serves, *title, *heading;
	const char *notice, *anonymity, *thanks;
};

struct form_edit_block {
	const char *was; /* id so far; "" = a new block */
	const char *id, *title;
	bool enabled;
	size_t questions, rows; /* that belong to it; read only */
};

struct form_edit_set { /* of shared options */
	const char *id;
	const struct form_edit_option *options;
	size_t n_options, users; /* questions that name it */
};

struct form_edit_language {
	const char *code, *title; /* "en", "English" */
	bool rtl;
};

/*
 * A text people read, and its translation into a language ("" = none).  The key
 * names it as long as nobody changes ids: "question:4/option:1",
 * "row:4.1/text@rating-min".
 */
struct form_edit_text {
	const char *key;
	const char *kind; /* element or attribute: "title", "option", "rating-min" */
	const char *section, *question, *row, *set; /* ids of what it stands in; "" */
	const char *option;                         /* code of an answer or entry; "" */
	const char *text, *translation;
};

struct form_edit_translation {
	const char *key, *text; /* "" removes it */
};

/* The whole of it, as it stands. */
struct form_edit_outline {
	struct form_edit_head head;
	const struct form_edit_block *blocks;
	size_t n_blocks;
	const struct form_edit_set *sets;
	size_t n_sets;
	const struct form_edit_section *sections;
	size_t n_sections;
	const struct form_edit_language *languages; /* none: Russian alone; else the first
						       one is that of the texts */
	size_t n_languages;
};

/*
 * Opens a text.  ERR_INVALID: it is no XML with the root <questionnaire>, or it
 * is over a limit; *faults_r (n_r of them, in a) say why.
 */
ERR_CHECK enum err form_edit_open(struct arena *a, const char *xml, size_t len,
    struct form_edit **e_r, const struct form_fault **faults_r, size_t *n_r);
void form_edit_free(struct form_edit **e);

/* The text, one element a line, indented; in the arena of form_edit_open(). */
const char *form_edit_text(struct form_edit *e, size_t *len_r);

/*
 * The draft to begin with: a frozen version whose reference lists are again
 * those of the procedure, where it has them, and whose notices have placeholders
 * again.  Frozen, it is the same version.  ERR_INVALID: it does not open.
 */
ERR_CHECK enum err form_edit_start(struct arena *a, const char *xml, size_t len,
    const struct procedure *proc, const char **xml_r, size_t *len_r);

/* Can it be the id of a questionnaire: A-Z 0-9, hyphens between? */
bool form_edit_is_id(const char *id);

/*
 * Makes another questionnaire of the text: its id, audience and title, in the
 * first language alone; the wording becomes a project.
 */
ERR_CHECK enum err form_edit_identity_put(
    struct form_edit *e, const char *id, enum form_audience audience, const char *title);

/* Do two texts say the same, white space between elements aside? */
bool form_edit_same(
    struct arena *a, const char *x, size_t n_x, const char *y, size_t n_y);

/* In the arena of form_edit_open(). */
const struct form_edit_outline *form_edit_outline(struct form_edit *e);
/* The question of that id in an outline, the set of that id; NULL. */
const struct form_edit_question *form_edit_find(
    const struct form_edit_outline *o, const char *id);
const struct form_edit_set *form_edit_find_set(
    const struct form_edit_outline *o, const char *id);
const struct form_edit_section *form_edit_find_section(
    const struct form_edit_outline *o, const char *id);

/*
 * Changes.  ERR_NOT_FOUND: no part of that id; ERR_INVALID: a new id is taken
 * or empty.  A question or row that gets another id keeps its jumps and
 * conditions: they are told the new one.
 */
ERR_CHECK enum err form_edit_head_put(
    struct form_edit *e, const struct form_edit_head *h);
ERR_CHECK enum err form_edit_block_switch(struct form_edit *e, const char *id, bool on);
/* All of them: questions and rows of one that is not named any more are always
   there.  ERR_INVALID also for one id or block named twice. */
ERR_CHECK enum err form_edit_blocks_put(
    struct form_edit *e, const struct form_edit_block *v, size_t n);

/* Adds the set if it is not there; n 0 removes it. */
ERR_CHECK enum err form_edit_set_put(
    struct form_edit *e, const char *id, const struct form_edit_option *v, size_t n);
/* The questions that use it are told. */
ERR_CHECK enum err form_edit_set_rename(
    struct form_edit *e, const char *id, const char *to);
/* The questions that use it get its answers, translations too, as their own. */
ERR_CHECK enum err form_edit_set_remove(struct form_edit *e, const char *id);

/* after "": as the first.  *id_r is the id it was given. */
ERR_CHECK enum err form_edit_section_add(
    struct form_edit *e, const char *after, const char *title, const char **id_r);
ERR_CHECK enum err form_edit_section_put(
    struct form_edit *e, const char *id, const struct form_edit_section *s);
ERR_CHECK enum err form_edit_section_move(struct form_edit *e, const char *id, bool up);
/* With its questions. */
ERR_CHECK enum err form_edit_section_remove(struct form_edit *e, const char *id);

/* An empty question of that type, the last of its section or behind another.  Its id
   is "n" and a number above `used`: earlier versions may have had questions that are
   gone, and results are compared by id. */
ERR_CHECK enum err form_edit_question_add(struct form_edit *e, const char *section,
    const char *after, const char *type, long used, const char **id_r);
ERR_CHECK enum err form_edit_question_put(
    struct form_edit *e, const char *id, const struct form_edit_question *q);
/* By one place; from the edge of a section into the next one.  Where there is
   no place to go nothing changes. */
ERR_CHECK enum err form_edit_question_move(struct form_edit *e, const char *id, bool up);
/* To the end of a section. */
ERR_CHECK enum err form_edit_question_to(
    struct form_edit *e, const char *id, const char *section);
ERR_CHECK enum err form_edit_question_remove(struct form_edit *e, const char *id);

/* Declares a language to translate into, and Russian before the first one.
   ERR_INVALID: it is there, it has no title, or that is no code of a language. */
ERR_CHECK enum err form_edit_language_add(
    struct form_edit *e, const struct form_edit_language *l);
/* With all that is translated into it; not the first one. */
ERR_CHECK enum err form_edit_language_remove(struct form_edit *e, const char *code);

/* Every text that can be translated, in the order of the file; *n_r of them. */
const struct form_edit_text *form_edit_texts(
    struct form_edit *e, const char *code, size_t *n_r);
/* All or none: ERR_NOT_FOUND for a key that no text has. */
ERR_CHECK enum err form_edit_translate(struct form_edit *e, const char *code,
    const struct form_edit_translation *v, size_t n);

#endif
