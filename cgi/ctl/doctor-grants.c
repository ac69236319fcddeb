/* Rights of the accounts: exactly those of conf/schema/grants.sql. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "db/doctor.h"
#include "db/install.h"
#include "doctor.h"

#define GRANTS_BYTES_MAX (1u << 20)

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

static struct rights wanted_rights(
    struct doctor *d, const char *text, const char *account)
{
	char *copy = arena_strdup(d->arena, text), *save = NULL;
	struct rights r = {NULL, 0};

	for (char *s = strtok_r(copy, ";", &save); s != NULL;
	     s = strtok_r(NULL, ";", &save))
		read_statement(d->arena, d->ctl->config.db_name, account, s, &r);
	return r;
}

static bool has(const struct rights *r, const char *right)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcasecmp(r->v[i], right) == 0)
			return true;
	return false;
}

/* Those of `of` that are not in `than`, with a sign before each. */
static void add_difference(
    struct buf *b, char sign, const struct rights *of, const struct rights *than)
{
	for (size_t i = 0; i < of->n; i++)
		if (!has(than, of->v[i]))
			buf_printf(b, "%s%c%s", b->len > 0 ? ", " : "", sign, of->v[i]);
}

static void check_account(struct doctor *d, const char *text, const char *account)
{
	struct rights wanted = wanted_rights(d, text, account), found = {NULL, 0};
	struct buf b = {0};
	bool there = false;
	enum err e = db_doctor_has_account(d->db, account, &there);

	if (e == ERR_OK)
		e = db_doctor_rights(d->db, d->arena, account, &found.v, &found.n);
	if (e != ERR_OK) {
		doctor_say(
		    d, "grants.rights", DOCTOR_FAULT, "%s: %s", account, err_name(e));
	} else if (!there) {
		doctor_say(d, "grants.rights", DOCTOR_FAULT, "%s: -", account);
	} else {
		add_difference(&b, '+', &found, &wanted);
		add_difference(&b, '-', &wanted, &found);
		doctor_say(d, "grants.rights", b.len > 0 ? DOCTOR_FAULT : DOCTOR_OK,
		    "%s%s%s", account, b.len > 0 ? ": " : "", buf_str(&b));
	}
	buf_free(&b);
	free(wanted.v);
}

void doctor_grants(struct doctor *d)
{
	const char *dir = d->ctl->config.schema_dir, *fault = "";
	const char *path = arena_printf(d->arena, "%s/grants.sql", dir);
	struct db_account *accounts;
	size_t n, len;
	char *text;

	if (d->db == NULL)
		return;
	text = ctl_read_file(d->ctl, path, GRANTS_BYTES_MAX, &len);
	if (text == NULL ||
	    db_account_read(d->arena, arena_printf(d->arena, "%s/accounts", dir),
		&accounts, &n, &fault) != ERR_OK) {
		doctor_say(d, "grants.rights", DOCTOR_FAULT, "%s", dir);
		return;
	}
	/* A space before it, for flatten() to look back at. */
	text = arena_printf(d->arena, " %s", text);
	flatten(text + 1);
	for (size_t i = 0; i < n; i++)
		if (strcmp(accounts[i].name, DB_OWNER) != 0)
			check_account(d, text + 1, accounts[i].name);
}
