/* OpenDocument text 1.2: a zip of XML parts, the kind of file first and unpacked. */
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlwriter.h>
#include <zip.h>

#include "base/text.h"
#include "export/document.h"

#define KIND "application/vnd.oasis.opendocument.text"
#define NS_OFFICE "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
#define NS_STYLE "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
#define NS_TEXT "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
#define NS_TABLE "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
#define NS_FO "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
#define NS_MANIFEST "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"

static const char manifest[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<manifest:manifest xmlns:manifest=\"" NS_MANIFEST "\" manifest:version=\"1.2\">"
    "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.2\""
    " manifest:media-type=\"" KIND "\"/>"
    "<manifest:file-entry manifest:full-path=\"content.xml\""
    " manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"styles.xml\""
    " manifest:media-type=\"text/xml\"/>"
    "</manifest:manifest>\n";

/* ---- XML */

/* Memory alone can fail here, and then the process ends as the arena does. */
static void must(int written)
{
	if (written < 0)
		abort();
}

static int sink(void *ctx, const char *p, int n)
{
	buf_add(ctx, p, (size_t)n);
	return n;
}

static xmlTextWriterPtr begin(struct buf *out, const char *root)
{
	xmlOutputBufferPtr o = xmlOutputBufferCreateIO(sink, NULL, out, NULL);
	xmlTextWriterPtr w = o ? xmlNewTextWriter(o) : NULL;
	static const char *const names[][2] = {{"xmlns:office", NS_OFFICE},
	    {"xmlns:style", NS_STYLE}, {"xmlns:text", NS_TEXT}, {"xmlns:table", NS_TABLE},
	    {"xmlns:fo", NS_FO}, {"office:version", "1.2"}};

	if (w == NULL)
		abort();
	must(xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL));
	must(xmlTextWriterStartElement(w, (const xmlChar *)root));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		must(xmlTextWriterWriteAttribute(
		    w, (const xmlChar *)names[i][0], (const xmlChar *)names[i][1]));
	return w;
}

static void end(xmlTextWriterPtr w)
{
	must(xmlTextWriterEndDocument(w));
	must(xmlTextWriterFlush(w));
	xmlFreeTextWriter(w);
}

/* Attributes as name, value pairs up to a NULL name. */
static void element(xmlTextWriterPtr w, const char *name, ...)
{
	const char *key, *value;
	va_list ap;

	must(xmlTextWriterStartElement(w, (const xmlChar *)name));
	va_start(ap, name);
	while ((key = va_arg(ap, const char *)) != NULL) {
		value = va_arg(ap, const char *);
		must(xmlTextWriterWriteAttribute(
		    w, (const xmlChar *)key, (const xmlChar *)value));
	}
	va_end(ap);
}

static void close_element(xmlTextWriterPtr w)
{
	must(xmlTextWriterEndElement(w));
}

/* What no XML may hold never gets into the database (text_clean()). */
static void words(xmlTextWriterPtr w, const char *s)
{
	must(xmlTextWriterWriteString(w, (const xmlChar *)s));
}

/* Lines of one paragraph. */
static void lines(xmlTextWriterPtr w, struct arena *a, const char *s)
{
	const char *feed;

	for (; (feed = strchr(s, '\n')) != NULL; s = feed + 1) {
		words(w, arena_strndup(a, s, (size_t)(feed - s)));
		element(w, "text:line-break", NULL);
		close_element(w);
	}
	words(w, s);
}

static void paragraph(
    xmlTextWriterPtr w, struct arena *a, const char *style, const char *s)
{
	element(w, "text:p", "text:style-name", style, NULL);
	lines(w, a, s);
	close_element(w);
}

/* ---- styles.xml: A4, what the parts look like, header and footer */

static void style(xmlTextWriterPtr w, const char *name, const char *size,
    const char *weight, const char *space_above, const char *space_below,
    const char *align, const char *keep)
{
	element(w, "style:style", "style:name", name, "style:family", "paragraph", NULL);
	element(w, "style:paragraph-properties", "fo:margin-top", space_above,
	    "fo:margin-bottom", space_below, "fo:text-align", align, "fo:keep-with-next",
	    keep, NULL);
	close_element(w);
	element(w, "style:text-properties", "fo:font-family",
	    "'Times New Roman', 'Liberation Serif'", "fo:font-size", size,
	    "fo:font-weight", weight, "fo:language", "ru", "fo:country", "RU", NULL);
	close_element(w);
	close_element(w);
}

static void page(xmlTextWriterPtr w, const struct export_document *d)
{
	element(w, "office:automatic-styles", NULL);
	element(w, "style:page-layout", "style:name", "page", NULL);
	element(w, "style:page-layout-properties", "fo:page-width", "21cm",
	    "fo:page-height", "29.7cm", "fo:margin-top", "1.5cm", "fo:margin-bottom",
	    "1.5cm", "fo:margin-left", "2cm", "fo:margin-right", "1.5cm", NULL);
	close_element(w);
	element(w, "style:header-style", NULL);
	element(w, "style:header-footer-properties", "fo:min-height", "0.6cm",
	    "fo:margin-bottom", "0.4cm", NULL);
	close_element(w);
	close_element(w);
	element(w, "style:footer-style", NULL);
	element(w, "style:header-footer-properties", "fo:min-height", "0.6cm",
	    "fo:margin-top", "0.4cm", NULL);
	close_element(w);
	close_element(w);
	close_element(w);
	close_element(w);
	element(w, "office:master-styles", NULL);
	element(w, "style:master-page", "style:name", "Standard",
	    "style:page-layout-name", "page", NULL);
	element(w, "style:header", NULL);
	paragraph(w, d->arena, "note", d->header);
	close_element(w);
	element(w, "style:footer", NULL);
	element(w, "text:p", "text:style-name", "right", NULL);
	element(w, "text:page-number", "text:select-page", "current", NULL);
	words(w, "1");
	close_element(w);
	close_element(w);
	close_element(w);
	close_element(w);
	close_element(w);
}

static void write_styles(const struct export_document *d, struct buf *out)
{
	xmlTextWriterPtr w = begin(out, "office:document-styles");

	element(w, "office:styles", NULL);
	style(w, "Standard", "11pt", "normal", "0cm", "0.15cm", "start", "auto");
	style(w, "lead", "11pt", "normal", "0cm", "0.15cm", "start", "always");
	style(w, "title", "16pt", "bold", "0cm", "0.15cm", "start", "always");
	style(w, "heading1", "14pt", "bold", "0.6cm", "0.15cm", "start", "always");
	style(w, "heading2", "12pt", "bold", "0.4cm", "0.15cm", "start", "always");
	style(w, "heading3", "11pt", "bold", "0.3cm", "0.15cm", "start", "always");
	style(w, "caption", "10pt", "bold", "0.3cm", "0.1cm", "start", "always");
	style(w, "note", "9pt", "normal", "0.1cm", "0.2cm", "start", "auto");
	style(w, "cell", "9pt", "normal", "0cm", "0cm", "start", "auto");
	style(w, "number", "9pt", "normal", "0cm", "0cm", "end", "auto");
	style(w, "head", "8pt", "bold", "0cm", "0cm", "start", "auto");
	style(w, "right", "9pt", "normal", "0cm", "0cm", "end", "auto");
	close_element(w);
	page(w, d);
	end(w);
}

/* ---- content.xml */

/* A page is 17.5 cm wide inside its margins; columns are whole parts of it. */
#define PARTS 70 /* of 0.25 cm */
#define PART_CM 0.25
#define CHARS_PER_PART 1.05 /* of 9 pt letters, or of bold ones of 8 pt */
#define PADDING 1.5         /* parts */
#define WORD_MAX 20         /* longer words are broken */
#define TEXT_MAX 60         /* a longer text takes more lines, no more room */

/* A style for each width there may be: table styles name them. */
static void write_column_styles(xmlTextWriterPtr w, struct arena *a)
{
	for (int i = 1; i <= PARTS; i++) {
		element(w, "style:style", "style:name", arena_printf(a, "part%d", i),
		    "style:family", "table-column", NULL);
		element(w, "style:table-column-properties", "style:column-width",
		    arena_printf(a, "%.2fcm", PART_CM * i), NULL);
		close_element(w);
		close_element(w);
	}
}

static void cell(
    xmlTextWriterPtr w, struct arena *a, const char *style_name, const char *s)
{
	element(w, "table:table-cell", "table:style-name", "cell-box",
	    "office:value-type", "string", NULL);
	paragraph(w, a, style_name, s);
	close_element(w);
}

static const char *cell_words(struct arena *a, const struct export_cell *c)
{
	switch (c->kind) {
	case EXPORT_TEXT:
		return c->text;
	case EXPORT_NUMBER:
		return arena_printf(a, "%lld", (long long)c->number);
	case EXPORT_FIGURE:
		return stat_figure_text(a, c->figure, ',');
	case EXPORT_EMPTY:
		break;
	}
	return "—";
}

/* Characters of the longest word, and of all of it. */
struct extent {
	size_t word, text;
};

static struct extent extent_of(const char *s)
{
	struct extent e = {0, 0};
	size_t word = 0;

	for (; *s != '\0'; s++) {
		/* Bytes behind the first of a character are no characters. */
		if (((unsigned char)*s & 0xc0) == 0x80)
			continue;
		e.text++;
		word = *s == ' ' || *s == '\n' ? 0 : word + 1;
		e.word = word > e.word ? word : e.word;
	}
	e.word = e.word < WORD_MAX ? e.word : WORD_MAX;
	e.text = e.text < TEXT_MAX ? e.text : TEXT_MAX;
	return e;
}

/* In parts. */
struct width {
	double least;  /* no word of a cell is broken */
	double decent; /* no word of the heading either */
	double best;   /* a line a cell, if they are short */
};

static double parts_of(size_t chars)
{
	return (double)chars / CHARS_PER_PART + PADDING;
}

static struct width width_of(struct arena *a, const struct export_grid *g, size_t column)
{
	size_t least = 1, best = 1, heading = extent_of(g->columns[column].heading).word;

	for (size_t row = 0; row < export_grid_rows(g); row++) {
		const struct extent e =
		    extent_of(cell_words(a, export_grid_at(g, row, column)));

		least = e.word > least ? e.word : least;
		best = e.text > best ? e.text : best;
	}
	heading = heading > least ? heading : least;
	best = best > heading ? best : heading;
	return (struct width){parts_of(least), parts_of(heading), parts_of(best)};
}

/* From the smaller to the larger width, as far as the room goes. */
static double between(double low, double high, double sum_low, double sum_high)
{
	double part = sum_high > sum_low ? (PARTS - sum_low) / (sum_high - sum_low) : 0;

	return low + (high - low) * (part < 1 ? part : 1);
}

/* The first column, which names the rows, takes what is left. */
static void share_widths(struct arena *a, const struct export_grid *g, int *parts)
{
	struct width *v = ARENA_ARRAY(a, g->n_columns, struct width), sum = {0, 0, 0};
	int used = 0;

	for (size_t i = 0; i < g->n_columns; i++) {
		v[i] = width_of(a, g, i);
		sum.least += v[i].least;
		sum.decent += v[i].decent;
		sum.best += v[i].best;
	}
	for (size_t i = 0; i < g->n_columns; i++) {
		double width =
		    sum.least > PARTS ? v[i].least * PARTS / sum.least
		    : sum.decent > PARTS
			? between(v[i].least, v[i].decent, sum.least, sum.decent)
			: between(v[i].decent, v[i].best, sum.decent, sum.best);

		parts[i] = width >= 1 ? (int)width : 1;
		used += parts[i];
	}
	parts[0] += used < PARTS ? PARTS - used : 0;
}

static void write_columns(
    xmlTextWriterPtr w, struct arena *a, const struct export_grid *g)
{
	int *parts = ARENA_ARRAY(a, g->n_columns, int);

	share_widths(a, g, parts);
	for (size_t i = 0; i < g->n_columns; i++) {
		element(w, "table:table-column", "table:style-name",
		    arena_printf(a, "part%d", parts[i]), NULL);
		close_element(w);
	}
}

static void write_grid(
    xmlTextWriterPtr w, struct arena *a, const struct export_grid *g, size_t number)
{
	paragraph(w, a, "caption", g->caption);
	element(w, "table:table", "table:name", arena_printf(a, "table%zu", number),
	    "table:style-name", "grid", NULL);
	write_columns(w, a, g);
	element(w, "table:table-header-rows", NULL);
	element(w, "table:table-row", NULL);
	for (size_t i = 0; i < g->n_columns; i++)
		cell(w, a, "head", g->columns[i].heading);
	close_element(w);
	close_element(w);
	for (size_t row = 0; row < export_grid_rows(g); row++) {
		element(w, "table:table-row", "table:style-name", "row", NULL);
		for (size_t i = 0; i < g->n_columns; i++)
			cell(w, a, g->columns[i].number ? "number" : "cell",
			    cell_words(a, export_grid_at(g, row, i)));
		close_element(w);
	}
	close_element(w);
	if (g->note != NULL)
		paragraph(w, a, "note", g->note);
}

static void write_item(xmlTextWriterPtr w, struct arena *a, const char *s)
{
	element(w, "text:list-item", NULL);
	paragraph(w, a, "Standard", s);
	close_element(w);
}

static void write_block(xmlTextWriterPtr w, const struct export_document *d, size_t i)
{
	const struct export_block *b = &d->v[i];
	const char *level = arena_printf(d->arena, "%d", b->level);
	bool first, last;

	switch (b->kind) {
	case EXPORT_HEADING:
		element(w, "text:h", "text:outline-level", level, "text:style-name",
		    arena_printf(d->arena, "heading%s", level), NULL);
		words(w, b->text);
		close_element(w);
		break;
	case EXPORT_PARAGRAPH:
		/* What leads to a list stays with it. */
		paragraph(w, d->arena,
		    i + 1 < d->n && d->v[i + 1].kind == EXPORT_ITEM ? "lead" : "Standard",
		    b->text);
		break;
	case EXPORT_NOTE:
		paragraph(w, d->arena, "note", b->text);
		break;
	case EXPORT_ITEM:
		first = i == 0 || d->v[i - 1].kind != EXPORT_ITEM;
		last = i + 1 == d->n || d->v[i + 1].kind != EXPORT_ITEM;
		if (first)
			element(w, "text:list", NULL);
		write_item(w, d->arena, b->text);
		if (last)
			close_element(w);
		break;
	case EXPORT_GRID:
		write_grid(w, d->arena, b->grid, i);
		break;
	case EXPORT_OWN:
		break;
	}
}

/* As wide as the page; a row is never split between two. */
static void write_table_styles(xmlTextWriterPtr w)
{
	element(w, "style:style", "style:name", "grid", "style:family", "table", NULL);
	element(w, "style:table-properties", "style:width", "17.5cm", "table:align",
	    "margins", NULL);
	close_element(w);
	close_element(w);
	element(w, "style:style", "style:name", "row", "style:family", "table-row", NULL);
	element(w, "style:table-row-properties", "fo:keep-together", "always", NULL);
	close_element(w);
	close_element(w);
}

static void write_content(const struct export_document *d, struct buf *out)
{
	xmlTextWriterPtr w = begin(out, "office:document-content");

	element(w, "office:automatic-styles", NULL);
	element(w, "style:style", "style:name", "cell-box", "style:family", "table-cell",
	    NULL);
	element(w, "style:table-cell-properties", "fo:border", "0.5pt solid #808080",
	    "fo:padding", "0.1cm", NULL);
	close_element(w);
	close_element(w);
	write_table_styles(w);
	write_column_styles(w, d->arena);
	close_element(w);
	element(w, "office:body", NULL);
	element(w, "office:text", NULL);
	element(w, "text:h", "text:outline-level", "1", "text:style-name", "title", NULL);
	words(w, d->title);
	close_element(w);
	for (size_t i = 0; i < d->n; i++)
		write_block(w, d, i);
	end(w);
}

/* ---- the zip */

static bool add(zip_t *zip, const char *name, const char *text, size_t n, bool pack)
{
	zip_source_t *s = zip_source_buffer(zip, text, n, 0);
	zip_int64_t i = s ? zip_file_add(zip, name, s, ZIP_FL_ENC_UTF_8) : -1;

	if (i < 0) {
		zip_source_free(s);
		return false;
	}
	return pack ||
	       zip_set_file_compression(zip, (zip_uint64_t)i, ZIP_CM_STORE, 0) == 0;
}

static bool add_parts(zip_t *zip, const struct buf *content, const struct buf *styles)
{
	return add(zip, "mimetype", KIND, sizeof(KIND) - 1, false) &&
	       add(zip, "content.xml", buf_str(content), content->len, true) &&
	       add(zip, "styles.xml", buf_str(styles), styles->len, true) &&
	       add(zip, "META-INF/manifest.xml", manifest, sizeof(manifest) - 1, true);
}

static enum err read_all(zip_source_t *s, struct buf *out)
{
	char part[8192];
	zip_int64_t n = 0;

	if (zip_source_open(s) != 0)
		return ERR_IO;
	while ((n = zip_source_read(s, part, sizeof(part))) > 0)
		buf_add(out, part, (size_t)n);
	zip_source_close(s);
	return n < 0 ? ERR_IO : ERR_OK;
}

static enum err pack(const struct buf *content, const struct buf *styles, struct buf *out)
{
	zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = s ? zip_open_from_source(s, ZIP_TRUNCATE, NULL) : NULL;
	enum err e = ERR_IO;

	if (zip == NULL) {
		zip_source_free(s);
		return ERR_IO;
	}
	zip_source_keep(s); /* zip_close() gives one reference back */
	if (!add_parts(zip, content, styles))
		zip_discard(zip);
	else if (zip_close(zip) != 0)
		zip_discard(zip);
	else
		e = read_all(s, out);
	zip_source_free(s);
	return e;
}

enum err export_document_odt(const struct export_document *d, struct buf *out)
{
	struct buf content = {0}, styles = {0};
	enum err e;

	write_content(d, &content);
	write_styles(d, &styles);
	e = pack(&content, &styles, out);
	buf_free(&content);
	buf_free(&styles);
	return e;
}
