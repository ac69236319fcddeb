#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/calendar.h"

static struct arena *arena;
static struct calendar *calendar;

static int load(void **state)
{
	const char *fault = NULL;

	(void)state;
	arena = arena_new();
	return calendar_load(TEST_CALENDAR_DIR, &calendar, &fault) != ERR_OK;
}

static int unload(void **state)
{
	(void)state;
	arena_free(&arena);
	calendar_free(&calendar);
	return 0;
}

static day_t day(const char *s)
{
	day_t d = DAY_NONE;

	assert_int_equal(day_parse(s, &d), ERR_OK);
	return d;
}

static void every_day_there_and_back(void **state)
{
	int year = 1899, month = 12, mday = 31, y, m, d;

	(void)state;
	for (day_t i = day_from_date(1900, 1, 1); i <= day_from_date(2199, 12, 31); i++) {
		day_to_date(i, &y, &m, &d);
		assert_true((y == year && m == month && d == mday + 1) ||
			    (y == year && m == month + 1 && d == 1) ||
			    (y == year + 1 && month == 12 && m == 1 && d == 1));
		assert_int_equal(day_from_date(y, m, d), i);
		year = y;
		month = m;
		mday = d;
	}
	assert_int_equal(day_from_date(1970, 1, 1), 0);
	assert_int_equal(day_from_date(2000, 3, 1), 11017);
	assert_int_equal(day_from_date(1969, 12, 31), -1);
}

static void written(void **state)
{
	(void)state;
	assert_string_equal(day_iso(arena, day("2026-11-22")), "2026-11-22");
	assert_string_equal(day_russian(arena, day("2026-11-22")), "22.11.2026");
	assert_string_equal(day_russian(arena, day("0999-01-02")), "02.01.0999");
}

static void impossible_dates(void **state)
{
	static const char *const bad[] = {"", "2026-02-29", "2026-04-31", "2026-13-01",
	    "2026-00-10", "2026-01-00", "2026-1-1", "2026-01-011", "2026/01/01",
	    " 2026-01-01", "2026-01-01 ", "20a6-01-01", "0000-01-01", "-026-01-01"};
	day_t d = 77;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(day_parse(bad[i], &d), ERR_INVALID);
	assert_int_equal(d, 77);
	assert_int_equal(day_parse("2024-02-29", &d), ERR_OK);
}

static void today_follows_the_offset(void **state)
{
	(void)state;
	assert_in_range(day_today(0), day("2025-01-01"), day("2199-01-01"));
	assert_int_equal(day_today(24 * 60), day_today(0) + 1);
	assert_int_equal(day_today(-24 * 60), day_today(0) - 1);
}

static void days_off_of_2026(void **state)
{
	static const char *const off[] = {"2026-01-01", "2026-01-09", "2026-02-23",
	    "2026-03-08", "2026-03-09", "2026-05-01", "2026-05-09", "2026-05-11",
	    "2026-06-12", "2026-11-04", "2026-12-31", "2026-01-03", "2026-01-04"};
	static const char *const on[] = {"2026-01-12", "2026-02-24", "2026-03-06",
	    "2026-05-08", "2026-05-12", "2026-06-11", "2026-11-03", "2026-12-30"};
	int working = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
		assert_false(calendar_is_working(calendar, day(off[i])));
	for (size_t i = 0; i < sizeof(on) / sizeof(on[0]); i++)
		assert_true(calendar_is_working(calendar, day(on[i])));
	for (day_t d = day("2026-01-01"); d <= day("2026-12-31"); d++)
		working += calendar_is_working(calendar, d);
	assert_int_equal(working, 247); /* the printed norm of 2026 */
}

/* NE-21, NE-22: the table of worked examples. */
static void survey_terms(void **state)
{
	static const struct {
		const char *start;
		int days;
		const char *end, *fifteenth, *publication;
	} v[] = {
	    {"2026-04-20", 10, "2026-05-04", "2026-05-26", "2026-05-27"},
	    {"2026-04-25", 10, "2026-05-12", "2026-06-02", "2026-06-03"},
	    {"2026-06-08", 5, "2026-06-15", "2026-07-06", "2026-07-07"},
	    {"2026-10-26", 10, "2026-11-09", "2026-11-30", "2026-12-01"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		bool provisional = false;
		day_t end =
		    calendar_nth(calendar, day(v[i].start), v[i].days, &provisional);
		day_t next = calendar_nth(calendar, end + 1, 15, &provisional);
		day_t publication = calendar_after(calendar, end, 15, &provisional);

		assert_string_equal(day_iso(arena, end), v[i].end);
		assert_string_equal(day_iso(arena, next), v[i].fifteenth);
		assert_string_equal(day_iso(arena, publication), v[i].publication);
		assert_false(provisional);
	}
}

static void provisional_without_a_file(void **state)
{
	bool provisional = false;
	day_t d = calendar_after(calendar, day("2026-12-18"), 15, &provisional);

	(void)state;
	/* 21-25 and 28-30 December are 8; 1-8 January are off by art. 112, then
	   11-15, 18 and 19 January make 15, the next is the day. */
	assert_string_equal(day_iso(arena, d), "2027-01-20");
	assert_true(provisional);

	provisional = false;
	calendar_nth(calendar, day("2026-12-28"), 3, &provisional);
	assert_false(provisional);
	calendar_nth(calendar, day("2026-12-28"), 4, &provisional);
	assert_true(provisional);
	assert_false(calendar_is_working(calendar, day("2027-11-04")));
	assert_true(calendar_is_working(NULL, day("2026-01-09")));
}

static void put_file(const char *dir, const char *name, const char *text)
{
	char path[200];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void remove_file(const char *dir, const char *name)
{
	char path[200];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	unlink(path);
}

/* A weekend day worked for another one; foreign files are left alone. */
static void a_saturday_made_working(void **state)
{
	char dir[] = "/tmp/otklik-calendar-XXXXXX";
	struct calendar *c = NULL;
	const char *fault = NULL;
	bool provisional = false;

	(void)state;
	assert_non_null(mkdtemp(dir));
	put_file(dir, "2025.txt",
	    "# a comment\n\n2025-11-01 on # for the 3rd\n2025-11-03\toff\n");
	put_file(dir, "README.txt", "2025-11-05 off\n");
	put_file(dir, "2025.txt~", "nonsense\n");
	assert_int_equal(calendar_load(dir, &c, &fault), ERR_OK);
	assert_true(calendar_is_working(c, day("2025-11-01")));
	assert_false(calendar_is_working(c, day("2025-11-03")));
	assert_true(calendar_is_working(c, day("2025-11-05")));
	assert_int_equal(
	    calendar_nth(c, day("2025-11-01"), 2, &provisional), day("2025-11-04"));
	assert_false(provisional);
	calendar_free(&c);
	assert_null(c);
	calendar_free(&c);
	remove_file(dir, "2025.txt");
	remove_file(dir, "2025.txt~");
	remove_file(dir, "README.txt");
	rmdir(dir);
}

static void faults_name_file_and_line(void **state)
{
	static const char *const bad[] = {"2025-02-30 off\n", "2025-01-01\n",
	    "2024-01-01 off\n", "2025-01-01 of\n", "2025-01-01off\n", "1 January off\n",
	    "2025-01-01 off off\n"};
	char dir[] = "/tmp/otklik-calendar-XXXXXX", text[100];
	struct calendar *c = NULL;

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *fault = NULL;

		snprintf(text, sizeof(text), "# first\n%s", bad[i]);
		put_file(dir, "2025.txt", text);
		assert_int_equal(calendar_load(dir, &c, &fault), ERR_CONFIG);
		assert_non_null(strstr(fault, "2025.txt:2: expected"));
		assert_null(c);
	}
	remove_file(dir, "2025.txt");
	rmdir(dir);
	{
		const char *fault = NULL;

		assert_int_equal(calendar_load(dir, &c, &fault), ERR_CONFIG);
		assert_non_null(strstr(fault, dir));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_day_there_and_back),
	    cmocka_unit_test(written),
	    cmocka_unit_test(impossible_dates),
	    cmocka_unit_test(today_follows_the_offset),
	    cmocka_unit_test(days_off_of_2026),
	    cmocka_unit_test(survey_terms),
	    cmocka_unit_test(provisional_without_a_file),
	    cmocka_unit_test(a_saturday_made_working),
	    cmocka_unit_test(faults_name_file_and_line),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
