/*
 * A questionnaire as a list of variables, as statisticians want it: one a choice or
 * mark, one an option where several may be chosen.  Free answers are none of them.
 */
#ifndef OTKLIK_EXPORT_VARIABLES_H
#define OTKLIK_EXPORT_VARIABLES_H

#include "base/buf.h"
#include "base/calendar.h"
#include "stat/place.h"

struct export_variable {
	const char *name;  /* "q4_1": letters, digits, '_', unique */
	const char *label; /* id, row, what of it, question */
	struct stat_place place;
	const struct form_question *question;
	const struct form_option *option; /* chosen or not; NULL: the answer itself */
	bool coded; /* values are options, by export_option_number(); else marks */
};

struct export_variables {
	const struct form *form;
	struct export_variable *v;
	size_t n;
};

/* Lives in the arena; the form is borrowed. */
struct export_variables *export_variables_new(struct arena *a, const struct form *f);

/* The number of an option in files of numbers: its code if all codes of the question
   are whole numbers, else its place from 1. */
long export_option_number(const struct form_question *q, size_t option);

/* The value of a response; false: no answer. */
bool export_variable_value(
    const struct export_variable *x, const uint8_t *vector, long *value_r);

/* Words at the ends of a scale of marks; NULL where it has none. */
void export_variable_ends(const struct export_variables *x,
    const struct export_variable *v, const char **min_r, const char **max_r);

/* A column before the answers: day, channel, and the language where there are
   several. */
#define EXPORT_HEAD_MAX 3
struct export_head {
	const char *name, *label;
};
size_t export_head_columns(
    const struct export_variables *x, struct export_head v[EXPORT_HEAD_MAX]);

/* Codes as in the questionnaire, or whole numbers for statistical programs. */
enum export_coding { EXPORT_CODES, EXPORT_NUMBERS };

/* What a line says besides the answers; the language where there are several. */
struct export_marks {
	day_t day;                      /* or DAY_NONE */
	const char *channel, *language; /* or NULL */
};

/* The head line and a line a response; UTF-8 with BOM, ';', no cell a formula. */
void export_answers_head(
    struct arena *a, const struct export_variables *x, struct buf *out);
void export_answers_line(struct arena *a, const struct export_variables *x,
    enum export_coding coding, const struct export_marks *marks, const uint8_t *vector,
    struct buf *out);

/* SPSS syntax that reads the file of numbers of that name: formats, labels of
   variables and values, levels, sets of several answers; what stands outside the base
   is declared missing. */
void export_answers_syntax(
    struct arena *a, const struct export_variables *x, const char *file, struct buf *out);

#endif
