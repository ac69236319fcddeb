/* The answers of a question, or of a shared set, as a table to type into. */
#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"

#define SPARE_OPTIONS 3 /* empty lines to type new ones into */

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
	html_hidden(h, form_cell_name(a, "o", i, "was"), o->was);
	html_open(h, "input", "type", "text", "inputmode", "numeric", "name",
	    form_cell_name(a, "o", i, "place"), "aria-label",
	    form_cell_label(a, _("Place"), i), "value", arena_printf(a, "%zu", i + 1),
	    NULL);
	html_close(h);
	form_cell(h, form_cell_name(a, "o", i, "code"), form_cell_label(a, _("Code"), i),
	    o->code, false);
	form_cell_area(h, form_cell_name(a, "o", i, "text"),
	    form_cell_label(a, _("Text"), i), o->text);
	form_cell_select(h, form_cell_name(a, "o", i, "side"),
	    form_cell_label(a, _("Satisfaction"), i), o->side, sides, n_sides);
	form_cell_box(h, form_cell_name(a, "o", i, "exclusive"),
	    form_cell_label(a, _("Excludes the others"), i), o->exclusive);
	form_cell_box(h, form_cell_name(a, "o", i, "other"),
	    form_cell_label(a, _("With a text field"), i), o->other);
	form_cell(h, form_cell_name(a, "o", i, "jump"),
	    form_cell_label(a, _("Go on with"), i), o->jump, false);
	html_close(h);
}

void form_options_write(struct html *h, const struct form_edit_option *options, size_t n)
{
	const char *const headings[] = {_("Place"), _("Code"), _("Text"),
	    _("Satisfaction"), _("Excludes the others"), _("With a text field"),
	    _("Go on with"), NULL};
	const struct form_edit_option none = {"", "", "", "", "", false, false};

	form_table_begin(h, _("Answers to choose from"), headings);
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

/* The highest number that is a code, or was one of a line removed just now: a code
   is not given to another answer. */
static long highest_code(const struct forms_view *v)
{
	static const char *const fields[] = {"was", "code"};
	struct arena *a = v->req->arena;
	long highest = 0, number;

	for (size_t i = 0; i < FORM_LINES_MAX; i++)
		for (size_t k = 0; k < 2; k++) {
			const char *name = form_cell_name(a, "o", i, fields[k]);

			if (text_int(forms_posted(v, name), 1, 9999, &number) == ERR_OK &&
			    number > highest)
				highest = number;
		}
	return highest;
}

struct form_edit_option *form_options_read(const struct forms_view *v, size_t *n_r)
{
	struct arena *a = v->req->arena;
	struct form_line lines[FORM_LINES_MAX];
	size_t n = form_lines_read(v, "o", "text", lines), i, at;
	long highest = highest_code(v);
	struct form_edit_option *o = ARENA_ARRAY(a, n, struct form_edit_option);

	for (i = 0; i < n; i++) {
		at = lines[i].i;
		o[i].was = forms_posted(v, form_cell_name(a, "o", at, "was"));
		o[i].code = forms_posted(v, form_cell_name(a, "o", at, "code"));
		o[i].text = forms_posted(v, form_cell_name(a, "o", at, "text"));
		o[i].side = forms_posted(v, form_cell_name(a, "o", at, "side"));
		o[i].jump = forms_posted(v, form_cell_name(a, "o", at, "jump"));
		o[i].exclusive = forms_ticked(v, form_cell_name(a, "o", at, "exclusive"));
		o[i].other = forms_ticked(v, form_cell_name(a, "o", at, "other"));
	}
	for (i = 0; i < n; i++)
		if (*o[i].code == '\0')
			o[i].code = arena_printf(a, "%ld", ++highest);
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
