/* A version that needs no other file: what a campaign keeps for good. */
#include "form/load.h"

#include <libxml/tree.h>

#include <limits.h>

#include "base/text.h"
#include "form/draft-private.h"
#include "form/loader-private.h"

static void set_text(xmlNode *node, const char *text)
{
	/* Emptied first: xmlNodeSetContent() would read entities in the text. */
	xmlNodeSetContent(node, NULL);
	xmlNodeAddContent(node, (const xmlChar *)text);
}

/* The title in that language, else in the first. */
static const char *title_in(struct arena *a, const xmlNode *root, const char *code)
{
	const xmlNode *n;

	for (n = root->children; n != NULL; n = n->next)
		if (form_xml_is(n, "title") && code != NULL &&
		    text_equal(form_xml_language(n), code))
			return form_xml_text(a, n);
	return form_xml_child_text(a, root, "title");
}

/* A notice in every language; {анкета} is the title in the same. */
static void write_notice(struct arena *a, const xmlNode *root, const char *name,
    const struct form *f, const struct procedure *proc)
{
	struct form own = *f;
	xmlNode *n;

	for (n = root->children; n != NULL; n = n->next) {
		if (!form_xml_is(n, name))
			continue;
		own.title = title_in(a, root, form_xml_language(n));
		set_text(n, form_fill(a, form_xml_text(a, n), &own, proc));
	}
}

static void add_entry(xmlNode *list, const char *id, const char *language,
    const char *group, const char *text)
{
	xmlNode *entry =
	    xmlNewDocNode(list->doc, list->ns, (const xmlChar *)"entry", NULL);
	xmlNode *other = form_xml_child(list, "other");

	xmlNewProp(entry, (const xmlChar *)"id", (const xmlChar *)id);
	if (language != NULL)
		xmlNodeSetLang(entry, (const xmlChar *)language);
	if (group != NULL)
		xmlNewProp(entry, (const xmlChar *)"group", (const xmlChar *)group);
	xmlNodeAddContent(entry, (const xmlChar *)text);
	if (other != NULL)
		xmlAddPrevSibling(other, entry);
	else
		xmlAddChild(list, entry);
}

/* An entry, and its translations into the languages of the questionnaire. */
static void add_entries(struct arena *a, xmlNode *list, const struct procedure_entry *e)
{
	const xmlNode *root = xmlDocGetRootElement(list->doc);
	const xmlNode *language = form_xml_child(root, "language");
	const struct procedure_translation *t;
	const char *code;

	add_entry(list, e->id, NULL, e->group, e->text);
	while (language != NULL && (language = form_xml_next(language)) != NULL) {
		code = form_xml_attr(a, language, "code");
		t = code ? procedure_translation(e, code) : NULL;
		if (t != NULL)
			add_entry(list, e->id, t->language, t->group, t->text);
	}
}

static void write_list(struct arena *a, xmlNode *list, const struct procedure *proc,
    enum form_audience audience)
{
	const char *name = form_xml_attr(a, list, "name");
	const struct procedure_list *pl;
	size_t i;

	if (form_xml_child(list, "entry") != NULL || name == NULL)
		return;
	pl = procedure_list(proc, name);
	for (i = 0; pl != NULL && i < pl->n; i++)
		if (form_list_offers(&pl->v[i], audience))
			add_entries(a, list, &pl->v[i]);
}

/* Lists stand in questions, questions in sections. */
static void write_lists(struct arena *a, xmlNode *root, const struct procedure *proc,
    enum form_audience audience)
{
	xmlNode *section, *question, *list;

	section = form_xml_child(root, "section");
	for (; section != NULL; section = form_xml_next(section)) {
		question = form_xml_child(section, "question");
		for (; question != NULL; question = form_xml_next(question)) {
			list = form_xml_child(question, "list");
			if (list != NULL)
				write_list(a, list, proc, audience);
		}
	}
}

static enum err dump(struct arena *a, xmlDoc *doc, const char **xml_r, size_t *len_r)
{
	xmlChar *text = NULL;
	int len = 0;

	xmlDocDumpMemoryEnc(doc, &text, &len, "UTF-8");
	if (text == NULL || len <= 0)
		return ERR_INTERNAL;
	*xml_r = arena_strndup(a, (const char *)text, (size_t)len);
	*len_r = (size_t)len;
	xmlFree(text);
	return ERR_OK;
}

enum err form_freeze(struct form_loader *l, struct arena *a, const char *xml, size_t len,
    const struct procedure *proc, const char **xml_r, size_t *len_r)
{
	struct form_faults fs = {a, NULL, 0, 0};
	struct form *f = NULL;
	enum err e = ERR_INVALID;
	xmlNode *root;
	xmlDoc *doc;

	doc = form_loader_open(
	    &fs, l->questionnaire, "questionnaire", FORM_QUESTIONNAIRE_SPACE, xml, len);
	if (doc == NULL)
		goto out;
	f = form_loader_build(&fs, doc, proc);
	if (fs.n > 0)
		goto out;
	root = xmlDocGetRootElement(doc);
	write_notice(a, root, "notice", f, proc);
	write_notice(a, root, "anonymity", f, proc);
	write_notice(a, root, "thanks", f, proc);
	if (proc != NULL)
		write_lists(a, root, proc, f->audience);
	e = dump(a, doc, xml_r, len_r);
out:
	form_free(&f);
	xmlFreeDoc(doc);
	return e;
}
