#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/text.h"

enum type { TYPE_STRING, TYPE_BASE_PATH, TYPE_URL, TYPE_SMTP, TYPE_INT, TYPE_BOOL };

struct key {
	const char *name;
	enum type type;
	size_t offset;
	const char *preset;
	long min, max; /* of TYPE_INT */
};

#define KEY(type, name, ...)                                            \
	{                                                               \
#name, type, offsetof(struct config, name), __VA_ARGS__ \
	}

static const struct key keys[] = {
    KEY(TYPE_BASE_PATH, base_path, "/feedback", 0, 0),
    KEY(TYPE_URL, public_url, "", 0, 0),
    KEY(TYPE_STRING, db_socket, "/run/mysqld/mysqld.sock", 0, 0),
    KEY(TYPE_STRING, db_name, "otklik", 0, 0),
    KEY(TYPE_STRING, db_user, "", 0, 0),
    KEY(TYPE_STRING, db_password_file, "", 0, 0),
    KEY(TYPE_STRING, token_key_file, OTKLIK_STATEDIR "/survey/token.key", 0, 0),
    KEY(TYPE_STRING, appeal_key_file, OTKLIK_STATEDIR "/appeal/appeal.key", 0, 0),
    KEY(TYPE_STRING, entry_key_file, OTKLIK_STATEDIR "/admin/entry.key", 0, 0),
    KEY(TYPE_STRING, ticket_key_file, OTKLIK_STATEDIR "/ticket/ticket.key", 0, 0),
    KEY(TYPE_STRING, key_dir, OTKLIK_STATEDIR "/count/keys", 0, 0),
    KEY(TYPE_STRING, doctor_file, OTKLIK_STATEDIR "/doctor/confirmed", 0, 0),
    KEY(TYPE_INT, doctor_days, "35", 1, 366),
    KEY(TYPE_STRING, schema_dir, OTKLIK_DATADIR "/schema", 0, 0),
    KEY(TYPE_STRING, forms_dir, OTKLIK_DATADIR "/forms", 0, 0),
    KEY(TYPE_STRING, calendar_dir, OTKLIK_DATADIR "/calendar", 0, 0),
    KEY(TYPE_STRING, locale_dir, OTKLIK_LOCALEDIR, 0, 0),
    KEY(TYPE_STRING, language, "ru", 0, 0),
    KEY(TYPE_INT, threads, "16", 1, 256),
    KEY(TYPE_INT, k, "5", 1, 1000),
    KEY(TYPE_INT, batch_min, "0", 0, 10000),
    KEY(TYPE_BOOL, list_internal, "false", 0, 0),
    KEY(TYPE_INT, form_age_min, "3", 0, 3600),
    KEY(TYPE_INT, alert_dissatisfied, "30", 1, 100),
    KEY(TYPE_INT, alert_base, "10", 1, 100000),
    KEY(TYPE_INT, csi_low, "70", 1, 100),
    KEY(TYPE_INT, csi_high, "71", 1, 100),
    KEY(TYPE_INT, session_idle, "1800", 60, 86400),
    KEY(TYPE_INT, session_max, "43200", 60, 604800),
    KEY(TYPE_BOOL, cookie_secure, "true", 0, 0),
    KEY(TYPE_SMTP, smtp_url, "", 0, 0),
    KEY(TYPE_BOOL, smtp_tls, "true", 0, 0),
    KEY(TYPE_STRING, smtp_ca_file, "", 0, 0),
    KEY(TYPE_STRING, smtp_from, "", 0, 0),
    KEY(TYPE_STRING, smtp_user, "", 0, 0),
    KEY(TYPE_STRING, smtp_password_file, "", 0, 0),
    KEY(TYPE_INT, smtp_timeout, "9", 1, 9),
};

#define KEYS (sizeof(keys) / sizeof(keys[0]))

static bool only(const char *s, const char *more)
{
	for (; *s != '\0'; s++)
		if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
			(*s >= '0' && *s <= '9') || strchr(more, *s) != NULL))
			return false;
	return true;
}

static bool is_base_path(const char *s)
{
	return *s == '\0' ||
	       (*s == '/' && s[strlen(s) - 1] != '/' && strstr(s, "//") == NULL &&
		   strstr(s, "/.") == NULL && only(s, "/._~-"));
}

static bool is_url(const char *s)
{
	return *s == '\0' || ((text_starts(s, "https://") || text_starts(s, "http://")) &&
				 s[strlen(s) - 1] != '/' && only(s, ":/._~[]-"));
}

static bool is_smtp(const char *s)
{
	return *s == '\0' || ((text_starts(s, "smtp://") || text_starts(s, "smtps://")) &&
				 s[strlen(s) - 1] != '/' && only(s, ":/._[]-"));
}

/* Puts the value in its place; returns what was expected, or NULL if it fits. */
static const char *set_value(
    struct arena *a, struct config *c, const struct key *k, const char *value)
{
	void *place = (char *)c + k->offset;
	long v;

	switch (k->type) {
	case TYPE_BASE_PATH:
		if (!is_base_path(value))
			return "\"/path\" without a slash at the end, or nothing";
		break;
	case TYPE_URL:
		if (!is_url(value))
			return "\"https://host\" without a slash at the end, or nothing";
		break;
	case TYPE_SMTP:
		if (!is_smtp(value))
			return "\"smtp://host:port\" or \"smtps://host:port\", or "
			       "nothing";
		break;
	case TYPE_INT:
		if (text_int(value, k->min, k->max, &v) != ERR_OK)
			return arena_printf(
			    a, "a whole number from %ld to %ld", k->min, k->max);
		*(int *)place = (int)v;
		return NULL;
	case TYPE_BOOL:
		if (!text_equal(value, "true") && !text_equal(value, "false"))
			return "true or false";
		*(bool *)place = text_equal(value, "true");
		return NULL;
	case TYPE_STRING:
		break;
	}
	*(const char **)place = arena_strdup(a, value);
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

/* '#' is a comment at the start of a line or behind white space only, so that
   a path may hold one. */
static void cut_comment(char *line)
{
	for (char *p = line; (p = strchr(p, '#')) != NULL; p++)
		if (p == line || p[-1] == ' ' || p[-1] == '\t') {
			*p = '\0';
			return;
		}
}

static size_t find_key(const char *name)
{
	size_t i = 0;

	while (i < KEYS && strcmp(keys[i].name, name) != 0)
		i++;
	return i;
}

/* Takes one line; returns what is wrong with it, or NULL. */
static const char *read_line(
    struct arena *a, char *line, struct config *c, bool seen[KEYS])
{
	const char *expected;
	char *equals, *name;
	size_t i;

	cut_comment(line);
	name = trim(line);
	if (*name == '\0')
		return NULL;
	equals = strchr(name, '=');
	if (equals == NULL)
		return "expected \"key = value\"";
	*equals = '\0';
	name = trim(name);
	i = find_key(name);
	if (i == KEYS)
		return arena_printf(a, "unknown key \"%s\"", name);
	if (seen[i])
		return arena_printf(a, "\"%s\" is set a second time", name);
	seen[i] = true;
	expected = set_value(a, c, &keys[i], trim(equals + 1));
	if (expected == NULL)
		return NULL;
	return arena_printf(a, "%s: expected %s", name, expected);
}

static const char *read_file(struct arena *a, const char *path, FILE *f, struct config *c)
{
	bool seen[KEYS] = {false};
	const char *wrong = NULL;
	char *line = NULL;
	size_t size = 0;
	int number = 0;
	ssize_t n;

	while (wrong == NULL && (n = getline(&line, &size, f)) >= 0) {
		number++;
		wrong = text_is_utf8(line, (size_t)n) ? read_line(a, line, c, seen)
						      : "expected text in UTF-8";
	}
	if (wrong != NULL)
		wrong = arena_printf(a, "%s:%d: %s", path, number, wrong);
	else if (ferror(f))
		wrong = arena_printf(a, "%s: cannot be read", path);
	free(line);
	return wrong;
}

enum err config_load(
    struct arena *a, const char *path, struct config *c_r, const char **fault_r)
{
	const char *wrong = NULL;
	struct config c = {0};

	for (size_t i = 0; i < KEYS; i++)
		if (set_value(a, &c, &keys[i], keys[i].preset) != NULL)
			abort(); /* the table contradicts itself */
	if (path != NULL) {
		FILE *f = fopen(path, "re");

		if (f == NULL) {
			*fault_r = arena_printf(a, "%s: %s", path, strerror(errno));
			return ERR_CONFIG;
		}
		wrong = read_file(a, path, f, &c);
		fclose(f);
	}
	if (wrong == NULL && c.csi_low > c.csi_high)
		wrong = "csi_low: expected at most csi_high";
	if (wrong != NULL) {
		*fault_r = wrong;
		return ERR_CONFIG;
	}
	*c_r = c;
	return ERR_OK;
}

const char *config_key_name(size_t i)
{
	return i < KEYS ? keys[i].name : NULL;
}
