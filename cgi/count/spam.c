/*
 * What looks like spam: decided from what is in the ballots alone.  Nothing is known
 * of where they came from.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "count.h"

/* "http://www.a.ru" is one address, and so is "www.a.ru". */
static size_t count_addresses(const char *s)
{
	size_t n = 0;

	for (const char *p = s; *p != '\0'; p++) {
		if (strncasecmp(p, "http://", 7) == 0 ||
		    strncasecmp(p, "https://", 8) == 0)
			n++;
		else if (strncasecmp(p, "www.", 4) == 0 && (p == s || p[-1] != '/'))
			n++;
	}
	return n;
}

static size_t addresses_of(const struct opened *o)
{
	size_t n = 0;

	for (size_t i = 0; i < o->form->n_items; i++)
		if (o->answers->v[i].text != NULL)
			n += count_addresses(o->answers->v[i].text);
	return n;
}

/* A text and whose it is. */
struct said {
	const char *text;
	struct opened *by;
};

static int by_text(const void *a, const void *b)
{
	const struct said *x = a, *y = b;
	int c = strcmp(x->text, y->text);

	return c != 0 ? c : (x->by > y->by) - (x->by < y->by);
}

static struct said *long_texts(struct arena *a, struct opened *v, size_t n, size_t *n_r)
{
	struct said *all;
	size_t most = 0;

	for (size_t i = 0; i < n; i++)
		most += v[i].form->n_items;
	all = ARENA_ARRAY(a, most, struct said);
	*n_r = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < v[i].form->n_items; j++) {
			const char *text = v[i].answers->v[j].text;

			if (text != NULL && text_chars(text) >= DB_SPAM_CHARS)
				all[(*n_r)++] = (struct said){text, &v[i]};
		}
	return all;
}

/* Marks the ballots of a run of one text, if so many have it. */
static void judge_run(const struct said *run, size_t n)
{
	size_t ballots = 0;

	for (size_t i = 0; i < n; i++)
		ballots += i == 0 || run[i].by != run[i - 1].by;
	for (size_t i = 0; i < n && ballots >= DB_SPAM_LEAST_SAME; i++)
		if (run[i].by->spam == 0)
			run[i].by->spam = DB_SPAM_SAME;
}

static void judge_same(struct arena *a, struct opened *v, size_t n)
{
	size_t n_said, end;
	struct said *said = long_texts(a, v, n, &n_said);

	qsort(said, n_said, sizeof(*said), by_text);
	for (size_t start = 0; start < n_said; start = end) {
		for (end = start + 1; end < n_said; end++)
			if (strcmp(said[start].text, said[end].text) != 0)
				break;
		judge_run(said + start, end - start);
	}
}

void count_spam(struct arena *a, struct opened *v, size_t n, unsigned rules)
{
	for (size_t i = 0; i < n; i++) {
		v[i].spam = 0;
		if (rules & DB_SPAM_TRAP && v[i].trapped)
			v[i].spam = DB_SPAM_TRAP;
		else if (rules & DB_SPAM_LINKS &&
			 addresses_of(&v[i]) >= DB_SPAM_LEAST_LINKS)
			v[i].spam = DB_SPAM_LINKS;
	}
	if (rules & DB_SPAM_SAME)
		judge_same(a, v, n);
}
