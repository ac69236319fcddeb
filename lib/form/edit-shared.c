/* What questions share under edit: sets of options, blocks that are switched. */
#include "form/edit-private.h"

#include <string.h>

#include "base/text.h"

/* --- options --- */

static xmlNode *option_of(const xmlNode *parent, const char *code)
{
	xmlNode *n = form_xml_child(parent, "option");

	while (n != NULL && !form_xml_attr_equal(n, "code", code))
		n = form_xml_next(n);
	return n;
}

/* Puts the translations of an option behind it, under its new code. */
static void keep_translations(
    xmlNode *parent, xmlNode **v, size_t n, const struct form_edit_option *o)
{
	size_t i;

	for (i = 0; i < n && *o->was != '\0'; i++) {
		if (v[i] == NULL || !form_xml_attr_equal(v[i], "code", o->was))
			continue;
		form_edit_place(parent, v[i]);
		form_edit_set_attr(v[i], "code", o->code);
		v[i] = NULL;
	}
}

/* Takes the translated options out of the element. */
static xmlNode **take_translations(struct arena *a, xmlNode *parent, size_t *n_r)
{
	xmlNode **v = ARENA_ARRAY(a, xmlChildElementCount(parent), xmlNode *);
	xmlNode *node, *next;
	size_t n = 0;

	for (node = parent->children; node != NULL; node = next) {
		next = node->next;
		if (!form_xml_is(node, "option") || form_xml_language(node) == NULL)
			continue;
		xmlUnlinkNode(node);
		v[n++] = node;
	}
	*n_r = n;
	return v;
}

static void write_option(xmlNode *node, const struct form_edit_option *o)
{
	form_edit_set_attr(node, "code", o->code);
	form_edit_set_attr(node, "side", o->side);
	form_edit_set_yes(node, "exclusive", o->exclusive);
	form_edit_set_yes(node, "other", o->other);
	form_edit_set_attr(node, "jump", o->jump);
	form_edit_set_content(node, o->text);
}

void form_edit_put_options(
    struct arena *a, xmlNode *parent, const struct form_edit_option *v, size_t n)
{
	xmlNode **nodes = ARENA_ARRAY(a, n, xmlNode *), *rest;
	size_t i, n_others;
	xmlNode **others = take_translations(a, parent, &n_others);

	for (i = 0; i < n; i++) {
		if (*v[i].was != '\0')
			nodes[i] = option_of(parent, v[i].was);
		if (nodes[i] != NULL)
			xmlUnlinkNode(nodes[i]);
	}
	while ((rest = form_xml_child(parent, "option")) != NULL)
		form_edit_discard(rest);
	for (i = 0; i < n; i++) {
		if (nodes[i] != NULL)
			form_edit_place(parent, nodes[i]);
		else
			nodes[i] = form_edit_add(parent, "option");
		write_option(nodes[i], &v[i]);
		keep_translations(parent, others, n_others, &v[i]);
	}
	for (i = 0; i < n_others; i++)
		xmlFreeNode(others[i]);
}

/* --- sets of options --- */

enum err form_edit_set_put(
    struct form_edit *e, const char *id, const struct form_edit_option *v, size_t n)
{
	xmlNode *set = form_edit_seek(e, "options", id);

	if (*id == '\0')
		return ERR_INVALID;
	if (set == NULL && n == 0)
		return ERR_NOT_FOUND;
	if (n == 0) {
		form_edit_discard(set);
		return ERR_OK;
	}
	if (set == NULL) {
		set = form_edit_add(e->root, "options");
		form_edit_set_attr(set, "id", id);
	}
	form_edit_put_options(e->arena, set, v, n);
	return ERR_OK;
}

/* Every question that names the set. */
static void each_user(struct form_edit *e, const char *id,
    void (*change)(xmlNode *question, const xmlNode *set, const char *id),
    const xmlNode *set, const char *to)
{
	xmlNode *section = form_xml_child(e->root, "section"), *q;

	for (; section != NULL; section = form_xml_next(section))
		for (q = form_xml_child(section, "question"); q; q = form_xml_next(q))
			if (form_xml_attr_equal(q, "options", id))
				change(q, set, to);
}

static void name_set(xmlNode *question, const xmlNode *set, const char *id)
{
	(void)set;
	form_edit_set_attr(question, "options", id);
}

enum err form_edit_set_rename(struct form_edit *e, const char *id, const char *to)
{
	xmlNode *set = form_edit_seek(e, "options", id);

	if (set == NULL)
		return ERR_NOT_FOUND;
	if (*to == '\0' || form_edit_seek(e, "options", to) != NULL)
		return ERR_INVALID;
	each_user(e, id, name_set, set, to);
	form_edit_set_attr(set, "id", to);
	return ERR_OK;
}

/* A question that has answers of its own as well keeps those alone. */
static void give_options(xmlNode *question, const xmlNode *set, const char *id)
{
	const xmlNode *n;

	form_edit_set_attr(question, "options", id);
	if (form_xml_child(question, "option") != NULL)
		return;
	for (n = set->children; n != NULL; n = n->next)
		if (form_xml_is(n, "option"))
			form_edit_place(
			    question, xmlDocCopyNode((xmlNode *)n, question->doc, 1));
}

enum err form_edit_set_remove(struct form_edit *e, const char *id)
{
	xmlNode *set = form_edit_seek(e, "options", id);

	if (set == NULL)
		return ERR_NOT_FOUND;
	each_user(e, id, give_options, set, "");
	form_edit_discard(set);
	return ERR_OK;
}

/* --- blocks --- */

enum err form_edit_block_switch(struct form_edit *e, const char *id, bool on)
{
	xmlNode *block = form_edit_seek(e, "block", id);

	if (block == NULL)
		return ERR_NOT_FOUND;
	form_edit_set_attr(block, "enabled", on ? "yes" : "no");
	return ERR_OK;
}

/* Questions and rows of a block go to another; "": they are always there. */
static void move_block(xmlNode *node, const char *id, const char *to)
{
	xmlNode *n;

	for (n = node->children; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (form_xml_attr_equal(n, "block", id))
			form_edit_set_attr(n, "block", to);
		move_block(n, id, to);
	}
}

static bool is_kept(const xmlNode *block, const struct form_edit_block *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (form_xml_attr_equal(block, "id", v[i].was))
			return true;
	return false;
}

static bool are_distinct(const struct form_edit_block *v, size_t n)
{
	size_t i, j;

	for (i = 0; i < n; i++)
		for (j = 0; j < i; j++)
			if (strcmp(v[i].id, v[j].id) == 0 ||
			    (*v[i].was != '\0' && strcmp(v[i].was, v[j].was) == 0))
				return false;
	return true;
}

static void put_block(struct form_edit *e, xmlNode *node, const struct form_edit_block *b)
{
	if (node == NULL)
		node = form_edit_add(e->root, "block");
	form_edit_set_attr(node, "id", b->id);
	form_edit_set_attr(node, "enabled", b->enabled ? "yes" : "no");
	form_edit_set_attr(node, "title", b->title);
}

enum err form_edit_blocks_put(
    struct form_edit *e, const struct form_edit_block *v, size_t n)
{
	xmlNode **nodes = ARENA_ARRAY(e->arena, n, xmlNode *), *node, *next;
	size_t i;

	if (!are_distinct(v, n))
		return ERR_INVALID;
	for (i = 0; i < n; i++) {
		if (*v[i].id == '\0')
			return ERR_INVALID;
		nodes[i] = *v[i].was ? form_edit_seek(e, "block", v[i].was) : NULL;
		if (*v[i].was != '\0' && nodes[i] == NULL)
			return ERR_NOT_FOUND;
	}
	for (node = form_xml_child(e->root, "block"); node != NULL; node = next) {
		next = form_xml_next(node);
		if (is_kept(node, v, n))
			continue;
		move_block(e->root, form_xml_attr(e->arena, node, "id"), "");
		form_edit_discard(node);
	}
	/* By way of names nobody can have: two blocks may swap theirs. */
	for (i = 0; i < n; i++)
		if (*v[i].was != '\0')
			move_block(e->root, v[i].was, arena_printf(e->arena, "%zu!", i));
	for (i = 0; i < n; i++) {
		move_block(e->root, arena_printf(e->arena, "%zu!", i), v[i].id);
		put_block(e, nodes[i], &v[i]);
	}
	return ERR_OK;
}
