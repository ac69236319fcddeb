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

/* The longest of the names that stands at p; what it stands for, and its bytes. */
static const char *name_at(
    const char *p, const char *title, const struct procedure *proc, size_t *bytes_r)
{
	const char *v[] = {
	    proc->agency_short, proc->agency_genitive, proc->agency_prepositional, title};
	const char *found = NULL;
	size_t i, n, longest = 0;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		n = strlen(v[i]);
		if (n > longest && strncmp(p, v[i], n) == 0) {
			found = known[i];
			longest = n;
		}
	}
	*bytes_r = longest;
	return found;
}

/* "5 минут" at p: its bytes, 0 for anything else. */
static size_t minutes_at(struct arena *a, const char *p, int minutes)
{
	const char *number = arena_printf(a, "%d" NO_BREAK_SPACE "минут", minutes);
	size_t n = strlen(number), unit = strlen("ы");

	if (strncmp(p, number, n) != 0)
		return 0;
	return strncmp(p + n, "ы", unit) == 0 ? n + unit : n;
}

const char *form_unfill(struct arena *a, const char *text, const char *title, int minutes,
    const struct procedure *proc)
{
	const char *p = text, *name;
	struct buf b = {0};
	size_t n;

	while (*p) {
		bool digit = *p >= '0' && *p <= '9';

		if (digit && (p == text || p[-1] < '0' || p[-1] > '9') &&
		    (n = minutes_at(a, p, minutes)) > 0) {
			buf_puts(&b, MINUTES UNIT);
			p += n;
		} else if ((name = name_at(p, title, proc, &n)) != NULL) {
			buf_puts(&b, name);
			p += n;
		} else {
			buf_add_u8(&b, (uint8_t)*p++);
		}
	}
	text = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return text;
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
