/* Placeholders of notices: which agency asks, how long it takes. */
#include "form/draft-private.h"

#include <string.h>

#include "base/buf.h"

#define MINUTES "{минут}"
#define UNIT " минут"
#define NO_BREAK_SPACE "\xc2\xa0"

static const char *const known[] = {
    "{орган}", "{органа}", "{органе}", "{анкета}", MINUTES};

/* What stands for the i-th of known; NULL keeps it. */
static const char *value(
    struct arena *a, size_t i, const struct form *f, const struct procedure *proc)
{
	const char *v[] = {proc->agency_short, proc->agency_genitive,
	    proc->agency_prepositional, f->title, arena_printf(a, "%d", f->minutes)};

	return v[i];
}

/* Index of the placeholder at p, or the number of them. */
static size_t placeholder_at(const char *p)
{
	size_t i, n = sizeof known / sizeof *known;

	for (i = 0; i < n; i++)
		if (strncmp(p, known[i], strlen(known[i])) == 0)
			break;
	return i;
}

/* «около 5 минут», «около 21 минуты»: the genitive that the number asks for. */
static const char *put_unit(struct buf *b, const char *p, int n)
{
	if (strncmp(p, UNIT, strlen(UNIT)) != 0)
		return p;
	buf_puts(b, NO_BREAK_SPACE "минут");
	if (n % 10 == 1 && n % 100 != 11)
		buf_puts(b, "ы");
	return p + strlen(UNIT);
}

const char *form_fill(
    struct arena *a, const char *text, const struct form *f, const struct procedure *proc)
{
	struct buf b = {0};
	const char *p = text, *filled;
	size_t i;

	if (proc == NULL)
		return text;
	while (*p) {
		i = *p == '{' ? placeholder_at(p) : sizeof known / sizeof *known;
		if (i == sizeof known / sizeof *known) {
			buf_add_u8(&b, (uint8_t)*p++);
			continue;
		}
		buf_puts(&b, value(a, i, f, proc));
		p += strlen(known[i]);
		if (strcmp(known[i], MINUTES) == 0)
			p = put_unit(&b, p, f->minutes);
	}
	filled = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return filled;
}

const char *form_fill_unknown(struct arena *a, const char *text)
{
	const char *p = text, *end;

	while ((p = strchr(p, '{')) != NULL) {
		if (placeholder_at(p) == sizeof known / sizeof *known) {
			end = strchr(p, '}');
			return arena_strndup(
			    a, p, end ? (size_t)(end - p) + 1 : strlen(p));
		}
		p++;
	}
	return NULL;
}
