#include "export/variables.h"

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

/* ---- names */

/* What a name may hold: "4.1" becomes "4_1". */
static const char *plain(struct arena *a, const char *s)
{
	char *name = arena_strdup(a, s);

	for (char *p = name; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p))
			*p = '_';
	return name;
}

static bool is_taken(const struct export_variables *x, const char *name)
{
	for (size_t i = 0; i < x->n; i++)
		if (strcmp(x->v[i].name, name) == 0)
			return true;
	return false;
}

static void add(struct arena *a, struct export_variables *x, struct export_variable v)
{
	for (int i = 2; is_taken(x, v.name); i++)
		v.name = arena_printf(a, "%s_%d", v.name, i);
	x->v[x->n++] = v;
}

/* ---- the list */

/* What differs comes first: statistical programs cut long labels off. */
static const char *label_of(
    struct arena *a, const struct form *f, size_t item, const char *what)
{
	const struct form_item *i = &f->items[item];
	const struct form_question *q = &f->questions[i->question];
	const char *s = arena_printf(a, "%s.", i->id);

	if (i->text != NULL)
		s = arena_printf(a, "%s %s —", s, i->text);
	if (what != NULL)
		s = arena_printf(a, "%s %s —", s, what);
	return arena_printf(a, "%s %s", s, q->text);
}

static void add_options(struct arena *a, struct export_variables *x,
    struct export_variable base, const char *name)
{
	for (size_t i = 0; i < base.question->n_options; i++) {
		struct export_variable v = base;

		v.option = &base.question->options[i];
		v.name = arena_printf(a, "%s_a%zu", name, i + 1);
		v.label = label_of(a, x->form, v.place.item, v.option->text);
		add(a, x, v);
	}
}

static void add_marks(struct arena *a, struct export_variables *x,
    struct export_variable v, const char *name)
{
	size_t item = v.place.item;

	v.name = arena_printf(a, "%s_r", name);
	v.label = label_of(a, x->form, item, _("rating"));
	add(a, x, v);
	if (!stat_place_of(x->form, item, true, &v.place))
		return;
	v.name = arena_printf(a, "%s_i", name);
	v.label = label_of(a, x->form, item, _("importance"));
	add(a, x, v);
}

static void add_item(struct arena *a, struct export_variables *x, size_t item)
{
	const struct form *f = x->form;
	struct export_variable v = {.question = &f->questions[f->items[item].question]};
	const char *name = arena_printf(a, "q%s", plain(a, f->items[item].id));

	if (!stat_place_of(f, item, false, &v.place))
		return;
	if (v.question->type == FORM_MULTI) {
		add_options(a, x, v, name);
		return;
	}
	if (v.question->type == FORM_CSI) {
		add_marks(a, x, v, name);
		return;
	}
	v.name = name;
	v.label = label_of(a, f, item, NULL);
	v.coded = v.question->type != FORM_SCALE;
	add(a, x, v);
}

static size_t room_for(const struct form *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_items; i++) {
		const struct form_question *q = &f->questions[f->items[i].question];

		n += q->type == FORM_MULTI ? q->n_options : 2;
	}
	return n;
}

struct export_variables *export_variables_new(struct arena *a, const struct form *f)
{
	struct export_variables *x = ARENA_NEW(a, struct export_variables);

	x->form = f;
	x->v = ARENA_ARRAY(a, room_for(f), struct export_variable);
	for (size_t i = 0; i < f->n_items; i++)
		add_item(a, x, i);
	return x;
}

size_t export_head_columns(
    const struct export_variables *x, struct export_head v[EXPORT_HEAD_MAX])
{
	size_t n = 0;

	v[n++] = (struct export_head){"day", _("Day of the answer")};
	v[n++] = (struct export_head){"channel", _("Mark of the channel")};
	if (x->form->n_languages > 1)
		v[n++] =
		    (struct export_head){"language", _("Language the form was read in")};
	return n;
}

/* ---- values */

void export_variable_ends(const struct export_variables *x,
    const struct export_variable *v, const char **min_r, const char **max_r)
{
	const struct form_question *q = v->question;
	const struct form_item *item = &x->form->items[v->place.item];

	*min_r = v->place.importance ? q->weight_min_label : q->min_label;
	*max_r = v->place.importance ? q->weight_max_label : q->max_label;
	if (!v->place.importance && item->rating_min != NULL)
		*min_r = item->rating_min;
	if (!v->place.importance && item->rating_max != NULL)
		*max_r = item->rating_max;
}

long export_option_number(const struct form_question *q, size_t option)
{
	long number = (long)option + 1, code;

	for (size_t i = 0; i < q->n_options; i++) {
		if (text_int(q->options[i].code, 0, 9999, &code) != ERR_OK)
			return (long)option + 1;
		if (i == option)
			number = code;
	}
	return number;
}

bool export_variable_value(
    const struct export_variable *x, const uint8_t *vector, long *value_r)
{
	uint64_t v = stat_place_read(&x->place, vector);

	if (v == 0)
		return false;
	if (x->option != NULL)
		*value_r = (long)(v >> (x->option - x->question->options) & 1);
	else if (x->coded)
		*value_r = export_option_number(x->question, (size_t)v - 1);
	else
		*value_r = x->place.first + (long)v - 1;
	return true;
}
