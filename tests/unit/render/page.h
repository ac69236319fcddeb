/* A rendered page as a browser sees it: for the tests of lib/render. */
#ifndef OTKLIK_TESTS_UNIT_RENDER_PAGE_H
#define OTKLIK_TESTS_UNIT_RENDER_PAGE_H

#include "../form/fixture.h"
#include "render/render.h"

struct control {
	const char *tag, *type; /* "input", "radio"; "textarea", "" */
	const char *name, *value, *id;
	const char *label; /* words of the label around it, or NULL */
	bool checked;
};

struct page {
	const char *html;
	size_t bytes;
	struct control *controls;
	size_t n;
};

/* The summary and the questions of a section, parsed again by libxml2. */
struct page *page_render(struct fixture *t, const struct form_answers *answers,
    size_t section, const struct form_problem_at *problems, size_t n_problems);

/* Controls of that name; the first one or NULL. */
size_t page_count(const struct page *p, const char *name);
const struct control *page_find(
    const struct page *p, const char *name, const char *value);
bool page_has(const struct page *p, const char *markup);

/* What the page sends as it stands, for form_read(). */
form_source page_source;

#endif
