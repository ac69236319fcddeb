/* Responses line by line, for spreadsheets and statistical programs. */
#include <string.h>

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

static bool has_languages(const struct export_variables *x)
{
	return x->form->n_languages > 1;
}

void export_answers_head(
    struct arena *a, const struct export_variables *x, struct buf *out)
{
	buf_puts(out, "\xEF\xBB\xBF\"day\";\"channel\"");
	if (has_languages(x))
		buf_puts(out, ";\"language\"");
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
	if (has_languages(x)) {
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
	if (has_languages(x))
		buf_puts(out, "  language A20\n");
	for (size_t i = 0; i < x->n; i++)
		buf_printf(out, "  %s F4.0\n", x->v[i].name);
	buf_puts(out, " .\n");
}

static void label_values(const struct export_variable *x, struct buf *out)
{
	const struct form_question *q = x->question;

	if (!x->coded)
		return;
	buf_printf(out, "VALUE LABELS %s\n", x->name);
	for (size_t i = 0; i < q->n_options; i++) {
		buf_printf(out, "  %ld ", export_option_number(q, i));
		quoted(out, q->options[i].text, VALUE_BYTES);
		buf_puts(out, "\n");
	}
	buf_puts(out, " .\n");
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
    const struct export_variables *x, const char *file, struct buf *out)
{
	read_data(x, file, out);
	for (size_t i = 0; i < x->n; i++) {
		buf_printf(out, "VARIABLE LABELS %s ", x->v[i].name);
		quoted(out, x->v[i].label, LABEL_BYTES);
		buf_puts(out, ".\n");
		label_values(&x->v[i], out);
		declare_missing(&x->v[i], out);
	}
	buf_puts(out, "EXECUTE.\n");
}
