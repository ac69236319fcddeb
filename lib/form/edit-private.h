/* Inside the editing of questionnaires: finding and placing elements. */
#ifndef OTKLIK_FORM_EDIT_PRIVATE_H
#define OTKLIK_FORM_EDIT_PRIVATE_H

#include "form/edit.h"
#include "form/xml-private.h"

struct form_edit {
	struct arena *arena; /* of the caller */
	xmlDoc *doc;
	xmlNode *root;
};

/* The element of that name and id anywhere in the file, or NULL. */
xmlNode *form_edit_seek(const struct form_edit *e, const char *name, const char *id);

/* An id that no question, row or section has: prefix and a number above `used`. */
const char *form_edit_free_id(const struct form_edit *e, const char *prefix, long used);

/* Is the id used by a question or a row other than node? */
bool form_edit_is_taken(const struct form_edit *e, const char *id, const xmlNode *node);

/* Jumps and conditions that name one id name the other. */
void form_edit_rename(struct form_edit *e, const char *from, const char *to);

/* Puts an element where the schema wants it, behind its like. */
void form_edit_place(xmlNode *parent, xmlNode *child);

/* A new element, placed. */
xmlNode *form_edit_add(xmlNode *parent, const char *name);
/* The child of that name, added if need be. */
xmlNode *form_edit_need(xmlNode *parent, const char *name);

/* Takes an element out; all children of a name, with their translations. */
void form_edit_discard(xmlNode *node);
void form_edit_discard_all(xmlNode *parent, const char *name);

/* The options of a question or a set in their new order; known ones keep what else
   they hold. */
void form_edit_put_options(
    struct arena *a, xmlNode *parent, const struct form_edit_option *v, size_t n);

/* Gives the child of that name a text; "" removes the child. */
void form_edit_set_text(xmlNode *parent, const char *name, const char *text);
/* The same of the element itself, and of an attribute. */
void form_edit_set_content(xmlNode *node, const char *text);
void form_edit_set_attr(xmlNode *node, const char *name, const char *value);
/* yes, or no attribute at all. */
void form_edit_set_yes(xmlNode *node, const char *name, bool yes);

#endif
