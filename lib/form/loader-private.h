/* What form_load(), form_freeze() and procedure_load() share. */
#ifndef OTKLIK_FORM_LOADER_PRIVATE_H
#define OTKLIK_FORM_LOADER_PRIVATE_H

#include <libxml/relaxng.h>

#include "form/form.h"
#include "form/procedure.h"
#include "form/xml-private.h"

#define FORM_QUESTIONNAIRE_SPACE "urn:otklik:questionnaire:1"
#define FORM_PROCEDURE_SPACE "urn:otklik:procedure:1"

struct form_loader {
	struct arena *arena; /* owns the loader */
	xmlRelaxNG *questionnaire, *procedure;
};

/*
 * Parses and checks against the schema.  NULL if there is no document with
 * that root; faults of the schema alone leave the document, so that the rules
 * can add theirs.  The caller frees with xmlFreeDoc().
 */
xmlDoc *form_loader_open(struct form_faults *fs, xmlRelaxNG *schema, const char *root,
    const char *space, const char *xml, size_t len);

/* Adds what the schema says against the document. */
void form_loader_validate(struct form_faults *fs, xmlRelaxNG *schema, xmlDoc *doc);

/* Is the document within the bounds that keep the rules quick?  Faults if not. */
bool form_loader_fits(struct form_faults *fs, const xmlNode *root);

/* The form of a document, or NULL when there are faults. */
struct form *form_loader_build(
    struct form_faults *fs, xmlDoc *doc, const struct procedure *proc);
/* The same in one of its languages (NULL: the first), whose texts are put in the
   place of those they translate. */
struct form *form_loader_build_in(struct form_faults *fs, xmlDoc *doc,
    const struct procedure *proc, const char *language);

#endif
