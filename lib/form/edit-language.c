/* The languages of a questionnaire under edit, and the translations of its texts. */
#include "form/edit-private.h"

#include <string.h>

#include "base/text.h"
#include "form/language-private.h"

#define CODE_MAX 20 /* of a language, as the schema has it */
#define LANGUAGES_MAX 16

/* --- the languages --- */

static xmlNode *language_of(const struct form_edit *e, const char *code)
{
	xmlNode *n = form_xml_child(e->root, "language");

	while (n != NULL && !form_xml_attr_equal(n, "code", code))
		n = form_xml_next(n);
	return n;
}

/* Is it a language that texts can be translated into? */
static bool is_other(const struct form_edit *e, const char *code)
{
	const xmlNode *n = language_of(e, code);

	return n != NULL && n != form_xml_child(e->root, "language");
}

static bool is_code(const char *code)
{
	size_t first = strspn(code, "abcdefghijklmnopqrstuvwxyz"), n, i;

	if (first < 2 || first > 3 || strlen(code) > CODE_MAX)
		return false;
	for (i = first; code[i] == '-'; i += n + 1) {
		n = strspn(code + i + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "abcdefghijklmnopqrstuvwxyz0123456789");
		if (n < 2 || n > 8)
			return false;
	}
	return code[i] == '\0';
}

static void add_language(struct form_edit *e, const struct form_edit_language *l)
{
	xmlNode *n = form_edit_add(e->root, "language");

	form_edit_set_attr(n, "code", l->code);
	form_edit_set_attr(n, "title", l->title);
	form_edit_set_attr(n, "direction", l->rtl ? "rtl" : "");
}

enum err form_edit_language_add(struct form_edit *e, const struct form_edit_language *l)
{
	static const struct form_edit_language russian = {"ru", "Русский", false};

	if (!is_code(l->code) || *l->title == '\0' || language_of(e, l->code) != NULL ||
	    form_xml_count(e->root, "language") >= LANGUAGES_MAX)
		return ERR_INVALID;
	/* Without a declaration the texts are Russian. */
	if (form_xml_child(e->root, "language") == NULL) {
		if (strcmp(l->code, russian.code) == 0)
			return ERR_INVALID;
		add_language(e, &russian);
	}
	add_language(e, l);
	return ERR_OK;
}

static void drop_translations(xmlNode *parent, const char *code)
{
	xmlNode *n, *next;

	for (n = parent->children; n != NULL; n = next) {
		next = n->next;
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (text_equal(form_xml_language(n), code))
			form_edit_discard(n);
		else
			drop_translations(n, code);
	}
}

enum err form_edit_language_remove(struct form_edit *e, const char *code)
{
	xmlNode *n;

	if (!is_other(e, code))
		return ERR_NOT_FOUND;
	drop_translations(e->root, code);
	form_edit_discard(language_of(e, code));
	n = form_xml_child(e->root, "language");
	/* Russian alone needs no declaration. */
	if (form_xml_next(n) == NULL && form_xml_attr_equal(n, "code", "ru"))
		form_edit_discard(n);
	return ERR_OK;
}

/* --- the texts --- */

/* A text of the first language, or an attribute that is translated with it. */
struct place {
	xmlNode *node;         /* the text */
	const char *attribute; /* or NULL */
	struct form_edit_text text;
};

struct places {
	struct form_edit *e;
	struct place *v;
	size_t n, cap;
};

static const char *attr(struct form_edit *e, const xmlNode *node, const char *name)
{
	const char *s = node ? form_xml_attr(e->arena, node, name) : NULL;

	return s ? s : "";
}

/* What tells an element from its like: "option:1", "row:4.1", "rating". */
static const char *step(struct form_edit *e, const xmlNode *n)
{
	const char *id = form_xml_is(n, "option") ? attr(e, n, "code") : attr(e, n, "id");

	return *id ? arena_printf(e->arena, "%s:%s", (const char *)n->name, id)
		   : (const char *)n->name;
}

/* From the part with an id of its own down: "question:4/option:1". */
static const char *key_of(struct form_edit *e, const xmlNode *n, const char *attribute)
{
	const char *key = step(e, n);

	for (n = n->parent; n != e->root; n = n->parent) {
		key = arena_printf(e->arena, "%s/%s", step(e, n), key);
		if (form_xml_is(n, "question") || form_xml_is(n, "row"))
			break;
	}
	return attribute ? arena_printf(e->arena, "%s@%s", key, attribute) : key;
}

static const xmlNode *above(const struct form_edit *e, const xmlNode *n, const char *name)
{
	while (n != e->root && !form_xml_is(n, name))
		n = n->parent;
	return n == e->root ? NULL : n;
}

static void add_place(struct places *p, xmlNode *node, const xmlNode *holder,
    const char *attribute, const char *code)
{
	struct form_edit *e = p->e;
	const xmlNode *found = form_language_translation(node, code);
	const xmlNode *own = above(e, node, "row");
	struct place *at;

	if (p->n == p->cap) {
		size_t cap = p->cap ? 2 * p->cap : 64;
		struct place *v = ARENA_ARRAY(e->arena, cap, struct place);

		if (p->n > 0)
			memcpy(v, p->v, p->n * sizeof(*v));
		p->v = v;
		p->cap = cap;
	}
	at = &p->v[p->n++];
	*at = (struct place){.node = node, .attribute = attribute};
	at->text.key = key_of(e, node, attribute);
	at->text.kind = attribute ? attribute : (const char *)node->name;
	at->text.section = attr(e, above(e, node, "section"), "id");
	at->text.question = attr(e, above(e, node, "question"), "id");
	at->text.set = attr(e, above(e, node, "options"), "id");
	at->text.row = attr(e, own, "id");
	at->text.option = form_xml_is(node, "option")  ? attr(e, node, "code")
			  : form_xml_is(node, "entry") ? attr(e, node, "id")
						       : "";
	at->text.text =
	    attribute ? attr(e, holder, attribute) : form_xml_text(e->arena, node);
	at->text.translation =
	    attribute ? attr(e, found, attribute) : form_xml_text(e->arena, found);
}

static void find_places(struct places *p, xmlNode *parent, const char *code)
{
	const xmlNode *holder;
	const char *name;
	xmlNode *n;
	size_t i;

	for (n = parent->children; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE || form_xml_language(n) != NULL)
			continue;
		if (!form_language_is_text(n)) {
			find_places(p, n, code);
			continue;
		}
		add_place(p, n, NULL, NULL, code);
		for (i = 0; (name = form_language_attribute(n, i, &holder)); i++)
			if (form_xml_attr(p->e->arena, holder, name) != NULL)
				add_place(p, n, holder, name, code);
	}
}

const struct form_edit_text *form_edit_texts(
    struct form_edit *e, const char *code, size_t *n_r)
{
	struct places p = {.e = e};
	struct form_edit_text *v;
	size_t i;

	find_places(&p, e->root, code);
	v = ARENA_ARRAY(e->arena, p.n, struct form_edit_text);
	for (i = 0; i < p.n; i++)
		v[i] = p.v[i].text;
	*n_r = p.n;
	return v;
}

/* The translation of a text, made if need be, behind it and its others. */
static xmlNode *need_translation(xmlNode *text, const char *code)
{
	xmlNode *found = (xmlNode *)form_language_translation(text, code);
	xmlNode *last = text, *n;
	const char *key = form_xml_is(text, "option") ? "code" : "id";
	xmlChar *id;

	if (found != NULL)
		return found;
	for (n = text->next; n != NULL; n = n->next)
		if (form_xml_language(n) != NULL && form_language_original(n) == text)
			last = n;
	found = xmlNewDocNode(text->doc, text->ns, text->name, NULL);
	xmlAddNextSibling(last, found);
	xmlNodeSetLang(found, (const xmlChar *)code);
	id = xmlGetNoNsProp(text, (const xmlChar *)key);
	if (id != NULL)
		xmlSetProp(found, (const xmlChar *)key, id);
	xmlFree(id);
	return found;
}

/* A translation that says nothing is none. */
static void drop_if_empty(struct form_edit *e, const struct place *at, const char *code)
{
	xmlNode *n = (xmlNode *)form_language_translation(at->node, code);
	const xmlNode *holder;
	const char *name;
	size_t i;

	if (n == NULL || *form_xml_text(e->arena, n) != '\0')
		return;
	for (i = 0; (name = form_language_attribute(at->node, i, &holder)); i++)
		if (*attr(e, n, name) != '\0')
			return;
	form_edit_discard(n);
}

static void put_translation(const struct place *at, const char *code, const char *text)
{
	xmlNode *n;

	if (*text == '\0' && form_language_translation(at->node, code) == NULL)
		return;
	n = need_translation(at->node, code);
	if (at->attribute != NULL)
		form_edit_set_attr(n, at->attribute, text);
	else
		form_edit_set_content(n, text);
}

static const struct place *find_place(const struct places *p, const char *key)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (strcmp(p->v[i].text.key, key) == 0)
			return &p->v[i];
	return NULL;
}

enum err form_edit_translate(struct form_edit *e, const char *code,
    const struct form_edit_translation *v, size_t n)
{
	struct places p = {.e = e};
	size_t i;

	if (!is_other(e, code))
		return ERR_NOT_FOUND;
	find_places(&p, e->root, code);
	for (i = 0; i < n; i++)
		if (find_place(&p, v[i].key) == NULL)
			return ERR_NOT_FOUND;
	for (i = 0; i < n; i++)
		put_translation(find_place(&p, v[i].key), code, v[i].text);
	for (i = 0; i < n; i++)
		drop_if_empty(e, find_place(&p, v[i].key), code);
	return ERR_OK;
}
