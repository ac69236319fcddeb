/* The lines of the doctor: collected, printed to read and as JSON. */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "doctor.h"

static const char *const level_names[] = {
    [DOCTOR_OK] = "ok", [DOCTOR_WARNING] = "warning", [DOCTOR_FAULT] = "fault"};

void doctor_say(
    struct doctor *d, const char *id, enum doctor_level level, const char *found, ...)
{
	struct doctor_line *l;
	va_list ap;

	d->lines = reallocarray(d->lines, d->n_lines + 1, sizeof(*d->lines));
	if (d->lines == NULL)
		abort();
	l = &d->lines[d->n_lines++];
	va_start(ap, found);
	*l = (struct doctor_line){
	    doctor_words(id), level, arena_vprintf(d->arena, found, ap)};
	va_end(ap);
}

enum doctor_level doctor_worst(const struct doctor *d, const char *prefix)
{
	enum doctor_level worst = DOCTOR_OK;
	bool any = false;

	for (size_t i = 0; i < d->n_lines; i++) {
		if (!text_starts(d->lines[i].words->id, prefix))
			continue;
		any = true;
		if (d->lines[i].level > worst)
			worst = d->lines[i].level;
	}
	return any ? worst : DOCTOR_FAULT;
}

static void print_json(const struct doctor *d)
{
	json_t *lines = json_array(), *all;
	char *text;

	for (size_t i = 0; i < d->n_lines; i++) {
		const struct doctor_line *l = &d->lines[i];

		json_array_append_new(
		    lines, json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", l->words->id,
			       "level", level_names[l->level], "what", _(l->words->what),
			       "found", l->found, "advice",
			       l->level == DOCTOR_OK ? "" : _(l->words->advice)));
	}
	all = json_pack(
	    "{s:s, s:o}", "level", level_names[doctor_worst(d, "")], "checks", lines);
	text = json_dumps(all, JSON_INDENT(2));
	if (text == NULL)
		abort();
	puts(text);
	free(text);
	json_decref(all);
}

static const char *level_word(enum doctor_level level)
{
	switch (level) {
	case DOCTOR_OK:
		return _("ok");
	case DOCTOR_WARNING:
		return _("WARNING");
	case DOCTOR_FAULT:
		break;
	}
	return _("FAULT");
}

static void print_line(const struct doctor_line *l)
{
	const char *what = _(l->words->what), *colon = l->found[0] != '\0' ? ": " : "";

	if (l->level == DOCTOR_OK) {
		printf("%s: %s%s%s\n", level_word(l->level), what, colon, l->found);
		return;
	}
	printf(
	    _("%s: expected: “%s”%s%s\n"), level_word(l->level), what, colon, l->found);
	printf("    → %s\n", _(l->words->advice));
}

void doctor_print(const struct doctor *d, bool json)
{
	size_t n[DOCTOR_FAULT + 1] = {0};

	if (json) {
		print_json(d);
		return;
	}
	for (size_t i = 0; i < d->n_lines; i++) {
		const struct doctor_line *l = &d->lines[i];

		n[l->level]++;
		print_line(l);
	}
	printf(_("%zu ok, %zu warnings, %zu faults\n"), n[DOCTOR_OK], n[DOCTOR_WARNING],
	    n[DOCTOR_FAULT]);
}
