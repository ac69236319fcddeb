#include "form/draft-private.h"

#include <string.h>

#include "base/text.h"

static const struct {
	const char *name;
	enum form_type type;
} types[] = {
    {"single", FORM_SINGLE},
    {"multi", FORM_MULTI},
    {"matrix", FORM_MATRIX},
    {"matrix-text", FORM_MATRIX_TEXT},
    {"csi", FORM_CSI},
    {"scale", FORM_SCALE},
    {"ref", FORM_REF},
    {"text", FORM_TEXT},
};

static const struct {
	const char *name;
	enum form_feed feed;
} feeds[] = {
    {"CSI", FORM_FEED_CSI},
    {"SAT", FORM_FEED_SAT},
    {"NPS", FORM_FEED_NPS},
    {"CES", FORM_FEED_CES},
    {"REASON", FORM_FEED_REASON},
    {"TOPIC", FORM_FEED_TOPIC},
    {"CHANNEL", FORM_FEED_CHANNEL},
    {"PAIN", FORM_FEED_PAIN},
    {"NEED", FORM_FEED_NEED},
    {"PROPOSAL", FORM_FEED_PROPOSAL},
    {"EFFECT", FORM_FEED_EFFECT},
    {"PROFILE", FORM_FEED_PROFILE},
    {"PRIORITY", FORM_FEED_PRIORITY},
};

static const struct {
	const char *name;
	enum form_side side;
} sides[] = {
    {"satisfied", FORM_SIDE_SATISFIED},
    {"dissatisfied", FORM_SIDE_DISSATISFIED},
    {"outside", FORM_SIDE_OUTSIDE},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum form_type form_type_named(const char *word, bool *known_r)
{
	size_t i;

	for (i = 0; i < COUNT(types); i++)
		if (text_equal(word, types[i].name))
			break;
	*known_r = i < COUNT(types);
	return *known_r ? types[i].type : FORM_TEXT;
}

static unsigned feeds_named(struct arena *a, const char *list)
{
	const char *word;
	unsigned set = 0;
	size_t i;

	while ((word = form_xml_word(a, &list)) != NULL)
		for (i = 0; i < COUNT(feeds); i++)
			if (strcmp(word, feeds[i].name) == 0)
				set |= feeds[i].feed;
	return set;
}

static enum form_side side_named(const char *word)
{
	size_t i;

	for (i = 0; i < COUNT(sides); i++)
		if (text_equal(word, sides[i].name))
			return sides[i].side;
	return FORM_SIDE_NONE;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* Child of the root of that name with the id. */
static const xmlNode *shared(const struct form_draft *d, const char *name, const char *id)
{
	const xmlNode *n;

	for (n = form_xml_child(d->root, name); n != NULL; n = form_xml_next(n))
		if (form_xml_attr_equal(n, "id", id))
			return n;
	return NULL;
}

bool form_list_offers(const struct procedure_entry *e, enum form_audience audience)
{
	return audience == FORM_INTERNAL ? e->internal : e->external;
}

/* The list of the procedure that a <list> names, or NULL. */
static const struct procedure_list *named_list(
    const struct form_draft *d, const xmlNode *list)
{
	if (d->proc == NULL)
		return NULL;
	return procedure_list(
	    d->proc, or_empty(form_xml_attr(d->form->arena, list, "name")));
}

/* The agency keeps no list for a question that asks for one of its entries. */
static bool lacks_list(const struct form_draft *d, const xmlNode *question)
{
	const xmlNode *list = form_xml_child(question, "list");
	const struct procedure_list *pl;
	size_t i;

	if (list == NULL || !form_xml_yes(list, "optional", false) ||
	    form_xml_child(list, "entry") != NULL)
		return false;
	pl = named_list(d, list);
	for (i = 0; pl != NULL && i < pl->n; i++)
		if (form_list_offers(&pl->v[i], d->form->audience))
			return false;
	return true;
}

bool form_draft_is_off(const struct form_draft *d, const xmlNode *node)
{
	const char *id = form_xml_attr(d->form->arena, node, "block");
	const xmlNode *block;

	if (lacks_list(d, node))
		return true;
	if (d->whole || id == NULL)
		return false;
	block = shared(d, "block", id);
	return block != NULL && !form_xml_yes(block, "enabled", true);
}

const xmlNode *form_draft_options(const struct form_draft *d, size_t question)
{
	const xmlNode *node = d->question_nodes[question];
	const char *set = form_xml_attr(d->form->arena, node, "options");

	return set ? shared(d, "options", set) : node;
}

static void read_options(struct form_draft *d, size_t question)
{
	struct form_question *q = &d->questions[question];
	struct arena *a = d->form->arena;
	const xmlNode *from = form_draft_options(d, question), *n;
	struct form_option *o;

	if (from == NULL)
		return;
	o = ARENA_ARRAY(a, form_xml_count(from, "option"), struct form_option);
	q->options = o;
	for (n = form_xml_child(from, "option"); n != NULL; n = form_xml_next(n), o++) {
		o->code = or_empty(form_xml_attr(a, n, "code"));
		o->text = form_xml_text(a, n);
		o->side = side_named(form_xml_attr(a, n, "side"));
		o->exclusive = form_xml_yes(n, "exclusive", false);
		o->other = form_xml_yes(n, "other", false);
		o->jump = form_xml_attr(a, n, "jump");
		q->n_options++;
	}
}

/* In the language of the texts; what is not translated as it is. */
static void copy_entry(
    const struct form_draft *d, const struct procedure_entry *e, struct form_option *o)
{
	const struct procedure_translation *t =
	    d->language ? procedure_translation(e, d->language) : NULL;
	const char *group = t && t->group ? t->group : e->group;
	struct arena *a = d->form->arena;

	o->text = arena_strdup(a, t ? t->text : e->text);
	o->group = group ? arena_strdup(a, group) : NULL;
}

static size_t procedure_entries(
    const struct form_draft *d, const struct procedure_list *pl, struct form_option *o)
{
	struct arena *a = d->form->arena;
	const struct procedure_entry *e;
	size_t i, n = 0;

	for (i = 0; pl != NULL && i < pl->n; i++) {
		e = &pl->v[i];
		if (!form_list_offers(e, d->form->audience))
			continue;
		o[n].code = arena_strdup(a, e->id);
		copy_entry(d, e, &o[n++]);
	}
	return n;
}

/* Entries the file holds itself win over those of the procedure (frozen). */
static size_t list_entries(
    const struct form_draft *d, const xmlNode *list, struct form_option *o)
{
	struct arena *a = d->form->arena;
	const xmlNode *n;
	size_t i = 0;

	for (n = form_xml_child(list, "entry"); n != NULL; n = form_xml_next(n), i++) {
		o[i].code = or_empty(form_xml_attr(a, n, "id"));
		o[i].text = form_xml_text(a, n);
		o[i].group = form_xml_attr(a, n, "group");
	}
	return i > 0 ? i : procedure_entries(d, named_list(d, list), o);
}

static void read_list(struct form_draft *d, struct form_question *q, const xmlNode *list)
{
	struct arena *a = d->form->arena;
	const char *other = form_xml_child_text(a, list, "other");
	const struct procedure_list *pl = named_list(d, list);
	struct form_option *o = ARENA_ARRAY(
	    a, form_xml_count(list, "entry") + (pl ? pl->n : 0) + 1, struct form_option);

	q->options = o;
	q->n_options = list_entries(d, list, o);
	if (other != NULL) {
		o[q->n_options].code = "other";
		o[q->n_options].text = other;
		o[q->n_options].other = true;
		q->n_options++;
	}
}

static void read_columns(struct arena *a, struct form_question *q, const xmlNode *node)
{
	const xmlNode *rating = form_xml_child(node, "rating");
	const xmlNode *weight = form_xml_child(node, "importance");

	q->rating_heading = form_xml_child_text(a, rating, "heading");
	q->min_label = form_xml_child_text(a, rating, "min-label");
	q->max_label = form_xml_child_text(a, rating, "max-label");
	q->weight_heading = form_xml_child_text(a, weight, "heading");
	q->weight_min_label = form_xml_child_text(a, weight, "min-label");
	q->weight_max_label = form_xml_child_text(a, weight, "max-label");
	q->result_heading = form_xml_child_text(a, node, "result");
}

static void read_scale(struct arena *a, struct form_question *q, const xmlNode *node)
{
	const xmlNode *scale = form_xml_child(node, "scale");

	if (scale == NULL)
		return;
	q->min = form_xml_int(scale, "min", 1);
	q->max = form_xml_int(scale, "max", 10);
	q->min_label = form_xml_child_text(a, scale, "min-label");
	q->max_label = form_xml_child_text(a, scale, "max-label");
}

static struct form_item *add_item(
    struct form_draft *d, size_t question, const xmlNode *node)
{
	struct form_item *it = &d->items[d->form->n_items];

	d->item_nodes[d->form->n_items++] = node;
	it->question = question;
	it->blocks = "";
	it->number = "";
	it->serves = "";
	it->counts = true;
	it->dimension = d->questions[question].dimension;
	d->questions[question].items++;
	return it;
}

/* Attributes of a row; those of the printed row above hold for its parts. */
static void read_row_attributes(struct arena *a, struct form_item *it, const xmlNode *row)
{
	const char *s;

	if ((s = form_xml_attr(a, row, "blocks")) != NULL)
		it->blocks = s;
	if ((s = form_xml_attr(a, row, "dimension")) != NULL)
		it->dimension = s;
	if ((s = form_xml_attr(a, row, "serves")) != NULL)
		it->serves = s;
	if ((s = form_xml_attr(a, row, "rating-min")) != NULL)
		it->rating_min = s;
	if ((s = form_xml_attr(a, row, "rating-max")) != NULL)
		it->rating_max = s;
	it->counts = it->counts && form_xml_yes(row, "counts", true);
}

static void read_row(
    struct form_draft *d, size_t question, const xmlNode *row, const xmlNode *above)
{
	struct arena *a = d->form->arena;
	struct form_item *it = add_item(d, question, row);
	const char *number = form_xml_attr(a, row, "number");

	if (above != NULL) {
		read_row_attributes(a, it, above);
		it->composite = or_empty(form_xml_attr(a, above, "id"));
		it->composite_text = or_empty(form_xml_child_text(a, above, "text"));
	}
	read_row_attributes(a, it, row);
	it->id = or_empty(form_xml_attr(a, row, "id"));
	it->number = number ? number : it->id;
	it->text = or_empty(form_xml_child_text(a, row, "text"));
}

static void read_rows(struct form_draft *d, size_t question, const xmlNode *node)
{
	const xmlNode *row, *part;

	for (row = form_xml_child(node, "row"); row != NULL; row = form_xml_next(row)) {
		if (form_draft_is_off(d, row))
			continue;
		part = form_xml_child(row, "row");
		if (part == NULL)
			read_row(d, question, row, NULL);
		for (; part != NULL; part = form_xml_next(part))
			if (!form_draft_is_off(d, part))
				read_row(d, question, part, row);
	}
}

static bool has_rows(enum form_type type)
{
	return type == FORM_MATRIX || type == FORM_MATRIX_TEXT || type == FORM_CSI;
}

static void read_question_words(
    struct arena *a, struct form_question *q, const xmlNode *node)
{
	const char *number = form_xml_attr(a, node, "number");

	q->id = or_empty(form_xml_attr(a, node, "id"));
	q->number = number ? number : q->id;
	q->text = or_empty(form_xml_child_text(a, node, "text"));
	q->hint = form_xml_child_text(a, node, "hint");
	q->dimension = form_xml_attr(a, node, "dimension");
	q->serves = or_empty(form_xml_attr(a, node, "serves"));
	q->text_heading = form_xml_child_text(a, node, "text-heading");
}

static void read_question(struct form_draft *d, size_t section, const xmlNode *node)
{
	struct form *f = d->form;
	size_t index = f->n_questions++;
	struct form_question *q = &d->questions[index];
	const char *origin = form_xml_attr(f->arena, node, "origin");

	d->question_nodes[index] = node;
	q->type =
	    form_type_named(form_xml_attr(f->arena, node, "type"), &d->typed[index]);
	read_question_words(f->arena, q, node);
	q->required = form_xml_yes(node, "required", false);
	q->proposed = origin ? strcmp(origin, "proposed") == 0 : f->proposed;
	q->feeds = feeds_named(f->arena, form_xml_attr(f->arena, node, "feeds"));
	q->overall = form_xml_yes(node, "overall", false);
	q->max_answers = (size_t)form_xml_int(node, "max-answers", 0);
	q->section = section;
	q->item = f->n_items;
	if (q->type == FORM_REF && form_xml_child(node, "list") != NULL)
		read_list(d, q, form_xml_child(node, "list"));
	else
		read_options(d, index);
	if (q->type == FORM_CSI)
		read_columns(f->arena, q, node);
	else
		read_scale(f->arena, q, node);
	if (has_rows(q->type))
		read_rows(d, index, node);
	else
		add_item(d, index, node)->id = q->id;
	/* All its rows are switched off: so is the question. */
	if (q->items == 0 && !d->whole) {
		memset(q, 0, sizeof *q);
		f->n_questions--;
	}
}

static void read_section(struct form_draft *d, const xmlNode *node)
{
	struct form *f = d->form;
	struct form_section *s = &d->sections[f->n_sections];
	const xmlNode *q;

	s->question = f->n_questions;
	for (q = form_xml_child(node, "question"); q != NULL; q = form_xml_next(q))
		if (!form_draft_is_off(d, q))
			read_question(d, f->n_sections, q);
	s->questions = f->n_questions - s->question;
	if (s->questions == 0)
		return;
	s->id = or_empty(form_xml_attr(f->arena, node, "id"));
	s->title = form_xml_child_text(f->arena, node, "title");
	s->intro = form_xml_child_text(f->arena, node, "intro");
	f->n_sections++;
}

/* Upper bounds: every row counts, printed ones with parts too. */
static void make_arrays(struct form_draft *d)
{
	struct form *f = d->form;
	size_t sections = form_xml_count(d->root, "section");
	size_t questions = form_xml_count_all(d->root, "question");
	size_t items = questions + form_xml_count_all(d->root, "row");

	d->sections = ARENA_ARRAY(f->arena, sections + 1, struct form_section);
	d->questions = ARENA_ARRAY(f->arena, questions + 1, struct form_question);
	d->items = ARENA_ARRAY(f->arena, items + 1, struct form_item);
	d->question_nodes = ARENA_ARRAY(f->arena, questions + 1, const xmlNode *);
	d->item_nodes = ARENA_ARRAY(f->arena, items + 1, const xmlNode *);
	d->typed = ARENA_ARRAY(f->arena, questions + 1, bool);
	f->sections = d->sections;
	f->questions = d->questions;
	f->items = d->items;
}

static void read_head(struct form_draft *d)
{
	struct form *f = d->form;
	struct arena *a = f->arena;

	f->id = or_empty(form_xml_attr(a, d->root, "id"));
	f->audience = text_equal(form_xml_attr(a, d->root, "audience"), "internal")
			  ? FORM_INTERNAL
			  : FORM_EXTERNAL;
	f->proposed = text_equal(form_xml_attr(a, d->root, "origin"), "proposed");
	f->daily = text_equal(form_xml_attr(a, d->root, "opening"), "daily");
	f->minutes = form_xml_int(d->root, "minutes", 0);
	f->serves = or_empty(form_xml_attr(a, d->root, "serves"));
	f->title = or_empty(form_xml_child_text(a, d->root, "title"));
	f->heading = form_xml_child_text(a, d->root, "heading");
	f->notice = or_empty(form_xml_child_text(a, d->root, "notice"));
	f->anonymity = or_empty(form_xml_child_text(a, d->root, "anonymity"));
	f->thanks = or_empty(form_xml_child_text(a, d->root, "thanks"));
	f->notice = form_fill(a, f->notice, f, d->proc);
	f->anonymity = form_fill(a, f->anonymity, f, d->proc);
	f->thanks = form_fill(a, f->thanks, f, d->proc);
}

void form_draft_read(struct form_draft *d)
{
	struct arena *a = arena_new();
	const xmlNode *s;

	d->form = ARENA_NEW(a, struct form);
	d->form->arena = a;
	make_arrays(d);
	read_head(d);
	for (s = form_xml_child(d->root, "section"); s != NULL; s = form_xml_next(s))
		read_section(d, s);
}
