/* The language of httpd.conf: a directive a line, sections in angle brackets. */
#include <ctype.h>
#include <glob.h>
#include <string.h>

#include "web-tree.h"

struct reader {
	struct arena *a;
	const char *root; /* ServerRoot */
	const char **fault_r;
	struct web_node *into;
	int depth;
	time_t newest;
};

static bool read_file(struct reader *r, const char *path);

static char *lower(struct arena *a, const char *s)
{
	char *copy = arena_strdup(a, s);

	for (char *c = copy; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	return copy;
}

/* Words of a line; quotes are taken off. */
static void read_words(struct arena *a, struct web_node *node, char *s)
{
	while (*(s += strspn(s, " \t\r")) != '\0') {
		char *word = s, *to = s, quote = '\0';

		if (*s == '"' || *s == '\'')
			quote = *s++;
		while (*s != '\0' &&
		       (quote != '\0' ? *s != quote : strchr(" \t\r", *s) == NULL)) {
			if (*s == '\\' && quote != '\0' && s[1] == quote)
				s++;
			*to++ = *s++;
		}
		if (*s != '\0')
			s++;
		*to = '\0';
		web_add_word(a, node, node->n == 0 ? lower(a, word) : word);
	}
}

static bool include(struct reader *r, const struct web_node *node)
{
	const char *pattern = web_word(node, 1);
	glob_t found;
	bool good = true;

	if (pattern[0] != '/')
		pattern = arena_printf(r->a, "%s/%s", r->root, pattern);
	if (glob(pattern, 0, NULL, &found) != 0)
		return true; /* IncludeOptional, or Apache would not have started */
	for (size_t i = 0; i < found.gl_pathc && good; i++)
		good = read_file(r, arena_strdup(r->a, found.gl_pathv[i]));
	globfree(&found);
	return good;
}

/* "<Location "/x">" opens, "</Location>" closes. */
static bool read_section(struct reader *r, char *line)
{
	size_t n = strlen(line);

	while (n > 0 && strchr("> \t\r", line[n - 1]) != NULL)
		line[--n] = '\0';
	if (line[1] == '/') {
		if (r->into->parent == NULL)
			return false;
		r->into = r->into->parent;
		return true;
	}
	r->into = web_add(r->a, r->into);
	read_words(r->a, r->into, line + 1);
	return true;
}

static bool read_line(struct reader *r, char *line)
{
	struct web_node *node;

	line += strspn(line, " \t\r");
	if (*line == '\0' || *line == '#')
		return true;
	if (*line == '<')
		return read_section(r, line);
	node = web_add(r->a, r->into);
	read_words(r->a, node, line);
	if (strcmp(web_word(node, 0), "serverroot") == 0)
		r->root = web_word(node, 1);
	if (strcmp(web_word(node, 0), "include") == 0 ||
	    strcmp(web_word(node, 0), "includeoptional") == 0)
		return include(r, node);
	return true;
}

/* A line that ends in a backslash goes on. */
static void join_lines(char *text)
{
	for (char *s = text; (s = strstr(s, "\\\n")) != NULL;)
		s[0] = s[1] = ' ';
}

static bool read_file(struct reader *r, const char *path)
{
	char *text, *save = NULL;
	bool good = true;

	if (r->depth == WEB_DEPTH_MAX)
		return false;
	text = web_file(r->a, path, &r->newest, r->fault_r);
	if (text == NULL)
		return false;
	join_lines(text);
	r->depth++;
	for (char *line = strtok_r(text, "\n", &save); line != NULL && good;
	     line = strtok_r(NULL, "\n", &save))
		good = read_line(r, line);
	r->depth--;
	if (!good && (*r->fault_r)[0] == '\0')
		*r->fault_r = path;
	return good;
}

struct web_node *web_apache_read(struct arena *a, const char *file, const char **fault_r)
{
	struct reader r = {a, "/etc/apache2", fault_r, web_add(a, NULL), 0, 0};
	struct web_node *root = r.into;

	*fault_r = "";
	if (!read_file(&r, file))
		return NULL;
	root->changed = r.newest;
	return root;
}
