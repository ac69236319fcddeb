/*
 * A questionnaire: what forms/<procedure>/<id>.xml says, checked and laid out.
 *
 * A question is what the respondent reads as one; an item is one answerable
 * row of it (a matrix row and a csi row are items of their own; a single
 * choice is a question with one item).  Items are numbered 0…n-1 in printed
 * order; a frozen version never changes, so the numbers are stable in stored
 * answer vectors and tallies.
 */
#ifndef OTKLIK_FORM_FORM_H
#define OTKLIK_FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

enum form_type {
	FORM_SINGLE,
	FORM_MULTI,
	FORM_MATRIX,
	FORM_MATRIX_TEXT,
	FORM_CSI,
	FORM_SCALE,
	FORM_REF,
	FORM_TEXT
};

enum form_audience { FORM_EXTERNAL, FORM_INTERNAL };

/* What answers are used for (feeds of the domain); a bit set. */
enum form_feed {
	FORM_FEED_CSI = 1 << 0,
	FORM_FEED_SAT = 1 << 1,
	FORM_FEED_NPS = 1 << 2,
	FORM_FEED_CES = 1 << 3,
	FORM_FEED_REASON = 1 << 4,
	FORM_FEED_TOPIC = 1 << 5,
	FORM_FEED_CHANNEL = 1 << 6,
	FORM_FEED_PAIN = 1 << 7,
	FORM_FEED_NEED = 1 << 8,
	FORM_FEED_PROPOSAL = 1 << 9,
	FORM_FEED_EFFECT = 1 << 10,
	FORM_FEED_PROFILE = 1 << 11,
	FORM_FEED_PRIORITY = 1 << 12
};

/* Where an option stands in a satisfaction share (AMB-13). */
enum form_side {
	FORM_SIDE_NONE, /* the question measures no satisfaction */
	FORM_SIDE_SATISFIED,
	FORM_SIDE_DISSATISFIED,
	FORM_SIDE_OUTSIDE /* «затрудняюсь», «не участвую»: outside the base */
};

#define FORM_OPTIONS_MAX 64  /* of single, multi, matrix: a multi is a 64-bit set */
#define FORM_LIST_MAX 1000   /* items of a reference list */
#define FORM_TEXT_CHARS 2000 /* of a free answer */
#define FORM_OTHER_CHARS 300 /* of «другое (укажите)» */
#define FORM_ITEMS_MAX 500

struct form_option {
	const char *code; /* "1" or the id of a list item */
	const char *text;
	enum form_side side;
	bool exclusive;    /* of a multi: excludes every other option */
	bool other;        /* opens a text field */
	const char *jump;  /* id of the question to go on with, "end", or NULL */
	const char *group; /* of a list item: heading it stands under, or NULL */
};

/*
 * One way a condition is met: item has one of the options (bit i = option i;
 * for a scale bit = mark - min).  A condition is met if any of its terms is;
 * no terms = always.
 */
struct form_term {
	size_t item;
	uint64_t options;
};

struct form_condition {
	const struct form_term *v;
	size_t n;
};

struct form_item {
	const char *id;     /* "4.1"; control name is "q4.1" */
	const char *number; /* of the row, as printed: "4.1"; "" for none */
	const char *text;   /* of the row; NULL when the question has no rows */
	const char *serves; /* requirement IDs, space separated; "" if none of its own */
	const char *dimension; /* SAT: of the row, else of the question; or NULL */
	size_t question;       /* index */
	size_t at, width;      /* place in the answer vector, bytes */
	const char *blocks;    /* csi: "Ф О", as written; "" if none */
	const char *composite; /* csi: id of the printed row this is a part of ("13"),
				  or NULL: parts weigh as one aspect (AMB-06) */
	const char *composite_text;          /* csi: text of that printed row, or NULL */
	const char *rating_min, *rating_max; /* csi: own end labels, or NULL */
	bool counts;                         /* csi: enters the index (AMB-05) */
	struct form_condition show_if;       /* of the row */
};

struct form_question {
	const char *id;
	enum form_type type;
	const char *number; /* as printed before the text: "4"; "" for none */
	const char *text;
	const char *hint; /* or NULL */
	bool required;
	bool proposed; /* wording is a project, not the order's */
	unsigned feeds;
	bool overall;          /* SAT: the overall question, not a dimension */
	const char *dimension; /* SAT: name of the dimension in reports, or NULL */
	const char *serves;    /* requirement IDs, space separated */
	size_t section;
	size_t item, items;                /* its items: [item, item + items) */
	const struct form_option *options; /* of ref: the frozen list (and «другое»);
					      of matrix-text: one, the exclusive check */
	size_t n_options;
	const char *text_heading; /* matrix-text: heading of the text column */
	const char *rating_heading, *weight_heading; /* csi: headings of the columns */
	const char *result_heading; /* csi: of the column the report computes, or NULL */
	size_t max_answers;         /* multi: 0 = any number */
	int min, max;               /* scale: whole marks */
	const char *min_label, *max_label;               /* scale, and csi ratings */
	const char *weight_min_label, *weight_max_label; /* csi importances */
	struct form_condition show_if;
};

struct form_section {
	const char *id;
	const char *title; /* or NULL */
	const char *intro; /* or NULL */
	size_t question, questions;
};

struct form_language {
	const char *code;  /* "ru", "en" */
	const char *title; /* in the language itself: "English" */
	bool rtl;          /* written from right to left */
};

struct form {
	const char *id; /* "NE-A2" */
	const char *title;
	const char *heading; /* printed heading over the questions, or NULL */
	enum form_audience audience;
	bool proposed;
	bool daily; /* messages to the agency: the box is opened once a day, whatever
		       waits, and the answers of a message stay together */
	int minutes;
	const char *notice;    /* NE-19-1; placeholders replaced */
	const char *anonymity; /* standard text, before what settings add */
	const char *thanks;
	const char *serves;
	const struct form_section *sections;
	size_t n_sections;
	const struct form_question *questions;
	size_t n_questions;
	const struct form_item *items;
	size_t n_items;
	const struct form_language *languages; /* of several; the first is the one every
						  text is in */
	size_t n_languages;                    /* 0: one alone */
	const struct form_language *language;  /* of the texts here; never NULL */
	size_t vector;                         /* bytes of an answer vector */
	struct arena *arena;                   /* owns all of the above */
};

/* A fault in a form file: line 1… (0 = whole file) and what was expected. */
struct form_fault {
	int line;
	const char *text;
};

void form_free(struct form **f);

/* Item index by id ("4.1"), or SIZE_MAX. */
size_t form_item_find(const struct form *f, const char *id);
size_t form_question_find(const struct form *f, const char *id);
/* The language of that code among several, or NULL. */
const struct form_language *form_language_find(const struct form *f, const char *code);
/* Index of the option with that code, or SIZE_MAX. */
size_t form_option_find(const struct form_question *q, const char *code);

#endif
