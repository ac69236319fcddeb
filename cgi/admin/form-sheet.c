/* A question of a questionnaire as fields of a form, and back. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"

#define SPARE_OPTIONS 3 /* empty lines to type new ones into */
#define SPARE_ROWS 2
#define ROWS_READ_MAX 110

/* Which parts the fields of a type are. */
static bool is_type(const struct form_edit_question *q, const char *types)
{
	const char *p = strstr(types, q->type);
	size_t n = strlen(q->type);

	return n > 0 && p != NULL && (p == types || p[-1] == ' ') &&
	       (p[n] == ' ' || p[n] == '\0');
}

/* --- options --- */

static const char *cell_name(
    struct arena *a, const char *table, size_t i, const char *field)
{
	return arena_printf(a, "%s.%zu.%s", table, i, field);
}

static const char *cell_label(struct arena *a, const char *column, size_t i)
{
	/* TRANSLATORS: column of a table and number of the line: "Code, line 3" */
	return arena_printf(a, _("%s, line %zu"), column, i + 1);
}

static void write_option(
    struct html *h, const struct form_edit_option *o, size_t i, size_t n_sides)
{
	const struct html_option sides[] = {{"", "—", NULL},
	    {"satisfied", _("satisfied"), NULL},
	    {"dissatisfied", _("dissatisfied"), NULL},
	    {"outside", _("outside the base"), NULL}};
	struct arena *a = html_arena(h);

	html_open(h, "tr", NULL);
	html_open(h, "td", NULL);
	html_hidden(h, cell_name(a, "o", i, "was"), o->was);
	html_open(h, "input", "type", "text", "inputmode", "numeric", "name",
	    cell_name(a, "o", i, "place"), "aria-label", cell_label(a, _("Place"), i),
	    "value", arena_printf(a, "%zu", i + 1), NULL);
	html_close(h);
	form_cell(
	    h, cell_name(a, "o", i, "code"), cell_label(a, _("Code"), i), o->code, false);
	form_cell_area(
	    h, cell_name(a, "o", i, "text"), cell_label(a, _("Text"), i), o->text);
	form_cell_select(h, cell_name(a, "o", i, "side"),
	    cell_label(a, _("Satisfaction"), i), o->side, sides, n_sides);
	form_cell_box(h, cell_name(a, "o", i, "exclusive"),
	    cell_label(a, _("Excludes the others"), i), o->exclusive);
	form_cell_box(h, cell_name(a, "o", i, "other"),
	    cell_label(a, _("With a text field"), i), o->other);
	form_cell(h, cell_name(a, "o", i, "jump"), cell_label(a, _("Go on with"), i),
	    o->jump, false);
	html_close(h);
}

void form_options_write(struct html *h, const struct forms_view *v,
    const struct form_edit_option *options, size_t n)
{
	const char *const headings[] = {_("Place"), _("Code"), _("Text"),
	    _("Satisfaction"), _("Excludes the others"), _("With a text field"),
	    _("Go on with"), NULL};
	const struct form_edit_option none = {"", "", "", "", "", false, false};

	(void)v;
	form_table_begin(h, _("Answers"), headings);
	for (size_t i = 0; i < n; i++)
		write_option(h, &options[i], i, 4);
	for (size_t i = n; i < n + SPARE_OPTIONS; i++)
		write_option(h, &none, i, 4);
	html_close(h);
	html_close(h);
	html_close(h);
	html_element(h, "p",
	    _("A line without a text is removed; new answers go into the empty lines. "
	      "“Place” sets the order. “Go on with” is the id of a later question, or "
	      "end."),
	    "class", "hint", NULL);
}

/* Lines in the order of the places typed. */
struct line {
	long place;
	size_t i;
};

static int by_place(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->i > y->i) - (x->i < y->i);
}

static size_t read_lines(
    const struct forms_view *v, const char *table, const char *proof, struct line *lines)
{
	struct arena *a = v->req->arena;
	size_t n = 0;

	for (size_t i = 0; i < ROWS_READ_MAX; i++) {
		if (*forms_posted(v, cell_name(a, table, i, proof)) == '\0')
			continue;
		lines[n].i = i;
		if (text_int(forms_posted(v, cell_name(a, table, i, "place")), -9999,
			9999, &lines[n].place) != ERR_OK)
			lines[n].place = (long)i + 1;
		n++;
	}
	qsort(lines, n, sizeof(*lines), by_place);
	return n;
}

/* The first number that no answer has: a new line needs no code typed. */
static const char *free_code(struct arena *a, const struct form_edit_option *v, size_t n)
{
	const char *code;
	size_t i, number = n;

	do {
		code = arena_printf(a, "%zu", ++number);
		for (i = 0; i < n && !text_equal(v[i].code, code); i++)
			;
	} while (i < n);
	return code;
}

struct form_edit_option *form_options_read(const struct forms_view *v, size_t *n_r)
{
	struct arena *a = v->req->arena;
	struct line lines[ROWS_READ_MAX];
	size_t n = read_lines(v, "o", "text", lines), i, at;
	struct form_edit_option *o = ARENA_ARRAY(a, n, struct form_edit_option);

	for (i = 0; i < n; i++) {
		at = lines[i].i;
		o[i].was = forms_posted(v, cell_name(a, "o", at, "was"));
		o[i].code = forms_posted(v, cell_name(a, "o", at, "code"));
		o[i].text = forms_posted(v, cell_name(a, "o", at, "text"));
		o[i].side = forms_posted(v, cell_name(a, "o", at, "side"));
		o[i].jump = forms_posted(v, cell_name(a, "o", at, "jump"));
		o[i].exclusive = forms_ticked(v, cell_name(a, "o", at, "exclusive"));
		o[i].other = forms_ticked(v, cell_name(a, "o", at, "other"));
	}
	for (i = 0; i < n; i++)
		if (*o[i].code == '\0')
			o[i].code = free_code(a, o, n);
	*n_r = n;
	return o;
}

void form_options_facts(struct forms_facts *f, const struct form_edit_option *v, size_t n)
{
	struct arena *a = f->arena;

	for (size_t i = 0; i < n; i++)
		forms_fact_add(f, arena_printf(a, _("Answer %zu"), i + 1),
		    arena_printf(a, "%s. %s%s%s%s%s%s%s", v[i].code, v[i].text,
			*v[i].side ? " · " : "", v[i].side,
			v[i].exclusive
			    ? arena_printf(a, " · %s", _("Excludes the others"))
			    : "",
			v[i].other ? arena_printf(a, " · %s", _("With a text field"))
				   : "",
			*v[i].jump ? " → " : "", v[i].jump));
}

/* --- conditions: as many lines as there are, and one more --- */

static void write_whens(
    struct html *h, const char *table, const struct form_edit_whens *w)
{
	const char *const headings[] = {_("Questions or rows"), _("Answers"), NULL};
	struct arena *a = html_arena(h);

	form_table_begin(
	    h, _("Asked only if one of these has one of the answers"), headings);
	for (size_t i = 0; i <= w->n; i++) {
		html_open(h, "tr", NULL);
		form_cell(h, cell_name(a, table, i, "items"),
		    cell_label(a, _("Questions or rows"), i),
		    i < w->n ? w->v[i].items : "", true);
		form_cell(h, cell_name(a, table, i, "codes"),
		    cell_label(a, _("Answers"), i), i < w->n ? w->v[i].codes : "", true);
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

static struct form_edit_whens read_whens(const struct forms_view *v, const char *table)
{
	struct arena *a = v->req->arena;
	struct form_edit_whens w = {
	    ARENA_ARRAY(a, ROWS_READ_MAX, struct form_edit_when), 0};

	for (size_t i = 0; i < ROWS_READ_MAX; i++) {
		const char *items = forms_posted(v, cell_name(a, table, i, "items"));
		const char *codes = forms_posted(v, cell_name(a, table, i, "codes"));

		if (*items == '\0' && *codes == '\0')
			continue;
		w.v[w.n++] = (struct form_edit_when){items, codes};
	}
	return w;
}

static const char *whens_text(struct arena *a, const struct form_edit_whens *w)
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
	return c->types == NULL || is_type(q, c->types);
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
	return whens_text(a, &r->show_if);
}

static void write_row(struct html *h, const struct form_edit_question *q,
    const struct form_edit_row *r, size_t i)
{
	struct arena *a = html_arena(h);

	html_open(h, "tr", NULL);
	html_open(h, "td", NULL);
	html_hidden(h, cell_name(a, "r", i, "was"), r->was);
	html_open(h, "input", "type", "text", "inputmode", "numeric", "name",
	    cell_name(a, "r", i, "place"), "aria-label", cell_label(a, _("Place"), i),
	    "value", arena_printf(a, "%zu", i + 1), NULL);
	html_close(h);
	for (size_t k = 0; k < ROW_COLUMNS; k++) {
		const struct row_column *c = &row_columns[k];
		const char *name = cell_name(a, "r", i, c->name);
		const char *label = cell_label(a, _(c->heading), i);
		const char *value = row_value(a, r, c->name);

		if (!has_column(q, c))
			continue;
		if (text_equal(c->name, "text"))
			form_cell_area(h, name, label, value);
		else if (text_equal(c->name, "excluded") || text_equal(c->name, "part"))
			form_cell_box(h, name, label, *value != '\0');
		else
			form_cell(h, name, label, value,
			    k > 2 && !text_equal(c->name, "blocks"));
	}
	html_close(h);
}

static void write_rows(struct html *h, const struct form_edit_question *q)
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
		write_row(h, q, &q->rows[i], i);
	for (size_t i = q->n_rows; i < q->n_rows + SPARE_ROWS; i++)
		write_row(h, q, &none, i);
	html_close(h);
	html_close(h);
	html_close(h);
	html_element(h, "p",
	    _("A row without a text is removed; new rows go into the empty lines. A row "
	      "keeps its results across versions by its id. “Asked only if”: ids, a "
	      "colon, codes (4.1: 1 2)."),
	    "class", "hint", NULL);
}

/* Ids and requirements of a new row, where none were typed. */
static void complete_row(
    struct arena *a, struct form_edit_question *q, struct form_edit_row *r)
{
	size_t number = q->n_rows, i;

	while (*r->id == '\0') {
		const char *id = arena_printf(a, "%s.%zu", q->id, ++number);

		for (i = 0; i < q->n_rows && !text_equal(q->rows[i].id, id); i++)
			;
		if (i == q->n_rows)
			r->id = id;
	}
	if (*r->serves == '\0')
		r->serves = q->serves;
}

static void read_row(const struct forms_view *v, struct form_edit_row *r, size_t at)
{
	struct arena *a = v->req->arena;

	r->was = forms_posted(v, cell_name(a, "r", at, "was"));
	r->id = forms_posted(v, cell_name(a, "r", at, "id"));
	r->number = forms_posted(v, cell_name(a, "r", at, "number"));
	r->text = forms_posted(v, cell_name(a, "r", at, "text"));
	r->serves = forms_posted(v, cell_name(a, "r", at, "serves"));
	r->dimension = forms_posted(v, cell_name(a, "r", at, "dimension"));
	r->blocks = forms_posted(v, cell_name(a, "r", at, "blocks"));
	r->rating_min = forms_posted(v, cell_name(a, "r", at, "rating_min"));
	r->rating_max = forms_posted(v, cell_name(a, "r", at, "rating_max"));
	r->block = forms_posted(v, cell_name(a, "r", at, "block"));
	r->excluded = forms_ticked(v, cell_name(a, "r", at, "excluded"));
	r->part = forms_ticked(v, cell_name(a, "r", at, "part"));
	r->show_if = whens_parse(a, forms_posted(v, cell_name(a, "r", at, "when")));
}

static void read_rows(const struct forms_view *v, struct form_edit_question *q)
{
	struct line lines[ROWS_READ_MAX];
	size_t n = read_lines(v, "r", "text", lines), i;

	q->rows = ARENA_ARRAY(v->req->arena, n, struct form_edit_row);
	for (i = 0; i < n; i++)
		read_row(v, &q->rows[i], lines[i].i);
	q->n_rows = n;
	for (i = 0; i < n; i++)
		complete_row(v->req->arena, q, &q->rows[i]);
}

static void row_facts(struct forms_facts *f, const struct form_edit_question *q)
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

/* --- the other fields --- */

/* One of them: where it is in the struct and which questions have it. */
static const struct sheet_field {
	const char *name, *label, *hint;
	size_t at;
	const char *types; /* NULL = all */
	bool area;
} fields[] = {
#define AT(member) offsetof(struct form_edit_question, member)
    {"text", N_("Text of the question"), NULL, AT(text), NULL, true},
    {"hint", N_("Explanation below it"), NULL, AT(hint), NULL, true},
    {"id", N_("Id"),
	N_("Small letters, digits, dots and hyphens. Results of versions are compared by "
	   "it: change it only for another question."),
	AT(id), NULL, false},
    {"number", N_("Number as printed"), N_("Empty: none is printed."), AT(number), NULL,
	false},
    {"max_answers", N_("Most answers"), N_("Empty: any number."), AT(max_answers),
	"multi", false},
    {"options_set", N_("Shared set of answers"),
	N_("Id of a set; empty: the answers below."), AT(options_set),
	"single multi matrix matrix-text", false},
    {"min", N_("Lowest mark"), NULL, AT(min), "scale", false},
    {"max", N_("Highest mark"), NULL, AT(max), "scale", false},
    {"rating_heading", N_("Heading of the ratings"), NULL, AT(rating.heading), "csi",
	false},
    {"rating_min", N_("Label of the lowest mark"), NULL, AT(rating.min_label),
	"csi scale", false},
    {"rating_max", N_("Label of the highest mark"), NULL, AT(rating.max_label),
	"csi scale", false},
    {"weight_heading", N_("Heading of the importance"), NULL, AT(weight.heading), "csi",
	false},
    {"weight_min", N_("Label of the lowest importance"), NULL, AT(weight.min_label),
	"csi", false},
    {"weight_max", N_("Label of the highest importance"), NULL, AT(weight.max_label),
	"csi", false},
    {"result", N_("Heading of the result"), N_("Printed in the report only."), AT(result),
	"csi", false},
    {"text_heading", N_("Heading of the texts"), NULL, AT(text_heading), "matrix-text",
	false},
    {"list", N_("Reference list"), N_("Name of a list of the procedure."), AT(list),
	"ref", false},
    {"list_other", N_("Text of “other”"), N_("Empty: nothing else may be given."),
	AT(list_other), "ref", false},
    {"feeds", N_("What the answers are used for"),
	N_("CSI SAT NPS CES REASON TOPIC CHANNEL PAIN NEED PROPOSAL EFFECT PROFILE "
	   "PRIORITY, with spaces between."),
	AT(feeds), NULL, false},
    {"dimension", N_("Dimension of satisfaction"), NULL, AT(dimension), "single matrix",
	false},
    {"block", N_("Switchable block"), N_("Id of a block; empty: always there."),
	AT(block), NULL, false},
    {"serves", N_("Requirements of the order"), NULL, AT(serves), NULL, false},
#undef AT
};

#define FIELDS (sizeof(fields) / sizeof(*fields))

static const char **member(struct form_edit_question *q, const struct sheet_field *f)
{
	return (const char **)(void *)((char *)q + f->at);
}

static const char *value(const struct form_edit_question *q, const struct sheet_field *f)
{
	const char *s;

	memcpy(&s, (const char *)q + f->at, sizeof(s));
	return s;
}

static bool has_field(const struct form_edit_question *q, const struct sheet_field *f)
{
	return f->types == NULL || is_type(q, f->types) || *value(q, f) != '\0';
}

static void write_choices(struct html *h, const struct form_edit_question *q)
{
	html_open(h, "fieldset", NULL);
	html_element(h, "legend", _("Properties"), NULL);
	html_choice(h, &(struct html_choice){.type = "checkbox",
			   .name = "required",
			   .value = "1",
			   .label = _("Must be answered"),
			   .checked = q->required});
	html_choice(h, &(struct html_choice){.type = "checkbox",
			   .name = "overall",
			   .value = "1",
			   .label = _("Overall satisfaction, not a dimension"),
			   .checked = q->overall});
	if (is_type(q, "ref"))
		html_choice(
		    h, &(struct html_choice){.type = "checkbox",
			   .name = "list_optional",
			   .value = "1",
			   .label = _("Not asked where the agency has no such list"),
			   .checked = q->list_optional});
	html_close(h);
}

static void write_selects(
    struct html *h, const struct forms_view *v, const struct form_edit_question *q)
{
	const struct html_option origins[] = {{"", _("as the questionnaire"), NULL},
	    {"transcribed", _("the order's own words"), NULL},
	    {"proposed", _("a project"), NULL}};
	struct arena *a = v->req->arena;
	size_t n, i;
	const struct html_option *types = forms_types(a, &n);
	struct html_option *sections =
	    ARENA_ARRAY(a, v->outline->n_sections, struct html_option);

	html_field(h, &(struct html_field){.type = "select",
			  .name = "type",
			  .label = _("Type"),
			  .hint = _("Other fields belong to another type: save to see "
				    "them."),
			  .value = q->type,
			  .options = types,
			  .n_options = n});
	for (i = 0; i < v->outline->n_sections; i++)
		sections[i] = (struct html_option){v->outline->sections[i].id,
		    *v->outline->sections[i].title ? v->outline->sections[i].title
						   : v->outline->sections[i].id,
		    NULL};
	html_field(h, &(struct html_field){.type = "select",
			  .name = "section",
			  .label = _("Part of the questionnaire"),
			  .value = q->section,
			  .options = sections,
			  .n_options = v->outline->n_sections});
	html_field(h, &(struct html_field){.type = "select",
			  .name = "origin",
			  .label = _("Whose wording"),
			  .value = q->origin,
			  .options = origins,
			  .n_options = 3});
}

static void write_field(struct html *h, const struct form_edit_question *q,
    const struct sheet_field *f, const char *fault)
{
	html_field(h, &(struct html_field){.type = f->area ? "textarea" : "text",
			  .name = f->name,
			  .label = _(f->label),
			  .hint = f->hint ? _(f->hint) : NULL,
			  .fault = fault,
			  .value = value(q, f)});
}

void form_sheet_write(struct html *h, const struct forms_view *v,
    const struct form_edit_question *q, const char *id_fault)
{
	write_field(h, q, &fields[0], NULL);
	write_field(h, q, &fields[1], NULL);
	write_selects(h, v, q);
	write_choices(h, q);
	for (size_t i = 2; i < FIELDS; i++)
		if (has_field(q, &fields[i]))
			write_field(h, q, &fields[i],
			    text_equal(fields[i].name, "id") ? id_fault : NULL);
	if ((is_type(q, "single multi matrix matrix-text") && *q->options_set == '\0') ||
	    q->n_options > 0)
		form_options_write(h, v, q->options, q->n_options);
	if (is_type(q, "matrix matrix-text csi") || q->n_rows > 0)
		write_rows(h, q);
	write_whens(h, "w", &q->show_if);
}

struct form_edit_question form_sheet_read(const struct forms_view *v)
{
	struct form_edit_question q = {.type = forms_posted(v, "type"),
	    .origin = forms_posted(v, "origin"),
	    .section = forms_posted(v, "section"),
	    .required = forms_ticked(v, "required"),
	    .overall = forms_ticked(v, "overall"),
	    .list_optional = forms_ticked(v, "list_optional")};

	for (size_t i = 0; i < FIELDS; i++)
		*member(&q, &fields[i]) = forms_posted(v, fields[i].name);
	q.options = form_options_read(v, &q.n_options);
	read_rows(v, &q);
	q.show_if = read_whens(v, "w");
	return q;
}

struct forms_facts form_sheet_facts(struct arena *a, const struct form_edit_question *q)
{
	struct forms_facts f = {.arena = a};

	for (size_t i = 0; i < FIELDS; i++)
		forms_fact_add(&f, _(fields[i].label), value(q, &fields[i]));
	forms_fact_add(&f, _("Type"), forms_type(q->type));
	forms_fact_add(&f, _("Part of the questionnaire"), q->section);
	forms_fact_add(&f, _("Whose wording"), q->origin);
	forms_fact_add(&f, _("Must be answered"), q->required ? _("yes") : _("no"));
	forms_fact_add(&f, _("Overall satisfaction, not a dimension"),
	    q->overall ? _("yes") : _("no"));
	form_options_facts(&f, q->options, q->n_options);
	row_facts(&f, q);
	forms_fact_add(&f, _("Asked only if"), whens_text(a, &q->show_if));
	return f;
}
