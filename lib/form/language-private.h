/*
 * Translations inside a questionnaire: elements with xml:lang beside the text
 * they translate.  form_xml_child() and its like pass over them, so the rest of
 * the room sees one language, the first.
 */
#ifndef OTKLIK_FORM_LANGUAGE_PRIVATE_H
#define OTKLIK_FORM_LANGUAGE_PRIVATE_H

#include "form/form.h"
#include "form/xml-private.h"

/* Faults for translations that translate nothing, twice, or into a language that
   is not declared, and for languages declared twice. */
void form_languages_check(struct form_faults *fs, const xmlNode *root);

/*
 * Puts the translations into that language in the place of what they translate;
 * what has none stays as it is.  Nothing for NULL and the first language.
 */
void form_language_choose(xmlNode *root, const char *code);

/* The code, if it is declared and not the first; else NULL. */
const char *form_language_other(const xmlNode *root, const char *code);

/* Is it an element whose content people read? */
bool form_language_is_text(const xmlNode *node);
/* The translation of a text into a language; the text that a translation
   translates; NULL. */
const xmlNode *form_language_translation(const xmlNode *text, const char *code);
xmlNode *form_language_original(const xmlNode *translation);
/* The i-th attribute that is translated with a text, and the element that has it in
   the first language; NULL behind the last. */
const char *form_language_attribute(
    const xmlNode *text, size_t i, const xmlNode **holder_r);

/* Fills in which languages there are and which one the texts are in: code, or
   the first for NULL and a language that is not declared. */
void form_languages_read(struct form *f, const xmlNode *root, const char *code);

#endif
