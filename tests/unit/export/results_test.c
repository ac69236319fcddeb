#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../stat/sample.h"
#include "export/results.h"

static void some(struct form_answer *v, size_t i)
{
	v[SAMPLE_SINGLE].choice = (uint16_t)(1 + i % 3);
	sample_csi(&v[SAMPLE_CSI_1], 9, 8);
}

static void write_book(struct arena *a, bool hidden, struct buf *out)
{
	struct stat_table *t = stat_tabulate(a, sample_form(), sample_tally(a, 9, some));
	const struct export_fact facts[] = {{"Campaign", "=1+1", 0}, {"k", NULL, 5}};

	t->hidden = hidden;
	assert_int_equal(export_results_xlsx(a,
			     &(struct export_results){.facts = facts,
				 .n_facts = 2,
				 .table = t,
				 .csi = stat_csi(a, t),
				 .satisfaction = stat_satisfaction(a, t)},
			     out),
	    ERR_OK);
}

/* The names of the parts stand in the archive as they are. */
static bool has_sheet(const struct buf *b, int number)
{
	struct arena *a = arena_new();
	const char *name = arena_printf(a, "xl/worksheets/sheet%d.xml", number);
	bool found = memmem(b->data, b->len, name, strlen(name)) != NULL;

	arena_free(&a);
	return found;
}

static void a_sheet_a_question_and_the_summary(void **state)
{
	struct arena *a = arena_new();
	struct buf out = {0};
	int questions = (int)sample_form()->n_questions;

	(void)state;
	write_book(a, false, &out);
	assert_memory_equal(out.data, "PK", 2);
	assert_true(has_sheet(&out, questions + 2)); /* the summary, all figures */
	assert_false(has_sheet(&out, questions + 3));
	buf_free(&out);
	arena_free(&a);
}

static void a_hidden_table_has_the_summary_alone(void **state)
{
	struct arena *a = arena_new();
	struct buf out = {0};

	(void)state;
	write_book(a, true, &out);
	assert_true(has_sheet(&out, 1));
	assert_false(has_sheet(&out, 2));
	buf_free(&out);
	arena_free(&a);
}

static void nothing_stays_behind(void **state)
{
	char folder[] = "/tmp/otklik-test.XXXXXX";
	struct arena *a = arena_new();
	struct buf out = {0};

	(void)state;
	assert_non_null(mkdtemp(folder));
	setenv("TMPDIR", folder, 1);
	write_book(a, false, &out);
	unsetenv("TMPDIR");
	assert_int_equal(rmdir(folder), 0); /* only an empty folder can be removed */
	buf_free(&out);
	arena_free(&a);
}

static void without_a_folder_it_fails(void **state)
{
	struct arena *a = arena_new();
	struct stat_table *t = stat_tabulate(a, sample_form(), sample_tally(a, 0, some));
	struct buf out = {0};

	(void)state;
	setenv("TMPDIR", "/nonexistent", 1);
	assert_int_equal(export_results_xlsx(a,
			     &(struct export_results){.table = t,
				 .csi = stat_csi(a, t),
				 .satisfaction = stat_satisfaction(a, t)},
			     &out),
	    ERR_IO);
	unsetenv("TMPDIR");
	assert_int_equal(out.len, 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_sheet_a_question_and_the_summary),
	    cmocka_unit_test(a_hidden_table_has_the_summary_alone),
	    cmocka_unit_test(nothing_stays_behind),
	    cmocka_unit_test(without_a_folder_it_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
