/* Responses line by line, for spreadsheets and statistical programs. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "export/variables.h"
#include "export/words.h"
#include "stat/cut.h"

#define LABEL_BYTES 250 /* SPSS: 255 of a variable */
#define VALUE_BYTES 118 /* 120 of a value */
#define MISSING_MAX 3   /* values one by one */

/* ---- CSV */

static void text_cell(struct arena *a, struct buf *out, const char *s)
{
	buf_puts(out, "\"");
	for (s = export_cell_text(a, s); *s != '\0'; s++) {
		if (*s == '"')
			buf_puts(out, "\"");
		buf_add(out, s, 1);
	}
	buf_puts(out, "\"");
}

void export_answers_head(
    struct arena *a, const struct export_variables *x, struct buf *out)
{
	struct export_head head[EXPORT_HEAD_MAX];
	const size_t n = export_head_columns(x, head);

	buf_puts(out, "\xEF\xBB\xBF");
	for (size_t i = 0; i < n; i++) {
		buf_puts(out, i ? ";" : "");
		text_cell(a, out, head[i].name);
	}
	for (size_t i = 0; i < x->n; i++) {
		buf_puts(out, ";");
		text_cell(a, out, x->v[i].name);
	}
	buf_puts(out, "\r\n");
}

static void value_cell(struct arena *a, struct buf *out, const struct export_variable *x,
    enum export_coding coding, const uint8_t *vector)
{
	uint64_t v = stat_place_read(&x->place, vector);
	long value;

	if (!export_variable_value(x, vector, &value))
		return;
	if (coding == EXPORT_CODES && x->coded)
		text_cell(a, out, x->question->options[v - 1].code);
	else
		buf_printf(out, "%ld", value);
}

void export_answers_line(struct arena *a, const struct export_variables *x,
    enum export_coding coding, const struct export_marks *marks, const uint8_t *vector,
    struct buf *out)
{
	if (marks->day != DAY_NONE)
		buf_puts(out, day_iso(a, marks->day));
	buf_puts(out, ";");
	if (marks->channel != NULL)
		text_cell(a, out, marks->channel);
	if (x->form->n_languages > 1) {
		buf_puts(out, ";");
		text_cell(
		    a, out, marks->language != NULL ? marks->language : STAT_CUT_OTHER);
	}
	for (size_t i = 0; i < x->n; i++) {
		buf_puts(out, ";");
		value_cell(a, out, &x->v[i], coding, vector);
	}
	buf_puts(out, "\r\n");
}

/* ---- SPSS syntax */

/* At most max bytes of the text, whole characters, in quotes. */
static void quoted(struct buf *out, const char *s, size_t max)
{
	size_t n = strlen(s);

	if (n > max)
		for (n = max; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
			n--;
	buf_puts(out, "'");
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\'')
			buf_puts(out, "'");
		buf_add(out, (unsigned char)s[i] < ' ' ? " " : s + i, 1);
	}
	buf_puts(out, "'");
}

static void read_data(const struct export_variables *x, const char *file, struct buf *out)
{
	buf_puts(out, "\xEF\xBB\xBF* Encoding: UTF-8.\nGET DATA /TYPE=TXT /FILE=");
	quoted(out, file, LABEL_BYTES);
	buf_puts(out, " /ENCODING='UTF8'\n /ARRANGEMENT=DELIMITED /DELIMITERS=\";\" "
		      "/QUALIFIER='\"' /FIRSTCASE=2\n /VARIABLES=\n  day SDATE10\n  "
		      "channel A32\n");
	if (x->form->n_languages > 1)
		buf_puts(out, "  language A20\n");
	for (size_t i = 0; i < x->n; i++)
		buf_printf(out, "  %s F4.0\n", x->v[i].name);
	buf_puts(out, " .\n");
}

static void label_variable(const char *name, const char *label, struct buf *out)
{
	buf_printf(out, "VARIABLE LABELS %s ", name);
	quoted(out, label, LABEL_BYTES);
	buf_puts(out, ".\n");
}

static void label_value(long value, const char *label, struct buf *out)
{
	buf_printf(out, "  %ld ", value);
	quoted(out, label, VALUE_BYTES);
	buf_puts(out, "\n");
}

/* Of a scale only the ends have words. */
static void label_ends(
    const struct export_variables *x, const struct export_variable *v, struct buf *out)
{
	const char *min, *max;

	export_variable_ends(x, v, &min, &max);
	if (min == NULL && max == NULL)
		return;
	buf_printf(out, "VALUE LABELS %s\n", v->name);
	if (min != NULL)
		label_value(v->place.first, min, out);
	if (max != NULL)
		label_value(v->place.first + (long)v->place.answers - 1, max, out);
	buf_puts(out, " .\n");
}

static void label_values(
    const struct export_variables *x, const struct export_variable *v, struct buf *out)
{
	const struct form_question *q = v->question;

	if (!v->coded && v->option == NULL) {
		label_ends(x, v, out);
		return;
	}
	buf_printf(out, "VALUE LABELS %s\n", v->name);
	if (v->option != NULL) {
		label_value(0, _("not chosen"), out);
		label_value(1, _("chosen"), out);
	}
	for (size_t i = 0; v->option == NULL && i < q->n_options; i++)
		label_value(export_option_number(q, i), q->options[i].text, out);
	buf_puts(out, " .\n");
}

static void label_language(const char *code, const char *title, struct buf *out)
{
	buf_puts(out, "  ");
	quoted(out, code, VALUE_BYTES);
	buf_puts(out, " ");
	quoted(out, title, VALUE_BYTES);
	buf_puts(out, "\n");
}

/* Day, channel, language; the languages by their names. */
static void label_head(const struct export_variables *x, struct buf *out)
{
	const struct form *f = x->form;
	struct export_head head[EXPORT_HEAD_MAX];
	const size_t n = export_head_columns(x, head);

	for (size_t i = 0; i < n; i++)
		label_variable(head[i].name, head[i].label, out);
	if (f->n_languages < 2)
		return;
	buf_puts(out, "VALUE LABELS language\n");
	for (size_t i = 0; i < f->n_languages; i++)
		label_language(f->languages[i].code, f->languages[i].title, out);
	label_language(STAT_CUT_OTHER, _("not known exactly"), out);
	buf_puts(out, " .\n");
}

/* Marks may be averaged, answers may not. */
static void set_level(
    const struct export_variables *x, bool marks, const char *level, struct buf *out)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++) {
		if ((!x->v[i].coded && x->v[i].option == NULL) != marks)
			continue;
		buf_printf(
		    out, "%s%s", n++ > 0 ? "\n  " : "VARIABLE LEVEL ", x->v[i].name);
	}
	if (n > 0)
		buf_printf(out, " (%s).\n", level);
}

/* The variables of a question with several answers belong together; i is the first,
   and the one behind the last is returned. */
static size_t declare_set(
    struct arena *a, const struct export_variables *x, size_t i, struct buf *out)
{
	const struct export_variable *first = &x->v[i];

	buf_printf(out, "MRSETS /MDGROUP NAME=$%.*s LABEL=",
	    (int)(strlen(first->name) - strlen("_a1")), first->name);
	quoted(out,
	    arena_printf(
		a, "%s. %s", x->form->items[first->place.item].id, first->question->text),
	    LABEL_BYTES);
	buf_puts(out, " CATEGORYLABELS=VARLABELS\n  VARIABLES=");
	for (; i < x->n && x->v[i].option != NULL &&
	       x->v[i].place.item == first->place.item;
	     i++)
		buf_printf(out, "%s%s", &x->v[i] == first ? "" : "\n  ", x->v[i].name);
	buf_puts(out, " VALUE=1.\n");
	return i;
}

static void declare_missing(const struct export_variable *x, struct buf *out)
{
	const struct form_question *q = x->question;
	size_t n = 0;

	for (size_t i = 0; x->coded && i < q->n_options && n < MISSING_MAX; i++) {
		if (q->options[i].side != FORM_SIDE_OUTSIDE)
			continue;
		if (n == 0)
			buf_printf(out, "MISSING VALUES %s (", x->name);
		buf_printf(out, "%s%ld", n > 0 ? ", " : "", export_option_number(q, i));
		n++;
	}
	if (n > 0)
		buf_puts(out, ").\n");
}

void export_answers_syntax(
    struct arena *a, const struct export_variables *x, const char *file, struct buf *out)
{
	read_data(x, file, out);
	label_head(x, out);
	for (size_t i = 0; i < x->n; i++) {
		label_variable(x->v[i].name, x->v[i].label, out);
		label_values(x, &x->v[i], out);
		declare_missing(&x->v[i], out);
	}
	set_level(x, false, "NOMINAL", out);
	set_level(x, true, "SCALE", out);
	for (size_t i = 0; i < x->n;)
		if (x->v[i].option != NULL)
			i = declare_set(a, x, i, out);
		else
			i++;
	buf_puts(out, "EXECUTE.\n");
}
