/* A question of a questionnaire as fields of a form, and back. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"

#define SPARE_ROWS 2 /* empty lines to type new ones into */

/* Which parts the fields of a type are. */
static bool is_type(const struct form_edit_question *q, const char *types)
{
	const char *p = strstr(types, q->type);
	size_t n = strlen(q->type);

	return n > 0 && p != NULL && (p == types || p[-1] == ' ') &&
	       (p[n] == ' ' || p[n] == '\0');
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
		form_cell(h, form_cell_name(a, table, i, "items"),
		    form_cell_label(a, _("Questions or rows"), i),
		    i < w->n ? w->v[i].items : "", true);
		form_cell(h, form_cell_name(a, table, i, "codes"),
		    form_cell_label(a, _("Answers"), i), i < w->n ? w->v[i].codes : "",
		    true);
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

static void read_rows(const struct forms_view *v, struct form_edit_question *q)
{
	struct form_line lines[FORM_LINES_MAX];
	size_t n = form_lines_read(v, "r", "text", lines), i;

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
		form_options_write(h, q->options, q->n_options);
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
