/* What the tests of lib/form share: files of forms/, small forms, controls. */
#ifndef OTKLIK_TESTS_UNIT_FORM_FIXTURE_H
#define OTKLIK_TESTS_UNIT_FORM_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "form/answer.h"
#include "form/load.h"

struct fixture {
	struct arena *arena;
	struct form_loader *loader;
	const struct form_fault *faults; /* of the last fixture_try() */
	size_t n_faults;
};

/* cmocka's setup and teardown of a test: *state is a struct fixture. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* Contents of a file below forms/ ("nenets/ne-a2.xml"); any path if it starts
   with a slash. */
const char *fixture_file(struct fixture *t, const char *path, size_t *len_r);

/* Procedure and form of forms/; free them.  Faults fail the test. */
struct procedure *fixture_procedure(struct fixture *t, const char *name);
struct form *fixture_form(struct fixture *t, const char *procedure, const char *file);

/*
 * A questionnaire around what stands behind its notices.  The head is one
 * line, so the body starts in line 2.
 */
const char *fixture_xml(struct fixture *t, const char *body);
/* The same around the questions of one section, in line 2. */
const char *fixture_section(struct fixture *t, const char *questions);

/* Loads a text; faults fail the test. */
struct form *fixture_load(struct fixture *t, const char *xml);
/* Loads a text that may be faulty: 0 and *f_r, or the faults in the fixture. */
enum err fixture_try(struct fixture *t, const char *xml, struct form **f_r);
/* Is there a fault in that line that holds these words? */
bool fixture_has_fault(const struct fixture *t, int line, const char *words);

/* Controls of a page as name, value pairs; ends with a NULL name. */
struct fixture_control {
	const char *name, *value;
};
form_source fixture_source;

/* Reads all controls into fresh answers; n_r problems. */
struct form_answers *fixture_read(struct fixture *t, const struct form *f,
    const struct fixture_control *controls, const struct form_problem_at **problems_r,
    size_t *n_r);
/* The same when there must be no problem. */
struct form_answers *fixture_answers(
    struct fixture *t, const struct form *f, const struct fixture_control *controls);

#endif
