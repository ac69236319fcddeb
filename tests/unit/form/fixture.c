#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

int fixture_setup(void **state)
{
	struct arena *a = arena_new();
	struct fixture *t = ARENA_NEW(a, struct fixture);

	t->arena = a;
	if (form_loader_new(TEST_FORMS, &t->loader) != ERR_OK)
		return -1;
	*state = t;
	return 0;
}

int fixture_teardown(void **state)
{
	struct fixture *t = *state;
	struct arena *a = t->arena;

	form_loader_free(&t->loader);
	arena_free(&a);
	return 0;
}

const char *fixture_file(struct fixture *t, const char *path, size_t *len_r)
{
	const char *full =
	    *path == '/' ? path : arena_printf(t->arena, "%s/%s", TEST_FORMS, path);
	FILE *f = fopen(full, "r");
	struct buf b = {0};
	char chunk[4096];
	const char *text;
	size_t n;

	if (f == NULL)
		fail_msg("%s: cannot be opened", full);
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_add(&b, chunk, n);
	fclose(f);
	text = arena_strndup(t->arena, buf_str(&b), b.len);
	*len_r = b.len;
	buf_free(&b);
	return text;
}

struct procedure *fixture_procedure(struct fixture *t, const char *name)
{
	struct procedure *p = NULL;
	const struct form_fault *faults = NULL;
	size_t len, n = 0;
	const char *xml =
	    fixture_file(t, arena_printf(t->arena, "%s/procedure.xml", name), &len);

	if (procedure_load(t->loader, t->arena, xml, len, &p, &faults, &n) != ERR_OK)
		fail_msg("%s:%d: %s", name, faults[0].line, faults[0].text);
	return p;
}

struct form *fixture_form(struct fixture *t, const char *procedure, const char *file)
{
	struct procedure *p = fixture_procedure(t, procedure);
	const struct form_fault *faults = NULL;
	struct form *f = NULL;
	size_t len, n = 0;
	const char *xml =
	    fixture_file(t, arena_printf(t->arena, "%s/%s", procedure, file), &len);

	if (form_load(t->loader, t->arena, xml, len, p, &f, &faults, &n) != ERR_OK)
		fail_msg("%s:%d: %s", file, faults[0].line, faults[0].text);
	procedure_free(&p);
	return f;
}

const char *fixture_xml(struct fixture *t, const char *body)
{
	return arena_printf(t->arena,
	    "<questionnaire xmlns='urn:otklik:questionnaire:1' id='T-1' "
	    "audience='external' origin='proposed' minutes='5' serves='NE-15-1'>"
	    "<title>Т</title><notice>Н</notice><anonymity>А</anonymity>"
	    "<thanks>С</thanks>\n%s</questionnaire>",
	    body);
}

const char *fixture_section(struct fixture *t, const char *questions)
{
	return fixture_xml(
	    t, arena_printf(t->arena, "<section id='s'>%s</section>", questions));
}

enum err fixture_try(struct fixture *t, const char *xml, struct form **f_r)
{
	t->faults = NULL;
	t->n_faults = 0;
	return form_load(
	    t->loader, t->arena, xml, strlen(xml), NULL, f_r, &t->faults, &t->n_faults);
}

struct form *fixture_load(struct fixture *t, const char *xml)
{
	struct form *f = NULL;

	if (fixture_try(t, xml, &f) != ERR_OK)
		fail_msg("line %d: %s", t->faults[0].line, t->faults[0].text);
	return f;
}

bool fixture_has_fault(const struct fixture *t, int line, const char *words)
{
	size_t i;

	for (i = 0; i < t->n_faults; i++)
		if (t->faults[i].line == line && strstr(t->faults[i].text, words))
			return true;
	return false;
}

const char *fixture_source(void *ctx, const char *name, size_t nth)
{
	const struct fixture_control *c;

	for (c = ctx; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0 && nth-- == 0)
			return c->value;
	return NULL;
}

struct form_answers *fixture_read(struct fixture *t, const struct form *f,
    const struct fixture_control *controls, const struct form_problem_at **problems_r,
    size_t *n_r)
{
	struct form_answers *ans = form_answers_new(t->arena, f);

	form_read(
	    ans, SIZE_MAX, fixture_source, (void *)(uintptr_t)controls, problems_r, n_r);
	return ans;
}

struct form_answers *fixture_answers(
    struct fixture *t, const struct form *f, const struct fixture_control *controls)
{
	const struct form_problem_at *problems;
	size_t n;
	struct form_answers *ans = fixture_read(t, f, controls, &problems, &n);

	assert_int_equal(n, 0);
	return ans;
}
