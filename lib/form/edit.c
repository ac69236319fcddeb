/* The document under edit: opening, writing out, ids, places of elements. */
#include "form/edit-private.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "form/draft-private.h"
#include "form/loader-private.h"

/* Elements in the order in which the schema has them among their siblings. */
static const char *const order[] = {"language", "title", "heading", "notice", "anonymity",
    "thanks", "block", "options", "intro", "text", "hint", "rating", "importance",
    "result", "scale", "list", "text-heading", "option", "row", "show-if", "section",
    "question", "min-label", "max-label", "entry", "other", "when"};

static size_t rank(const xmlNode *node)
{
	size_t i, n = sizeof(order) / sizeof(*order);

	for (i = 0; i < n; i++)
		if (form_xml_is(node, order[i]))
			break;
	return i;
}

/* --- opening and writing --- */

static bool has_root(struct form_faults *fs, const xmlDoc *doc)
{
	const xmlNode *root = xmlDocGetRootElement(doc);

	if (form_xml_is(root, "questionnaire") && root->ns != NULL &&
	    strcmp((const char *)root->ns->href, FORM_QUESTIONNAIRE_SPACE) == 0)
		return form_loader_fits(fs, root);
	form_fault_add(fs, xmlGetLineNo(root),
	    _("The root element is <%s>; expected <%s xmlns=\"%s\">"),
	    (const char *)root->name, "questionnaire", FORM_QUESTIONNAIRE_SPACE);
	return false;
}

enum err form_edit_open(struct arena *a, const char *xml, size_t len,
    struct form_edit **e_r, const struct form_fault **faults_r, size_t *n_r)
{
	struct form_faults fs = {a, NULL, 0, 0};
	xmlDoc *doc = form_xml_parse(&fs, xml, len);
	struct form_edit *e;

	if (doc == NULL || !has_root(&fs, doc)) {
		xmlFreeDoc(doc);
		form_faults_sort(&fs);
		*faults_r = fs.v;
		*n_r = fs.n;
		return ERR_INVALID;
	}
	e = ARENA_NEW(a, struct form_edit);
	e->arena = a;
	e->doc = doc;
	e->root = xmlDocGetRootElement(doc);
	*e_r = e;
	return ERR_OK;
}

void form_edit_free(struct form_edit **e)
{
	if (*e == NULL)
		return;
	xmlFreeDoc((*e)->doc);
	*e = NULL;
}

static bool has_elements(const xmlNode *node)
{
	const xmlNode *n;

	for (n = node->children; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE)
			return true;
	return false;
}

static void tidy_attributes(struct arena *a, xmlNode *node)
{
	const char *folded;
	xmlAttr *p;

	for (p = node->properties; p != NULL; p = p->next) {
		if (p->ns != NULL)
			continue;
		folded = form_xml_attr(a, node, (const char *)p->name);
		xmlSetProp(node, p->name, (const xmlChar *)(folded ? folded : ""));
	}
}

/* White space between elements goes, that in texts is folded. */
static void tidy(struct arena *a, xmlNode *node)
{
	xmlNode *n, *next;

	tidy_attributes(a, node);
	if (!has_elements(node)) {
		form_edit_set_content(node, form_xml_text(a, node));
		return;
	}
	for (n = node->children; n != NULL; n = next) {
		next = n->next;
		if (n->type == XML_ELEMENT_NODE) {
			tidy(a, n);
		} else if (xmlIsBlankNode(n)) {
			xmlUnlinkNode(n);
			xmlFreeNode(n);
		}
	}
}

const char *form_edit_text(struct form_edit *e, size_t *len_r)
{
	xmlChar *text = NULL;
	const char *kept;
	int len = 0;

	tidy(e->arena, e->root);
	xmlDocDumpFormatMemoryEnc(e->doc, &text, &len, "UTF-8", 1);
	kept = arena_strndup(e->arena, text ? (const char *)text : "", (size_t)len);
	xmlFree(text);
	*len_r = (size_t)len;
	return kept;
}

/* --- the draft to begin with --- */

static bool offers(const struct procedure_list *pl, enum form_audience audience)
{
	size_t i;

	for (i = 0; pl != NULL && i < pl->n; i++)
		if (form_list_offers(&pl->v[i], audience))
			return true;
	return false;
}

static void drop_entries(struct arena *a, xmlNode *node, const struct procedure *proc,
    enum form_audience audience)
{
	xmlNode *n;

	for (n = node->children; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (!form_xml_is(n, "list")) {
			drop_entries(a, n, proc, audience);
			continue;
		}
		const char *name = form_xml_attr(a, n, "name");

		if (name != NULL && offers(procedure_list(proc, name), audience))
			form_edit_discard_all(n, "entry");
	}
}

/* The title in the language of a notice, else in the first. */
static const char *title_of(struct arena *a, const xmlNode *root, const xmlNode *notice)
{
	const char *language = form_xml_language(notice);
	const xmlNode *n;

	for (n = root->children; n != NULL && language != NULL; n = n->next)
		if (form_xml_is(n, "title") && text_equal(form_xml_language(n), language))
			return form_xml_text(a, n);
	return form_xml_text(a, form_xml_child(root, "title"));
}

static void unfill_notices(struct arena *a, xmlNode *root, const struct procedure *proc)
{
	int minutes = form_xml_int(root, "minutes", 0);
	xmlNode *n;

	for (n = root->children; n != NULL; n = n->next)
		if (form_xml_is(n, "notice") || form_xml_is(n, "anonymity") ||
		    form_xml_is(n, "thanks"))
			form_edit_set_content(
			    n, form_unfill(a, form_xml_text(a, n), title_of(a, root, n),
				   minutes, proc));
}

enum err form_edit_start(struct arena *a, const char *xml, size_t len,
    const struct procedure *proc, const char **xml_r, size_t *len_r)
{
	const struct form_fault *faults;
	struct form_edit *e;
	size_t n;
	enum err err = form_edit_open(a, xml, len, &e, &faults, &n);

	if (err != ERR_OK)
		return err;
	drop_entries(a, e->root, proc,
	    form_xml_attr_equal(e->root, "audience", "internal") ? FORM_INTERNAL
								 : FORM_EXTERNAL);
	unfill_notices(a, e->root, proc);
	*xml_r = form_edit_text(e, len_r);
	form_edit_free(&e);
	return ERR_OK;
}

bool form_edit_same(struct arena *a, const char *x, size_t n_x, const char *y, size_t n_y)
{
	const struct form_fault *faults;
	struct form_edit *ex = NULL, *ey = NULL;
	const char *tx, *ty;
	size_t n;
	bool same = false;

	if (form_edit_open(a, x, n_x, &ex, &faults, &n) == ERR_OK &&
	    form_edit_open(a, y, n_y, &ey, &faults, &n) == ERR_OK) {
		tx = form_edit_text(ex, &n_x);
		ty = form_edit_text(ey, &n_y);
		same = n_x == n_y && memcmp(tx, ty, n_x) == 0;
	}
	form_edit_free(&ex);
	form_edit_free(&ey);
	return same;
}

/* --- ids --- */

static xmlNode *seek_below(const xmlNode *node, const char *name, const char *id)
{
	xmlNode *n, *found = NULL;

	for (n = node->children; n != NULL && found == NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (form_xml_is(n, name) && form_xml_attr_equal(n, "id", id))
			return n;
		found = seek_below(n, name, id);
	}
	return found;
}

xmlNode *form_edit_seek(const struct form_edit *e, const char *name, const char *id)
{
	return seek_below(e->root, name, id);
}

const char *form_edit_free_id(const struct form_edit *e, const char *prefix, long used)
{
	const char *id;

	do {
		id = arena_printf(e->arena, "%s%ld", prefix, ++used);
	} while (form_edit_seek(e, "question", id) || form_edit_seek(e, "row", id) ||
		 form_edit_seek(e, "section", id));
	return id;
}

bool form_edit_is_taken(const struct form_edit *e, const char *id, const xmlNode *node)
{
	const xmlNode *q = form_edit_seek(e, "question", id);
	const xmlNode *r = form_edit_seek(e, "row", id);

	return (q != NULL && q != node) || (r != NULL && r != node);
}

static void rename_word(
    struct arena *a, xmlNode *node, const char *name, const char *from, const char *to)
{
	const char *list = form_xml_attr(a, node, name), *word;
	struct buf b = {0};
	bool found = false;

	while ((word = form_xml_word(a, &list)) != NULL) {
		bool same = strcmp(word, from) == 0;

		found = found || same;
		buf_printf(&b, "%s%s", b.len ? " " : "", same ? to : word);
	}
	if (found)
		form_edit_set_attr(node, name, buf_str(&b));
	buf_free(&b);
}

static void rename_below(struct arena *a, xmlNode *node, const char *from, const char *to)
{
	xmlNode *n;

	for (n = node->children; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		rename_word(a, n, "jump", from, to);
		if (form_xml_is(n, "when"))
			rename_word(a, n, "items", from, to);
		rename_below(a, n, from, to);
	}
}

void form_edit_rename(struct form_edit *e, const char *from, const char *to)
{
	if (*from != '\0' && *to != '\0' && strcmp(from, to) != 0)
		rename_below(e->arena, e->root, from, to);
}

/* --- elements --- */

void form_edit_discard(xmlNode *node)
{
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

void form_edit_discard_all(xmlNode *parent, const char *name)
{
	xmlNode *node, *next;

	for (node = parent->children; node != NULL; node = next) {
		next = node->next;
		if (form_xml_is(node, name))
			form_edit_discard(node);
	}
}

void form_edit_place(xmlNode *parent, xmlNode *child)
{
	xmlNode *n;
	size_t r = rank(child);

	xmlUnlinkNode(child);
	for (n = parent->children; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE && rank(n) > r)
			break;
	if (n != NULL)
		xmlAddPrevSibling(n, child);
	else
		xmlAddChild(parent, child);
}

xmlNode *form_edit_add(xmlNode *parent, const char *name)
{
	xmlNode *node =
	    xmlNewDocNode(parent->doc, parent->ns, (const xmlChar *)name, NULL);

	form_edit_place(parent, node);
	return node;
}

xmlNode *form_edit_need(xmlNode *parent, const char *name)
{
	xmlNode *node = form_xml_child(parent, name);

	return node ? node : form_edit_add(parent, name);
}

void form_edit_set_content(xmlNode *node, const char *text)
{
	/* Emptied first: xmlNodeSetContent() would read entities in the text. */
	xmlNodeSetContent(node, NULL);
	if (*text != '\0')
		xmlNodeAddContent(node, (const xmlChar *)text);
}

void form_edit_set_text(xmlNode *parent, const char *name, const char *text)
{
	xmlNode *node = form_xml_child(parent, name);

	if (*text != '\0') {
		if (node == NULL)
			node = form_edit_add(parent, name);
		form_edit_set_content(node, text);
		return;
	}
	/* Its translations go with it. */
	form_edit_discard_all(parent, name);
}

void form_edit_set_attr(xmlNode *node, const char *name, const char *value)
{
	if (*value != '\0')
		xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)value);
	else
		xmlUnsetProp(node, (const xmlChar *)name);
}

void form_edit_set_yes(xmlNode *node, const char *name, bool yes)
{
	form_edit_set_attr(node, name, yes ? "yes" : "");
}
