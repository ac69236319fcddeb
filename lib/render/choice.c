#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "html/control.h"
#include "render/render-private.h"

static bool chosen(const struct form_answer *v, const struct form_question *q, size_t i)
{
	if (q->type == FORM_MULTI)
		return (v->set >> i & 1) != 0;
	return v->choice == i + 1;
}

/* The target when it is this very control. */
static const char *id_of(const char *target, const char *name)
{
	return target != NULL && strcmp(target, name) == 0 ? target : NULL;
}

/* Always there, with and without scripts; counts only when the option is chosen. */
static void other(const struct render *r, struct html *h, size_t item)
{
	const char *name = render_name(r, item, ".other");

	html_open(h, "label", "class", "other", NULL);
	if (html_own(h) != NULL)
		html_element(h, "span", _("Your own answer"), "lang", html_own(h), NULL);
	else
		html_text(h, _("Your own answer"));
	html_open(h, "input", "type", "text", "name", name, "id",
	    id_of(render_target(r, item), name), "value", r->answers->v[item].text, NULL);
	html_close(h);
}

/* A radio cannot be unchecked: the way to take a choice back. */
static void no_answer(struct html *h, const char *name)
{
	struct html_choice c = {.type = "radio",
	    .name = name,
	    .value = "",
	    .label = _("no answer"),
	    .own = true};

	html_choice(h, &c);
}

static void group_heading(struct html *h, const struct form_option *o, const char **group)
{
	if (o->group != NULL && (*group == NULL || strcmp(*group, o->group) != 0))
		html_element(h, "p", o->group, "class", "group", NULL);
	*group = o->group;
}

void render_choices(
    const struct render *r, struct html *h, const struct form_question *q, size_t item)
{
	const struct form_answer *v = &r->answers->v[item];
	struct html_choice c = {.type = q->type == FORM_MULTI ? "checkbox" : "radio",
	    .name = render_name(r, item, "")};
	const char *group = NULL;

	c.id = id_of(render_target(r, item), c.name);

	for (size_t i = 0; i < q->n_options; i++) {
		group_heading(h, &q->options[i], &group);
		c.value = q->options[i].code;
		c.label = q->options[i].text;
		c.checked = chosen(v, q, i);
		html_choice(h, &c);
		c.id = NULL; /* the summary links to the first one */
		if (q->options[i].other)
			other(r, h, item);
	}
	if (q->type != FORM_MULTI && !q->required)
		no_answer(h, c.name);
}

/* Radios with whole numbers, the whole cell a target. */
static void marks(struct html *h, const char *name, const char *id, int min, int max,
    int mark, bool optional)
{
	for (int i = min; i <= max; i++) {
		char text[16];
		struct html_choice c = {.type = "radio",
		    .name = name,
		    .value = text,
		    .label = text,
		    .checked = i == mark,
		    .id = i == min ? id : NULL};

		snprintf(text, sizeof(text), "%d", i);
		html_choice(h, &c);
	}
	if (optional)
		no_answer(h, name);
}

void render_marks(
    const struct render *r, struct html *h, const struct form_question *q, size_t item)
{
	uint16_t choice = r->answers->v[item].choice;

	marks(h, render_name(r, item, ""), render_target(r, item), q->min, q->max,
	    choice == 0 ? q->min - 1 : q->min + choice - 1, !q->required);
}

static void csi_marks(
    struct html *h, const char *legend, const char *name, const char *id, uint8_t mark)
{
	html_open(h, "fieldset", NULL);
	html_element(h, "legend", legend, NULL);
	marks(h, name, id, 1, 10, mark, true);
	html_close(h);
}

void render_csi(
    const struct render *r, struct html *h, const struct form_question *q, size_t item)
{
	const struct form_item *i = &r->form->items[item];
	const struct form_answer *v = &r->answers->v[item];
	const char *target = render_target(r, item);
	const char *rating = render_name(r, item, ".rating");
	const char *importance = render_name(r, item, ".importance");
	const char *low = i->rating_min != NULL ? i->rating_min : q->min_label;
	const char *high = i->rating_max != NULL ? i->rating_max : q->max_label;

	csi_marks(h, arena_printf(r->arena, _("Rating: 1 – %s, 10 – %s"), low, high),
	    rating, id_of(target, rating), v->rating);
	csi_marks(h,
	    arena_printf(r->arena, _("Importance: 1 – %s, 10 – %s"), q->weight_min_label,
		q->weight_max_label),
	    importance, id_of(target, importance), v->importance);
}
