#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "export/grid.h"

static struct export_grid *sample(struct arena *a)
{
	struct export_grid *g = export_grid_new(a, "Table; one");

	export_grid_column(g, "Name", false);
	export_grid_column(g, "n", true);
	export_grid_column(g, "Low", true);
	export_grid_column(g, "High", true);
	export_grid_text(g, "=1+1");
	export_grid_number(g, -3);
	export_grid_interval(g, stat_interval_share(1, 2));
	export_grid_text(g, "a \"b\"");
	export_grid_row_end(g);
	g->note = "Note";
	return g;
}

static void cells_and_rows(void **state)
{
	struct arena *a = arena_new();
	struct export_grid *g = sample(a);

	(void)state;
	assert_int_equal(export_grid_rows(g), 2);
	assert_int_equal(export_grid_at(g, 0, 1)->number, -3);
	assert_int_equal(export_grid_at(g, 1, 3)->kind, EXPORT_EMPTY);
	export_grid_figure(g, (struct stat_figure){.known = false});
	assert_int_equal(export_grid_at(g, 2, 0)->kind, EXPORT_EMPTY);
	arena_free(&a);
}

/* BOM, ';', decimal comma; formulas are disarmed, quotes doubled. */
static void csv(void **state)
{
	const struct export_fact facts[] = {
	    {.name = "Campaign", .text = "x"}, {.name = "k", .number = 5}};
	struct arena *a = arena_new();
	struct export_grid *g = sample(a);
	struct buf out = {0};

	(void)state;
	export_grids_csv(a,
	    &(struct export_grids){.facts = facts, .n_facts = 2, .v = &g, .n = 1}, &out);
	assert_string_equal(buf_str(&out),
	    "\xEF\xBB\xBF\"Campaign\";\"x\"\r\n\"k\";5\r\n\r\n\"Table; one\"\r\n"
	    "\"Name\";\"n\";\"Low\";\"High\"\r\n\"'=1+1\";-3;9,5;90,5\r\n"
	    "\"a \"\"b\"\"\";;;\r\n\"Note\"\r\n\r\n");
	buf_free(&out);
	arena_free(&a);
}

static void workbook(void **state)
{
	struct arena *a = arena_new();
	struct export_grid *g = sample(a);
	struct buf out = {0};

	(void)state;
	assert_int_equal(
	    export_grids_xlsx(a, &(struct export_grids){.v = &g, .n = 1}, &out), ERR_OK);
	assert_true(out.len > 1000);
	assert_memory_equal(out.data, "PK", 2);
	buf_free(&out);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cells_and_rows),
	    cmocka_unit_test(csv),
	    cmocka_unit_test(workbook),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
