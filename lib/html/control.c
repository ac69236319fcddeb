#include <string.h>

#include "base/i18n.h"
#include "html/control.h"
#include "html/html-private.h"

void html_hidden(struct html *h, const char *name, const char *value)
{
	html_open(h, "input", "type", "hidden", "name", name, "value", value, NULL);
}

void html_button(struct html *h, const char *name, const char *value, const char *label,
    const char *look)
{
	html_element(h, "button", label, "type", "submit", "name", name, "value", value,
	    "class", look, NULL);
}

void html_choice(struct html *h, const struct html_choice *c)
{
	html_open(h, "label", "lang", c->own ? html_own(h) : NULL, NULL);
	html_lean_input(h, "type", c->type, "name", c->name, "value", c->value, "id",
	    c->id, "checked", c->checked ? HTML_ON : NULL, NULL);
	html_text(h, c->label);
	html_close(h);
}

void html_fault(struct html *h, const char *id, const char *text)
{
	html_element(h, "p", text, "class", "fault", "id", id, "lang", html_own(h), "dir",
	    html_own_dir(h), NULL);
}

static void options(struct html *h, const struct html_field *f, const char *value)
{
	const char *group = NULL;

	for (size_t i = 0; i < f->n_options; i++) {
		const struct html_option *o = &f->options[i];
		bool same = o->group == group || (o->group != NULL && group != NULL &&
						     strcmp(o->group, group) == 0);

		if (!same && group != NULL)
			html_close(h);
		if (!same && o->group != NULL)
			html_open(h, "optgroup", "label", o->group, NULL);
		group = o->group;
		html_element(h, "option", o->text, "value", o->value, "selected",
		    strcmp(o->value, value) == 0 ? HTML_ON : NULL, NULL);
	}
	if (group != NULL)
		html_close(h);
}

struct names {
	const char *id, *described, *max;
};

static void field_area(
    struct html *h, const struct html_field *f, const struct names *n, const char *value)
{
	html_open(h, "textarea", "name", f->name, "id", n->id, "rows", "4", "maxlength",
	    n->max, "aria-describedby", n->described, "aria-invalid",
	    f->fault != NULL ? "true" : NULL, "autofocus", f->focus ? HTML_ON : NULL,
	    NULL);
	if (*value == '\n')
		html_text(h, "\n"); /* the parser drops the first line feed */
	html_text(h, value);
	html_close(h);
}

static void field_select(
    struct html *h, const struct html_field *f, const struct names *n, const char *value)
{
	html_open(h, "select", "name", f->name, "id", n->id, "aria-describedby",
	    n->described, "aria-invalid", f->fault != NULL ? "true" : NULL, "autofocus",
	    f->focus ? HTML_ON : NULL, NULL);
	options(h, f, value);
	html_close(h);
}

/* What is offered while typing; anything else may be typed as well. */
static void field_list(struct html *h, const struct html_field *f, const char *id)
{
	html_open(h, "datalist", "id", id, NULL);
	for (size_t i = 0; i < f->n_options; i++)
		html_element(h, "option", "", "value", f->options[i].value, NULL);
	html_close(h);
}

static void field_input(
    struct html *h, const struct html_field *f, const struct names *n, const char *value)
{
	const char *list =
	    f->n_options > 0 ? arena_printf(html_arena(h), "%s-list", n->id) : NULL;

	html_open(h, "input", "type", f->type, "name", f->name, "id", n->id, "value",
	    *value == '\0' ? NULL : value, "maxlength", n->max, "autocomplete",
	    f->autocomplete, "inputmode", f->inputmode, "list", list, "aria-describedby",
	    n->described, "aria-invalid", f->fault != NULL ? "true" : NULL, "autofocus",
	    f->focus ? HTML_ON : NULL, NULL);
	if (list != NULL)
		field_list(h, f, list);
}

static struct names field_names(struct html *h, const struct html_field *f)
{
	struct arena *a = html_arena(h);
	const char *id = f->id != NULL ? f->id : f->name;
	struct names n = {.id = id};

	if (f->hint != NULL && f->fault != NULL)
		n.described = arena_printf(a, "%s-hint %s-fault", id, id);
	else if (f->hint != NULL)
		n.described = arena_printf(a, "%s-hint", id);
	else if (f->fault != NULL)
		n.described = arena_printf(a, "%s-fault", id);
	if (f->max_chars > 0)
		n.max = arena_printf(a, "%zu", f->max_chars);
	return n;
}

void html_field(struct html *h, const struct html_field *f)
{
	struct names n = field_names(h, f);
	const char *value = f->value != NULL ? f->value : "";

	html_open(h, "div", "class", "field", NULL);
	html_open(h, "label", "for", n.id, NULL);
	html_text(h, f->label);
	if (f->required) {
		html_text(h, " ");
		html_element(h, "em", _("required"), "lang", html_own(h), "dir",
		    html_own_dir(h), NULL);
	}
	html_close(h);
	if (f->hint != NULL)
		html_element(h, "p", f->hint, "class", "hint", "id",
		    arena_printf(html_arena(h), "%s-hint", n.id), NULL);
	if (f->fault != NULL)
		html_fault(h, arena_printf(html_arena(h), "%s-fault", n.id), f->fault);
	if (strcmp(f->type, "textarea") == 0)
		field_area(h, f, &n, value);
	else if (strcmp(f->type, "select") == 0)
		field_select(h, f, &n, value);
	else
		field_input(h, f, &n, value);
	html_close(h);
}

/* role=alert would be read over the focus: the focus alone says it. */
static void open_summary(struct html *h, const char *heading)
{
	html_open(h, "div", "class", "summary", "tabindex", "-1", "autofocus", HTML_ON,
	    "role", "group", "aria-labelledby", "summary-title", "lang", html_own(h),
	    "dir", html_own_dir(h), NULL);
	html_element(h, "h2", heading, "id", "summary-title", NULL);
}

void html_fault_summary(struct html *h, const struct html_fault_link *v, size_t n)
{
	if (n == 0)
		return;
	open_summary(h, _("Please correct the form"));
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < n; i++) {
		html_open(h, "li", NULL);
		if (v[i].id != NULL)
			html_element(h, "a", v[i].text, "href",
			    arena_printf(html_arena(h), "#%s", v[i].id), NULL);
		else
			html_text(h, v[i].text);
		html_close(h);
	}
	html_close(h);
	html_close(h);
}

void html_alert(struct html *h, const char *heading, const char *text)
{
	open_summary(h, heading);
	html_element(h, "p", text, NULL);
	html_close(h);
}

const char *html_fault_title(struct html *h, const char *title)
{
	return arena_printf(html_arena(h), _("Error: %s"), title);
}

void html_notice(struct html *h, const char *kind, const char *text)
{
	html_open(h, "div", "class", kind, NULL);
	html_element(h, "p", text, NULL);
	html_close(h);
}

void html_own_notice(struct html *h, const char *kind, const char *text)
{
	html_open(
	    h, "div", "class", kind, "lang", html_own(h), "dir", html_own_dir(h), NULL);
	html_element(h, "p", text, NULL);
	html_close(h);
}
