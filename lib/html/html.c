#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/xmlwriter.h>
#include <unistr.h>

#include "html/html-private.h"
#include "html/html.h"

struct html {
	xmlTextWriterPtr w;
	struct arena *arena;
	struct buf raw;  /* the text being escaped */
	const char *own; /* see html_own() */
};

const char HTML_ON[] = "";

/* A page that cannot be written is a bug or the end of memory: nothing of it
   has been sent yet, so the process ends as the arena does. */
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

struct html *html_begin(struct arena *a, struct buf *out)
{
	xmlOutputBufferPtr o = xmlOutputBufferCreateIO(sink, NULL, out, NULL);
	struct html *h = ARENA_NEW(a, struct html);

	if (o == NULL || (h->w = xmlNewTextWriter(o)) == NULL)
		abort();
	h->arena = a;
	return h;
}

void html_end(struct html *h)
{
	while (xmlTextWriterFullEndElement(h->w) >= 0)
		;
	must(xmlTextWriterFlush(h->w));
	xmlFreeTextWriter(h->w); /* frees the output buffer too */
	buf_free(&h->raw);
}

const char *html_own(const struct html *h)
{
	return h->own;
}

const char *html_own_dir(const struct html *h)
{
	return h->own != NULL ? "ltr" : NULL;
}

void html_own_set(struct html *h, const char *lang)
{
	h->own = lang;
}

static const char *reference(char c, bool attribute)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return attribute ? "&quot;" : NULL;
	default:
		return NULL;
	}
}

/* Length of the character at s if it may stand on a page (XML 1.0, 2.2), else 0
   with its length to skip in *skip_r. */
static size_t allowed(const char *s, size_t n, size_t *skip_r)
{
	unsigned char c = (unsigned char)*s;
	ucs4_t u;
	int len;

	if (c < 0x80) {
		*skip_r = 1;
		return c >= 0x20 || c == '\t' || c == '\n' ? 1 : 0;
	}
	len = u8_mbtouc(&u, (const uint8_t *)s, n);
	*skip_r = (size_t)len;
	return u == 0xfffd || u == 0xfffe || u == 0xffff ? 0 : (size_t)len;
}

/*
 * xmlTextWriter's own attribute writer turns every letter beyond ASCII into a
 * numeric reference (a Cyrillic page doubles), so the one escaping of the
 * project is here.  Control characters, which no page may carry, are dropped.
 */
static void escape(struct html *h, const char *s, bool attribute)
{
	size_t n = strlen(s), take, skip;
	const char *ref;

	buf_clear(&h->raw);
	for (; n > 0; s += skip, n -= skip) {
		take = allowed(s, n, &skip);
		ref = take == 1 ? reference(*s, attribute) : NULL;
		if (ref != NULL)
			buf_puts(&h->raw, ref);
		else
			buf_add(&h->raw, s, take);
	}
	must(xmlTextWriterWriteRawLen(
	    h->w, (const xmlChar *)buf_str(&h->raw), (int)h->raw.len));
}

void html_literal_write(struct html *h, const char *s)
{
	must(xmlTextWriterWriteRaw(h->w, (const xmlChar *)s));
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

static bool is_void(const char *name)
{
	static const char *const names[] = {
	    "input", "br", "meta", "link", "hr", "img", "col", "wbr", NULL};

	return is_one_of(name, names);
}

static bool is_address(const char *name)
{
	static const char *const names[] = {"href", "src", "action", "formaction", NULL};

	return is_one_of(name, names);
}

static void attributes(struct html *h, va_list ap)
{
	const char *name, *value;

	while ((name = va_arg(ap, const char *)) != NULL) {
		value = va_arg(ap, const char *);
		if (value == NULL)
			continue;
		must(xmlTextWriterStartAttribute(h->w, (const xmlChar *)name));
		escape(h, is_address(name) ? html_url(value) : value, true);
		must(xmlTextWriterEndAttribute(h->w));
	}
}

static void open_element(struct html *h, const char *name, va_list ap)
{
	must(xmlTextWriterStartElement(h->w, (const xmlChar *)name));
	attributes(h, ap);
	if (is_void(name))
		must(xmlTextWriterEndElement(h->w));
}

void html_open(struct html *h, const char *name, ...)
{
	va_list ap;

	va_start(ap, name);
	open_element(h, name, ap);
	va_end(ap);
}

void html_close(struct html *h)
{
	/* <p/> would be read as an open <p>: only void elements close short. */
	must(xmlTextWriterFullEndElement(h->w));
}

void html_text(struct html *h, const char *s)
{
	escape(h, s, false);
}

void html_textf(struct html *h, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	escape(h, arena_vprintf(h->arena, fmt, ap), false);
	va_end(ap);
}

void html_element(struct html *h, const char *name, const char *text, ...)
{
	va_list ap;

	va_start(ap, text);
	open_element(h, name, ap);
	va_end(ap);
	html_text(h, text);
	html_close(h);
}

void html_lines(struct html *h, const char *s)
{
	const char *end;

	for (; (end = strchr(s, '\n')) != NULL; s = end + 1) {
		html_text(h, arena_strndup(h->arena, s, (size_t)(end - s)));
		html_open(h, "br", NULL);
	}
	html_text(h, s);
}

/* May the value stand without quotes?  (HTML, 13.1.2.3; stricter than that.) */
static bool is_plain(const char *s)
{
	return *s != '\0' &&
	       s[strspn(s, "0123456789abcdefghijklmnopqrstuvwxyz.")] == '\0';
}

static void lean_attribute(struct html *h, const char *name, const char *value)
{
	html_literal_write(h, " ");
	html_literal_write(h, name);
	if (value == HTML_ON || *value == '\0')
		return; /* a bare name has the empty value */
	html_literal_write(h, is_plain(value) ? "=" : "=\"");
	escape(h, value, true);
	if (!is_plain(value))
		html_literal_write(h, "\"");
}

void html_lean_input(struct html *h, const char *attribute, ...)
{
	const char *value;
	va_list ap;

	html_literal_write(h, "<input");
	va_start(ap, attribute);
	for (; attribute != NULL; attribute = va_arg(ap, const char *)) {
		value = va_arg(ap, const char *);
		if (value != NULL)
			lean_attribute(h, attribute, value);
	}
	va_end(ap);
	html_literal_write(h, ">");
}

struct arena *html_arena(const struct html *h)
{
	return h->arena;
}

const char *html_url(const char *url)
{
	size_t scheme = strcspn(url, ":/?#");

	for (const char *p = url; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || *p == '\\' || *p == 0x7f)
			return "#"; /* browsers strip these and see another scheme */
	if (url[scheme] != ':')
		return strncmp(url, "//", 2) == 0 ? "#" : url;
	if ((scheme == 4 && strncasecmp(url, "http", 4) == 0) ||
	    (scheme == 5 && strncasecmp(url, "https", 5) == 0) ||
	    (scheme == 6 && strncasecmp(url, "mailto", 6) == 0))
		return url;
	return "#";
}
