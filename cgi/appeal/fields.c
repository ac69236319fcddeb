#include "fields.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/appeal.h"

const char *const field_names[FIELDS] = {
    [FIELD_KIND] = "kind",
    [FIELD_ORGANISATION] = "organisation",
    [FIELD_TOPIC] = "topic",
    [FIELD_REASON] = "reason",
    [FIELD_TEXT] = "text",
    [FIELD_NAME] = "name",
    [FIELD_EMAIL] = "email",
    [FIELD_POSTAL] = "postal",
    [FIELD_CONSENT] = "consent",
};
const size_t field_chars[FIELDS] = {[FIELD_TEXT] = 10000,
    [FIELD_NAME] = 200,
    [FIELD_EMAIL] = 254, /* RFC 5321 */
    [FIELD_POSTAL] = 500};

const char *field_list(enum field f)
{
	switch (f) {
	case FIELD_ORGANISATION:
		return "organisations";
	case FIELD_TOPIC:
		return "topics";
	case FIELD_REASON:
		return "reasons";
	default:
		return NULL;
	}
}

/* The first fault of a field is the one that is said. */
static void fault(struct fields *f, enum field field, const char *text)
{
	if (f->fault[field] != NULL)
		return;
	f->fault[field] = text;
	f->n_faults++;
}

static bool has(const struct fields *f, enum field field)
{
	return *f->value[field] != '\0';
}

/* A line stays one: it becomes a header of a letter some day. */
static const char *one_line(struct arena *a, const char *s)
{
	char *line = arena_strdup(a, s);

	for (char *p = line; *p; p++)
		if (*p == '\n')
			*p = ' ';
	return line;
}

static void read_free(struct arena *a, struct fields *f, enum field field)
{
	const char *clean;

	if (text_clean(a, f->value[field], field_chars[field], &clean) != ERR_OK)
		fault(f, field,
		    arena_printf(a, _("Please shorten it to %zu characters."),
			field_chars[field]));
	else
		f->value[field] = field == FIELD_TEXT || field == FIELD_POSTAL
				      ? clean
				      : one_line(a, clean);
}

static void check_listed(const struct procedure *p, struct fields *f, enum field field)
{
	const struct procedure_list *list = procedure_list(p, field_list(field));

	for (size_t i = 0; list != NULL && i < list->n; i++)
		if (list->v[i].external && text_equal(list->v[i].id, f->value[field]))
			return;
	if (has(f, field))
		fault(f, field, _("Please choose from the list, or nothing."));
}

/* No more than what tells a slip of the pen: one @ with a name before it and a
   domain with a dot behind it. */
static bool is_email(const char *s)
{
	const char *at = strchr(s, '@'), *dot;

	if (at == NULL || at == s || strchr(at + 1, '@') != NULL ||
	    strpbrk(s, " ,;<>()\"\n") != NULL)
		return false;
	dot = strrchr(at, '.');
	return dot != NULL && dot > at + 1 && dot[1] != '\0';
}

bool fields_name_sender(const struct fields *f)
{
	return has(f, FIELD_NAME) || has(f, FIELD_EMAIL) || has(f, FIELD_POSTAL);
}

static void check_sender(struct fields *f)
{
	if (has(f, FIELD_EMAIL) && !is_email(f->value[FIELD_EMAIL]))
		fault(f, FIELD_EMAIL,
		    _("This is no e-mail address. An example: name@example.ru."));
	if (!fields_name_sender(f))
		return;
	if (!has(f, FIELD_NAME))
		fault(f, FIELD_NAME,
		    _("For a reply the surname and first name are needed, too."));
	if (!has(f, FIELD_EMAIL) && !has(f, FIELD_POSTAL))
		fault(f, FIELD_EMAIL,
		    _("For a reply an address is needed, too: an e-mail address or a "
		      "postal address."));
	if (!has(f, FIELD_CONSENT))
		fault(f, FIELD_CONSENT,
		    _("Without the consent your name and address may not be kept. Give "
		      "it, or leave name and address out."));
}

static const char *posted(const struct http_params *form, const char *name)
{
	const char *value = http_param(form, name);

	return value != NULL ? value : "";
}

void fields_read(struct arena *a, const struct http_params *form,
    const struct procedure *p, struct fields *f_r)
{
	struct fields f = {.trap = posted(form, FIELD_TRAP)};

	for (enum field i = 0; i < FIELDS; i++) {
		f.value[i] = posted(form, field_names[i]);
		if (field_chars[i] > 0)
			read_free(a, &f, i);
		if (field_list(i) != NULL)
			check_listed(p, &f, i);
	}
	if (db_appeal_named(db_appeal_kinds, f.value[FIELD_KIND]) == 0)
		fault(&f, FIELD_KIND, _("Please choose what it is."));
	if (!has(&f, FIELD_TEXT))
		fault(&f, FIELD_TEXT, _("Please write what it is about."));
	check_sender(&f);
	*f_r = f;
}
