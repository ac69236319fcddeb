#include "form/load.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xmlschemastypes.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "form/draft-private.h"
#include "form/language-private.h"
#include "form/loader-private.h"

#define SCHEMA_MAX ((size_t)256 * 1024) /* bytes */
#define LANGUAGES_MAX 16
#define SETS_MAX 100 /* shared option sets, blocks, sections: each */

/* Tables of the library that it fills without a lock. */
static void init_library(void)
{
	xmlInitParser();
	xmlRelaxNGInitTypes();
	xmlSchemaInitTypes();
}

static enum err read_file(
    struct arena *a, const char *path, const char **text_r, size_t *len_r)
{
	char *text = arena_alloc(a, SCHEMA_MAX + 1);
	FILE *f = fopen(path, "re");
	size_t n;

	if (f == NULL)
		return ERR_CONFIG;
	n = fread(text, 1, SCHEMA_MAX + 1, f);
	if (ferror(f) || n > SCHEMA_MAX)
		n = 0;
	fclose(f);
	if (n == 0)
		return ERR_CONFIG;
	*text_r = text;
	*len_r = n;
	return ERR_OK;
}

enum err form_blank(struct arena *a, const char *dir, enum form_audience audience,
    const char **xml_r, size_t *len_r)
{
	return read_file(a,
	    arena_printf(a, "%s/blank-%s.xml", dir,
		audience == FORM_INTERNAL ? "internal" : "external"),
	    xml_r, len_r);
}

/* Read by ourselves: the library would report a missing file on stderr. */
static enum err compile(const char *dir, const char *name, xmlRelaxNG **schema_r)
{
	struct arena *a = arena_new();
	struct form_faults fs = {a, NULL, 0, 0};
	xmlRelaxNGParserCtxt *ctxt = NULL;
	xmlRelaxNG *schema = NULL;
	xmlDoc *doc = NULL;
	const char *text;
	enum err e;
	size_t len;

	e = read_file(a, arena_printf(a, "%s/%s", dir, name), &text, &len);
	if (e != ERR_OK)
		goto out;
	e = ERR_CONFIG;
	doc = form_xml_parse(&fs, text, len);
	if (doc == NULL || (ctxt = xmlRelaxNGNewDocParserCtxt(doc)) == NULL)
		goto out;
	xmlRelaxNGSetParserStructuredErrors(
	    ctxt, (xmlStructuredErrorFunc)form_xml_complain, &fs);
	schema = xmlRelaxNGParse(ctxt);
	if (schema == NULL || fs.n > 0)
		goto out;
	*schema_r = schema;
	schema = NULL;
	e = ERR_OK;
out:
	if (e != ERR_OK)
		log_error("schema %s cannot be used: %s", name,
		    fs.n > 0 ? fs.v[0].text : "cannot be read");
	xmlRelaxNGFree(schema);
	xmlRelaxNGFreeParserCtxt(ctxt);
	xmlFreeDoc(doc);
	arena_free(&a);
	return e;
}

enum err form_loader_new(const char *dir, struct form_loader **l_r)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct arena *a;
	struct form_loader *l;
	enum err e;

	pthread_once(&once, init_library);
	a = arena_new();
	l = ARENA_NEW(a, struct form_loader);
	l->arena = a;
	e = compile(dir, "questionnaire.rng", &l->questionnaire);
	if (e == ERR_OK)
		e = compile(dir, "procedure.rng", &l->procedure);
	if (e == ERR_OK)
		*l_r = l;
	else
		form_loader_free(&l);
	return e;
}

void form_loader_free(struct form_loader **l)
{
	struct arena *a;

	if (*l == NULL)
		return;
	xmlRelaxNGFree((*l)->questionnaire);
	xmlRelaxNGFree((*l)->procedure);
	a = (*l)->arena;
	*l = NULL;
	arena_free(&a);
}

void form_loader_validate(struct form_faults *fs, xmlRelaxNG *schema, xmlDoc *doc)
{
	xmlRelaxNGValidCtxt *ctxt = xmlRelaxNGNewValidCtxt(schema);
	size_t before = fs->n;

	if (ctxt != NULL) {
		xmlRelaxNGSetValidStructuredErrors(
		    ctxt, (xmlStructuredErrorFunc)form_xml_complain, fs);
		if (xmlRelaxNGValidateDoc(ctxt, doc) == 0)
			goto out;
	}
	if (fs->n == before)
		form_fault_add(fs, 0, _("The file does not follow its schema"));
out:
	xmlRelaxNGFreeValidCtxt(ctxt);
}

xmlDoc *form_loader_open(struct form_faults *fs, xmlRelaxNG *schema, const char *root,
    const char *space, const char *xml, size_t len)
{
	xmlDoc *doc = form_xml_parse(fs, xml, len);
	const xmlNode *node;

	if (doc == NULL)
		return NULL;
	node = xmlDocGetRootElement(doc);
	if (!form_xml_is(node, root) || node->ns == NULL ||
	    strcmp((const char *)node->ns->href, space) != 0) {
		form_fault_add(fs, xmlGetLineNo(node),
		    _("The root element is <%s>; expected <%s xmlns=\"%s\">"),
		    (const char *)node->name, root, space);
		xmlFreeDoc(doc);
		return NULL;
	}
	form_loader_validate(fs, schema, doc);
	return doc;
}

/* A bound on the work of the rules, which compare everything with everything. */
static bool fits(
    struct form_faults *fs, const xmlNode *node, const char *name, size_t max)
{
	size_t n = form_xml_count_all(node, name);

	if (n <= max)
		return true;
	form_fault_add(
	    fs, 0, _("There are %zu <%s> elements; expected at most %zu"), n, name, max);
	return false;
}

bool form_loader_fits(struct form_faults *fs, const xmlNode *root)
{
	return fits(fs, root, "question", FORM_ITEMS_MAX) &&
	       fits(fs, root, "row", FORM_ITEMS_MAX) &&
	       fits(fs, root, "options", SETS_MAX) && fits(fs, root, "block", SETS_MAX) &&
	       fits(fs, root, "section", SETS_MAX) &&
	       fits(fs, root, "language", LANGUAGES_MAX);
}

static struct form *build(struct form_faults *fs, const xmlNode *root,
    const struct procedure *proc, const char *language, bool whole)
{
	struct form_draft d = {.root = root,
	    .whole = whole,
	    .proc = proc,
	    .language = language,
	    .faults = fs};

	form_draft_read(&d);
	form_rules_check(&d);
	form_layout(&d);
	if (d.form->n_items > FORM_ITEMS_MAX)
		form_fault_add(fs, 0,
		    _("There are %zu rows to answer; expected at most %d"),
		    d.form->n_items, FORM_ITEMS_MAX);
	return d.form;
}

struct form *form_loader_build(
    struct form_faults *fs, xmlDoc *doc, const struct procedure *proc)
{
	return form_loader_build_in(fs, doc, proc, NULL);
}

struct form *form_loader_build_in(struct form_faults *fs, xmlDoc *doc,
    const struct procedure *proc, const char *language)
{
	xmlNode *root = xmlDocGetRootElement(doc);
	struct form *f;

	if (!form_loader_fits(fs, root))
		return NULL;
	/* First with every block, so that no fault hides in one switched off. */
	form_languages_check(fs, root);
	f = build(fs, root, proc, NULL, true);
	form_free(&f);
	if (fs->n > 0)
		return NULL;
	form_language_choose(root, language);
	f = build(fs, root, proc, form_language_other(root, language), false);
	form_languages_read(f, root, language);
	if (fs->n > 0)
		form_free(&f);
	return f;
}

enum err form_load(struct form_loader *l, struct arena *a, const char *xml, size_t len,
    const struct procedure *proc, struct form **f_r, const struct form_fault **faults_r,
    size_t *n_r)
{
	return form_load_in(l, a, xml, len, proc, NULL, f_r, faults_r, n_r);
}

enum err form_load_in(struct form_loader *l, struct arena *a, const char *xml, size_t len,
    const struct procedure *proc, const char *language, struct form **f_r,
    const struct form_fault **faults_r, size_t *n_r)
{
	struct form_faults fs = {a, NULL, 0, 0};
	struct form *f = NULL;
	xmlDoc *doc;

	doc = form_loader_open(
	    &fs, l->questionnaire, "questionnaire", FORM_QUESTIONNAIRE_SPACE, xml, len);
	if (doc != NULL)
		f = form_loader_build_in(&fs, doc, proc, language);
	xmlFreeDoc(doc);
	if (fs.n > 0) {
		form_free(&f);
		form_faults_sort(&fs);
		*faults_r = fs.v;
		*n_r = fs.n;
		return ERR_INVALID;
	}
	*f_r = f;
	return ERR_OK;
}
