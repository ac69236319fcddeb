#include "pain-facts.h"

#include <jansson.h>

#include "base/i18n.h"
#include "base/text.h"

static const char *joined(struct arena *a, const char *value, const char *detail)
{
	if (*detail == '\0')
		return value;
	return *value ? arena_printf(a, "%s; %s", value, detail) : detail;
}

static const char *measures(struct arena *a, const struct db_pain *p)
{
	const char *s = "";

	for (size_t i = 0; i < p->n_measures; i++)
		s = arena_printf(a, "%s%s%zu. %s%s", s, i ? "\n" : "", i + 1,
		    p->measures[i].text,
		    p->measures[i].reengineering
			? arena_printf(a, " (%s)", _("re-engineering"))
			: "");
	return s;
}

void pain_facts(struct arena *a, const struct db_pain *p, struct pain_fact v[PAIN_FACTS])
{
	const char *prevalence = pains_prevalence(a, p);
	const struct pain_fact facts[PAIN_FACTS] = {
	    {_("Name of the process"), p->process},
	    {_("Group of processes or point of contact"), p->process_group},
	    {_("Problem or need"), p->kind ? pains_kind(p->kind) : ""},
	    {_("Problem found or potential need"), p->text},
	    {_("Prevalence"),
		joined(a, prevalence ? prevalence : "", p->prevalence_method)},
	    {_("Priority"), joined(a, p->priority ? pains_priority(p->priority) : "",
				p->priority_method)},
	    {_("Linked with other processes"), p->linked ? _("yes") : ""},
	    {_("Measures to be carried out"), measures(a, p)},
	    {_("Responsible"), p->responsible},
	    {_("Term"), pains_due(a, p)},
	    {_("Order of re-engineering"),
		p->queue ? arena_printf(a, "%d", p->queue) : ""},
	    {_("Subordinate organisation"), p->organisation},
	    {_("Period"), p->period},
	    {_("Where it was found"), p->source},
	    {_("Status"), joined(a, pains_status(p->status), p->reason)},
	};

	for (size_t i = 0; i < PAIN_FACTS; i++)
		v[i] = facts[i];
}

void pain_facts_write(struct html *h, struct arena *a, const struct db_pain *p)
{
	struct pain_fact v[PAIN_FACTS];

	pain_facts(a, p, v);
	html_open(h, "dl", NULL);
	for (size_t i = 0; i < PAIN_FACTS; i++) {
		if (*v[i].value == '\0')
			continue;
		html_element(h, "dt", v[i].name, NULL);
		html_open(h, "dd", NULL);
		html_lines(h, v[i].value);
		html_close(h);
	}
	html_close(h);
}

void pain_facts_compare(struct html *h, struct arena *a, const struct db_pain *theirs,
    const struct db_pain *ours)
{
	const struct html_column columns[] = {{_("Field"), NULL, false},
	    {_("Saved by the other"), NULL, false}, {_("Typed by you"), NULL, false}};
	struct pain_fact v[PAIN_FACTS], w[PAIN_FACTS];

	pain_facts(a, theirs, v);
	pain_facts(a, ours, w);
	html_table_begin(
	    h, &(struct html_table){
		   .caption = _("What differs"), .columns = columns, .n_columns = 3});
	for (size_t i = 0; i < PAIN_FACTS; i++) {
		if (text_equal(v[i].value, w[i].value))
			continue;
		html_row(h);
		html_cell_head(h, v[i].name);
		html_cell_open(h, false);
		html_lines(h, v[i].value);
		html_close(h);
		html_cell_open(h, false);
		html_lines(h, w[i].value);
		html_close(h);
		html_row_end(h);
	}
	html_table_end(h);
}

/* --- a state of the past --- */

static const char *text(struct arena *a, const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? arena_strdup(a, s) : "";
}

static int named(const json_t *o, const char *key, const char *const *names)
{
	const char *s = json_string_value(json_object_get(o, key));

	for (int i = 1; s && names[i]; i++)
		if (text_equal(s, names[i]))
			return i;
	return 1;
}

static void parse_measures(struct arena *a, const json_t *v, struct db_pain *p)
{
	size_t n = json_array_size(v);

	p->measures = ARENA_ARRAY(a, n, struct db_pain_measure);
	p->n_measures = n;
	for (size_t i = 0; i < n; i++) {
		const json_t *m = json_array_get(v, i);

		p->measures[i].text = text(a, m, "text");
		p->measures[i].reengineering =
		    json_is_true(json_object_get(m, "reengineering"));
	}
}

static void parse_figures(struct arena *a, const json_t *o, struct db_pain *p)
{
	const char *due = text(a, o, "due_on"), *prevalence = text(a, o, "prevalence");

	p->prevalence = *prevalence ? prevalence : NULL;
	p->priority = (int)json_integer_value(json_object_get(o, "priority"));
	p->queue = (int)json_integer_value(json_object_get(o, "queue"));
	p->linked = json_is_true(json_object_get(o, "linked"));
	p->due_on = DAY_NONE;
	if (*due && day_parse(due, &p->due_on) != ERR_OK)
		p->due_on = DAY_NONE;
}

enum err pain_facts_parse(struct arena *a, const char *state, struct db_pain *p_r)
{
	json_t *o = json_loads(state, 0, NULL);
	struct db_pain p = {0};

	if (o == NULL)
		return ERR_INVALID;
	p.process = text(a, o, "process");
	p.process_group = text(a, o, "process_group");
	p.kind = (enum db_pain_kind)named(o, "kind", db_pain_kinds);
	p.text = text(a, o, "text");
	p.prevalence_unit = (enum db_pain_unit)named(o, "prevalence_unit", db_pain_units);
	p.prevalence_method = text(a, o, "prevalence_method");
	p.priority_method = text(a, o, "priority_method");
	p.responsible = text(a, o, "responsible");
	p.due_text = text(a, o, "due_text");
	p.organisation = text(a, o, "organisation");
	p.period = text(a, o, "period");
	p.source = text(a, o, "source");
	p.status = (enum db_pain_status)named(o, "status", db_pain_statuses);
	p.reason = text(a, o, "reason");
	parse_figures(a, o, &p);
	parse_measures(a, json_object_get(o, "measures"), &p);
	json_decref(o);
	*p_r = p;
	return ERR_OK;
}
