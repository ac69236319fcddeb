#include <assert.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/calendar.h"

#define DAYS_OF_YEAR 366

enum { BY_WEEKDAY = 0, DAY_OFF, DAY_ON };

struct year {
	int year;
	uint8_t day[DAYS_OF_YEAR];
};

struct calendar {
	struct year *v;
	size_t n;
};

/* Where calendar_load() says what is wrong; see calendar.h for its life. */
static _Thread_local char fault[256];

/* Days since the epoch from a civil date: Howard Hinnant's days_from_civil. */
day_t day_from_date(int year, int month, int mday)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + mday - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

void day_to_date(day_t d, int *year_r, int *month_r, int *mday_r)
{
	int z = d + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	int month = mp < 10 ? mp + 3 : mp - 9;

	*mday_r = doy - (153 * mp + 2) / 5 + 1;
	*month_r = month;
	*year_r = yoe + era * 400 + (month <= 2);
}

static bool digits(const char *s, int n, int *v_r)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		v = v * 10 + (s[i] - '0');
	}
	*v_r = v;
	return true;
}

/* The ten characters of a date at s, whatever follows. */
static bool parse_date(const char *s, day_t *d_r)
{
	int year, month, mday, y, m, d;
	day_t day;

	if (!digits(s, 4, &year) || s[4] != '-' || !digits(s + 5, 2, &month) ||
	    s[7] != '-' || !digits(s + 8, 2, &mday))
		return false;
	if (year < 1 || month < 1 || month > 12 || mday < 1 || mday > 31)
		return false;
	day = day_from_date(year, month, mday);
	day_to_date(day, &y, &m, &d);
	if (y != year || m != month || d != mday)
		return false; /* 31 November */
	*d_r = day;
	return true;
}

enum err day_parse(const char *s, day_t *d_r)
{
	if (strlen(s) != 10 || !parse_date(s, d_r))
		return ERR_INVALID;
	return ERR_OK;
}

char *day_iso(struct arena *a, day_t d)
{
	int year, month, mday;

	day_to_date(d, &year, &month, &mday);
	return arena_printf(a, "%04d-%02d-%02d", year, month, mday);
}

char *day_russian(struct arena *a, day_t d)
{
	int year, month, mday;

	day_to_date(d, &year, &month, &mday);
	return arena_printf(a, "%02d.%02d.%04d", mday, month, year);
}

day_t day_today(int utc_offset)
{
	int64_t now = (int64_t)time(NULL) + (int64_t)utc_offset * 60;

	return (day_t)((now >= 0 ? now : now - 86399) / 86400);
}

static struct year *find_year(const struct calendar *c, int year)
{
	for (size_t i = 0; c != NULL && i < c->n; i++)
		if (c->v[i].year == year)
			return &c->v[i];
	return NULL;
}

static char *trim(char *s)
{
	size_t n;

	s += strspn(s, " \t\r\n");
	n = strlen(s);
	while (n > 0 && strchr(" \t\r\n", s[n - 1]) != NULL)
		s[--n] = '\0';
	return s;
}

/* One line of a calendar file; false if it is none. */
static bool read_line(char *line, struct year *y)
{
	int year, month, mday;
	char *s, *word;
	day_t d;

	line[strcspn(line, "#")] = '\0';
	s = trim(line);
	if (*s == '\0')
		return true;
	if (strlen(s) < 11 || !parse_date(s, &d) || !isblank((unsigned char)s[10]))
		return false;
	day_to_date(d, &year, &month, &mday);
	if (year != y->year)
		return false;
	word = trim(s + 10);
	if (strcmp(word, "off") != 0 && strcmp(word, "on") != 0)
		return false;
	y->day[d - day_from_date(year, 1, 1)] = word[1] == 'f' ? DAY_OFF : DAY_ON;
	return true;
}

static enum err read_year(const char *dir, struct year *y)
{
	char path[4096], line[256];
	enum err e = ERR_OK;
	int number = 0;
	FILE *f;

	if (snprintf(path, sizeof(path), "%s/%04d.txt", dir, y->year) >=
		(int)sizeof(path) ||
	    (f = fopen(path, "re")) == NULL) {
		snprintf(
		    fault, sizeof(fault), "%.150s/%04d.txt cannot be read", dir, y->year);
		return ERR_CONFIG;
	}
	while (e == ERR_OK && fgets(line, sizeof(line), f) != NULL) {
		number++;
		if (!read_line(line, y)) {
			snprintf(fault, sizeof(fault),
			    "%.150s/%04d.txt:%d: expected \"%04d-MM-DD off\" or "
			    "\"%04d-MM-DD on\"",
			    dir, y->year, number, y->year, y->year);
			e = ERR_CONFIG;
		}
	}
	if (e == ERR_OK && ferror(f)) {
		snprintf(
		    fault, sizeof(fault), "%.150s/%04d.txt cannot be read", dir, y->year);
		e = ERR_CONFIG;
	}
	fclose(f);
	return e;
}

static bool is_year_file(const char *name, int *year_r)
{
	return strlen(name) == 8 && digits(name, 4, year_r) && *year_r > 0 &&
	       strcmp(name + 4, ".txt") == 0;
}

static enum err add_year(struct calendar *c, const char *dir, int year)
{
	struct year *v = realloc(c->v, (c->n + 1) * sizeof(*v));

	if (v == NULL)
		abort();
	c->v = v;
	v += c->n++;
	memset(v, 0, sizeof(*v));
	v->year = year;
	return read_year(dir, v);
}

enum err calendar_load(const char *dir, struct calendar **c_r, const char **fault_r)
{
	DIR *d = opendir(dir);
	enum err e = ERR_OK;
	struct calendar *c;
	struct dirent *entry;
	int year;

	if (d == NULL) {
		snprintf(fault, sizeof(fault), "%.200s: %s", dir, strerror(errno));
		*fault_r = fault;
		return ERR_CONFIG;
	}
	c = calloc(1, sizeof(*c));
	if (c == NULL)
		abort();
	while (e == ERR_OK && (entry = readdir(d)) != NULL)
		if (is_year_file(entry->d_name, &year))
			e = add_year(c, dir, year);
	closedir(d);
	if (e == ERR_OK) {
		*c_r = c;
	} else {
		*fault_r = fault;
		calendar_free(&c);
	}
	return e;
}

void calendar_free(struct calendar **c)
{
	if (*c == NULL)
		return;
	free((*c)->v);
	free(*c);
	*c = NULL;
}

/* Labour Code art. 112: the holidays that no year moves. */
static bool is_fixed_holiday(int month, int mday)
{
	static const struct {
		int month, first, last;
	} v[] = {{1, 1, 8}, {2, 23, 23}, {3, 8, 8}, {5, 1, 1}, {5, 9, 9}, {6, 12, 12},
	    {11, 4, 4}};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		if (v[i].month == month && v[i].first <= mday && mday <= v[i].last)
			return true;
	return false;
}

static bool is_weekend(day_t d)
{
	int weekday = ((d % 7) + 7 + 3) % 7; /* 1970-01-01 was a Thursday; Monday = 0 */

	return weekday >= 5;
}

static bool is_working(const struct calendar *c, day_t d, bool *provisional_r)
{
	int year, month, mday;
	const struct year *y;

	day_to_date(d, &year, &month, &mday);
	y = find_year(c, year);
	if (y == NULL) {
		if (provisional_r != NULL)
			*provisional_r = true;
		return !is_weekend(d) && !is_fixed_holiday(month, mday);
	}
	switch (y->day[d - day_from_date(year, 1, 1)]) {
	case DAY_OFF:
		return false;
	case DAY_ON:
		return true;
	default:
		return !is_weekend(d);
	}
}

bool calendar_is_working(const struct calendar *c, day_t d)
{
	return is_working(c, d, NULL);
}

day_t calendar_nth(const struct calendar *c, day_t start, int n, bool *provisional_r)
{
	assert(n >= 1);
	for (day_t d = start;; d++)
		if (is_working(c, d, provisional_r) && --n == 0)
			return d;
}

day_t calendar_after(const struct calendar *c, day_t end, int n, bool *provisional_r)
{
	return calendar_nth(c, end + 1, n + 1, provisional_r);
}
