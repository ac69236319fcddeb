#include "db/install.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "db/db-private.h"

#define LINE_BYTES 200
#define ACCOUNTS_MAX 32
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* These names and passwords stand in statements that take no parameters. */
static bool only(const char *s, const char *allowed)
{
	return s[0] != '\0' && s[strspn(s, allowed)] == '\0';
}

enum err db_account_read(struct arena *a, const char *path, struct db_account **v_r,
    size_t *n_r, const char **fault_r)
{
	struct db_account *v = ARENA_ARRAY(a, ACCOUNTS_MAX, struct db_account);
	char line[LINE_BYTES];
	enum err e = ERR_OK;
	size_t n = 0;
	FILE *in = fopen(path, "re");

	if (in == NULL) {
		*fault_r = arena_printf(a, "%s: %s", path, strerror(errno));
		return ERR_CONFIG;
	}
	while (e == ERR_OK && fgets(line, sizeof(line), in) != NULL) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (n == ACCOUNTS_MAX || !only(line, LOWER DIGITS "-")) {
			*fault_r =
			    arena_printf(a, _("%s: not an account name: %s"), path, line);
			e = ERR_CONFIG;
		} else {
			v[n++].name = arena_strdup(a, line);
		}
	}
	fclose(in);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

static void add_account(struct buf *b, const struct db_account *c)
{
	static const char *const verbs[] = {"CREATE USER IF NOT EXISTS", "ALTER USER"};

	for (size_t i = 0; i < 2; i++) {
		buf_printf(b, "%s '%s'@'localhost' IDENTIFIED ", verbs[i], c->name);
		if (c->password == NULL)
			buf_puts(b, "VIA unix_socket;\n");
		else
			buf_printf(b, "BY '%s';\n", c->password);
	}
}

/* In a GRANT the '_' of a database name would stand for any character. */
static void add_owner(struct buf *b, const char *database)
{
	buf_puts(b, "GRANT ALL PRIVILEGES ON `");
	for (const char *s = database; *s != '\0'; s++)
		buf_printf(b, "%s%c", *s == '_' ? "\\" : "", *s);
	buf_puts(b, "`.* TO '" DB_OWNER "'@'localhost' WITH GRANT OPTION;\n");
}

enum err db_install(struct db *db, struct arena *a, const char *database,
    const struct db_account *v, size_t n, const char **fault_r)
{
	struct buf b = {0};
	const char *words = _("the database refused; see the log");
	size_t at = 0;
	enum err e;

	if (!only(database, LOWER UPPER DIGITS "_-")) {
		*fault_r = arena_printf(a, _("not a database name: %s"), database);
		return ERR_CONFIG;
	}
	for (size_t i = 0; i < n; i++) {
		if (!only(v[i].name, LOWER DIGITS "-") ||
		    (v[i].password != NULL && !only(v[i].password, LOWER UPPER DIGITS)))
			return ERR_INTERNAL;
	}
	buf_printf(&b,
	    "CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4 "
	    "COLLATE utf8mb4_unicode_ci;\n",
	    database);
	for (size_t i = 0; i < n; i++)
		add_account(&b, &v[i]);
	add_owner(&b, database);
	e = db_script(db, a, buf_str(&b), &at, &words);
	if (e != ERR_OK)
		*fault_r = words;
	buf_free(&b);
	return e;
}
