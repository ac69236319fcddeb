#include "form/language-private.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "form/draft-private.h"
#include "form/load.h"
#include "form/loader-private.h"

/* Without a declaration; the orders are Russian. */
static const struct form_language russian = {"ru", "Русский", false};

/* Elements whose content people read. */
static const char *const read_by_people[] = {"title", "heading", "notice", "anonymity",
    "thanks", "intro", "text", "hint", "result", "text-heading", "min-label", "max-label",
    "option", "entry", "other"};

/* Attributes of a translation: its own, or with `above` those of the element the
   text stands in. */
static const struct {
	const char *name;
	bool above;
} translated[] = {{"group", false}, {"rating-min", true}, {"rating-max", true}};

#define COUNT(table) (sizeof(table) / sizeof *(table))

bool form_language_is_text(const xmlNode *node)
{
	size_t i;

	for (i = 0; i < COUNT(read_by_people); i++)
		if (form_xml_is(node, read_by_people[i]))
			return true;
	return false;
}

/* What tells options and entries of one parent apart; NULL for other elements. */
static const char *key_name(const xmlNode *node)
{
	if (form_xml_is(node, "option"))
		return "code";
	return form_xml_is(node, "entry") ? "id" : NULL;
}

static bool same_key(const xmlNode *a, const xmlNode *b)
{
	const char *name = key_name(a);
	xmlChar *key = name ? xmlGetNoNsProp(a, (const xmlChar *)name) : NULL;
	bool same = name == NULL || form_xml_attr_equal(b, name, (const char *)key);

	xmlFree(key);
	return same;
}

xmlNode *form_language_original(const xmlNode *node)
{
	xmlNode *n = form_xml_child(node->parent, (const char *)node->name);

	while (n != NULL && !same_key(n, node))
		n = form_xml_next(n);
	return n;
}

const xmlNode *form_language_translation(const xmlNode *text, const char *code)
{
	const xmlNode *n;

	for (n = text->parent->children; n != NULL; n = n->next)
		if (form_xml_is(n, (const char *)text->name) &&
		    text_equal(form_xml_language(n), code) && same_key(text, n))
			return n;
	return NULL;
}

const char *form_language_attribute(
    const xmlNode *text, size_t i, const xmlNode **holder_r)
{
	/* Labels belong to rows, groups to entries. */
	bool row = form_xml_is(text, "text") && form_xml_is(text->parent, "row");

	for (size_t k = 0; k < COUNT(translated); k++) {
		if (translated[k].above ? !row : !form_xml_is(text, "entry"))
			continue;
		if (i-- > 0)
			continue;
		*holder_r = translated[k].above ? text->parent : text;
		return translated[k].name;
	}
	return NULL;
}

static const xmlNode *declared(const xmlNode *root, const char *code)
{
	const xmlNode *n = form_xml_child(root, "language");

	while (n != NULL && !form_xml_attr_equal(n, "code", code))
		n = form_xml_next(n);
	return n;
}

static void check_translation(
    struct form_faults *fs, const xmlNode *root, const xmlNode *node)
{
	const char *code = form_xml_language(node);
	const xmlNode *language = declared(root, code);

	if (language == NULL || language == form_xml_child(root, "language"))
		form_fault_add(fs, xmlGetLineNo(node),
		    _("<%s> is translated into %s; expected a language that is declared "
		      "and not the first"),
		    (const char *)node->name, code);
	else if (form_language_original(node) == NULL)
		form_fault_add(fs, xmlGetLineNo(node),
		    _("<%s> in %s translates nothing; expected the same element in the "
		      "first language"),
		    (const char *)node->name, code);
	else if (form_language_translation(form_language_original(node), code) != node)
		form_fault_add(fs, xmlGetLineNo(node),
		    _("<%s> is translated into %s a second time; expected it once"),
		    (const char *)node->name, code);
	if (form_fill_unknown(fs->arena, form_xml_text(fs->arena, node)) != NULL &&
	    node->parent == root)
		form_fault_add(fs, xmlGetLineNo(node),
		    _("The placeholder %s is unknown; expected {орган}, {органа}, "
		      "{органе}, {анкета} or {минут}"),
		    form_fill_unknown(fs->arena, form_xml_text(fs->arena, node)));
}

/* The schema lets every text repeat, for its translations. */
static void check_original(struct form_faults *fs, const xmlNode *node)
{
	const xmlNode *first = form_xml_child(node->parent, (const char *)node->name);

	if (key_name(node) == NULL && first != node)
		form_fault_add(fs, xmlGetLineNo(node),
		    _("<%s> is there in line %ld already; expected it once, or with "
		      "xml:lang"),
		    (const char *)node->name, xmlGetLineNo(first));
	if (form_xml_is(node, "text") && form_xml_is(node->parent, "row") &&
	    xmlHasProp(node, (const xmlChar *)"rating-min") != NULL)
		form_fault_add(fs, xmlGetLineNo(node),
		    _("<text> has the attribute rating-min; expected it in <row>, or in "
		      "a translation"));
}

static void check_texts(
    struct form_faults *fs, const xmlNode *root, const xmlNode *parent)
{
	const xmlNode *n;

	for (n = parent->children; n != NULL && fs->n < FORM_FAULTS_MAX; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (form_xml_language(n) != NULL)
			check_translation(fs, root, n);
		else if (form_language_is_text(n))
			check_original(fs, n);
		else
			check_texts(fs, root, n);
	}
}

static void check_declarations(struct form_faults *fs, const xmlNode *root)
{
	const xmlNode *n = form_xml_child(root, "language");
	const char *code;

	for (; n != NULL; n = form_xml_next(n)) {
		code = form_xml_attr(fs->arena, n, "code");
		if (code != NULL && declared(root, code) != n)
			form_fault_add(fs, xmlGetLineNo(n),
			    _("The language %s is declared twice; expected it once"),
			    code);
	}
}

void form_languages_check(struct form_faults *fs, const xmlNode *root)
{
	check_declarations(fs, root);
	check_texts(fs, root, root);
}

static void copy_attribute(xmlNode *to, const xmlNode *from, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(from, (const xmlChar *)name);

	if (value != NULL)
		xmlSetProp(to, (const xmlChar *)name, value);
	xmlFree(value);
}

static void replace(xmlNode *text, const xmlNode *by)
{
	xmlChar *content = xmlNodeGetContent(by);
	size_t i;

	/* Emptied first: xmlNodeSetContent() would read entities in the text. */
	xmlNodeSetContent(text, NULL);
	xmlNodeAddContent(text, content);
	xmlFree(content);
	for (i = 0; i < COUNT(translated); i++)
		copy_attribute(
		    translated[i].above ? text->parent : text, by, translated[i].name);
}

static void choose(xmlNode *parent, const char *code)
{
	const char *own;
	xmlNode *n, *text;

	for (n = parent->children; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		own = form_xml_language(n);
		if (own == NULL) {
			choose(n, code);
			continue;
		}
		text = strcmp(own, code) == 0 ? form_language_original(n) : NULL;
		if (text != NULL)
			replace(text, n);
	}
}

const char *form_language_other(const xmlNode *root, const char *code)
{
	const xmlNode *language = code ? declared(root, code) : NULL;

	return language != NULL && language != form_xml_child(root, "language") ? code
										: NULL;
}

void form_language_choose(xmlNode *root, const char *code)
{
	if (form_language_other(root, code) != NULL)
		choose(root, code);
}

void form_languages_read(struct form *f, const xmlNode *root, const char *code)
{
	size_t n = form_xml_count(root, "language");
	struct form_language *v = ARENA_ARRAY(f->arena, n, struct form_language);
	const xmlNode *node = form_xml_child(root, "language");
	size_t i;

	f->languages = v;
	f->n_languages = n;
	f->language = n > 0 ? &v[0] : &russian;
	for (i = 0; i < n; i++, node = form_xml_next(node)) {
		v[i].code = form_xml_attr(f->arena, node, "code");
		v[i].title = form_xml_attr(f->arena, node, "title");
		v[i].rtl = form_xml_attr_equal(node, "direction", "rtl");
		/* What the schema refuses anyway. */
		v[i].code = v[i].code ? v[i].code : "";
		v[i].title = v[i].title ? v[i].title : "";
		if (text_equal(code, v[i].code))
			f->language = &v[i];
	}
}

/* A text without a translation, or with one that leaves out the labels which its
   row has. */
static void find_missing(struct form_faults *fs, const xmlNode *text, const char *code)
{
	const xmlNode *found = form_language_translation(text, code), *holder;
	const char *name;
	size_t i;

	if (found == NULL) {
		form_fault_add(fs, xmlGetLineNo(text),
		    _("<%s> is not translated into %s"), (const char *)text->name, code);
		return;
	}
	for (i = 0; (name = form_language_attribute(text, i, &holder)); i++)
		if (xmlHasProp(holder, (const xmlChar *)name) != NULL &&
		    xmlHasProp(found, (const xmlChar *)name) == NULL)
			form_fault_add(fs, xmlGetLineNo(found),
			    _("The %s of <%s> is not translated into %s"), name,
			    (const char *)text->name, code);
}

static void find_untranslated(struct form_faults *fs, const xmlNode *parent,
    const char *code, const struct procedure *proc);

/* A list whose entries are those of the procedure. */
static void find_untranslated_list(struct form_faults *fs, const xmlNode *list,
    const char *code, const struct procedure *proc)
{
	const char *name = form_xml_attr(fs->arena, list, "name");
	const struct procedure_list *pl =
	    proc && name ? procedure_list(proc, name) : NULL;
	bool internal =
	    form_xml_attr_equal(xmlDocGetRootElement(list->doc), "audience", "internal");
	size_t n = 0, missing = 0, i;

	for (i = 0; pl != NULL && i < pl->n; i++) {
		if (!form_list_offers(
			&pl->v[i], internal ? FORM_INTERNAL : FORM_EXTERNAL))
			continue;
		n++;
		missing += procedure_translation(&pl->v[i], code) == NULL;
	}
	if (missing > 0)
		form_fault_add(fs, xmlGetLineNo(list),
		    _("Of the list %s of the procedure %zu of %zu entries are not "
		      "translated into %s"),
		    name, missing, n, code);
	find_untranslated(fs, list, code, proc);
}

static void find_untranslated(struct form_faults *fs, const xmlNode *parent,
    const char *code, const struct procedure *proc)
{
	const xmlNode *n;

	for (n = parent->children; n != NULL && fs->n < FORM_FAULTS_MAX; n = n->next) {
		if (n->type != XML_ELEMENT_NODE || form_xml_language(n) != NULL)
			continue;
		if (form_language_is_text(n))
			find_missing(fs, n, code);
		else if (form_xml_is(n, "list") && form_xml_child(n, "entry") == NULL)
			find_untranslated_list(fs, n, code, proc);
		else
			find_untranslated(fs, n, code, proc);
	}
}

void form_untranslated(struct arena *a, const char *xml, size_t len,
    const struct procedure *proc, const struct form_fault **v_r, size_t *n_r)
{
	struct form_faults fs = {a, NULL, 0, 0};
	xmlDoc *doc = form_xml_parse(&fs, xml, len);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const xmlNode *language = form_xml_child(root, "language");

	while (language != NULL && (language = form_xml_next(language)) != NULL) {
		const char *code = form_xml_attr(a, language, "code");

		if (code != NULL)
			find_untranslated(&fs, root, code, proc);
	}
	xmlFreeDoc(doc);
	form_faults_sort(&fs);
	*v_r = fs.v;
	*n_r = fs.n;
}
