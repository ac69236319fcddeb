/* The texts of a questionnaire with their translations, part by part. */
#include "form-texts.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

bool form_texts_is_missing(const struct form_edit_text *x)
{
	return *x->translation == '\0';
}

/* "head", "sets", or "s-" and the id of a section. */
static const char *part_of(struct arena *a, const struct form_edit_text *x)
{
	if (*x->section != '\0')
		return arena_printf(a, "s-%s", x->section);
	return *x->set != '\0' ? "sets" : "head";
}

static const char *part_title(
    const struct forms_view *v, const struct form_edit_text *first)
{
	const struct form_edit_section *s =
	    form_edit_find_section(v->outline, first->section);

	if (s == NULL)
		return *first->set ? _("Shared sets of answers") : _("Title and notices");
	return *s->title ? s->title : arena_printf(v->req->arena, _("Part %s"), s->id);
}

static struct form_texts_part *find(struct form_texts *t, const char *id)
{
	for (size_t i = 0; i < t->n_parts; i++)
		if (text_equal(t->parts[i].id, id))
			return &t->parts[i];
	return NULL;
}

void form_texts_read(
    struct form_texts *t, const struct forms_view *v, const char *language)
{
	struct arena *a = v->req->arena;
	struct form_texts_part *p;

	*t = (struct form_texts){0};
	t->v = form_edit_texts(v->edit, language, &t->n);
	t->parts = ARENA_ARRAY(a, v->outline->n_sections + 2, struct form_texts_part);
	for (size_t i = 0; i < t->n; i++) {
		const char *id = part_of(a, &t->v[i]);

		p = find(t, id);
		if (p == NULL) {
			p = &t->parts[t->n_parts++];
			*p = (struct form_texts_part){
			    .id = id, .title = part_title(v, &t->v[i])};
		}
		p->n++;
		p->missing += form_texts_is_missing(&t->v[i]);
		t->missing += form_texts_is_missing(&t->v[i]);
	}
}

const struct form_texts_part *form_texts_find(const struct form_texts *t, const char *id)
{
	for (size_t i = 0; id != NULL && i < t->n_parts; i++)
		if (text_equal(t->parts[i].id, id))
			return &t->parts[i];
	return NULL;
}

bool form_texts_is_in(
    struct arena *a, const struct form_edit_text *x, const struct form_texts_part *p)
{
	return text_equal(part_of(a, x), p->id);
}

/* --- what a text is, in words --- */

static const struct {
	const char *kind, *text;
} kinds[] = {{"title", N_("Title")}, {"heading", N_("Heading above the questions")},
    {"notice", N_("Notice: who asks and why")}, {"anonymity", N_("Anonymity")},
    {"thanks", N_("Thanks")}, {"intro", N_("Text below the title")},
    {"text", N_("Text of the question")}, {"hint", N_("Explanation below it")},
    {"result", N_("Heading of the result")}, {"text-heading", N_("Heading of the texts")},
    {"min-label", N_("Label of the lowest mark")},
    {"max-label", N_("Label of the highest mark")}, {"other", N_("Text of “other”")},
    {"group", N_("Heading of the entry")},
    {"rating-min", N_("Label of the lowest rating")},
    {"rating-max", N_("Label of the highest rating")}};

static const char *kind_of(struct arena *a, const struct form_edit_text *x)
{
	const char *row = *x->row ? arena_printf(a, _("row %s"), x->row) : "";

	if (text_equal(x->kind, "option") || text_equal(x->kind, "entry"))
		return arena_printf(a, _("answer %s"), x->option);
	if (*x->row != '\0' && text_equal(x->kind, "text"))
		return row;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (text_equal(kinds[i].kind, x->kind))
			return *row ? arena_printf(a, "%s: %s", row, _(kinds[i].text))
				    : _(kinds[i].text);
	return x->kind;
}

const char *form_texts_name(struct arena *a, const struct form_edit_text *x)
{
	if (*x->question != '\0')
		return arena_printf(a, "%s · %s",
		    arena_printf(a, _("Question %s"), x->question), kind_of(a, x));
	if (*x->set != '\0')
		return arena_printf(a, "%s · %s",
		    arena_printf(a, _("Set of answers %s"), x->set), kind_of(a, x));
	return kind_of(a, x);
}
