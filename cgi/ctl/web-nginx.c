/* The language of nginx.conf: words, quotes, ';' and blocks in braces. */
#include <ctype.h>
#include <glob.h>
#include <libgen.h>
#include <string.h>

#include "web-tree.h"

struct reader {
	struct arena *a;
	const char *dir; /* of the main file: includes are relative to it */
	const char **fault_r;
	int depth;
	time_t newest;
};

static bool read_file(struct reader *r, const char *path, struct web_node *into);

/* Steps over white space and comments. */
static const char *skip(const char *s)
{
	for (;;) {
		while (isspace((unsigned char)*s))
			s++;
		if (*s != '#')
			return s;
		s += strcspn(s, "\n");
	}
}

/* One word, quoted or not; NULL: a quote is not closed. */
static const char *read_word(struct arena *a, const char *s, char **word_r)
{
	char *to = arena_alloc(a, strlen(s) + 1), quote = '\0';

	*word_r = to;
	if (*s == '"' || *s == '\'')
		quote = *s++;
	for (; *s != '\0'; s++) {
		if (quote != '\0'
			? *s == quote
			: isspace((unsigned char)*s) ||
			      (strchr(";{", *s) != NULL && !(*s == '{' && s[-1] == '$')))
			break;
		if (*s == '\\' && s[1] != '\0' && quote != '\0')
			s++;
		else if (*s == '$' && s[1] == '{') {
			while (*s != '\0' && *s != '}')
				*to++ = *s++;
		}
		*to++ = *s;
	}
	*to = '\0';
	if (quote == '\0')
		return s;
	return *s == quote ? s + 1 : NULL;
}

/* Takes the included files in the place of the directive. */
static bool include(struct reader *r, struct web_node *node)
{
	const char *pattern = web_word(node, 1);
	glob_t found;
	bool good = true;

	if (pattern[0] != '/')
		pattern = arena_printf(r->a, "%s/%s", r->dir, pattern);
	if (glob(pattern, 0, NULL, &found) != 0) {
		/* nginx takes a pattern without files, but not a missing file. */
		if (strpbrk(pattern, "*?[") == NULL)
			*r->fault_r = pattern;
		return strpbrk(pattern, "*?[") != NULL;
	}
	for (size_t i = 0; i < found.gl_pathc && good; i++)
		good = read_file(r, arena_strdup(r->a, found.gl_pathv[i]), node->parent);
	globfree(&found);
	return good;
}

/* Reads directives up to '}' or the end; *s_r stands there. */
static bool read_block(struct reader *r, const char **s_r, struct web_node *block)
{
	struct web_node *node = NULL;
	const char *s = skip(*s_r);

	for (; s != NULL && *s != '\0' && *s != '}'; s = s == NULL ? NULL : skip(s)) {
		char *word;

		if (*s == ';' || *s == '{') {
			bool opens = *s++ == '{';

			if (node == NULL)
				return opens == false;
			if (opens && (!read_block(r, &s, node) || *s++ != '}'))
				return false;
			if (strcmp(web_word(node, 0), "include") == 0 &&
			    !include(r, node))
				return false;
			node = NULL;
			continue;
		}
		if (node == NULL)
			node = web_add(r->a, block);
		s = read_word(r->a, s, &word);
		web_add_word(r->a, node, word);
	}
	*s_r = s;
	return s != NULL && node == NULL;
}

static bool read_file(struct reader *r, const char *path, struct web_node *into)
{
	const char *text, *s;
	bool good;

	if (r->depth == WEB_DEPTH_MAX)
		return false;
	text = web_file(r->a, path, &r->newest, r->fault_r);
	if (text == NULL)
		return false;
	r->depth++;
	s = text;
	good = read_block(r, &s, into) && *s == '\0';
	r->depth--;
	if (!good && (*r->fault_r)[0] == '\0')
		*r->fault_r = path;
	return good;
}

struct web_node *web_nginx_read(struct arena *a, const char *file, const char **fault_r)
{
	struct reader r = {a, dirname(arena_strdup(a, file)), fault_r, 0, 0};
	struct web_node *root = web_add(a, NULL);

	*fault_r = "";
	if (!read_file(&r, file, root))
		return NULL;
	root->changed = r.newest;
	return root;
}
