/*
 * Answers of one respondent: read from the controls, checked against the
 * form, encoded for the sealed ballot.
 */
#ifndef OTKLIK_FORM_ANSWER_H
#define OTKLIK_FORM_ANSWER_H

#include "base/buf.h"
#include "form/form.h"

struct form_answer {                /* of one item; all zero = no answer */
	uint16_t choice;            /* single, matrix, ref: option index + 1;
				       scale: mark - min + 1;
				       matrix-text: 1 = the exclusive check */
	uint8_t rating, importance; /* csi: 1…10 */
	uint64_t set;               /* multi: bit i = option i */
	const char *text; /* text, matrix-text, «другое»; NULL or non-empty */
};

struct form_answers {
	const struct form *form;
	struct form_answer *v; /* n_items of them */
	struct arena *arena;
};

/* Faults of one submission, an entry per faulty item, in form order. */
enum form_problem {
	FORM_PROBLEM_REQUIRED = 1, /* a required answer is missing */
	FORM_PROBLEM_UNKNOWN,      /* a value the form does not offer */
	FORM_PROBLEM_PAIR,         /* one mark of a csi pair */
	FORM_PROBLEM_EXCLUSIVE,    /* an exclusive option with another */
	FORM_PROBLEM_TOO_MANY,     /* more answers than allowed */
	FORM_PROBLEM_TOO_LONG,     /* text over the limit */
	FORM_PROBLEM_ENCODING,     /* text is not valid UTF-8 */
	FORM_PROBLEM_BOTH,         /* matrix-text: a text and the check */
	FORM_PROBLEM_DIFFERS,      /* two entries of one sheet differ; found by who
				      compares them */
	FORM_PROBLEM_EMPTY /* whole questionnaire without an answer; item SIZE_MAX */
};

struct form_problem_at {
	size_t item;
	enum form_problem problem;
};

/*
 * Where values come from: calls back once per value of the control name, in
 * order; returns NULL behind the last.
 */
typedef const char *form_source(void *ctx, const char *name, size_t nth);

/* All answers empty. */
struct form_answers *form_answers_new(struct arena *a, const struct form *f);

/*
 * Reads the items of one section (SIZE_MAX: of all) from the controls into
 * ans, replacing what was there.  Faulty items are listed and keep what was
 * sent where it can be shown again (text with U+FFFD for broken bytes).  Items
 * that do not apply are read without complaint, so that a page shown again
 * loses nothing; form_drop_hidden() empties them, and the text of an «другое»
 * that is not chosen.  Items whose control never appears become empty.
 */
void form_read(struct form_answers *ans, size_t section, form_source *src, void *ctx,
    const struct form_problem_at **problems_r, size_t *n_r);

/* Does the question / the row apply, given the answers before it (show-if,
   jumps)? */
bool form_question_applies(const struct form_answers *ans, size_t question);
bool form_item_applies(const struct form_answers *ans, size_t item);
/* First section after `after` (SIZE_MAX: from the start) with a question that
   applies, or n_sections; the same backwards, or SIZE_MAX. */
size_t form_section_next(const struct form_answers *ans, size_t after);
size_t form_section_before(const struct form_answers *ans, size_t before);

/* Empties answers to questions and rows that do not apply, and texts that do
   not count. */
void form_drop_hidden(struct form_answers *ans);

/* Required answers missing in a section (SIZE_MAX: all) and, for all, the
   response without a single answer; appends nothing else.  The text of an «другое»
   that is not chosen is no answer. */
void form_check_complete(const struct form_answers *ans, size_t section,
    const struct form_problem_at **problems_r, size_t *n_r);

/*
 * All that is wrong with a section (SIZE_MAX: with all): what form_read() found
 * and what form_check_complete() misses, an entry an item, in form order; not of
 * what does not apply.  The list lives in the answers' arena.
 */
void form_check_answers(const struct form_answers *ans, size_t section,
    const struct form_problem_at *read, size_t n_read,
    const struct form_problem_at **problems_r, size_t *n_r);

/*
 * Encoding of a ballot (version byte first): the answer vector at its fixed
 * places, then the texts as (item u16, length u16, bytes), ascending by item.
 * What form_drop_hidden() would empty is left out, and so is a faulty answer:
 * form_decode() takes back all that form_encode() makes, and nothing else
 * (ERR_FORGED); whether required answers are there is not its affair.
 */
void form_encode(const struct form_answers *ans, struct buf *out);
ERR_CHECK enum err form_decode(struct arena *a, const struct form *f, const uint8_t *p,
    size_t n, struct form_answers **ans_r);

/*
 * The same for the answers a long form carries from page to page, in bytes of
 * their own kind.  Nothing is left out for not applying: what it hangs on may
 * stand on the page that is being filled in.
 */
void form_save(const struct form_answers *ans, struct buf *out);
ERR_CHECK enum err form_resume(struct arena *a, const struct form *f, const uint8_t *p,
    size_t n, struct form_answers **ans_r);

/*
 * The same answers to another version of the questionnaire: what is still asked
 * by the same id, with options of the same codes; the rest is dropped.
 */
struct form_answers *form_carry(
    struct arena *a, const struct form_answers *from, const struct form *to);

/*
 * The vector alone, form->vector bytes, as it is stored: 0 = no answer;
 * an option index + 1 or mark + 1 - min in one byte, two bytes (big-endian)
 * for a list item, two bytes for a csi pair (rating, importance), as many bytes
 * as hold a bit an option for a multi set (big-endian).
 * Texts leave no trace in it.
 */
void form_vector(const struct form_answers *ans, uint8_t *vector);
ERR_CHECK enum err form_vector_read(struct arena *a, const struct form *f,
    const uint8_t *vector, size_t n, struct form_answers **ans_r);
/* One item of it, without a look at the others; false: no value the form offers. */
bool form_vector_item(
    const struct form *f, size_t item, const uint8_t *vector, struct form_answer *v_r);

#endif
