/* The parts of a questionnaire under edit as plain strings. */
#include "form/edit-private.h"

#include <string.h>

#include "base/text.h"

static const char *attr(struct form_edit *e, const xmlNode *node, const char *name)
{
	const char *s = node ? form_xml_attr(e->arena, node, name) : NULL;

	return s ? s : "";
}

static const char *child(struct form_edit *e, const xmlNode *node, const char *name)
{
	return form_xml_text(e->arena, form_xml_child(node, name));
}

/* Absent it is the id; present and empty: none is printed. */
static const char *number(struct form_edit *e, const xmlNode *node, const char *id)
{
	const char *s = form_xml_attr(e->arena, node, "number");

	return s ? s : id;
}

static struct form_edit_whens read_whens(struct form_edit *e, const xmlNode *holder)
{
	const xmlNode *show = form_xml_child(holder, "show-if"), *n;
	struct form_edit_whens w = {NULL, 0};

	if (show == NULL)
		return w;
	w.v = ARENA_ARRAY(e->arena, form_xml_count(show, "when"), struct form_edit_when);
	for (n = form_xml_child(show, "when"); n != NULL; n = form_xml_next(n), w.n++) {
		w.v[w.n].items = attr(e, n, "items");
		w.v[w.n].codes = attr(e, n, "codes");
	}
	return w;
}

static struct form_edit_option *read_options(
    struct form_edit *e, const xmlNode *from, size_t *n_r)
{
	struct form_edit_option *v, *o;
	const xmlNode *n;

	o = v = ARENA_ARRAY(
	    e->arena, form_xml_count(from, "option"), struct form_edit_option);
	for (n = form_xml_child(from, "option"); n; n = form_xml_next(n), o++) {
		o->was = o->code = attr(e, n, "code");
		o->text = form_xml_text(e->arena, n);
		o->side = attr(e, n, "side");
		o->jump = attr(e, n, "jump");
		o->exclusive = form_xml_yes(n, "exclusive", false);
		o->other = form_xml_yes(n, "other", false);
	}
	*n_r = (size_t)(o - v);
	return v;
}

static void read_row(
    struct form_edit *e, struct form_edit_row *r, const xmlNode *node, bool part)
{
	r->was = r->id = attr(e, node, "id");
	r->number = number(e, node, r->id);
	r->text = child(e, node, "text");
	r->serves = attr(e, node, "serves");
	r->dimension = attr(e, node, "dimension");
	r->blocks = attr(e, node, "blocks");
	r->rating_min = attr(e, node, "rating-min");
	r->rating_max = attr(e, node, "rating-max");
	r->block = attr(e, node, "block");
	r->excluded = !form_xml_yes(node, "counts", true);
	r->part = part;
	r->show_if = read_whens(e, node);
}

static void read_rows(
    struct form_edit *e, struct form_edit_question *q, const xmlNode *node)
{
	const xmlNode *row, *part;

	q->rows =
	    ARENA_ARRAY(e->arena, form_xml_count_all(node, "row"), struct form_edit_row);
	for (row = form_xml_child(node, "row"); row; row = form_xml_next(row)) {
		read_row(e, &q->rows[q->n_rows++], row, false);
		for (part = form_xml_child(row, "row"); part; part = form_xml_next(part))
			read_row(e, &q->rows[q->n_rows++], part, true);
	}
}

static struct form_edit_column read_column(struct form_edit *e, const xmlNode *node)
{
	return (struct form_edit_column){child(e, node, "heading"),
	    child(e, node, "min-label"), child(e, node, "max-label")};
}

static void read_marks(
    struct form_edit *e, struct form_edit_question *q, const xmlNode *node)
{
	const xmlNode *scale = form_xml_child(node, "scale");

	q->min = attr(e, scale, "min");
	q->max = attr(e, scale, "max");
	q->rating = read_column(e, scale ? scale : form_xml_child(node, "rating"));
	q->weight = read_column(e, form_xml_child(node, "importance"));
	q->result = child(e, node, "result");
}

static void read_list(
    struct form_edit *e, struct form_edit_question *q, const xmlNode *list)
{
	q->list = attr(e, list, "name");
	q->list_other = child(e, list, "other");
	q->list_optional = list && form_xml_yes(list, "optional", false);
	q->list_entries = form_xml_count(list, "entry");
}

static void read_question(
    struct form_edit *e, struct form_edit_question *q, const xmlNode *node)
{
	q->id = attr(e, node, "id");
	q->type = attr(e, node, "type");
	q->number = number(e, node, q->id);
	q->text = child(e, node, "text");
	q->hint = child(e, node, "hint");
	q->serves = attr(e, node, "serves");
	q->feeds = attr(e, node, "feeds");
	q->dimension = attr(e, node, "dimension");
	q->origin = attr(e, node, "origin");
	q->block = attr(e, node, "block");
	q->max_answers = attr(e, node, "max-answers");
	q->options_set = attr(e, node, "options");
	q->required = form_xml_yes(node, "required", false);
	q->overall = form_xml_yes(node, "overall", false);
	q->text_heading = child(e, node, "text-heading");
	read_marks(e, q, node);
	read_list(e, q, form_xml_child(node, "list"));
	q->options = read_options(e, node, &q->n_options);
	read_rows(e, q, node);
	q->show_if = read_whens(e, node);
	q->section = attr(e, node->parent, "id");
}

static void read_section(
    struct form_edit *e, struct form_edit_section *s, const xmlNode *node)
{
	struct form_edit_question *v = ARENA_ARRAY(
	    e->arena, form_xml_count(node, "question"), struct form_edit_question);
	const xmlNode *n;

	s->id = attr(e, node, "id");
	s->title = child(e, node, "title");
	s->intro = child(e, node, "intro");
	s->questions = v;
	for (n = form_xml_child(node, "question"); n != NULL; n = form_xml_next(n))
		read_question(e, &v[s->n_questions++], n);
}

static void read_head(struct form_edit *e, struct form_edit_head *h)
{
	h->id = attr(e, e->root, "id");
	h->audience = attr(e, e->root, "audience");
	h->origin = attr(e, e->root, "origin");
	h->minutes = attr(e, e->root, "minutes");
	h->serves = attr(e, e->root, "serves");
	h->title = child(e, e->root, "title");
	h->heading = child(e, e->root, "heading");
	h->notice = child(e, e->root, "notice");
	h->anonymity = child(e, e->root, "anonymity");
	h->thanks = child(e, e->root, "thanks");
}

static void count_block(const struct form_edit_outline *o, struct form_edit_block *b)
{
	const struct form_edit_question *q;
	size_t i, j, k;

	for (i = 0; i < o->n_sections; i++)
		for (j = 0; j < o->sections[i].n_questions; j++) {
			q = &o->sections[i].questions[j];
			b->questions += strcmp(q->block, b->id) == 0;
			for (k = 0; k < q->n_rows; k++)
				b->rows += strcmp(q->rows[k].block, b->id) == 0;
		}
}

static void read_blocks(struct form_edit *e, struct form_edit_outline *o)
{
	struct form_edit_block *v = ARENA_ARRAY(
	    e->arena, form_xml_count(e->root, "block"), struct form_edit_block);
	const xmlNode *n;

	o->blocks = v;
	for (n = form_xml_child(e->root, "block"); n != NULL; n = form_xml_next(n), v++) {
		v->was = v->id = attr(e, n, "id");
		v->title = attr(e, n, "title");
		v->enabled = form_xml_yes(n, "enabled", true);
		count_block(o, v);
		o->n_blocks++;
	}
}

static void read_sets(struct form_edit *e, struct form_edit_outline *o)
{
	struct form_edit_set *v = ARENA_ARRAY(
	    e->arena, form_xml_count(e->root, "options"), struct form_edit_set);
	const xmlNode *n;
	size_t i, j;

	o->sets = v;
	for (n = form_xml_child(e->root, "options"); n; n = form_xml_next(n), v++) {
		v->id = attr(e, n, "id");
		v->options = read_options(e, n, &v->n_options);
		for (i = 0; i < o->n_sections; i++)
			for (j = 0; j < o->sections[i].n_questions; j++)
				v->users +=
				    strcmp(o->sections[i].questions[j].options_set,
					v->id) == 0;
		o->n_sets++;
	}
}

static void read_languages(struct form_edit *e, struct form_edit_outline *o)
{
	struct form_edit_language *v = ARENA_ARRAY(
	    e->arena, form_xml_count(e->root, "language"), struct form_edit_language);
	const xmlNode *n;

	o->languages = v;
	for (n = form_xml_child(e->root, "language"); n; n = form_xml_next(n), v++) {
		v->code = attr(e, n, "code");
		v->title = attr(e, n, "title");
		v->rtl = form_xml_attr_equal(n, "direction", "rtl");
		o->n_languages++;
	}
}

const struct form_edit_outline *form_edit_outline(struct form_edit *e)
{
	struct form_edit_outline *o = ARENA_NEW(e->arena, struct form_edit_outline);
	struct form_edit_section *v = ARENA_ARRAY(
	    e->arena, form_xml_count(e->root, "section"), struct form_edit_section);
	const xmlNode *n;

	read_head(e, &o->head);
	o->sections = v;
	for (n = form_xml_child(e->root, "section"); n != NULL; n = form_xml_next(n))
		read_section(e, &v[o->n_sections++], n);
	read_blocks(e, o);
	read_sets(e, o);
	read_languages(e, o);
	return o;
}

const struct form_edit_question *form_edit_find(
    const struct form_edit_outline *o, const char *id)
{
	size_t i, j;

	for (i = 0; i < o->n_sections; i++)
		for (j = 0; j < o->sections[i].n_questions; j++)
			if (strcmp(o->sections[i].questions[j].id, id) == 0)
				return &o->sections[i].questions[j];
	return NULL;
}

const struct form_edit_set *form_edit_find_set(
    const struct form_edit_outline *o, const char *id)
{
	size_t i;

	for (i = 0; i < o->n_sets; i++)
		if (strcmp(o->sets[i].id, id) == 0)
			return &o->sets[i];
	return NULL;
}

const struct form_edit_section *form_edit_find_section(
    const struct form_edit_outline *o, const char *id)
{
	size_t i;

	for (i = 0; i < o->n_sections; i++)
		if (strcmp(o->sections[i].id, id) == 0)
			return &o->sections[i];
	return NULL;
}
