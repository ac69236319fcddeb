/* Changing the parts of a questionnaire under edit. */
#include "form/edit-private.h"

#include <string.h>

#include "base/text.h"

#define ID_MAX 32 /* of a questionnaire, as the schema has it */

/* Sibling element of the same name before or behind, or NULL. */
static xmlNode *neighbour(const xmlNode *node, bool before)
{
	xmlNode *n = before ? node->prev : node->next;

	while (n != NULL && !form_xml_is(n, (const char *)node->name))
		n = before ? n->prev : n->next;
	return n;
}

static void swap(xmlNode *node, xmlNode *with, bool before)
{
	xmlUnlinkNode(node);
	if (before)
		xmlAddPrevSibling(with, node);
	else
		xmlAddNextSibling(with, node);
}

/* --- the head --- */

enum err form_edit_head_put(struct form_edit *e, const struct form_edit_head *h)
{
	form_edit_set_attr(e->root, "origin", h->origin);
	form_edit_set_attr(e->root, "minutes", h->minutes);
	form_edit_set_attr(e->root, "serves", h->serves);
	form_edit_set_text(e->root, "title", h->title);
	form_edit_set_text(e->root, "heading", h->heading);
	form_edit_set_text(e->root, "notice", h->notice);
	form_edit_set_text(e->root, "anonymity", h->anonymity);
	form_edit_set_text(e->root, "thanks", h->thanks);
	return ERR_OK;
}

bool form_edit_is_id(const char *id)
{
	size_t n = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

	return n > 0 && n <= ID_MAX && id[n] == '\0' && id[0] != '-' &&
	       id[n - 1] != '-' && strstr(id, "--") == NULL;
}

enum err form_edit_identity_put(
    struct form_edit *e, const char *id, enum form_audience audience, const char *title)
{
	if (!form_edit_is_id(id) || *title == '\0')
		return ERR_INVALID;
	form_edit_set_attr(e->root, "id", id);
	form_edit_set_attr(
	    e->root, "audience", audience == FORM_INTERNAL ? "internal" : "external");
	form_edit_set_attr(e->root, "origin", "proposed");
	/* Translations would be those of another title. */
	form_edit_discard_all(e->root, "title");
	form_edit_set_text(e->root, "title", title);
	return ERR_OK;
}

/* --- conditions --- */

static void write_whens(xmlNode *holder, const struct form_edit_whens *w)
{
	xmlNode *show = form_xml_child(holder, "show-if"), *when;
	size_t i;

	if (show != NULL)
		form_edit_discard(show);
	if (w->n == 0)
		return;
	show = form_edit_add(holder, "show-if");
	for (i = 0; i < w->n; i++) {
		when = form_edit_add(show, "when");
		form_edit_set_attr(when, "items", w->v[i].items);
		form_edit_set_attr(when, "codes", w->v[i].codes);
	}
}

/* --- rows --- */

static xmlNode *row_of(const xmlNode *parent, const char *id)
{
	xmlNode *n, *part;

	for (n = form_xml_child(parent, "row"); n != NULL; n = form_xml_next(n)) {
		if (form_xml_attr_equal(n, "id", id))
			return n;
		part = row_of(n, id);
		if (part != NULL)
			return part;
	}
	return NULL;
}

static void write_number(xmlNode *node, const char *id, const char *number)
{
	if (strcmp(id, number) == 0)
		form_edit_set_attr(node, "number", "");
	else
		xmlSetProp(node, (const xmlChar *)"number", (const xmlChar *)number);
}

static void write_row(struct form_edit *e, xmlNode *node, const struct form_edit_row *r)
{
	form_edit_rename(e, r->was, r->id);
	form_edit_set_attr(node, "id", r->id);
	write_number(node, r->id, r->number);
	form_edit_set_attr(node, "serves", r->serves);
	form_edit_set_attr(node, "dimension", r->dimension);
	form_edit_set_attr(node, "blocks", r->blocks);
	form_edit_set_attr(node, "rating-min", r->rating_min);
	form_edit_set_attr(node, "rating-max", r->rating_max);
	form_edit_set_attr(node, "block", r->block);
	form_edit_set_attr(node, "counts", r->excluded ? "no" : "");
	form_edit_set_text(node, "text", r->text);
	write_whens(node, &r->show_if);
}

/* Rows by their old ids, out of the tree; parts before the rows they stand in. */
static void take_rows(
    xmlNode *question, const struct form_edit_question *q, xmlNode **nodes)
{
	xmlNode *n;
	size_t i;

	for (i = 0; i < q->n_rows; i++)
		if (*q->rows[i].was != '\0')
			nodes[i] = row_of(question, q->rows[i].was);
	for (i = 0; i < q->n_rows; i++)
		if (nodes[i] != NULL)
			xmlUnlinkNode(nodes[i]);
	while ((n = form_xml_child(question, "row")) != NULL)
		form_edit_discard(n);
	/* What is left inside a row kept was not named any more. */
	for (i = 0; i < q->n_rows; i++)
		while (nodes[i] && (n = form_xml_child(nodes[i], "row")) != NULL)
			form_edit_discard(n);
}

static bool is_named_twice(const struct form_edit_question *q, size_t row)
{
	size_t i;

	for (i = 0; i < row; i++)
		if (strcmp(q->rows[i].was, q->rows[row].was) == 0)
			return true;
	return false;
}

static enum err check_rows(const struct form_edit_question *q)
{
	size_t i;

	for (i = 0; i < q->n_rows; i++)
		if (*q->rows[i].was != '\0' && is_named_twice(q, i))
			return ERR_INVALID;
	return ERR_OK;
}

static void write_rows(
    struct form_edit *e, xmlNode *question, const struct form_edit_question *q)
{
	xmlNode **nodes = ARENA_ARRAY(e->arena, q->n_rows, xmlNode *), *above = NULL;
	xmlNode *parent;
	size_t i;

	take_rows(question, q, nodes);
	for (i = 0; i < q->n_rows; i++) {
		parent = q->rows[i].part && above != NULL ? above : question;
		if (nodes[i] != NULL)
			form_edit_place(parent, nodes[i]);
		else
			nodes[i] = form_edit_add(parent, "row");
		write_row(e, nodes[i], &q->rows[i]);
		if (parent == question)
			above = nodes[i];
	}
}

/* --- questions --- */

static void write_column(
    xmlNode *question, const char *name, const struct form_edit_column *c)
{
	xmlNode *node = form_xml_child(question, name);

	if (*c->heading == '\0' && *c->min_label == '\0' && *c->max_label == '\0') {
		if (node != NULL)
			form_edit_discard(node);
		return;
	}
	node = form_edit_need(question, name);
	form_edit_set_text(node, "heading", c->heading);
	form_edit_set_text(node, "min-label", c->min_label);
	form_edit_set_text(node, "max-label", c->max_label);
}

static void write_scale(xmlNode *question, const struct form_edit_question *q)
{
	xmlNode *scale = form_xml_child(question, "scale");

	if (*q->min == '\0' && *q->max == '\0') {
		if (scale != NULL)
			form_edit_discard(scale);
		return;
	}
	scale = form_edit_need(question, "scale");
	form_edit_set_attr(scale, "min", q->min);
	form_edit_set_attr(scale, "max", q->max);
	form_edit_set_text(scale, "min-label", q->rating.min_label);
	form_edit_set_text(scale, "max-label", q->rating.max_label);
}

static void write_marks(xmlNode *question, const struct form_edit_question *q)
{
	static const struct form_edit_column none = {"", "", ""};
	bool csi = strcmp(q->type, "csi") == 0;

	write_scale(question, q);
	write_column(question, "rating", csi ? &q->rating : &none);
	write_column(question, "importance", csi ? &q->weight : &none);
	form_edit_set_text(question, "result", csi ? q->result : "");
}

static void write_list(xmlNode *question, const struct form_edit_question *q)
{
	xmlNode *list = form_xml_child(question, "list");

	if (*q->list == '\0') {
		if (list != NULL)
			form_edit_discard(list);
		return;
	}
	list = form_edit_need(question, "list");
	/* Entries written into the file are those of the list it named. */
	if (!form_xml_attr_equal(list, "name", q->list))
		form_edit_discard_all(list, "entry");
	form_edit_set_attr(list, "name", q->list);
	form_edit_set_yes(list, "optional", q->list_optional);
	form_edit_set_text(list, "other", q->list_other);
}

static void write_question(
    struct form_edit *e, xmlNode *node, const struct form_edit_question *q)
{
	form_edit_set_attr(node, "id", q->id);
	form_edit_set_attr(node, "type", q->type);
	write_number(node, q->id, q->number);
	form_edit_set_yes(node, "required", q->required);
	form_edit_set_attr(node, "feeds", q->feeds);
	form_edit_set_yes(node, "overall", q->overall);
	form_edit_set_attr(node, "dimension", q->dimension);
	form_edit_set_attr(node, "origin", q->origin);
	form_edit_set_attr(node, "options", q->options_set);
	form_edit_set_attr(node, "max-answers", q->max_answers);
	form_edit_set_attr(node, "block", q->block);
	form_edit_set_attr(node, "serves", q->serves);
	form_edit_set_text(node, "text", q->text);
	form_edit_set_text(node, "hint", q->hint);
	form_edit_set_text(node, "text-heading", q->text_heading);
	write_marks(node, q);
	write_list(node, q);
	form_edit_put_options(e->arena, node, q->options, q->n_options);
	write_rows(e, node, q);
	write_whens(node, &q->show_if);
}

enum err form_edit_question_put(
    struct form_edit *e, const char *id, const struct form_edit_question *q)
{
	xmlNode *node = form_edit_seek(e, "question", id);
	enum err err = check_rows(q);

	if (node == NULL)
		return ERR_NOT_FOUND;
	if (err != ERR_OK || *q->id == '\0' || form_edit_is_taken(e, q->id, node))
		return ERR_INVALID;
	form_edit_rename(e, id, q->id);
	write_question(e, node, q);
	return ERR_OK;
}

/* What a new question of the agency answers to, until somebody says better. */
static void set_serves(struct form_edit *e, xmlNode *node)
{
	const char *list = form_xml_attr(e->arena, e->root, "serves");
	const char *first = form_xml_word(e->arena, &list);

	form_edit_set_attr(node, "serves", first ? first : "");
}

enum err form_edit_question_add(struct form_edit *e, const char *section,
    const char *after, const char *type, long used, const char **id_r)
{
	xmlNode *parent = form_edit_seek(e, "section", section), *behind, *node;
	const char *id = form_edit_free_id(e, "n", used);

	if (parent == NULL)
		return ERR_NOT_FOUND;
	behind = *after != '\0' ? form_edit_seek(e, "question", after) : NULL;
	if (*after != '\0' && (behind == NULL || behind->parent != parent))
		return ERR_NOT_FOUND;
	node = form_edit_add(parent, "question");
	if (behind != NULL)
		swap(node, behind, false);
	form_edit_set_attr(node, "id", id);
	form_edit_set_attr(node, "type", type);
	write_number(node, id, "");
	form_edit_set_attr(node, "origin", "proposed");
	set_serves(e, node);
	*id_r = id;
	return ERR_OK;
}

enum err form_edit_question_move(struct form_edit *e, const char *id, bool up)
{
	xmlNode *node = form_edit_seek(e, "question", id), *with;

	if (node == NULL)
		return ERR_NOT_FOUND;
	with = neighbour(node, up);
	if (with != NULL) {
		swap(node, with, up);
		return ERR_OK;
	}
	with = neighbour(node->parent, up);
	if (with == NULL)
		return ERR_OK;
	if (!up && form_xml_child(with, "question") != NULL)
		swap(node, form_xml_child(with, "question"), true);
	else
		form_edit_place(with, node);
	return ERR_OK;
}

enum err form_edit_question_to(struct form_edit *e, const char *id, const char *section)
{
	xmlNode *node = form_edit_seek(e, "question", id);
	xmlNode *parent = form_edit_seek(e, "section", section);

	if (node == NULL || parent == NULL)
		return ERR_NOT_FOUND;
	if (node->parent != parent)
		form_edit_place(parent, node);
	return ERR_OK;
}

enum err form_edit_question_remove(struct form_edit *e, const char *id)
{
	xmlNode *node = form_edit_seek(e, "question", id);

	if (node == NULL)
		return ERR_NOT_FOUND;
	form_edit_discard(node);
	return ERR_OK;
}

/* --- sections --- */

enum err form_edit_section_add(
    struct form_edit *e, const char *after, const char *title, const char **id_r)
{
	xmlNode *behind = form_edit_seek(e, "section", after), *node, *first;
	const char *id = form_edit_free_id(e, "s", 0);

	if (*after != '\0' && behind == NULL)
		return ERR_NOT_FOUND;
	first = form_xml_child(e->root, "section");
	node = form_edit_add(e->root, "section");
	if (behind != NULL)
		swap(node, behind, false);
	else if (first != NULL)
		swap(node, first, true);
	form_edit_set_attr(node, "id", id);
	form_edit_set_text(node, "title", title);
	*id_r = id;
	return ERR_OK;
}

enum err form_edit_section_put(
    struct form_edit *e, const char *id, const struct form_edit_section *s)
{
	xmlNode *node = form_edit_seek(e, "section", id);
	const xmlNode *same = form_edit_seek(e, "section", s->id);

	if (node == NULL)
		return ERR_NOT_FOUND;
	if (*s->id == '\0' || (same != NULL && same != node))
		return ERR_INVALID;
	form_edit_set_attr(node, "id", s->id);
	form_edit_set_text(node, "title", s->title);
	form_edit_set_text(node, "intro", s->intro);
	return ERR_OK;
}

enum err form_edit_section_move(struct form_edit *e, const char *id, bool up)
{
	xmlNode *node = form_edit_seek(e, "section", id), *with;

	if (node == NULL)
		return ERR_NOT_FOUND;
	with = neighbour(node, up);
	if (with != NULL)
		swap(node, with, up);
	return ERR_OK;
}

enum err form_edit_section_remove(struct form_edit *e, const char *id)
{
	xmlNode *node = form_edit_seek(e, "section", id);

	if (node == NULL)
		return ERR_NOT_FOUND;
	form_edit_discard(node);
	return ERR_OK;
}
