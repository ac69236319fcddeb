/*
 * What a grammar cannot say about a questionnaire: ids and codes are unique,
 * each type of question holds its own parts and no other, jumps look ahead,
 * figures that answers feed have what their formulas need.
 */
#include "form/draft-private.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

enum part {
	PART_OPTION = 1 << 0,
	PART_ROW = 1 << 1,
	PART_SCALE = 1 << 2,
	PART_LIST = 1 << 3,
	PART_HEADING = 1 << 4,
	PART_RATING = 1 << 5
};

static const struct {
	enum part part;
	const char *element;
} parts[] = {
    {PART_OPTION, "option"},
    {PART_ROW, "row"},
    {PART_SCALE, "scale"},
    {PART_LIST, "list"},
    {PART_HEADING, "text-heading"},
    {PART_RATING, "rating"},
};

/* Parts of each type, by enum form_type; no other is allowed. */
static const unsigned needs[] = {
    [FORM_SINGLE] = PART_OPTION,
    [FORM_MULTI] = PART_OPTION,
    [FORM_MATRIX] = PART_OPTION | PART_ROW,
    [FORM_MATRIX_TEXT] = PART_OPTION | PART_ROW | PART_HEADING,
    [FORM_CSI] = PART_RATING | PART_ROW,
    [FORM_SCALE] = PART_SCALE,
    [FORM_REF] = PART_LIST,
    [FORM_TEXT] = 0,
};

/* Suffixes of control names: an id must not end like one. */
static const char *const suffixes[] = {".rating", ".importance", ".other", ".none"};

/* One question under judgement. */
struct subject {
	const struct form_draft *d;
	const struct form_question *q;
	const xmlNode *node;
	size_t index;
};

static void no_such_ending(
    const struct form_draft *d, const xmlNode *node, const char *id)
{
	size_t n = strlen(id), i, m;

	for (i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		m = strlen(suffixes[i]);
		if (n >= m && strcmp(id + n - m, suffixes[i]) == 0)
			form_fault_add(d->faults, xmlGetLineNo(node),
			    _("The id %s ends in %s, which names a control; expected "
			      "another id"),
			    id, suffixes[i]);
	}
	if (strcmp(id, "end") == 0)
		form_fault_add(d->faults, xmlGetLineNo(node),
		    _("The id end means the end of the questionnaire; expected another "
		      "id"));
}

/* An element with an id, for finding those that are given twice. */
struct named {
	const char *id;
	const xmlNode *node;
};

static void unique(const struct form_draft *d, const struct named *v, size_t n)
{
	size_t i, j;

	for (i = 0; i < n; i++)
		for (j = 0; j < i; j++)
			if (*v[i].id && strcmp(v[i].id, v[j].id) == 0) {
				form_fault_add(d->faults, xmlGetLineNo(v[i].node),
				    _("The id %s is used in line %ld already; expected "
				      "another id"),
				    v[i].id, xmlGetLineNo(v[j].node));
				break;
			}
}

/* Questions, rows and printed rows share one space of ids: conditions and
   control names use them all. */
static void check_ids(const struct form_draft *d)
{
	const struct form *f = d->form;
	struct named *v =
	    ARENA_ARRAY(f->arena, f->n_questions + 2 * f->n_items, struct named);
	const struct form_item *it;
	size_t i, n = 0;

	for (i = 0; i < f->n_questions; i++)
		v[n++] = (struct named){f->questions[i].id, d->question_nodes[i]};
	for (i = 0; i < f->n_items; i++) {
		it = &f->items[i];
		if (d->item_nodes[i] == d->question_nodes[it->question])
			continue;
		if (it->composite &&
		    (n == 0 || v[n - 1].node->parent != d->item_nodes[i]->parent))
			v[n++] = (struct named){it->composite, d->item_nodes[i]->parent};
		v[n++] = (struct named){it->id, d->item_nodes[i]};
	}
	unique(d, v, n);
	for (i = 0; i < n; i++)
		no_such_ending(d, v[i].node, v[i].id);
}

/* Ids of the root's children of one name. */
static void check_shared_ids(const struct form_draft *d, const char *name)
{
	size_t n = form_xml_count(d->root, name), i = 0;
	struct named *v = ARENA_ARRAY(d->form->arena, n, struct named);
	const xmlNode *node;

	for (node = form_xml_child(d->root, name); node;
	     node = form_xml_next(node), i++) {
		v[i].id = form_xml_attr(d->form->arena, node, "id");
		v[i].id = v[i].id ? v[i].id : "";
		v[i].node = node;
	}
	unique(d, v, n);
}

/* Codes of options or ids of entries below one element. */
static void check_codes(const struct form_draft *d, const xmlNode *parent,
    const char *element, const char *attr, size_t max)
{
	size_t n = form_xml_count(parent, element), i = 0;
	struct named *v;
	const xmlNode *o;

	if (n > max) {
		form_fault_add(d->faults, xmlGetLineNo(parent),
		    _("There are %zu <%s> elements; expected at most %zu"), n, element,
		    max);
		return;
	}
	v = ARENA_ARRAY(d->form->arena, n, struct named);
	for (o = form_xml_child(parent, element); o; o = form_xml_next(o), i++) {
		v[i].id = form_xml_attr(d->form->arena, o, attr);
		v[i].id = v[i].id ? v[i].id : "";
		v[i].node = o;
	}
	unique(d, v, n);
}

static void check_parts(const struct subject *s)
{
	bool shared = form_xml_attr(s->d->form->arena, s->node, "options") != NULL;
	unsigned need = needs[s->q->type];
	bool there;
	size_t i;

	for (i = 0; i < sizeof parts / sizeof *parts; i++) {
		there = form_xml_child(s->node, parts[i].element) != NULL;
		if (parts[i].part == PART_OPTION && shared)
			there = true;
		if (there && !(need & parts[i].part))
			form_fault_add(s->d->faults, xmlGetLineNo(s->node),
			    _("Question %s holds <%s>; expected none for its type"),
			    s->q->id, parts[i].element);
		if (!there && (need & parts[i].part))
			form_fault_add(s->d->faults, xmlGetLineNo(s->node),
			    _("Question %s has no <%s>; expected it for its type"),
			    s->q->id, parts[i].element);
	}
	if (shared && form_xml_child(s->node, "option") != NULL)
		form_fault_add(s->d->faults, xmlGetLineNo(s->node),
		    _("Question %s names a set of options and holds its own; expected "
		      "one of the two"),
		    s->q->id);
}

static void check_option_count(const struct subject *s)
{
	const xmlNode *from = form_draft_options(s->d, s->index);
	size_t n = s->q->n_options;
	size_t least = s->q->type == FORM_MATRIX_TEXT ? 1 : 2;
	size_t most = s->q->type == FORM_MATRIX_TEXT ? 1 : FORM_OPTIONS_MAX;

	if (!(needs[s->q->type] & PART_OPTION))
		return;
	if (from == NULL) {
		form_fault_add(s->d->faults, xmlGetLineNo(s->node),
		    _("Question %s names a set of options that is not there; expected "
		      "the id of an <options> element"),
		    s->q->id);
		return;
	}
	if (n > 0 && (n < least || n > most))
		form_fault_add(s->d->faults, xmlGetLineNo(s->node),
		    _("Question %s has %zu options; expected %zu to %zu"), s->q->id, n,
		    least, most);
	if (from == s->node)
		check_codes(s->d, from, "option", "code", FORM_OPTIONS_MAX);
}

/* A jump goes on with a later question, or to the end. */
static void check_jump(const struct subject *s, const struct form_option *o, long line)
{
	size_t target;

	if (o->jump == NULL)
		return;
	if (s->q->type != FORM_SINGLE) {
		form_fault_add(s->d->faults, line,
		    _("Option %s of question %s jumps; expected jumps in questions of "
		      "type single only"),
		    o->code, s->q->id);
		return;
	}
	if (strcmp(o->jump, "end") == 0)
		return;
	target = form_question_find(s->d->form, o->jump);
	if (target == SIZE_MAX || target <= s->index)
		form_fault_add(s->d->faults, line,
		    _("Option %s of question %s jumps to %s; expected a later question "
		      "or end"),
		    o->code, s->q->id, o->jump);
}

static void check_option(const struct subject *s, const struct form_option *o,
    const xmlNode *node, size_t *others)
{
	bool sat = s->q->feeds & FORM_FEED_SAT;
	long line = xmlGetLineNo(node);

	if (o->exclusive && s->q->type != FORM_MULTI)
		form_fault_add(s->d->faults, line,
		    _("Option %s of question %s is exclusive; expected that in questions "
		      "of type multi only"),
		    o->code, s->q->id);
	if (o->other && s->q->type != FORM_SINGLE && s->q->type != FORM_MULTI)
		form_fault_add(s->d->faults, line,
		    _("Option %s of question %s opens a text field; expected that in "
		      "questions of type single or multi only"),
		    o->code, s->q->id);
	if (o->other && ++*others > 1)
		form_fault_add(s->d->faults, line,
		    _("Option %s of question %s opens a second text field; expected one"),
		    o->code, s->q->id);
	if (sat && !xmlHasProp(node, (const xmlChar *)"side"))
		form_fault_add(s->d->faults, line,
		    _("Option %s of question %s has no side; expected one, as the "
		      "question feeds SAT"),
		    o->code, s->q->id);
	check_jump(s, o, line);
}

static void check_options(const struct subject *s)
{
	const xmlNode *from = form_draft_options(s->d, s->index), *o;
	size_t i = 0, others = 0;

	if (!(needs[s->q->type] & PART_OPTION) || from == NULL)
		return;
	o = form_xml_child(from, "option");
	for (; o != NULL && i < s->q->n_options; o = form_xml_next(o), i++)
		check_option(s, &s->q->options[i], o, &others);
}

static void check_multi(const struct subject *s)
{
	size_t n = s->q->max_answers;

	if (!xmlHasProp(s->node, (const xmlChar *)"max-answers"))
		return;
	if (s->q->type != FORM_MULTI || n < 2 || n >= s->q->n_options)
		form_fault_add(s->d->faults, xmlGetLineNo(s->node),
		    _("Question %s limits its answers; expected a question of type multi "
		      "and a number from 2 to below the number of its options"),
		    s->q->id);
}

static void check_scale(const struct subject *s)
{
	const struct form_question *q = s->q;
	const xmlNode *scale = form_xml_child(s->node, "scale");
	long line = xmlGetLineNo(scale ? scale : s->node);

	if (q->type == FORM_SCALE && scale &&
	    (q->min >= q->max || q->max - q->min >= FORM_OPTIONS_MAX))
		form_fault_add(s->d->faults, line,
		    _("The scale of question %s goes from %d to %d; expected a lower "
		      "mark first and at most %d marks"),
		    q->id, q->min, q->max, FORM_OPTIONS_MAX);
	if ((q->feeds & FORM_FEED_NPS) &&
	    (q->type != FORM_SCALE || q->min < 0 || q->min > 1 || q->max != 10))
		form_fault_add(s->d->faults, line,
		    _("Question %s feeds NPS; expected a scale from 0 or 1 to 10"),
		    q->id);
	if ((q->feeds & FORM_FEED_CES) &&
	    (q->type != FORM_SCALE || q->min != 1 || q->max != 10))
		form_fault_add(s->d->faults, line,
		    _("Question %s feeds CES; expected a scale from 1 to 10"), q->id);
}

static void check_feeds(const struct subject *s)
{
	const struct form_question *q = s->q;
	long line = xmlGetLineNo(s->node);
	bool sat = q->feeds & FORM_FEED_SAT;

	if ((q->feeds & FORM_FEED_CSI) && q->type != FORM_CSI)
		form_fault_add(s->d->faults, line,
		    _("Question %s feeds CSI; expected a question of type csi"), q->id);
	if (sat && q->type != FORM_SINGLE && q->type != FORM_MATRIX)
		form_fault_add(s->d->faults, line,
		    _("Question %s feeds SAT; expected a question of type single or "
		      "matrix"),
		    q->id);
	if (!sat && (q->overall || q->dimension))
		form_fault_add(s->d->faults, line,
		    _("Question %s is the overall one or has a dimension; expected it to "
		      "feed SAT"),
		    q->id);
}

static void check_list(const struct subject *s)
{
	const xmlNode *list = form_xml_child(s->node, "list");
	const char *name;

	if (s->q->type != FORM_REF || list == NULL)
		return;
	check_codes(s->d, list, "entry", "id", FORM_LIST_MAX);
	name = form_xml_attr(s->d->form->arena, list, "name");
	if (s->q->n_options > 0 && !s->q->options[0].other)
		return;
	form_fault_add(s->d->faults, xmlGetLineNo(list),
	    _("The list %s has no entries; expected entries in the file or a list of "
	      "that name in the procedure"),
	    name ? name : "");
}

/* Attributes of rows that only marks need. */
static void check_rows(const struct subject *s)
{
	static const char *const own[] = {"blocks", "counts", "rating-min"};
	const struct form *f = s->d->form;
	size_t i, j;
	const xmlNode *row;

	for (i = s->q->item; i < s->q->item + s->q->items; i++) {
		row = s->d->item_nodes[i];
		if (row == s->node || s->q->type == FORM_CSI)
			continue;
		for (j = 0; j < sizeof own / sizeof *own; j++)
			if (xmlHasProp(row, (const xmlChar *)own[j]))
				form_fault_add(s->d->faults, xmlGetLineNo(row),
				    _("Row %s has the attribute %s; expected it in "
				      "questions of type csi only"),
				    f->items[i].id, own[j]);
		if (f->items[i].composite)
			form_fault_add(s->d->faults, xmlGetLineNo(row),
			    _("Row %s stands in another row; expected that in questions "
			      "of type csi only"),
			    f->items[i].id);
	}
}

/* A part that names a block names one that is declared. */
static void check_blocks(const struct form_draft *d, const xmlNode *node)
{
	const xmlNode *n, *b;
	const char *id;

	for (n = node->children; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		check_blocks(d, n);
		id = form_xml_attr(d->form->arena, n, "block");
		if (id == NULL)
			continue;
		for (b = form_xml_child(d->root, "block"); b; b = form_xml_next(b))
			if (form_xml_attr_equal(b, "id", id))
				break;
		if (b == NULL)
			form_fault_add(d->faults, xmlGetLineNo(n),
			    _("The block %s is not declared; expected the id of a "
			      "<block> element"),
			    id);
	}
}

static void check_placeholders(const struct form_draft *d)
{
	static const char *const filled[] = {"notice", "anonymity", "thanks"};
	struct arena *a = d->form->arena;
	const xmlNode *node;
	const char *unknown;
	size_t i;

	for (i = 0; i < sizeof filled / sizeof *filled; i++) {
		node = form_xml_child(d->root, filled[i]);
		unknown = form_fill_unknown(a, form_xml_text(a, node));
		if (node != NULL && unknown != NULL)
			form_fault_add(d->faults, xmlGetLineNo(node),
			    _("The placeholder %s is unknown; expected {орган}, "
			      "{органа}, {органе}, {анкета} or {минут}"),
			    unknown);
	}
}

/* Of the public a day would be told: whose answer came when. */
static void check_opening(const struct form_draft *d)
{
	if (d->form->daily && d->form->audience != FORM_INTERNAL)
		form_fault_add(d->faults, xmlGetLineNo(d->root),
		    _("opening=\"daily\" is for messages of internal clients; expected "
		      "audience=\"internal\""));
	for (size_t i = 0; d->form->daily && i < d->form->n_questions; i++)
		if (needs[d->questions[i].type] & PART_ROW)
			form_fault_add(d->faults, xmlGetLineNo(d->question_nodes[i]),
			    _("Question %s has rows; expected questions without them "
			      "where opening=\"daily\""),
			    d->questions[i].id);
}

static void check_question(const struct form_draft *d, size_t index)
{
	struct subject s = {d, &d->questions[index], d->question_nodes[index], index};

	if (!d->typed[index]) {
		form_fault_add(d->faults, xmlGetLineNo(s.node),
		    _("The type of question %s is unknown; expected single, multi, "
		      "matrix, matrix-text, csi, scale, ref or text"),
		    s.q->id);
		return;
	}
	check_parts(&s);
	check_option_count(&s);
	check_options(&s);
	check_multi(&s);
	check_scale(&s);
	check_feeds(&s);
	check_list(&s);
	check_rows(&s);
}

static void check_overall(const struct form_draft *d)
{
	size_t i, n = 0;

	for (i = 0; i < d->form->n_questions; i++)
		if (d->questions[i].overall && ++n > 1)
			form_fault_add(d->faults, xmlGetLineNo(d->question_nodes[i]),
			    _("Question %s is a second overall one; expected one in a "
			      "questionnaire"),
			    d->questions[i].id);
}

void form_rules_check(const struct form_draft *d)
{
	const xmlNode *set;
	size_t i;

	check_ids(d);
	check_shared_ids(d, "section");
	check_shared_ids(d, "options");
	check_shared_ids(d, "block");
	for (set = form_xml_child(d->root, "options"); set; set = form_xml_next(set))
		check_codes(d, set, "option", "code", FORM_OPTIONS_MAX);
	for (i = 0; i < d->form->n_questions; i++)
		check_question(d, i);
	check_overall(d);
	check_blocks(d, d->root);
	check_placeholders(d);
	check_opening(d);
	if (d->form->n_questions == 0)
		form_fault_add(d->faults, xmlGetLineNo(d->root),
		    _("There is no question to answer; expected at least one"));
}
