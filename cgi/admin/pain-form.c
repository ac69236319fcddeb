#include "pain-form.h"

#include <sodium.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define BLANK_MEASURES 3        /* empty lines after those there are */
#define PREVALENCE_MAX 99999999 /* before the point: DECIMAL(10,2) */

#define KEY_FIELD "key"

/* The plain texts of a row. */
static const struct text_field {
	const char *name, *label, *hint;
	size_t at; /* in struct db_pain */
	size_t max_chars;
	bool required, area;
	const char *list; /* of the procedure, offered while typing */
} texts[] = {
    {"process", N_("Name of the process"), N_("From the list or in your own words"),
	offsetof(struct db_pain, process), 500, true, false, "processes"},
    {"process_group", N_("Group of processes or point of contact"), NULL,
	offsetof(struct db_pain, process_group), 300, false, false, "touchpoints"},
    {"text", N_("Problem found or potential need"), NULL, offsetof(struct db_pain, text),
	5000, true, true, NULL},
    {"prevalence_method", N_("How the prevalence was assessed"), NULL,
	offsetof(struct db_pain, prevalence_method), 500, false, false, NULL},
    {"priority_method", N_("How the priority was assessed"), NULL,
	offsetof(struct db_pain, priority_method), 500, false, false, NULL},
    {"responsible", N_("Responsible"), NULL, offsetof(struct db_pain, responsible), 300,
	false, false, "units"},
    {"due_text", N_("Term in words"), N_("For example a quarter or a year"),
	offsetof(struct db_pain, due_text), 100, false, false, NULL},
    {"organisation", N_("Subordinate organisation"), N_("Empty: the agency itself"),
	offsetof(struct db_pain, organisation), 300, false, false, NULL},
    {"period", N_("Period"), N_("The quarter or year the finding is of"),
	offsetof(struct db_pain, period), 100, false, false, NULL},
    {"source", N_("Where it was found"), NULL, offsetof(struct db_pain, source), 500,
	false, false, NULL},
};
#define TEXTS (sizeof(texts) / sizeof(texts[0]))

static const char **text_at(struct db_pain *p, const struct text_field *f)
{
	return (const char **)(void *)((char *)p + f->at);
}

void pain_sheet_from(struct arena *a, const struct db_pain *p, struct pain_sheet *s_r)
{
	*s_r = (struct pain_sheet){.pain = *p};
	s_r->prevalence = p->prevalence ? arena_strdup(a, p->prevalence) : "";
	for (char *c = strchr(s_r->prevalence, '.'); c; c = NULL)
		*c = ',';
	s_r->due_on = p->due_on == DAY_NONE ? "" : day_iso(a, p->due_on);
	s_r->queue = p->queue ? arena_printf(a, "%d", p->queue) : "";
}

/* --- reading --- */

void pain_sheet_fault(struct pain_sheet *s, const char *id, const char *text)
{
	if (s->n_faults < PAIN_FAULTS_MAX)
		s->faults[s->n_faults++] = (struct html_fault_link){id, text};
}

static const char *fault_of(const struct pain_sheet *s, const char *id)
{
	for (size_t i = 0; i < s->n_faults; i++)
		if (text_equal(s->faults[i].id, id))
			return s->faults[i].text;
	return NULL;
}

/* The cleaned text; of one too long what was typed, and a fault. */
static const char *read_text(struct arena *a, const struct http_params *form,
    struct pain_sheet *s, const char *name, const char *label, size_t max)
{
	const char *typed = http_param(form, name), *clean;

	if (typed == NULL)
		return "";
	if (text_clean(a, typed, max, &clean) == ERR_OK)
		return clean;
	pain_sheet_fault(s, arena_strdup(a, name),
	    arena_printf(a, _("%s: at most %zu characters"), label, max));
	return typed;
}

static void read_texts(
    struct arena *a, const struct http_params *form, struct pain_sheet *s)
{
	for (size_t i = 0; i < TEXTS; i++) {
		const struct text_field *f = &texts[i];
		const char **at = text_at(&s->pain, f);

		*at = read_text(a, form, s, f->name, _(f->label), f->max_chars);
		if (f->required && **at == '\0')
			pain_sheet_fault(s, f->name,
			    arena_printf(a, _("%s: please fill in"), _(f->label)));
	}
}

/* Place of a posted name in the list of names, or 0. */
static int read_name(
    const struct http_params *form, const char *field, const char *const *names)
{
	const char *value = http_param(form, field);

	for (int i = 1; value && names[i]; i++)
		if (text_equal(value, names[i]))
			return i;
	return 0;
}

static bool digits(const char *s, size_t min, size_t max)
{
	size_t n = strspn(s, "0123456789");

	return n >= min && n <= max && s[n] == '\0';
}

/* "66,7", "66.75", "12" to a decimal with a point; NULL if it is none. */
static const char *read_decimal(struct arena *a, const char *typed)
{
	char *s = arena_strdup(a, typed);
	char *point = strpbrk(s, ",.");
	long whole;

	if (point) {
		*point = '\0';
		if (!digits(point + 1, 1, 2))
			return NULL;
	}
	if (!digits(s, 1, 8) || text_int(s, 0, PREVALENCE_MAX, &whole) != ERR_OK)
		return NULL;
	return arena_printf(
	    a, "%ld%s%s", whole, point ? "." : "", point ? point + 1 : "");
}

/* Percent cannot be more than a hundred. */
static bool fits_unit(const char *decimal, enum db_pain_unit unit)
{
	size_t n = strcspn(decimal, ".");

	if (unit == DB_PAIN_APPEAL_COUNT)
		return decimal[n] == '\0';
	return n <= 2 || text_equal(decimal, "100") || text_equal(decimal, "100.0") ||
	       text_equal(decimal, "100.00");
}

static void read_prevalence(
    struct arena *a, const struct http_params *form, struct pain_sheet *s)
{
	int unit = read_name(form, "prevalence_unit", db_pain_units);

	s->prevalence = read_text(a, form, s, "prevalence", _("Prevalence"), 20);
	s->pain.prevalence_unit = unit ? (enum db_pain_unit)unit : DB_PAIN_ASKED;
	s->pain.prevalence = NULL;
	if (*s->prevalence == '\0')
		return;
	s->pain.prevalence = read_decimal(a, s->prevalence);
	if (s->pain.prevalence == NULL)
		pain_sheet_fault(s, "prevalence",
		    _("Prevalence: a number such as 12 or 66,7 was expected"));
	else if (!fits_unit(s->pain.prevalence, s->pain.prevalence_unit))
		pain_sheet_fault(s, "prevalence",
		    _("Prevalence: at most 100 %; a number of appeals is whole"));
}

static void read_priority(const struct http_params *form, struct pain_sheet *s)
{
	const char *value = http_param(form, "priority");
	long v;

	s->pain.linked = http_param(form, "linked") != NULL;
	s->pain.priority = 0;
	if (value && text_int(value, 1, 4, &v) == ERR_OK)
		s->pain.priority = (int)v;
	else
		pain_sheet_fault(s, "priority", _("Priority: please choose"));
}

static void read_measures(
    struct arena *a, const struct http_params *form, struct pain_sheet *s)
{
	struct db_pain_measure *v =
	    ARENA_ARRAY(a, DB_PAIN_MEASURES_MAX, struct db_pain_measure);
	size_t n = 0;

	for (int i = 1; i <= DB_PAIN_MEASURES_MAX; i++) {
		const char *name = arena_printf(a, "measure.%d", i);
		const char *text = read_text(a, form, s, name, _("Measure"), 1000);

		if (*text == '\0')
			continue;
		v[n].text = text;
		v[n++].reengineering =
		    http_param(form, arena_printf(a, "%s.re", name)) != NULL;
	}
	s->pain.measures = v;
	s->pain.n_measures = n;
}

static void read_term(
    struct arena *a, const struct http_params *form, struct pain_sheet *s)
{
	long queue = 0;

	s->due_on = read_text(a, form, s, "due_on", _("Term"), 10);
	s->pain.due_on = DAY_NONE;
	if (*s->due_on && day_parse(s->due_on, &s->pain.due_on) != ERR_OK)
		pain_sheet_fault(
		    s, "due_on", _("Term: a date such as 2026-12-31 was expected"));
	s->queue = read_text(a, form, s, "queue", _("Order of re-engineering"), 10);
	if (*s->queue && text_int(s->queue, 1, 9999, &queue) != ERR_OK)
		pain_sheet_fault(s, "queue",
		    _("Order of re-engineering: a number from 1 was expected"));
	s->pain.queue = (int)queue;
}

void pain_sheet_new_key(struct arena *a, struct pain_sheet *s)
{
	uint8_t *key = arena_alloc(a, DB_PAIN_KEY_BYTES);

	randombytes_buf(key, DB_PAIN_KEY_BYTES);
	s->pain.key = key;
}

enum err pain_sheet_read_key(
    struct arena *a, const struct http_params *form, struct pain_sheet *s)
{
	const char *value = http_param(form, KEY_FIELD);
	uint8_t *key;
	size_t n;

	if (value == NULL || text_base64url_decode(a, value, &key, &n) != ERR_OK ||
	    n != DB_PAIN_KEY_BYTES)
		return ERR_INVALID;
	s->pain.key = key;
	return ERR_OK;
}

void pain_sheet_read(
    struct arena *a, const struct http_params *form, struct pain_sheet *s)
{
	int kind = read_name(form, "kind", db_pain_kinds);
	int status = read_name(form, "status", db_pain_statuses);
	const char *revision = http_param(form, "revision");
	long v;

	s->n_faults = 0;
	s->pain.kind = (enum db_pain_kind)kind;
	read_texts(a, form, s);
	if (kind == 0)
		pain_sheet_fault(s, "kind", _("Problem or need: please choose"));
	read_prevalence(a, form, s);
	read_priority(form, s);
	read_measures(a, form, s);
	read_term(a, form, s);
	if (status == DB_PAIN_FOUND || status == DB_PAIN_WORK)
		s->pain.status = (enum db_pain_status)status;
	if (revision && text_int(revision, 0, UINT32_MAX, &v) == ERR_OK)
		s->pain.revision = (uint32_t)v;
}

/* --- writing --- */

static const struct procedure_list *list_of(const struct procedure *p, const char *id)
{
	return id ? procedure_list(p, id) : NULL;
}

static void write_text(struct html *h, const struct procedure *procedure,
    const struct pain_sheet *s, const char *name)
{
	const struct text_field *f = texts;
	const struct procedure_list *list;
	struct db_pain pain = s->pain;
	struct html_option *options = NULL;

	while (!text_equal(f->name, name))
		f++;
	list = list_of(procedure, f->list);
	if (list)
		options = ARENA_ARRAY(html_arena(h), list->n, struct html_option);
	for (size_t i = 0; list && i < list->n; i++)
		options[i].value = list->v[i].text;
	html_field(h, &(struct html_field){.type = f->area ? "textarea" : "text",
			  .name = f->name,
			  .label = _(f->label),
			  .hint = f->hint ? _(f->hint) : NULL,
			  .value = *text_at(&pain, f),
			  .fault = fault_of(s, f->name),
			  .required = f->required,
			  .max_chars = f->max_chars,
			  .options = options,
			  .n_options = list ? list->n : 0});
}

static void legend(struct html *h, const char *text, bool required)
{
	html_open(h, "legend", NULL);
	html_text(h, text);
	if (required) {
		html_text(h, " ");
		html_element(h, "em", _("required"), NULL);
	}
	html_close(h);
}

static void write_kind(struct html *h, const struct pain_sheet *s)
{
	const char *fault = fault_of(s, "kind");

	html_open(h, "fieldset", NULL);
	legend(h, _("Problem or need"), true);
	if (fault)
		html_fault(h, "kind-fault", fault);
	for (int i = DB_PAIN_PROBLEM; i <= DB_PAIN_NEED; i++)
		html_choice(h, &(struct html_choice){.type = "radio",
				   .name = "kind",
				   .value = db_pain_kinds[i],
				   .label = pains_kind((enum db_pain_kind)i),
				   .checked = (int)s->pain.kind == i,
				   .id = i == DB_PAIN_PROBLEM ? "kind" : NULL});
	html_close(h);
}

static void write_prevalence(
    struct html *h, const struct procedure *procedure, const struct pain_sheet *s)
{
	struct html_option units[3];

	for (int i = 1; i <= 3; i++)
		units[i - 1] = (struct html_option){
		    db_pain_units[i], pains_unit((enum db_pain_unit)i), NULL};
	html_open(h, "fieldset", NULL);
	legend(h, _("Prevalence"), false);
	html_field(h, &(struct html_field){.type = "text",
			  .name = "prevalence",
			  .label = _("Number"),
			  .value = s->prevalence,
			  .fault = fault_of(s, "prevalence"),
			  .inputmode = "decimal"});
	html_field(h, &(struct html_field){.type = "select",
			  .name = "prevalence_unit",
			  .label = _("Unit"),
			  .value = db_pain_units[s->pain.prevalence_unit],
			  .options = units,
			  .n_options = 3});
	write_text(h, procedure, s, "prevalence_method");
	html_close(h);
}

static void write_priority(
    struct html *h, const struct procedure *procedure, const struct pain_sheet *s)
{
	static const char *const values[] = {"", "1", "2", "3", "4"};
	struct html_option levels[5] = {{"", _("please choose"), NULL}};

	for (int i = 1; i <= 4; i++)
		levels[i] = (struct html_option){values[i], pains_priority(i), NULL};
	html_open(h, "fieldset", NULL);
	legend(h, _("Priority"), false);
	html_choice(h,
	    &(struct html_choice){.type = "checkbox",
		.name = "linked",
		.value = "1",
		.label = _("Linked with other processes: the order suggests the highest "
			   "priority"),
		.checked = s->pain.linked});
	html_field(h, &(struct html_field){.type = "select",
			  .name = "priority",
			  .label = _("Level"),
			  .value = values[s->pain.priority],
			  .fault = fault_of(s, "priority"),
			  .required = true,
			  .options = levels,
			  .n_options = 5});
	write_text(h, procedure, s, "priority_method");
	html_close(h);
}

static void write_measure(struct html *h, const struct pain_sheet *s, size_t i)
{
	struct arena *a = html_arena(h);
	const char *name = arena_printf(a, "measure.%zu", i + 1);
	bool there = i < s->pain.n_measures;

	html_field(h, &(struct html_field){.type = "textarea",
			  .name = name,
			  .label = arena_printf(a, _("Measure %zu"), i + 1),
			  .value = there ? s->pain.measures[i].text : NULL,
			  .fault = fault_of(s, name),
			  .max_chars = 1000});
	html_choice(
	    h, &(struct html_choice){.type = "checkbox",
		   .name = arena_printf(a, "%s.re", name),
		   .value = "1",
		   .label = arena_printf(a, _("Measure %zu is re-engineering"), i + 1),
		   .checked = there && s->pain.measures[i].reengineering});
}

static void write_measures(struct html *h, const struct pain_sheet *s)
{
	size_t n = s->pain.n_measures + BLANK_MEASURES;

	html_open(h, "fieldset", NULL);
	legend(h, _("Measures to be carried out"), false);
	html_element(h, "p",
	    _("After saving there are three more empty lines; an emptied line is left "
	      "out."),
	    "class", "hint", NULL);
	for (size_t i = 0; i < n && i < DB_PAIN_MEASURES_MAX; i++)
		write_measure(h, s, i);
	html_close(h);
}

static void write_term(
    struct html *h, const struct procedure *procedure, const struct pain_sheet *s)
{
	html_field(h, &(struct html_field){.type = "date",
			  .name = "due_on",
			  .label = _("Term: day"),
			  .hint = _("Only a term with a day can become overdue"),
			  .value = s->due_on,
			  .fault = fault_of(s, "due_on")});
	write_text(h, procedure, s, "due_text");
	if (procedure->n_pain_headings > 8)
		html_field(h, &(struct html_field){.type = "text",
				  .name = "queue",
				  .label = procedure->pain_headings[8],
				  .value = s->queue,
				  .fault = fault_of(s, "queue"),
				  .inputmode = "numeric"});
}

static void write_status(struct html *h, const struct pain_sheet *s)
{
	html_open(h, "fieldset", NULL);
	legend(h, _("Status"), false);
	for (int i = DB_PAIN_FOUND; i <= DB_PAIN_WORK; i++)
		html_choice(h, &(struct html_choice){.type = "radio",
				   .name = "status",
				   .value = db_pain_statuses[i],
				   .label = pains_status((enum db_pain_status)i),
				   .checked = (int)s->pain.status == i});
	html_close(h);
}

/* What the form does not ask and the row needs. */
static void write_hidden(struct html *h, const struct pain_sheet *s, const char *agency)
{
	struct arena *a = html_arena(h);

	html_hidden(h, "revision", arena_printf(a, "%u", s->pain.revision));
	if (s->pain.key)
		html_hidden(
		    h, KEY_FIELD, text_base64url(a, s->pain.key, DB_PAIN_KEY_BYTES));
	html_hidden(h, "agency", agency);
	html_hidden(
	    h, "audience", s->pain.audience == FORM_INTERNAL ? "internal" : "external");
	if (s->pain.campaign)
		html_hidden(h, "campaign", s->pain.campaign);
	if (s->pain.item)
		html_hidden(h, "item", s->pain.item);
}

void pain_sheet_write(struct html *h, const struct worker *w,
    const struct http_request *req, const char *path, const struct procedure *procedure,
    const struct pain_sheet *s)
{
	admin_form(h, w, req, path);
	write_hidden(h, s, procedure->id);
	write_text(h, procedure, s, "process");
	write_text(h, procedure, s, "process_group");
	write_kind(h, s);
	write_text(h, procedure, s, "text");
	write_prevalence(h, procedure, s);
	write_priority(h, procedure, s);
	write_measures(h, s);
	write_text(h, procedure, s, "responsible");
	write_term(h, procedure, s);
	write_status(h, s);
	write_text(h, procedure, s, "organisation");
	write_text(h, procedure, s, "period");
	write_text(h, procedure, s, "source");
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Save"), NULL);
	html_close(h);
	html_close(h);
}
