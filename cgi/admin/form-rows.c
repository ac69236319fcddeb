/* The rows of a question as a table to type into, and conditions. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"

#define SPARE_ROWS 2 /* empty lines to type new ones into */

bool form_is_type(const struct form_edit_question *q, const char *types)
{
	const char *p = strstr(types, q->type);
	size_t n = strlen(q->type);

	return n > 0 && p != NULL && (p == types || p[-1] == ' ') &&
	       (p[n] == ' ' || p[n] == '\0');
}

/* --- conditions: as many lines as there are, and one more --- */

void form_whens_write(struct html *h, const char *table, const struct form_edit_whens *w)
{
	const char *const headings[] = {
	    _("Questions or rows"), _("Codes of answers"), NULL};
	struct arena *a = html_arena(h);

	form_table_begin(
	    h, _("Asked only if one of these has one of the answers"), headings);
	for (size_t i = 0; i <= w->n; i++) {
		html_open(h, "tr", NULL);
		form_cell(h, form_cell_name(a, table, i, "items"),
		    form_cell_label(a, _("Questions or rows"), i),
		    i < w->n ? w->v[i].items : "", true);
		form_cell(h, form_cell_name(a, table, i, "codes"),
		    form_cell_label(a, _("Codes of answers"), i),
		    i < w->n ? w->v[i].codes : "", true);
		html_close(h);
	}
	html_close(h);
	html_close(h);
	html_close(h);
	html_element(h, "p",
	    _("Ids of earlier questions or rows and codes of their answers (marks of a "
	      "scale), with spaces between. Without any the question is always asked."),
	    "class", "hint", NULL);
}

/* "1 да, 2 нет", "marks 1 to 10"; NULL: nothing to name. */
static const char *codes_text(
    const struct forms_view *v, const struct form_edit_question *q)
{
	const struct form_edit_set *set = form_edit_find_set(v->outline, q->options_set);
	const struct form_edit_option *o = set ? set->options : q->options;
	size_t n = set ? set->n_options : q->n_options;
	struct arena *a = v->req->arena;
	const char *text = NULL;

	if (text_equal(q->type, "scale"))
		return arena_printf(a, _("marks %s to %s"), q->min, q->max);
	for (size_t i = 0; i < n; i++)
		text = arena_printf(a, "%s%s%s – %s", text ? text : "", text ? "; " : "",
		    o[i].code, o[i].text);
	return text;
}

static void write_nameable(
    struct html *h, const struct forms_view *v, const struct form_edit_question *q)
{
	const char *codes = codes_text(v, q);

	if (codes == NULL)
		return;
	html_open(h, "li", NULL);
	html_element(h, "strong", q->id, NULL);
	html_textf(h, " %s", q->text);
	for (size_t i = 0; i < q->n_rows; i++) {
		html_open(h, "br", NULL);
		html_element(h, "strong", q->rows[i].id, NULL);
		html_textf(h, " %s", q->rows[i].text);
	}
	html_open(h, "br", NULL);
	html_text(h, codes);
	html_close(h);
}

void form_whens_help(
    struct html *h, const struct forms_view *v, const struct form_edit_question *q)
{
	const struct form_edit_outline *o = v->outline;

	html_open(h, "details", NULL);
	html_element(h, "summary", _("What conditions can name here"), NULL);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < o->n_sections; i++)
		for (size_t k = 0; k < o->sections[i].n_questions; k++) {
			if (text_equal(o->sections[i].questions[k].id, q->id))
				goto out;
			write_nameable(h, v, &o->sections[i].questions[k]);
		}
out:
	html_close(h);
	html_close(h);
}

struct form_edit_whens form_whens_read(const struct forms_view *v, const char *table)
{
	struct arena *a = v->req->arena;
	struct form_edit_whens w = {
	    ARENA_ARRAY(a, FORM_LINES_MAX, struct form_edit_when), 0};

	for (size_t i = 0; i < FORM_LINES_MAX; i++) {
		const char *items = forms_posted(v, form_cell_name(a, table, i, "items"));
		const char *codes = forms_posted(v, form_cell_name(a, table, i, "codes"));

		if (*items == '\0' && *codes == '\0')
			continue;
		w.v[w.n++] = (struct form_edit_when){items, codes};
	}
	return w;
}

const char *form_whens_text(struct arena *a, const struct form_edit_whens *w)
{
	const char *text = "";

	for (size_t i = 0; i < w->n; i++)
		text = arena_printf(
		    a, "%s%s%s: %s", text, i ? "; " : "", w->v[i].items, w->v[i].codes);
	return text;
}

/* "4.1: 1 2; 5: 3" */
static struct form_edit_whens whens_parse(struct arena *a, const char *text)
{
	struct form_edit_whens w = {
	    ARENA_ARRAY(a, strlen(text) + 1, struct form_edit_when), 0};
	char *rest = arena_strdup(a, text), *one, *colon;

	while ((one = strsep(&rest, ";")) != NULL) {
		one += strspn(one, " ");
		if (*one == '\0')
			continue;
		colon = strchr(one, ':');
		if (colon != NULL)
			*colon++ = '\0';
		w.v[w.n++] =
		    (struct form_edit_when){one, colon ? colon + strspn(colon, " ") : ""};
	}
	return w;
}

/* --- rows --- */

/* Columns of the table of rows. */
static const struct row_column {
	const char *name, *heading;
	const char *types; /* questions that have it; NULL = all */
} row_columns[] = {{"id", N_("Id"), NULL}, {"number", N_("Number as printed"), NULL},
    {"text", N_("Text"), NULL}, {"dimension", N_("Dimension"), "matrix"},
    {"blocks", N_("Blocks of the index"), "csi"},
    {"excluded", N_("Not in the index"), "csi"},
    {"part", N_("Part of the row above"), "csi"},
    {"rating_min", N_("Label of the lowest rating"), "csi"},
    {"rating_max", N_("Label of the highest rating"), "csi"},
    {"block", N_("Switchable block"), NULL}, {"serves", N_("Requirements"), NULL},
    {"when", N_("Asked only if"), NULL}};

#define ROW_COLUMNS (sizeof(row_columns) / sizeof(*row_columns))

static bool has_column(const struct form_edit_question *q, const struct row_column *c)
{
	return c->types == NULL || form_is_type(q, c->types);
}

static const char *row_value(
    struct arena *a, const struct form_edit_row *r, const char *name)
{
	const struct {
		const char *name, *value;
	} values[] = {{"id", r->id}, {"number", r->number}, {"text", r->text},
	    {"dimension", r->dimension}, {"blocks", r->blocks},
	    {"rating_min", r->rating_min}, {"rating_max", r->rating_max},
	    {"block", r->block}, {"serves", r->serves},
	    {"excluded", r->excluded ? "1" : ""}, {"part", r->part ? "1" : ""}};

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (text_equal(values[i].name, name))
			return values[i].value;
	return form_whens_text(a, &r->show_if);
}

static void write_block(struct html *h, const struct forms_view *v, const char *name,
    const char *label, const char *value)
{
	size_t n;
	const struct html_option *blocks = form_sheet_blocks(v, value, &n);

	form_cell_select(h, name, label, value, blocks, n);
}

static void write_row(struct html *h, const struct forms_view *v,
    const struct form_edit_question *q, const struct form_edit_row *r, size_t i)
{
	struct arena *a = html_arena(h);

	html_open(h, "tr", NULL);
	html_open(h, "td", NULL);
	html_hidden(h, form_cell_name(a, "r", i, "was"), r->was);
	html_open(h, "input", "type", "text", "inputmode", "numeric", "name",
	    form_cell_name(a, "r", i, "place"), "aria-label",
	    form_cell_label(a, _("Place"), i), "value", arena_printf(a, "%zu", i + 1),
	    NULL);
	html_close(h);
	for (size_t k = 0; k < ROW_COLUMNS; k++) {
		const struct row_column *c = &row_columns[k];
		const char *name = form_cell_name(a, "r", i, c->name);
		const char *label = form_cell_label(a, _(c->heading), i);
		const char *value = row_value(a, r, c->name);

		if (!has_column(q, c))
			continue;
		if (text_equal(c->name, "text"))
			form_cell_area(h, name, label, value);
		else if (text_equal(c->name, "excluded") || text_equal(c->name, "part"))
			form_cell_box(h, name, label, *value != '\0');
		else if (text_equal(c->name, "block"))
			write_block(h, v, name, label, value);
		else
			form_cell(h, name, label, value,
			    k > 2 && !text_equal(c->name, "blocks"));
	}
	html_close(h);
}

void form_rows_write(
    struct html *h, const struct forms_view *v, const struct form_edit_question *q)
{
	const char *headings[ROW_COLUMNS + 2];
	const struct form_edit_row none = {.was = "",
	    .id = "",
	    .number = "",
	    .text = "",
	    .serves = "",
	    .dimension = "",
	    .blocks = "",
	    .rating_min = "",
	    .rating_max = "",
	    .block = ""};
	size_t n = 0;

	headings[n++] = _("Place");
	for (size_t k = 0; k < ROW_COLUMNS; k++)
		if (has_column(q, &row_columns[k]))
			headings[n++] = _(row_columns[k].heading);
	headings[n] = NULL;
	form_table_begin(h, _("Rows"), headings);
	for (size_t i = 0; i < q->n_rows; i++)
		write_row(h, v, q, &q->rows[i], i);
	for (size_t i = q->n_rows; i < q->n_rows + SPARE_ROWS; i++)
		write_row(h, v, q, &none, i);
	html_close(h);
	html_close(h);
	html_close(h);
	html_element(h, "p",
	    _("A row without a text is removed; new rows go into the empty lines. A row "
	      "keeps its results across versions by its id. “Asked only if”: ids, a "
	      "colon, codes (4.1: 1 2)."),
	    "class", "hint", NULL);
}

/* The number behind the id of the question: 3 of "4.3"; 0 for other ids. */
static long number_of(const struct form_edit_question *q, const char *id)
{
	size_t n = strlen(q->id);
	long number;

	if (strncmp(id, q->id, n) != 0 || id[n] != '.' ||
	    text_int(id + n + 1, 1, 9999, &number) != ERR_OK)
		return 0;
	return number;
}

/* The highest such number, also of rows removed just now: an id is not given to
   another row. */
static long highest_row(const struct forms_view *v, const struct form_edit_question *q)
{
	static const char *const fields[] = {"was", "id"};
	struct arena *a = v->req->arena;
	long highest = 0;

	for (size_t i = 0; i < FORM_LINES_MAX; i++)
		for (size_t k = 0; k < 2; k++) {
			const char *name = form_cell_name(a, "r", i, fields[k]);
			long number = number_of(q, forms_posted(v, name));

			highest = number > highest ? number : highest;
		}
	return highest;
}

/* Ids and requirements of a new row, where none were typed. */
static void complete_row(struct arena *a, const struct form_edit_question *q,
    struct form_edit_row *r, long *highest)
{
	if (*r->id == '\0')
		r->id = arena_printf(a, "%s.%ld", q->id, ++*highest);
	if (*r->serves == '\0')
		r->serves = q->serves;
}

static void read_row(const struct forms_view *v, struct form_edit_row *r, size_t at)
{
	struct arena *a = v->req->arena;

	r->was = forms_posted(v, form_cell_name(a, "r", at, "was"));
	r->id = forms_posted(v, form_cell_name(a, "r", at, "id"));
	r->number = forms_posted(v, form_cell_name(a, "r", at, "number"));
	r->text = forms_posted(v, form_cell_name(a, "r", at, "text"));
	r->serves = forms_posted(v, form_cell_name(a, "r", at, "serves"));
	r->dimension = forms_posted(v, form_cell_name(a, "r", at, "dimension"));
	r->blocks = forms_posted(v, form_cell_name(a, "r", at, "blocks"));
	r->rating_min = forms_posted(v, form_cell_name(a, "r", at, "rating_min"));
	r->rating_max = forms_posted(v, form_cell_name(a, "r", at, "rating_max"));
	r->block = forms_posted(v, form_cell_name(a, "r", at, "block"));
	r->excluded = forms_ticked(v, form_cell_name(a, "r", at, "excluded"));
	r->part = forms_ticked(v, form_cell_name(a, "r", at, "part"));
	r->show_if = whens_parse(a, forms_posted(v, form_cell_name(a, "r", at, "when")));
}

enum err form_rows_read(const struct forms_view *v, struct form_edit_question *q)
{
	struct form_line lines[FORM_LINES_MAX];
	size_t n = form_lines_read(v, "r", "text", lines), i;
	long highest = highest_row(v, q), used;
	enum err e = forms_used(v, arena_printf(v->req->arena, "%s.", q->id), &used);

	if (e != ERR_OK)
		return e;
	highest = used > highest ? used : highest;
	q->rows = ARENA_ARRAY(v->req->arena, n, struct form_edit_row);
	for (i = 0; i < n; i++)
		read_row(v, &q->rows[i], lines[i].i);
	q->n_rows = n;
	for (i = 0; i < n; i++)
		complete_row(v->req->arena, q, &q->rows[i], &highest);
	return ERR_OK;
}

void form_rows_facts(struct forms_facts *f, const struct form_edit_question *q)
{
	struct arena *a = f->arena;

	for (size_t i = 0; i < q->n_rows; i++) {
		const char *text = "";

		for (size_t k = 0; k < ROW_COLUMNS; k++) {
			const char *value =
			    row_value(a, &q->rows[i], row_columns[k].name);

			if (*value != '\0')
				text = arena_printf(
				    a, "%s%s%s", text, *text ? " · " : "", value);
		}
		forms_fact_add(f, arena_printf(a, _("Row %zu"), i + 1), text);
	}
}
