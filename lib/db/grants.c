#include "db/grants.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct rights {
	const char **v;
	size_t n;
};

/* Comments, line ends and backticks away: what is left is split at ';'. */
static void flatten(char *s)
{
	char *to = s;

	while (*s != '\0') {
		if (s[0] == '-' && s[1] == '-')
			s += strcspn(s, "\n");
		else if (*s == '`')
			s++;
		else if (isspace((unsigned char)*s) && (to[-1] == ' '))
			s++;
		else
			*to++ = isspace((unsigned char)*s) ? ' ' : *s, s += 1;
	}
	*to = '\0';
}

static char *trim(char *s)
{
	size_t n;

	s += strspn(s, " ");
	n = strlen(s);
	while (n > 0 && s[n - 1] == ' ')
		s[--n] = '\0';
	return s;
}

static void add(struct rights *r, const char *right)
{
	r->v = reallocarray(r->v, r->n + 1, sizeof(*r->v));
	if (r->v == NULL)
		abort();
	r->v[r->n++] = right;
}

/* "UPDATE (a, b)" of an object: a right for each column. */
static void add_privilege(
    struct arena *a, struct rights *r, char *privilege, const char *object)
{
	char *columns = strchr(privilege, '('), *save = NULL;

	if (columns == NULL) {
		add(r, arena_printf(a, "%s ON %s", trim(privilege), object));
		return;
	}
	*columns++ = '\0';
	columns[strcspn(columns, ")")] = '\0';
	for (char *c = strtok_r(columns, ",", &save); c != NULL;
	     c = strtok_r(NULL, ",", &save))
		add(r, arena_printf(a, "%s(%s) ON %s", trim(privilege), trim(c), object));
}

/* "SELECT, UPDATE (a, b)": split at commas outside of parentheses. */
static void add_privileges(
    struct arena *a, struct rights *r, char *list, const char *object)
{
	char *from = list;
	int depth = 0;

	for (char *s = list;; s++) {
		char c = *s;

		depth += (c == '(') - (c == ')');
		if (c != '\0' && (c != ',' || depth > 0))
			continue;
		*s = '\0';
		add_privilege(a, r, from, object);
		if (c == '\0')
			return;
		from = s + 1;
	}
}

/* "agency" and "FUNCTION ticket_fits" get the name of the database. */
static const char *whole_name(struct arena *a, const char *database, char *object)
{
	char *space = strrchr(object, ' ');
	const char *kind = "", *name = object;

	if (space != NULL) {
		*space = '\0';
		kind = arena_printf(a, "%s ", object);
		name = space + 1;
	}
	if (strchr(name, '.') != NULL)
		return arena_printf(a, "%s%s", kind, name);
	return arena_printf(a, "%s%s.%s", kind, database, name);
}

/* One statement: takes it if it grants something to the account. */
static void read_statement(struct arena *a, const char *database, const char *account,
    char *statement, struct rights *r)
{
	const char *to = arena_printf(a, " TO '%s'@'localhost'", account);
	char *on, *end;

	statement = trim(statement);
	on = strstr(statement, " ON ");
	end = strstr(statement, to);
	if (!text_starts(statement, "GRANT ") || on == NULL || end == NULL)
		return;
	*on = '\0';
	*end = '\0';
	add_privileges(
	    a, r, statement + strlen("GRANT "), whole_name(a, database, trim(on + 4)));
}

void db_grants_read(struct arena *a, const char *text, const char *database,
    const char *account, const char ***v_r, size_t *n_r)
{
	/* A space before it, for flatten() to look back at. */
	char *copy = arena_printf(a, " %s", text), *save = NULL;
	struct rights r = {NULL, 0};

	flatten(copy + 1);
	for (char *s = strtok_r(copy, ";", &save); s != NULL;
	     s = strtok_r(NULL, ";", &save))
		read_statement(a, database, account, s, &r);
	*v_r = ARENA_ARRAY(a, r.n + 1, const char *);
	if (r.n > 0)
		memcpy(*v_r, r.v, r.n * sizeof(*r.v));
	*n_r = r.n;
	free(r.v);
}
