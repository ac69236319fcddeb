/*
 * XML as the form room reads it: libxml2 without network, entities or DTD, its
 * complaints gathered as faults with lines.
 */
#ifndef OTKLIK_FORM_XML_PRIVATE_H
#define OTKLIK_FORM_XML_PRIVATE_H

#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "form/form.h"

/* libxml2 2.12 made the error of a handler const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError form_xml_error;
#else
typedef xmlError form_xml_error;
#endif

/* Faults found so far; all zero but the arena = none. */
struct form_faults {
	struct arena *arena;
	struct form_fault *v;
	size_t n, cap;
};

/* Adds a fault; beyond FORM_FAULTS_MAX only the first ones are kept. */
#define FORM_FAULTS_MAX 200
void form_fault_add(struct form_faults *fs, long line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Sorts by line and drops repeated ones. */
void form_faults_sort(struct form_faults *fs);
/* Takes over a message of libxml2: userData is the struct form_faults. */
void form_xml_complain(void *userdata, form_xml_error *error);

/* What the schema expects as attributes or as contents of an element. */
const char *form_expected(const xmlNode *node, bool attributes);

/*
 * Parses len bytes of UTF-8.  NULL, with at least one fault, if they are too
 * large, not well-formed or hold a DOCTYPE.  The caller frees with xmlFreeDoc().
 */
xmlDoc *form_xml_parse(struct form_faults *fs, const char *xml, size_t len);

/* The language a translation is in (xml:lang), NULL for any other element. */
const char *form_xml_language(const xmlNode *node);

/* First child element of that name, next sibling of the same name; NULL.  Passes
   over translations. */
xmlNode *form_xml_child(const xmlNode *node, const char *name);
xmlNode *form_xml_next(const xmlNode *node);
/* Number of child elements of that name. */
size_t form_xml_count(const xmlNode *node, const char *name);
/* Number of elements of that name anywhere below. */
size_t form_xml_count_all(const xmlNode *node, const char *name);
bool form_xml_is(const xmlNode *node, const char *name);

/* Text of the element, runs of white space folded to one space; "" for NULL. */
const char *form_xml_text(struct arena *a, const xmlNode *node);
/* Text of the first child of that name, NULL if there is none. */
const char *form_xml_child_text(struct arena *a, const xmlNode *node, const char *name);
/* Attribute, folded likewise; NULL if absent. */
const char *form_xml_attr(struct arena *a, const xmlNode *node, const char *name);
/* Is the attribute there and equal to value, which may be NULL (never equal)? */
bool form_xml_attr_equal(const xmlNode *node, const char *name, const char *value);
/* "yes" of a yes/no attribute, with what holds when it is absent. */
bool form_xml_yes(const xmlNode *node, const char *name, bool absent);
/* Whole number of an attribute, or the default when absent or no number. */
int form_xml_int(const xmlNode *node, const char *name, int absent);

/* Next word of a space separated list, in the arena; NULL behind the last. */
const char *form_xml_word(struct arena *a, const char **list);

#endif
