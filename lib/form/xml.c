#include "form/xml-private.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "form/load.h"
#include "form/text-private.h"

/* Signs '=' between two '<': far above what an element or its text has. */
#define ATTRIBUTES_MAX 1000

static void make_room(struct form_faults *fs)
{
	struct form_fault *v;

	if (fs->n < fs->cap)
		return;
	fs->cap = fs->cap ? fs->cap * 2 : 16;
	v = ARENA_ARRAY(fs->arena, fs->cap, struct form_fault);
	if (fs->n)
		memcpy(v, fs->v, fs->n * sizeof *v);
	fs->v = v;
}

void form_fault_add(struct form_faults *fs, long line, const char *fmt, ...)
{
	bool broken = false;
	const char *text;
	va_list ap;

	if (fs->n >= FORM_FAULTS_MAX)
		return;
	make_room(fs);
	va_start(ap, fmt);
	text = arena_vprintf(fs->arena, fmt, ap);
	va_end(ap);
	/* Messages quote the file, which may hold any bytes. */
	fs->v[fs->n].text = form_text_show(fs->arena, text, &broken);
	fs->v[fs->n].line = line > 0 && line <= INT_MAX ? (int)line : 0;
	fs->n++;
}

static int fault_order(const void *a, const void *b)
{
	const struct form_fault *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->text, y->text);
}

void form_faults_sort(struct form_faults *fs)
{
	size_t i, kept = 0;

	if (fs->n == 0)
		return;
	qsort(fs->v, fs->n, sizeof *fs->v, fault_order);
	for (i = 1; i < fs->n; i++)
		if (fault_order(&fs->v[kept], &fs->v[i]) != 0)
			fs->v[++kept] = fs->v[i];
	fs->n = kept + 1;
}

/* The element to look at; one that stands in the wrong place is a matter of the
   one around it.  NULL if the library names none. */
static const xmlNode *blamed(const xmlNode *node, const char *text)
{
	if (node != NULL && text_starts(text, "Did not expect element"))
		node = node->parent;
	return node && node->type == XML_ELEMENT_NODE ? node : NULL;
}

void form_xml_complain(void *userdata, form_xml_error *error)
{
	struct form_faults *fs = userdata;
	const char *text = error->message ? error->message : "";
	const xmlNode *node = blamed(error->node, text);
	int n = (int)strcspn(text, "\n");

	while (n > 0 && text[n - 1] == ' ')
		n--;
	/* Always said again with the name of the element. */
	if (n == 0 || text_starts(text, "Error validating datatype"))
		return;
	if (node == NULL)
		form_fault_add(fs, error->line, "%.*s", n, text);
	else
		form_fault_add(fs, error->line, _("%.*s; expected in <%s>: %s"), n, text,
		    (const char *)node->name,
		    form_expected(node, strstr(text, "attribute") != NULL));
}

/* Parser handlers get the parser context; the faults hang on it. */
static void parser_complain(void *userdata, form_xml_error *error)
{
	xmlParserCtxt *ctxt = userdata;

	form_xml_complain(ctxt->_private, error);
}

/* Stops before anything inside the DOCTYPE is read. */
static void refuse_doctype(
    void *userdata, const xmlChar *name, const xmlChar *external, const xmlChar *sys)
{
	xmlParserCtxt *ctxt = userdata;

	(void)name;
	(void)external;
	(void)sys;
	form_fault_add(ctxt->_private, xmlSAX2GetLineNumber(ctxt),
	    _("A DOCTYPE is not allowed; expected the root element"));
	xmlStopParser(ctxt);
}

/*
 * libxml2 2.9 compares each attribute of an element with every other: 90,000 of
 * them took a minute.  Between two '<' there is at most one element.
 */
static bool has_crowded_element(const char *xml, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len && n <= ATTRIBUTES_MAX; i++)
		if (xml[i] == '<')
			n = 0;
		else if (xml[i] == '=')
			n++;
	return n > ATTRIBUTES_MAX;
}

xmlDoc *form_xml_parse(struct form_faults *fs, const char *xml, size_t len)
{
	xmlParserCtxt *ctxt;
	xmlDoc *doc = NULL;

	if (len > (size_t)FORM_FILE_MAX) {
		form_fault_add(fs, 0, _("The file has %zu bytes; expected at most %d"),
		    len, FORM_FILE_MAX);
		return NULL;
	}
	if (has_crowded_element(xml, len)) {
		form_fault_add(fs, 0,
		    _("An element has too many attributes; expected at most %d"),
		    ATTRIBUTES_MAX);
		return NULL;
	}
	ctxt = xmlNewParserCtxt();
	if (ctxt != NULL) {
		ctxt->_private = fs;
		ctxt->sax->serror = parser_complain;
		ctxt->sax->internalSubset = refuse_doctype;
		doc = xmlCtxtReadMemory(ctxt, xml, (int)len, NULL, "UTF-8",
		    XML_PARSE_NONET | XML_PARSE_BIG_LINES);
	}
	xmlFreeParserCtxt(ctxt);
	if (doc != NULL &&
	    (doc->intSubset != NULL || xmlDocGetRootElement(doc) == NULL)) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	if (doc == NULL && fs->n == 0)
		form_fault_add(
		    fs, 0, _("The file cannot be read; expected an XML document"));
	return doc;
}

bool form_xml_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       strcmp((const char *)node->name, name) == 0;
}

const char *form_xml_language(const xmlNode *node)
{
	const xmlAttr *attr =
	    xmlHasNsProp(node, (const xmlChar *)"lang", XML_XML_NAMESPACE);
	const xmlNode *value = attr ? attr->children : NULL;

	return value && value->content ? (const char *)value->content : NULL;
}

static xmlNode *seek(xmlNode *node, const char *name)
{
	while (
	    node != NULL && (!form_xml_is(node, name) || form_xml_language(node) != NULL))
		node = node->next;
	return node;
}

xmlNode *form_xml_child(const xmlNode *node, const char *name)
{
	return node ? seek(node->children, name) : NULL;
}

xmlNode *form_xml_next(const xmlNode *node)
{
	return seek(node->next, (const char *)node->name);
}

size_t form_xml_count(const xmlNode *node, const char *name)
{
	const xmlNode *c;
	size_t n = 0;

	for (c = form_xml_child(node, name); c != NULL; c = form_xml_next(c))
		n++;
	return n;
}

size_t form_xml_count_all(const xmlNode *node, const char *name)
{
	const xmlNode *c;
	size_t n = 0;

	for (c = node->children; c != NULL; c = c->next)
		if (c->type == XML_ELEMENT_NODE)
			n += (size_t)form_xml_is(c, name) + form_xml_count_all(c, name);
	return n;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Folds in place; a no-break space is a character of the text and stays. */
static char *fold(char *s)
{
	char *to = s;
	const char *from = s;

	while (*from) {
		if (!is_space(*from)) {
			*to++ = *from++;
			continue;
		}
		while (is_space(*from))
			from++;
		if (to > s && *from)
			*to++ = ' ';
	}
	*to = '\0';
	return s;
}

static const char *take(struct arena *a, xmlChar *content)
{
	const char *s = "";

	if (content != NULL)
		s = fold(arena_strdup(a, (const char *)content));
	xmlFree(content);
	return s;
}

const char *form_xml_text(struct arena *a, const xmlNode *node)
{
	return node ? take(a, xmlNodeGetContent(node)) : "";
}

const char *form_xml_child_text(struct arena *a, const xmlNode *node, const char *name)
{
	const xmlNode *child = form_xml_child(node, name);

	return child ? form_xml_text(a, child) : NULL;
}

const char *form_xml_attr(struct arena *a, const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);

	return value ? take(a, value) : NULL;
}

bool form_xml_attr_equal(const xmlNode *node, const char *name, const char *value)
{
	xmlChar *own = xmlGetNoNsProp(node, (const xmlChar *)name);
	bool equal = own && value && strcmp(fold((char *)own), value) == 0;

	xmlFree(own);
	return equal;
}

bool form_xml_yes(const xmlNode *node, const char *name, bool absent)
{
	if (xmlHasProp(node, (const xmlChar *)name) == NULL)
		return absent;
	return form_xml_attr_equal(node, name, "yes");
}

int form_xml_int(const xmlNode *node, const char *name, int absent)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	long n = absent;

	if (value != NULL &&
	    text_int(fold((char *)value), INT_MIN, INT_MAX, &n) != ERR_OK)
		n = absent;
	xmlFree(value);
	return (int)n;
}

const char *form_xml_word(struct arena *a, const char **list)
{
	const char *start;

	if (*list == NULL)
		return NULL;
	while (is_space(**list))
		(*list)++;
	start = *list;
	while (**list && !is_space(**list))
		(*list)++;
	return *list > start ? arena_strndup(a, start, (size_t)(*list - start)) : NULL;
}
