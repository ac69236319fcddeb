#include "mail/address.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LOCAL_MAX 64    /* RFC 5321, 4.5.3.1.1 */
#define ADDRESS_MAX 254 /* 4.5.3.1.3: a path of 256 with its brackets */
#define LABEL_MAX 63    /* RFC 1035, 2.3.4 */

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
#define ATEXT LETTERS DIGITS "!#$%&'*+-/=?^_`{|}~"
#define CELL_ENDS ";,\t"

/* Runs of the allowed characters with single dots between them. */
static bool is_dotted(const char *s, size_t n, const char *allowed, size_t longest)
{
	size_t run = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.' ? run == 0 : strchr(allowed, s[i]) == NULL)
			return false;
		run = s[i] == '.' ? 0 : run + 1;
		if (run > longest)
			return false;
	}
	return run > 0;
}

/* No label begins or ends with a hyphen; the last one is no number (an address). */
static bool is_domain(const char *s)
{
	const char *dot = strrchr(s, '.');

	if (dot == NULL || !is_dotted(s, strlen(s), LETTERS DIGITS "-", LABEL_MAX))
		return false;
	if (*s == '-' || strstr(s, ".-") != NULL || strstr(s, "-.") != NULL)
		return false;
	return s[strlen(s) - 1] != '-' && strchr(LETTERS, dot[1]) != NULL;
}

bool mail_is_address(const char *s)
{
	const char *at = strchr(s, '@');

	return at != NULL && strlen(s) <= ADDRESS_MAX &&
	       is_dotted(s, (size_t)(at - s), ATEXT, LOCAL_MAX) &&
	       (size_t)(at - s) <= LOCAL_MAX && is_domain(at + 1);
}

struct reader {
	struct arena *a;
	struct mail_list list;
	struct mail_fault *faults;
};

static void add_fault(
    struct reader *r, size_t line, const char *text, enum mail_fault_kind kind)
{
	r->faults[r->list.n_faults++] = (struct mail_fault){line, text, kind};
}

/* Without white space and quotation marks at both ends. */
static char *trim(char *s)
{
	size_t n;

	s += strspn(s, " \"'");
	n = strlen(s);
	while (n > 0 && strchr(" \"'", s[n - 1]) != NULL)
		s[--n] = '\0';
	return s;
}

/* What stands in angle brackets, if the cell ends with such. */
static char *unbracket(char *cell)
{
	char *open = strrchr(cell, '<');
	size_t n = strlen(cell);

	if (open == NULL || cell[n - 1] != '>')
		return cell;
	cell[n - 1] = '\0';
	return trim(open + 1);
}

/* A name of columns stands in a first line of several cells. */
static bool is_heading(const struct reader *r, size_t line, const char *text)
{
	return line == 1 && r->list.n == 0 && strpbrk(text, CELL_ENDS) != NULL;
}

static void read_line(struct reader *r, size_t line, const char *text)
{
	char *rest = arena_strdup(r->a, text), *cell, *found = NULL;
	size_t n = 0;

	while ((cell = strsep(&rest, CELL_ENDS)) != NULL)
		for (const char *at = cell; (at = strchr(at, '@')) != NULL; at++) {
			found = cell;
			n++;
		}
	if (n == 0 && is_heading(r, line, text)) {
		r->list.heading = true;
	} else if (n != 1) {
		add_fault(
		    r, line, text, n == 0 ? MAIL_FAULT_NONE_IN_LINE : MAIL_FAULT_SEVERAL);
	} else {
		found = unbracket(trim(found));
		if (mail_is_address(found))
			r->list.v[r->list.n++] = found;
		else
			add_fault(r, line, text, MAIL_FAULT_ADDRESS);
	}
}

static int by_address(const void *a, const void *b)
{
	const char *const *x = *(const char *const *const *)a;
	const char *const *y = *(const char *const *const *)b;
	int c = strcasecmp(*x, *y);

	return c != 0 ? c : (x > y) - (x < y);
}

/* Drops what stands in an earlier line already, whatever the case of letters. */
static void drop_twice(struct reader *r)
{
	size_t n = r->list.n, kept = 0;
	const char ***sorted = ARENA_ARRAY(r->a, n, const char **);

	for (size_t i = 0; i < n; i++)
		sorted[i] = &r->list.v[i];
	qsort(sorted, n, sizeof(*sorted), by_address);
	/* From the last one back: an entry set to NULL is not compared any more. */
	for (size_t i = n; i-- > 1;)
		if (strcasecmp(*sorted[i], *sorted[i - 1]) == 0)
			*sorted[i] = NULL;
	for (size_t i = 0; i < n; i++)
		if (r->list.v[i] != NULL)
			r->list.v[kept++] = r->list.v[i];
	r->list.n = kept;
	r->list.twice = n - kept;
}

static size_t count_lines(const char *text)
{
	size_t n = 1;

	while ((text = strpbrk(text, "\r\n")) != NULL) {
		text++;
		n++;
	}
	return n;
}

void mail_list_read(struct arena *a, const char *text, struct mail_list *list_r)
{
	struct reader r = {.a = a};
	size_t lines = count_lines(text), line = 0;
	char *rest = arena_strdup(a, text), *s;

	r.list.v = ARENA_ARRAY(a, lines, const char *);
	r.faults = ARENA_ARRAY(a, lines, struct mail_fault);
	if (strncmp(rest, "\xEF\xBB\xBF", 3) == 0)
		rest += 3;
	while (rest != NULL) {
		size_t n = strcspn(rest, "\r\n");
		bool crlf = rest[n] == '\r' && rest[n + 1] == '\n';

		s = rest;
		rest = s[n] == '\0' ? NULL : s + n + 1 + crlf;
		s[n] = '\0';
		line++;
		if (*trim(arena_strdup(a, s)) != '\0')
			read_line(&r, line, s);
	}
	drop_twice(&r);
	r.list.faults = r.faults;
	*list_r = r.list;
}
