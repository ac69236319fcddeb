#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>

#include "html/html.h"
#include "page.h"

#define CONTROLS_MAX 5000

static const char *attribute(struct arena *a, const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
	const char *copy = value == NULL ? NULL : arena_strdup(a, (const char *)value);

	xmlFree(value);
	return copy;
}

static const char *content(struct arena *a, const xmlNode *node)
{
	xmlChar *text = xmlNodeGetContent(node);
	const char *copy = arena_strdup(a, (const char *)text);

	xmlFree(text);
	return copy;
}

static void add(struct fixture *t, struct page *p, const xmlNode *node)
{
	struct control *c = &p->controls[p->n++];
	const xmlNode *label = node->parent;
	bool area = strcmp((const char *)node->name, "textarea") == 0;

	assert_true(p->n < CONTROLS_MAX);
	c->tag = arena_strdup(t->arena, (const char *)node->name);
	c->type = attribute(t->arena, node, "type");
	c->name = attribute(t->arena, node, "name");
	c->id = attribute(t->arena, node, "id");
	c->value = area ? content(t->arena, node) : attribute(t->arena, node, "value");
	c->checked = xmlHasProp(node, (const xmlChar *)"checked") != NULL;
	if (strcmp((const char *)label->name, "label") == 0)
		c->label = content(t->arena, label);
	if (c->type == NULL)
		c->type = "";
	if (c->value == NULL)
		c->value = "";
	/* The parser of a browser drops a line feed right behind <textarea>. */
	if (area && *c->value == '\n')
		c->value++;
}

static void walk(struct fixture *t, struct page *p, const xmlNode *node)
{
	for (; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (strcmp((const char *)node->name, "input") == 0 ||
		    strcmp((const char *)node->name, "textarea") == 0)
			add(t, p, node);
		walk(t, p, node->children);
	}
}

struct page *page_render(struct fixture *t, const struct form_answers *answers,
    size_t section, const struct form_problem_at *problems, size_t n_problems)
{
	struct page *p = ARENA_NEW(t->arena, struct page);
	struct render *r = render_new(t->arena, answers, section, problems, n_problems);
	struct buf out = {0};
	struct html *h = html_begin(t->arena, &out);
	htmlDocPtr doc;

	html_open(h, "form", NULL);
	render_summary(r, h);
	render_questions(r, h);
	html_end(h);
	p->html = arena_strdup(t->arena, buf_str(&out));
	p->bytes = out.len;
	p->controls = ARENA_ARRAY(t->arena, CONTROLS_MAX, struct control);
	doc = htmlReadMemory(p->html, (int)p->bytes, NULL, "UTF-8",
	    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	assert_non_null(doc);
	walk(t, p, xmlDocGetRootElement(doc));
	xmlFreeDoc(doc);
	buf_free(&out);
	return p;
}

size_t page_count(const struct page *p, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += strcmp(p->controls[i].name, name) == 0;
	return n;
}

const struct control *page_find(const struct page *p, const char *name, const char *value)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->controls[i].name, name) == 0 &&
		    (value == NULL || strcmp(p->controls[i].value, value) == 0))
			return &p->controls[i];
	return NULL;
}

bool page_has(const struct page *p, const char *markup)
{
	return strstr(p->html, markup) != NULL;
}

static bool is_sent(const struct control *c)
{
	bool box = strcmp(c->type, "radio") == 0 || strcmp(c->type, "checkbox") == 0;

	return !box || c->checked;
}

const char *page_source(void *ctx, const char *name, size_t nth)
{
	const struct page *p = ctx;

	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->controls[i].name, name) == 0 && is_sent(&p->controls[i]) &&
		    nth-- == 0)
			return p->controls[i].value;
	return NULL;
}
