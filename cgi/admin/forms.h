/* A questionnaire in its editor: what the pages of /admin/form share. */
#ifndef OTKLIK_ADMIN_FORMS_H
#define OTKLIK_ADMIN_FORMS_H

#include "admin.h"
#include "db/draft.h"
#include "form/check.h"
#include "form/edit.h"

/* The questionnaire of a request. */
struct forms_view {
	struct worker *worker;
	struct http_request *req;
	struct http_response *res;
	struct db_form_line line;
	struct procedure *procedure;
	bool has_draft;
	struct db_draft draft; /* of has_draft */
	const char *xml;       /* of the draft, else of the newest version */
	size_t len;
	struct form_edit *edit; /* xml, opened */
	const struct form_edit_outline *outline;
	const struct form_place *faults; /* of the draft */
	size_t n_faults;
};

/*
 * Finds the questionnaire of the request and opens its draft, or without one
 * its newest version.  ERR_NOT_FOUND also for those of other agencies.  Call
 * forms_free() whatever comes back.
 */
ERR_CHECK enum err forms_open(void *worker, struct http_request *req,
    struct http_response *res, struct forms_view *v_r);
/* The same for a change: the role must allow it and there must be a draft. */
ERR_CHECK enum err forms_open_draft(void *worker, struct http_request *req,
    struct http_response *res, struct forms_view *v_r);
void forms_free(struct forms_view *v);

/* A page of a draft: opens it as above, runs the page and frees. */
typedef enum err forms_page(struct forms_view *v);
ERR_CHECK enum err forms_run(
    void *worker, struct http_request *req, struct http_response *res, forms_page *page);

/* Does the posted revision name the draft as it is now? */
bool forms_is_current(const struct forms_view *v);

/*
 * Saves what v->edit has become.  ERR_CONFLICT: the draft was saved by somebody
 * else since this page was sent.
 */
ERR_CHECK enum err forms_save(struct forms_view *v);
/* The same for a whole text. */
ERR_CHECK enum err forms_save_text(struct forms_view *v, const char *xml, size_t len);
/*
 * Ends a change that came to `changed`: saves it and leads to that path of the
 * questionnaire.  ERR_CONFLICT: the page was older than the draft, whatever the
 * change came to.
 */
ERR_CHECK enum err forms_put(struct forms_view *v, enum err changed, const char *rest);
/* Reads the draft again: after a conflict both versions are shown, as a 409. */
ERR_CHECK enum err forms_reopen(struct forms_view *v);

/*
 * The highest number N of an id prefix + N ("n7", "4.3") that a question or row of a
 * published version has: a new one takes a higher one, since results are compared
 * by id.
 */
ERR_CHECK enum err forms_used(
    const struct forms_view *v, const char *prefix, long *number_r);

/* "/admin/form/12" and what follows. */
const char *forms_path(const struct forms_view *v, const char *rest);
/* 303 to such a path. */
void forms_redirect(const struct forms_view *v, const char *rest);

/* Begins a page of the questionnaire; its heading is followed by a way back to
   the outline. */
struct html *forms_page_begin(
    struct admin_page *p, const struct forms_view *v, const char *heading, bool faulty);
/* Opens a form of the questionnaire, with the revision of the draft. */
void forms_form(struct html *h, const struct forms_view *v, const char *rest);

/* A posted text: "" for none; line feeds and runs of white space folded. */
const char *forms_posted(const struct forms_view *v, const char *name);
/* Was the box ticked? */
bool forms_ticked(const struct forms_view *v, const char *name);

/* The faults of one question, section or set ("" = of the notices alone), or of
   everything with links (NULL). */
void forms_write_faults(struct html *h, const struct forms_view *v, const char *question);

/* A name and what is stored, what was typed: of a conflict. */
struct forms_fact {
	const char *name, *value;
};
struct forms_facts {
	struct forms_fact *v;
	size_t n, cap;
	struct arena *arena;
};
void forms_fact_add(struct forms_facts *f, const char *name, const char *value);
/* Says that somebody else was faster and shows where both differ. */
void forms_write_conflict(struct html *h, const struct forms_view *v,
    const struct forms_facts *stored, const struct forms_facts *typed);

/* The type of a question in words. */
const char *forms_type(const char *type);
/* The types, for a select. */
const struct html_option *forms_types(struct arena *a, size_t *n_r);
/* Moment of an edit by the agency's clock, 22.11.2026 14:05. */
const char *forms_moment(struct arena *a, int64_t at, int utc_offset);

/* --- form-sheet.c: a question as fields of a form --- */

/* The fields, without the form around them. */
void form_sheet_write(struct html *h, const struct forms_view *v,
    const struct form_edit_question *q, const char *id_fault);
/* What was posted; lives in the arena of the request. */
ERR_CHECK enum err form_sheet_read(
    const struct forms_view *v, struct form_edit_question *q_r);
/* The same as names and values to compare. */
struct forms_facts form_sheet_facts(struct arena *a, const struct form_edit_question *q);

/* The blocks a part may belong to, for a select; held: the id it has. */
const struct html_option *form_sheet_blocks(
    const struct forms_view *v, const char *held, size_t *n_r);

/* --- form-rows.c: rows and conditions --- */

/* Is the type of the question one of these, with spaces between? */
bool form_is_type(const struct form_edit_question *q, const char *types);

void form_whens_write(struct html *h, const char *table, const struct form_edit_whens *w);
/* What conditions of a question may name: what is asked before it. */
void form_whens_help(
    struct html *h, const struct forms_view *v, const struct form_edit_question *q);
struct form_edit_whens form_whens_read(const struct forms_view *v, const char *table);
const char *form_whens_text(struct arena *a, const struct form_edit_whens *w);

void form_rows_write(
    struct html *h, const struct forms_view *v, const struct form_edit_question *q);
ERR_CHECK enum err form_rows_read(
    const struct forms_view *v, struct form_edit_question *q);
void form_rows_facts(struct forms_facts *f, const struct form_edit_question *q);

/* --- form-options.c: the answers of a question or of a set --- */

void form_options_write(struct html *h, const struct form_edit_option *options, size_t n);
struct form_edit_option *form_options_read(const struct forms_view *v, size_t *n_r);
void form_options_facts(
    struct forms_facts *f, const struct form_edit_option *v, size_t n);

/* --- form-cells.c: tables to type into --- */

#define FORM_LINES_MAX 110 /* of a table that are read */

/* Name of a field: "o.3.text"; its label: "Text, line 4". */
const char *form_cell_name(
    struct arena *a, const char *table, size_t i, const char *field);
const char *form_cell_label(struct arena *a, const char *column, size_t i);

/* The lines whose field `proof` was filled in, in the order of the places typed;
   at most FORM_LINES_MAX of them. */
struct form_line {
	long place;
	size_t i; /* as in the names */
};
size_t form_lines_read(const struct forms_view *v, const char *table, const char *proof,
    struct form_line *lines);

void form_table_begin(struct html *h, const char *caption, const char *const *headings);
/* A cell with a field; label names field and row. */
void form_cell(
    struct html *h, const char *name, const char *label, const char *value, bool wide);
void form_cell_area(
    struct html *h, const char *name, const char *label, const char *value);
void form_cell_box(struct html *h, const char *name, const char *label, bool checked);
void form_cell_select(struct html *h, const char *name, const char *label,
    const char *value, const struct html_option *options, size_t n);

#endif
