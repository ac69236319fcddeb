/* A question of a questionnaire as fields of a form, and back. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"

/* What a field offers besides what it holds. */
typedef const struct html_option *offer(
    const struct forms_view *v, const char *held, size_t *n_r);

/* The ids v[0..n) after "none" and what is held, should that not be among them. */
static struct html_option *choices(
    struct arena *a, const char *none, const char *held, size_t n, size_t *n_r)
{
	struct html_option *v = ARENA_ARRAY(a, n + 2, struct html_option);

	v[0] = (struct html_option){"", none, NULL};
	v[1] = (struct html_option){held, held, NULL};
	*n_r = *held ? 2 : 1;
	return v;
}

static void offer_one(struct html_option *v, size_t *n, const char *id, const char *text)
{
	if (*n > 1 && text_equal(v[1].value, id))
		v[1].text = text;
	else
		v[(*n)++] = (struct html_option){id, text, NULL};
}

static const struct html_option *offer_sets(
    const struct forms_view *v, const char *held, size_t *n_r)
{
	const struct form_edit_outline *o = v->outline;
	struct html_option *x =
	    choices(v->req->arena, _("none: the answers below"), held, o->n_sets, n_r);

	for (size_t i = 0; i < o->n_sets; i++)
		offer_one(x, n_r, o->sets[i].id,
		    arena_printf(v->req->arena, _("%s (answers: %zu)"), o->sets[i].id,
			o->sets[i].n_options));
	return x;
}

const struct html_option *form_sheet_blocks(
    const struct forms_view *v, const char *held, size_t *n_r)
{
	const struct form_edit_outline *o = v->outline;
	struct html_option *x =
	    choices(v->req->arena, _("none: always there"), held, o->n_blocks, n_r);

	for (size_t i = 0; i < o->n_blocks; i++)
		offer_one(x, n_r, o->blocks[i].id, o->blocks[i].title);
	return x;
}

static const struct html_option *offer_lists(
    const struct forms_view *v, const char *held, size_t *n_r)
{
	const struct procedure *p = v->procedure;
	struct html_option *x = choices(v->req->arena, "—", held, p->n_lists, n_r);

	for (size_t i = 0; i < p->n_lists; i++)
		offer_one(x, n_r, p->lists[i].id, p->lists[i].title);
	return x;
}

/* One of them: where it is in the struct and which questions have it. */
static const struct sheet_field {
	const char *name, *label, *hint;
	size_t at;
	const char *types; /* NULL = all */
	bool area;
	offer *offer; /* what can be chosen; NULL = typed freely */
} fields[] = {
#define AT(member) offsetof(struct form_edit_question, member)
    {"text", N_("Text of the question"), NULL, AT(text), NULL, true, NULL},
    {"hint", N_("Explanation below it"), NULL, AT(hint), NULL, true, NULL},
    {"id", N_("Id"),
	N_("Small letters, digits, dots and hyphens. Results of versions are compared by "
	   "it: change it only for another question."),
	AT(id), NULL, false, NULL},
    {"number", N_("Number as printed"), N_("Empty: none is printed."), AT(number), NULL,
	false, NULL},
    {"max_answers", N_("Most answers"), N_("Empty: any number."), AT(max_answers),
	"multi", false, NULL},
    {"options_set", N_("Shared set of answers"),
	N_("Sets are made and changed on pages of their own."), AT(options_set),
	"single multi matrix matrix-text", false, offer_sets},
    {"min", N_("Lowest mark"), NULL, AT(min), "scale", false, NULL},
    {"max", N_("Highest mark"), NULL, AT(max), "scale", false, NULL},
    {"rating_heading", N_("Heading of the ratings"), NULL, AT(rating.heading), "csi",
	false, NULL},
    {"rating_min", N_("Label of the lowest mark"), NULL, AT(rating.min_label),
	"csi scale", false, NULL},
    {"rating_max", N_("Label of the highest mark"), NULL, AT(rating.max_label),
	"csi scale", false, NULL},
    {"weight_heading", N_("Heading of the importance"), NULL, AT(weight.heading), "csi",
	false, NULL},
    {"weight_min", N_("Label of the lowest importance"), NULL, AT(weight.min_label),
	"csi", false, NULL},
    {"weight_max", N_("Label of the highest importance"), NULL, AT(weight.max_label),
	"csi", false, NULL},
    {"result", N_("Heading of the result"), N_("Printed in the report only."), AT(result),
	"csi", false, NULL},
    {"text_heading", N_("Heading of the texts"), NULL, AT(text_heading), "matrix-text",
	false, NULL},
    {"list", N_("Reference list"), N_("A list of the procedure."), AT(list), "ref", false,
	offer_lists},
    {"list_other", N_("Text of “other”"), N_("Empty: nothing else may be given."),
	AT(list_other), "ref", false, NULL},
    {"dimension", N_("Dimension of satisfaction"), NULL, AT(dimension), "single matrix",
	false, NULL},
    {"block", N_("Switchable block"), NULL, AT(block), NULL, false, form_sheet_blocks},
    {"serves", N_("Requirements of the order"), NULL, AT(serves), NULL, false, NULL},
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
	return f->types == NULL || form_is_type(q, f->types) || *value(q, f) != '\0';
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
	if (form_is_type(q, "ref"))
		html_choice(
		    h, &(struct html_choice){.type = "checkbox",
			   .name = "list_optional",
			   .value = "1",
			   .label = _("Not asked where the agency has no such list"),
			   .checked = q->list_optional});
	html_close(h);
}

/* What answers may be used for. */
static const struct {
	const char *word, *text;
} feeds[] = {{"CSI", N_("CSI: index of satisfaction, from ratings and importance")},
    {"SAT", N_("SAT: shares of satisfied and dissatisfied")},
    {"NPS", N_("NPS: readiness to recommend")}, {"CES", N_("CES: how easy it was")},
    {"REASON", N_("REASON: main reasons")},
    {"TOPIC", N_("TOPIC: what the answer is about")},
    {"CHANNEL", N_("CHANNEL: the way of turning to the agency")},
    {"PAIN", N_("PAIN: problems for the pain map")},
    {"NEED", N_("NEED: needs for the pain map")},
    {"PROPOSAL", N_("PROPOSAL: what the respondent proposes")},
    {"EFFECT", N_("EFFECT: effectiveness, quality of life")},
    {"PROFILE", N_("PROFILE: who the respondent is")},
    {"PRIORITY", N_("PRIORITY: what to begin with")}};

#define FEEDS (sizeof(feeds) / sizeof(*feeds))

static bool is_among(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = words; (p = strstr(p, word)) != NULL; p += n)
		if ((p == words || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

static void write_feeds(struct html *h, const struct form_edit_question *q)
{
	html_open(h, "fieldset", NULL);
	html_element(h, "legend", _("What the answers are used for"), NULL);
	for (size_t i = 0; i < FEEDS; i++)
		html_choice(h, &(struct html_choice){.type = "checkbox",
				   .name = "feeds",
				   .value = feeds[i].word,
				   .label = _(feeds[i].text),
				   .checked = is_among(q->feeds, feeds[i].word)});
	html_close(h);
}

static const char *read_feeds(const struct forms_view *v)
{
	const struct http_params *form = &v->req->form;
	const char *words = "";

	for (size_t i = 0; i < form->n; i++)
		if (text_equal(form->v[i].name, "feeds"))
			words = arena_printf(v->req->arena, "%s%s%s", words,
			    *words ? " " : "", form->v[i].value);
	return words;
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

static void write_field(struct html *h, const struct forms_view *v,
    const struct form_edit_question *q, const struct sheet_field *f, const char *fault)
{
	size_t n = 0;
	const struct html_option *options =
	    f->offer ? f->offer(v, value(q, f), &n) : NULL;

	html_field(h, &(struct html_field){.type = f->offer  ? "select"
						   : f->area ? "textarea"
							     : "text",
			  .options = options,
			  .n_options = n,
			  .name = f->name,
			  .label = _(f->label),
			  .hint = f->hint ? _(f->hint) : NULL,
			  .fault = fault,
			  .value = value(q, f)});
}

void form_sheet_write(struct html *h, const struct forms_view *v,
    const struct form_edit_question *q, const char *id_fault)
{
	write_field(h, v, q, &fields[0], NULL);
	write_field(h, v, q, &fields[1], NULL);
	write_selects(h, v, q);
	write_choices(h, q);
	write_feeds(h, q);
	for (size_t i = 2; i < FIELDS; i++)
		if (has_field(q, &fields[i]))
			write_field(h, v, q, &fields[i],
			    text_equal(fields[i].name, "id") ? id_fault : NULL);
	if ((form_is_type(q, "single multi matrix matrix-text") &&
		*q->options_set == '\0') ||
	    q->n_options > 0)
		form_options_write(h, q->options, q->n_options);
	if (form_is_type(q, "matrix matrix-text csi") || q->n_rows > 0)
		form_rows_write(h, v, q);
	form_whens_write(h, "w", &q->show_if);
	form_whens_help(h, v, q);
}

enum err form_sheet_read(const struct forms_view *v, struct form_edit_question *q_r)
{
	struct form_edit_question q = {.type = forms_posted(v, "type"),
	    .origin = forms_posted(v, "origin"),
	    .section = forms_posted(v, "section"),
	    .required = forms_ticked(v, "required"),
	    .overall = forms_ticked(v, "overall"),
	    .list_optional = forms_ticked(v, "list_optional")};

	for (size_t i = 0; i < FIELDS; i++)
		*member(&q, &fields[i]) = forms_posted(v, fields[i].name);
	q.feeds = read_feeds(v);
	q.options = form_options_read(v, &q.n_options);
	q.show_if = form_whens_read(v, "w");
	*q_r = q;
	return form_rows_read(v, q_r);
}

struct forms_facts form_sheet_facts(struct arena *a, const struct form_edit_question *q)
{
	struct forms_facts f = {.arena = a};

	for (size_t i = 0; i < FIELDS; i++)
		forms_fact_add(&f, _(fields[i].label), value(q, &fields[i]));
	forms_fact_add(&f, _("Type"), forms_type(q->type));
	forms_fact_add(&f, _("Part of the questionnaire"), q->section);
	forms_fact_add(&f, _("Whose wording"), q->origin);
	forms_fact_add(&f, _("What the answers are used for"), q->feeds);
	forms_fact_add(&f, _("Must be answered"), q->required ? _("yes") : _("no"));
	forms_fact_add(&f, _("Overall satisfaction, not a dimension"),
	    q->overall ? _("yes") : _("no"));
	form_options_facts(&f, q->options, q->n_options);
	form_rows_facts(&f, q);
	forms_fact_add(&f, _("Asked only if"), form_whens_text(a, &q->show_if));
	return f;
}
